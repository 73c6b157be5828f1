//! The requests that are remembered: the latest ones, bounded in number and
//! in size.

use std::collections::VecDeque;

use crate::mask::RecordedRequest;

/// How many requests are remembered where nobody says otherwise.
pub(crate) const DEFAULT_LIMIT: usize = 100_000;

/// How much text they may hold together, in bytes.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A ring of recordings.
pub(crate) struct Log {
    entries: VecDeque<RecordedRequest>,
    limit: usize,
    bytes: usize,
    count: u64,
}

impl Log {
    /// Remembers at most `limit` requests, and at least the last one.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            limit: limit.max(1),
            bytes: 0,
            count: 0,
        }
    }

    /// Numbers a request and keeps it; the oldest ones give way.
    pub(crate) fn push(&mut self, mut request: RecordedRequest) -> &RecordedRequest {
        self.count += 1;
        request.number = self.count;
        self.bytes += request.size();
        let at = self.entries.len();
        self.entries.push_back(request);
        let mut dropped = 0;
        while self.entries.len() > self.limit || (self.bytes > MOST_BYTES && self.entries.len() > 1)
        {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.size();
            dropped += 1;
        }
        &self.entries[at - dropped]
    }

    /// The remembered requests, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &RecordedRequest> {
        self.entries.iter()
    }

    /// How many requests there have been.
    #[cfg(feature = "cli")]
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Forgets what is remembered; numbers go on.
    #[cfg(feature = "cli")]
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}
