//! Objects: Rust names of the types an action defines in place, and cycles.

use std::collections::{HashMap, HashSet};

use crate::check::Subject;
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::names;
use crate::source::Span;
use crate::spec::{Action, Field, Object, TypeExpr};

/// Checks the objects of an action.
pub(crate) fn check(action: &Action, subject: &Subject, report: &mut Report) {
    for object in &action.objects {
        if object.fields.is_empty() {
            let message = format!("the object `{}` has no field", object.name.value);
            report.push(
                subject
                    .join(&object.name)
                    .find(Code::MissingKey, object.name.span, message)
                    .help("give it `fields` (received) or `parameters` (sent)"),
            );
        }
    }
    cycles(&action.objects, subject, report);
    in_place(action, subject, report);
}

/// Removes objects that contain no other until none is left; what stays
/// contains itself. No recursion: chains may be as long as a file allows.
fn cycles(objects: &[Object], subject: &Subject, report: &mut Report) {
    let names: HashMap<&str, usize> = objects
        .iter()
        .enumerate()
        .map(|(index, object)| (object.name.value.as_str(), index))
        .collect();
    let mut contains = vec![HashSet::new(); objects.len()];
    let mut users = vec![Vec::new(); objects.len()];
    for (index, object) in objects.iter().enumerate() {
        let mut used = Vec::new();
        named(&object.fields, &mut used);
        for other in used.iter().filter_map(|name| names.get(name)) {
            if contains[index].insert(*other) {
                users[*other].push(index);
            }
        }
    }
    let mut free: Vec<usize> = (0..objects.len())
        .filter(|i| contains[*i].is_empty())
        .collect();
    while let Some(index) = free.pop() {
        for user in std::mem::take(&mut users[index]) {
            contains[user].remove(&index);
            if contains[user].is_empty() {
                free.push(user);
            }
        }
    }
    for (index, object) in objects.iter().enumerate() {
        if contains[index].is_empty() {
            continue;
        }
        let message = format!("the object `{}` contains itself", object.name.value);
        report.push(
            subject
                .join(&object.name)
                .find(Code::Cycle, object.name.span, message)
                .help("the gateway sends no such answer; use `json` for data of any depth"),
        );
    }
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

/// What a type defined in place is, to tell two of one name apart.
#[derive(PartialEq)]
enum Definition<'a> {
    Object,
    Enum(Vec<(&'a str, Option<&'a str>)>, bool, bool),
}

struct Seen<'a> {
    definition: Definition<'a>,
    span: Span,
}

/// Types defined in place get their name from the field; equal enums are one.
fn in_place(action: &Action, subject: &Subject, report: &mut Report) {
    let mut seen: HashMap<String, Seen<'_>> = HashMap::new();
    for (name, rust, span) in action
        .enums
        .iter()
        .map(|e| (&e.name, &e.rust, e.name.span))
        .chain(
            action
                .objects
                .iter()
                .map(|o| (&o.name, &o.rust, o.name.span)),
        )
    {
        if let Some(ident) = names::type_name(&rust.as_ref().unwrap_or(name).value) {
            let definition = Definition::Object;
            seen.insert(ident, Seen { definition, span });
        }
    }
    for suffix in ["Request", "Response"] {
        let own = format!("{}{suffix}", action.name.value);
        if let Some(ident) = names::type_name(&own) {
            let definition = Definition::Object;
            seen.insert(
                ident,
                Seen {
                    definition,
                    span: action.name.span,
                },
            );
        }
    }
    let groups = action.objects.iter().map(|object| &object.fields);
    for fields in [&action.parameters, &action.response]
        .into_iter()
        .chain(groups)
    {
        walk(fields, &mut seen, subject, report);
    }
}

fn walk<'a>(
    fields: &'a [Field],
    seen: &mut HashMap<String, Seen<'a>>,
    subject: &Subject,
    report: &mut Report,
) {
    for field in fields {
        let subject = subject.join(&field.name);
        let definition = match field.ty.value.innermost() {
            TypeExpr::Object => Some(Definition::Object),
            TypeExpr::Enum(integer) => {
                let values = field.values.iter().flat_map(|values| &values.value);
                let values = values
                    .map(|value| {
                        (
                            value.value.value.as_str(),
                            value.name.as_ref().map(|n| n.value.as_str()),
                        )
                    })
                    .collect();
                let open = field.open.as_ref().is_some_and(|open| open.value);
                Some(Definition::Enum(values, *integer, open))
            }
            _ => None,
        };
        match (definition, &field.rust_type) {
            (Some(definition), rust) => {
                let source = names::type_source(field);
                let span = rust.as_ref().unwrap_or(&field.name).span;
                if rust
                    .as_ref()
                    .is_some_and(|rust| !names::is_identifier(&rust.value))
                {
                    let message = format!("`{source}` is no Rust name");
                    report.push(subject.find(Code::BadName, span, message));
                } else if let Some(ident) = names::type_name(source) {
                    collide(ident, Seen { definition, span }, seen, &subject, report);
                }
            }
            (None, Some(rust)) => {
                let message = "`rust_type` names a type that the field itself defines; this field defines none";
                report.push(subject.find(Code::NotApplicable, rust.span, message));
            }
            (None, None) => {}
        }
        if let Some(fields) = &field.fields {
            walk(&fields.value, seen, &subject, report);
        }
    }
}

fn collide<'a>(
    ident: String,
    new: Seen<'a>,
    seen: &mut HashMap<String, Seen<'a>>,
    subject: &Subject,
    report: &mut Report,
) {
    match seen.get(&ident) {
        Some(old) if old.definition == new.definition && new.definition != Definition::Object => {}
        Some(old) => {
            let message = format!("two different types become `{ident}` in Rust");
            report.push(
                subject
                    .find(Code::Collision, new.span, message)
                    .related(old.span, "the other one")
                    .help("name one of them with `rust_type: NAME`"),
            );
        }
        None => {
            seen.insert(ident, new);
        }
    }
}
