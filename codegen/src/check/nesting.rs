//! Objects in objects: no object contains itself or is nested too deeply.

use std::collections::{HashMap, HashSet};

use crate::check::Subject;
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::spec::{Action, Field, TypeExpr};

/// The largest number of levels of objects, lists and maps. The compiler follows a type
/// for about 128 steps, and a level takes up to seven.
const MAX_LEVELS: usize = 16;

/// How many objects are reported for containing themselves.
const MAX_CYCLES: usize = 100;

/// Checks the objects of an action against one another.
pub(crate) fn check(action: &Action, subject: &Subject, report: &mut Report) {
    let objects = &action.objects;
    let names: HashMap<&str, usize> = objects
        .iter()
        .enumerate()
        .map(|(index, object)| (object.name.value.as_str(), index))
        .collect();
    let contains: Vec<HashSet<usize>> = objects
        .iter()
        .map(|object| {
            let mut used = Vec::new();
            named(&object.fields, &mut used);
            used.iter()
                .filter_map(|name| names.get(name).copied())
                .collect()
        })
        .collect();
    let (order, stuck) = innermost_first(&contains);
    let cyclic = stuck
        .into_iter()
        .take(MAX_CYCLES)
        .filter(|index| reaches_itself(*index, &contains));
    for object in cyclic.map(|index| &objects[index]) {
        let message = format!("the object `{}` contains itself", object.name.value);
        report.push(
            subject
                .join(&object.name)
                .find(Code::Cycle, object.name.span, message)
                .help("the gateway sends no such answer; use `json` for data of any depth"),
        );
    }
    let mut levels = Levels {
        objects: HashMap::new(),
        report,
    };
    for object in order.into_iter().map(|index| &objects[index]) {
        let inside = levels.deepest(&object.fields, &subject.join(&object.name));
        levels
            .objects
            .insert(&object.name.value, inside.map(|inside| 1 + inside));
    }
    levels.deepest(&action.parameters, subject);
    levels.deepest(&action.response, subject);
}

/// The objects, each after all that it contains, and those that this order has
/// no place for, as a cycle is below them. No recursion: chains may be as long
/// as a file allows.
fn innermost_first(contains: &[HashSet<usize>]) -> (Vec<usize>, Vec<usize>) {
    let mut users = vec![Vec::new(); contains.len()];
    for (index, contained) in contains.iter().enumerate() {
        for other in contained {
            users[*other].push(index);
        }
    }
    let mut left: Vec<usize> = contains.iter().map(HashSet::len).collect();
    let mut order: Vec<usize> = (0..contains.len()).filter(|i| left[*i] == 0).collect();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        next += 1;
        for user in &users[index] {
            left[*user] -= 1;
            if left[*user] == 0 {
                order.push(*user);
            }
        }
    }
    let stuck = (0..contains.len()).filter(|i| left[*i] > 0).collect();
    (order, stuck)
}

fn reaches_itself(start: usize, contains: &[HashSet<usize>]) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        for other in &contains[index] {
            if *other == start {
                return true;
            }
            if seen.insert(*other) {
                open.push(*other);
            }
        }
    }
    false
}

/// Names of the definitions that fields refer to. Nesting in place is bounded
/// by the depth of a file.
fn named<'a>(fields: &'a [Field], used: &mut Vec<&'a str>) {
    for field in fields {
        if let TypeExpr::Named(name) = field.ty.value.innermost() {
            used.push(name);
        }
        if let Some(fields) = &field.fields {
            named(&fields.value, used);
        }
    }
}

struct Levels<'a, 'r> {
    /// Levels of the named objects that have been counted; none where they are
    /// too many, which has been told.
    objects: HashMap<&'a str, Option<usize>>,
    report: &'r mut Report,
}

impl<'a> Levels<'a, '_> {
    /// Levels of the deepest of some fields.
    fn deepest(&mut self, fields: &'a [Field], subject: &Subject) -> Option<usize> {
        let mut deepest = Some(0);
        for field in fields {
            let subject = subject.join(&field.name);
            let inside = match field.ty.value.innermost() {
                TypeExpr::Named(name) => {
                    self.objects.get(name.as_str()).copied().unwrap_or(Some(0))
                }
                TypeExpr::Object => {
                    let nested = field.fields.as_ref().map(|fields| fields.value.as_slice());
                    let inside = self.deepest(nested.unwrap_or_default(), &subject);
                    inside.map(|inside| 1 + inside)
                }
                _ => Some(0),
            };
            let levels = inside.map(|inside| inside + collections(&field.ty.value));
            if levels.is_some_and(|levels| levels > MAX_LEVELS) {
                let message =
                    format!("objects, lists and maps are nested deeper than {MAX_LEVELS} levels");
                self.report.push(
                    subject
                        .find(Code::TooDeep, field.ty.span, message)
                        .help("use `json` for data of any depth"),
                );
                deepest = None;
            } else {
                deepest = deepest.zip(levels).map(|(a, b)| a.max(b));
            }
        }
        deepest
    }
}

/// Number of lists and maps around a type.
fn collections(ty: &TypeExpr) -> usize {
    match ty {
        TypeExpr::List(member) | TypeExpr::Map(member) => 1 + collections(member),
        _ => 0,
    }
}
