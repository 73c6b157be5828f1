use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::context::{Context, Found, Step};
use super::json::syntax;
use super::object::{Keys, entries, names, record, wrapper};
use super::tree::{Tree, number};
use crate::slot::{Decode, ListSlot, Scalar, Slot, SlotMut};

/// Reads one value, of whatever form, into a target. Both parsers drive it.
pub(super) struct Fill<'s> {
    pub(super) target: Target<'s>,
    /// Wrapper of the list members, as in [`crate::shape::Field::item`]; of a
    /// member without the wrapper, the name that it cannot have a member of.
    pub(super) item: &'static str,
    pub(super) context: &'s mut Context,
}

/// Where the value goes.
pub(super) enum Target<'s> {
    /// The document as a whole.
    Root(&'s mut dyn Decode),
    /// A field; `null` leaves it unset.
    Field(&'s mut dyn Slot),
    /// A list member or map entry; it cannot be unset.
    Member(&'s mut dyn Slot),
    /// What a list's wrapper holds: a list of members, or a single one.
    Members(&'s mut dyn ListSlot),
}

/// How the value was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As documented.
    Done,
    /// An object without members.
    Blank,
    /// An object with members, none of which is documented.
    Unknown,
    /// An empty text for a list: no member, unless the element comes again.
    Empty,
    /// A single member where a list was due.
    Single,
}

impl Target<'_> {
    fn open(&mut self) -> SlotMut<'_> {
        match self {
            Self::Root(record) => SlotMut::Record(&mut **record),
            Self::Field(slot) | Self::Member(slot) => slot.open(),
            Self::Members(list) => SlotMut::List(&mut **list),
        }
    }

    /// Whether it takes a value by its JSON.
    fn is_raw(&self) -> bool {
        match self {
            Self::Field(slot) | Self::Member(slot) => slot.is_text() || slot.is_json(),
            Self::Root(_) | Self::Members(_) => false,
        }
    }

    fn is_json(&self) -> bool {
        match self {
            Self::Field(slot) | Self::Member(slot) => slot.is_json(),
            Self::Root(_) | Self::Members(_) => false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Outcome, D::Error> {
        if self.target.is_raw() && !self.context.xml {
            let raw = <&RawValue>::deserialize(source)?;
            return self.raw(raw.get());
        }
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the documented type")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Outcome, E> {
        self.scalar(Scalar::Int(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Outcome, E> {
        self.scalar(i64::try_from(number).map_or(Scalar::UInt(number), Scalar::Int))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Outcome, E> {
        self.scalar(Scalar::Float(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Outcome, E> {
        self.scalar(Scalar::Text(text))
    }

    fn visit_unit<E: Error>(mut self) -> Result<Outcome, E> {
        if let Target::Member(slot) = &mut self.target
            && !matches!(slot.open(), SlotMut::Json(_))
        {
            return Err(self.context.mismatch("a value", Found::Null));
        }
        Ok(Outcome::Done)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Outcome, A::Error> {
        let expected = match self.target.open() {
            SlotMut::List(list) => {
                while seq
                    .next_element_seed(NewMember {
                        list: &mut *list,
                        context: &mut *self.context,
                    })?
                    .is_some()
                {}
                return Ok(Outcome::Done);
            }
            SlotMut::Json(value) => {
                *value = Tree(self.context).visit_seq(seq)?;
                return Ok(Outcome::Done);
            }
            SlotMut::Scalar(slot) => slot.expected(),
            SlotMut::Record(_) | SlotMut::Map(_) => "an object",
        };
        Err(self.context.mismatch(expected, Found::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Outcome, A::Error> {
        let mut keys = Keys::new(map);
        match keys.number(self.context)? {
            Some(number) => self.number(&number),
            None => self.object(keys),
        }
    }
}

impl Fill<'_> {
    /// Takes the JSON of a value that goes into a text or a document.
    fn raw<E: Error>(mut self, json: &str) -> Result<Outcome, E> {
        if self.target.is_json()
            && json != "null"
            && let SlotMut::Json(value) = self.target.open()
        {
            *value = Tree(self.context).json(json)?;
            return Ok(Outcome::Done);
        }
        match json.as_bytes() {
            [b'"', ..] if !json.contains('\\') => {
                self.scalar(Scalar::Text(&json[1..json.len() - 1]))
            }
            [b'"', ..] => match serde_json::from_str::<String>(json) {
                Ok(text) => self.scalar(Scalar::Text(&text)),
                Err(error) => Err(self.context.fail(syntax(&error))),
            },
            [b't', ..] => self.scalar(Scalar::Bool(true)),
            [b'f', ..] => self.scalar(Scalar::Bool(false)),
            [b'n', ..] => self.visit_unit(),
            [b'[', ..] => Err(self.unfit(Found::List)),
            [b'{', ..] => Err(self.unfit(Found::Object)),
            _ => self.scalar(Scalar::Text(json)),
        }
    }

    /// Takes a number by its text.
    fn number<E: Error>(mut self, text: &str) -> Result<Outcome, E> {
        if let SlotMut::Json(value) = self.target.open() {
            *value = number(text, self.context)?;
            return Ok(Outcome::Done);
        }
        let scalar = if let Ok(number) = text.parse() {
            Scalar::Int(number)
        } else if let Ok(number) = text.parse() {
            Scalar::UInt(number)
        } else {
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Scalar::Float(number),
                _ => return Err(self.context.fail("malformed JSON: number out of range")),
            }
        };
        self.scalar(scalar)
    }

    /// The error of a value that a scalar cannot be read from.
    fn unfit<E: Error>(mut self, found: Found<'_>) -> E {
        let expected = match self.target.open() {
            SlotMut::Scalar(slot) => slot.expected(),
            _ => "another value",
        };
        self.context.mismatch(expected, found)
    }

    /// Takes a scalar, also as a single list member.
    pub(super) fn scalar<E: Error>(mut self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        let blank = matches!(scalar, Scalar::Text(text) if text.trim_ascii().is_empty());
        // An element without content may stand for an object without fields.
        let empty_element = blank && self.context.xml;
        let wrapped = matches!(self.target, Target::Members(_));
        let expected = match self.target.open() {
            SlotMut::Scalar(slot) => {
                if slot.set(scalar) {
                    return Ok(Outcome::Done);
                }
                slot.expected()
            }
            SlotMut::List(_) if blank && !wrapped => return Ok(Outcome::Empty),
            SlotMut::List(list) => {
                return member(list, "", self.context, |fill| fill.scalar(scalar));
            }
            SlotMut::Record(_) | SlotMut::Map(_) if empty_element => return Ok(Outcome::Blank),
            SlotMut::Record(_) | SlotMut::Map(_) => "an object",
            SlotMut::Json(value) => {
                *value = Tree(self.context).scalar(scalar);
                return Ok(Outcome::Done);
            }
        };
        Err(self.context.mismatch(expected, Found::Scalar(scalar)))
    }

    /// Takes an object, also as the wrapper of a list or a single member.
    pub(super) fn object<'de, A: MapAccess<'de>>(
        mut self,
        keys: Keys<'de, A>,
    ) -> Result<Outcome, A::Error> {
        let wrapped = matches!(self.target, Target::Members(_));
        let nested = !matches!(self.target, Target::Root(_));
        match self.target.open() {
            SlotMut::Record(into) => {
                let outcome = record(into, self.item, keys, self.context)?;
                if nested && outcome == Outcome::Unknown {
                    // Most likely it is wrapped in something.
                    let names = names(into.shape(), "or");
                    return Err(self.context.fail(format!(
                        "expected an object with {names}, found one with none of them"
                    )));
                }
                Ok(outcome)
            }
            SlotMut::Map(into) => entries(into, keys, self.context),
            SlotMut::List(list) if wrapped => {
                member(list, "", self.context, |fill| fill.object(keys))
            }
            SlotMut::List(list) => wrapper(list, self.item, keys, self.context),
            SlotMut::Json(value) => {
                *value = Tree(self.context).object(keys)?;
                Ok(Outcome::Done)
            }
            SlotMut::Scalar(slot) => {
                let expected = slot.expected();
                Err(self.context.mismatch(expected, Found::Object))
            }
        }
    }
}

/// Appends a member to the list once the parser has one.
struct NewMember<'s> {
    list: &'s mut dyn ListSlot,
    context: &'s mut Context,
}

impl<'de> DeserializeSeed<'de> for NewMember<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Outcome, D::Error> {
        member(self.list, "", self.context, |fill| fill.deserialize(source))
    }
}

/// Appends a member and fills it.
pub(super) fn member<E: Error>(
    list: &mut dyn ListSlot,
    item: &'static str,
    context: &mut Context,
    fill: impl FnOnce(Fill<'_>) -> Result<Outcome, E>,
) -> Result<Outcome, E> {
    context.path.push(Step::Index(list.count()));
    let target = Target::Member(list.push());
    fill(Fill {
        target,
        item,
        context: &mut *context,
    })?;
    context.path.pop();
    Ok(Outcome::Single)
}
