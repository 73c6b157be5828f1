//! Fields of requests and answers, found by their names.

use crate::pages::PageRequest;
use crate::slot::{Scalar, Slot, SlotMut};
use crate::value::{Record, ValueRef};

/// The value of the field with this name. A name with dots may also be a path
/// through nested objects.
pub(crate) fn find<'r>(record: &'r dyn Record, path: &str) -> Option<ValueRef<'r>> {
    let names = record.shape().names();
    let at = |name: &str| names.iter().position(|known| *known == name);
    if let Some(index) = at(path) {
        return Some(record.at(index).get());
    }
    path.match_indices('.').find_map(|(dot, _)| {
        let index = at(&path[..dot])?;
        match record.at(index).get() {
            ValueRef::Record(inner) => find(inner, &path[dot + 1..]),
            _ => None,
        }
    })
}

/// The value of a field, if there is one of this name and type.
pub(crate) fn value<T>(
    record: &dyn Record,
    path: &str,
    read: fn(ValueRef<'_>) -> Option<T>,
) -> Option<T> {
    read(find(record, path)?)
}

pub(super) fn integer(value: ValueRef<'_>) -> Option<i64> {
    match value {
        ValueRef::Int(number) => Some(number),
        ValueRef::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn boolean(value: ValueRef<'_>) -> Option<bool> {
    match value {
        ValueRef::Bool(value) => Some(value),
        _ => None,
    }
}

/// The text of a scalar, unless it is empty.
pub(crate) fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Text(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
        ValueRef::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Sets a parameter; `false` if no parameter takes the value.
pub(crate) fn set(request: &mut dyn PageRequest, name: &str, scalar: Scalar<'_>) -> bool {
    match request.slot(name).map(Slot::open) {
        Some(SlotMut::Scalar(slot)) => slot.set(scalar),
        _ => false,
    }
}
