//! Finds the field or parameter that a table of a type belongs to.

use super::page::{Group, Sub};
use super::rows::Fact;
use super::shape::Shape;
use crate::import::description::Note;

/// Tables by the references to them.
#[derive(Debug, Default)]
pub(super) struct Tables<'a> {
    /// Key of the reference, and its table.
    found: Vec<(String, &'a Sub)>,
}

impl<'a> Tables<'a> {
    /// The table of a row's type.
    pub(super) fn of(&self, fact: &Fact) -> Option<&'a Sub> {
        let key = key(fact)?;
        self.found
            .iter()
            .find(|(other, _)| *other == key)
            .map(|(_, sub)| *sub)
    }
}

/// The reference of a row: an anchor of the page, or the name of a type.
fn key(fact: &Fact) -> Option<String> {
    let anchor = fact.links.iter().find(|link| link.starts_with('#'));
    anchor
        .cloned()
        .or_else(|| fact.kind.named().map(str::to_owned))
        .or_else(|| fact.kind.may_contain().then(|| format!(".{}", fact.name)))
}

/// Finds the rows that the tables belong to: by captions, by the names that the
/// example shows there, or else by order.
pub(super) fn assign<'a>(
    group: &'a Group,
    example: Option<&Shape>,
    notes: &mut Vec<Note>,
) -> Tables<'a> {
    let mut tables = Tables::default();
    let references = references(group);
    let mut left: Vec<&Sub> = group.subs.iter().collect();
    left.retain(|sub| {
        let named = references.iter().find(|(key, fact)| {
            !tables.found.iter().any(|(other, _)| other == key) && captioned(&sub.caption, fact)
        });
        if let Some((key, _)) = named {
            tables.found.push((key.clone(), sub));
        }
        named.is_none()
    });
    left.retain(|sub| {
        let free = references
            .iter()
            .filter(|(key, _)| !tables.found.iter().any(|(other, _)| other == key));
        let best = free
            .filter(|(_, fact)| {
                !group.subs.iter().any(|other| {
                    std::ptr::eq(other, *sub)
                        && other.facts.iter().any(|own| std::ptr::eq(own, *fact))
                })
            })
            .map(|(key, fact)| (overlap(sub, fact, example), key))
            .filter(|(overlap, _)| *overlap >= 2)
            .max_by_key(|(overlap, key)| {
                (
                    *overlap,
                    std::cmp::Reverse(references.iter().position(|(other, _)| other == *key)),
                )
            });
        if let Some((_, key)) = best {
            tables.found.push((key.clone(), sub));
        }
        best.is_none()
    });
    for sub in left {
        let free = references.iter().find(|(key, fact)| {
            !tables.found.iter().any(|(other, _)| other == key) && fact.line < sub.line
        });
        match free {
            Some((key, fact)) => {
                notes.push(Note::new(
                    sub.line,
                    format!("table put into `{}` by its order alone", fact.name),
                ));
                tables.found.push((key.clone(), sub));
            }
            None => notes.push(Note::new(
                sub.line,
                format!(
                    "table not read: nothing refers to it ({} rows)",
                    sub.facts.len()
                ),
            )),
        }
    }
    tables
}

/// Rows that need a table, most reliable first: links to anchors, then named
/// types, then other containers. Rows of one type share a reference.
fn references(group: &Group) -> Vec<(String, &Fact)> {
    let facts = || {
        group
            .main
            .iter()
            .chain(group.subs.iter().flat_map(|sub| &sub.facts))
    };
    let anchored = facts().filter(|fact| fact.links.iter().any(|link| link.starts_with('#')));
    let mut out: Vec<(String, &Fact)> = Vec::new();
    let named = facts().filter(|fact| fact.kind.named().is_some());
    let others = facts().filter(|fact| fact.kind.may_contain());
    for fact in anchored.chain(named).chain(others) {
        if let Some(key) = key(fact)
            && !out.iter().any(|(other, _)| *other == key)
        {
            out.push((key, fact));
        }
    }
    out
}

/// Whether the text above a table names the row or its type.
pub(super) fn captioned(caption: &str, fact: &Fact) -> bool {
    let words: Vec<&str> = caption
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 2)
        .collect();
    let last = fact
        .name
        .split('.')
        .rfind(|part| !super::name::is_index(part))
        .unwrap_or(&fact.name);
    words.iter().any(|word| {
        fact.kind
            .named()
            .is_some_and(|name| name.eq_ignore_ascii_case(word))
            || word.eq_ignore_ascii_case(last)
    })
}

/// Number of the table's names that the example shows inside the row's field.
fn overlap(sub: &Sub, fact: &Fact, example: Option<&Shape>) -> usize {
    let Some(shape) = example.and_then(|example| anywhere(example, &fact.name)) else {
        return 0;
    };
    let inside = |name: &str| {
        shape.child(name).is_some()
            || shape
                .children
                .iter()
                .any(|(_, child)| child.child(name).is_some())
    };
    sub.facts.iter().filter(|fact| inside(&fact.name)).count()
}

fn anywhere<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    match shape.child(name) {
        Some((_, child)) => Some(child),
        None => shape
            .children
            .iter()
            .find_map(|(_, child)| anywhere(child, name)),
    }
}
