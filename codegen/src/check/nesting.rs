//! Nested objects: none is nested too deeply. An object may contain itself.

use std::collections::{HashMap, HashSet};

use crate::check::Subject;
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::spec::{Action, Field, Object, Product, TypeExpr};

/// The largest number of levels of objects, lists and maps. The compiler follows a type
/// for about 128 steps, and a level takes up to seven.
pub(crate) const MAX_LEVELS: usize = 16;

/// Levels inside of objects by name; `None` if there are too many, which has been
/// reported.
pub(crate) type Known<'a> = HashMap<&'a str, Option<usize>>;

/// Checks the objects that actions share, and counts their levels.
pub(crate) fn shared<'a>(product: &'a Product, report: &mut Report) -> Known<'a> {
    let mut levels = Levels {
        objects: HashMap::new(),
        report,
    };
    levels.count(&product.objects, &Subject::new(&product.name));
    levels.objects
}

/// Checks the objects of an action against one another.
pub(crate) fn check<'a>(
    action: &'a Action,
    known: &Known<'a>,
    subject: &Subject,
    report: &mut Report,
) {
    let mut levels = Levels {
        objects: known.clone(),
        report,
    };
    levels.count(&action.objects, subject);
    levels.deepest(&action.parameters, subject);
    levels.deepest(&action.response, subject);
}

/// Which objects each object contains, by index.
fn contained(objects: &[Object]) -> Vec<HashSet<usize>> {
    let names: HashMap<&str, usize> = objects
        .iter()
        .enumerate()
        .map(|(index, object)| (object.name.value.as_str(), index))
        .collect();
    let contained = objects.iter().map(|object| {
        let mut used = Vec::new();
        named(&object.fields, &mut used);
        used.iter()
            .filter_map(|name| names.get(name).copied())
            .collect()
    });
    contained.collect()
}

/// The objects, each after all that it contains; those that contain themselves, or that
/// contain such objects, come last. No recursion: chains may be as long
/// as a file allows.
fn innermost_first(contains: &[HashSet<usize>]) -> Vec<usize> {
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
    order.extend((0..contains.len()).filter(|index| left[*index] > 0));
    order
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
    objects: Known<'a>,
    report: &'r mut Report,
}

impl<'a> Levels<'a, '_> {
    /// Counts the levels of objects.
    fn count(&mut self, objects: &'a [Object], subject: &Subject) {
        for index in innermost_first(&contained(objects)) {
            let object = &objects[index];
            let inside = self.deepest(&object.fields, &subject.join(&object.name));
            let levels = inside.map(|inside| 1 + inside);
            self.objects.insert(&object.name.value, levels);
        }
    }

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
