//! Fresh identifiers for requests and tasks.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

/// Identifiers shaped like UUIDs: random for each gateway and counted within it,
/// so that no call fails because the system has no randomness.
pub(crate) struct Ids {
    seed: u64,
    next: AtomicU64,
}

impl Ids {
    pub(crate) fn new() -> io::Result<Self> {
        let seed = getrandom::u64().map_err(io::Error::other)?;
        Ok(Self {
            seed,
            next: AtomicU64::new(1),
        })
    }

    /// A lower-case identifier that this gateway has not given out before.
    pub(crate) fn fresh(&self) -> String {
        let count = self.next.fetch_add(1, Ordering::Relaxed) & 0xffff_ffff_ffff;
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{count:012x}",
            self.seed >> 32,
            self.seed >> 16 & 0xffff,
            self.seed >> 4 & 0xfff,
            self.seed & 0xf,
        )
    }
}
