//! Reads answers. One decoder reads JSON and XML, and recognises them by content.

mod context;
mod decimal;
mod denial;
mod element;
mod error;
mod fault;
mod fill;
mod format;
mod headers;
mod json;
mod memory;
mod object;
mod outcome;
mod tree;
mod unread;
mod xml;

pub(crate) use denial::{DENIALS, denial, is_success};
pub use error::DecodeError;
pub use fault::{ErrorBody, decode_error, excerpt};
pub use format::Format;
pub(crate) use headers::headers;
pub use unread::Unread;

use std::str::Utf8Error;

use bytes::Bytes;
use serde::de::DeserializeSeed;

use crate::slot::{Decode, Scalar, Slot, SlotMut};
use crate::value::ValueRef;
use context::Context;
use fill::{Fill, Target};
use outcome::Outcome;
use tree::Root;

/// The deepest nesting of objects, lists and elements.
const DEPTH: usize = 64;

/// The largest answer that is expected unless a client says otherwise, in bytes.
pub(crate) const LARGEST: usize = 16 << 20;

/// How an answer is read.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    /// Whether a value that is not as documented is an error.
    pub(crate) strict: bool,
    /// The largest answer that is accepted, in bytes. Its values may take 16
    /// times as much memory.
    pub(crate) largest: usize,
}

/// Fills `into`, which should be a default value, from the body of an answer
/// that must be as documented. Calls read leniently; see [`decode_lenient`].
///
/// Field names are matched exactly first, then without regard to ASCII case. Unknown
/// fields are skipped, though they must be well-formed; `null` leaves a field unset.
/// The end tag of an XML root, and only that one, may differ from its start tag.
/// Attributes are ignored. A number in a text field keeps its digits. In JSON
/// documents, a number that serde_json would round is a text with all its digits,
/// unless serde_json's feature `arbitrary_precision` is on.
///
/// # Errors
/// If the body is empty, cut short, not UTF-8, neither JSON nor XML, nested
/// deeper than 64 levels, names a field twice, has a value of another type than
/// documented, or has none of the documented fields, as a whole or in a nested
/// object that is not empty; and if its values take more than 256 MiB of memory.
/// `into` is then filled with what comes before the error.
pub fn decode(body: &[u8], into: &mut dyn Decode) -> Result<(), DecodeError> {
    let (strict, largest) = (true, LARGEST);
    fill(body, into, Reading { strict, largest }).map(drop)
}

/// As [`decode`], but one odd value does not lose the answer.
///
/// A value that has one meaning is read: `""`, `1.0`, `"1.0"` and `true` for an
/// integer, `""`, `0` and `1` for a boolean, `""` for a number, `""` and `[]` for
/// an object or a map. `""` and `[]` leave the field unset. If a field is given
/// in several cases, the exact name wins.
///
/// Any other field that is not as documented stays unset and is reported, up
/// to 200 of them. A list member or map entry that cannot be read is left
/// out, but an object in a list stays, with nothing set.
///
/// # Errors
/// If the body is not a document, takes too much memory, or has no documented field
/// that can be read. `into` is then filled with what comes before the error.
pub fn decode_lenient(body: &[u8], into: &mut dyn Decode) -> Result<Vec<Unread>, DecodeError> {
    let (strict, largest) = (false, LARGEST);
    fill(body, into, Reading { strict, largest })
}

/// Fills `into` from the body of an answer; the fields that could not be read.
///
/// # Errors
/// As [`decode`] and [`decode_lenient`] say.
pub(crate) fn fill(
    body: &[u8],
    into: &mut dyn Decode,
    reading: Reading,
) -> Result<Vec<Unread>, DecodeError> {
    let shape = into.shape();
    if let Some(index) = shape.payload() {
        return payload(body, into.at_mut(index), shape.item(index), reading);
    }
    let mut context = Context::new(reading.strict, reading.largest);
    let outcome = read(body, &mut context, Fields(&mut *into))?;
    let mut members = (0..shape.len()).filter(|index| shape.is_member(*index));
    if let Some(first) = context.unread.first()
        && members.all(|index| is_empty(into.at(index).get()))
    {
        let message = format!(
            "expected {}, found {}; no other field could be read",
            first.expected(),
            first.found()
        );
        return Err(DecodeError::at_path(first.path().to_owned(), message));
    }
    if matches!(outcome, Outcome::Blank | Outcome::Unknown) && shape.has_members() {
        let names = shape.names().join(", ");
        return Err(DecodeError::new(format!(
            "the body has none of the documented fields ({names})"
        )));
    }
    Ok(context.unread)
}

/// Fills one slot from the whole body: bytes and a text as they are, anything else from a
/// document. Gives the fields that could not be read.
///
/// # Errors
/// As [`decode`] and [`decode_lenient`] say.
pub(crate) fn payload(
    body: &[u8],
    slot: &mut dyn Slot,
    item: &'static str,
    reading: Reading,
) -> Result<Vec<Unread>, DecodeError> {
    if let Some(bytes) = slot.raw() {
        *bytes = Bytes::copy_from_slice(body);
        return Ok(Vec::new());
    }
    if slot.is_text() {
        let text = str::from_utf8(body).map_err(|error| not_utf8(&error))?;
        if let SlotMut::Scalar(slot) = slot.open() {
            slot.set(Scalar::Text(text));
        }
        return Ok(Vec::new());
    }
    let mut context = Context::new(reading.strict, reading.largest);
    let sink = Whole { slot, item };
    let outcome = read(body, &mut context, sink)?;
    if let Some(first) = context.unread.first()
        && outcome == Outcome::Unread
    {
        let (expected, found) = (first.expected(), first.found());
        let message = format!("expected {expected}, found {found}");
        return Err(DecodeError::at_path(first.path().to_owned(), message));
    }
    Ok(context.unread)
}

/// Whether nothing is set.
fn is_empty(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Absent => true,
        ValueRef::Text(text) => text.is_empty(),
        ValueRef::List(list) => (0..list.len()).all(|index| is_empty(list.at(index))),
        ValueRef::Map(map) => map.is_empty(),
        ValueRef::Record(record) => {
            (0..record.shape().len()).all(|index| is_empty(record.at(index).get()))
        }
        _ => false,
    }
}

/// Reads the whole body, without the members named in `without`. For XML, the body is
/// the content of the root. Returns the members that could not be read.
///
/// # Errors
/// As for [`decode`], except for errors about documented fields.
pub(crate) fn tree(
    body: &[u8],
    into: &mut serde_json::Value,
    without: &[&str],
    reading: Reading,
) -> Result<Vec<Unread>, DecodeError> {
    let mut context = Context::new(reading.strict, reading.largest);
    read(body, &mut context, Document { into, without })?;
    Ok(context.unread)
}

/// What an answer is read into. Either parser may drive it.
trait Sink {
    type Read;
    /// Whether the document may be any JSON value, not only an object.
    const ANY: bool = false;
    fn read<'de, D: serde::Deserializer<'de>>(
        self,
        source: D,
        context: &mut Context,
    ) -> Result<Self::Read, D::Error>;
}

/// Documented fields.
struct Fields<'s>(&'s mut dyn Decode);

impl Sink for Fields<'_> {
    type Read = Outcome;

    fn read<'de, D: serde::Deserializer<'de>>(
        self,
        source: D,
        context: &mut Context,
    ) -> Result<Outcome, D::Error> {
        let fill = Fill {
            target: Target::Root(self.0),
            item: "",
            context,
        };
        fill.deserialize(source)
    }
}

/// One value.
struct Whole<'s> {
    slot: &'s mut dyn Slot,
    item: &'static str,
}

impl Sink for Whole<'_> {
    type Read = Outcome;
    const ANY: bool = true;

    fn read<'de, D: serde::Deserializer<'de>>(
        self,
        source: D,
        context: &mut Context,
    ) -> Result<Outcome, D::Error> {
        let fill = Fill {
            target: Target::Field(self.slot),
            item: self.item,
            context,
        };
        fill.deserialize(source)
    }
}

/// Whatever there is.
struct Document<'s> {
    into: &'s mut serde_json::Value,
    without: &'s [&'s str],
}

impl Sink for Document<'_> {
    type Read = ();

    fn read<'de, D: serde::Deserializer<'de>>(
        self,
        source: D,
        context: &mut Context,
    ) -> Result<(), D::Error> {
        let root = Root {
            into: self.into,
            without: self.without,
            context,
        };
        root.deserialize(source)
    }
}

/// Reads a body in either format. If it is not UTF-8, a strict reader reads up to there;
/// for others, U+FFFD takes the place of what is not.
fn read<S: Sink>(body: &[u8], context: &mut Context, sink: S) -> Result<S::Read, DecodeError> {
    let mended;
    let (text, fault) = match str::from_utf8(body) {
        Ok(text) => (text, None),
        Err(error) if !context.strict => {
            // One odd byte does not lose the answer.
            let found = format!("an invalid byte at offset {}", error.valid_up_to());
            let unread = Unread::new(String::new(), "UTF-8".to_owned(), found);
            context.unread.push(unread);
            mended = String::from_utf8_lossy(body);
            (&*mended, None)
        }
        Err(error) => {
            let text = str::from_utf8(&body[..error.valid_up_to()]).unwrap_or_default();
            (text, Some(not_utf8(&error)))
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let read = match text.trim_ascii_start().chars().next() {
        Some(start) if start == '{' || (S::ANY && start != '<') => {
            json::parse(text, context, |source, context| sink.read(source, context))
        }
        Some('<') => {
            context.xml = true;
            xml::parse(text, context, |root, context| sink.read(root, context))
        }
        Some(other) => Err(DecodeError::new(format!(
            "expected a JSON object or an XML element, found {other:?} at the start"
        ))),
        None => Err(DecodeError::new("the body is empty".to_owned())),
    };
    fault.map_or(read, Err)
}

fn not_utf8(error: &Utf8Error) -> DecodeError {
    let offset = error.valid_up_to();
    DecodeError::new(format!(
        "the body is not UTF-8: invalid byte at offset {offset}"
    ))
}

fn too_deep() -> String {
    format!("nested deeper than {DEPTH} levels")
}
