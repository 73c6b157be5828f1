//! Values of parameters that are one text: JSON, and members joined by commas.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::value::{List, ValueRef, each_field};

/// The value as compact JSON, with the members of objects in the order of their
/// tables.
pub(super) fn json(value: ValueRef<'_>) -> String {
    // Only texts are used as keys, and memory can always be written to.
    serde_json::to_string(&Json(value)).unwrap_or_default()
}

/// The members of a list, joined by commas. They are not escaped.
pub(super) fn joined(list: &dyn List) -> String {
    let mut out = String::new();
    for index in 0..list.len() {
        if index > 0 {
            out.push(',');
        }
        match list.at(index) {
            ValueRef::Absent => {}
            ValueRef::Text(text) => out.push_str(text),
            value => out.push_str(&json(value)),
        }
    }
    out
}

/// A value as JSON sees it.
struct Json<'a>(ValueRef<'a>);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            ValueRef::Absent => serializer.serialize_unit(),
            ValueRef::Text(text) => serializer.serialize_str(text),
            ValueRef::Int(number) => serializer.serialize_i64(number),
            ValueRef::Float(number) => serializer.serialize_f64(number),
            ValueRef::Bool(value) => serializer.serialize_bool(value),
            ValueRef::Image(image) => serializer.serialize_str(&STANDARD.encode(image.bytes())),
            ValueRef::Json(value) => value.serialize(serializer),
            ValueRef::List(list) => {
                let mut members = serializer.serialize_seq(Some(list.len()))?;
                for index in 0..list.len() {
                    members.serialize_element(&Json(list.at(index)))?;
                }
                members.end()
            }
            ValueRef::Map(map) => {
                let mut entries = serializer.serialize_map(Some(map.len()))?;
                let mut result = Ok(());
                map.each(&mut |key, value| {
                    if result.is_ok() {
                        result = entries.serialize_entry(key, &Json(value));
                    }
                });
                result?;
                entries.end()
            }
            ValueRef::Record(record) => {
                let mut members = serializer.serialize_map(None)?;
                let mut result = Ok(());
                each_field(record, &mut |field, value| {
                    if result.is_ok() && !matches!(value, ValueRef::Absent) {
                        result = members.serialize_entry(field.name, &Json(value));
                    }
                });
                result?;
                members.end()
            }
        }
    }
}
