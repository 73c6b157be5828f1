//! Submitting a task and waiting for its end.

use std::fmt;
use std::time::Duration;

use super::{Outcome, Progress, Wait};
use crate::client::{Core, Options};
use crate::error::{Error, ErrorKind};
use crate::identity::BoxFuture;
use crate::pages::{set, text, value};
use crate::shape::Action;
use crate::slot::{Decode, Scalar};
use crate::value::Record;

/// A submitted task that is finished.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Task {
    /// Its number.
    pub number: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Submits a task, then waits until every item of it is finished.
///
/// If waiting fails, the error [names the task](Error::task). The task continues, so do
/// not submit it again.
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

    /// See [`Wait::with_timeout`]; the submission has its own time limit.
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
