//! Equality of generated structs, without code for each of them.

use crate::value::{Record, ValueRef};

/// Whether two values of one struct are equal, field by field. Lists are equal
/// member by member, maps entry by entry, images byte by byte.
#[must_use]
pub fn same(one: &dyn Record, other: &dyn Record) -> bool {
    let shape = one.shape();
    shape.is(other.shape())
        && (0..shape.len()).all(|index| equal_values(one.at(index).get(), other.at(index).get()))
}

fn equal_values(one: ValueRef<'_>, other: ValueRef<'_>) -> bool {
    match (one, other) {
        (ValueRef::Absent, ValueRef::Absent) => true,
        (ValueRef::Text(one), ValueRef::Text(other)) => one == other,
        (ValueRef::Int(one), ValueRef::Int(other)) => one == other,
        (ValueRef::Float(one), ValueRef::Float(other)) => one == other,
        (ValueRef::Bool(one), ValueRef::Bool(other)) => one == other,
        (ValueRef::Image(one), ValueRef::Image(other)) => one == other,
        (ValueRef::Bytes(one), ValueRef::Bytes(other)) => one == other,
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
