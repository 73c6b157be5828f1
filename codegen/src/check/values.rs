//! Defaults and samples: wire values that the gateway must accept.

use crate::check::{Scope, Subject};
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::notation;
use crate::source::Spanned;
use crate::spec::{Bounds, Enum, Field, Text, TypeExpr};
use crate::suggest;
use crate::yaml::excerpt;

/// Checks the default and the sample of one field.
pub(crate) fn check(field: &Field, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    if let Some(default) = &field.default {
        if !single(&field.ty.value) {
            let message = "only single values have defaults, not lists, maps, objects or images";
            report.push(subject.find(Code::NotApplicable, default.span, message));
        } else if let Some(finding) = refused(default, field, scope) {
            let message = format!("the default `{}` {}", excerpt(&default.value), finding.0);
            report.push(
                subject
                    .find(Code::BadDefault, default.span, message)
                    .help_if(finding.1),
            );
        }
    }
    if let Some(sample) = &field.sample {
        if matches!(
            field.ty.value.innermost(),
            TypeExpr::Object | TypeExpr::Image
        ) {
            let message = "objects have samples in their fields, and tests create images";
            report.push(subject.find(Code::NotApplicable, sample.span, message));
        } else if let Some(finding) = refused(sample, field, scope) {
            let message = format!("the sample `{}` {}", excerpt(&sample.value), finding.0);
            report.push(
                subject
                    .find(Code::BadSample, sample.span, message)
                    .help_if(finding.1),
            );
        }
    }
}

fn single(ty: &TypeExpr) -> bool {
    !matches!(
        ty,
        TypeExpr::List(_) | TypeExpr::Map(_) | TypeExpr::Object | TypeExpr::Image | TypeExpr::Json
    )
}

/// Most values of an enum in a message.
const MAX_SHOWN: usize = 20;

type Refusal = (String, Option<String>);

/// Why the wire text is not a value of the (innermost) type, and a suggestion.
fn refused(text: &Text, field: &Field, scope: &Scope<'_>) -> Option<Refusal> {
    let value = text.value.as_str();
    match field.ty.value.innermost() {
        TypeExpr::Boolean if !matches!(value, "true" | "false") => {
            let help = match value.to_ascii_lowercase().as_str() {
                "yes" | "on" | "true" | "1" => Some("write `true`".to_owned()),
                "no" | "off" | "false" | "0" => Some("write `false`".to_owned()),
                _ => None,
            };
            Some(("is neither `true` nor `false`".to_owned(), help))
        }
        TypeExpr::Integer | TypeExpr::Long | TypeExpr::Float => number(value, field),
        TypeExpr::String => string(value, field),
        TypeExpr::Enum(_) => {
            let values = field
                .values
                .as_ref()
                .map(|values| values.value.as_slice())?;
            let open = field.open.as_ref().is_some_and(|open| open.value);
            listed(value, values, open)
        }
        TypeExpr::Named(name) => {
            let definition: &Enum = scope.enums.get(name.as_str())?;
            listed(
                value,
                &definition.values,
                definition.open || definition.unread,
            )
        }
        _ => None,
    }
}

fn listed(value: &str, values: &[crate::spec::Value], open: bool) -> Option<Refusal> {
    let known = || values.iter().map(|value| value.value.value.as_str());
    if open || known().any(|other| other == value) {
        return None;
    }
    let mut list: Vec<_> = known().take(MAX_SHOWN).map(excerpt).collect();
    if values.len() > MAX_SHOWN {
        list.push(format!("and {} more", values.len() - MAX_SHOWN));
    }
    Some((
        format!("is not one of the values: {}", list.join(", ")),
        suggest::did_you_mean(value, known()),
    ))
}

fn number(value: &str, field: &Field) -> Option<Refusal> {
    let float = matches!(field.ty.value.innermost(), TypeExpr::Float);
    let fits = if float {
        value.parse::<f64>().is_ok_and(f64::is_finite)
    } else {
        value.parse::<i64>().is_ok()
    };
    if !notation::is_number(value) || !fits {
        let what = if float { "number" } else { "whole number" };
        return Some((format!("is not a {what}"), None));
    }
    let integer = matches!(field.ty.value.innermost(), TypeExpr::Integer);
    if integer && value.parse::<i32>().is_err() {
        return Some(("does not fit the 32 bits of an integer".to_owned(), None));
    }
    let bounds = &field.range.as_ref()?.value;
    let outside = if float {
        out(&value.parse::<f64>().ok()?, bounds)
    } else {
        out(&value.parse::<i64>().ok()?, bounds)
    };
    outside.then(|| {
        let end = |bound: &Option<Text>| bound.as_ref().map(|text| text.value.clone());
        let range = between(end(&bounds.min), end(&bounds.max));
        (format!("is outside the range, {range}"), None)
    })
}

/// Bounds in words.
fn between(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "not limited".to_owned(),
    }
}

fn out<T: PartialOrd + std::str::FromStr>(value: &T, bounds: &Bounds<String>) -> bool {
    let end = |bound: &Option<Text>| -> Option<T> { bound.as_ref()?.value.parse().ok() };
    end(&bounds.min).is_some_and(|min| *value < min)
        || end(&bounds.max).is_some_and(|max| *value > max)
}

fn string(value: &str, field: &Field) -> Option<Refusal> {
    if let Some(bounds) = &field.length {
        let count = value.chars().count() as u64;
        let low = bounds
            .value
            .min
            .as_ref()
            .is_some_and(|min| count < min.value);
        let high = bounds
            .value
            .max
            .as_ref()
            .is_some_and(|max| count > max.value);
        if low || high {
            let end =
                |bound: &Option<Spanned<u64>>| bound.as_ref().map(|end| end.value.to_string());
            let length = between(end(&bounds.value.min), end(&bounds.value.max));
            return Some((
                format!("has {count} characters; its `length` is {length}"),
                None,
            ));
        }
    }
    let pattern = &field.pattern.as_ref()?.value;
    let regex = regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()?;
    (!regex.is_match(value)).then(|| (format!("does not match `{}`", excerpt(pattern)), None))
}
