//! Reading generated structs without knowing their types: what validation,
//! encoding and `Debug` walk over.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::image::Image;
use crate::shape::{Field, Shape};

/// A field's value, borrowed for one visit.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// The field was not set.
    Absent,
    /// A text, or the wire text of an enum.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// A boolean.
    Bool(bool),
    /// An image, encoded to base64 only when the request is built.
    Image(&'a Image),
    /// Bytes, sent as they are.
    Bytes(&'a Bytes),
    /// A JSON value.
    Json(&'a serde_json::Value),
    /// A list; its members are visited by index.
    List(&'a dyn List),
    /// A map with text keys.
    Map(&'a dyn Map),
    /// A nested object.
    Record(&'a dyn Record),
}

impl ValueRef<'_> {
    /// Whether the field is not set.
    pub(crate) fn is_unset(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::List(list) => list.is_unset(),
            Self::Map(map) => map.is_unset(),
            _ => false,
        }
    }
}

/// Anything a field of a generated struct may hold.
pub trait Value {
    /// The value as the runtime sees it.
    fn get(&self) -> ValueRef<'_>;
}

/// A generated struct: its table and its values, in the table's order.
pub trait Record: Send + Sync {
    /// The table of the struct.
    fn shape(&self) -> &'static Shape;
    /// The value of the field at this index of the table, which is within it.
    fn at(&self, index: usize) -> &dyn Value;
}

/// Calls `visit` for each field of the table with its value.
pub(crate) fn each_field(record: &dyn Record, visit: &mut dyn FnMut(Field, ValueRef<'_>)) {
    for (index, field) in record.shape().iter().enumerate() {
        visit(field, record.at(index).get());
    }
}

/// Nothing, as the value of a struct without fields.
impl Value for () {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Absent
    }
}

/// A generated enum. Its wire text is sent and received. A text that the documentation
/// does not list is kept unchanged. Values are made by `From`, which the enum has
/// anyway; another function would be compiled once per enum.
pub trait WireEnum: Send + Sync + for<'a> From<&'a str> {
    /// The wire text.
    fn text(&self) -> &str;
}

/// A list of values.
pub trait List {
    /// Number of members.
    fn len(&self) -> usize;
    /// Whether there is no member.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The member at `index`; [`ValueRef::Absent`] past the end.
    fn at(&self, index: usize) -> ValueRef<'_>;
    /// Whether a field with this list is not set. A list that can tell that from one
    /// without members says so.
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

/// A map with text keys, visited in key order.
pub trait Map {
    /// Number of entries.
    fn len(&self) -> usize;
    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Whether a field with this map is not set. A map that can tell that from one
    /// without entries says so.
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
    /// Calls `visit` for each entry.
    fn each(&self, visit: &mut dyn FnMut(&str, ValueRef<'_>));
}

impl Value for String {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl<T: WireEnum> Value for T {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Text(self.text())
    }
}

impl Value for i64 {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Int(*self)
    }
}

impl Value for f64 {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }
}

impl Value for bool {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }
}

impl Value for Image {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Image(self)
    }
}

impl Value for Bytes {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }
}

impl Value for serde_json::Value {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Json(self)
    }
}

impl<T: Value> Value for Option<T> {
    fn get(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Absent, Value::get)
    }
}

impl<T: Value> Value for Vec<T> {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }
}

impl<T: Value> List for Vec<T> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn at(&self, index: usize) -> ValueRef<'_> {
        self.as_slice()
            .get(index)
            .map_or(ValueRef::Absent, Value::get)
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Map(self)
    }
}

impl<T: Value> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        Self::len(self)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, ValueRef<'_>)) {
        for (key, value) in self {
            visit(key, value.get());
        }
    }
}
