//! The attempts that a call is made of.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};

use crate::answer::{Target, read};
use crate::body::Sent;
use crate::client::{Inner, Options};
use crate::decode::Format;
use crate::decode::Unread;
use crate::error::{Error, ErrorKind};
use crate::identity::AccessKey;
use crate::observe::{AttemptReport, CallReport};
use crate::request::Request;
use crate::retry::{EXPIRED, RetryPolicy, judge};
use crate::scrub::{Scrubber, scrubbed};
use crate::sign::SignedRequest;
use crate::trace::Span;
use crate::transport::Answer;
use crate::value::Record;
use crate::watch::Watch;

/// A call without the parts that each attempt adds.
pub(crate) struct Plan<'a> {
    pub(crate) action: Cow<'static, str>,
    pub(crate) version: Cow<'static, str>,
    pub(crate) idempotent: bool,
    /// The idempotency token, which makes repeating the same request safe.
    pub(crate) token: Option<String>,
    pub(crate) format: Format,
    pub(crate) request: Request,
    /// Tells which values are sensitive; without it all are.
    pub(crate) record: Option<&'a dyn Record>,
    pub(crate) options: Options,
}

impl Plan<'_> {
    /// Whether the same request may be sent again whatever has happened.
    fn is_repeatable(&self) -> bool {
        self.idempotent || self.token.is_some()
    }
}

/// A call that succeeded.
pub(crate) struct Done {
    pub(crate) attempts: u32,
    pub(crate) answer: Answer,
    /// Fields of the answer that could not be read.
    pub(crate) unread: Vec<Unread>,
}

/// What an attempt leaves behind, however it ends.
#[derive(Default)]
struct Trail {
    sent: Sent,
    /// Nonce and time of the signature.
    sending: Option<(String, SystemTime)>,
    /// What the answer says the time is.
    date: Option<SystemTime>,
    /// Fields of a success that could not be read.
    unread: Vec<Unread>,
}

/// How long an attempt may take, and how to say so.
#[derive(Clone, Copy)]
struct Limit {
    left: Duration,
    named: Duration,
}

impl Limit {
    fn late(self, what: &str) -> Error {
        let message = format!("no {what} within {:?}", self.named);
        Error::new(ErrorKind::Timeout, message)
    }
}

impl Inner {
    /// Signs the request of the first attempt.
    pub(crate) async fn sign(&self, plan: &Plan<'_>) -> Result<SignedRequest, Error> {
        let signed = async {
            let left = self.whole(plan);
            let key = self.key_within(plan, Limit { left, named: left }).await?;
            self.envelop(plan, key.as_ref(), self.now(), &self.nonce()?)
        };
        signed.await.map_err(|error| error.of(plan.action.clone()))
    }

    /// Makes attempts until one succeeds or no other may follow.
    pub(crate) async fn run(
        &self,
        plan: &Plan<'_>,
        target: &mut Target<'_>,
    ) -> Result<Done, Error> {
        // Timers and connections need it, and would panic.
        if Handle::try_current().is_err() {
            let message = "a call has to be awaited inside a Tokio runtime";
            return Err(Error::config(message).of(plan.action.clone()));
        }
        let begun = Instant::now();
        let span = Span::call(&plan.action, &self.host);
        let mut watch = Watch::new(self, &plan.action, &span, begun);
        let attempts = self.attempts(plan, target, begun, &mut watch);
        let result = span.within(attempts).await;
        let duration = watch.end();
        let (status, request_id, attempts) = match &result {
            Ok(done) => {
                let id = done.answer.request_id.as_deref();
                (Some(done.answer.status), id, done.attempts)
            }
            Err(error) => (error.http_status(), error.request_id(), error.attempts()),
        };
        let report = CallReport {
            action: &plan.action,
            endpoint: &self.host,
            attempts,
            duration,
            status,
            request_id,
            error: result.as_ref().err(),
            unread: result.as_ref().map_or(&[], |done| &done.unread),
        };
        span.called(&report);
        if let Some(observer) = &self.config.observer {
            observer.call(&report);
        }
        result
    }

    async fn attempts(
        &self,
        plan: &Plan<'_>,
        target: &mut Target<'_>,
        begun: Instant,
        watch: &mut Watch<'_>,
    ) -> Result<Done, Error> {
        let policy = self.policy(plan.options);
        let whole = self.whole(plan);
        let left = || whole.saturating_sub(begun.elapsed());
        let (mut number, mut paid, mut corrected) = (1, None, false);
        let mut history = History::default();
        loop {
            let started = Instant::now();
            let span = Span::attempt(&plan.action, &self.host, number);
            let mut trail = Trail::default();
            watch.attempt(number, &trail.sent);
            let limit = self.limit(plan, number < policy.max_attempts, left(), whole);
            let attempt = self.attempt(plan, target, started, limit, &mut trail);
            let result = span.within(attempt).await;
            let result = result.map_err(|error| history.finish(error, self, plan, &trail, number));

            let mut retry_in = None;
            if let Err(error) = &result
                && number < policy.max_attempts
            {
                let refused = error.kind() == ErrorKind::Service;
                if error.code() == Some(EXPIRED) && refused && !corrected {
                    corrected = self.correct(&trail);
                    retry_in = corrected.then_some(Duration::ZERO);
                } else if history.again {
                    let delay = policy.delay(number, error);
                    if delay < left() {
                        paid = self.budget.pay(error);
                        retry_in = paid.map(|_| delay);
                    }
                }
            }
            self.report(plan, number, started.elapsed(), &result, retry_in, &span);
            match (result, retry_in) {
                (Ok(answer), _) => {
                    self.budget.refund(paid);
                    return Ok(Done {
                        attempts: number,
                        answer,
                        unread: trail.unread,
                    });
                }
                (Err(error), None) => return Err(error),
                (Err(_), Some(delay)) => sleep(delay).await,
            }
            number += 1;
        }
    }

    fn policy(&self, options: Options) -> RetryPolicy {
        let policy = self.config.retry;
        match options.max_attempts {
            Some(attempts) => policy.with_max_attempts(attempts.get()),
            None => policy,
        }
    }

    /// How long an attempt may take. It is given up early if another one may follow.
    fn limit(&self, plan: &Plan<'_>, more: bool, left: Duration, whole: Duration) -> Limit {
        let attempt = self.config.attempt_timeout;
        if plan.is_repeatable() && more && attempt < left {
            Limit {
                left: attempt,
                named: attempt,
            }
        } else {
            Limit { left, named: whole }
        }
    }

    async fn attempt(
        &self,
        plan: &Plan<'_>,
        target: &mut Target<'_>,
        begun: Instant,
        limit: Limit,
        trail: &mut Trail,
    ) -> Result<Answer, Error> {
        let key = self.key_within(plan, limit).await?;
        let (nonce, time) = (self.nonce()?, self.now());
        let signed = self.envelop(plan, key.as_ref(), time, &nonce)?;
        trail.sending = Some((nonce, time));
        let signature = signed.signature().to_owned();
        let left = limit.left.saturating_sub(begun.elapsed());
        let answer = timeout(left, self.transport.send(signed, &trail.sent)).await;
        let result = answer.unwrap_or_else(|_| Err(limit.late("whole answer")));
        let result = result.and_then(|answer| {
            trail.date = answer.date;
            trail.unread = read(&answer, target, self.config.reading())?;
            Ok(answer)
        });
        if result.is_ok() && trail.unread.is_empty() {
            return result;
        }
        let scrubber = scrubber(plan, key.as_ref(), &signature);
        let unread = trail.unread.drain(..);
        trail.unread = unread
            .map(|field| field.cleaned(|text| scrubber.scrub(text)))
            .collect();
        result.map_err(|error| scrubbed(error, &scrubber))
    }

    /// How long the call may take.
    fn whole(&self, plan: &Plan<'_>) -> Duration {
        plan.options.timeout.unwrap_or(self.config.timeout)
    }

    /// A key to sign with; none for a call without one.
    async fn key_within(&self, plan: &Plan<'_>, limit: Limit) -> Result<Option<AccessKey>, Error> {
        if plan.request.anonymous {
            return Ok(None);
        }
        // Most keys are available at once. Only the others need a timer.
        let mut asked = pin!(self.key());
        let key = match poll_fn(|context| Poll::Ready(asked.as_mut().poll(context))).await {
            Poll::Ready(key) => key,
            // Signing alone needs no runtime, without which there is no timer.
            Poll::Pending if Handle::try_current().is_err() => asked.await,
            Poll::Pending => {
                let key = timeout(limit.left, asked).await;
                key.unwrap_or_else(|_| Err(limit.late("credentials")))
            }
        };
        key.map(Some)
    }

    /// Adopts the service's clock if the attempt was signed with a time that is far
    /// off. Returns whether it was.
    fn correct(&self, trail: &Trail) -> bool {
        let (Some(date), Some((_, signed))) = (trail.date, &trail.sending) else {
            return false;
        };
        // Another call may have corrected the clock since.
        let far = seconds_between(*signed, date).unsigned_abs() >= LEAST_SKEW;
        if far {
            self.skew.set(seconds_between(self.own_time(), date));
        }
        far
    }

    fn report(
        &self,
        plan: &Plan<'_>,
        attempt: u32,
        duration: Duration,
        result: &Result<Answer, Error>,
        retry_in: Option<Duration>,
        span: &Span,
    ) {
        let (status, request_id) = match result {
            Ok(answer) => (Some(answer.status), answer.request_id.as_deref()),
            Err(error) => (error.http_status(), error.request_id()),
        };
        let report = AttemptReport {
            action: &plan.action,
            endpoint: &self.host,
            attempt,
            duration,
            status,
            request_id,
            error: result.as_ref().err(),
            retry_in,
        };
        span.attempted(&report);
        if let Some(observer) = &self.config.observer {
            observer.attempt(&report);
        }
    }
}

/// What the attempts of a call have led to so far.
#[derive(Default)]
struct History {
    /// Whether one of them may have been carried out.
    may_be_done: bool,
    /// Whether another may follow the last one.
    again: bool,
}

impl History {
    /// The error with what is known about the attempt. A refusal does not tell what an
    /// earlier attempt has done.
    fn finish(
        &mut self,
        error: Error,
        client: &Inner,
        plan: &Plan<'_>,
        trail: &Trail,
        number: u32,
    ) -> Error {
        let error = error.of(plan.action.clone()).with(|inner| {
            inner.sent = trail.sent.get();
            inner.sending.clone_from(&trail.sending);
            inner.attempts = number - u32::from(trail.sending.is_none());
            if trail.sending.is_some() {
                let chosen_by = client.endpoint.chosen_by.clone();
                inner.host = Some((client.host.clone(), chosen_by));
            }
        });
        let verdict = judge(&error, client.product);
        self.may_be_done |= verdict.may_be_done;
        self.again = verdict.may_pass && (plan.is_repeatable() || !verdict.may_be_done);
        error.with(|inner| {
            inner.outcome_unknown = self.may_be_done && !plan.idempotent;
            inner.retryable = verdict.may_pass && !inner.outcome_unknown;
            inner.token = plan.token.clone().filter(|_| inner.outcome_unknown);
        })
    }
}

/// Looks for everything in an attempt that must stay secret.
fn scrubber(plan: &Plan<'_>, key: Option<&AccessKey>, signature: &str) -> Scrubber {
    let mut scrubber = key.map_or_else(Scrubber::default, Scrubber::new);
    scrubber.add(signature);
    match plan.record {
        Some(record) => scrubber.request(record),
        None => plan.request.each_value(&mut |value| scrubber.add(value)),
    }
    scrubber
}

/// A difference of fewer seconds is not why a timestamp is refused.
const LEAST_SKEW: u64 = 60;

/// By how many seconds the service's clock is ahead of ours.
#[derive(Default)]
pub(crate) struct Skew(AtomicI64);

impl Skew {
    /// The service's time when ours is `own`.
    pub(crate) fn apply(&self, own: SystemTime) -> SystemTime {
        let seconds = self.0.load(Ordering::Relaxed);
        let amount = Duration::from_secs(seconds.unsigned_abs());
        let there = if seconds < 0 {
            own.checked_sub(amount)
        } else {
            own.checked_add(amount)
        };
        there.unwrap_or(own)
    }

    fn set(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Relaxed);
    }
}

/// Seconds from one time to another; negative if the other is earlier.
fn seconds_between(from: SystemTime, to: SystemTime) -> i64 {
    let seconds = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    match to.duration_since(from) {
        Ok(span) => seconds(span),
        Err(error) => -seconds(error.duration()),
    }
}
