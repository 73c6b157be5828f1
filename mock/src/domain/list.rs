//! Lists of records: filtered, in pages.

use aliyun_codegen::model::{Field, Type};
use serde_json::{Map, Value};

use super::store::{Record, text};
use crate::document::key;
use crate::listing::{Listing, field};
use crate::tasks::Call;
use crate::values::enumeration;

/// Puts the requested records into an answer.
pub(super) fn fill(
    listing: &Listing<'_>,
    call: &Call<'_>,
    records: &[Record],
    answer: &mut Map<String, Value>,
) {
    let pattern = listing.pattern(answer);
    let members = records
        .iter()
        .filter(|record| passes(record, listing, call));
    let mut members: Vec<_> = members
        .map(|record| {
            let mut member = pattern.clone();
            for (name, value) in record {
                listing.put(&mut member, name, value.clone());
            }
            member
        })
        .collect();
    members.retain(|member| matches(member, listing, call));
    let page = call.page(members.len());
    listing.fill(answer, page, members);
}

/// Whether a record is within the limits of a call: `StartX` and `EndX` in
/// milliseconds, and words in the name of a domain.
fn passes(record: &Record, listing: &Listing<'_>, call: &Call<'_>) -> bool {
    let is_field = |name: &str| field(listing.fields, name).is_some();
    call.pairs.iter().all(|pair| {
        let (name, value) = (pair.name.as_str(), pair.value.as_str());
        if value.is_empty() {
            return true;
        }
        let domain = || text(record, "DomainName").unwrap_or_default();
        match name {
            "KeyWord" => return domain().contains(value),
            "Excluded" => return !domain().contains(value),
            "Suffixs" => {
                let mut suffixes = value.split([',', '，']);
                return suffixes.any(|suffix| {
                    domain().ends_with(&format!(".{}", suffix.trim().trim_start_matches('.')))
                });
            }
            _ => {}
        }
        let limit = |prefix: &str| {
            let stem = name.strip_prefix(prefix).filter(|stem| is_field(stem))?;
            let have: i64 = text(record, &format!("{stem}Long"))?.parse().ok()?;
            Some((have, value.parse::<i64>().ok()?))
        };
        limit("Start").is_none_or(|(have, start)| have >= start)
            && limit("End").is_none_or(|(have, end)| have <= end)
    })
}

/// Whether a member passes the filters of a call: parameters that are also fields of
/// members, if both have the same values.
fn matches(member: &Map<String, Value>, listing: &Listing<'_>, call: &Call<'_>) -> bool {
    call.pairs.iter().all(|pair| {
        let Some(shown) = field(listing.fields, &pair.name) else {
            return true;
        };
        if pair.value.is_empty() || !comparable(shown, &pair.value, listing) {
            return true;
        }
        let value = key(member, &pair.name).and_then(|key| member.get(&key));
        let text = value.map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        });
        match text {
            Some(text) if pair.name == "DomainName" => text.contains(&pair.value),
            Some(text) => text.eq_ignore_ascii_case(&pair.value),
            None => false,
        }
    })
}

fn comparable(field: &Field, value: &str, listing: &Listing<'_>) -> bool {
    let Type::Enum(which) = field.ty else {
        return true;
    };
    let known = &enumeration(listing.model, listing.action, which).values;
    known.iter().any(|known| known.value == value)
}
