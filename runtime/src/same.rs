//! Equality of generated structs, without code for each of them.

use crate::value::{Record, Value, ValueRef};

/// Whether two values of one struct are equal, field by field. Lists are equal
/// member by member, maps entry by entry, images byte by byte.
#[must_use]
pub fn same(one: &dyn Record, other: &dyn Record) -> bool {
    if !std::ptr::eq(one.shape(), other.shape()) {
        return false;
    }
    let mut equal = false;
    one.values(&mut |ones: &[&dyn Value]| {
        other.values(&mut |others| {
            equal = ones.len() == others.len()
                && ones
                    .iter()
                    .zip(others)
                    .all(|(one, other)| equal_values(one.get(), other.get()));
        });
    });
    equal
}

fn equal_values(one: ValueRef<'_>, other: ValueRef<'_>) -> bool {
    match (one, other) {
        (ValueRef::Absent, ValueRef::Absent) => true,
        (ValueRef::Text(one), ValueRef::Text(other)) => one == other,
        (ValueRef::Int(one), ValueRef::Int(other)) => one == other,
        (ValueRef::Float(one), ValueRef::Float(other)) => one == other,
        (ValueRef::Bool(one), ValueRef::Bool(other)) => one == other,
        (ValueRef::Image(one), ValueRef::Image(other)) => one == other,
        (ValueRef::Json(one), ValueRef::Json(other)) => one == other,
        (ValueRef::Record(one), ValueRef::Record(other)) => same(one, other),
        (ValueRef::List(one), ValueRef::List(other)) => {
            one.len() == other.len()
                && (0..one.len()).all(|index| equal_values(one.at(index), other.at(index)))
        }
        (ValueRef::Map(one), ValueRef::Map(other)) => {
            // Both are visited in the order of their keys.
            let mut index = 0;
            let mut equal = one.len() == other.len();
            one.each(&mut |key, value| {
                let mut at = 0;
                other.each(&mut |other_key, other_value| {
                    if at == index {
                        equal &= key == other_key && equal_values(value, other_value);
                    }
                    at += 1;
                });
                index += 1;
            });
            equal
        }
        _ => false,
    }
}
