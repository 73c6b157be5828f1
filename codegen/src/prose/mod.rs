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

#[cfg(feature = "import")]
pub(crate) use write::{one_line, spec};
pub(crate) use write::{plain, rustdoc, rustdoc_line};

#[cfg(all(test, feature = "import"))]
mod tests;
