//! What a document does not have of the JSON that it was read from.

use aliyun_runtime::generated::{Location, Record, ValueRef};
use serde_json::Value;

/// The declared members of `example` that are not in the record.
pub(crate) fn of(record: &dyn Record, example: &Value) -> Vec<String> {
    let mut losses = Vec::new();
    let mut fields = record.shape().iter();
    let payload = fields.position(|field| field.location == Location::Payload);
    if let Some(index) = payload {
        value("", record.at(index).get(), example, &mut losses);
    } else {
        members("", record, example, &mut losses);
    }
    losses
}

fn members(path: &str, record: &dyn Record, example: &Value, losses: &mut Vec<String>) {
    let Value::Object(known) = example else {
        return lost(path, example, losses);
    };
    for (index, field) in record.shape().iter().enumerate() {
        let exact = known.get(field.name);
        let similar = || {
            known
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(field.name))
        };
        let Some(member) = exact.or_else(|| Some(similar()?.1)) else {
            continue;
        };
        let path = match path {
            "" => field.name.to_owned(),
            path => format!("{path}.{}", field.name),
        };
        value(&path, record.at(index).get(), member, losses);
    }
}

fn value(path: &str, read: ValueRef<'_>, example: &Value, losses: &mut Vec<String>) {
    match read {
        ValueRef::Record(record) if !is_empty(example) => members(path, record, example, losses),
        ValueRef::List(list) => {
            let wrapped = match example {
                Value::Object(wrapper) if wrapper.len() == 1 => wrapper.values().next(),
                _ => None,
            };
            let example = wrapped
                .filter(|inside| inside.is_array())
                .unwrap_or(example);
            let single = std::slice::from_ref(example);
            let members = match example {
                Value::Array(members) => members,
                empty if is_empty(empty) => return,
                _ => single,
            };
            if list.len() != members.len() {
                return lost(path, example, losses);
            }
            for (at, member) in members.iter().enumerate() {
                value(&format!("{path}.{}", at + 1), list.at(at), member, losses);
            }
        }
        ValueRef::Map(map) => {
            let Value::Object(entries) = example else {
                return unless_empty(path, example, losses);
            };
            let mut count = 0;
            map.each(&mut |key, read| {
                count += 1;
                match entries.get(key) {
                    Some(entry) => value(&format!("{path}.{key}"), read, entry, losses),
                    None => losses.push(format!("{path}: the key {key:?} is new")),
                }
            });
            if count < entries.values().filter(|entry| !entry.is_null()).count() {
                lost(path, example, losses);
            }
        }
        ValueRef::Absent => unless_empty(path, example, losses),
        scalar => {
            if !is_empty(example) && !same(scalar, example) {
                lost(path, example, losses);
            }
        }
    }
}

fn same(read: ValueRef<'_>, example: &Value) -> bool {
    let text = match example {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text = text.trim();
    match read {
        ValueRef::Text(read) => {
            read.trim() == text
                || serde_json::from_str::<Value>(read).ok().as_ref() == Some(example)
        }
        ValueRef::Int(number) => text
            .parse::<f64>()
            .is_ok_and(|it| it as i64 == number || it == number as f64),
        ValueRef::Float(number) => text.parse::<f64>().is_ok_and(|it| it == number),
        ValueRef::Bool(flag) => matches!(
            (flag, text.to_ascii_lowercase().as_str()),
            (true, "true" | "1") | (false, "false" | "0")
        ),
        ValueRef::Json(json) => {
            json == example || serde_json::from_str::<Value>(text).ok().as_ref() == Some(json)
        }
        // Bytes and images are not text.
        _ => true,
    }
}

fn is_empty(example: &Value) -> bool {
    match example {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(members) => members.iter().all(is_empty),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn unless_empty(path: &str, example: &Value, losses: &mut Vec<String>) {
    if !is_empty(example) {
        lost(path, example, losses);
    }
}

fn lost(path: &str, example: &Value, losses: &mut Vec<String>) {
    let shown: String = example.to_string().chars().take(60).collect();
    losses.push(format!("{path}: {shown} is lost"));
}
