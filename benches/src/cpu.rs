//! CPU time.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The CPU time of all threads of this process, in the program and in the kernel
/// on its behalf.
#[must_use]
pub fn now() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    // A CPU clock starts at zero.
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds)
        + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or_default())
}

/// Microseconds of CPU time that `work` takes.
pub fn micros(work: impl FnOnce()) -> f64 {
    let begun = now();
    work();
    (now() - begun).as_secs_f64() * 1e6
}
