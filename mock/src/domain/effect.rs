//! Changes of domains by tasks that have succeeded.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::store::{Record, Store, text};
use crate::listing::parameter;
use crate::request::Pair;
use crate::tasks::Call;
use crate::time;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A change of one domain.
pub(super) struct Effect {
    pub(super) domain: String,
    change: Change,
}

enum Change {
    /// The account owns it now.
    Own(Record, u64),
    /// It gets these values.
    Set(Record),
    /// It expires this many years later.
    Renew(u64),
    /// The account no longer owns it.
    Remove,
}

/// The changes of the task that a call submits. The verb phrase after `For` in an
/// action's name says which change; the parameters hold the values.
pub(super) fn effects(call: &Call<'_>, words: &[String], domains: &Store) -> Vec<Effect> {
    let name = call.action.name.as_str();
    let purpose = name.split_once("For").map_or(name, |(_, purpose)| purpose);
    let item = |item: Item| {
        let years = item.value("SubscriptionDuration");
        let years = years.and_then(|years| years.parse().ok()).unwrap_or(1);
        let change = if ["OrderActivate", "OrderTransfer"]
            .iter()
            .any(|order| purpose.contains(order))
        {
            Change::Own(item.record(words), years)
        } else if purpose.contains("OrderRenew") {
            Change::Renew(years)
        } else if purpose.contains("DomainDelete") {
            Change::Remove
        } else {
            Change::Set(set(purpose, &item, call.pairs, words)?)
        };
        Some(Effect {
            domain: item.domain,
            change,
        })
    };
    items(call.pairs, domains)
        .into_iter()
        .filter_map(item)
        .collect()
}

/// The values that a task sets; `None` if it sets none.
fn set(purpose: &str, item: &Item, pairs: &[&Pair], words: &[String]) -> Option<Record> {
    let mut record = Record::new();
    // A purpose that is also a field is a switch: a lock, a proxy service.
    if words.iter().any(|word| word == purpose) {
        let on = parameter(pairs, "Status")?.eq_ignore_ascii_case("true");
        let value = match (purpose.ends_with("Lock"), on) {
            (true, true) => "OPEN",
            (true, false) => "CLOSE",
            (false, true) => "true",
            (false, false) => "false",
        };
        record.insert(purpose.to_owned(), value.into());
    } else if purpose.contains("RegistrantInfo") {
        // May be empty here: a profile may hold the values.
        return Some(item.record(words));
    } else if purpose.contains("DomainDns") {
        let mut servers: Vec<(usize, Value)> = pairs
            .iter()
            .filter_map(|pair| {
                let number = pair.name.strip_prefix("DomainNameServer.")?.parse().ok()?;
                Some((number, pair.value.as_str().into()))
            })
            .collect();
        servers.sort_by_key(|(number, _)| *number);
        let servers: Vec<Value> = servers.into_iter().map(|(_, server)| server).collect();
        if !servers.is_empty() {
            record.insert("DnsList".to_owned(), servers.into());
        }
    }
    (!record.is_empty()).then_some(record)
}

impl Effect {
    /// Adds the values of a registrant profile if the change can set any. The call's
    /// own values win.
    pub(super) fn registrant(&mut self, profile: &Record, words: &[String]) {
        let (Change::Own(values, _) | Change::Set(values)) = &mut self.change else {
            return;
        };
        for (name, value) in profile {
            let dated = name.ends_with("Time") || name.ends_with("Date");
            if words.contains(name) && !dated {
                values.entry(name).or_insert_with(|| value.clone());
            }
        }
    }

    /// Makes the change. It has no effect on an unknown domain.
    pub(super) fn apply(self, domains: &mut Store, instance: String, now: SystemTime) {
        let domain = self.domain.as_str();
        match self.change {
            Change::Own(record, years) => {
                domains.remove("DomainName", domain);
                domains.add(own(domain, record, instance, years, now));
            }
            Change::Set(values) => {
                domains.change("DomainName", domain, |record| record.extend(values));
            }
            Change::Renew(years) => domains.change("DomainName", domain, |record| {
                let end = text(record, "ExpirationDateLong").and_then(|text| text.parse().ok());
                let end = end.map(|end| SystemTime::UNIX_EPOCH + Duration::from_millis(end));
                expire(record, end.unwrap_or(now), years, now);
            }),
            Change::Remove => {
                domains.remove("DomainName", domain);
            }
        }
    }
}

/// The record of a domain that was just registered or transferred in.
pub(super) fn own(
    domain: &str,
    mut record: Record,
    instance: String,
    years: u64,
    now: SystemTime,
) -> Record {
    let mut put = |name: &str, value: Value| drop(record.insert(name.to_owned(), value));
    put("DomainName", domain.into());
    put("InstanceId", instance.into());
    put("RegistrationDate", time::text(now).into());
    put("RegistrationDateLong", time::millis(now).to_string().into());
    put("Remark", "".into());
    put("Premium", "false".into());
    // The domain of the documented example is in a group, which does not exist here.
    for name in ["DomainGroupId", "DomainGroupName"] {
        put(name, Value::Null);
    }
    let lock = "NONE_SETTING";
    put("TransferProhibitionLock", lock.into());
    put("UpdateProhibitionLock", lock.into());
    expire(&mut record, now, years, now);
    record
}

/// Sets the expiration. It ignores leap years, which is enough for a mock.
fn expire(record: &mut Record, from: SystemTime, years: u64, now: SystemTime) {
    let days = u32::try_from(years.min(100) * 365).unwrap_or(0);
    let end = from.checked_add(DAY * days).unwrap_or(from);
    let left = end.duration_since(now).unwrap_or_default().as_secs() / DAY.as_secs();
    let mut put = |name: &str, value: String| drop(record.insert(name.to_owned(), value.into()));
    put("ExpirationDate", time::text(end));
    put("ExpirationDateLong", time::millis(end).to_string());
    put("ExpirationCurrDateDiff", left.to_string());
    put("ExpirationDateStatus", "1".to_owned());
}

/// A domain that a call names, with the parameters that go with it.
struct Item {
    domain: String,
    parameters: Vec<(String, String)>,
}

impl Item {
    fn value(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str())
    }

    fn record(&self, words: &[String]) -> Record {
        let mut record = super::known(&self.parameters, words);
        let servers: Vec<Value> = ["Dns1", "Dns2"]
            .iter()
            .filter_map(|name| Some(self.value(name)?.into()))
            .collect();
        if !servers.is_empty() {
            record.insert("DnsList".to_owned(), servers.into());
        }
        record.remove("DomainName");
        record.remove("InstanceId");
        record
    }
}

/// The domains that a call names: `DomainName`, `DomainName.N`, `DomainNames.N`,
/// `X.N.DomainName`, or `InstanceId` of one that is known.
fn items(pairs: &[&Pair], domains: &Store) -> Vec<Item> {
    let own = |prefix: &str| -> Vec<(String, String)> {
        let names = pairs.iter().filter_map(|pair| {
            let name = pair.name.strip_prefix(prefix)?;
            let plain = !name.contains('.') && !pair.value.is_empty();
            plain.then(|| (name.to_owned(), pair.value.clone()))
        });
        names.collect()
    };
    let mut found = Vec::new();
    for pair in pairs {
        let name = pair.name.as_str();
        let prefix = if let Some(prefix) = name.strip_suffix("DomainName") {
            prefix
        } else if name.starts_with("DomainName.") || name.starts_with("DomainNames.") {
            ""
        } else {
            continue;
        };
        found.push(Item {
            domain: pair.value.clone(),
            parameters: own(prefix),
        });
    }
    if found.is_empty() {
        let instance = parameter(pairs, "InstanceId");
        let known = instance.and_then(|id| domains.get("InstanceId", id));
        if let Some(domain) = known.and_then(|record| text(record, "DomainName")) {
            found.push(Item {
                domain,
                parameters: own(""),
            });
        }
    }
    found
}
