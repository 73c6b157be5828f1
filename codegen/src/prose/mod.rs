//! The Markdown of descriptions.
//!
//! Descriptions have paragraphs, bullets and numbered lists at any depth, notes (`> `),
//! tables, fenced code, bold text, code in backticks and links to `http` addresses.
//! Everything else is text that means itself. Any text is read; nothing is refused.
//!
//! One direction: `block` (blocks) and `inline` (spans) → `write`.

mod block;
mod inline;
mod write;

pub(crate) use write::{one_line, plain, rustdoc, rustdoc_line, spec};

#[cfg(test)]
mod tests;
