//! What Domain's answers say about tasks beyond what the spec's waiter names.

use std::time::SystemTime;

use aliyun_codegen::model::Enum;
use serde_json::{Map, Value};

use crate::document::key;
use crate::listing::{Listing, enum_of, parameter};
use crate::request::Pair;
use crate::time;

/// What is known about a task.
pub(crate) struct Facts<'f> {
    /// The list that it is shown in.
    pub(crate) listing: &'f Listing<'f>,
    /// The field with its status, and the statuses that are documented there.
    pub(crate) status: &'f str,
    pub(crate) statuses: Option<&'f Enum>,
    /// The action that submitted it.
    pub(crate) submitter: &'f str,
    pub(crate) created: SystemTime,
    pub(crate) now: SystemTime,
    /// Whether the gateway has a state.
    pub(crate) stateful: bool,
}

/// Completes an item of a task.
pub(crate) fn item(facts: &Facts<'_>, number: &str, member: &mut Map<String, Value>) {
    facts.put(member, "TaskDetailNo", number.into());
    facts.common(member);
    if facts.stateful {
        facts.put(member, "UpdateTime", time::text(facts.now).into());
    }
}

/// Completes a task that is listed with others.
pub(crate) fn task(facts: &Facts<'_>, items: usize, member: &mut Map<String, Value>) {
    facts.put(member, "TaskNum", items.into());
    facts.common(member);
}

/// Whether a call asks for tasks of this time.
pub(crate) fn is_wanted(created: SystemTime, pairs: &[&Pair]) -> bool {
    let bound = |name| parameter(pairs, name).and_then(|text| text.parse::<u64>().ok());
    let created = time::millis(created);
    bound("BeginCreateTime").is_none_or(|begin| begin <= created)
        && bound("EndCreateTime").is_none_or(|end| created <= end)
}

impl Facts<'_> {
    fn put(&self, member: &mut Map<String, Value>, name: &str, value: Value) {
        self.listing.put(member, name, value);
    }

    /// Sets what a task and its items have in common. With a state, the facts of
    /// the documented example give way: what is not known is left out.
    fn common(&self, member: &mut Map<String, Value>) {
        self.put(member, "TaskStatusCode", self.code(member));
        if !self.stateful {
            return;
        }
        self.put(member, "CreateTime", time::text(self.created).into());
        self.put(member, "CreateTimeLong", time::millis(self.created).into());
        self.put(member, "TaskType", self.kind());
        for name in ["TaskTypeDescription", "TaskResult", "InstanceId"] {
            self.put(member, name, Value::Null);
        }
    }

    /// The code in the same place as the status. `null` if the two enums differ in
    /// length: any code would be a guess.
    fn code(&self, member: &Map<String, Value>) -> Value {
        let status = key(member, self.status).and_then(|key| member.get(&key)?.as_str());
        let code = || {
            let (statuses, codes) = (self.statuses?, self.documented("TaskStatusCode")?);
            if codes.values.len() != statuses.values.len() {
                return None;
            }
            let mut values = statuses.values.iter();
            let place = values.position(|known| Some(known.value.as_str()) == status)?;
            codes.values[place].value.parse::<i64>().ok()
        };
        code().map_or(Value::Null, Value::from)
    }

    /// The documented type of task whose words are all in the submitter's name:
    /// `ORDER_RENEW` for an action that creates an order to renew.
    fn kind(&self) -> Value {
        let Some(kinds) = self.documented("TaskType") else {
            return Value::Null;
        };
        let name = self.submitter.to_ascii_uppercase();
        let fitting = |kind: &str| kind.split('_').all(|word| name.contains(word));
        let kinds = kinds.values.iter().map(|kind| kind.value.as_str());
        let longest = kinds
            .filter(|kind| fitting(kind))
            .max_by_key(|kind| kind.len());
        longest.map_or(Value::Null, Value::from)
    }

    fn documented(&self, name: &str) -> Option<&Enum> {
        let Listing { model, action, .. } = *self.listing;
        enum_of(model, action, self.listing.fields, name)
    }
}
