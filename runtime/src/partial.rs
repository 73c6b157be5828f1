//! What was read of an answer before reading failed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::value::{Record, ValueRef, each_field};

/// The fields that are set, by their names on the wire. Lists have no wrappers.
pub(crate) fn partial(record: &dyn Record) -> Value {
    let mut object = Map::new();
    each_field(record, &mut |field, value| {
        let value = json(value);
        let empty = match &value {
            Value::Null => true,
            Value::Array(members) => members.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => false,
        };
        if !empty {
            object.insert(field.name.to_owned(), value);
        }
    });
    Value::Object(object)
}

/// The value as JSON; images and bytes in base64.
pub(crate) fn json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Absent => Value::Null,
        ValueRef::Text(text) => Value::from(text),
        ValueRef::Int(number) => Value::from(number),
        ValueRef::Float(number) => Value::from(number),
        ValueRef::Bool(value) => Value::from(value),
        ValueRef::Image(image) => Value::from(STANDARD.encode(image.bytes())),
        ValueRef::Bytes(bytes) => Value::from(STANDARD.encode(bytes)),
        ValueRef::Json(value) => value.clone(),
        ValueRef::List(list) => (0..list.len()).map(|index| json(list.at(index))).collect(),
        ValueRef::Map(map) => {
            let mut object = Map::new();
            map.each(&mut |key, value| {
                object.insert(key.to_owned(), json(value));
            });
            Value::Object(object)
        }
        ValueRef::Record(record) => partial(record),
    }
}
