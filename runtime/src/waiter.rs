//! Waiting until what a call has set going has come to an end.

use std::fmt;
use std::time::{Duration, Instant};

use crate::client::{Core, Options};
use crate::credentials::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::pages::{Pager, Pagination, Steer, set, text, value};
use crate::shape::Action;
use crate::slot::{Decode, Scalar};
use crate::value::{Record, ValueRef, each_field};

/// How the answers of an action tell what has become of each item. Names are
/// those on the wire; an empty one says that there is no such field.
#[derive(Debug)]
pub struct Waiter {
    /// The pages that list the items.
    pub pagination: &'static Pagination,
    /// Parameter with the number of the task.
    pub key: &'static str,
    /// Item field that says what the item is about, such as a domain.
    pub subject: &'static str,
    /// Item field with the status.
    pub status: &'static str,
    /// Statuses of an item that has ended well.
    pub success: &'static [&'static str],
    /// Statuses of an item that has ended badly. Any other status is one of an
    /// item that has not ended.
    pub failure: &'static [&'static str],
    /// Item fields with what is to be said about it; the first that is there.
    pub messages: &'static [&'static str],
}

/// How far one item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemState {
    /// It has not ended.
    Pending,
    /// It has ended well.
    Succeeded,
    /// It has ended badly.
    Failed,
}

/// What became of one item of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemOutcome {
    /// What it is about, such as a domain.
    pub subject: Option<String>,
    /// How far it is.
    pub state: ItemState,
    /// Its status, as it is on the wire.
    pub status: String,
    /// What the gateway says about it.
    pub message: Option<String>,
}

/// What became of a task as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every item has ended well.
    Success,
    /// Some items have ended well, some badly.
    PartialFailure,
    /// Every item has ended badly.
    Failure,
}

/// How a task that has ended has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a task that has ended need not have ended well"]
pub struct Outcome {
    items: Vec<ItemOutcome>,
}

impl Outcome {
    /// Every item of the task.
    #[must_use]
    pub fn items(&self) -> &[ItemOutcome] {
        &self.items
    }

    /// The items that have ended badly.
    pub fn failed(&self) -> impl Iterator<Item = &ItemOutcome> {
        self.items
            .iter()
            .filter(|item| item.state == ItemState::Failed)
    }

    /// Success, partial failure or failure.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.failed().count() {
            0 => Verdict::Success,
            failed if failed == self.items.len() => Verdict::Failure,
            _ => Verdict::PartialFailure,
        }
    }

    /// Whether every item has ended well.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.verdict() == Verdict::Success
    }
}

/// How far a task is, for a progress callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<'p> {
    /// Number of the task, where it is known.
    pub task: Option<&'p str>,
    /// Items so far; none where the gateway has not listed them yet.
    pub items: &'p [ItemOutcome],
    /// How often the gateway was asked.
    pub polls: u32,
}

/// Waits until every item of a task has ended.
///
/// It asks the gateway again and again, less and less often: at first after
/// 2 seconds, at most every 30, for 30 minutes. A poll that fails for a reason
/// that may pass is tried again at the next turn; the third in a row is an
/// error.
#[must_use = "nothing is asked until it is awaited"]
pub struct Wait<'a> {
    core: &'a Core,
    action: &'static Action,
    waiter: &'static Waiter,
    request: Box<dyn Steer>,
    blank: fn() -> Box<dyn Decode>,
    interval: Duration,
    longest_interval: Duration,
    timeout: Duration,
    tolerance: u32,
    expected: usize,
    progress: Option<Callback<'a>>,
}

type Callback<'a> = Box<dyn FnMut(Progress<'_>) + Send + 'a>;

impl<'a> Wait<'a> {
    /// Waits for what `request` lists; generated clients use it.
    pub fn new(
        core: &'a Core,
        action: &'static Action,
        waiter: &'static Waiter,
        request: Box<dyn Steer>,
        blank: fn() -> Box<dyn Decode>,
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
            expected: 1,
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
        self.expected = items.max(1);
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

    async fn run(mut self) -> Result<Outcome, Error> {
        let begun = Instant::now();
        let mut interval = self.interval;
        let mut polls = 0;
        let mut failures = 0;
        let mut last = "the gateway has listed nothing yet".to_owned();
        loop {
            polls += 1;
            match self.poll(begun).await {
                Ok(items) => {
                    failures = 0;
                    let task = value(&*self.request, self.waiter.key, text);
                    if let Some(progress) = &mut self.progress {
                        progress(Progress {
                            task: task.as_deref(),
                            items: &items,
                            polls,
                        });
                    }
                    let pending = items
                        .iter()
                        .filter(|item| item.state == ItemState::Pending)
                        .count();
                    if pending == 0 && items.len() >= self.expected {
                        return Ok(Outcome { items });
                    }
                    if !items.is_empty() {
                        let unlisted = self.expected.saturating_sub(items.len());
                        let all = items.len() + unlisted;
                        last = format!("{} of {all} have not ended", pending + unlisted);
                    }
                }
                Err(error) if may_pass(&error) && failures < self.tolerance => {
                    failures += 1;
                    last = format!("the last poll failed: {error}");
                }
                Err(error) => return Err(error),
            }
            let left = self.timeout.saturating_sub(begun.elapsed());
            if left <= interval {
                let message = format!("no end within {:?}: {last}", self.timeout);
                return Err(Error::new(ErrorKind::Timeout, message).of(self.action.name));
            }
            tokio::time::sleep(interval).await;
            interval = (interval * 3 / 2).min(self.longest_interval);
        }
    }

    /// The items of all pages. No further page is asked for once the time that
    /// has begun then is over: pages need not have an end.
    async fn poll(&mut self, begun: Instant) -> Result<Vec<ItemOutcome>, Error> {
        let pagination = self.waiter.pagination;
        if pagination.cursor.is_empty() {
            set(&mut *self.request, pagination.position, Scalar::Int(1));
        }
        let mut pager = Pager::start(pagination, &mut *self.request);
        let mut items = Vec::new();
        loop {
            let mut answer = (self.blank)();
            self.core
                .page(self.action, pagination, &*self.request, &mut *answer)
                .await?;
            self.read(&*answer, &mut items);
            let turned = pager.turn(pagination, &mut *self.request, &*answer);
            if !turned.map_err(|error| error.of(self.action.name))? {
                return Ok(items);
            }
            if begun.elapsed() >= self.timeout {
                let message = format!("{} items, and there are further pages", items.len());
                return Err(Error::new(ErrorKind::Timeout, message).of(self.action.name));
            }
        }
    }

    fn read(&self, answer: &dyn Record, items: &mut Vec<ItemOutcome>) {
        each_field(answer, &mut |field, list| {
            if field.name != self.waiter.pagination.items {
                return;
            }
            let ValueRef::List(list) = list else { return };
            for index in 0..list.len() {
                if let ValueRef::Record(item) = list.at(index) {
                    items.push(self.item(item));
                }
            }
        });
    }

    fn item(&self, item: &dyn Record) -> ItemOutcome {
        let waiter = self.waiter;
        let status = value(item, waiter.status, text).unwrap_or_default();
        let is = |statuses: &[&str]| statuses.contains(&status.as_str());
        let state = if is(waiter.success) {
            ItemState::Succeeded
        } else if is(waiter.failure) {
            ItemState::Failed
        } else {
            ItemState::Pending
        };
        let messages = waiter.messages.iter();
        ItemOutcome {
            subject: value(item, waiter.subject, text),
            state,
            message: messages
                .filter_map(|name| value(item, name, text))
                .find(|message| !message.is_empty()),
            status,
        }
    }
}

/// Whether the same poll may be answered later on.
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

/// A task that was submitted and has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Task {
    /// Its number.
    pub number: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Submits a task, then waits until every item of it has ended.
///
/// Where waiting fails, the error [names the task](Error::task): it goes on
/// without being watched, and must not be submitted again.
#[must_use = "nothing is submitted until it is awaited"]
pub struct SubmitAndWait<'a> {
    core: &'a Core,
    action: &'static Action,
    request: &'a dyn Record,
    answer: Box<dyn Decode>,
    number: &'static str,
    wait: Wait<'a>,
}

impl<'a> SubmitAndWait<'a> {
    /// Submits `request`, whose answer has the task's number in the field
    /// `number`, and then waits; generated clients use it.
    pub fn new(
        core: &'a Core,
        action: &'static Action,
        request: &'a dyn Record,
        answer: Box<dyn Decode>,
        number: &'static str,
        wait: Wait<'a>,
    ) -> Self {
        Self {
            core,
            action,
            request,
            answer,
            number,
            wait,
        }
    }

    /// See [`Wait::with_interval`].
    pub fn with_interval(mut self, first: Duration, longest: Duration) -> Self {
        self.wait = self.wait.with_interval(first, longest);
        self
    }

    /// See [`Wait::with_timeout`]; the submission has a time limit of its own.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.wait = self.wait.with_timeout(timeout);
        self
    }

    /// See [`Wait::with_tolerated_errors`].
    pub fn with_tolerated_errors(mut self, tolerance: u32) -> Self {
        self.wait = self.wait.with_tolerated_errors(tolerance);
        self
    }

    /// See [`Wait::with_progress`]. It is called for the first time as soon as
    /// the task has a number, before anything is known about its items.
    pub fn with_progress(mut self, progress: impl FnMut(Progress<'_>) + Send + 'a) -> Self {
        self.wait = self.wait.with_progress(progress);
        self
    }

    async fn run(mut self) -> Result<Task, Error> {
        let sent = self.core.send(
            self.action,
            self.request,
            &mut *self.answer,
            Options::default(),
        );
        sent.await?;
        let number = value(&*self.answer, self.number, text).filter(|number| !number.is_empty());
        let Some(number) = number else {
            let message = format!("the answer has no `{}` to wait for", self.number);
            let error = Error::new(ErrorKind::Decode, message).of(self.action.name);
            return Err(error.with(|inner| {
                inner.sent = true;
                inner.outcome_unknown = true;
            }));
        };
        if let Some(progress) = &mut self.wait.progress {
            progress(Progress {
                task: Some(&number),
                items: &[],
                polls: 0,
            });
        }
        let key = self.wait.waiter.key;
        set(&mut *self.wait.request, key, Scalar::Text(&number));
        match self.wait.run().await {
            Ok(outcome) => Ok(Task { number, outcome }),
            Err(error) => Err(error.with(|inner| inner.task = Some(number))),
        }
    }
}

impl<'a> IntoFuture for SubmitAndWait<'a> {
    type Output = Result<Task, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for SubmitAndWait<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubmitAndWait")
            .field("action", &self.action.name)
            .field("wait", &self.wait)
            .finish_non_exhaustive()
    }
}
