//! One action: its definitions, parameters, response, errors, examples.

use std::collections::HashMap;

use crate::check::unique::Unique;
use crate::check::{Scope, Subject, enums, fields, flow, nesting, objects, product, wire};
use crate::codes::{self, Code, NOTES};
use crate::diagnostic::Report;
use crate::names;
use crate::spec::{Action, ErrorUse, Example, Field, TypeExpr, Usage};
use crate::suggest;

/// Checks an action.
pub(crate) fn check<'a>(
    action: &'a Action,
    scope: &Scope<'_>,
    levels: &nesting::Known<'a>,
    report: &mut Report,
) {
    let subject = Subject::new(&action.name);
    definitions(action, scope, &subject, report);
    fields::check(
        &action.parameters,
        fields::Owner::Parameters,
        scope,
        &subject,
        report,
    );
    fields::check(
        &action.response,
        fields::Owner::Response,
        scope,
        &subject,
        report,
    );
    for object in &action.objects {
        let place = match object.usage {
            Usage::Sent => fields::Owner::RequestObject,
            Usage::Received => fields::Owner::ResponseObject,
            Usage::Shared => fields::Owner::SharedObject,
        };
        fields::check(
            &object.fields,
            place,
            scope,
            &subject.join(&object.name),
            report,
        );
    }
    objects::check(action, scope, &subject, report);
    nesting::check(action, levels, &subject, report);
    errors(action, scope, &subject, report);
    examples(action, &subject, report);
    errata(action, &subject, report);
    page(action, &subject, report);
    wire::check(action, scope, &subject, report);
    flow::check(action, scope, &subject, report);
}

fn definitions(action: &Action, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    let mut types = Unique::new("type", subject);
    if let Some(product) = scope.product {
        let mut unheard = Report::default();
        let enums = product.enums.iter().map(|e| (&e.name, e.rust.as_ref()));
        let objects = product.objects.iter().map(|o| (&o.name, o.rust.as_ref()));
        for (name, rust) in enums.chain(objects) {
            types.add(name, rust, names::type_name, "rust", &mut unheard);
        }
    }
    for definition in &action.enums {
        types.add(
            &definition.name,
            definition.rust.as_ref(),
            names::type_name,
            "rust",
            report,
        );
        enums::definition(definition, subject, report);
    }
    for object in &action.objects {
        types.add(
            &object.name,
            object.rust.as_ref(),
            names::type_name,
            "rust",
            report,
        );
    }
    let names = action.enums.iter().map(|definition| &definition.name);
    let names = names.chain(action.objects.iter().map(|object| &object.name));
    objects::definable(names, subject, report);
}

fn errors(action: &Action, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    let mut unique = Unique::new("error", subject);
    for error in &action.errors {
        match error {
            ErrorUse::Own(error) => {
                unique.add(
                    &error.code,
                    error.name.as_ref(),
                    names::variant,
                    "name",
                    report,
                );
                product::status(error, subject, report);
            }
            ErrorUse::Shared(code) => {
                let known = scope.errors.get(code.value.as_str());
                if known.is_none() && scope.product.is_some() {
                    let message = format!("the product file has no error `{}`", code.value);
                    let help = report.suggest(&code.value, scope.errors.keys().copied());
                    report.push(
                        subject
                            .find(Code::UnknownReference, code.span, message)
                            .help("describe it here with `code`, `http_status` and `doc`")
                            .help_if(help),
                    );
                    continue;
                }
                let name = known.and_then(|error| error.name.as_ref());
                unique.add(code, name, names::variant, "name", report);
            }
        }
    }
}

fn examples(action: &Action, subject: &Subject, report: &mut Report) {
    let mut unique = Unique::new("example", subject);
    for example in &action.examples {
        unique.add(&example.name, None, names::field, "name", report);
        if example.request.is_none() && example.xml.is_none() && example.json.is_none() {
            let message = format!("the example `{}` is empty", example.name.value);
            report.push(
                subject
                    .find(Code::MissingKey, example.name.span, message)
                    .help("give it a `request`, an `xml` or a `json`"),
            );
        }
        placeholders(action, example, subject, report);
    }
}

fn placeholders(action: &Action, example: &Example, subject: &Subject, report: &mut Report) {
    if example.placeholders.is_empty() {
        return;
    }
    let parameters: HashMap<&str, &Field> = action
        .parameters
        .iter()
        .map(|field| (field.name.value.as_str(), field))
        .collect();
    for placeholder in &example.placeholders {
        let shown = example
            .request
            .as_ref()
            .is_some_and(|request| request.value.contains(&placeholder.text.value));
        if !shown {
            let message = format!(
                "the request of example `{}` has no placeholder `{}`",
                example.name.value, placeholder.text.value
            );
            report.push(subject.find(Code::UnknownReference, placeholder.text.span, message));
        }
        let names = placeholder.stands_for.iter();
        for name in names.filter(|name| name.value != "common") {
            let Some(field) = parameters.get(name.value.as_str()) else {
                let message = format!("the action has no parameter `{}`", name.value);
                let help = report.suggest(&name.value, parameters.keys().copied());
                report.push(
                    subject
                        .find(Code::UnknownReference, name.span, message)
                        .help_if(help),
                );
                continue;
            };
            if sample_missing(field) {
                let message = format!(
                    "the parameter `{}` needs a `sample` to fill the placeholder",
                    name.value
                );
                report.push(subject.find(Code::MissingKey, name.span, message));
            }
        }
    }
}

/// Tests create images, and use the first value of enums.
fn sample_missing(field: &Field) -> bool {
    field.sample.is_none()
        && matches!(
            field.ty.value.innermost(),
            TypeExpr::String | TypeExpr::Json | TypeExpr::Object
        )
}

fn errata(action: &Action, subject: &Subject, report: &mut Report) {
    for erratum in &action.errata {
        let known = codes::errata;
        if !known().any(|name| name == erratum.lint.value) {
            let message = format!("there is no lint `{}`", erratum.lint.value);
            report.push(
                subject
                    .find(Code::UnknownErratum, erratum.lint.span, message)
                    .help(format!(
                        "there are: {}",
                        known().collect::<Vec<_>>().join(", ")
                    ))
                    .help_if(suggest::did_you_mean(&erratum.lint.value, known())),
            );
        }
        if NOTES.contains(&erratum.lint.value.as_str())
            && let Some(about) = &erratum.subject
            && !declared(&action.parameters, &about.value)
            && !declared(&action.response, &about.value)
        {
            let message = format!("there is no parameter or field `{}`", about.value);
            report.push(subject.find(Code::UnknownReference, about.span, message));
        }
    }
}

/// Whether a path leads to one of these fields. It may include the elements
/// around list members.
fn declared(fields: &[Field], path: &str) -> bool {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(field) = fields.iter().find(|field| field.name.value == name) else {
        return false;
    };
    let rest = match (&field.item, rest.split_once('.')) {
        (Some(item), Some((first, inner))) if item.value == first => inner,
        (Some(item), None) if item.value == rest => "",
        _ => rest,
    };
    let inner = field
        .fields
        .as_ref()
        .map_or(&[][..], |fields| &fields.value);
    rest.is_empty() || declared(inner, rest)
}

fn page(action: &Action, subject: &Subject, report: &mut Report) {
    if let (Some(_), Some(none)) = (&action.page, &action.no_page) {
        report.push(
            subject
                .find(
                    Code::NotApplicable,
                    none.span,
                    "the action has a `page`, so it cannot have `no_page`",
                )
                .help("remove one of the two"),
        );
    }
}
