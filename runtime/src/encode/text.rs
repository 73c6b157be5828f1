//! Values that are one text: JSON, and members joined by commas.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::location::{Encoding, Location};
use crate::shape::{Field, NUMERIC};
use crate::value::{List, Record, ValueRef, each_field};

/// The value of a field as compact JSON, with the members of objects in the order of
/// their tables.
pub(super) fn json(field: &Field, value: ValueRef<'_>) -> String {
    // All keys are texts, and writing to memory cannot fail.
    serde_json::to_string(&Json(value, field.is(NUMERIC))).unwrap_or_default()
}

/// The fields of a request that are members of its JSON body, as one object.
pub(super) fn members(record: &dyn Record) -> String {
    serde_json::to_string(&Object(record, |field| field.location == Location::Body))
        .unwrap_or_default()
}

/// The members of a list, joined by commas. They are not escaped.
pub(super) fn joined(field: &Field, list: &dyn List) -> String {
    let mut out = String::new();
    for index in 0..list.len() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&plain(field, list.at(index)));
    }
    out
}

/// A text unchanged, and any other value as compact JSON.
pub(super) fn plain(field: &Field, value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Absent => String::new(),
        ValueRef::Text(text) => text.to_owned(),
        ValueRef::Json(value) => document(value),
        ValueRef::Float(number) => number.to_string(),
        value => json(field, value),
    }
}

/// A JSON text unchanged, and any other document as compact JSON.
pub(super) fn document(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value, serialized as JSON, and whether its texts are numbers.
struct Json<'a>(ValueRef<'a>, bool);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            ValueRef::Absent => serializer.serialize_unit(),
            ValueRef::Text(text) => match text.parse::<i64>() {
                Ok(number) if self.1 => serializer.serialize_i64(number),
                _ => serializer.serialize_str(text),
            },
            ValueRef::Int(number) => serializer.serialize_i64(number),
            ValueRef::Float(number) => serializer.serialize_f64(number),
            ValueRef::Bool(value) => serializer.serialize_bool(value),
            ValueRef::Image(image) => serializer.serialize_str(&STANDARD.encode(image.bytes())),
            ValueRef::Bytes(bytes) => serializer.serialize_str(&STANDARD.encode(bytes)),
            ValueRef::Json(value) => value.serialize(serializer),
            ValueRef::List(list) => {
                let mut members = serializer.serialize_seq(Some(list.len()))?;
                for index in 0..list.len() {
                    members.serialize_element(&Json(list.at(index), self.1))?;
                }
                members.end()
            }
            ValueRef::Map(map) => {
                let mut entries = serializer.serialize_map(Some(map.len()))?;
                let mut result = Ok(());
                map.each(&mut |key, value| {
                    if result.is_ok() {
                        result = entries.serialize_entry(key, &Json(value, self.1));
                    }
                });
                result?;
                entries.end()
            }
            ValueRef::Record(record) => Object(record, |_| true).serialize(serializer),
        }
    }
}

/// An object with some of the fields of a record. Those that are not set are left out.
struct Object<'a>(&'a dyn Record, fn(&Field) -> bool);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(record, wanted) = self;
        let mut members = serializer.serialize_map(None)?;
        let mut result = Ok(());
        each_field(*record, &mut |field, value| {
            if result.is_err() || value.is_unset() || !wanted(&field) {
                return;
            }
            let whole = Json(value, field.is(NUMERIC));
            result = match (field.encoding, value) {
                (_, ValueRef::Text(_)) | (Encoding::Flattened, _) => {
                    members.serialize_entry(field.name, &whole)
                }
                (Encoding::Comma, ValueRef::List(list)) => {
                    members.serialize_entry(field.name, &joined(&field, list))
                }
                (Encoding::Comma, _) => members.serialize_entry(field.name, &whole),
                (Encoding::Json, value) => {
                    members.serialize_entry(field.name, &json(&field, value))
                }
            };
        });
        result?;
        members.end()
    }
}
