//! Copies of generated answers, without code for each of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::slot::{Decode, Scalar, Slot, SlotMut};
use crate::value::{Record, ValueRef};

/// Fills a struct in which nothing is set with the values of another of its type.
pub fn copy(from: &dyn Record, into: &mut dyn Decode) {
    for index in 0..from.shape().len() {
        value(from.at(index).get(), into.at_mut(index));
    }
}

fn value(from: ValueRef<'_>, into: &mut dyn Slot) {
    if matches!(from, ValueRef::Absent) {
        return;
    }
    if let (ValueRef::Bytes(from), Some(into)) = (from, into.raw()) {
        return from.clone_into(into);
    }
    match (from, into.open()) {
        (ValueRef::List(from), SlotMut::List(into)) => {
            (0..from.len()).for_each(|index| value(from.at(index), into.push()));
        }
        (ValueRef::Map(from), SlotMut::Map(into)) => {
            from.each(&mut |key, from| value(from, into.entry(key)));
        }
        (ValueRef::Record(from), SlotMut::Record(into)) => copy(from, into),
        (ValueRef::Json(from), SlotMut::Json(into)) => from.clone_into(into),
        (ValueRef::Image(from), SlotMut::Scalar(into)) => {
            into.set(Scalar::Text(&STANDARD.encode(from.bytes())));
        }
        (from, SlotMut::Scalar(into)) => {
            if let Some(scalar) = scalar(from) {
                into.set(scalar);
            }
        }
        // Both are of one type.
        _ => {}
    }
}

fn scalar(value: ValueRef<'_>) -> Option<Scalar<'_>> {
    match value {
        ValueRef::Text(text) => Some(Scalar::Text(text)),
        ValueRef::Int(number) => Some(Scalar::Int(number)),
        ValueRef::Float(number) => Some(Scalar::Float(number)),
        ValueRef::Bool(value) => Some(Scalar::Bool(value)),
        _ => None,
    }
}
