//! Text that a spec file accepts.

use crate::diagnostic::is_unsafe;

/// On one line, without characters that a spec file refuses.
pub(super) fn visible(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_unsafe(*c))
        .collect();
    squeeze(&text)
}

/// Runs of white space as one space.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
