//! `Debug` output of generated structs, with personal and secret values left
//! out, and the escaping of foreign text in messages.

use std::fmt;

use crate::shape::SENSITIVE;
use crate::value::{Record, ValueRef, each_field};

/// Prints a generated struct as a derived `Debug` would, under its wire names:
/// an absent field as `None`, the value of a field marked sensitive as
/// `<redacted>`.
///
/// # Errors
/// If the formatter fails.
pub fn debug(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(record.shape().name);
    each_field(record, &mut |field, value| {
        let redacted = field.is(SENSITIVE) && !matches!(value, ValueRef::Absent);
        if redacted {
            out.field(field.name, &format_args!("<redacted>"));
        } else {
            out.field(field.name, &Show(value));
        }
    });
    out.finish()
}

struct Show<'a>(ValueRef<'a>);

impl fmt::Debug for Show<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ValueRef::Absent => f.write_str("None"),
            ValueRef::Text(text) => text.fmt(f),
            ValueRef::Int(number) => number.fmt(f),
            ValueRef::Float(number) => number.fmt(f),
            ValueRef::Bool(value) => value.fmt(f),
            ValueRef::Image(image) => image.fmt(f),
            ValueRef::Bytes(bytes) => write!(f, "<{} bytes>", bytes.len()),
            ValueRef::Json(value) => write!(f, "{value}"),
            ValueRef::List(list) => f
                .debug_list()
                .entries((0..list.len()).map(|index| Show(list.at(index))))
                .finish(),
            ValueRef::Map(map) => {
                let mut out = f.debug_map();
                map.each(&mut |key, value| {
                    out.entry(&key, &Show(value));
                });
                out.finish()
            }
            ValueRef::Record(record) => debug(record, f),
        }
    }
}

/// The text in quotes, escaped, cut after 40 characters.
pub(crate) fn quote(text: &str) -> String {
    let (mut out, cut) = escape(text, 40, true);
    out.insert(0, '"');
    out.push_str(if cut { "…\"" } else { "\"" });
    out
}

/// At most `limit` characters of the text, and whether it was cut. Characters that do
/// not print become escapes; double quotes and backslashes only if `quotes` is set.
pub(crate) fn escape(text: &str, limit: usize, quotes: bool) -> (String, bool) {
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let plain = c == '\'' || (!quotes && matches!(c, '"' | '\\'));
        let escaped = c.escape_debug();
        let size = if plain { 1 } else { escaped.clone().count() };
        if used + size > limit {
            return (out, true);
        }
        used += size;
        if plain {
            out.push(c);
        } else {
            out.extend(escaped);
        }
    }
    (out, false)
}
