use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use super::context::{Context, Step};
use super::decimal::same_number;
use super::json::{syntax, too_deep};
use super::object::Keys;
use crate::slot::Scalar;

/// Reads any value into a JSON document. A JSON member that is given twice is
/// left out and reported, or an error; XML elements of one name become a list.
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
        let mut noted = self.0.unread.len();
        while let Some(member) = seq.next_element_seed(Tree(&mut *self.0))? {
            self.0.locate(noted, &Step::Index(list.len()));
            noted = self.0.unread.len();
            let enough = self.0.memory.member(list.len(), size_of::<Value>());
            self.0.enough(enough)?;
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

/// A number from its text. It stays a text if [`Value`] would round it.
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
    /// Takes the JSON of a value, to keep all digits of a number. The parser would keep
    /// only the digits of an `f64`.
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
    pub(super) fn scalar(self, scalar: Scalar<'_>) -> Value {
        match scalar {
            Scalar::Text(text) if self.0.xml => self.text(text),
            Scalar::Text(text) => Value::from(text),
            Scalar::Int(number) => Value::from(number),
            Scalar::UInt(number) => Value::from(number),
            Scalar::Float(number) => Value::from(number),
            Scalar::Bool(value) => Value::from(value),
        }
    }

    fn text(self, text: &str) -> Value {
        // Beyond that depth, it is no document.
        if too_deep(text).is_some() {
            return Value::from(text);
        }
        let mut inner = Context::new(true, 0);
        std::mem::swap(&mut inner.memory, &mut self.0.memory);
        let mut source = serde_json::Deserializer::from_str(text);
        let read = Tree(&mut inner).deserialize(&mut source);
        std::mem::swap(&mut inner.memory, &mut self.0.memory);
        match read.and_then(|value| source.end().map(|()| value)) {
            // Digits that would be lost, `1.10` too, stay as text.
            Ok(Value::Number(number)) if number.to_string() != text => Value::from(text),
            Ok(value) => value,
            Err(_) => Value::from(text),
        }
    }

    pub(super) fn object<'de, A: MapAccess<'de>>(
        self,
        keys: Keys<'de, A>,
    ) -> Result<Value, A::Error> {
        let mut object = Map::new();
        self.members(keys, &[], &mut object)?;
        Ok(Value::Object(object))
    }

    /// Reads members, without those named in `without`, in any case. Members before an
    /// error are kept.
    fn members<'de, A: MapAccess<'de>>(
        self,
        mut keys: Keys<'de, A>,
        without: &[&str],
        into: &mut Map<String, Value>,
    ) -> Result<(), A::Error> {
        // Tells a list of repeated elements from a first one whose text is a
        // list; of JSON, the members that are left out.
        let mut repeated = BTreeSet::new();
        while let Some(key) = keys.next()? {
            if without.iter().any(|name| name.eq_ignore_ascii_case(&key)) {
                keys.skip()?;
                continue;
            }
            let noted = self.0.unread.len();
            let value = keys.value(Tree(&mut *self.0))?;
            if self.0.unread.len() > noted {
                let step = self.0.key(&key);
                self.0.locate(noted, &step);
            }
            let count = into.len();
            match into.entry(key.into_owned()) {
                Entry::Vacant(entry) if repeated.contains(entry.key()) => {}
                Entry::Vacant(entry) => {
                    entry.insert(value);
                    let enough = self.0.memory.entry(count, size_of::<Value>());
                    self.0.enough(enough)?;
                }
                Entry::Occupied(_) if !self.0.xml && self.0.strict => {
                    return Err(self.0.fail("a member is given twice"));
                }
                Entry::Occupied(entry) if !self.0.xml => {
                    let key = entry.remove_entry().0;
                    let (noted, step) = (self.0.unread.len(), self.0.key(&key));
                    self.0.twice()?;
                    self.0.locate(noted, &step);
                    repeated.insert(key);
                }
                Entry::Occupied(mut entry) => {
                    if repeated.insert(entry.key().clone()) {
                        let first = entry.get_mut().take();
                        entry.insert(Value::Array(vec![first]));
                    }
                    if let Value::Array(list) = entry.get_mut() {
                        let enough = self.0.memory.member(list.len(), size_of::<Value>());
                        self.0.enough(enough)?;
                        list.push(value);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Reads a whole answer into a JSON document. If it is an object, what comes
/// before an error is kept.
pub(super) struct Root<'s> {
    pub(super) into: &'s mut Value,
    /// Members that are not wanted.
    pub(super) without: &'s [&'s str],
    pub(super) context: &'s mut Context,
}

impl<'de> DeserializeSeed<'de> for Root<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        *self.into = Tree(self.context).scalar(Scalar::Text(text));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        *self.into = Value::Object(Map::new());
        match self.into {
            Value::Object(object) => {
                Tree(self.context).members(Keys::new(map), self.without, object)
            }
            _ => Ok(()),
        }
    }
}
