//! The product file, and the names that its actions share.

use std::collections::{HashMap, HashSet};

use crate::check::unique::Unique;
use crate::check::{Subject, enums};
use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::names;
use crate::source::{Span, Spanned};
use crate::spec::{Action, Area, ErrorCode, ErrorUse, Product, Spec, Text};

/// Checks the product file.
pub(crate) fn check(product: &Product, report: &mut Report) {
    let subject = Subject::new(&product.name);
    word(
        &product.name,
        "a product code",
        |c| c.is_ascii_alphanumeric() || c == '-' || c == '_',
        &subject,
        report,
    );
    word(
        &product.version,
        "an API version such as `2018-01-29`",
        |c| c.is_ascii_alphanumeric() || c == '-' || c == '.',
        &subject,
        report,
    );
    host(&product.endpoint, &subject, report);
    for (region, endpoint) in &product.regions {
        if !is_region(&region.value) {
            let message = format!(
                "`{}` is not a region id such as `ap-southeast-1`",
                region.value
            );
            report.push(subject.find(Code::BadName, region.span, message));
        }
        host(endpoint, &subject, report);
    }
    areas(&product.areas, &subject, report);
    let mut common = Unique::new("common parameter", &subject);
    for parameter in &product.common {
        common.add(&parameter.name, None, names::field, "name", report);
    }
    for definition in &product.enums {
        enums::definition(definition, &subject, report);
    }
    let mut codes = Unique::new("error", &subject);
    for error in &product.errors {
        codes.add(
            &error.code,
            error.name.as_ref(),
            names::variant,
            "name",
            report,
        );
        status(error, &subject, report);
    }
}

/// Checks the names of areas; each occurs once.
fn areas(areas: &[Area], subject: &Subject, report: &mut Report) {
    let mut unique = Unique::new("area", subject);
    for area in areas {
        let name = &area.name;
        let before = report.errors();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        word(name, "an area such as `tasks`", plain, subject, report);
        if report.errors() > before || name.value.is_empty() {
            continue;
        }
        if names::area(&name.value).is_none() {
            let message = format!("an area cannot be called `{}`", name.value);
            report.push(
                subject
                    .find(Code::BadName, name.span, message)
                    .help("the client or its features already use the name"),
            );
            continue;
        }
        unique.add(name, None, names::area, "name", report);
    }
}

/// Checks the area of each action. An area without actions would be an empty
/// module.
pub(crate) fn membership(spec: &Spec, report: &mut Report) {
    let Some(product) = &spec.product else { return };
    if product.areas.is_empty() {
        return;
    }
    let mut used: HashSet<&str> = HashSet::new();
    for action in &spec.actions {
        let Some(area) = &action.area else {
            alone(action, product, report);
            continue;
        };
        let mut names = product.areas.iter().map(|area| area.name.value.as_str());
        used.insert(&area.value);
        if names.clone().any(|name| name == area.value) {
            continue;
        }
        let message = format!("the product file has no area `{}`", area.value);
        let help = report.suggest(&area.value, names.by_ref());
        report.push(
            Subject::new(&action.name)
                .find(Code::UnknownReference, area.span, message)
                .help("add it to `areas` of `product.yaml`, with a `doc`")
                .help_if(help),
        );
    }
    if spec.incomplete {
        return;
    }
    let subject = Subject::new(&product.name);
    for area in &product.areas {
        if !used.contains(area.name.value.as_str()) {
            let message = format!("the area `{}` has no action", area.name.value);
            report.push(subject.find(Code::UnusedArea, area.name.span, message));
        }
    }
}

/// An action in no area has its module beside those of the areas.
fn alone(action: &Action, product: &Product, report: &mut Report) {
    let module = names::module(&action.name.value);
    let area = product
        .areas
        .iter()
        .find(|area| Some(&area.name.value) == module.as_ref());
    if let Some(area) = area {
        let message = format!(
            "the action `{}` and the area both become the module `{}`",
            action.name.value, area.name.value
        );
        report.push(
            Subject::new(&action.name)
                .find(Code::Collision, action.name.span, message)
                .related(area.name.span, "the area")
                .help("put the action into an area with `area: NAME`"),
        );
    }
}

/// The HTTP status of an error.
pub(crate) fn status(error: &ErrorCode, subject: &Subject, report: &mut Report) {
    if let Some(status) = &error.http_status
        && !(100..=599).contains(&status.value)
    {
        let message = format!("{} is not an HTTP status (100 to 599)", status.value);
        report.push(
            subject
                .join(&error.code)
                .find(Code::HttpStatus, status.span, message),
        );
    }
}

/// Whether a text is the id of a region.
pub(crate) fn is_region(text: &str) -> bool {
    is_word(text, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
    })
}

fn is_word(text: &str, allowed: fn(char) -> bool) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(allowed)
}

/// Whether a text is a host name in lower case, with a dot.
pub(crate) fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.split('.').all(label) && text.contains('.')
}

fn word(
    text: &Text,
    what: &str,
    allowed: fn(char) -> bool,
    subject: &Subject,
    report: &mut Report,
) {
    if text.value.is_empty() {
        // Missing; loading has reported it.
        return;
    }
    if !is_word(&text.value, allowed) {
        let message = format!("`{}` is not {what}", text.value);
        report.push(subject.find(Code::BadName, text.span, message));
    }
}

fn host(text: &Text, subject: &Subject, report: &mut Report) {
    if text.value.is_empty() {
        return;
    }
    if !is_host(&text.value) {
        let message = format!("`{}` is not a host name in lower case", text.value);
        report.push(
            subject
                .find(Code::BadName, text.span, message)
                .help("without scheme, port or path: `domain.aliyuncs.com`"),
        );
    }
}

/// Checks names that share the namespace of the generated client.
pub(crate) fn namespace(spec: &Spec, report: &mut Report) {
    let root = Subject(
        spec.product
            .as_ref()
            .map_or_else(|| "product".to_owned(), |p| p.name.value.clone()),
    );
    let mut actions = Unique::new("action", &root);
    let mut modules = Unique::new("action", &root);
    let mut types = Unique::new("type", &root);
    let mut codes: Vec<(usize, &ErrorCode)> = Vec::new();
    if let Some(product) = &spec.product {
        for shared in &product.enums {
            types.add(
                &shared.name,
                shared.rust.as_ref(),
                names::type_name,
                "rust",
                report,
            );
        }
        // Objects have already been compared with enums and each other.
        let mut unheard = Report::default();
        for shared in &product.objects {
            let rust = shared.rust.as_ref();
            types.add(&shared.name, rust, names::type_name, "rust", &mut unheard);
        }
        codes.extend(product.errors.iter().map(|error| (0, error)));
    }
    for (index, action) in spec.actions.iter().enumerate() {
        let expected = format!("{}.yaml", action.name.value);
        let mut valid = action.name.value.chars();
        if !valid.next().is_some_and(|c| c.is_ascii_alphabetic())
            || !valid.all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            let message = format!("`{}` is not an action name", action.name.value);
            let subject = Subject::new(&action.name);
            report.push(
                subject
                    .find(Code::BadName, action.name.span, message)
                    .help("use letters and digits, beginning with a letter"),
            );
            continue;
        }
        let named = spec
            .actions
            .iter()
            .any(|other| other.name.value == action.name.value && other.file == expected);
        if action.file != expected && !named {
            let message = format!(
                "the file of the action `{}` has the name `{}`",
                action.name.value, action.file
            );
            report.push(
                Finding::new(Code::FileName, action.name.span, message)
                    .help(format!("rename it to `{expected}`, or the action to match")),
            );
        }
        actions.add(&action.name, None, names::method, "action", report);
        for name in derived(action) {
            actions.add(&name, None, names::method, "action", report);
        }
        // The same collision would only be reported again.
        let mut unheard = Report::default();
        modules.add(&action.name, None, names::module, "action", &mut unheard);
        for suffix in ["Request", "Response"] {
            let name = Spanned::new(format!("{}{suffix}", action.name.value), action.name.span);
            if unheard.errors() == 0 {
                types.add(&name, None, names::type_name, "action", report);
            }
        }
        let own = action.errors.iter().filter_map(|error| match error {
            ErrorUse::Own(error) => Some((index + 1, error)),
            ErrorUse::Shared(_) => None,
        });
        codes.extend(own);
    }
    variants(&codes, &root, report);
    outcomes(&codes, &root, report);
}

/// Names of further client methods, beside the one of the action.
fn derived(action: &Action) -> Vec<Text> {
    let name = &action.name;
    let mut names = Vec::new();
    if action.pagination.is_some() {
        names.push(Spanned::new(format!("{} items", name.value), name.span));
    }
    if let Some(waiter) = &action.waiter {
        let method = format!("wait for {}", waiter.name.value);
        names.push(Spanned::new(method, waiter.name.span));
    }
    if action.submits.is_some() {
        names.push(Spanned::new(format!("{} and wait", name.value), name.span));
    }
    names
}

/// A code has the same meaning in all of its descriptions.
fn outcomes(codes: &[(usize, &ErrorCode)], root: &Subject, report: &mut Report) {
    let mut first: HashMap<&str, &Text> = HashMap::new();
    for (_, error) in codes {
        let (Some(outcome), code) = (&error.outcome, error.code.value.as_str()) else {
            continue;
        };
        match first.get(code) {
            Some(other) if other.value != outcome.value => {
                let message = format!(
                    "the error code `{code}` has the outcome `{}` here and `{}` there",
                    outcome.value, other.value
                );
                report.push(
                    root.find(Code::OutcomesDiffer, outcome.span, message)
                        .related(other.span, "the other outcome")
                        .help("give it an `outcome` in one description only"),
                );
            }
            Some(_) => {}
            None => {
                first.insert(code, outcome);
            }
        }
    }
}

/// Different codes must not become the same variant, and a code must not become
/// two. Several actions may document the same code. The check of a single list
/// reports repetitions within it.
fn variants(codes: &[(usize, &ErrorCode)], root: &Subject, report: &mut Report) {
    let mut by_ident: HashMap<String, (usize, &str, Span)> = HashMap::new();
    let mut by_code: HashMap<&str, (usize, String, Span)> = HashMap::new();
    for (list, error) in codes {
        let source = error.name.as_ref().unwrap_or(&error.code);
        let (code, span) = (error.code.value.as_str(), source.span);
        let Some(ident) = names::variant(&source.value) else {
            continue;
        };
        match by_code.get(code) {
            Some((other_list, other, first)) if *other != ident && other_list != list => {
                let message =
                    format!("the error code `{code}` becomes `{ident}` here and `{other}` there");
                report.push(
                    root.find(Code::Collision, span, message)
                        .related(*first, "the other name")
                        .help("give it the same `name` in all descriptions"),
                );
                continue;
            }
            Some(_) => {}
            None => {
                by_code.insert(code, (*list, ident.clone(), span));
            }
        }
        match by_ident.get(&ident) {
            Some((other_list, other, first)) if *other != code && other_list != list => {
                let message =
                    format!("the error codes `{other}` and `{code}` both become `{ident}` in Rust");
                report.push(
                    root.find(Code::Collision, span, message)
                        .related(*first, "the other one")
                        .help("give one of them another name with `name: NAME`"),
                );
            }
            Some(_) => {}
            None => {
                by_ident.insert(ident, (*list, code, span));
            }
        }
    }
}
