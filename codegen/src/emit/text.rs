//! Source text with a known layout.
//!
//! Most of a client is structs and enums, which all have the same layout. Written
//! as text, they need no parsing and no general formatting, which would take most
//! of the time of a build script (`docs/performance/compile-time.md`).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::doc;

/// Maximal width of a line.
const WIDTH: usize = 100;

/// A documentation comment.
pub(crate) fn docs(indent: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for line in text.trim_end().lines() {
        out.push_str(indent);
        out.push_str("///");
        if !line.is_empty() {
            out.push(' ');
            // A comment must not contain a lone carriage return.
            out.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        out.push('\n');
    }
    out
}

/// The attribute of a deprecated item, if there is a reason. rustdoc shows the reason as
/// Markdown.
pub(crate) fn deprecated(indent: &str, reason: Option<&String>) -> String {
    let Some(reason) = reason else {
        return String::new();
    };
    let reason = string(&doc::sentence(reason));
    format!("{indent}#[deprecated = {reason}]\n")
}

/// A string literal.
pub(crate) fn string(text: &str) -> String {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(plain) {
        ["\"", text, "\""].concat()
    } else {
        Literal::string(text).to_string()
    }
}

/// `start[a, b]` on one line if `rest` still fits after it, otherwise with one
/// line per member.
pub(crate) fn list(indent: &str, start: &str, items: &[String], rest: usize) -> String {
    let line = items.join(", ");
    if indent.len() + start.len() + line.len() + 2 + rest <= WIDTH {
        return [start, "[", &line, "]"].concat();
    }
    let mut out = [start, "[\n"].concat();
    for item in items {
        for part in [indent, "    ", item, ",\n"] {
            out.push_str(part);
        }
    }
    out.push_str(indent);
    out.push(']');
    out
}

/// Whether a text fits on a line with this indentation.
pub(crate) fn fits(indent: &str, text: &str) -> bool {
    indent.len() + text.len() <= WIDTH
}

/// The tokens of a text, for code that is formatted as a whole.
pub(crate) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| {
        let message = format!("emitted code is not Rust: {text}");
        quote!(compile_error!(#message))
    })
}
