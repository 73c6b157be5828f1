//! An allocator that can count.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::Relaxed};

static COUNTING: AtomicBool = AtomicBool::new(false);
static NUMBER: AtomicUsize = AtomicUsize::new(0);
static CURRENT: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

/// The system's allocator. Set it as the `global_allocator` of a binary that calls
/// [`count`]. When it does not count, it costs one load.
pub struct Counting;

/// The counted allocations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allocated {
    /// Number of allocations; growing counts too.
    pub number: usize,
    /// The most bytes at one time, beyond those at the start.
    pub peak: usize,
}

/// Counts what all threads allocate while `work` runs.
pub fn count(work: impl FnOnce()) -> Allocated {
    for counter in [&CURRENT, &PEAK] {
        counter.store(0, Relaxed);
    }
    NUMBER.store(0, Relaxed);
    COUNTING.store(true, Relaxed);
    work();
    COUNTING.store(false, Relaxed);
    Allocated {
        number: NUMBER.load(Relaxed),
        peak: PEAK.load(Relaxed).unsigned_abs(),
    }
}

fn change(by: isize) {
    let current = CURRENT.fetch_add(by, Relaxed) + by;
    PEAK.fetch_max(current, Relaxed);
}

// SAFETY: every method is the system allocator's own.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            NUMBER.fetch_add(1, Relaxed);
            change(layout.size().cast_signed());
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            NUMBER.fetch_add(1, Relaxed);
            change(layout.size().cast_signed());
        }
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if COUNTING.load(Relaxed) {
            change(-layout.size().cast_signed());
        }
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            NUMBER.fetch_add(1, Relaxed);
            // Old and new exist at the same time, unless it grows in place.
            change(size.cast_signed());
            change(-layout.size().cast_signed());
        }
        unsafe { System.realloc(block, layout, size) }
    }
}
