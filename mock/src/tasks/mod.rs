//! Tasks: changes that take time. The spec alone says how they behave.
//!
//! An action with `submits` submits a task. The action that watches the task has a
//! `waiter`: its names and statuses say what the task's items show, first the
//! statuses before the end, then that of success or failure. Other actions that
//! list the same fields show tasks too.
//!
//! A gateway with a state can do more. It lists tasks. An action whose name begins
//! with `Cancel` cancels one. Tasks also move by themselves as time passes.

mod course;
mod items;
mod view;

use std::collections::{HashMap, VecDeque};
use std::time::SystemTime;

use aliyun_codegen::model::{Action, Model, Submits};
use serde_json::{Map, Value};

use crate::document::set;
use crate::domain;
use crate::ids::Ids;
use crate::listing::parameter;
use crate::page::Page;
use crate::refusal::Refusal;
use crate::request::Pair;
use items::{Item, items};
use view::View;

/// The most tasks that are remembered, and the most items of all of them.
const MOST_TASKS: usize = 10_000;
const MOST_ITEMS: usize = 200_000;

/// An accepted call, as far as it may change what the gateway remembers.
#[derive(Clone, Copy)]
pub(crate) struct Call<'c> {
    pub(crate) model: &'c Model,
    pub(crate) action: &'c Action,
    pub(crate) pairs: &'c [&'c Pair],
    /// The task that it submits is to fail, with this message.
    pub(crate) failing: Option<&'c str>,
    /// Lists are answered as a whole; a fault makes pages of them.
    pub(crate) whole: bool,
    pub(crate) ids: &'c Ids,
    pub(crate) now: SystemTime,
}

impl Call<'_> {
    /// The page of a list that the answer shows. `most` is the size if the call
    /// gives none.
    pub(crate) fn page(&self, most: usize) -> Page {
        match self.whole {
            true => Page {
                start: 0,
                size: most.max(1),
            },
            false => Page::of(self.action, self.pairs, most),
        }
    }
}

/// The tasks that were submitted to one gateway.
pub(crate) struct Tasks {
    known: HashMap<String, Task>,
    /// Their numbers, oldest first.
    order: VecDeque<String>,
    items: usize,
    /// Whether they are part of a state that is kept consistent.
    stateful: bool,
}

struct Task {
    /// The action that submitted it.
    action: String,
    /// The step at which it ends; the first one is 0.
    end: usize,
    /// How often its first page was read; each time moves it one step.
    looks: usize,
    created: SystemTime,
    /// What its items say once it has failed, if it is to fail.
    failing: Option<String>,
    cancelled: bool,
    items: Vec<Item>,
}

impl Task {
    /// The step it is at: by the number of looks or, with a state, by its age in
    /// seconds if that is more.
    fn step(&self, now: SystemTime, stateful: bool) -> usize {
        if self.cancelled {
            return self.end;
        }
        let age = now.duration_since(self.created).unwrap_or_default();
        let aged = usize::try_from(age.as_secs()).unwrap_or(self.end);
        let step = self.looks.saturating_sub(1);
        let step = if stateful { step.max(aged) } else { step };
        step.min(self.end)
    }
}

impl Tasks {
    pub(crate) fn new(stateful: bool) -> Self {
        Self {
            known: HashMap::new(),
            order: VecDeque::new(),
            items: 0,
            stateful,
        }
    }

    /// Whether they are part of a state that is kept consistent.
    #[cfg(feature = "cli")]
    pub(crate) fn is_stateful(&self) -> bool {
        self.stateful
    }

    /// Puts tasks into the answer of an action that submits, shows or cancels
    /// them. Returns the number of a task that was submitted.
    pub(crate) fn apply(
        &mut self,
        call: &Call<'_>,
        answer: &mut Map<String, Value>,
    ) -> Result<Option<String>, Refusal> {
        if let Some(submits) = &call.action.submits {
            let number = self.submit(call, submits);
            set(answer, &submits.task, number.as_str());
            return Ok(Some(number));
        }
        if self.stateful && call.action.name.starts_with("Cancel") {
            self.cancel(call)?;
        } else if let Some(view) = View::of(call.model, call.action) {
            if view.is_of_one_task() {
                self.show(&view, call, answer)?;
            } else if self.stateful {
                self.list(&view, call, answer);
            }
        }
        Ok(None)
    }

    /// Whether a task has succeeded or failed; `None` while it has not ended.
    pub(crate) fn ended(&self, number: &str, now: SystemTime) -> Option<bool> {
        let Some(task) = self.known.get(number) else {
            // It was forgotten for newer ones.
            return Some(false);
        };
        (task.step(now, self.stateful) == task.end).then_some(task.failing.is_none())
    }

    fn submit(&mut self, call: &Call<'_>, submits: &Submits) -> String {
        let number = call.ids.fresh();
        let task = Task {
            action: call.action.name.clone(),
            end: view::end(call.model, &submits.watched_by),
            looks: 0,
            created: call.now,
            failing: call.failing.map(str::to_owned),
            cancelled: false,
            items: items(call, submits),
        };
        self.items += task.items.len();
        self.known.insert(number.clone(), task);
        self.order.push_back(number.clone());
        while self.order.len() > MOST_TASKS || (self.items > MOST_ITEMS && self.order.len() > 1) {
            let oldest = self.order.pop_front();
            if let Some(task) = oldest.and_then(|number| self.known.remove(&number)) {
                self.items -= task.items.len();
            }
        }
        number
    }

    /// Cancels the task that a call names by the key of a waiter.
    fn cancel(&mut self, call: &Call<'_>) -> Result<(), Refusal> {
        let waiters = call
            .model
            .actions
            .iter()
            .filter_map(|it| it.waiter.as_ref());
        let named = |key: &String| Some((key.clone(), parameter(call.pairs, key)?));
        let Some((key, number)) = waiters.map(|waiter| &waiter.key).find_map(named) else {
            return Ok(());
        };
        let stateful = self.stateful;
        let task = self.known.get_mut(number).ok_or_else(|| unknown(&key))?;
        if task.step(call.now, stateful) == task.end {
            return Err(Refusal::invalid(&key, "names a task that has ended"));
        }
        task.cancelled = true;
        task.failing = Some("Cancelled.".to_owned());
        Ok(())
    }

    /// Shows the items of the task that a call names.
    fn show(
        &mut self,
        view: &View<'_>,
        call: &Call<'_>,
        answer: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        let key = &view.waiter.key;
        let Some(number) = parameter(call.pairs, key) else {
            return Ok(());
        };
        let Some(task) = self.known.get_mut(number) else {
            if !self.stateful && is_documented(call.action, answer, key, number) {
                return Ok(());
            }
            return Err(unknown(key));
        };
        if Page::is_first(call.action, call.pairs) {
            task.looks += 1;
        }
        let step = task.step(call.now, self.stateful);
        view.items((number, task), step, call, self.stateful, answer);
        Ok(())
    }

    /// Lists all tasks, newest first.
    fn list(&self, view: &View<'_>, call: &Call<'_>, answer: &mut Map<String, Value>) {
        let tasks = self.order.iter().rev();
        let tasks = tasks.filter_map(|number| {
            let task = self.known.get(number)?;
            Some((number.as_str(), task, task.step(call.now, self.stateful)))
        });
        let by_time = domain::is_product(call.model);
        let wanted = tasks
            .filter(|(_, task, _)| !by_time || domain::tasks::is_wanted(task.created, call.pairs));
        view.tasks(wanted, call, answer);
    }
}

fn unknown(key: &str) -> Refusal {
    Refusal::invalid(key, "names no task that was submitted here")
}

/// Whether the documented example is about this task.
fn is_documented(action: &Action, answer: &Map<String, Value>, key: &str, number: &str) -> bool {
    let asked = format!("{key}={number}");
    let requests = action
        .examples
        .iter()
        .filter_map(|example| example.request.as_deref());
    let mut parts =
        requests.flat_map(|text| text.split(|c: char| c == '&' || c == '?' || c.is_whitespace()));
    parts.any(|part| part == asked) || mentions(&Value::Object(answer.clone()), key, number)
}

fn mentions(value: &Value, key: &str, number: &str) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, child)| {
            (name.eq_ignore_ascii_case(key) && child.as_str() == Some(number))
                || mentions(child, key, number)
        }),
        Value::Array(members) => members.iter().any(|member| mentions(member, key, number)),
        _ => false,
    }
}
