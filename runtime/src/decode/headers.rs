//! Fields of an answer that come in its headers.

use reqwest::header::HeaderMap;

use super::{DecodeError, Reading, Unread};
use crate::location::Location;
use crate::shape::SENSITIVE;
use crate::slot::{Decode, Scalar, Slot, SlotMut};

/// Fills the fields that are in headers; those that could not be read.
///
/// # Errors
/// Of a strict reader: if a header is not as documented.
pub(crate) fn headers(
    headers: &HeaderMap,
    into: &mut dyn Decode,
    reading: Reading,
) -> Result<Vec<Unread>, DecodeError> {
    let shape = into.shape();
    let mut unread = Vec::new();
    if !shape.has(Location::Header) {
        return Ok(unread);
    }
    for (index, field) in shape.iter().enumerate() {
        if field.location != Location::Header {
            continue;
        }
        let slot = into.at_mut(index);
        for value in headers.get_all(field.name) {
            let text: String = value.as_bytes().iter().copied().map(char::from).collect();
            let Err(expected) = set(slot, &text) else {
                continue;
            };
            slot.clear();
            let found = match field.is(SENSITIVE) {
                true => "a text".to_owned(),
                false => format!("the text {}", crate::debug::quote(&text)),
            };
            if reading.strict {
                let message = format!("expected {expected}, found {found}");
                return Err(DecodeError::at_path(field.name.to_owned(), message));
            }
            let name = field.name.to_owned();
            unread.push(Unread::new(name, expected.to_owned(), found));
            break;
        }
    }
    Ok(unread)
}

/// Gives a slot the text of a header; what was expected if it does not take it.
fn set(slot: &mut dyn Slot, text: &str) -> Result<(), &'static str> {
    let scalar = Scalar::Text(text);
    match slot.open() {
        SlotMut::Scalar(slot) => {
            let other = scalar.other_form();
            match slot.set(scalar) || other.is_some_and(|other| slot.set(other)) {
                true => Ok(()),
                false => Err(slot.expected()),
            }
        }
        SlotMut::List(list) => set(list.push(), text),
        SlotMut::Json(value) => {
            *value = serde_json::Value::from(text);
            Ok(())
        }
        SlotMut::Record(_) | SlotMut::Map(_) => Err("an object"),
    }
}
