//! Finds the parent of each row of a flat table: the most likely reading of all
//! rows together, by the example and by how tables are usually written.

use super::kind::{Base, Kind};
use super::nest::{find, wrapper};
use super::rows::Fact;
use super::shape::Shape;
use super::subs;
use crate::import::description::Note;

/// Readings kept at each row.
const BEAM: usize = 48;

/// Readings kept at each row of tables that are longer than any known one.
const NARROW: usize = 8;

/// Containers that may be open inside each other.
const MAX_OPEN: usize = 12;

/// Names that usually lie beside the data, not in it.
const TOP: &[&str] = &[
    "RequestId",
    "TotalCount",
    "PageNumber",
    "PageSize",
    "PageNum",
    "TotalItemNum",
    "TotalPageNum",
    "CurrentPageNum",
    "PrePage",
    "NextPage",
    "NextToken",
    "MaxResults",
    "CurrentPage",
];

/// A container that is open at a row.
#[derive(Clone)]
struct Open<'a> {
    row: Option<usize>,
    shape: Option<&'a Shape>,
    /// Rows in it.
    children: Vec<usize>,
    /// It may have no children.
    may_be_empty: bool,
}

/// One reading of the rows so far.
#[derive(Clone)]
struct Reading<'a> {
    open: Vec<Open<'a>>,
    parents: Vec<Option<usize>>,
    sure: Vec<bool>,
    score: f64,
}

/// Finds parents by the example and by likelihood.
pub(super) fn by_example(
    facts: &[Fact],
    example: Option<&Shape>,
    tables: &subs::Tables<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Option<usize>> {
    let sorted = sortedness(facts);
    let mut readings = vec![Reading {
        open: vec![Open {
            row: None,
            shape: example,
            children: Vec::new(),
            may_be_empty: true,
        }],
        parents: Vec::new(),
        sure: Vec::new(),
        score: 0.0,
    }];
    for index in 0..facts.len() {
        let mut next: Vec<Reading<'_>> = Vec::new();
        for reading in &readings {
            for level in 0..reading.open.len() {
                // A mark only tells whether a row is at the top.
                let marked = facts[index].depth;
                if reading.open.len() > 1
                    && marked.is_some_and(|depth| (depth == 0) != (level == 0))
                {
                    continue;
                }
                next.push(place(reading, level, index, facts, example, sorted, tables));
            }
        }
        next.sort_by(|a, b| b.score.total_cmp(&a.score));
        next.truncate(if facts.len() > 400 { NARROW } else { BEAM });
        readings = next;
    }
    for reading in &mut readings {
        while let Some(open) = reading.open.pop() {
            reading.score -= emptiness(&open);
        }
    }
    let best = readings
        .into_iter()
        .max_by(|a, b| a.score.total_cmp(&b.score));
    let Some(best) = best else { return Vec::new() };
    let nested = best.parents.iter().any(Option::is_some);
    for (index, fact) in facts.iter().enumerate() {
        if nested && !best.sure[index] {
            let place = best.parents[index].map_or_else(
                || "the top level".to_owned(),
                |parent| format!("`{}`", facts[parent].name),
            );
            notes.push(Note::new(
                fact.line,
                format!("`{}`: nesting guessed, put into {place}", fact.name),
            ));
        }
    }
    best.parents
}

/// Share of neighbours that are in alphabetical order, as a weight.
fn sortedness(facts: &[Fact]) -> f64 {
    let pairs = facts.windows(2).count();
    let ordered = facts
        .windows(2)
        .filter(|two| two[0].name.to_lowercase() <= two[1].name.to_lowercase())
        .count();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred rows")]
    let share = ordered as f64 / pairs.max(1) as f64;
    if pairs >= 4 && share > 0.65 { 1.2 } else { 0.0 }
}

fn emptiness(open: &Open<'_>) -> f64 {
    if open.children.is_empty() && !open.may_be_empty {
        4.0
    } else {
        0.0
    }
}

/// The reading that puts a row into the open container at `level`.
fn place<'a>(
    reading: &Reading<'a>,
    level: usize,
    index: usize,
    facts: &[Fact],
    example: Option<&'a Shape>,
    sorted: f64,
    tables: &subs::Tables<'_>,
) -> Reading<'a> {
    let mut next = reading.clone();
    let fact = &facts[index];
    let closed = next.open.len() - 1 - level;
    for open in next.open.drain(level + 1..) {
        next.score -= emptiness(&open);
    }
    // Rows that the example shows beside a container that it lacks.
    let outer = level
        .checked_sub(1)
        .and_then(|outer| next.open[outer].shape);
    let mut beside = None;
    let parent = next
        .open
        .last_mut()
        .unwrap_or_else(|| unreachable!("the root is never closed"));
    let is_row = |name: &str| {
        facts
            .iter()
            .any(|fact| fact.name.eq_ignore_ascii_case(name))
    };
    let found = parent
        .shape
        .and_then(|shape| find(shape, &fact.name, &is_row));
    // A wrapper whose name differs between table and example.
    let alias = parent
        .shape
        .filter(|_| {
            found.is_none()
                && parent.row.is_some()
                && parent.children.is_empty()
                && fact.kind.may_contain()
                && !example.is_some_and(|example| example.mentions(&fact.name))
        })
        .and_then(wrapper);
    let mut score = 0.0;
    let mut sure = true;
    let at_root = parent.row.is_none();
    match (found, parent.shape) {
        (Some(found), _) => {
            score += 10.0 + f64::from(u8::from(found.name == fact.name));
            score -= found.via().map(|_| 1.0).sum::<f64>();
        }
        (None, _) if alias.is_some() => score += 3.0,
        (None, shape) => {
            sure = at_root && closed == 0;
            let elsewhere = example.is_some_and(|example| example.mentions(&fact.name));
            score -= match shape {
                Some(shape) if shape.scalar && !at_root => 9.0,
                Some(shape) if !shape.children.is_empty() && elsewhere => 8.0,
                Some(shape) if !shape.children.is_empty() => 1.0,
                Some(_) if elsewhere => 3.0,
                Some(_) => 0.0,
                None if elsewhere => 4.0,
                None => 0.0,
            };
            #[expect(clippy::cast_precision_loss, reason = "a handful of levels")]
            let levels = closed as f64;
            score -= 0.6 * levels;
            if fact.depth.is_some() {
                // Below the marked row, unless the example leaves it open.
                score -= if level > 1 && parent.shape.is_some() {
                    4.0
                } else {
                    0.0
                };
            } else if !at_root && TOP.contains(&fact.name.as_str()) {
                score -= if fact.name == "RequestId" { 8.0 } else { 2.5 };
            }
        }
    }
    let twice = parent
        .children
        .iter()
        .any(|child| facts[*child].name.eq_ignore_ascii_case(&fact.name));
    if twice {
        score -= 20.0;
    }
    if let Some(row) = parent.row
        && parent.children.is_empty()
        && facts[row]
            .kind
            .named()
            .is_some_and(|name| name.eq_ignore_ascii_case(&fact.name))
    {
        // `Data: Array of Item`, and `Item` without a type below it.
        let typed = facts[row].kind.list && fact.kind.base == Base::Blank;
        score += if typed { 14.0 } else { 6.0 };
        beside = outer
            .filter(|_| typed && found.is_none())
            .and_then(|outer| outer.child(&fact.name))
            .map(|(_, shape)| shape)
            .filter(|shape| !shape.scalar);
    }
    // A list that has its member has no other children.
    if let Some(row) = parent.row
        && facts[row].kind.list
        && parent.children.first().is_some_and(|child| {
            facts[row]
                .kind
                .named()
                .is_some_and(|name| name.eq_ignore_ascii_case(&facts[*child].name))
        })
    {
        score -= 8.0;
    }
    if let Some(last) = parent.children.last() {
        let ordered = facts[*last].name.to_lowercase() <= fact.name.to_lowercase();
        score += if ordered { sorted } else { -sorted };
    }
    parent.children.push(index);
    next.parents.push(parent.row);
    next.sure.push(sure);
    next.score += score;
    let shape = found
        .map(|found| found.shape)
        .or(alias.map(|(_, shape)| shape))
        .or(beside);
    let shows_children = shape.is_some_and(|shape| !shape.children.is_empty());
    let has_table = tables.of(fact).is_some();
    let above = facts
        .get(index + 1)
        .is_some_and(|next| next.depth > fact.depth);
    let opens = fact.kind.may_contain() || shows_children || above;
    if opens && !has_table && next.open.len() < MAX_OPEN {
        next.open.push(Open {
            row: Some(index),
            shape,
            children: Vec::new(),
            may_be_empty: fact.depth.is_some()
                || !expects_children(&fact.kind)
                || shape.is_some_and(|shape| shape.scalar || shape.children.is_empty())
                || shape
                    .and_then(wrapper)
                    .is_some_and(|(_, members)| members.scalar),
        });
    }
    next
}

/// Whether the rows of its fields must follow.
fn expects_children(kind: &Kind) -> bool {
    match kind.base {
        Base::Blank => !kind.list,
        Base::Named(_) => kind.list,
        Base::Struct => true,
        _ => false,
    }
}
