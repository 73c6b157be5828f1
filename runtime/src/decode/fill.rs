use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::context::{Context, Found, Step};
use super::json::syntax;
use super::object::{Keys, entries, names, record, wrapper};
use super::outcome::Outcome;
use super::tree::{Tree, number};
use crate::slot::{Decode, ListSlot, Scalar, Slot, SlotMut};

/// Reads one value of any form into a target. Both parsers use it.
pub(super) struct Fill<'s> {
    pub(super) target: Target<'s>,
    /// Wrapper of the list members, as in [`crate::shape::Field::item`]; of a
    /// member without the wrapper, the name that it cannot have a member of.
    pub(super) item: &'static str,
    pub(super) context: &'s mut Context,
}

/// The target of the value.
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

impl Target<'_> {
    fn open(&mut self) -> SlotMut<'_> {
        match self {
            Self::Root(record) => SlotMut::Record(&mut **record),
            Self::Field(slot) | Self::Member(slot) => slot.open(),
            Self::Members(list) => SlotMut::List(&mut **list),
        }
    }

    /// Whether it can be left unset.
    fn is_field(&self) -> bool {
        matches!(self, Self::Field(_))
    }

    /// Its address in memory and its size; unknown for other targets.
    fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Field(slot) | Self::Member(slot) => Some(place(&**slot)),
            Self::Root(_) | Self::Members(_) => None,
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
            return self.context.mismatch("a value", Found::Null);
        }
        Ok(Outcome::Done)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Outcome, A::Error> {
        let expected = match self.target.open() {
            SlotMut::List(list) => {
                let mut index = 0;
                while seq
                    .next_element_seed(NewMember {
                        list: &mut *list,
                        index,
                        context: &mut *self.context,
                    })?
                    .is_some()
                {
                    index += 1;
                }
                return Ok(Outcome::Done);
            }
            SlotMut::Json(value) => {
                *value = Tree(self.context).visit_seq(seq)?;
                return Ok(Outcome::Done);
            }
            SlotMut::Scalar(slot) => slot.expected(),
            SlotMut::Record(_) | SlotMut::Map(_) => "an object",
        };
        if self.context.strict {
            return self.context.mismatch(expected, Found::List);
        }
        let mut empty = true;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            empty = false;
        }
        let object = !matches!(self.target.open(), SlotMut::Scalar(_));
        if empty && object && self.target.is_field() {
            return Ok(Outcome::Unset);
        }
        self.context.mismatch(expected, Found::List)
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
                Err(error) if self.context.strict => Err(self.context.fail(syntax(&error))),
                Err(error) => self.context.odd("a text", syntax(&error)),
            },
            [b't', ..] => self.scalar(Scalar::Bool(true)),
            [b'f', ..] => self.scalar(Scalar::Bool(false)),
            [b'n', ..] => self.visit_unit(),
            [b'[', ..] => self.unfit(Found::List),
            [b'{', ..] => self.unfit(Found::Object),
            _ => self.scalar(Scalar::Text(json)),
        }
    }

    /// Takes a number by its text.
    fn number<E: Error>(mut self, text: &str) -> Result<Outcome, E> {
        if let SlotMut::Json(value) = self.target.open() {
            *value = number(text, self.context)?;
            return Ok(Outcome::Done);
        }
        let scalar = if text == "-0" {
            // A whole number has no sign at zero, a float does.
            Scalar::Float(-0.0)
        } else if let Ok(number) = text.parse() {
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

    /// A value that a scalar cannot be read from.
    fn unfit<E: Error>(mut self, found: Found<'_>) -> Result<Outcome, E> {
        let expected = match self.target.open() {
            SlotMut::Scalar(slot) => slot.expected(),
            _ => "another value",
        };
        self.context.mismatch(expected, found)
    }

    /// Takes a scalar, also as a single list member.
    pub(super) fn scalar<E: Error>(mut self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        let blank = matches!(scalar, Scalar::Text(text) if text.trim_ascii().is_empty());
        // An element without content may be an object without fields.
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
                let index = list.count();
                return member(list, index, "", self.context, |fill| fill.scalar(scalar));
            }
            SlotMut::Record(_) | SlotMut::Map(_) if empty_element => return Ok(Outcome::Blank),
            SlotMut::Record(_) | SlotMut::Map(_) => "an object",
            SlotMut::Json(value) => {
                *value = Tree(self.context).scalar(scalar);
                return Ok(Outcome::Done);
            }
        };
        match self.meaning(scalar, blank) {
            Some(outcome) if !self.context.strict => Ok(outcome),
            _ => self.context.mismatch(expected, Found::Scalar(scalar)),
        }
    }

    /// The one meaning of a scalar of another type than documented, if it has one.
    fn meaning(&mut self, scalar: Scalar<'_>, blank: bool) -> Option<Outcome> {
        if !self.target.is_raw()
            && let SlotMut::Scalar(slot) = self.target.open()
            && scalar.other_form().is_some_and(|other| slot.set(other))
        {
            return Some(Outcome::Done);
        }
        (blank && self.target.is_field()).then_some(Outcome::Unset)
    }

    /// Takes an object, also as the wrapper of a list or a single member.
    pub(super) fn object<'de, A: MapAccess<'de>>(
        mut self,
        mut keys: Keys<'de, A>,
    ) -> Result<Outcome, A::Error> {
        let wrapped = matches!(self.target, Target::Members(_));
        let nested = !matches!(self.target, Target::Root(_));
        let place = self.target.place();
        match self.target.open() {
            SlotMut::Record(into) => {
                let enough = self.context.memory.take(beyond(place, into));
                self.context.enough(enough)?;
                match record(into, self.item, keys, self.context)? {
                    Outcome::Unknown if nested => {
                        // Most likely it is wrapped in something.
                        let names = names(into.shape(), "or");
                        let expected = format!("an object with {names}");
                        self.context.odd(expected, "one with none of them")
                    }
                    outcome => Ok(outcome),
                }
            }
            SlotMut::Map(into) => entries(into, keys, self.context),
            SlotMut::List(list) if wrapped => {
                let index = list.count();
                member(list, index, "", self.context, |fill| fill.object(keys))
            }
            SlotMut::List(list) => wrapper(list, self.item, keys, self.context),
            SlotMut::Json(value) => {
                *value = Tree(self.context).object(keys)?;
                Ok(Outcome::Done)
            }
            SlotMut::Scalar(slot) => {
                let expected = slot.expected();
                keys.pass_over(self.context)?;
                self.context.mismatch(expected, Found::Object)
            }
        }
    }
}

/// The address of a value in memory, and its size.
fn place<T: ?Sized>(value: &T) -> (usize, usize) {
    let start = std::ptr::from_ref(value).cast::<u8>().addr();
    (start, size_of_val(value))
}

/// The memory that an object takes beyond the slot that it is in: itself if it
/// is boxed, and its slots if they are in a list of their own.
fn beyond(outer: Option<(usize, usize)>, record: &mut dyn Decode) -> usize {
    let inside = |(start, size): (usize, usize), (inner, _): (usize, usize)| {
        inner.checked_sub(start).is_some_and(|offset| offset < size)
    };
    let own = place(&*record);
    let mut bytes = match outer {
        Some(outer) if !inside(outer, own) => own.1,
        _ => 0,
    };
    let fields = record.shape().len();
    if fields > 0 {
        let slot = place(&*record.at_mut(0));
        if !inside(own, slot) {
            bytes += fields.saturating_mul(slot.1);
        }
    }
    bytes
}

/// Appends a member to the list once the parser has one.
struct NewMember<'s> {
    list: &'s mut dyn ListSlot,
    /// Which member of the answer's list it is.
    index: usize,
    context: &'s mut Context,
}

impl<'de> DeserializeSeed<'de> for NewMember<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Outcome, D::Error> {
        member(self.list, self.index, "", self.context, |fill| {
            fill.deserialize(source)
        })
    }
}

/// Appends a member and fills it. A scalar that cannot be read is left out. An object
/// that cannot be read stays, with no field set, because it may be an item that counts.
pub(super) fn member<E: Error>(
    list: &mut dyn ListSlot,
    index: usize,
    item: &'static str,
    context: &mut Context,
    fill: impl FnOnce(Fill<'_>) -> Result<Outcome, E>,
) -> Result<Outcome, E> {
    context.path.push(Step::Index(index));
    let enough = context.memory.member(list.count(), list.size());
    context.enough(enough)?;
    let slot = list.push();
    let read = fill(Fill {
        target: Target::Member(&mut *slot),
        item,
        context: &mut *context,
    })?;
    context.path.pop();
    if read == Outcome::Unread {
        if !matches!(slot.open(), SlotMut::Record(_)) {
            list.pop();
        }
        return Ok(read);
    }
    Ok(Outcome::Single)
}
