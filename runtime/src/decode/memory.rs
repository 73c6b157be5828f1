//! How much memory an answer may take once it is read. A member of a list can
//! be a few bytes in the answer (`{}`) and hundreds in memory.

/// How many times the largest accepted answer its values may take. Ordinary
/// answers take up to 7 times their size, and lists have room to grow.
pub(super) const EXPANSION: usize = 16;

/// What a map allocates at a time: room for this many entries.
const NODE: usize = 11;

/// The memory that is left for an answer.
pub(super) struct Memory {
    left: usize,
    whole: usize,
}

impl Memory {
    /// For answers of this size at most, in bytes.
    pub(super) fn new(largest: usize) -> Self {
        let whole = largest.saturating_mul(EXPANSION);
        Self { left: whole, whole }
    }

    /// The bytes that there were at first.
    pub(super) fn whole(&self) -> usize {
        self.whole
    }

    /// Takes these bytes; `false` if there are not enough left.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// Takes what a list needs for another member of `size` bytes. A list that
    /// is full doubles its room.
    pub(super) fn member(&mut self, count: usize, size: usize) -> bool {
        let least = if size <= 1024 { 4 } else { 1 };
        match count {
            0 => self.take(least * size),
            full if full >= least && full.is_power_of_two() => self.take(full.saturating_mul(size)),
            _ => true,
        }
    }

    /// Takes what a map needs for another entry of `size` bytes.
    pub(super) fn entry(&mut self, count: usize, size: usize) -> bool {
        let entry = size_of::<String>() + size;
        match count {
            0 => self.take(NODE * entry),
            few if few < NODE => true,
            // Nodes may be half empty.
            _ => self.take(2 * entry),
        }
    }
}
