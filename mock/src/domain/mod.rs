//! What only the product Domain has: a state of domains, registrant profiles and
//! groups of domains, and facts of tasks that no waiter names. It is the one module
//! of this crate that knows a product.
//!
//! No action is known by its name as a whole. The conventions of the product say
//! what an action does: the verb that its name begins with and the names of fields.

mod effect;
mod kind;
mod list;
mod store;
pub(crate) mod tasks;

use std::collections::VecDeque;
use std::time::SystemTime;

use aliyun_codegen::model::{Model, Type};
use serde_json::{Map, Value};

use effect::{Effect, effects};
use kind::{DOMAIN, GROUP, KINDS, Kind, PROFILE, Role, role, vocabulary};
use store::{Record, Store, text};

use crate::listing::{self, parameter};
use crate::refusal::{INVALID_PARAMETER, Refusal};
use crate::request::Pair;
use crate::tasks::{Call, Tasks};
use crate::time;

/// The longest value that is kept, in bytes.
const LONGEST_VALUE: usize = 1000;

/// Whether a model is that of Domain.
pub(crate) fn is_product(model: &Model) -> bool {
    model.product.name == "Domain"
}

/// The state of an account. It lives in memory.
pub(crate) struct World {
    stores: Vec<Store>,
    /// The fields of each kind.
    words: Vec<Vec<String>>,
    /// The changes of tasks that have not ended.
    pending: VecDeque<(String, Vec<Effect>)>,
    next: u64,
}

impl World {
    /// A state in which the account owns these domains and nothing else.
    pub(crate) fn new(model: &Model, domains: &[String], now: SystemTime) -> Self {
        let mut world = Self {
            stores: KINDS.iter().map(|_| Store::default()).collect(),
            words: vocabulary(model),
            pending: VecDeque::new(),
            next: 1,
        };
        for domain in domains {
            let instance = world.instance();
            let record = effect::own(domain, Record::new(), instance, 1, now);
            world.stores[DOMAIN].add(record);
        }
        world
    }

    /// Puts the state into an answer, or changes it.
    pub(crate) fn apply(
        &mut self,
        call: &Call<'_>,
        tasks: &Tasks,
        submitted: Option<String>,
        answer: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        self.settle(tasks, call.now);
        if let Some(number) = submitted {
            let mut effects = effects(call, &self.words[DOMAIN], &self.stores[DOMAIN]);
            self.take_registrant(call, &mut effects);
            self.pending.push_back((number, effects));
            return Ok(());
        }
        let Some((at, role)) = role(call.model, call.action) else {
            return Ok(());
        };
        match role {
            Role::List(listing) => {
                let records: Vec<Record> = self.records(at);
                list::fill(&listing, call, &records, answer);
                Ok(())
            }
            Role::Describe(name) => self.describe(at, name, call, answer),
            Role::Save => self.save(at, call, answer),
            Role::Delete => self.delete(at, call),
            Role::Choose => {
                let id = parameter(call.pairs, KINDS[at].key).unwrap_or("");
                self.must_know(at, KINDS[at].key, id, call)?;
                self.choose(at, id);
                Ok(())
            }
            Role::Change => self.change(call),
        }
    }

    /// Makes the changes of the tasks that have ended.
    fn settle(&mut self, tasks: &Tasks, now: SystemTime) {
        let pending = std::mem::take(&mut self.pending);
        for (number, effects) in pending {
            match tasks.ended(&number, now) {
                None => self.pending.push_back((number, effects)),
                Some(false) => {}
                Some(true) => {
                    for effect in effects {
                        let instance = self.instance();
                        effect.apply(&mut self.stores[DOMAIN], instance, now);
                    }
                }
            }
        }
    }

    /// Adds the registrant of the profile that a call names.
    fn take_registrant(&self, call: &Call<'_>, effects: &mut [Effect]) {
        let key = KINDS[PROFILE].key;
        let id = call
            .pairs
            .iter()
            .find(|pair| pair.name == key || pair.name.rsplit('.').next() == Some(key));
        let profile = id.and_then(|pair| self.stores[PROFILE].get(key, &pair.value));
        if let Some(profile) = profile {
            for effect in effects {
                effect.registrant(profile, &self.words[DOMAIN]);
            }
        }
    }

    /// The records of a kind, with values that depend on other kinds.
    fn records(&self, at: usize) -> Vec<Record> {
        let mut records: Vec<Record> = self.stores[at].iter().cloned().collect();
        if at == GROUP {
            for record in &mut records {
                let id = text(record, KINDS[GROUP].key);
                let domains = self.stores[DOMAIN].iter();
                let count = domains
                    .filter(|domain| text(domain, KINDS[GROUP].key) == id)
                    .count();
                record.insert("TotalNumber".to_owned(), count.to_string().into());
            }
        }
        records
    }

    fn describe(
        &self,
        at: usize,
        name: &'static str,
        call: &Call<'_>,
        answer: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        let wanted = parameter(call.pairs, name).unwrap_or("");
        self.must_know(at, name, wanted, call)?;
        if let Some(record) = self.stores[at].get(name, wanted) {
            show(call, record, answer);
        }
        Ok(())
    }

    fn save(
        &mut self,
        at: usize,
        call: &Call<'_>,
        answer: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        let key = KINDS[at].key;
        let mut values = known(&plain(call.pairs), &self.words[at]);
        // Images of identity documents are never kept.
        for field in &call.action.request.fields {
            if matches!(field.ty.innermost(), Type::Image) {
                values.remove(&field.name);
            }
        }
        let changed = time::text(call.now);
        for name in ["UpdateTime", "ModificationDate"] {
            values.insert(name.to_owned(), changed.as_str().into());
        }
        let id = match parameter(call.pairs, key) {
            Some(id) => {
                self.must_know(at, key, id, call)?;
                let id = id.to_owned();
                self.stores[at].change(key, &id, |record| record.extend(values));
                id
            }
            None => {
                let id = self.number().to_string();
                for name in ["CreateTime", "CreationDate"] {
                    values.insert(name.to_owned(), changed.as_str().into());
                }
                values.insert(key.to_owned(), id.as_str().into());
                self.stores[at].add(values);
                id
            }
        };
        let chosen = KINDS[at]
            .default
            .and_then(|name| parameter(call.pairs, name));
        if chosen.is_some_and(|chosen| chosen.eq_ignore_ascii_case("true")) {
            self.choose(at, &id);
        }
        let records = self.records(at);
        let saved = records
            .iter()
            .find(|record| text(record, key).as_deref() == Some(&id));
        if let Some(record) = saved {
            show(call, record, answer);
        }
        Ok(())
    }

    fn delete(&mut self, at: usize, call: &Call<'_>) -> Result<(), Refusal> {
        let key = KINDS[at].key;
        let ids = names(call.pairs, key);
        for id in &ids {
            self.must_know(at, key, id, call)?;
        }
        for id in &ids {
            self.stores[at].remove(key, id);
        }
        Ok(())
    }

    fn choose(&mut self, at: usize, id: &str) {
        let Kind { key, default, .. } = &KINDS[at];
        let Some(default) = default else {
            return;
        };
        self.stores[at].each(|record| {
            let chosen = text(record, key).as_deref() == Some(id);
            record.insert((*default).to_owned(), chosen.to_string().into());
        });
    }

    /// Changes domains without a task.
    fn change(&mut self, call: &Call<'_>) -> Result<(), Refusal> {
        let mut values = known(&plain(call.pairs), &self.words[DOMAIN]);
        if call.action.name.ends_with("AutoRenew")
            && let Some(operation) = parameter(call.pairs, "Operation")
        {
            let on = operation.eq_ignore_ascii_case("enable");
            values.insert("AutoRenewEnabled".to_owned(), on.to_string().into());
        }
        let group = parameter(call.pairs, KINDS[GROUP].key)
            .and_then(|id| self.stores[GROUP].get(KINDS[GROUP].key, id));
        if let Some(name) = group.and_then(|group| text(group, "DomainGroupName")) {
            values.insert("DomainGroupName".to_owned(), name.into());
        }
        for name in KINDS[DOMAIN].named_by() {
            values.remove(name);
        }
        let named = KINDS[DOMAIN].named_by();
        let named: Vec<(&str, String)> = named
            .flat_map(|key| names(call.pairs, key).into_iter().map(move |id| (key, id)))
            .collect();
        for (key, id) in &named {
            self.must_know(DOMAIN, key, id, call)?;
        }
        for (key, id) in named {
            let values = values.clone();
            self.stores[DOMAIN].change(key, &id, |record| record.extend(values));
        }
        Ok(())
    }

    /// Refuses references to unknown records, with the documented code if there is
    /// one.
    fn must_know(
        &self,
        at: usize,
        name: &str,
        value: &str,
        call: &Call<'_>,
    ) -> Result<(), Refusal> {
        if self.stores[at].get(name, value).is_some() {
            return Ok(());
        }
        let says = |code: &str| {
            let code = code.to_ascii_lowercase();
            [
                "notexist",
                "not.exist",
                "notfound",
                "not.found",
                "not_exist",
            ]
            .iter()
            .any(|word| code.contains(word))
        };
        let listed = call.action.errors.iter().find(|error| says(&error.code));
        let code = listed.map_or(INVALID_PARAMETER, |error| error.code.as_str());
        Err(Refusal {
            code: code.to_owned().into(),
            ..Refusal::invalid(name, "names an unknown record")
        })
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        1_000_000 + self.next
    }

    fn instance(&mut self) -> String {
        format!("S{:017}", self.number())
    }
}

/// Sets the fields of an answer that a record has.
fn show(call: &Call<'_>, record: &Record, answer: &mut Map<String, Value>) {
    let fields = &call.action.response.fields;
    for (name, value) in record {
        listing::put(call.model, call.action, fields, answer, name, value.clone());
    }
}

/// The top-level parameters with single values, without empty ones.
fn plain(pairs: &[&Pair]) -> Vec<(String, String)> {
    let plain = pairs
        .iter()
        .filter(|pair| !pair.name.contains('.') && !pair.value.is_empty());
    plain
        .map(|pair| (pair.name.clone(), pair.value.clone()))
        .collect()
}

/// The values that belong to a kind and are short enough to keep.
fn known(parameters: &[(String, String)], words: &[String]) -> Record {
    let kept = parameters
        .iter()
        .filter(|(name, value)| words.contains(name) && value.len() <= LONGEST_VALUE);
    kept.map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect()
}

/// The ids that a call gives for a key: `Key`, `Key.N`, or `Keys`, separated by
/// commas.
fn names(pairs: &[&Pair], key: &str) -> Vec<String> {
    let mut found = Vec::new();
    for pair in pairs {
        let Some(rest) = pair.name.strip_prefix(key) else {
            continue;
        };
        let numbered = |rest: &str| {
            rest.strip_prefix('.')
                .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        match rest {
            "" => found.push(pair.value.clone()),
            "s" => found.extend(pair.value.split([',', ';']).map(|id| id.trim().to_owned())),
            rest if numbered(rest) || rest.strip_prefix('s').is_some_and(numbered) => {
                found.push(pair.value.clone());
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}
