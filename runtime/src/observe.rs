//! Reports about calls, for metrics and logs.

use std::sync::Arc;
use std::time::Duration;

use crate::decode::Unread;
use crate::error::Error;

/// Receives reports about calls. Its methods run on the task that makes the call, so
/// they should return soon.
///
/// Each call that was started is reported once: by [`Observer::call`], or by
/// [`Observer::dropped`] if its future was dropped before the call ended.
pub trait Observer: Send + Sync {
    /// An attempt ended.
    fn attempt(&self, report: &AttemptReport<'_>) {
        let _ = report;
    }

    /// A call ended, with or without an attempt.
    fn call(&self, report: &CallReport<'_>) {
        let _ = report;
    }

    /// The future of a call was dropped before it ended, as a timeout or
    /// `select!` of the caller does. The attempt under way is in no other
    /// report.
    fn dropped(&self, report: &DroppedReport<'_>) {
        let _ = report;
    }
}

impl<T: Observer + ?Sized> Observer for Arc<T> {
    fn attempt(&self, report: &AttemptReport<'_>) {
        (**self).attempt(report);
    }

    fn call(&self, report: &CallReport<'_>) {
        (**self).call(report);
    }

    fn dropped(&self, report: &DroppedReport<'_>) {
        (**self).dropped(report);
    }
}

/// How one attempt went. It holds no parameter and no secret.
#[derive(Debug)]
#[non_exhaustive]
pub struct AttemptReport<'a> {
    /// Name of the action.
    pub action: &'a str,
    /// Host, with its port if that is not the default one.
    pub endpoint: &'a str,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// From asking for credentials to the last byte of the answer.
    pub duration: Duration,
    /// Status of the answer, if there was one.
    pub status: Option<u16>,
    /// Id under which the service knows the request.
    pub request_id: Option<&'a str>,
    /// Why it failed; `None` if it succeeded.
    pub error: Option<&'a Error>,
    /// Time until the next attempt; `None` if this was the last one.
    pub retry_in: Option<Duration>,
}

/// How a call went. It holds no parameter and no secret.
#[derive(Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// Name of the action.
    pub action: &'a str,
    /// Host, with its port if that is not the default one.
    pub endpoint: &'a str,
    /// How many attempts were made.
    pub attempts: u32,
    /// The time it took, waits included.
    pub duration: Duration,
    /// Status of the last answer, if there was one.
    pub status: Option<u16>,
    /// Id under which the service knows the last request.
    pub request_id: Option<&'a str>,
    /// Why it failed; `None` if it succeeded.
    pub error: Option<&'a Error>,
    /// Fields of the answer that could not be read and stay unset.
    pub unread: &'a [Unread],
}

/// A call that nobody waits for any more. It holds no parameter and no secret.
#[derive(Debug)]
#[non_exhaustive]
pub struct DroppedReport<'a> {
    /// Name of the action.
    pub action: &'a str,
    /// Host, with its port if that is not the default one.
    pub endpoint: &'a str,
    /// How many attempts were begun.
    pub attempts: u32,
    /// The time from the start of the call, waits included.
    pub duration: Duration,
    /// Whether a connection took the request of the last attempt. If so, the action may
    /// still be carried out.
    pub may_have_been_sent: bool,
}
