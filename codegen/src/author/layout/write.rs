//! Writes the canonical text of a file.

use std::borrow::Cow;

use super::scalar::{self, Block};
use super::tree::{Entry, Group, Remark, Value};
use crate::yaml::scalar::WIDTH;

/// Writes a file: the comments about the whole file, then its entries.
pub(super) fn write(header: &[Remark<'_>], gap: bool, root: &Group<'_>) -> String {
    let mut writer = Writer {
        out: String::new(),
        kept: false,
    };
    writer.remarks(header, 0, true);
    if gap {
        writer.blank();
    }
    writer.block(root, 0, false);
    writer.out
}

struct Writer {
    out: String,
    /// Whether the last lines belong to a scalar that keeps empty lines.
    kept: bool,
}

impl Writer {
    fn blank(&mut self) {
        if !self.kept && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.begin(indent);
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn begin(&mut self, indent: usize) {
        self.kept = false;
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// Comments; no blank line precedes the first one of a group.
    fn remarks(&mut self, remarks: &[Remark<'_>], indent: usize, first: bool) {
        for (index, remark) in remarks.iter().enumerate() {
            if remark.blank && !(first && index == 0) {
                self.blank();
            }
            self.line(indent, remark.text);
        }
    }

    /// Entries on their own lines. If `begun`, this map is a list member whose dash
    /// is already on the first line.
    fn block(&mut self, group: &Group<'_>, indent: usize, begun: bool) {
        for (index, entry) in group.entries.iter().enumerate() {
            if index > 0 || !begun {
                let above = above(entry, indent);
                self.remarks(&above, indent, index == 0);
                if entry.blank && !(index == 0 && above.is_empty()) {
                    self.blank();
                }
                self.begin(indent);
            }
            match entry.key {
                Some((_, key)) => {
                    self.out.push_str(key);
                    self.out.push(':');
                }
                None => self.out.push('-'),
            }
            self.value(entry, indent);
        }
        self.remarks(&group.tail, indent, group.entries.is_empty());
    }

    /// The value behind the key or the dash, to the end of its line or of the
    /// lines below.
    fn value(&mut self, entry: &Entry<'_>, indent: usize) {
        match &entry.value {
            Value::Empty => self.end(entry.trailing),
            Value::Inline(words) => {
                self.out.push(' ');
                self.out.push_str(words);
                self.end(entry.trailing);
            }
            Value::Folded(words) => self.folded(words, entry.trailing, indent),
            Value::Block(block) => self.scalar(block, indent),
            Value::Map(group) | Value::List(group) => {
                if let Some(text) = in_line(entry, indent) {
                    self.out.push(' ');
                    self.out.push_str(&text);
                    self.end(entry.trailing);
                } else if entry.key.is_none() && matches!(entry.value, Value::Map(_)) {
                    self.out.push(' ');
                    self.block(group, indent + 2, true);
                } else {
                    let beside = entry.key.and(entry.head.or(entry.trailing));
                    self.end(beside);
                    self.block(group, indent + 2, false);
                }
            }
        }
    }

    fn end(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    fn folded(&mut self, words: &str, trailing: Option<&str>, indent: usize) {
        for (index, line) in scalar::folded(words).enumerate() {
            if index == 0 {
                self.out.push(' ');
            } else {
                self.out.push('\n');
                if !line.is_empty() {
                    self.begin(indent + 2);
                }
            }
            self.out.push_str(line);
        }
        self.end(trailing);
    }

    fn scalar(&mut self, block: &Block<'_>, indent: usize) {
        self.out.push(' ');
        self.out.push_str(block.header);
        self.out.push('\n');
        for line in &block.lines {
            if line.is_empty() {
                self.out.push('\n');
            } else {
                self.line(indent + block.indent.unwrap_or(2), line);
            }
        }
        self.kept = block.keep;
    }
}

/// The comments above an entry. A map in a list begins on the line of its dash,
/// so the comments of its first entry go above the dash.
fn above<'a>(entry: &'a Entry<'a>, indent: usize) -> Cow<'a, [Remark<'a>]> {
    let (Value::Map(group) | Value::List(group)) = &entry.value else {
        return Cow::Borrowed(&entry.leading);
    };
    let own = |text| Remark { text, blank: false };
    let mut remarks = entry.leading.clone();
    if group.entries.is_empty() {
        remarks.extend(&group.tail);
    } else if entry.key.is_none() && in_line(entry, indent).is_none() {
        remarks.extend(entry.trailing.map(own));
        if let (Value::Map(_), Some(first)) = (&entry.value, group.entries.first()) {
            remarks.extend(above(first, indent + 2).iter());
        }
    }
    Cow::Owned(remarks)
}

/// A `{}` or `[]` on one line, if it fits and has no comments.
fn in_line(entry: &Entry<'_>, indent: usize) -> Option<String> {
    let (Value::Map(group) | Value::List(group)) = &entry.value else {
        return None;
    };
    if !group.flow {
        return None;
    }
    if group.entries.is_empty() {
        let empty = matches!(entry.value, Value::Map(_));
        return Some(if empty { "{}" } else { "[]" }.to_owned());
    }
    let text = one_line(&entry.value)?;
    let key = entry.key.map_or(1, |(_, key)| key.chars().count() + 1);
    let fits = indent + key + 1 + text.chars().count() <= WIDTH;
    fits.then_some(text)
}

fn one_line(value: &Value<'_>) -> Option<String> {
    let (group, open, close) = match value {
        Value::Empty => return Some(String::new()),
        Value::Inline(words) => return Some((*words).to_owned()),
        Value::Folded(_) | Value::Block(_) => return None,
        Value::Map(group) => (group, "{ ", " }"),
        Value::List(group) => (group, "[", "]"),
    };
    if !group.tail.is_empty() {
        return None;
    }
    if group.entries.is_empty() {
        return Some(format!("{}{}", open.trim(), close.trim()));
    }
    let mut parts = Vec::new();
    for entry in &group.entries {
        if !entry.leading.is_empty() || entry.trailing.is_some() {
            return None;
        }
        let value = one_line(&entry.value)?;
        parts.push(match entry.key {
            Some((_, key)) => format!("{key}: {value}").trim_end().to_owned(),
            None => value,
        });
    }
    Some(format!("{open}{}{close}", parts.join(", ")))
}
