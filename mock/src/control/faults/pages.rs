//! The settings of lists whose pages do not agree.

use serde_json::Value;

use super::rule::at_most;
use super::tree::{Members, Node};
use crate::pages::{Cursors, Pages, Show};

/// The keys of this kind of fault.
pub(super) const KEYS: [&str; 10] = [
    "items", "size", "lead", "from", "show", "shift", "total", "more", "task", "cursor",
];

/// The most items that are made up, and the largest of all numbers.
const MOST: u64 = 100_000;

const SHOWS: [(&str, Show); 5] = [
    ("own", Show::Own),
    ("again", Show::Again),
    ("reversed", Show::Reversed),
    ("empty", Show::Empty),
    ("absent", Show::Absent),
];

const CURSORS: [(&str, Cursors); 3] = [
    ("own", Cursors::Own),
    ("same", Cursors::Same),
    ("fresh", Cursors::Fresh),
];

pub(super) fn read(members: &Members<'_>, path: &str) -> Result<Pages, String> {
    let mut pages = Pages::new();
    for key in KEYS {
        let Some(node) = members.get(key) else {
            continue;
        };
        let path = &format!("{path}.{key}");
        pages = match key {
            "items" => pages.with_items(number(node, path, 0)?),
            "size" => pages.with_size(number(node, path, 1)?),
            "lead" => pages.with_lead(number(node, path, 0)?),
            "from" => pages.from_page(number(node, path, 1)?),
            "show" => pages.showing(one_of(node, path, &SHOWS)?),
            "shift" => pages.shifted(shift(node, path)?),
            "total" => pages.with_total(number(node, path, 0)?),
            "more" => pages.with_more(node.flag(path)?),
            "task" => pages.of_task(node.text(path)?),
            _ => pages.with_cursors(one_of(node, path, &CURSORS)?),
        };
    }
    Ok(pages)
}

fn number(node: &Node, path: &str, least: usize) -> Result<usize, String> {
    let number = usize::try_from(at_most(node, path, MOST)?).ok();
    number
        .filter(|number| *number >= least)
        .ok_or_else(|| node.unlike(path, &format!("{least} at least")))
}

fn shift(node: &Node, path: &str) -> Result<isize, String> {
    let number = node
        .integer()
        .and_then(|number| isize::try_from(number).ok());
    number
        .filter(|number| number.unsigned_abs() as u64 <= MOST)
        .ok_or_else(|| node.unlike(path, &format!("a whole number from -{MOST} to {MOST}")))
}

fn one_of<T: Copy>(node: &Node, path: &str, known: &[(&str, T)]) -> Result<T, String> {
    let text = node.text(path)?;
    let found = known.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
        node.unlike(path, &format!("one of `{}`", names.join("`, `")))
    })
}

/// The settings in the form that [`read`] accepts; those that say nothing are left
/// out.
pub(super) fn show(pages: &Pages) -> Vec<(&'static str, Value)> {
    let usual = Pages::new();
    let name = |shown: Show| SHOWS.iter().find(|(_, it)| *it == shown).map(|it| it.0);
    let cursor = |shown: Cursors| CURSORS.iter().find(|(_, it)| *it == shown).map(|it| it.0);
    let all = [
        ("items", pages.items.into()),
        ("size", pages.size.into()),
        ("lead", unless(pages.lead, usual.lead)),
        ("from", unless(pages.from, usual.from)),
        ("show", unless(name(pages.show), name(usual.show))),
        ("shift", unless(pages.shift, usual.shift)),
        ("total", pages.total.into()),
        ("more", pages.more.into()),
        ("task", pages.task.as_deref().into()),
        ("cursor", unless(cursor(pages.cursor), cursor(usual.cursor))),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect()
}

fn unless<T: PartialEq + Into<Value>>(value: T, usual: T) -> Value {
    match value == usual {
        true => Value::Null,
        false => value.into(),
    }
}
