//! Requests and answers whose fields are found by their names.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;

use super::table::{Object, Type};
use crate::debug::debug;
use crate::image::Image;
use crate::pages::PageRequest;
use crate::shape::Shape;
use crate::slot::{Decode, ListSlot, MapSlot, Scalar, ScalarSlot, Slot, SlotMut};
use crate::value::{List, Map, Record, Value, ValueRef};

/// A request or an answer as its table describes it. `Debug` shows no value
/// that is sensitive.
#[derive(Clone)]
pub struct Document {
    object: &'static Object,
    cells: Vec<Cell>,
}

impl Document {
    /// A document with nothing set.
    #[must_use]
    pub fn new(object: &'static Object) -> Self {
        let cells = object.facts().iter().map(|fact| Cell::new(&fact.ty));
        Self {
            object,
            cells: cells.collect(),
        }
    }

    /// The table.
    #[must_use]
    pub fn object(&self) -> &'static Object {
        self.object
    }

    /// The value of the field with this name on the wire.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.as_slice().get(self.object.position(name)?)
    }

    /// As [`cell`](Self::cell), to be changed.
    pub fn cell_mut(&mut self, name: &str) -> Option<&mut Cell> {
        let position = self.object.position(name)?;
        self.cells.get_mut(position)
    }

    /// The value of the field at this index of the table, to be changed. It tells fields
    /// apart that have one name in two locations.
    pub fn cell_at_mut(&mut self, index: usize) -> Option<&mut Cell> {
        self.cells.get_mut(index)
    }
}

impl Record for Document {
    fn shape(&self) -> &'static Shape {
        &self.object.shape
    }

    fn at(&self, index: usize) -> &dyn Value {
        &self.cells[index]
    }
}

impl Decode for Document {
    fn at_mut(&mut self, index: usize) -> &mut dyn Slot {
        &mut self.cells[index]
    }
}

impl PageRequest for Document {
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot> {
        self.cell_mut(name).map(|cell| cell as &mut dyn Slot)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

/// The value of a field, or none.
#[derive(Clone)]
pub struct Cell {
    ty: &'static Type,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Absent,
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Image(Image),
    Bytes(Bytes),
    Json(serde_json::Value),
    List(Members),
    Map(Entries),
    Record(Document),
}

#[derive(Clone)]
struct Members {
    ty: &'static Type,
    cells: Vec<Cell>,
}

#[derive(Clone)]
struct Entries {
    ty: &'static Type,
    cells: BTreeMap<String, Cell>,
}

impl Cell {
    fn new(ty: &'static Type) -> Self {
        Self {
            ty,
            content: Content::Absent,
        }
    }

    /// Takes the value away.
    pub fn clear(&mut self) {
        self.content = Content::Absent;
    }

    /// Number of members of a list or entries of a map; 0 for anything else.
    #[must_use]
    pub fn count(&self) -> usize {
        match &self.content {
            Content::List(list) => list.cells.len(),
            Content::Map(map) => map.cells.len(),
            _ => 0,
        }
    }

    /// Takes a scalar of the field's type.
    ///
    /// # Errors
    ///
    /// The expected type, such as `an integer of 64 bits`. Nothing is set then.
    pub fn set(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        let expected = match self.open() {
            SlotMut::Scalar(slot) => {
                if slot.set(scalar) {
                    return Ok(());
                }
                slot.expected()
            }
            SlotMut::List(_) => "a list",
            SlotMut::Map(_) | SlotMut::Record(_) => "an object",
            SlotMut::Json(_) => "a JSON document",
        };
        self.clear();
        Err(expected)
    }

    /// Takes a text unchanged, for a field of any type.
    pub fn set_text(&mut self, text: impl Into<String>) {
        self.content = Content::Text(text.into());
    }

    /// Takes an image, for a field of any type.
    pub fn set_image(&mut self, image: Image) {
        self.content = Content::Image(image);
    }

    /// Takes bytes, whatever the type of the field.
    pub fn set_bytes(&mut self, bytes: impl Into<Bytes>) {
        self.content = Content::Bytes(bytes.into());
    }

    /// Takes a JSON document, for a field of any type.
    pub fn set_json(&mut self, value: serde_json::Value) {
        self.content = Content::Json(value);
    }

    /// Makes an absent list, map or object an empty one, which some encodings send.
    pub fn begin(&mut self) {
        self.open();
    }

    /// Appends a member; `None` if the field is not a list.
    pub fn push(&mut self) -> Option<&mut Self> {
        self.open();
        match &mut self.content {
            Content::List(list) => Some(list.add()),
            _ => None,
        }
    }

    /// The entry with this key, which is added if it is missing; `None` if the field is
    /// not a map.
    pub fn entry(&mut self, key: &str) -> Option<&mut Self> {
        self.open();
        match &mut self.content {
            Content::Map(map) => Some(map.add(key)),
            _ => None,
        }
    }

    /// The nested object, which is added if it is missing; `None` if the field is not
    /// an object.
    pub fn record(&mut self) -> Option<&mut Document> {
        self.open();
        match &mut self.content {
            Content::Record(record) => Some(record),
            _ => None,
        }
    }

    /// What an absent value of the type begins as.
    fn blank(ty: &'static Type) -> Content {
        match ty {
            Type::Text | Type::Enum(_) => Content::Text(String::new()),
            Type::Integer => Content::Integer(0),
            Type::Float => Content::Float(0.0),
            Type::Boolean => Content::Boolean(false),
            Type::Json | Type::Any => Content::Json(serde_json::Value::Null),
            Type::Image => Content::Image(Image::default()),
            Type::Bytes => Content::Bytes(Bytes::new()),
            Type::Object(object) => Content::Record(Document::new(object)),
            Type::List(ty) => Content::List(Members {
                ty,
                cells: Vec::new(),
            }),
            Type::Map(ty) => Content::Map(Entries {
                ty,
                cells: BTreeMap::new(),
            }),
        }
    }
}

impl Value for Cell {
    fn get(&self) -> ValueRef<'_> {
        match &self.content {
            Content::Absent => ValueRef::Absent,
            Content::Text(text) => ValueRef::Text(text),
            Content::Integer(number) => ValueRef::Int(*number),
            Content::Float(number) => ValueRef::Float(*number),
            Content::Boolean(value) => ValueRef::Bool(*value),
            Content::Image(image) => ValueRef::Image(image),
            Content::Bytes(bytes) => ValueRef::Bytes(bytes),
            Content::Json(value) => ValueRef::Json(value),
            Content::List(list) => ValueRef::List(list),
            Content::Map(map) => ValueRef::Map(map),
            Content::Record(record) => ValueRef::Record(record),
        }
    }
}

impl Slot for Cell {
    fn open(&mut self) -> SlotMut<'_> {
        if matches!(self.content, Content::Absent) {
            self.content = Self::blank(self.ty);
        }
        match &mut self.content {
            Content::Absent => unreachable!("a value was just made"),
            Content::Text(text) => SlotMut::Scalar(text as &mut dyn ScalarSlot),
            Content::Integer(number) => SlotMut::Scalar(number),
            Content::Float(number) => SlotMut::Scalar(number),
            Content::Boolean(value) => SlotMut::Scalar(value),
            Content::Image(image) => SlotMut::Scalar(image),
            Content::Bytes(bytes) => SlotMut::Scalar(bytes),
            Content::Json(value) => SlotMut::Json(value),
            Content::List(list) => SlotMut::List(list),
            Content::Map(map) => SlotMut::Map(map),
            Content::Record(record) => SlotMut::Record(record),
        }
    }

    /// Never called: documents make their cells.
    fn empty() -> Self {
        Self::new(&Type::Text)
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn is_text(&self) -> bool {
        matches!(self.ty, Type::Text | Type::Enum(_))
    }

    fn raw(&mut self) -> Option<&mut Bytes> {
        if !matches!(self.ty, Type::Bytes) {
            return None;
        }
        self.open();
        match &mut self.content {
            Content::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// It is not set only if its cell is absent.
impl List for Members {
    fn len(&self) -> usize {
        self.cells.len()
    }

    fn at(&self, index: usize) -> ValueRef<'_> {
        List::at(&self.cells, index)
    }

    fn is_unset(&self) -> bool {
        false
    }
}

/// It is not set only if its cell is absent.
impl Map for Entries {
    fn len(&self) -> usize {
        self.cells.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&str, ValueRef<'_>)) {
        Map::each(&self.cells, visit);
    }

    fn is_unset(&self) -> bool {
        false
    }
}

impl Members {
    fn add(&mut self) -> &mut Cell {
        self.cells.push(Cell::new(self.ty));
        let last = self.cells.len() - 1;
        &mut self.cells[last]
    }
}

impl ListSlot for Members {
    fn push(&mut self) -> &mut dyn Slot {
        self.add()
    }

    fn pop(&mut self) {
        self.cells.pop();
    }

    fn count(&self) -> usize {
        self.cells.len()
    }

    fn size(&self) -> usize {
        size_of::<Cell>()
    }

    fn sample(&self, visit: &mut dyn FnMut(SlotMut<'_>)) {
        visit(Cell::new(self.ty).open());
    }
}

impl Entries {
    fn add(&mut self, key: &str) -> &mut Cell {
        let ty = self.ty;
        let entry = self.cells.entry(key.to_owned());
        entry.or_insert_with(|| Cell::new(ty))
    }
}

impl MapSlot for Entries {
    fn entry(&mut self, key: &str) -> &mut dyn Slot {
        self.add(key)
    }

    fn remove(&mut self, key: &str) {
        self.cells.remove(key);
    }

    fn sample(&self, visit: &mut dyn FnMut(SlotMut<'_>)) {
        visit(Cell::new(self.ty).open());
    }
}
