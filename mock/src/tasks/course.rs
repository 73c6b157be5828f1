//! The statuses that a task goes through.

use aliyun_codegen::model::{Enum, Waiter};

/// The most statuses before the end; a spec may list many more.
const MOST_PENDING: usize = 2;

/// The status before the end if the spec lists none.
const PENDING: &str = "PENDING";

/// The statuses of a task's items, by the waiter that watches it.
pub(super) struct Course<'m> {
    waiter: &'m Waiter,
    documented: Option<&'m Enum>,
    /// Statuses before the end, in the order of the spec.
    pending: Vec<&'m str>,
}

impl<'m> Course<'m> {
    /// The course by a waiter and the enum of its status, if that is an enum.
    pub(super) fn new(waiter: &'m Waiter, documented: Option<&'m Enum>) -> Self {
        let last = |value: &&str| {
            let mut ends = waiter.success.iter().chain(&waiter.failure);
            ends.any(|end| end == value)
        };
        let values = documented.map_or(&[][..], |listed| &listed.values);
        let values = values.iter().map(|known| known.value.as_str());
        let mut pending: Vec<_> = values
            .filter(|value| !last(value))
            .take(MOST_PENDING)
            .collect();
        if documented.is_none() {
            pending.push(PENDING);
        }
        Self {
            waiter,
            documented,
            pending,
        }
    }

    /// The step at which a task has ended; the first one is 0.
    pub(super) fn end(&self) -> usize {
        self.pending.len()
    }

    /// The status at a step. A task that is to fail never succeeds: if the spec
    /// has no status for a failure, the task goes on.
    pub(super) fn status(&self, step: usize, failing: bool) -> &'m str {
        let end = match failing {
            true => self.waiter.failure.first().map(String::as_str),
            false => self.waiter.success.first().map(String::as_str),
        };
        let pending = self.pending.get(step).copied();
        let last = || self.pending.last().copied();
        pending.or(end).or_else(last).unwrap_or(PENDING)
    }

    /// A status in the words of another enum: the same one or, if the enum does
    /// not have it, the value at its position.
    pub(super) fn translate(&self, status: &'m str, to: Option<&'m Enum>) -> &'m str {
        let Some(to) = to else {
            return status;
        };
        let place = |listed: &Enum| listed.values.iter().position(|known| known.value == status);
        if place(to).is_some() {
            return status;
        }
        let place = self.documented.and_then(place);
        let there = place.and_then(|place| to.values.get(place).or(to.values.last()));
        there.map_or(status, |known| &known.value)
    }
}
