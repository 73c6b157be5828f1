//! How answers show tasks and their items.

use aliyun_codegen::model::{Action, Enum, Model, Waiter};
use serde_json::{Map, Value};

use super::course::Course;
use super::{Call, Task};
use crate::document::key;
use crate::domain;
use crate::listing::{Listing, enum_of, field};
use crate::request::Pair;

/// An answer that lists tasks, or the items of one.
pub(super) struct View<'m> {
    listing: Listing<'m>,
    pub(super) waiter: &'m Waiter,
    course: Course<'m>,
    /// The statuses that this answer has; none if its status is plain text.
    statuses: Option<&'m Enum>,
}

impl<'m> View<'m> {
    /// The view of an action. Its own waiter says what it shows. Without one, it
    /// shows tasks if it lists objects that have the key and the status of some
    /// waiter.
    pub(super) fn of(model: &'m Model, action: &'m Action) -> Option<Self> {
        if let Some((listing, waiter)) = watched(model, action) {
            return Some(Self::new(listing.clone(), &listing, waiter));
        }
        model.actions.iter().find_map(|watcher| {
            let (original, waiter) = watched(model, watcher)?;
            let listing = Listing::find(model, action, |fields| {
                [&waiter.key, &waiter.status]
                    .iter()
                    .all(|name| field(fields, name).is_some())
            })?;
            Some(Self::new(listing, &original, waiter))
        })
    }

    fn new(listing: Listing<'m>, original: &Listing<'m>, waiter: &'m Waiter) -> Self {
        Self {
            course: Course::new(waiter, statuses(original, waiter)),
            statuses: statuses(&listing, waiter),
            listing,
            waiter,
        }
    }

    /// Whether it shows the items of one task, not a list of tasks.
    pub(super) fn is_of_one_task(&self) -> bool {
        field(&self.listing.action.request.fields, &self.waiter.key).is_some()
    }

    /// Puts the items of a task into an answer.
    pub(super) fn items(
        &self,
        (number, task): (&str, &Task),
        step: usize,
        call: &Call<'_>,
        stateful: bool,
        answer: &mut Map<String, Value>,
    ) {
        let pattern = self.listing.pattern(answer);
        let members = task.items.iter().map(|item| {
            let mut member = pattern.clone();
            self.status(&mut member, number, task, step);
            if let (Some(name), Some(subject)) = (&self.waiter.subject, &item.subject) {
                self.put(&mut member, name, subject.as_str());
            }
            if domain::is_product(call.model) {
                let facts = self.facts(task, call, stateful);
                domain::tasks::item(&facts, &item.number, &mut member);
            }
            member
        });
        let wanted: Vec<_> = members
            .filter(|member| self.passes(member, call.pairs))
            .collect();
        let page = call.page(wanted.len());
        self.listing.fill(answer, page, wanted);
    }

    /// Puts a list of tasks, each at a step, into an answer.
    pub(super) fn tasks<'t>(
        &self,
        tasks: impl Iterator<Item = (&'t str, &'t Task, usize)>,
        call: &Call<'_>,
        answer: &mut Map<String, Value>,
    ) {
        let pattern = self.listing.pattern(answer);
        let members: Vec<_> = tasks
            .map(|(number, task, step)| {
                let mut member = pattern.clone();
                self.status(&mut member, number, task, step);
                if domain::is_product(call.model) {
                    let facts = self.facts(task, call, true);
                    domain::tasks::task(&facts, task.items.len(), &mut member);
                }
                member
            })
            .collect();
        let page = call.page(members.len());
        self.listing.fill(answer, page, members);
    }

    fn put(&self, member: &mut Map<String, Value>, name: &str, value: &str) {
        self.listing.put(member, name, value.into());
    }

    /// Sets what a task and its items have in common.
    fn status(&self, member: &mut Map<String, Value>, number: &str, task: &Task, step: usize) {
        let status = self.course.status(step, task.failing.is_some());
        let status = self.course.translate(status, self.statuses);
        self.put(member, &self.waiter.key, number);
        self.put(member, &self.waiter.status, status);
        let ended = step >= self.course.end();
        if let Some(message) = task.failing.as_ref().filter(|_| ended) {
            for name in &self.waiter.messages {
                self.put(member, name, message);
            }
        }
    }

    fn facts<'f>(
        &'f self,
        task: &'f Task,
        call: &Call<'_>,
        stateful: bool,
    ) -> domain::tasks::Facts<'f> {
        domain::tasks::Facts {
            listing: &self.listing,
            status: &self.waiter.status,
            statuses: self.statuses,
            submitter: &task.action,
            created: task.created,
            now: call.now,
            stateful,
        }
    }

    /// Whether a request asks for an item: a parameter that is also a field of
    /// items is a filter.
    fn passes(&self, item: &Map<String, Value>, pairs: &[&Pair]) -> bool {
        let text = |name: &str| {
            let value = key(item, name).and_then(|key| item.get(&key))?;
            let text = value.as_str().map(str::to_owned);
            Some(text.unwrap_or_else(|| value.to_string()))
        };
        let filters = pairs.iter().filter(|pair| !pair.value.is_empty());
        let mut filters = filters.filter(|pair| field(self.listing.fields, &pair.name).is_some());
        filters.all(|pair| text(&pair.name).as_deref() == Some(self.meant(pair)))
    }

    /// The value that a filter asks for. A parameter may count the statuses that
    /// the answer names: then its value means the status in the same place.
    fn meant<'p>(&self, pair: &'p Pair) -> &'p str
    where
        'm: 'p,
    {
        let value = pair.value.as_str();
        let Some(statuses) = self.statuses.filter(|_| pair.name == self.waiter.status) else {
            return value;
        };
        let Listing { model, action, .. } = &self.listing;
        let counted = enum_of(model, action, &action.request.fields, &pair.name);
        let place = |listed: &Enum| listed.values.iter().position(|known| known.value == value);
        match (place(statuses), counted.and_then(place)) {
            (None, Some(place)) => statuses
                .values
                .get(place)
                .map_or(value, |known| known.value.as_str()),
            _ => value,
        }
    }
}

/// The list that an action watches tasks by, with its waiter.
fn watched<'m>(model: &'m Model, action: &'m Action) -> Option<(Listing<'m>, &'m Waiter)> {
    let waiter = action.waiter.as_ref()?;
    let listing = Listing::paged(model, action)?;
    field(listing.fields, &waiter.status)?;
    Some((listing, waiter))
}

/// The step at which the tasks end that an action watches.
pub(super) fn end(model: &Model, watcher: &str) -> usize {
    let watcher = model.actions.iter().find(|action| action.name == watcher);
    let watched = watcher.and_then(|watcher| watched(model, watcher));
    watched.map_or(0, |(listing, waiter)| {
        Course::new(waiter, statuses(&listing, waiter)).end()
    })
}

fn statuses<'m>(listing: &Listing<'m>, waiter: &Waiter) -> Option<&'m Enum> {
    enum_of(
        listing.model,
        listing.action,
        listing.fields,
        &waiter.status,
    )
}
