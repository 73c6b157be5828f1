//! Objects: they have fields, and the types that an action defines in place have
//! unique Rust names.

use std::collections::HashMap;

use crate::check::fields::{self, Owner};
use crate::check::unique::Unique;
use crate::check::{Scope, Subject};
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::names;
use crate::notation;
use crate::source::Span;
use crate::spec::{Action, Field, Object, Product, Text, TypeExpr, Usage};

/// Checks the objects that actions share.
pub(crate) fn shared(product: &Product, scope: &Scope<'_>, report: &mut Report) {
    let subject = Subject::new(&product.name);
    let mut types = Unique::new("type", &subject);
    let mut unheard = Report::default();
    for shared in &product.enums {
        let rust = shared.rust.as_ref();
        types.add(&shared.name, rust, names::type_name, "rust", &mut unheard);
    }
    for object in &product.objects {
        let rust = object.rust.as_ref();
        types.add(&object.name, rust, names::type_name, "rust", report);
        empty(object, &subject, report);
        let subject = subject.join(&object.name);
        fields::check(&object.fields, Owner::SharedObject, scope, &subject, report);
    }
    let names = product.enums.iter().map(|e| &e.name);
    definable(
        names.chain(product.objects.iter().map(|o| &o.name)),
        &subject,
        report,
    );
    let enums = product.enums.iter().map(|e| (&e.name, &e.rust));
    let objects = product.objects.iter().map(|o| (&o.name, &o.rust));
    let groups = product.objects.iter().map(|object| &object.fields);
    in_place(
        enums.chain(objects),
        HashMap::new(),
        groups,
        scope,
        &subject,
        report,
    );
}

/// Names of definitions are not those of built-in types.
pub(crate) fn definable<'a>(
    names: impl Iterator<Item = &'a Text>,
    subject: &Subject,
    report: &mut Report,
) {
    for name in names {
        let (text, span) = (&name.value, name.span);
        let finding = match notation::type_expr(text) {
            Ok(TypeExpr::Named(_)) => continue,
            Ok(_) => subject.find(Code::BadName, span, format!("`{text}` is a built-in type")),
            Err(_) => subject
                .find(Code::BadName, span, format!("`{text}` cannot name a type"))
                .help("letters, digits and `_`, beginning with a letter"),
        };
        report.push(finding);
    }
}

fn empty(object: &Object, subject: &Subject, report: &mut Report) {
    if !object.fields.is_empty() || object.unread {
        return;
    }
    let message = format!("the object `{}` has no field", object.name.value);
    let help = match object.usage {
        Usage::Shared => "give it `fields`",
        Usage::Sent | Usage::Received => "give it `fields` (received) or `parameters` (sent)",
    };
    let subject = subject.join(&object.name);
    let finding = subject.find(Code::MissingKey, object.name.span, message);
    report.push(finding.help(help));
}

/// Checks the objects of an action.
pub(crate) fn check(action: &Action, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    for object in &action.objects {
        empty(object, subject, report);
    }
    let mut seen = HashMap::new();
    for suffix in ["Request", "Response"] {
        let own = format!("{}{suffix}", action.name.value);
        if let Some(ident) = names::type_name(&own) {
            let definition = Definition::Object;
            let span = action.name.span;
            seen.insert(ident, Seen { definition, span });
        }
    }
    let enums = action.enums.iter().map(|e| (&e.name, &e.rust));
    let objects = action.objects.iter().map(|o| (&o.name, &o.rust));
    let groups = action.objects.iter().map(|object| &object.fields);
    let groups = [&action.parameters, &action.response]
        .into_iter()
        .chain(groups);
    in_place(enums.chain(objects), seen, groups, scope, subject, report);
}

/// The definition of a type in place, to compare two with the same name.
#[derive(PartialEq)]
enum Definition<'a> {
    Object,
    Enum(Vec<(&'a str, Option<&'a str>)>, bool, bool),
}

struct Seen<'a> {
    definition: Definition<'a>,
    span: Span,
}

/// Types defined in place get their name from the field; equal enums are one
/// type.
fn in_place<'a>(
    named: impl Iterator<Item = (&'a Text, &'a Option<Text>)>,
    mut seen: HashMap<String, Seen<'a>>,
    groups: impl Iterator<Item = &'a Vec<Field>>,
    scope: &Scope<'_>,
    subject: &Subject,
    report: &mut Report,
) {
    for (name, rust) in named {
        if let Some(ident) = names::type_name(&rust.as_ref().unwrap_or(name).value) {
            let definition = Definition::Object;
            let span = name.span;
            seen.insert(ident, Seen { definition, span });
        }
    }
    for fields in groups {
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
                    let message = format!("`{source}` is not a Rust name");
                    report.push(subject.find(Code::BadName, span, message));
                } else if let Some(ident) = names::type_name(source) {
                    collide(ident, Seen { definition, span }, seen, &subject, report);
                }
            }
            (None, Some(rust)) if !scope.unknown(&field.ty.value) => {
                let message = "`rust_type` names a type defined in place; this field defines none";
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
