//! Whether another attempt follows a failed one, and when.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::shape::Product;

/// Code of a request whose timestamp is too far from the service's clock.
pub(crate) const EXPIRED: &str = "InvalidTimeStamp.Expired";

/// How many attempts a call makes, and how long it waits between them.
///
/// An action that is not idempotent is sent again only after an attempt that had no
/// effect: no connection was made, or the service throttled the request. An idempotent
/// action is also sent again after a lost connection, a timeout, or an answer with
/// status 500 or higher.
///
/// The wait before the second attempt is a random time between zero and the base delay.
/// The upper bound doubles with every attempt, up to the longest delay. If the service
/// asks for a wait, that is added. If the time left for the [whole
/// call](crate::Config::with_timeout) is shorter than the wait, the call fails at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) base_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) budget: u32,
}

impl RetryPolicy {
    /// Three attempts, base delay 100 milliseconds, longest delay 20 seconds,
    /// a budget of 500.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(20),
            budget: 500,
        }
    }

    /// One attempt.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().with_max_attempts(1)
    }

    /// How often a call is tried at most, the first time included. Zero is
    /// refused when a client is made.
    #[must_use]
    pub const fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The longest wait before the second attempt.
    #[must_use]
    pub const fn with_base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait between any two attempts, unless the service asks for
    /// a longer one.
    #[must_use]
    pub const fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The budget that all calls of a client share for further attempts, so that a
    /// service that is down does not get three times as many calls. Another attempt
    /// costs 5, or 10 after a timeout. A call that succeeds returns the cost of its
    /// last attempt, or 1 if it needed only one.
    #[must_use]
    pub const fn with_budget(mut self, budget: u32) -> Self {
        self.budget = budget;
        self
    }

    /// The bound of the wait after this many attempts.
    fn bound(&self, attempts: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempts.saturating_sub(1));
        let bound = doubled.and_then(|factor| self.base_delay.checked_mul(factor));
        bound.map_or(self.max_delay, |bound| bound.min(self.max_delay))
    }

    /// The wait after this number of attempts. The last one failed with `error`.
    pub(crate) fn delay(&self, attempts: u32, error: &Error) -> Duration {
        let jitter = self.bound(attempts).mul_f64(fraction());
        error
            .retry_after()
            .unwrap_or_default()
            .saturating_add(jitter)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// A random number from 0 to 1; 1 if the system gives none.
fn fraction() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}

/// What is left for further attempts.
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(crate) fn new(most: u32) -> Self {
        Self {
            left: AtomicU32::new(most),
            most,
        }
    }

    /// Pays for an attempt after `error`. Returns its cost, or `None` if not enough is
    /// left.
    pub(crate) fn pay(&self, error: &Error) -> Option<u32> {
        let timed_out = error.cause_kind() == ErrorKind::Timeout;
        let cost = if timed_out { 10 } else { 5 };
        let take = |left: u32| left.checked_sub(cost);
        let paid = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        paid.is_ok().then_some(cost)
    }

    /// Takes back what the last attempt of a successful call cost.
    pub(crate) fn refund(&self, cost: Option<u32>) {
        let add = |left: u32| Some(left.saturating_add(cost.unwrap_or(1)).min(self.most));
        // The closure never declines.
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// What a failed attempt says about the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Whether the same request may succeed later.
    pub(crate) may_pass: bool,
    /// Whether the service may have carried the request out.
    pub(crate) may_be_done: bool,
}

/// Judges the error of one attempt. If there is any doubt, the request may
/// have been carried out.
pub(crate) fn judge(error: &Error, product: &Product) -> Verdict {
    let verdict = |may_pass, may_be_done| Verdict {
        may_pass,
        may_be_done,
    };
    if error.is_throttling() {
        return verdict(true, false);
    }
    let sent = error.may_have_been_sent();
    match error.cause_kind() {
        ErrorKind::Config | ErrorKind::Credentials | ErrorKind::Validation => verdict(false, false),
        ErrorKind::Connect => verdict(!error.is_permanent(), false),
        ErrorKind::Timeout | ErrorKind::Transport => verdict(true, sent),
        // Of an answer that is too large nothing is known.
        ErrorKind::TooLarge
        | ErrorKind::Decode
        | ErrorKind::Incomplete
        | ErrorKind::OutcomeUnknown => verdict(false, sent),
        ErrorKind::Http => match error.http_status() {
            // The server gave up reading, or says that the client did.
            Some(408 | 499) => verdict(true, true),
            Some(400..500) => verdict(false, false),
            Some(500..) => verdict(true, true),
            _ => verdict(false, true),
        },
        ErrorKind::Service => {
            let code = error.code().unwrap_or_default();
            // Of a request that arrived twice the first may have been carried
            // out, and this is the answer to the second.
            let replayed = code.starts_with("SignatureNonceUsed");
            let failed = error
                .http_status()
                .is_some_and(|status| status >= 500 || matches!(status, 408 | 499))
                || product.leaves_open(code);
            verdict(replayed || failed, replayed || failed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_of_waits_doubles_up_to_the_longest() {
        let policy = RetryPolicy::new()
            .with_base_delay(Duration::from_millis(100))
            .with_max_delay(Duration::from_secs(1));
        let bounds = [1, 2, 3, 4, 5, 33, u32::MAX].map(|n| policy.bound(n).as_millis());
        assert_eq!(bounds, [100, 200, 400, 800, 1000, 1000, 1000]);
    }

    #[test]
    fn what_the_service_asks_for_is_the_least_wait() {
        let asked = Duration::from_secs(3);
        let error = Error::new(ErrorKind::Service, "").with(|e| e.retry_after = Some(asked));
        let policy = RetryPolicy::new();
        for _ in 0..100 {
            let delay = policy.delay(1, &error);
            assert!(
                delay >= asked && delay <= asked + policy.base_delay,
                "{delay:?}"
            );
        }
        let error =
            Error::new(ErrorKind::Service, "").with(|e| e.retry_after = Some(Duration::MAX));
        assert_eq!(policy.delay(1, &error), Duration::MAX);
    }

    #[test]
    fn a_budget_ends_and_recovers() {
        let budget = Budget::new(12);
        let reset = Error::new(ErrorKind::Transport, "");
        let slow = Error::new(ErrorKind::Timeout, "");
        assert_eq!(budget.pay(&slow), Some(10));
        assert_eq!(budget.pay(&reset), None);
        budget.refund(None);
        budget.refund(None);
        budget.refund(None);
        assert_eq!(budget.pay(&reset), Some(5));
        budget.refund(Some(100));
        assert_eq!(budget.pay(&slow), Some(10));
        assert_eq!(budget.pay(&reset), None, "never more than at first");
    }
}
