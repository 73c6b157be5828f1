//! Calls that are dropped before they end.

use std::time::Duration;

use tokio::time::Instant;

use crate::body::Sent;
use crate::client::Inner;
use crate::observe::DroppedReport;
use crate::trace::Span;

/// Reports a call as dropped, unless the end of the call was reported.
pub(crate) struct Watch<'a> {
    inner: &'a Inner,
    action: &'a str,
    span: &'a Span,
    begun: Instant,
    attempts: u32,
    sent: Option<Sent>,
    ended: bool,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(inner: &'a Inner, action: &'a str, span: &'a Span, begun: Instant) -> Self {
        Self {
            inner,
            action,
            span,
            begun,
            attempts: 0,
            sent: None,
            ended: false,
        }
    }

    /// Notes that an attempt starts. `sent` says whether its request was sent.
    pub(crate) fn attempt(&mut self, number: u32, sent: &Sent) {
        self.attempts = number;
        self.sent = Some(sent.clone());
    }

    /// How long the call took.
    pub(crate) fn end(mut self) -> Duration {
        self.ended = true;
        self.begun.elapsed()
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let report = DroppedReport {
            action: self.action,
            endpoint: &self.inner.host,
            attempts: self.attempts,
            duration: self.begun.elapsed(),
            may_have_been_sent: self.sent.as_ref().is_some_and(Sent::get),
        };
        self.span.dropped(&report);
        if let Some(observer) = &self.inner.config.observer {
            observer.dropped(&report);
        }
    }
}
