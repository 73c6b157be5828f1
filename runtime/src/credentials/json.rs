//! JSON documents that hold secrets: wiped when done with, never shown.

use serde_json::{Map, Value};
use zeroize::Zeroize;

/// A JSON object whose texts are wiped on drop.
pub(super) struct Document(Value);

impl Document {
    /// # Errors
    ///
    /// If the text is not JSON, with the place, or is not an object.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        if text.trim_ascii().is_empty() {
            return Err("it is empty; expected a JSON object".to_owned());
        }
        // The parser's error has only line and column, no text.
        let value = serde_json::from_slice(text).map_err(|error| format!("no JSON: {error}"))?;
        let document = Self(value);
        if document.0.is_object() {
            Ok(document)
        } else {
            Err(format!(
                "expected a JSON object, found {}",
                kind(&document.0)
            ))
        }
    }

    pub(super) fn root(&self) -> Object<'_> {
        Object(self.0.as_object())
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(members) => members.iter_mut().for_each(wipe),
        Value::Object(entries) => entries.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A JSON object, read by its keys. `null` counts as no value. Errors name the key and
/// the type that was found.
#[derive(Clone, Copy)]
pub(super) struct Object<'a>(Option<&'a Map<String, Value>>);

impl<'a> Object<'a> {
    fn get(self, key: &str) -> Option<&'a Value> {
        self.0?.get(key).filter(|value| !value.is_null())
    }

    /// A text that is not empty.
    pub(super) fn text(self, key: &str) -> Result<Option<&'a str>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(other) => Err(other_kind(key, "a text", other)),
        }
    }

    pub(super) fn required(self, key: &str) -> Result<&'a str, String> {
        self.text(key)?
            .ok_or_else(|| format!("`{key}` is missing or empty"))
    }

    pub(super) fn whole_number(self, key: &str) -> Result<Option<u64>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(number) => Ok(Some(number)),
                None if value.is_number() => Err(format!("`{key}` is no whole number from 0 up")),
                None => Err(other_kind(key, "a whole number", value)),
            },
        }
    }

    pub(super) fn boolean(self, key: &str) -> Result<Option<bool>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(other) => Err(other_kind(key, "`true` or `false`", other)),
        }
    }

    pub(super) fn object(self, key: &str) -> Result<Object<'a>, String> {
        match self.get(key) {
            None => Err(format!("`{key}` is missing")),
            Some(Value::Object(map)) => Ok(Object(Some(map))),
            Some(other) => Err(other_kind(key, "an object", other)),
        }
    }

    /// The members of a list of objects.
    pub(super) fn objects(self, key: &str) -> Result<Vec<Object<'a>>, String> {
        let members = match self.get(key) {
            None => return Err(format!("`{key}` is missing")),
            Some(Value::Array(members)) => members,
            Some(other) => return Err(other_kind(key, "a list", other)),
        };
        let object = |(index, member): (usize, &'a Value)| match member {
            Value::Object(map) => Ok(Object(Some(map))),
            other => Err(other_kind(&format!("{key}[{index}]"), "an object", other)),
        };
        members.iter().enumerate().map(object).collect()
    }
}

fn other_kind(key: &str, expected: &str, found: &Value) -> String {
    format!("`{key}` is {}; expected {expected}", kind(found))
}
