//! Tasks and their details as answers show them.

use aliyun_codegen::model::{Action, Enum, Field, Model, Type};
use serde_json::{Map, Value};

use super::{
    DOMAIN_NAME, FAILED, LAST_STEP, TASK_DETAIL_NO, TASK_NO, TASK_STATUS, TASK_STATUS_CODE, Task,
};
use crate::document::key;
use crate::listing::{Listing, Page, field};
use crate::request::Pair;
use crate::tasks::Call;
use crate::time;
use crate::values::enumeration;

/// Where an answer lists tasks, or the details of one.
pub(super) struct TaskListing<'m> {
    pub(super) listing: Listing<'m>,
    status: &'m Enum,
}

impl<'m> TaskListing<'m> {
    pub(super) fn of(model: &'m Model, action: &'m Action) -> Option<Self> {
        let status = |fields: &'m [Field]| match field(fields, TASK_STATUS)?.ty {
            Type::Enum(which) => Some(enumeration(model, action, which)),
            _ => None,
        };
        let listing = Listing::find(model, action, |fields| {
            field(fields, TASK_NO).is_some()
                && status(fields).is_some_and(|status| status.values.len() > LAST_STEP)
        })?;
        Some(Self {
            listing,
            status: status(listing.fields)?,
        })
    }

    pub(super) fn details(
        &self,
        task: &mut Task,
        number: &str,
        call: &Call<'_>,
        stateful: bool,
        answer: &mut Map<String, Value>,
    ) {
        if Page::of(call.pairs, 1).number == 1 {
            task.looks += 1;
        }
        let step = task.step(call.now, stateful);
        let pattern = self.listing.pattern(answer);
        let details = task.details.iter().map(|detail| {
            let mut member = pattern.clone();
            self.status(&mut member, number, task, step);
            let mut put = |name, value| self.listing.put(&mut member, name, value);
            put(TASK_DETAIL_NO, detail.number.as_str().into());
            if let Some(domain) = &detail.domain {
                put(DOMAIN_NAME, domain.as_str().into());
            }
            if stateful {
                self.replace_documented(&mut member, task);
                self.listing
                    .put(&mut member, "UpdateTime", time::text(call.now).into());
            }
            member
        });
        let wanted: Vec<_> = details
            .filter(|detail| self.passes(detail, call.pairs))
            .collect();
        let page = Page::of(call.pairs, wanted.len());
        self.listing.fill(answer, &page, wanted);
    }

    /// What a task and its details have in common.
    pub(super) fn status(
        &self,
        member: &mut Map<String, Value>,
        number: &str,
        task: &Task,
        step: usize,
    ) {
        let failing = task.failing.as_ref().filter(|_| step == LAST_STEP);
        let at = match failing {
            Some(_) if self.status.values.len() > FAILED => FAILED,
            _ => step,
        };
        let mut put = |name, value| self.listing.put(member, name, value);
        put(TASK_NO, number.into());
        put(TASK_STATUS, self.status.values[at].value.as_str().into());
        put(TASK_STATUS_CODE, self.code(at));
        if let Some(message) = failing {
            put("ErrorMsg", message.as_str().into());
            put("FailReason", message.as_str().into());
        }
    }

    /// Puts what is known about a task in place of what the documentation tells
    /// of another one, and takes away what is not known.
    pub(super) fn replace_documented(&self, member: &mut Map<String, Value>, task: &Task) {
        let mut put = |name, value| self.listing.put(member, name, value);
        put("CreateTime", time::text(task.created).into());
        put("CreateTimeLong", time::millis(task.created).into());
        put("TaskType", self.kind(&task.action));
        for name in ["TaskTypeDescription", "TaskResult", "InstanceId"] {
            put(name, Value::Null);
        }
    }

    /// The documented kind of task whose words are all in an action's name:
    /// `ORDER_RENEW` for what creates an order to renew.
    fn kind(&self, submitter: &str) -> Value {
        let Some(Type::Enum(which)) = field(self.listing.fields, "TaskType").map(|kind| &kind.ty)
        else {
            return Value::Null;
        };
        let name = submitter.to_ascii_uppercase();
        let Listing { model, action, .. } = self.listing;
        let kinds = enumeration(model, action, *which).values.iter();
        let fitting = kinds.filter(|kind| kind.value.split('_').all(|word| name.contains(word)));
        let longest = fitting.max_by_key(|kind| kind.value.len());
        longest.map_or(Value::Null, |kind| kind.value.as_str().into())
    }

    /// The status code of a step: the step's number, or the value at the same
    /// place of an enum that runs in parallel to the status. None where the
    /// two enums differ in length: any code would be a guess.
    fn code(&self, step: usize) -> Value {
        let Listing { model, action, .. } = self.listing;
        match field(self.listing.fields, TASK_STATUS_CODE).map(|code| &code.ty) {
            Some(Type::Enum(which)) => {
                let codes = enumeration(model, action, *which);
                let parallel = codes.values.len() == self.status.values.len();
                let Some(code) = codes.values.get(step).filter(|_| parallel) else {
                    return Value::Null;
                };
                let number = code.value.parse::<i64>().ok().filter(|_| codes.integer);
                number.map_or_else(|| code.value.as_str().into(), Value::from)
            }
            Some(Type::String) => step.to_string().into(),
            _ => step.into(),
        }
    }

    /// Whether a detail is one that the request asks for: a parameter that is
    /// also a field of details is a filter. A status may be given as a code.
    fn passes(&self, detail: &Map<String, Value>, pairs: &[&Pair]) -> bool {
        let text = |name: &str| {
            let value = key(detail, name).and_then(|key| detail.get(&key))?;
            Some(
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        };
        let filters = pairs.iter().filter(|pair| !pair.value.is_empty());
        let mut filters = filters.filter(|pair| field(self.listing.fields, &pair.name).is_some());
        filters.all(|pair| {
            let same = |name: &str| text(name).as_deref() == Some(pair.value.as_str());
            same(&pair.name) || (pair.name == TASK_STATUS && same(TASK_STATUS_CODE))
        })
    }
}
