//! The canonical layout of a spec file: keys in the order of the tables of the
//! language, two spaces per level, `{}` where it fits on the line. Scalars keep
//! their text, and comments stay with the entries that they describe.

mod comments;
mod scalar;
mod tree;
mod write;

use std::path::Path;

use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::failure::Failure;
use crate::form::{self, Form, Shape};
use crate::load;
use crate::source::Sources;
use crate::yaml::{self, Kind, Node};
use tree::{Group, Remark, Value};

/// Reads a spec file and returns its canonical text; writes nothing.
///
/// Verifies that the result has the same meaning and all comments, by reading
/// both.
///
/// # Errors
///
/// If the file is not YAML, or uses a form of YAML that cannot be laid out
/// without a loss.
pub fn lay_out(path: &Path) -> Result<String, Failure> {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let root = load::file::open(path, &mut sources, &mut report).and_then(|file| {
        let text = &sources.get(file).text;
        Some((yaml::parse(file, text, &mut report)?, text))
    });
    if let Some((root, _)) = &root
        && !matches!(root.kind, Kind::Map(_))
    {
        let message = format!("expected a map, found {}", root.kind.describe());
        report.push(Finding::new(Code::WrongType, root.span, message));
    }
    let Some((root, text)) = root.filter(|_| !report.failed()) else {
        return Err(Failure::Findings(report.finish(&sources)));
    };
    let refused = |reason: &str| {
        Failure::Message(format!(
            "cannot format {}: {reason}; the file stays as it is",
            path.display()
        ))
    };
    let text = text.replace("\r\n", "\n");
    let form = form_of(path, &root);
    let after = pass(&text, form).map_err(refused)?;
    verify(&text, &after, form).map_err(refused)?;
    Ok(after)
}

fn form_of(path: &Path, root: &Node) -> &'static Form {
    let has = |name: &str| match &root.kind {
        Kind::Map(entries) => entries.iter().any(|(key, _)| key.value == name),
        _ => false,
    };
    if path.ends_with(load::PRODUCT_FILE) || has("product") && !has("action") {
        &form::PRODUCT
    } else {
        &form::ACTION
    }
}

fn parse(text: &str) -> Option<Node> {
    yaml::parse(0, text, &mut Report::default())
}

/// Lays out a text that is a YAML map.
fn pass(text: &str, form: &Form) -> Result<String, &'static str> {
    let unreadable = "it cannot be read";
    let root = parse(text).ok_or(unreadable)?;
    let comments = comments::comments(text).ok_or(unreadable)?;
    let mut group = tree::read(text, &comments, &root);
    if long_key(&group) {
        return Err("a key stands in several lines");
    }
    let (header, gap) = header(&mut group);
    order(&mut group, form);
    Ok(write::write(&header, gap, &group))
}

/// Moves the comments about the whole file out of its first entry: those
/// followed by a blank line, and the editors' comment on the first line.
fn header<'a>(root: &mut Group<'a>) -> (Vec<Remark<'a>>, bool) {
    let Some(first) = root.entries.first_mut() else {
        return (Vec::new(), false);
    };
    let blank: Vec<bool> = first.leading.iter().map(|remark| remark.blank).collect();
    let blank = |index: usize| blank.get(index).copied().unwrap_or(first.blank);
    let modeline = first
        .leading
        .first()
        .is_some_and(|remark| remark.text.starts_with("# yaml-language-server:"));
    let count = (1..=first.leading.len())
        .rev()
        .find(|index| blank(*index))
        .unwrap_or(usize::from(modeline));
    let gap = count > 0 && blank(count);
    let header = first.leading.drain(..count).collect();
    first.open();
    (header, gap)
}

fn long_key(group: &Group<'_>) -> bool {
    group.entries.iter().any(|entry| {
        let inside = match &entry.value {
            Value::Map(group) | Value::List(group) => long_key(group),
            _ => false,
        };
        inside || entry.key.is_some_and(|(_, words)| words.contains('\n'))
    })
}

/// Puts the keys of every form into the order of its table. Unknown keys keep
/// their order, at the end.
fn order(group: &mut Group<'_>, form: &Form) {
    let place = |key: Option<(&str, &str)>| key.map_or(usize::MAX, |(name, _)| form.place(name));
    group.entries.sort_by_key(|entry| place(entry.key));
    for entry in &mut group.entries {
        if let Some(known) = form.keys.get(place(entry.key)) {
            order_value(&mut entry.value, known.shape);
        }
    }
}

fn order_value(value: &mut Value<'_>, shape: Shape) {
    match (value, shape) {
        (Value::Map(group), Shape::Form(form) | Shape::TextOr(form)) => order(group, form),
        (Value::List(group), Shape::List(member)) => {
            for entry in &mut group.entries {
                order_value(&mut entry.value, *member);
            }
        }
        _ => {}
    }
}

/// Refuses a layout that changes the meaning of the text, or that a second pass
/// would change again.
fn verify(before: &str, after: &str, form: &Form) -> Result<(), &'static str> {
    let same_values = match (parse(before), parse(after)) {
        (Some(before), Some(after)) => same(&before, &after),
        _ => false,
    };
    if !same_values {
        return Err("a value would change");
    }
    let words = |text| {
        let comments = comments::comments(text)?;
        let mut words: Vec<String> = comments.iter().map(|c| c.text.to_owned()).collect();
        words.sort_unstable();
        Some(words)
    };
    if words(before) != words(after) {
        return Err("a comment would be lost");
    }
    if pass(after, form)? != after {
        return Err("its layout is not stable");
    }
    Ok(())
}

/// Whether two trees have the same meaning; the order of keys does not matter.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Null, Kind::Null) => true,
        (
            Kind::Scalar { text, plain },
            Kind::Scalar {
                text: other_text,
                plain: other_plain,
            },
        ) => text == other_text && plain == other_plain,
        (Kind::List(ones), Kind::List(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(a, b)| same(a, b))
        }
        (Kind::Map(ones), Kind::Map(others)) => {
            ones.len() == others.len()
                && ones.iter().all(|(key, value)| {
                    let found = others.iter().find(|(name, _)| name.value == key.value);
                    found.is_some_and(|(_, other)| same(value, other))
                })
        }
        _ => false,
    }
}
