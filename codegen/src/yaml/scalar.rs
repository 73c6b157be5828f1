//! Scalars as YAML text, shared by all YAML writers.

use std::fmt::Write as _;

/// Maximal width of a line of a spec file.
pub(crate) const WIDTH: usize = 100;

/// Spaces at the beginning of a line.
pub(crate) fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// A text in a spec file: without quotes if it reads as the same text. Numbers
/// need no quotes, because the spec language keeps the text of plain scalars.
pub(crate) fn plain(text: &str) -> String {
    let first = text.chars().next();
    let indicator = first.is_none_or(|c| "-?:,[]{}#&*!|>'\"%@`~ ".contains(c));
    // `-1` and `?x` are texts; `- x` is a list.
    let starts_well = matches!(first, Some('-' | '?' | ':'))
        && text.chars().nth(1).is_some_and(|c| !c.is_whitespace())
        && text != "---";
    let inside =
        breaks(text) || text.contains(['\n', '\t', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "null" | "~" | "true" | "false" | "..." | "---" | "<<" | "="
    );
    let special = text
        .chars()
        .any(|c| c.is_control() || (c == '\u{a0}') || c == '\u{feff}');
    if (indicator && !starts_well) || inside || word || special {
        quoted(text)
    } else {
        text.to_owned()
    }
}

/// A text for tools that read YAML 1.1 or 1.2: without quotes if all of them
/// read it as the same text.
pub(crate) fn portable(text: &str) -> String {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let begins = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '$' | '_'));
    let word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    if begins && !breaks(text) && !word && text.chars().all(is_printable) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether a text without quotes would end, or become a key, before its end.
fn breaks(text: &str) -> bool {
    text.contains(": ") || text.contains(" #") || text.ends_with([':', ' '])
}

/// Whether a character is visible and may be written unescaped.
pub(crate) fn is_printable(c: char) -> bool {
    let invisible = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    );
    !c.is_control() && !invisible
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

/// The unchanged lines of a block scalar, below its header.
pub(crate) fn lines(text: &str, indent: usize, out: &mut String) {
    for line in text.trim_end_matches('\n').split('\n') {
        if !line.is_empty() {
            pad(indent, out);
            out.push_str(line);
        }
        out.push('\n');
    }
}
