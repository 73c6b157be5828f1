//! What one round through the pages says about a task.

use std::collections::{HashMap, HashSet};

use super::{ItemOutcome, ItemState, Waiter};
use crate::pages::{find, text, value};
use crate::value::{Record, ValueRef};

/// What identifies an item: its id and its subject.
type Id = (Option<String>, Option<String>);

/// The items of a task, as one round through the pages lists them.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) items: Vec<ItemOutcome>,
    /// The positions of listed items, by their identity.
    places: HashMap<Id, usize>,
    /// Why the list cannot be believed.
    pub(super) problem: Option<String>,
    /// How many items there are by the answers' own count.
    pub(super) total: Option<i64>,
}

/// What is known about the items of a task before they are listed.
pub(super) struct Expected {
    /// How many there are at least.
    pub(super) items: usize,
    /// What was submitted, in the form of [`identity`].
    pub(super) subjects: HashSet<String>,
}

/// How far a task is by its listing.
pub(super) enum Standing {
    /// Every item is listed and finished.
    Ended,
    /// Some items have not ended; the text says how many.
    Pending(String),
    /// All listed items are finished, but items of the task are missing. The text says
    /// why.
    Incomplete(String),
}

impl Listing {
    /// Adds the items of one page.
    pub(super) fn add(&mut self, waiter: &Waiter, task: Option<&str>, answer: &dyn Record) {
        if is_foreign(waiter, task, answer) {
            self.problem = Some("the gateway answered about another task".to_owned());
            return;
        }
        let Some(ValueRef::List(list)) = find(answer, waiter.pagination.items) else {
            return;
        };
        for index in 0..list.len() {
            if let ValueRef::Record(item) = list.at(index) {
                self.item(waiter, task, item);
            }
        }
    }

    fn item(&mut self, waiter: &Waiter, task: Option<&str>, item: &dyn Record) {
        if is_foreign(waiter, task, item) {
            self.problem = Some("the gateway listed items of another task".to_owned());
            return;
        }
        let outcome = outcome(waiter, item);
        let id = value(item, waiter.id, text);
        let subject = outcome.subject.as_deref().map(identity);
        if id.is_none() && subject.is_none() {
            // Nothing identifies it.
            self.items.push(outcome);
            return;
        }
        let id = (id, subject);
        match self.places.get(&id) {
            None => {
                self.places.insert(id, self.items.len());
                self.items.push(outcome);
            }
            Some(place) if self.items[*place].status == outcome.status => {}
            Some(_) => {
                let problem = "the gateway listed an item twice with different statuses";
                self.problem = Some(problem.to_owned());
            }
        }
    }

    /// How far the task is.
    pub(super) fn standing(&self, expected: &Expected) -> Standing {
        let items = &self.items;
        let listed: HashSet<String> = items
            .iter()
            .filter_map(|item| item.subject.as_deref().map(identity))
            .collect();
        let missing = expected.subjects.difference(&listed).count();
        let counted = self.total.and_then(|total| usize::try_from(total).ok());
        let all = (items.len() + missing)
            .max(expected.items)
            .max(counted.unwrap_or_default());
        let pending = items.iter().filter(|item| item.state == ItemState::Pending);
        let pending = pending.count();
        if pending > 0 {
            let pending = pending + (all - items.len());
            return Standing::Pending(format!("{pending} of {all} have not ended"));
        }
        if let Some(problem) = &self.problem {
            return Standing::Incomplete(problem.clone());
        }
        if missing > 0 && !items.is_empty() {
            let submitted = expected.subjects.len();
            return Standing::Incomplete(format!(
                "{missing} of {submitted} submitted items were not listed"
            ));
        }
        if all > items.len() && !(items.is_empty() && counted.is_none_or(|counted| counted == 0)) {
            return Standing::Incomplete(format!(
                "only {} of {all} items were listed",
                items.len()
            ));
        }
        if items.is_empty() {
            return Standing::Pending("the gateway has listed nothing yet".to_owned());
        }
        Standing::Ended
    }
}

/// Whether an answer or an item names another task.
fn is_foreign(waiter: &Waiter, task: Option<&str>, record: &dyn Record) -> bool {
    match (task, value(record, waiter.key, text)) {
        (Some(task), Some(named)) => named.trim() != task.trim(),
        _ => false,
    }
}

fn outcome(waiter: &Waiter, item: &dyn Record) -> ItemOutcome {
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
        message: messages.filter_map(|name| value(item, name, text)).next(),
        status,
    }
}

/// A form in which the same subject is the same text: domains are equal in any
/// case, with a point at their end, and in Unicode or ASCII form.
pub(super) fn identity(subject: &str) -> String {
    let name = subject.trim().trim_end_matches('.').to_lowercase();
    if name.is_ascii() {
        return name;
    }
    // Reading a URL brings its host into the ASCII form.
    let url = reqwest::Url::parse(&format!("http://{name}/"));
    let host = url.ok().filter(|url| url.path() == "/");
    host.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or(name)
}

/// What is submitted, in the form of [`identity`]: the members of the list
/// `items`, or what they are about, or the parameter with the name of the
/// subject. And how many there are at least.
pub(super) fn submitted(waiter: &Waiter, request: &dyn Record, items: &str) -> Expected {
    let subject = |value| match value {
        ValueRef::Record(member) => value_of(member, waiter.subject),
        other => text(other),
    };
    let Some(ValueRef::List(list)) = find(request, items) else {
        let only = value_of(request, waiter.subject);
        return Expected {
            items: 1,
            subjects: only.iter().map(|name| identity(name)).collect(),
        };
    };
    let members = (0..list.len()).map(|index| subject(list.at(index)));
    let members: Vec<Option<String>> = members.collect();
    let known = members.iter().flatten();
    let subjects: HashSet<String> = known.map(|name| identity(name)).collect();
    let items = match members.contains(&None) {
        true => members.len(),
        // The same subject twice may become one item.
        false => subjects.len(),
    };
    Expected {
        items: items.max(1),
        subjects,
    }
}

fn value_of(record: &dyn Record, name: &str) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    value(record, name, text)
}
