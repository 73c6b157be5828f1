//! Writes figures into the documentation.

use std::fs;
use std::io;
use std::path::PathBuf;

const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// A file in `docs/performance/`.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/performance");
    PathBuf::from(root).join(name)
}

/// Puts `text` between the two marks in a page of `docs/performance/`, and keeps
/// the text around them.
///
/// # Errors
///
/// If the page cannot be read or written, or does not have the marks.
pub fn write(page: &str, text: &str) -> io::Result<()> {
    let path = path(page);
    let old = fs::read_to_string(&path)?;
    let marked = old.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some(format!(
            "{before}{BEGIN}\n{}\n{END}{after}",
            text.trim_end()
        ))
    });
    let new = marked.ok_or_else(|| {
        io::Error::other(format!("{page} does not have the lines {BEGIN} and {END}"))
    })?;
    fs::write(path, new)
}
