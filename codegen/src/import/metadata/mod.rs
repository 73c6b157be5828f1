//! Official machine-readable documentation (`api-docs.json`) into the neutral
//! description.
//!
//! One direction: `node` (JSON with order) → `document` and `schema` (types, with
//! notes at JSON pointers, by `walk`).

mod document;
mod node;
mod schema;
mod walk;

pub(in crate::import) use document::Document;
pub(in crate::import) use walk::Note;

/// Reads a document. Whatever cannot be read is left out, with a note.
///
/// # Errors
///
/// The text is not JSON, or no document: what was found and what was expected.
pub(in crate::import) fn read(text: &str) -> Result<(Document, Vec<Note>), String> {
    let root = node::Node::read(text)?;
    let mut reader = walk::Reader::default();
    let document = document::read(&mut reader, &root);
    Ok((document, reader.notes))
}
