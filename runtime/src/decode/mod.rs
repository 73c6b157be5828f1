//! Reading answers: one decoder for JSON and XML, told apart by content.

mod context;
mod decimal;
mod element;
mod error;
mod fault;
mod fill;
mod json;
mod object;
mod tree;
mod xml;

pub use error::DecodeError;
pub(crate) use fault::nested_error;
pub use fault::{ErrorBody, decode_error, excerpt};

use crate::slot::Decode;
use context::Context;

/// How deep objects, lists and elements may be nested.
const DEPTH: usize = 64;

/// Fills `into`, which should be a default value, from the body of an answer.
///
/// Field names are matched exactly first, then without regard to ASCII case.
/// Unknown fields are skipped, though they must be well-formed; `null` leaves
/// a field unset. Only the end tag of an XML root may have another name than
/// its start tag, and attributes carry no data. Numbers that go into texts keep
/// their digits. In JSON documents, a number that serde_json would round is a
/// text with all its digits, unless serde_json's feature `arbitrary_precision`
/// is on.
///
/// # Errors
/// Where the body is empty, cut short, not UTF-8, neither JSON nor XML, nested
/// deeper than 64 levels, names a field twice, has a value of another type than
/// documented, or has none of the documented fields, as a whole or in a nested
/// object that is not empty. `into` may then be filled in part and must be
/// thrown away.
pub fn decode(body: &[u8], into: &mut dyn Decode) -> Result<(), DecodeError> {
    let shape = into.shape();
    let found = match language(body)? {
        Language::Json(text) => json::read(text, into, &mut Context::new(false))?,
        Language::Xml(text) => xml::read(text, into, &mut Context::new(true))?,
    };
    if found || shape.is_empty() {
        return Ok(());
    }
    Err(DecodeError::new(format!(
        "the body has none of the documented fields ({})",
        shape.names().join(", ")
    )))
}

/// The body as it is: of XML, what is inside the root.
///
/// # Errors
/// As for [`decode`], as far as documented fields have no part in it.
pub(crate) fn tree(body: &[u8]) -> Result<serde_json::Value, DecodeError> {
    match language(body)? {
        Language::Json(text) => json::tree(text),
        Language::Xml(text) => xml::tree(text),
    }
}

enum Language<'b> {
    Json(&'b str),
    Xml(&'b str),
}

fn language(body: &[u8]) -> Result<Language<'_>, DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let offset = error.valid_up_to();
        DecodeError::new(format!(
            "the body is not UTF-8: invalid byte at offset {offset}"
        ))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_ascii_start().chars().next() {
        Some('{') => Ok(Language::Json(text)),
        Some('<') => Ok(Language::Xml(text)),
        Some(other) => Err(DecodeError::new(format!(
            "expected a JSON object or an XML element, found {other:?} at the start"
        ))),
        None => Err(DecodeError::new("the body is empty".to_owned())),
    }
}

fn too_deep() -> String {
    format!("nested deeper than {DEPTH} levels")
}
