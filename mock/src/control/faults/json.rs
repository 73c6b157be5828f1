//! JSON into values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::tree::{MOST_KEYS, Node, What, excerpt};

/// The value that is the text.
pub(super) fn parse(text: &[u8]) -> Result<Node, String> {
    serde_json::from_slice(text).map_err(|error| {
        let reason = error.to_string();
        let (line, column) = (error.line(), error.column());
        let end = format!(" at line {line} column {column}");
        format!(
            "{line}:{column}: this is not JSON: {}",
            reason.trim_end_matches(&end)
        )
    })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let what = source.deserialize_any(Whatever)?;
        Ok(Self { place: None, what })
    }
}

struct Whatever;

impl<'de> Visitor<'de> for Whatever {
    type Value = What;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<What, E> {
        Ok(What::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<What, E> {
        Ok(What::Literal(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<What, E> {
        Ok(What::Literal(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<What, E> {
        Ok(What::Literal(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<What, E> {
        Ok(What::Literal(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<What, E> {
        Ok(What::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<What, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = list.next_element()? {
            members.push(member);
        }
        Ok(What::List(members))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<What, A::Error> {
        let mut members: Vec<(String, _, Node)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if members.iter().any(|(known, ..)| *known == key) {
                let key = excerpt(&key);
                return Err(A::Error::custom(format!("the key `{key}` is given twice")));
            }
            members.push((key, None, map.next_value()?));
            if members.len() > MOST_KEYS {
                return Err(A::Error::custom("there are too many keys in one map"));
            }
        }
        Ok(What::Map(members))
    }
}
