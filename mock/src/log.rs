//! The log of requests: the latest ones, limited in number and size.

use std::collections::VecDeque;

use crate::mask::RecordedRequest;

/// The default number of requests that are kept.
pub(crate) const DEFAULT_LIMIT: usize = 100_000;

/// The most bytes of all kept requests.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A ring of recordings.
pub(crate) struct Log {
    entries: VecDeque<RecordedRequest>,
    limit: usize,
    bytes: usize,
    count: u64,
}

impl Log {
    /// Makes a log of at most `limit` requests, and at least the last one.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            limit: limit.max(1),
            bytes: 0,
            count: 0,
        }
    }

    /// Numbers a request and keeps it; the oldest ones are dropped.
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

    /// The kept requests, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &RecordedRequest> {
        self.entries.iter()
    }

    /// The number of requests so far.
    #[cfg(feature = "cli")]
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Deletes all requests; the numbers go on.
    #[cfg(feature = "cli")]
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}
