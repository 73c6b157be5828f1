//! Documentation comments. Texts of a spec are Markdown; `prose` makes it harmless.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Action, ErrorCode, Field, Outcome, Product, Role, Rule, Type};
use crate::prose;

/// Doc attributes for a text of our own.
pub(crate) fn lines(text: &str) -> TokenStream {
    let lines = text.trim_end().lines().map(|line| {
        if line.is_empty() {
            quote!(#[doc = ""])
        } else {
            let line = format!(" {line}");
            quote!(#[doc = #line])
        }
    });
    quote!(#(#lines)*)
}

/// A text from a spec, which rustdoc shows without a warning.
pub(crate) fn prose(text: &str) -> String {
    prose::rustdoc(text)
}

/// A text from a spec in one line of Markdown.
pub(crate) fn sentence(text: &str) -> String {
    prose::rustdoc_line(text)
}

/// A note for an error code that does not say whether a change was made.
pub(crate) fn open(error: &ErrorCode) -> &'static str {
    match error.outcome {
        Some(Outcome::Unknown) => " A change may have been made.",
        Some(Outcome::Refused) | None => "",
    }
}

/// A value of a spec in backticks.
pub(crate) fn code(text: &str) -> String {
    let quoted = text.replace('`', "'");
    if quoted.trim().is_empty() {
        "an empty text".to_owned()
    } else {
        format!("`{}`", quoted.trim())
    }
}

/// The page of an action in the API explorer.
pub(crate) fn link(product: &Product, action: &Action) -> String {
    let style = if action.path.is_some() { "ROA" } else { "RPC" };
    format!(
        "[`{name}`](https://api.aliyun.com/#product={product}&api={name}&type={style}&version={version})",
        name = action.name,
        product = product.name,
        version = product.version,
    )
}

/// The description of a field, and its documented limits.
pub(crate) fn field(field: &Field, role: Role) -> String {
    let mut text = if field.doc.trim().is_empty() {
        format!("{}.", code(&field.name))
    } else {
        prose(&field.doc)
    };
    let facts = facts(field, role);
    if !facts.is_empty() {
        text.push_str("\n\n");
        text.push_str(&facts.join(" "));
    }
    text
}

fn facts(field: &Field, role: Role) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(reason) = &field.deprecated {
        facts.push(format!("**Deprecated**: {}", sentence(reason)));
    }
    if field.documented_only {
        facts.push("Required by the documentation; the gateway does not check it.".to_owned());
    } else if field.required {
        facts.push("Required.".to_owned());
    }
    if let Some(when) = &field.required_when {
        facts.push(format!("Required when: {}", sentence(when)));
    }
    if let Some(default) = &field.default {
        facts.push(format!("Default: {}.", code(default)));
    }
    if role.is_sent() && field.ty.innermost() == &Type::Integer {
        facts.push("A number of 32 bits.".to_owned());
    }
    facts.extend(field.rules.iter().map(rule));
    if field.sensitive {
        facts.push("Sensitive: never printed.".to_owned());
    }
    facts
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Length(min, max) => format!("Length: {} characters.", counts(*min, *max)),
        Rule::Items(min, max) => format!("Members: {}.", counts(*min, *max)),
        Rule::Range(i64::MIN, max) => format!("At most {max}."),
        Rule::Range(min, i64::MAX) => format!("At least {min}."),
        Rule::Range(min, max) => format!("From {min} to {max}."),
        Rule::FloatRange(f64::MIN, max) => format!("At most {max}."),
        Rule::FloatRange(min, f64::MAX) => format!("At least {min}."),
        Rule::FloatRange(min, max) => format!("From {min} to {max}."),
        Rule::Pattern(pattern) => format!("Pattern: {}.", code(pattern)),
        Rule::Image(media, min, max) => {
            let media = if media.is_empty() {
                "An image".to_owned()
            } else {
                media
                    .iter()
                    .map(|media| media.to_uppercase())
                    .collect::<Vec<_>>()
                    .join(" or ")
            };
            let size = match (*min, *max) {
                (0 | 1, u64::MAX) => String::new(),
                (0 | 1, max) => format!(", at most {}", size(max)),
                (min, u64::MAX) => format!(", at least {}", size(min)),
                (min, max) => format!(", {} to {}", size(min), size(max)),
            };
            format!("{media}{size} before base64, which the runtime does.")
        }
    }
}

fn counts(min: u64, max: u64) -> String {
    match (min, max) {
        (0, max) => format!("at most {max}"),
        (min, u64::MAX) => format!("at least {min}"),
        (min, max) if min == max => format!("{min}"),
        (min, max) => format!("{min} to {max}"),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}
