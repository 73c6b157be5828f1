//! The structure of an answer that cannot be read. Its values and undocumented names
//! are left out, because they may be personal data.

use std::collections::BTreeSet;

use crate::shape::Shape;
use crate::slot::{Decode, SlotMut};

/// What is shown at most, in characters; with the size it stays below the
/// length of an excerpt.
const LONGEST: usize = 160;

/// How deep the shapes of documented fields are looked into.
const DEPTH: usize = 64;

/// Names of every answer, documented or not; in the order of the values of an error.
pub(crate) const COMMON: [&str; 6] = [
    "Code",
    "Message",
    "RequestId",
    "HostId",
    "Recommend",
    "AccessDeniedDetail",
];

/// Whether errors have a member of this name.
pub(crate) fn is_common(name: &str) -> bool {
    COMMON.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The names that an outline may show: fields at any depth, and the wrappers of lists.
#[derive(Default)]
pub(crate) struct Names {
    lower: BTreeSet<String>,
    seen: Vec<&'static Shape>,
}

impl Names {
    /// The documented names. Opens slots, so that the record is fit only to be
    /// thrown away.
    pub(crate) fn of(record: &mut dyn Decode) -> Self {
        let mut names = Self::default();
        names.record(record, 0);
        names
    }

    fn record(&mut self, record: &mut dyn Decode, depth: usize) {
        let shape = record.shape();
        if depth > DEPTH || self.seen.iter().any(|known| known.is(shape)) {
            return;
        }
        self.seen.push(shape);
        for field in shape {
            self.lower.insert(field.name.to_ascii_lowercase());
            self.lower.insert(field.item.to_ascii_lowercase());
        }
        for index in 0..shape.len() {
            self.slot(record.at_mut(index).open(), depth + 1);
        }
    }

    fn slot(&mut self, slot: SlotMut<'_>, depth: usize) {
        match slot {
            SlotMut::Record(record) => self.record(record, depth),
            SlotMut::List(list) => list.sample(&mut |slot| self.slot(slot, depth)),
            SlotMut::Map(map) => map.sample(&mut |slot| self.slot(slot, depth)),
            SlotMut::Scalar(_) | SlotMut::Json(_) => {}
        }
    }

    fn has(&self, name: &str) -> bool {
        !name.is_empty()
            && (is_common(name) || self.lower.contains(name.to_ascii_lowercase().as_str()))
    }
}

/// A JSON or XML document with `…` for all that is not a documented name; of
/// anything else the kind and the size.
pub(crate) fn outline(body: &[u8], names: &Names) -> String {
    let size = body.len();
    let Ok(text) = str::from_utf8(body) else {
        return format!("binary data of {size} bytes");
    };
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let mut out = Outline {
        text: String::new(),
        names,
    };
    match start.chars().next() {
        Some('{' | '[' | '"') => out.json(start),
        Some('<') if !is_html(start) => out.xml(start),
        Some('<') => return format!("an HTML page of {size} bytes"),
        _ if text.contains(|c: char| c.is_control() && !c.is_whitespace()) => {
            return format!("binary data of {size} bytes");
        }
        _ => return format!("a text of {size} bytes"),
    }
    match out.text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({size} bytes)", &out.text[..end]),
        None => out.text,
    }
}

fn is_html(text: &str) -> bool {
    ["<!doctype html", "<html"].iter().any(|start| {
        let head = text.get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start))
    })
}

struct Outline<'n> {
    text: String,
    names: &'n Names,
}

impl Outline<'_> {
    fn full(&self) -> bool {
        // No character takes more than four bytes.
        self.text.len() > 4 * LONGEST
    }

    fn value(&mut self) {
        if !self.text.ends_with('…') {
            self.text.push('…');
        }
    }

    fn json(&mut self, mut rest: &str) {
        while let Some(c) = rest.chars().next()
            && !self.full()
        {
            if c == '"' {
                let (string, after) = rest.split_at(string_end(rest));
                // In a malformed document a value may also be before a colon. Only the
                // name itself decides.
                let name = string.trim_matches('"');
                if after.trim_start().starts_with(':') && self.names.has(name) {
                    self.text.push_str(string);
                } else {
                    self.value();
                }
                rest = after;
                continue;
            }
            if matches!(c, '{' | '}' | '[' | ']' | ':' | ',') {
                self.text.push(c);
            } else if !c.is_whitespace() {
                self.value();
            }
            rest = &rest[c.len_utf8()..];
        }
    }

    fn xml(&mut self, mut rest: &str) {
        while !rest.is_empty() && !self.full() {
            let (text, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if !text.trim().is_empty() {
                self.value();
            }
            rest = if markup.starts_with("<![CDATA[") {
                self.value();
                after(markup, "]]>")
            } else if markup.starts_with("<!--") {
                after(markup, "-->")
            } else if markup.starts_with("<!") || markup.starts_with("<?") {
                after(markup, ">")
            } else {
                self.tag(markup)
            };
        }
    }

    /// Shows the tag at the start, without its attributes, which are values
    /// too; gives what follows it.
    fn tag<'t>(&mut self, markup: &'t str) -> &'t str {
        let Some(inner) = markup.strip_prefix('<') else {
            return markup;
        };
        let end = inner.find('>');
        let whole = &inner[..end.unwrap_or(inner.len())];
        let (open, whole) = match whole.strip_prefix('/') {
            Some(whole) => ("</", whole),
            None => ("<", whole),
        };
        let name = whole.find(|c: char| c == '/' || c.is_whitespace());
        let name = &whole[..name.unwrap_or(whole.len())];
        self.text.push_str(open);
        self.text
            .push_str(if self.names.has(name) { name } else { "…" });
        let Some(end) = end else {
            return "";
        };
        self.text
            .push_str(if whole.ends_with('/') { "/>" } else { ">" });
        &inner[end + 1..]
    }
}

/// What follows `end` in the text.
fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// Length of the JSON string at the start of the text, with its quotes; the whole text
/// if it does not end.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}
