//! Spec files in canonical form: keys in the order of the tables of the
//! language, short maps on one line, examples unchanged.

use super::tree::Tree;
use crate::form::{Form, Shape};
use crate::yaml::scalar::{WIDTH, lines, pad, plain, quoted};

/// Columns of prose.
const PROSE: usize = 80;

/// Keys with a blank line above them, as authors write them.
const APART: &[&str] = &[
    "parameters",
    "response",
    "objects",
    "enums",
    "errors",
    "pagination",
    "waiter",
    "submits",
    "examples",
    "errata",
    "areas",
    "common_parameters",
];

/// Writes a file with its header.
pub(super) fn file(header: &str, tree: &Tree, form: &'static Form) -> String {
    let mut out = format!("{header}\n");
    let Tree::Map(entries) = tree else {
        return out;
    };
    for (key, value, shape) in ordered(entries, form) {
        if APART.contains(&key) {
            out.push('\n');
        }
        entry(key, value, shape, 0, &mut out);
    }
    out
}

/// Entries in the order of the form; unknown ones last.
fn ordered<'a>(
    entries: &'a [(String, Tree)],
    form: &'static Form,
) -> Vec<(&'a str, &'a Tree, Option<Shape>)> {
    let shape = |key: &str| form.key(key).map(|known| known.shape);
    let mut out: Vec<_> = entries
        .iter()
        .map(|(key, value)| (key.as_str(), value, shape(key)))
        .collect();
    out.sort_by_key(|(key, ..)| form.place(key));
    out
}

/// `key: value`, at some indentation.
pub(super) fn entry(
    key: &str,
    value: &Tree,
    shape: Option<Shape>,
    indent: usize,
    out: &mut String,
) {
    pad(indent, out);
    out.push_str(&plain(key));
    out.push(':');
    behind(key, value, shape, indent, out);
}

/// Everything after a key, to the end of its lines.
fn behind(key: &str, value: &Tree, shape: Option<Shape>, indent: usize, out: &mut String) {
    // A value that fits is written on the line of its key.
    if is_flow(key, value)
        && let Some(text) = flow(value, shape)
        && indent + key.len() + 2 + text.chars().count() <= WIDTH
    {
        out.push(' ');
        out.push_str(&text);
        out.push('\n');
        return;
    }
    match (value, shape) {
        (Tree::Map(entries), Some(Shape::Form(form) | Shape::TextOr(form))) => {
            out.push('\n');
            for (key, value, shape) in ordered(entries, form) {
                entry(key, value, shape, indent + 2, out);
            }
        }
        (Tree::Map(entries), _) => {
            out.push('\n');
            for (key, value) in entries {
                entry(key, value, None, indent + 2, out);
            }
        }
        (Tree::List(members), shape) => {
            out.push('\n');
            let member = match shape {
                Some(Shape::List(member)) => Some(*member),
                _ => None,
            };
            for value in members {
                list_member(value, member, indent + 2, out);
            }
        }
        (Tree::Null, _) => out.push_str(" ~\n"),
        (Tree::Plain(text), _) => {
            out.push(' ');
            out.push_str(text);
            out.push('\n');
        }
        (Tree::Text(text), shape) => scalar(key, text, shape, indent, out),
    }
}

/// Maps and lists that authors write on one line.
fn is_flow(key: &str, value: &Tree) -> bool {
    match value {
        Tree::List(members) if members.is_empty() => true,
        Tree::List(members) => {
            members.iter().all(|member| member.as_word().is_some())
                && !matches!(key, "errors" | "values")
        }
        Tree::Map(_) => matches!(key, "length" | "range" | "items" | "raw_size"),
        _ => true,
    }
}

/// A member of a list, with its dash.
pub(super) fn list_member(value: &Tree, shape: Option<Shape>, indent: usize, out: &mut String) {
    if one_line_member(value, shape)
        && let Some(text) = flow(value, shape)
        && indent + 2 + text.chars().count() <= WIDTH
    {
        pad(indent, out);
        out.push_str("- ");
        out.push_str(&text);
        out.push('\n');
        return;
    }
    let (Tree::Map(entries), Some(Shape::Form(form) | Shape::TextOr(form))) = (value, shape) else {
        pad(indent, out);
        out.push('-');
        behind("-", value, shape, indent, out);
        return;
    };
    let mut block = String::new();
    for (key, value, shape) in ordered(entries, form) {
        entry(key, value, shape, indent + 2, &mut block);
    }
    pad(indent, out);
    out.push_str("- ");
    out.push_str(block.get(indent + 2..).unwrap_or_default());
}

/// Values of enums and common parameters take one line each.
fn one_line_member(value: &Tree, shape: Option<Shape>) -> bool {
    let form = match shape {
        Some(Shape::Form(form) | Shape::TextOr(form)) => form.what,
        _ => return true,
    };
    value.as_word().is_some()
        || matches!(form, "a value" | "an enum value" | "a common parameter")
        || value.get("value").is_some()
}

/// The value on one line, if possible.
fn flow(value: &Tree, shape: Option<Shape>) -> Option<String> {
    Some(match value {
        Tree::Null => "~".to_owned(),
        Tree::Plain(text) => text.clone(),
        Tree::Text(text) if text.contains('\n') || matches!(shape, Some(Shape::Verbatim)) => {
            return None;
        }
        Tree::Text(text) => scalar_text(text, shape),
        Tree::List(members) => {
            let member = match shape {
                Some(Shape::List(member)) => Some(*member),
                _ => None,
            };
            let parts: Option<Vec<String>> = members
                .iter()
                .map(|value| flow(value, member).map(|text| in_flow(value, text)))
                .collect();
            format!("[{}]", parts?.join(", "))
        }
        Tree::Map(entries) => {
            let form = match shape {
                Some(Shape::Form(form) | Shape::TextOr(form)) => Some(form),
                _ => None,
            };
            let entries = match form {
                Some(form) => ordered(entries, form),
                None => entries
                    .iter()
                    .map(|(key, value)| (key.as_str(), value, None))
                    .collect(),
            };
            let parts: Option<Vec<String>> = entries
                .into_iter()
                .map(|(key, value, shape)| {
                    flow(value, shape)
                        .map(|text| format!("{}: {}", plain(key), in_flow(value, text)))
                })
                .collect();
            format!("{{ {} }}", parts?.join(", "))
        }
    })
}

/// Inside brackets, a comma or brace ends an unquoted text.
fn in_flow(value: &Tree, text: String) -> String {
    match value {
        Tree::Text(_) if !text.starts_with('"') && text.contains([',', '[', ']', '{', '}']) => {
            quoted(&text)
        }
        _ => text,
    }
}

fn scalar(key: &str, text: &str, shape: Option<Shape>, indent: usize, out: &mut String) {
    if matches!(shape, Some(Shape::Verbatim)) {
        literal(text, indent, out);
        return;
    }
    let room = WIDTH.saturating_sub(indent + key.len() + 2);
    let one = scalar_text(text, shape);
    if !text.contains('\n') && (one.chars().count() <= room || !matches!(shape, Some(Shape::Prose)))
    {
        out.push(' ');
        out.push_str(&one);
        out.push('\n');
    } else if text.contains('\n') {
        literal(text, indent, out);
    } else {
        folded(text, indent, out);
    }
}

/// `|`: keeps every line.
fn literal(text: &str, indent: usize, out: &mut String) {
    let text = text.trim_end_matches('\n');
    // A parser would take leading spaces of the first line for indentation.
    let leading = text
        .lines()
        .find(|line| !line.is_empty())
        .is_some_and(|line| line.starts_with([' ', '\t']));
    let blank_first = text.starts_with('\n');
    out.push_str(if leading || blank_first {
        " |2\n"
    } else {
        " |\n"
    });
    lines(text, indent + 2, out);
}

/// `>`: prose wrapped at a width; lines break only at single spaces.
fn folded(text: &str, indent: usize, out: &mut String) {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 2 || words.iter().any(|word| word.is_empty()) || text.starts_with(['-', '#']) {
        out.push(' ');
        out.push_str(&plain(text));
        out.push('\n');
        return;
    }
    out.push_str(" >\n");
    let width = PROSE.saturating_sub(indent + 2).max(40);
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            pad(indent + 2, out);
            out.push_str(&line);
            out.push('\n');
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    pad(indent + 2, out);
    out.push_str(&line);
    out.push('\n');
}

/// `true` as a default is a wire value like any other.
fn scalar_text(text: &str, shape: Option<Shape>) -> String {
    match shape {
        Some(Shape::Value) if matches!(text, "true" | "false") => text.to_owned(),
        _ => plain(text),
    }
}

#[cfg(test)]
mod tests;
