//! Source text whose layout is known beforehand.
//!
//! Structs and enums make up most of a client, and each is laid out like any
//! other. Written as text they need neither be parsed again nor laid out by
//! rules that hold for all of Rust, which takes most of the time of a build
//! script (`docs/performance/compile-time.md`).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::doc;

/// What a line should not exceed.
const WIDTH: usize = 100;

/// A documentation comment.
pub(crate) fn docs(indent: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for line in text.trim_end().lines() {
        out.push_str(indent);
        out.push_str("///");
        if !line.is_empty() {
            out.push(' ');
            // A carriage return on its own may not stand in a comment.
            out.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        out.push('\n');
    }
    out
}

/// The attribute of what should not be used any more, where there is a reason,
/// which is shown as Markdown.
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

/// `start[a, b]`, in one line where `rest` still fits behind it, or else with a
/// line a member.
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

/// Whether a text fits into a line at this indentation.
pub(crate) fn fits(indent: &str, text: &str) -> bool {
    indent.len() + text.len() <= WIDTH
}

/// The tokens of a text, where it is part of something laid out by rules.
pub(crate) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| {
        let message = format!("emitted code is not Rust: {text}");
        quote!(compile_error!(#message))
    })
}
