//! Turns a typed value back into paths and texts.

use aliyun_runtime::generated::{Record, ValueRef};

/// All values that are set, sorted by their paths (`Data.1.TaskNo`).
#[must_use]
pub fn flatten(record: &dyn Record) -> Vec<(String, String)> {
    let mut out = Vec::new();
    fields(record, "", &mut out);
    out.sort();
    out
}

fn fields(record: &dyn Record, path: &str, out: &mut Vec<(String, String)>) {
    for (index, name) in record.shape().names().iter().enumerate() {
        let path = if path.is_empty() {
            (*name).to_owned()
        } else {
            format!("{path}.{name}")
        };
        flatten_value(record.at(index).get(), path, out);
    }
}

fn flatten_value(value: ValueRef<'_>, path: String, out: &mut Vec<(String, String)>) {
    let text = match value {
        ValueRef::Absent => return,
        ValueRef::Text(text) => text.to_owned(),
        ValueRef::Int(number) => number.to_string(),
        ValueRef::Float(number) => number.to_string(),
        ValueRef::Bool(value) => value.to_string(),
        ValueRef::Json(json) => json.to_string(),
        ValueRef::Bytes(bytes) => format!("{bytes:?}"),
        ValueRef::Image(image) => format!("{image:?}"),
        ValueRef::Record(record) => return fields(record, &path, out),
        ValueRef::List(list) => {
            for index in 0..list.len() {
                flatten_value(list.at(index), format!("{path}.{}", index + 1), out);
            }
            return;
        }
        ValueRef::Map(map) => {
            map.each(&mut |key, value| flatten_value(value, format!("{path}.{key}"), out));
            return;
        }
    };
    out.push((path, text));
}
