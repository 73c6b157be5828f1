use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use super::context::Context;
use super::decimal::same_number;
use super::json::{check_depth, syntax};
use super::object::Keys;
use crate::slot::Scalar;

/// Reads any value into a JSON document. A JSON object that names a member
/// twice is refused; XML elements of one name become a list.
pub(super) struct Tree<'s>(pub(super) &'s mut Context);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        if self.0.xml {
            return source.deserialize_any(self);
        }
        let raw = <&RawValue>::deserialize(source)?;
        self.json(raw.get())
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(self.scalar(Scalar::Text(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(member) = seq.next_element_seed(Tree(&mut *self.0))? {
            list.push(member);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let mut keys = Keys::new(map);
        match keys.number(self.0)? {
            Some(text) => number(&text, self.0),
            None => self.object(keys),
        }
    }
}

/// A number by its text, which stays a text where [`Value`] would round it.
pub(super) fn number<E: Error>(text: &str, context: &mut Context) -> Result<Value, E> {
    match text.parse::<Number>() {
        Ok(number) if same_number(&number.to_string(), text) => Ok(Value::Number(number)),
        Ok(_) => Ok(Value::from(text)),
        // A number that is out of range.
        Err(_) if serde_json::from_str::<&RawValue>(text).is_ok() => Ok(Value::from(text)),
        Err(error) => Err(context.fail(syntax(&error))),
    }
}

impl Tree<'_> {
    /// Takes the JSON of a value: a number by its digits, of which the parser
    /// would only keep what an `f64` can.
    pub(super) fn json<E: Error>(self, json: &str) -> Result<Value, E> {
        if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return number(json, self.0);
        }
        let mut source = serde_json::Deserializer::from_str(json);
        let result = source.deserialize_any(Tree(&mut *self.0));
        result.map_err(|error| match self.0.failure {
            Some(_) => E::custom("refused"),
            None => self.0.fail(syntax(&error)),
        })
    }

    /// Text of an XML element may be a whole JSON document.
    pub(super) fn scalar(&self, scalar: Scalar<'_>) -> Value {
        match scalar {
            Scalar::Text(text) if self.0.xml => {
                // Beyond that depth, it is no document.
                if check_depth(text).is_err() {
                    return Value::from(text);
                }
                let mut source = serde_json::Deserializer::from_str(text);
                let inner = Tree(&mut Context::new(false)).deserialize(&mut source);
                match inner.and_then(|value| source.end().map(|()| value)) {
                    // Digits that would be lost, `1.10` too, stay as text.
                    Ok(Value::Number(number)) if number.to_string() != text => Value::from(text),
                    Ok(value) => value,
                    Err(_) => Value::from(text),
                }
            }
            Scalar::Text(text) => Value::from(text),
            Scalar::Int(number) => Value::from(number),
            Scalar::UInt(number) => Value::from(number),
            Scalar::Float(number) => Value::from(number),
            Scalar::Bool(value) => Value::from(value),
        }
    }

    pub(super) fn object<'de, A: MapAccess<'de>>(
        self,
        mut keys: Keys<'de, A>,
    ) -> Result<Value, A::Error> {
        let mut object = Map::new();
        // Tells a list of repeated elements from a first one whose text is a list.
        let mut repeated = BTreeSet::new();
        while let Some(key) = keys.next()? {
            let value = keys.value(Tree(&mut *self.0))?;
            match object.entry(key.into_owned()) {
                Entry::Vacant(entry) => drop(entry.insert(value)),
                Entry::Occupied(_) if !self.0.xml => {
                    return Err(self.0.fail("a member is given twice"));
                }
                Entry::Occupied(mut entry) => {
                    if repeated.insert(entry.key().clone()) {
                        let first = entry.get_mut().take();
                        entry.insert(Value::Array(vec![first]));
                    }
                    if let Value::Array(list) = entry.get_mut() {
                        list.push(value);
                    }
                }
            }
        }
        Ok(Value::Object(object))
    }
}
