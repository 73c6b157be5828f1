//! Values and limits that the sentences of a description state, for readers of other
//! documentation.

use super::kind::Base;
use super::values::{self, Search};
use super::{inline, limits, outline};
use crate::import::description::{Told, Type, Value, Values};
use crate::import::text::visible;

/// The values of a text or whole number, if words announce them and they follow at once.
/// It is better to miss values than to invent some.
pub(in crate::import) fn told_values(text: &str, ty: &Type, example: &str) -> Option<Values> {
    let base = match ty {
        Type::String => Base::String,
        Type::Integer | Type::Long => Base::Long,
        _ => return None,
    };
    // Only lists are certain: sentences also name values of other parameters.
    if !announces_list(text) {
        return None;
    }
    let Search::Found(found) = values::search(text, &base, example) else {
        return None;
    };
    let certain = |(value, _): &(String, String)| {
        !value.contains([' ', '*']) && !value.starts_with(['.', '/', '%'])
    };
    if found.guessed || !found.values.iter().all(certain) {
        return None;
    }
    let value = |(value, meaning): (String, String)| Value {
        value: visible(&value),
        meaning,
    };
    Some(Values {
        values: found.values.into_iter().map(value).collect(),
        open: found.open,
    })
}

/// Whether the line above the first bullet announces values, and only that.
fn announces_list(text: &str) -> bool {
    let mut above = "";
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if outline::bullet(line.trim()).is_some() {
            // `- -1: all` beside `- 1 to 100: a number`.
            let mut items = text.lines().filter_map(|line| outline::bullet(line.trim()));
            return announces(above) && !items.any(starts_with_range);
        }
        above = line.trim();
    }
    false
}

fn starts_with_range(item: &str) -> bool {
    let end = item.find(['：', ':', '。', '，']).unwrap_or(item.len());
    values::has_range(&inline::plain(&item[..end]))
}

fn announces(line: &str) -> bool {
    let end = line.trim_end_matches(['：', ':', '。', '.', ' ', '*']);
    let lower = end.to_lowercase();
    let lead = values::LEADS.iter().any(|lead| {
        let lead = lead.trim_end_matches(':');
        lower
            .rfind(lead)
            .is_some_and(|at| lower[at + lead.len()..].chars().count() <= 4)
    });
    lead && !values::has_range(line)
}

/// Limits that sentences state.
pub(in crate::import) fn told_limits(text: &str, ty: &Type, listed: bool) -> Told {
    let list = ty.has_members();
    let of = |wanted: bool, found: fn(&str) -> _| wanted.then(|| found(text)).flatten();
    Told {
        range: of(
            !listed && matches!(ty, Type::Integer | Type::Long | Type::Float),
            limits::range,
        ),
        length: of(!listed && *ty == Type::String, limits::length),
        items: of(list, limits::items),
    }
}
