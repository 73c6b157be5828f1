//! Keeping a temporary key until shortly before it ends, with one fetch under
//! way however many callers there are.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use tokio::time::timeout;

use super::answer::Temporary;
use super::flight::{Flight, lock};
use super::surroundings::Surroundings;
use super::{AccessKey, BoxFuture, CredentialsError};

/// How long before its end a key is renewed; less if it is short-lived.
const AHEAD: Duration = Duration::from_secs(180);

/// How long before its end a key is no longer used, because a request takes time; less
/// if it is short-lived.
const MARGIN: Duration = Duration::from_secs(15);

/// The longest time that a key is kept. No service issues keys for longer.
const LONGEST: Duration = Duration::from_secs(86_400);

/// How long a renewal may take while the old key is valid. The caller that renews is
/// waiting to make its call.
const RENEWAL: Duration = Duration::from_secs(3);

/// How long a failure keeps the source from being asked again: at first, and
/// at most. Half of it is random.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

type Outcome = Result<AccessKey, CredentialsError>;

/// A source of temporary keys.
pub(super) trait Source: Send + Sync + 'static {
    /// What errors name.
    const NAME: &'static str;

    fn fetch(
        self: Arc<Self>,
        surroundings: Surroundings,
    ) -> BoxFuture<'static, Result<Temporary, CredentialsError>>;
}

/// A source whose key is kept. Clones share the key.
pub(super) struct Cached<S> {
    inner: Arc<Inner<S>>,
}

struct Inner<S> {
    source: Arc<S>,
    surroundings: Surroundings,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    running: Option<Running>,
    failure: Option<Failure>,
    waiters: u64,
}

struct Held {
    key: AccessKey,
    renew: Deadline,
    end: Deadline,
}

struct Running {
    flight: Arc<Flight<Outcome>>,
    waiting: usize,
}

struct Failure {
    error: CredentialsError,
    /// How many there were without a success between.
    count: u32,
    until: Instant,
}

/// A moment by two clocks. It is reached when one of them says so: the system time may
/// be set back, and the monotonic clock may stop during sleep.
#[derive(Clone, Copy)]
struct Deadline {
    wall: SystemTime,
    steady: Instant,
}

#[derive(Clone, Copy)]
struct Now {
    wall: SystemTime,
    steady: Instant,
}

impl Now {
    fn of(surroundings: &Surroundings) -> Self {
        Self {
            wall: surroundings.now(),
            steady: surroundings.steady(),
        }
    }

    fn after(self, wait: Duration) -> Deadline {
        Deadline {
            wall: self.wall + wait,
            steady: self.steady + wait,
        }
    }

    fn is_before(self, deadline: Deadline) -> bool {
        self.wall < deadline.wall && self.steady < deadline.steady
    }
}

impl<S> Clone for Cached<S> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<S: Source> Cached<S> {
    pub(super) fn new(source: S, surroundings: Surroundings) -> Self {
        Self {
            inner: Arc::new(Inner {
                source: Arc::new(source),
                surroundings,
                state: Mutex::default(),
            }),
        }
    }

    /// The same source with other settings, and no key yet.
    pub(super) fn with(&self, change: impl FnOnce(&mut S)) -> Self
    where
        S: Clone,
    {
        let mut source = S::clone(&self.inner.source);
        change(&mut source);
        Self::new(source, self.inner.surroundings.clone())
    }

    /// The same source elsewhere, and no key yet.
    pub(super) fn within(&self, surroundings: Surroundings) -> Self
    where
        S: Clone,
    {
        Self::new(S::clone(&self.inner.source), surroundings)
    }

    /// The key that is kept, else a new one. Near its end one caller renews
    /// it, and the others go on with it meanwhile.
    pub(super) async fn get(&self) -> Outcome {
        match self.inner.step() {
            Step::Ready(outcome) => outcome,
            Step::Wait(seat, spare) => match (seat.outcome().await, spare) {
                (Err(error), Some(held)) => self.inner.spare(held, error),
                (outcome, _) => outcome,
            },
        }
    }
}

/// What a caller does next.
enum Step<S: Source> {
    Ready(Outcome),
    /// Waits. If that fails, takes the old key, if there is one.
    Wait(Seat<S>, Option<(AccessKey, Deadline)>),
}

impl<S: Source> Inner<S> {
    fn step(self: &Arc<Self>) -> Step<S> {
        let now = Now::of(&self.surroundings);
        let mut state = lock(&self.state);
        let paused = state.failure.as_ref();
        let paused = paused.filter(|failure| now.steady < failure.until);
        let mut spare = None;
        match &state.held {
            Some(held) if now.is_before(held.end) => {
                if now.is_before(held.renew) || paused.is_some() || state.running.is_some() {
                    return Step::Ready(Ok(held.key.clone()));
                }
                spare = Some((held.key.clone(), held.end));
            }
            _ => {
                if let (Some(failure), None) = (paused, &state.running) {
                    return Step::Ready(Err(failure.error.clone()));
                }
            }
        }
        state.waiters += 1;
        let waiter = state.waiters;
        let limit = spare.is_some().then_some(RENEWAL);
        let running = state.running.get_or_insert_with(|| Running {
            flight: Arc::new(Flight::new(Box::pin(Self::run(Arc::clone(self), limit)))),
            waiting: 0,
        });
        running.waiting += 1;
        let seat = Seat {
            inner: Arc::clone(self),
            flight: Arc::clone(&running.flight),
            waiter,
        };
        Step::Wait(seat, spare)
    }

    /// One fetch, whose result is kept before anybody learns of it.
    async fn run(self: Arc<Self>, limit: Option<Duration>) -> Outcome {
        let fetch = Arc::clone(&self.source).fetch(self.surroundings.clone());
        let fetched = match limit {
            Some(limit) => timeout(limit, fetch).await.unwrap_or_else(|_| {
                let message = format!("no new key within {limit:?}");
                Err(CredentialsError::new(message))
            }),
            None => fetch.await,
        };
        let now = Now::of(&self.surroundings);
        let kept = fetched
            .and_then(|temporary| keep(temporary, now))
            .map_err(|error| error.within(S::NAME));
        let mut state = lock(&self.state);
        state.running = None;
        match kept {
            Ok(held) => {
                let key = held.key.clone();
                state.held = Some(held);
                state.failure = None;
                Ok(key)
            }
            Err(error) => {
                state.fail(error.clone(), now);
                Err(error)
            }
        }
    }

    /// The old key, if it is still valid.
    fn spare(&self, (key, end): (AccessKey, Deadline), error: CredentialsError) -> Outcome {
        if Now::of(&self.surroundings).is_before(end) {
            Ok(key)
        } else {
            Err(error)
        }
    }
}

impl State {
    /// A renewal that was given up has most likely stalled, and would do so to
    /// the next caller; without an old key there is no choice.
    fn abandon(&mut self, name: &str, now: Now) {
        if self
            .held
            .as_ref()
            .is_some_and(|held| now.is_before(held.end))
        {
            let error = CredentialsError::new("nobody waited for the new key");
            self.fail(error.within(name), now);
        }
    }

    fn fail(&mut self, error: CredentialsError, now: Now) {
        let count = self.failure.as_ref().map_or(0, |failure| failure.count);
        let (first, most) = PAUSE;
        let pause = first.saturating_mul(1 << count.min(10)).min(most);
        let mut until = now.steady + pause.mul_f64(0.5 + 0.5 * random());
        // A key that ends meanwhile is reason enough to ask again.
        if let Some(held) = self.held.as_ref().filter(|held| now.is_before(held.end)) {
            until = until.min(held.end.steady);
        }
        self.failure = Some(Failure {
            error,
            count: count + 1,
            until,
        });
    }
}

fn keep(temporary: Temporary, now: Now) -> Result<Held, CredentialsError> {
    let left = temporary.expires.duration_since(now.wall);
    let left = left.ok().filter(|left| !left.is_zero()).ok_or_else(|| {
        CredentialsError::new(
            "the key in the answer has expired already; is this machine's clock right?",
        )
    })?;
    let left = left.min(LONGEST);
    Ok(Held {
        key: temporary.key,
        renew: now.after(left - AHEAD.min(left / 5)),
        end: now.after(left - MARGIN.min(left / 10)),
    })
}

/// A number from 0 to 1. It only spreads load, so a system without random numbers is not
/// an error.
fn random() -> f64 {
    let mut byte = [0];
    let filled = getrandom::fill(&mut byte);
    filled.map_or(0.5, |()| f64::from(byte[0]) / 255.0)
}

/// A caller's place among the waiting callers. A fetch without waiting callers is
/// dropped; if it were resumed much later, it would only have timed out.
struct Seat<S: Source> {
    inner: Arc<Inner<S>>,
    flight: Arc<Flight<Outcome>>,
    waiter: u64,
}

impl<S: Source> Seat<S> {
    async fn outcome(self) -> Outcome {
        let outcome = poll_fn(|context| self.flight.poll(self.waiter, context)).await;
        outcome.unwrap_or_else(|| {
            self.give_up();
            let error = CredentialsError::new("fetching the key was broken off");
            Err(error.within(S::NAME))
        })
    }

    /// Lets the next caller start again.
    fn give_up(&self) {
        let mut state = lock(&self.inner.state);
        state.running.take_if(|running| self.is_in(running));
    }

    fn is_in(&self, running: &Running) -> bool {
        Arc::ptr_eq(&running.flight, &self.flight)
    }
}

impl<S: Source> Drop for Seat<S> {
    fn drop(&mut self) {
        self.flight.leave(self.waiter);
        let mut state = lock(&self.inner.state);
        if let Some(running) = state.running.as_mut().filter(|running| self.is_in(running)) {
            running.waiting -= 1;
            if running.waiting == 0 {
                // The last `Arc` drops the fetch, after the lock.
                state.running = None;
                state.abandon(S::NAME, Now::of(&self.inner.surroundings));
            }
        }
    }
}
