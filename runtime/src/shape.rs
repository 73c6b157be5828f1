//! The static tables of generated code: products, actions, and fields with their
//! documented limits.
//!
//! All of it is plain `const` data. The code that reads it (to validate, encode, decode
//! and print) is compiled once, in this crate.

use crate::location::{Encoding, Location};

pub use crate::action::{Action, Method, Product};

/// The fields of one request, response or nested object, in documented order.
///
/// Facts that only a few fields have are in separate lists. Each call and each empty
/// list of a table costs compile time, and every struct has a table.
#[derive(Debug)]
pub struct Shape {
    /// Rust name of the struct, for `Debug` output and error paths.
    pub name: &'static str,
    /// Names of the fields on the wire, in the order in which
    /// [`Record::at`](crate::value::Record::at) hands out the values.
    fields: &'static [&'static str],
    /// Flags of the fields, one hexadecimal digit each. Fields beyond its end have no
    /// flags.
    flags: &'static str,
    /// Wrappers of list members by the index of the field, ascending.
    items: &'static [(usize, &'static str)],
    /// Limits by the index of the field, ascending.
    rules: &'static [(usize, Rule)],
    /// Locations other than the query by the index of the field, ascending.
    locations: &'static [(usize, Location)],
    /// Encodings other than flattened by the index of the field, ascending.
    encodings: &'static [(usize, Encoding)],
}

impl Shape {
    /// A table of fields that have only names.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self {
            name,
            fields,
            flags: "",
            items: &[],
            rules: &[],
            locations: &[],
            encodings: &[],
        }
    }

    /// The same table with one hexadecimal digit per field: a union of [`REQUIRED`],
    /// [`SENSITIVE`], [`NUMERIC`] and [`INT32`]. Fields beyond the end of the text have no flags.
    #[must_use]
    pub const fn flags(self, flags: &'static str) -> Self {
        Self { flags, ..self }
    }

    /// The same table with wrappers of list members, by the index of the field,
    /// ascending.
    #[must_use]
    pub const fn items(self, items: &'static [(usize, &'static str)]) -> Self {
        Self { items, ..self }
    }

    /// The same table with limits, by the index of the field, ascending.
    #[must_use]
    pub const fn rules(self, rules: &'static [(usize, Rule)]) -> Self {
        Self { rules, ..self }
    }

    /// The same table with the locations of fields by the index of the field, ascending.
    /// They matter in the table of a whole request, in which other fields travel in the
    /// query, and of a whole answer, in which others are members of the JSON document.
    #[must_use]
    pub const fn locations(self, locations: &'static [(usize, Location)]) -> Self {
        Self { locations, ..self }
    }

    /// The same table with the encodings of fields that are not flattened, by the index
    /// of the field, ascending.
    #[must_use]
    pub const fn encodings(self, encodings: &'static [(usize, Encoding)]) -> Self {
        Self { encodings, ..self }
    }

    /// Number of fields.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is no field.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Names of the fields on the wire.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        self.fields
    }

    /// The fields in their order.
    pub fn iter(&self) -> Fields {
        Fields {
            names: self.fields,
            flags: self.flags.as_bytes(),
            items: self.items,
            rules: self.rules,
            locations: self.locations,
            encodings: self.encodings,
            index: 0,
        }
    }

    /// Whether a field travels there.
    pub(crate) fn has(&self, location: Location) -> bool {
        self.locations.iter().any(|(_, known)| *known == location)
    }

    /// In the table of an answer, the field that takes the whole content.
    pub(crate) fn payload(&self) -> Option<usize> {
        let mut locations = self.locations.iter();
        let payload = locations.find(|(_, location)| *location == Location::Payload);
        payload.map(|(index, _)| *index)
    }

    /// In the table of an answer, whether the field is a member of the document.
    pub(crate) fn is_member(&self, index: usize) -> bool {
        self.locations.iter().all(|(at, _)| *at != index)
    }

    /// In the table of an answer, whether some field is a member of the document.
    pub(crate) fn has_members(&self) -> bool {
        self.fields.len() > self.locations.len()
    }

    /// The wrapper of the members of the field at this index, or nothing.
    pub(crate) fn item(&self, index: usize) -> &'static str {
        let item = self.items.iter().find(|(at, _)| *at == index);
        item.map_or("", |(_, item)| item)
    }

    /// The flags of the field at this index.
    pub(crate) fn flags_of(&self, index: usize) -> u8 {
        let digit = self.flags.as_bytes().get(index);
        digit.map_or(0, |digit| flags(*digit))
    }

    /// Whether both are the table of the same struct. A program may have several copies
    /// of one table.
    pub(crate) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.name == other.name && self.fields == other.fields)
    }
}

impl IntoIterator for &Shape {
    type Item = Field;
    type IntoIter = Fields;

    fn into_iter(self) -> Fields {
        self.iter()
    }
}

/// The fields of a [`Shape`], in their order.
#[derive(Debug, Clone)]
pub struct Fields {
    names: &'static [&'static str],
    flags: &'static [u8],
    items: &'static [(usize, &'static str)],
    rules: &'static [(usize, Rule)],
    locations: &'static [(usize, Location)],
    encodings: &'static [(usize, Encoding)],
    index: usize,
}

/// Takes the first entry of a sparse list if it is the one for this index.
fn take<T: Copy>(list: &mut &'static [(usize, T)], index: usize) -> Option<T> {
    let ((at, value), rest) = list.split_first()?;
    (*at == index).then(|| {
        *list = rest;
        *value
    })
}

impl Iterator for Fields {
    type Item = Field;

    fn next(&mut self) -> Option<Field> {
        let (name, names) = self.names.split_first()?;
        let index = self.index;
        let item = take(&mut self.items, index).unwrap_or("");
        let flags = match self.flags {
            [digit, rest @ ..] => {
                self.flags = rest;
                flags(*digit)
            }
            [] => 0,
        };
        let location = take(&mut self.locations, index);
        let encoding = take(&mut self.encodings, index);
        let own = self.rules.iter().take_while(|(at, _)| *at == index).count();
        let (rules, rest) = self.rules.split_at(own);
        (self.names, self.rules, self.index) = (names, rest, index + 1);
        Some(Field {
            name,
            item,
            flags,
            rules,
            location: location.unwrap_or_default(),
            encoding: encoding.unwrap_or_default(),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.names.len(), Some(self.names.len()))
    }
}

impl ExactSizeIterator for Fields {}

const fn flags(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => 0,
    }
}

/// One field of a [`Shape`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// Name on the wire, without list suffixes (`DomainName`, not `DomainName.N`).
    pub name: &'static str,
    /// Name of the wrapper around list members in a response (`TaskDetail` in
    /// `Data.TaskDetail[]`), or empty if there is none.
    pub item: &'static str,
    /// A union of [`REQUIRED`], [`SENSITIVE`], [`NUMERIC`] and [`INT32`].
    pub flags: u8,
    /// Documented limits of the value, with the index of the field.
    pub rules: &'static [(usize, Rule)],
    /// Where the parameter travels. It matters at the top level of a request only.
    pub location: Location,
    /// How the value is encoded.
    pub encoding: Encoding,
}

/// Flag: the field must be present (and a list must have a member).
pub const REQUIRED: u8 = 1;
/// Flag: the value is personal or secret and is never printed.
pub const SENSITIVE: u8 = 2;
/// Flag: the texts are whole numbers, and JSON has them as numbers.
pub const NUMERIC: u8 = 4;
/// Flag: the integer must fit 32 bits, as the gateway parses it so.
pub const INT32: u8 = 8;

impl Field {
    /// Documented limits of the value.
    pub fn limits(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.rules.iter().map(|(_, rule)| rule)
    }

    /// Whether every flag of `flag` is set.
    #[must_use]
    pub const fn is(&self, flag: u8) -> bool {
        self.flags & flag == flag
    }
}

/// One documented demand. Rules of a list field apply to its members, except
/// [`Rule::Items`], which counts them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Closed enum: only these wire values are accepted.
    OneOf(&'static [&'static str]),
    /// Length of a text in Unicode characters, both ends included.
    Length(u64, u64),
    /// Bounds of a whole number, both ends included.
    Range(i64, i64),
    /// Bounds of a floating point number, both ends included.
    FloatRange(f64, f64),
    /// Number of list members or map entries, both ends included.
    Items(u64, u64),
    /// Regular expression that the whole text must match.
    Pattern(&'static str),
    /// Image formats accepted, and bounds of the raw (not base64) size in bytes.
    Image(&'static [Media], u64, u64),
    /// The documentation demands the field, but the gateway does not check it.
    Documented,
}

/// An image format. It is recognised by content, never by file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Media {
    /// JPEG (`FF D8 FF`).
    Jpeg,
    /// Windows bitmap (`BM`).
    Bmp,
    /// PNG (`89 50 4E 47`).
    Png,
    /// GIF (`GIF8`).
    Gif,
}

impl Media {
    /// The name used in messages and in spec files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Bmp => "bmp",
            Self::Png => "png",
            Self::Gif => "gif",
        }
    }
}
