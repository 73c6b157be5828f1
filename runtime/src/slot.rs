//! Writes generated structs without knowing their types, for the one decoder of JSON
//! and XML.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::image::Image;
use crate::value::{Record, WireEnum};

/// A scalar as the answer has it. XML only gives [`Scalar::Text`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// Text, or a number as it was written, for a slot that keeps texts; a slot
    /// of another type parses it.
    Text(&'a str),
    /// A whole number that fits `i64`.
    Int(i64),
    /// A whole number that only fits `u64`.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// A boolean.
    Bool(bool),
}

/// What a slot can take.
pub enum SlotMut<'a> {
    /// One scalar.
    Scalar(&'a mut dyn ScalarSlot),
    /// Any number of members.
    List(&'a mut dyn ListSlot),
    /// A map with text keys.
    Map(&'a mut dyn MapSlot),
    /// A nested object.
    Record(&'a mut dyn Decode),
    /// Any JSON document. Its numbers are those of serde_json: beyond 64 bits,
    /// or with more digits than an `f64` has, they are rounded, unless its
    /// feature `arbitrary_precision` is on.
    Json(&'a mut serde_json::Value),
}

/// The type of a field of a generated response.
pub trait Slot {
    /// Opens the slot: an empty option becomes its default first.
    fn open(&mut self) -> SlotMut<'_>;
    /// A value to open as a new list member or map entry.
    fn empty() -> Self
    where
        Self: Sized;
    /// Takes the value away again, so that nothing is set.
    fn clear(&mut self) {}
    /// Whether it keeps a scalar as the text that the answer has, with
    /// every digit of a number.
    fn is_text(&self) -> bool {
        false
    }
    /// Whether it keeps a JSON document.
    fn is_json(&self) -> bool {
        false
    }
    /// The bytes, if it keeps bytes as they are: the whole content of an answer.
    fn raw(&mut self) -> Option<&mut Bytes> {
        None
    }
}

/// A generated response struct: [`Record`] plus its slots, in table order.
pub trait Decode: Record {
    /// The slot of the field at this index of the table, which is within it.
    fn at_mut(&mut self, index: usize) -> &mut dyn Slot;
}

/// A scalar of a certain type.
pub trait ScalarSlot {
    /// Name of the type for messages, such as `an integer`.
    fn expected(&self) -> &'static str;
    /// Takes the scalar. Returns `false` if it is of another type.
    fn set(&mut self, scalar: Scalar<'_>) -> bool;
}

/// A list to append to.
pub trait ListSlot {
    /// Appends a default member and passes its slot on.
    fn push(&mut self) -> &mut dyn Slot;
    /// Takes the last member away.
    fn pop(&mut self);
    /// Number of members so far.
    fn count(&self) -> usize;
    /// Size of a member in bytes, without the memory that it points to.
    fn size(&self) -> usize;
    /// Calls `visit` once with the slot of a member that is not added to the list, to
    /// show the type of the members.
    fn sample(&self, visit: &mut dyn FnMut(SlotMut<'_>));
}

/// A map to insert into.
pub trait MapSlot {
    /// Inserts a default entry and passes its slot on.
    fn entry(&mut self, key: &str) -> &mut dyn Slot;
    /// Takes an entry away.
    fn remove(&mut self, key: &str);
    /// Calls `visit` once with the slot of an entry that is not added to the map, to
    /// show the type of the entries.
    fn sample(&self, visit: &mut dyn FnMut(SlotMut<'_>));
}

impl Scalar<'_> {
    /// The same value in another form, if it has one: `1.0` and `"1.0"` are the
    /// number 1, the number 1 is `true`, and the other way round. These are the
    /// forms that the official SDK for Go reads as one value too.
    pub(crate) fn other_form(self) -> Option<Self> {
        match self {
            Self::Bool(value) => Some(Scalar::Int(value.into())),
            Self::Int(0) => Some(Scalar::Bool(false)),
            Self::Int(1) => Some(Scalar::Bool(true)),
            Self::Float(number) => exact(number).map(Scalar::Int),
            Self::Text(text) => match text.trim() {
                "0" => Some(Scalar::Bool(false)),
                "1" => Some(Scalar::Bool(true)),
                text => {
                    let (whole, fraction) = text.split_once('.')?;
                    let zeros = !fraction.is_empty() && fraction.bytes().all(|b| b == b'0');
                    whole.parse().ok().filter(|_| zeros).map(Scalar::Int)
                }
            },
            Self::Int(_) | Self::UInt(_) => None,
        }
    }
}

/// The number as an integer, if it is one and no digit is lost.
#[allow(clippy::cast_possible_truncation)] // it has fewer bits
fn exact(number: f64) -> Option<i64> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    let exact = number.trunc() == number && number.abs() < MOST;
    exact.then_some(number as i64)
}

impl ScalarSlot for String {
    fn expected(&self) -> &'static str {
        "a string"
    }

    /// Numbers and booleans are taken too: the gateway sends `TaskResult` as
    /// either. The decoder passes numbers as the text that they were; a
    /// float is refused, because it may have lost digits.
    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        *self = match scalar {
            Scalar::Float(_) => return false,
            Scalar::Text(text) => text.to_owned(),
            Scalar::Int(number) => number.to_string(),
            Scalar::UInt(number) => number.to_string(),
            Scalar::Bool(value) => value.to_string(),
        };
        true
    }
}

impl ScalarSlot for i64 {
    fn expected(&self) -> &'static str {
        "an integer of 64 bits"
    }

    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        let number = match scalar {
            Scalar::Int(number) => Some(number),
            // The parser of JSON makes `-0` a float.
            Scalar::Float(0.0) => Some(0),
            Scalar::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map(|number| *self = number).is_some()
    }
}

impl ScalarSlot for f64 {
    fn expected(&self) -> &'static str {
        "a number"
    }

    #[allow(clippy::cast_precision_loss)] // a float field asks for it
    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        let number = match scalar {
            Scalar::Float(number) => Some(number),
            Scalar::Int(number) => Some(number as f64),
            Scalar::UInt(number) => Some(number as f64),
            Scalar::Text(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            Scalar::Bool(_) => None,
        };
        number.map(|number| *self = number).is_some()
    }
}

impl ScalarSlot for bool {
    fn expected(&self) -> &'static str {
        "a boolean"
    }

    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        let value = match scalar {
            Scalar::Bool(value) => Some(value),
            Scalar::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Scalar::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        value.map(|value| *self = value).is_some()
    }
}

impl ScalarSlot for Image {
    fn expected(&self) -> &'static str {
        "an image in base64"
    }

    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        let Scalar::Text(text) = scalar else {
            return false;
        };
        Self::from_base64(text).map(|image| *self = image).is_ok()
    }
}

impl ScalarSlot for Bytes {
    fn expected(&self) -> &'static str {
        "bytes in base64"
    }

    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        let Scalar::Text(text) = scalar else {
            return false;
        };
        let bytes = STANDARD.decode(text);
        bytes.map(|bytes| *self = bytes.into()).is_ok()
    }
}

impl<T: WireEnum> ScalarSlot for T {
    fn expected(&self) -> &'static str {
        "an enum value"
    }

    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        if let Scalar::Text(text) = scalar {
            *self = T::from(text);
            return true;
        }
        let mut text = String::new();
        text.set(scalar) && {
            *self = T::from(&text);
            true
        }
    }
}

impl<T: WireEnum> Slot for T {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Scalar(self)
    }

    fn empty() -> Self {
        T::from("")
    }

    fn is_text(&self) -> bool {
        true
    }
}

impl Slot for String {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Scalar(self)
    }

    fn empty() -> Self {
        Self::new()
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn is_text(&self) -> bool {
        true
    }
}

macro_rules! scalar_slot {
    ($($type:ty),*) => {$(
        impl Slot for $type {
            fn open(&mut self) -> SlotMut<'_> {
                SlotMut::Scalar(self)
            }

            fn empty() -> Self {
                Self::default()
            }

            fn clear(&mut self) {
                *self = Self::default();
            }
        }
    )*};
}

scalar_slot!(i64, f64, bool);

impl Slot for Image {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Scalar(self)
    }

    fn empty() -> Self {
        Self::default()
    }
}

impl Slot for Bytes {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Scalar(self)
    }

    fn empty() -> Self {
        Self::new()
    }

    fn clear(&mut self) {
        *self = Self::new();
    }

    fn raw(&mut self) -> Option<&mut Bytes> {
        Some(self)
    }
}

impl Slot for serde_json::Value {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Json(self)
    }

    fn empty() -> Self {
        Self::Null
    }

    fn clear(&mut self) {
        *self = Self::Null;
    }

    fn is_json(&self) -> bool {
        true
    }
}

impl<T: Slot> Slot for Option<T> {
    fn open(&mut self) -> SlotMut<'_> {
        self.get_or_insert_with(T::empty).open()
    }

    fn empty() -> Self {
        None
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn is_text(&self) -> bool {
        T::empty().is_text()
    }

    fn is_json(&self) -> bool {
        T::empty().is_json()
    }

    fn raw(&mut self) -> Option<&mut Bytes> {
        T::empty().raw()?;
        self.get_or_insert_with(T::empty).raw()
    }
}

impl<T: Slot> Slot for Vec<T> {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::List(self)
    }

    fn empty() -> Self {
        Self::new()
    }

    fn clear(&mut self) {
        Self::clear(self);
    }
}

impl<T: Slot> ListSlot for Vec<T> {
    fn push(&mut self) -> &mut dyn Slot {
        Self::push(self, T::empty());
        let last = self.len() - 1;
        &mut self[last]
    }

    fn pop(&mut self) {
        Self::pop(self);
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn size(&self) -> usize {
        size_of::<T>()
    }

    fn sample(&self, visit: &mut dyn FnMut(SlotMut<'_>)) {
        visit(T::empty().open());
    }
}

impl<T: Slot> Slot for BTreeMap<String, T> {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Map(self)
    }

    fn empty() -> Self {
        Self::new()
    }

    fn clear(&mut self) {
        Self::clear(self);
    }
}

impl<T: Slot> MapSlot for BTreeMap<String, T> {
    fn entry(&mut self, key: &str) -> &mut dyn Slot {
        Self::entry(self, key.to_owned()).or_insert_with(T::empty)
    }

    fn remove(&mut self, key: &str) {
        Self::remove(self, key);
    }

    fn sample(&self, visit: &mut dyn FnMut(SlotMut<'_>)) {
        visit(T::empty().open());
    }
}
