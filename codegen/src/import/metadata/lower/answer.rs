//! The answer to a successful call.

use super::types::{Types, Use, described, is_wire_name};
use crate::check;
use crate::import::description::{Entry, Origin, Type};
use crate::import::metadata::document::Response;
use crate::import::metadata::schema::{Kind, Schema};
use crate::location::Location;

/// The name of a field that holds a whole answer.
const WHOLE: &str = "body";

/// Headers that every answer has.
const COMMON: &[&str] = &[
    "server",
    "connection",
    "date",
    "content-length",
    "content-type",
];

/// Fields of the answer: members of an object, or the whole answer, and headers.
pub(super) fn lower(responses: &[Response], types: &mut Types<'_>) -> Vec<Entry> {
    let successful = || {
        let two = |response: &&Response| response.status.starts_with('2');
        responses.iter().filter(two)
    };
    let normal = successful().find(|response| response.status == "200");
    let with_schema = successful().find(|response| response.schema.is_some());
    let answer = normal.filter(|response| response.schema.is_some());
    let answer = answer.or(with_schema).or(normal);
    let Some(answer) = answer.or_else(|| successful().next()) else {
        return Vec::new();
    };
    let mut entries = answer
        .schema
        .as_ref()
        .map_or_else(Vec::new, |schema| body(schema, types));
    for (name, schema) in &answer.headers {
        if COMMON.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        let origin = Origin::Pointer(schema.pointer.clone());
        if !check::is_header_name(name) || !is_wire_name(name) {
            types.note(
                origin,
                format!("`{name}` is not the name of a header; left out"),
            );
            continue;
        }
        let mut entry = types.entry(name, schema, Use::Answer, 0);
        if !matches!(
            entry.ty,
            Type::String | Type::Long | Type::Float | Type::Boolean
        ) {
            entry.ty = Type::String;
            entry.values = None;
        }
        entry.location = Some(Location::Header);
        entries.push(entry);
    }
    entries
}

fn body(schema: &Schema, types: &mut Types<'_>) -> Vec<Entry> {
    if let Kind::Object(members) = &schema.kind {
        return types.members(members, Use::Answer, 0);
    }
    // A map of anything as the answer of an action says that nothing is documented.
    let mut entry = types.entry(WHOLE, schema, Use::Answer, 0);
    let bytes = matches!(schema.format.as_deref(), Some("binary" | "byte"));
    if schema.kind == Kind::Text && bytes {
        entry.ty = Type::Bytes;
        entry.values = None;
    }
    entry.location = Some(Location::Payload);
    entry.doc = described(schema);
    vec![entry]
}
