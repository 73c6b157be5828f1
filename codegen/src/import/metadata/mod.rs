//! Official machine-readable documentation (`api-docs.json`) into the neutral
//! description.
//!
//! One direction: `node` (JSON with order) → `document` and `schema` (types, with
//! notes at JSON pointers, by `walk`) → `lower` (what it means for calls).

mod document;
mod lower;
mod node;
mod schema;
mod walk;

use super::description::Description;

/// Reads a document into descriptions, one for each action. Whatever cannot be read is
/// left out, with a note. `source` is the path that reports name.
///
/// # Errors
///
/// If the text is not JSON, or not such a document: what was found and what was
/// expected.
pub(super) fn read(source: &str, text: &str) -> Result<Vec<Description>, String> {
    let root = node::Node::read(text)?;
    let mut reader = walk::Reader::default();
    let document = document::read(&mut reader, &root);
    let lacks = [
        ("info.product", document.product.is_empty()),
        ("info.version", document.version.is_empty()),
        ("info.style", document.style.is_empty()),
    ];
    if let Some((key, _)) = lacks.iter().find(|(_, lacks)| *lacks) {
        return Err(format!(
            "this is no `api-docs.json`: it has no text at `{key}`"
        ));
    }
    Ok(lower::lower(source, &document, reader.notes))
}
