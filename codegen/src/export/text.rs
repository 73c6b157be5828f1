//! Descriptions: Markdown for people.

use crate::model::{Enum, ErrorCode, Field, Rule, Type};

/// The description of a field or a parameter. `names` are its names on the wire,
/// if they differ from its own.
pub(super) fn field(field: &Field, names: &[String]) -> String {
    let mut parts = vec![field.doc.trim().to_owned()];
    if !names.is_empty() {
        parts.push(sent_as(&field.ty, names));
    }
    match field.ty.innermost() {
        Type::Image => parts.extend(field.rules.iter().find_map(image)),
        Type::Json => parts.push("A JSON document; in a request, its compact text.".to_owned()),
        _ => {}
    }
    if let Some(condition) = &field.required_when {
        parts.push(format!("Required in some cases: {}", condition.trim()));
    }
    if let Some(reason) = &field.deprecated {
        parts.push(deprecated(reason));
    }
    paragraphs(parts)
}

fn sent_as(ty: &Type, names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let mut text = format!("Sent as {}", quoted.join(", "));
    if contains(ty, |ty| matches!(ty, Type::List(_))) {
        text.push_str("; N counts from 1");
    }
    if contains(ty, |ty| matches!(ty, Type::Map(_))) {
        text.push_str("; KEY is the key of an entry");
    }
    text + "."
}

/// Why something should no longer be used.
pub(super) fn deprecated(reason: &str) -> String {
    format!("Deprecated: {}", reason.trim())
}

/// Texts with blank lines between them; empty ones are left out.
pub(super) fn paragraphs(parts: Vec<String>) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("\n\n")
}

fn contains(ty: &Type, wanted: fn(&Type) -> bool) -> bool {
    wanted(ty)
        || match ty {
            Type::List(member) | Type::Map(member) => contains(member, wanted),
            _ => false,
        }
}

fn image(rule: &Rule) -> Option<String> {
    let Rule::Image(media, min, max) = rule else {
        return None;
    };
    let mut text = "An image in base64".to_owned();
    if !media.is_empty() {
        text.push_str(&format!(" ({})", media.join(", ")));
    }
    match (*min, *max) {
        (0 | 1, u64::MAX) => {}
        (0 | 1, max) => text.push_str(&format!(", at most {max} bytes before base64")),
        (min, u64::MAX) => text.push_str(&format!(", at least {min} bytes before base64")),
        (min, max) => text.push_str(&format!(", {min} to {max} bytes before base64")),
    }
    Some(text + ".")
}

/// The description of an enum, and a line for the meaning of each value.
pub(super) fn enumeration(definition: &Enum) -> String {
    let mut lines = Vec::new();
    for value in &definition.values {
        let mut meaning = one_line(&value.doc);
        if let Some(reason) = &value.deprecated {
            meaning = format!("{meaning} {}", one_line(&deprecated(reason)));
        }
        if !meaning.trim().is_empty() {
            lines.push(format!("- `{}`: {}", value.value, meaning.trim()));
        }
    }
    if definition.open {
        lines.push("- There may be values that are not listed.".to_owned());
    }
    paragraphs(vec![definition.doc.trim().to_owned(), lines.join("\n")])
}

/// A line for each error code.
pub(super) fn errors<'m>(errors: impl Iterator<Item = &'m ErrorCode>) -> String {
    let lines = errors.map(|error| format!("- `{}`: {}", error.code, one_line(&error.doc)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The first paragraph on one line.
pub(super) fn summary(doc: &str) -> String {
    one_line(doc.trim().split("\n\n").next().unwrap_or_default())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
