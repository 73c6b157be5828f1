//! Tasks, the product's convention for changes that take time.
//!
//! An action whose answer has `TaskNo` and whose request does not submits a
//! task. An action whose request has `TaskNo` and whose answer lists objects
//! with a `TaskStatus` enum of at least three values looks at one: the enum's
//! first three values mean waiting, executing and ended, a fourth one failed.
//! The other names below are filled where an action has them. No action is
//! named.
//!
//! A gateway with a state knows more: tasks are also listed and cancelled, and
//! they move on by themselves as time passes.

mod shown;

use std::collections::{HashMap, VecDeque};
use std::time::SystemTime;

use aliyun_codegen::model::{Action, Model};
use serde_json::{Map, Value};

use crate::document::set;
use crate::ids::Ids;
use crate::listing::{Page, field, parameter};
use crate::refusal::Refusal;
use crate::request::Pair;
use crate::time;
use shown::TaskListing;

const TASK_NO: &str = "TaskNo";
const TASK_STATUS: &str = "TaskStatus";
const TASK_STATUS_CODE: &str = "TaskStatusCode";
const TASK_DETAIL_NO: &str = "TaskDetailNo";
const DOMAIN_NAME: &str = "DomainName";

/// The last of the three steps, ended.
const LAST_STEP: usize = 2;

/// The place of the status that means failed.
const FAILED: usize = 3;

/// How many tasks are remembered, and how many items they may have together.
const MOST_TASKS: usize = 10_000;
const MOST_DETAILS: usize = 200_000;

/// How much of a domain's name is remembered, in characters; longer ones are
/// no domains.
const LONGEST_DOMAIN: usize = 255;

/// An accepted call, as far as it may change what the gateway remembers.
#[derive(Clone, Copy)]
pub(crate) struct Call<'c> {
    pub(crate) model: &'c Model,
    pub(crate) action: &'c Action,
    pub(crate) pairs: &'c [&'c Pair],
    /// The task that it submits is to fail, with this message.
    pub(crate) failing: Option<&'c str>,
    pub(crate) ids: &'c Ids,
    pub(crate) now: SystemTime,
}

/// The tasks that were submitted to one gateway.
pub(crate) struct Tasks {
    known: HashMap<String, Task>,
    /// Their numbers, oldest first.
    order: VecDeque<String>,
    details: usize,
    /// Whether they are part of a state that is kept consistent.
    stateful: bool,
}

struct Task {
    /// The action that submitted it.
    action: String,
    /// How often its first page was looked at; each look moves it one step.
    looks: usize,
    created: SystemTime,
    /// What its items say once it has failed, if it is to fail.
    failing: Option<String>,
    cancelled: bool,
    details: Vec<Detail>,
}

impl Task {
    /// How far it is: by how often it was looked at, or by its age where that
    /// counts, a second a step.
    fn step(&self, now: SystemTime, stateful: bool) -> usize {
        let age = now.duration_since(self.created).unwrap_or_default();
        let aged = usize::try_from(age.as_secs()).unwrap_or(LAST_STEP);
        let step = self.looks.saturating_sub(1);
        let step = if stateful { step.max(aged) } else { step };
        if self.cancelled {
            LAST_STEP
        } else {
            step.min(LAST_STEP)
        }
    }
}

struct Detail {
    number: String,
    domain: Option<String>,
}

impl Tasks {
    pub(crate) fn new(stateful: bool) -> Self {
        Self {
            known: HashMap::new(),
            order: VecDeque::new(),
            details: 0,
            stateful,
        }
    }

    /// Puts the state of tasks into the answer of an action that has to do
    /// with them, and leaves any other answer alone. Tells the number of a
    /// task that was submitted.
    pub(crate) fn apply(
        &mut self,
        call: &Call<'_>,
        answer: &mut Map<String, Value>,
    ) -> Result<Option<String>, Refusal> {
        let action = call.action;
        if submits(action) {
            let number = self.submit(call);
            set(answer, TASK_NO, number.as_str());
            return Ok(Some(number));
        }
        let number = parameter(call.pairs, TASK_NO);
        if self.stateful && action.name.starts_with("Cancel") {
            if let Some(number) = number {
                self.cancel(number, call.now)?;
            }
            return Ok(None);
        }
        let Some(listing) = TaskListing::of(call.model, action) else {
            return Ok(None);
        };
        if field(&action.request.fields, TASK_NO).is_none() {
            if self.stateful {
                self.list(&listing, call, answer);
            }
            return Ok(None);
        }
        let Some(number) = number else {
            return Ok(None);
        };
        match self.known.get_mut(number) {
            Some(task) => listing.details(task, number, call, self.stateful, answer),
            None if !self.stateful && documented(action, answer, number) => {}
            None => return Err(unknown()),
        }
        Ok(None)
    }

    /// Whether a task has ended well, or badly; `None` while it has not ended.
    pub(crate) fn ended(&self, number: &str, now: SystemTime) -> Option<bool> {
        let Some(task) = self.known.get(number) else {
            // It was forgotten for newer ones.
            return Some(false);
        };
        (task.step(now, self.stateful) == LAST_STEP).then_some(task.failing.is_none())
    }

    fn submit(&mut self, call: &Call<'_>) -> String {
        let number = call.ids.fresh();
        let task = Task {
            action: call.action.name.clone(),
            looks: 0,
            created: call.now,
            failing: call.failing.map(str::to_owned),
            cancelled: false,
            details: details(call.pairs, call.ids),
        };
        self.details += task.details.len();
        self.known.insert(number.clone(), task);
        self.order.push_back(number.clone());
        while self.order.len() > MOST_TASKS || (self.details > MOST_DETAILS && self.order.len() > 1)
        {
            let oldest = self.order.pop_front();
            if let Some(task) = oldest.and_then(|number| self.known.remove(&number)) {
                self.details -= task.details.len();
            }
        }
        number
    }

    fn cancel(&mut self, number: &str, now: SystemTime) -> Result<(), Refusal> {
        let stateful = self.stateful;
        let task = self.known.get_mut(number).ok_or_else(unknown)?;
        if task.step(now, stateful) == LAST_STEP {
            return Err(Refusal::invalid(TASK_NO, "names a task that has ended"));
        }
        task.cancelled = true;
        task.failing = Some("Cancelled.".to_owned());
        Ok(())
    }

    /// All tasks, newest first.
    fn list(&self, listing: &TaskListing<'_>, call: &Call<'_>, answer: &mut Map<String, Value>) {
        let pattern = listing.listing.pattern(answer);
        let bound = |name| parameter(call.pairs, name).and_then(|text| text.parse::<u64>().ok());
        let (begin, end) = (bound("BeginCreateTime"), bound("EndCreateTime"));
        let wanted = |task: &Task| {
            let created = time::millis(task.created);
            begin.is_none_or(|begin| begin <= created) && end.is_none_or(|end| created <= end)
        };
        let tasks = self.order.iter().rev();
        let tasks = tasks.filter_map(|number| Some((number, self.known.get(number)?)));
        let members: Vec<_> = tasks
            .filter(|(_, task)| wanted(task))
            .map(|(number, task)| {
                let step = task.step(call.now, self.stateful);
                let mut member = pattern.clone();
                listing.status(&mut member, number, task, step);
                listing.replace_documented(&mut member, task);
                let count = task.details.len().into();
                listing.listing.put(&mut member, "TaskNum", count);
                member
            })
            .collect();
        let page = Page::of(call.pairs, members.len());
        listing.listing.fill(answer, &page, members);
    }
}

fn unknown() -> Refusal {
    Refusal::invalid(TASK_NO, "names no task that was submitted here")
}

/// Whether an action submits a task.
pub(crate) fn submits(action: &Action) -> bool {
    field(&action.response.fields, TASK_NO).is_some()
        && field(&action.request.fields, TASK_NO).is_none()
}

/// One detail for each domain submitted: `DomainName`, `DomainName.N`, `DomainNames.N` and
/// `….DomainName` of lists of orders. One without a name where there is none.
fn details(pairs: &[&Pair], ids: &Ids) -> Vec<Detail> {
    let names_domain = |name: &str| {
        let list = name
            .rsplit_once('.')
            .filter(|(_, last)| last.bytes().all(|byte| byte.is_ascii_digit()));
        let stem = list.map_or(name, |(stem, _)| stem);
        matches!(stem.rsplit('.').next(), Some(DOMAIN_NAME | "DomainNames"))
    };
    let mut domains: Vec<&&Pair> = pairs
        .iter()
        .filter(|pair| names_domain(&pair.name))
        .collect();
    // By number: on the wire, 10 comes before 2.
    domains.sort_by_cached_key(|pair| {
        let parts = pair.name.split('.');
        parts
            .map(|part| (part.parse::<usize>().ok(), part.to_owned()))
            .collect::<Vec<_>>()
    });
    let detail = |domain| Detail {
        number: ids.fresh(),
        domain,
    };
    let mut details: Vec<Detail> = domains
        .into_iter()
        .map(|pair| detail(Some(pair.value.chars().take(LONGEST_DOMAIN).collect())))
        .collect();
    if details.is_empty() {
        details.push(detail(None));
    }
    details
}

/// Whether the page's own example is about this task.
fn documented(action: &Action, answer: &Map<String, Value>, number: &str) -> bool {
    let asked = format!("{TASK_NO}={number}");
    let requests = action
        .examples
        .iter()
        .filter_map(|example| example.request.as_deref());
    let mut parts =
        requests.flat_map(|text| text.split(|c: char| c == '&' || c == '?' || c.is_whitespace()));
    parts.any(|part| part == asked) || mentions(&Value::Object(answer.clone()), number)
}

fn mentions(value: &Value, number: &str) -> bool {
    match value {
        Value::Object(tree) => tree.iter().any(|(name, child)| {
            (name.eq_ignore_ascii_case(TASK_NO) && child.as_str() == Some(number))
                || mentions(child, number)
        }),
        Value::Array(members) => members.iter().any(|member| mentions(member, number)),
        _ => false,
    }
}
