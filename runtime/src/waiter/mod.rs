//! Waiting until what a call has started comes to an end.

mod listing;
mod submit;
mod wait;

pub use submit::{SubmitAndWait, Task};
pub use wait::Wait;

use crate::pages::Pagination;

/// How the answers of an action tell what became of each item. Names are those
/// on the wire. An empty name says that there is no such field.
#[derive(Debug)]
#[non_exhaustive]
pub struct Waiter {
    /// The pages that list the items.
    pub pagination: &'static Pagination,
    /// Parameter with the number of the task. If items or answers have a field
    /// with this name, it must hold the same number.
    pub key: &'static str,
    /// Item field that identifies an item of a task, such as its number.
    pub id: &'static str,
    /// Item field that names what the item is about, such as a domain.
    pub subject: &'static str,
    /// Item field with the status.
    pub status: &'static str,
    /// Statuses of an item that succeeded.
    pub success: &'static [&'static str],
    /// Statuses of an item that failed. With any other status, an item is not finished.
    pub failure: &'static [&'static str],
    /// Item fields that may have a message; the first one that does is used.
    pub messages: &'static [&'static str],
}

impl Waiter {
    /// A table without the names of further item fields.
    #[must_use]
    pub const fn new(
        pagination: &'static Pagination,
        key: &'static str,
        status: &'static str,
        success: &'static [&'static str],
        failure: &'static [&'static str],
    ) -> Self {
        Self {
            pagination,
            key,
            id: "",
            subject: "",
            status,
            success,
            failure,
            messages: &[],
        }
    }

    /// The same table with the item field that identifies an item.
    #[must_use]
    pub const fn id(self, id: &'static str) -> Self {
        Self { id, ..self }
    }

    /// The same table with the item field that says what an item is about.
    #[must_use]
    pub const fn subject(self, subject: &'static str) -> Self {
        Self { subject, ..self }
    }

    /// The same table with the item fields that may have a message.
    #[must_use]
    pub const fn messages(self, messages: &'static [&'static str]) -> Self {
        Self { messages, ..self }
    }
}

/// How far one item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemState {
    /// It is not finished.
    Pending,
    /// It succeeded.
    Succeeded,
    /// It failed.
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
    /// Its status on the wire.
    pub status: String,
    /// What the gateway says about it.
    pub message: Option<String>,
}

/// What became of a task as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every item succeeded.
    Success,
    /// Some items succeeded, some failed.
    PartialFailure,
    /// Every item failed.
    Failure,
}

/// The outcome of a finished task.
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

    /// The items that failed.
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

    /// Whether every item succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.verdict() == Verdict::Success
    }
}

/// How far a task is, for a progress callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<'p> {
    /// Number of the task, if it is known.
    pub task: Option<&'p str>,
    /// Items so far; empty if the gateway has not listed them yet.
    pub items: &'p [ItemOutcome],
    /// How often the gateway was asked.
    pub polls: u32,
}
