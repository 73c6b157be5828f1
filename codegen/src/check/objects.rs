//! Objects: they have fields, and the types an action defines in place have
//! Rust names of their own.

use std::collections::HashMap;

use crate::check::{Scope, Subject};
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::names;
use crate::source::Span;
use crate::spec::{Action, Field, TypeExpr};

/// Checks the objects of an action.
pub(crate) fn check(action: &Action, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    for object in &action.objects {
        if object.fields.is_empty() && !object.unread {
            let message = format!("the object `{}` has no field", object.name.value);
            report.push(
                subject
                    .join(&object.name)
                    .find(Code::MissingKey, object.name.span, message)
                    .help("give it `fields` (received) or `parameters` (sent)"),
            );
        }
    }
    in_place(action, scope, subject, report);
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
fn in_place(action: &Action, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
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
        walk(fields, &mut seen, scope, subject, report);
    }
}

fn walk<'a>(
    fields: &'a [Field],
    seen: &mut HashMap<String, Seen<'a>>,
    scope: &Scope<'_>,
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
                if rust.as_ref().is_some_and(|rust| {
                    !names::is_identifier(&rust.value) || rust.value.len() > names::MAX_LENGTH
                }) {
                    let message = format!("`{source}` is no Rust name");
                    report.push(subject.find(Code::BadName, span, message));
                } else if let Some(ident) = names::type_name(source) {
                    collide(ident, Seen { definition, span }, seen, &subject, report);
                }
            }
            (None, Some(rust)) if !scope.unknown(&field.ty.value) => {
                let message = "`rust_type` names a type that the field itself defines; this field defines none";
                report.push(subject.find(Code::NotApplicable, rust.span, message));
            }
            (None, _) => {}
        }
        if let Some(fields) = &field.fields {
            walk(&fields.value, seen, scope, &subject, report);
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
