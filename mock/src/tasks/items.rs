//! The items of a task, by the call that submits it.

use std::collections::BTreeMap;

use aliyun_codegen::model::{Action, Submits};

use super::Call;
use crate::listing::parameter;

/// The most characters that are kept of what an item is about.
const LONGEST_SUBJECT: usize = 255;

/// One item of a task.
pub(super) struct Item {
    pub(super) number: String,
    /// What it is about, if the call names it.
    pub(super) subject: Option<String>,
}

/// One item for each member of the list that `submits` names; one item without a
/// list.
pub(super) fn items(call: &Call<'_>, submits: &Submits) -> Vec<Item> {
    let watcher = |action: &&Action| action.name == submits.watched_by;
    let watcher = call.model.actions.iter().find(watcher);
    let waiter = watcher.and_then(|action| action.waiter.as_ref());
    let subject = waiter.and_then(|waiter| waiter.subject.as_deref());
    let mut subjects = match &submits.items {
        Some(list) => members(call, list, subject),
        None => Vec::new(),
    };
    if subjects.is_empty() {
        let only = subject.and_then(|subject| parameter(call.pairs, subject));
        subjects.push(only);
    }
    let item = |subject: Option<&str>| Item {
        number: call.ids.fresh(),
        subject: subject.map(|text| text.chars().take(LONGEST_SUBJECT).collect()),
    };
    subjects.into_iter().map(item).collect()
}

/// The subjects of a list's members, by their numbers: on the wire, 10 may come
/// before 2. A member is its own subject, or has it as a field.
fn members<'c>(call: &Call<'c>, list: &str, subject: Option<&str>) -> Vec<Option<&'c str>> {
    let mut members = BTreeMap::new();
    for pair in call.pairs {
        let rest = pair.name.strip_prefix(list);
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        let (number, field) = match rest.split_once('.') {
            Some((number, field)) => (number, Some(field)),
            None => (rest, None),
        };
        let Ok(number) = number.parse::<usize>() else {
            continue;
        };
        let found = members.entry(number).or_insert(None);
        if field.is_none() || field == subject {
            *found = Some(pair.value.as_str());
        }
    }
    members.into_values().collect()
}
