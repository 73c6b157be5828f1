//! Limits, defaults and samples of parameters, unless they contradict the type
//! or each other.

use std::borrow::Cow;

use super::description::{Bounds, Entry, Need, Told};
use super::draft::Draft;
use super::report::Options;
use super::text::visible;
use super::tree::{MapBuilder, Tree};
use crate::notation;

/// The default and the limits of the parameter at `path`. `word` is its type, or
/// the type of its members.
pub(super) fn limits(
    draft: &mut Draft<'_>,
    entry: &Entry,
    path: &str,
    word: &str,
    tree: &mut MapBuilder,
) {
    let list = entry.ty.has_members();
    let entry = &followed(entry, draft.options);
    let number = matches!(word, "integer" | "long" | "float");
    let mut default = entry
        .default
        .clone()
        .filter(|value| !list && is_text(word) && fits(value, word));
    if default.is_some() && matches!(entry.need, Need::Required | Need::Documented) {
        let what = format!("`{path}` is required and has a default; the default is left out");
        draft.note(entry.origin.clone(), what);
        default = None;
    }
    let mut range = entry
        .range
        .clone()
        .filter(|_| number && !list)
        .filter(|bounds| word == "float" || whole(bounds));
    if let (Some(value), Some(bounds)) = (&default, &range)
        && outside(value, bounds)
    {
        let what = format!(
            "`{path}`: the default `{value}` lies outside the range; the range is left out"
        );
        draft.note(entry.origin.clone(), what);
        range = None;
    }
    if let Some(value) = default {
        tree.text("default", value);
    }
    if let Some(bounds) = entry.length.as_ref().filter(|_| word == "string" && !list) {
        tree.put("length", counts(bounds));
    }
    if let Some(bounds) = &range {
        tree.put("range", counts(bounds));
    }
    if let Some(bounds) = entry.items.as_ref().filter(|_| list) {
        tree.put("items", counts(bounds));
    }
    if let Some(pattern) = entry.pattern.as_ref().filter(|_| word == "string" && !list) {
        tree.text("pattern", pattern.clone());
    }
}

/// The entry with the limits that become rules.
fn followed<'a>(entry: &'a Entry, options: &Options) -> Cow<'a, Entry> {
    if !options.limits_from_prose || entry.told == Told::default() {
        return Cow::Borrowed(entry);
    }
    let mut entry = entry.clone();
    let told = std::mem::take(&mut entry.told);
    entry.range = entry.range.or(told.range);
    entry.length = entry.length.or(told.length);
    entry.items = entry.items.or(told.items);
    Cow::Owned(entry)
}

/// Whether values of a type are single texts.
fn is_text(word: &str) -> bool {
    matches!(
        word,
        "string" | "integer" | "long" | "float" | "boolean" | "enum" | "enum<integer>"
    )
}

fn whole(bounds: &Bounds) -> bool {
    [&bounds.min, &bounds.max]
        .into_iter()
        .flatten()
        .all(|end| end.parse::<i64>().is_ok() && notation::is_number(end))
}

fn outside(value: &str, bounds: &Bounds) -> bool {
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let value = number(value);
    bounds.min.as_deref().is_some_and(|min| value < number(min))
        || bounds.max.as_deref().is_some_and(|max| value > number(max))
}

fn fits(value: &str, base: &str) -> bool {
    match base {
        "integer" | "enum<integer>" => notation::is_number(value) && value.parse::<i32>().is_ok(),
        "long" => notation::is_number(value) && value.parse::<i64>().is_ok(),
        "float" => notation::is_number(value),
        "boolean" => matches!(value, "true" | "false"),
        _ => !value.contains('\n') && value.trim() == value && !value.is_empty(),
    }
}

/// `{ min: 1, max: 100 }`.
fn counts(bounds: &Bounds) -> Tree {
    let mut tree = MapBuilder::default();
    for (key, end) in [("min", &bounds.min), ("max", &bounds.max)] {
        if let Some(end) = end {
            tree.put(key, Tree::Plain(end.clone()));
        }
    }
    tree.done()
}

/// The documented sample, if it is a value of the parameter.
pub(super) fn sample(draft: &Draft<'_>, entry: &Entry, word: &str) -> Option<String> {
    let entry = &followed(entry, draft.options);
    let value = visible(&entry.sample);
    let listed = entry
        .values
        .as_ref()
        .is_none_or(|values| values.values.iter().any(|other| other.value == value));
    let within = |bounds: &Option<Bounds>, of: &str| {
        bounds.as_ref().is_none_or(|bounds| !outside(of, bounds))
    };
    let limited = match word {
        "integer" | "long" | "float" => within(&entry.range, &value),
        "string" => {
            within(&entry.length, &value.chars().count().to_string()) && matches(entry, &value)
        }
        _ => true,
    };
    let short = value.chars().count() <= 200;
    let plain = is_text(word) && !word.starts_with("enum");
    (!value.is_empty() && short && listed && limited && plain && fits(&value, word))
        .then_some(value)
}

/// Whether a value has the documented pattern, if there is one.
fn matches(entry: &Entry, value: &str) -> bool {
    let Some(pattern) = &entry.pattern else {
        return true;
    };
    regex_lite::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(value))
}
