//! Finds answers that come in pages, by the usual names. Request and answer both have to fit.

use std::collections::HashSet;

use crate::import::description::{Description, Entry, Need, Pages, Type};
use crate::import::metadata::document::Action;

const NUMBERS: &[&str] = &[
    "PageNumber",
    "pageNumber",
    "PageNum",
    "pageNum",
    "PageNo",
    "pageNo",
    "page_number",
];
const SIZES: &[&str] = &["PageSize", "pageSize", "page_size"];
const TOTALS: &[&str] = &[
    "TotalCount",
    "totalCount",
    "total_count",
    "TotalItemNum",
    "Total",
    "total",
];
const TOKENS: &[&str] = &["NextToken", "nextToken", "next_token"];
const LIMITS: &[&str] = &["MaxResults", "maxResults", "MaxResult", "max_results"];

/// How the answers of an action come in pages.
pub(super) fn pages(
    action: &Action,
    description: &Description,
    names: &HashSet<&str>,
) -> Option<Pages> {
    // The method that reads all pages needs a name of its own.
    if names.contains(format!("{}Items", action.name).as_str()) {
        return None;
    }
    let parameters = &description.parameters;
    let answer = &description.response;
    let items = items(answer)?;
    let size = |names: &[&str]| -> Result<Option<String>, ()> {
        match find(parameters, names) {
            None => Ok(None),
            Some(size) if whole(size) && optional(size) => Ok(Some(size.name.clone())),
            // A size that has to be sent cannot be guessed.
            Some(_) => Err(()),
        }
    };
    if let Some(token) = find(parameters, TOKENS)
        && let Some(next) = find_path(answer, TOKENS, &|entry| entry.ty == Type::String)
        && token.ty == Type::String
        && token.values.is_none()
        && optional(token)
    {
        return Some(Pages {
            items,
            position: token.name.clone(),
            size: size(LIMITS).ok()?,
            total_items: find_path(answer, TOTALS, &whole),
            cursor: Some(next),
        });
    }
    let position = find(parameters, NUMBERS)?;
    let total = find_path(answer, TOTALS, &whole)?;
    let first_allowed = position.range.as_ref().is_none_or(|range| {
        let end = |end: &Option<String>| end.as_deref().and_then(|end| end.parse::<i64>().ok());
        end(&range.min).is_none_or(|min| min <= 1) && end(&range.max).is_none_or(|max| max >= 1)
    });
    // A first page with the number 0 is said by a default alone.
    let zero = position.default.as_deref() == Some("0");
    if !whole(position) || !first_allowed || zero {
        return None;
    }
    Some(Pages {
        items,
        position: position.name.clone(),
        size: size(SIZES).ok()?,
        total_items: Some(total),
        cursor: None,
    })
}

fn whole(entry: &Entry) -> bool {
    matches!(entry.ty, Type::Integer | Type::Long) && entry.values.is_none()
}

fn optional(entry: &Entry) -> bool {
    matches!(entry.need, Need::Optional | Need::Unknown)
}

fn find<'a>(entries: &'a [Entry], names: &[&str]) -> Option<&'a Entry> {
    names
        .iter()
        .find_map(|name| entries.iter().find(|entry| entry.name == *name))
}

/// The path of a field of the answer, or of one inside of a single object.
fn find_path(entries: &[Entry], names: &[&str], fits: &dyn Fn(&Entry) -> bool) -> Option<String> {
    if let Some(entry) = find(entries, names).filter(|entry| fits(entry)) {
        return Some(entry.name.clone());
    }
    let mut inner = entries.iter().filter_map(|entry| match &entry.ty {
        Type::Object(inside) => find(inside, names)
            .filter(|found| fits(found))
            .map(|found| format!("{}.{}", entry.name, found.name)),
        _ => None,
    });
    let first = inner.next()?;
    inner.next().is_none().then_some(first)
}

/// The path of the only list of the answer, at most two objects deep.
fn items(answer: &[Entry]) -> Option<String> {
    fn lists(entries: &[Entry], within: &str, depth: usize, out: &mut Vec<String>) {
        for entry in entries {
            let path = format!("{within}{}", entry.name);
            match &entry.ty {
                Type::List { .. } if entry.location.is_none() => out.push(path),
                Type::Object(inside) if depth < 2 => {
                    lists(inside, &format!("{path}."), depth + 1, out);
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    lists(answer, "", 0, &mut found);
    match found.as_slice() {
        [only] if !only.split('.').any(str::is_empty) => Some(only.clone()),
        _ => None,
    }
}
