//! Waiting for the end of a task.

use std::collections::HashSet;
use std::fmt;
use std::time::{Duration, Instant};

use super::listing::{Expected, Listing, Standing, submitted};
use super::{ItemOutcome, Outcome, Progress, Waiter};
use crate::client::Core;
use crate::error::{Error, ErrorKind};
use crate::identity::BoxFuture;
use crate::pages::{PageRequest, Pager, Position, set, text, value};
use crate::shape::Action;
use crate::slot::{Decode, Scalar, Slot};
use crate::value::Record;

/// Waits until every item of a task is finished.
///
/// It polls the gateway for 30 minutes, at first after 2 seconds, then less often, up
/// to every 30 seconds. If a poll fails for a temporary reason, the next poll follows
/// as usual; the third failure in a row is an error.
///
/// The task is finished when every item was listed in a final state: every
/// [submitted](Self::with_submitted) subject, and as many different items as the
/// answers count. If items of another task are listed, or pages contradict each other,
/// it polls again. If that does not help in time, the error is
/// [`ErrorKind::Incomplete`]; if items are not finished in time, it is
/// [`ErrorKind::Timeout`].
#[must_use = "nothing is asked until it is awaited"]
pub struct Wait<'a> {
    core: &'a Core,
    pub(super) action: &'static Action,
    pub(super) waiter: &'static Waiter,
    pub(super) request: Box<dyn PageRequest>,
    blank: Blank,
    interval: Duration,
    longest_interval: Duration,
    timeout: Duration,
    tolerance: u32,
    expected: Expected,
    pub(super) progress: Option<Callback<'a>>,
}

/// Makes an empty answer.
type Blank = Box<dyn Fn() -> Box<dyn Decode> + Send + Sync>;

type Callback<'a> = Box<dyn FnMut(Progress<'_>) + Send + 'a>;

impl<'a> Wait<'a> {
    /// Waits for what `request` lists; generated clients use it.
    pub fn new(
        core: &'a Core,
        action: &'static Action,
        waiter: &'static Waiter,
        request: Box<dyn PageRequest>,
        blank: fn() -> Box<dyn Decode>,
    ) -> Self {
        Self::with_blank(core, action, waiter, request, Box::new(blank))
    }

    /// As [`new`](Self::new), with answers that `blank` makes.
    pub(crate) fn with_blank(
        core: &'a Core,
        action: &'static Action,
        waiter: &'static Waiter,
        request: Box<dyn PageRequest>,
        blank: Blank,
    ) -> Self {
        Self {
            core,
            action,
            waiter,
            request,
            blank,
            interval: Duration::from_secs(2),
            longest_interval: Duration::from_secs(30),
            timeout: Duration::from_secs(30 * 60),
            tolerance: 2,
            expected: Expected {
                items: 1,
                subjects: HashSet::new(),
            },
            progress: None,
        }
    }

    /// Time before the second poll, and the longest between two; it grows by
    /// half each time.
    pub fn with_interval(mut self, first: Duration, longest: Duration) -> Self {
        self.interval = first;
        self.longest_interval = longest.max(first);
        self
    }

    /// How long to wait in all.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many items the task has at least. Until so many are listed, it has
    /// not ended: a gateway may list them one after another.
    pub fn with_expected_items(mut self, items: usize) -> Self {
        self.expected.items = self.expected.items.max(items);
        self
    }

    /// What was submitted: the members of the list parameter `items` of `request`, or
    /// without such a list the parameter with the name of the items' subject. The task
    /// is finished only after each of them was listed.
    pub fn with_submitted(mut self, request: &dyn Record, items: &str) -> Self {
        self.expected = submitted(self.waiter, request, items);
        self
    }

    /// How many polls in a row may fail for a reason that may pass.
    pub fn with_tolerated_errors(mut self, tolerance: u32) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Is called after every poll that was answered.
    pub fn with_progress(mut self, progress: impl FnMut(Progress<'_>) + Send + 'a) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    pub(super) async fn run(mut self) -> Result<Outcome, Error> {
        let begun = Instant::now();
        let mut interval = self.interval;
        let mut polls = 0;
        let mut failures = 0;
        let mut last = None;
        loop {
            polls += 1;
            match self.poll(begun).await {
                Ok(Some(listing)) => {
                    failures = 0;
                    self.tell(&listing.items, polls);
                    last = Some(match listing.standing(&self.expected) {
                        Standing::Ended => {
                            return Ok(Outcome {
                                items: listing.items,
                            });
                        }
                        Standing::Pending(how_far) => (ErrorKind::Timeout, how_far),
                        Standing::Incomplete(why) => (ErrorKind::Incomplete, why),
                    });
                }
                // The time is over; what was seen before still counts.
                Ok(None) => {}
                Err(error) if may_pass(&error) && failures < self.tolerance => {
                    failures += 1;
                    let why = format!("the last poll failed: {error}");
                    last = Some((ErrorKind::Timeout, why));
                }
                Err(error) => return Err(error),
            }
            let left = self.timeout.saturating_sub(begun.elapsed());
            if left <= interval {
                let (kind, why) = last.unwrap_or_else(|| {
                    let why = "the list of its items has further pages";
                    (ErrorKind::Timeout, why.to_owned())
                });
                let message = format!("no end within {:?}: {why}", self.timeout);
                return Err(Error::new(kind, message).of(self.action.name));
            }
            tokio::time::sleep(interval).await;
            interval = (interval * 3 / 2).min(self.longest_interval);
        }
    }

    fn tell(&mut self, items: &[ItemOutcome], polls: u32) {
        let task = self.task();
        if let Some(progress) = &mut self.progress {
            progress(Progress {
                task: task.as_deref(),
                items,
                polls,
            });
        }
    }

    /// The number of the task, if the request names it.
    fn task(&self) -> Option<String> {
        value(&*self.request, self.waiter.key, text)
    }

    /// The items of all pages; `None` if the time that began at `begun` is over
    /// before the last page.
    async fn poll(&mut self, begun: Instant) -> Result<Option<Listing>, Error> {
        let pagination = self.waiter.pagination;
        let task = self.task();
        self.rewind();
        let mut pager = Pager::start(pagination, &mut *self.request);
        let mut listing = Listing::default();
        loop {
            let mut answer = (self.blank)();
            self.core
                .page(self.action, pagination, &*self.request, &mut *answer)
                .await?;
            listing.add(self.waiter, task.as_deref(), &*answer);
            let turned = pager
                .look(pagination, &*answer)
                .and_then(|()| pager.turn(pagination, &mut *self.request, &*answer));
            listing.total = pager.most();
            match turned {
                Ok(true) => {}
                Ok(false) => return Ok(Some(listing)),
                // The list may be complete the next time.
                Err(error) => {
                    listing.problem = Some(error.message().to_owned());
                    return Ok(Some(listing));
                }
            }
            if begun.elapsed() >= self.timeout {
                return Ok(None);
            }
        }
    }

    /// Makes the request ask for the first page again.
    fn rewind(&mut self) {
        let pagination = self.waiter.pagination;
        let first = match pagination.by {
            Position::Page => pagination.first_page,
            Position::Offset => 0,
            Position::Cursor(_) => {
                if let Some(slot) = self.request.slot(pagination.position) {
                    Slot::clear(slot);
                }
                return;
            }
        };
        set(&mut *self.request, pagination.position, Scalar::Int(first));
    }
}

/// Whether the same poll may succeed later.
fn may_pass(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
        _ => error.is_throttling() || error.http_status().is_some_and(|status| status >= 500),
    }
}

impl<'a> IntoFuture for Wait<'a> {
    type Output = Result<Outcome, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Wait<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("action", &self.action.name)
            .field("interval", &self.interval)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
