//! Flattening a request into wire parameters.

use std::fmt::{self, Write as _};
use std::ops::Range;

use crate::image::Image;
use crate::percent;
use crate::shape::BODY;
use crate::value::{Record, ValueRef, each_field};

/// One wire parameter.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    /// Name as it is sorted: not percent-encoded.
    pub key: String,
    /// Value, percent-encoded once and for all. [`Pair::new`] encodes it.
    pub value: String,
}

impl Pair {
    /// A parameter from its plain name and value.
    #[must_use]
    pub fn new(key: impl Into<String>, raw_value: &str) -> Self {
        Self {
            key: key.into(),
            value: percent::encode(raw_value),
        }
    }

    /// The value before percent-encoding, decoded anew by every call.
    #[must_use]
    pub fn raw_value(&self) -> String {
        percent::decode(&self.value)
    }
}

/// Shows the name and the size of the value, never the value.
impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=<{} bytes>", self.key, self.value.len())
    }
}

/// The parameters of one request by the place where they travel. `Debug` shows
/// names and sizes only.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Parameters {
    /// Parameters of the URL's query.
    pub query: Vec<Pair>,
    /// Parameters of the form body.
    pub body: Vec<Pair>,
}

impl Parameters {
    /// Sorts both parts by the bytes of the plain names, as signing demands.
    pub fn sort(&mut self) {
        self.query.sort_by(|a, b| a.key.cmp(&b.key));
        self.body.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

/// `name=value` joined by `&`, both percent-encoded, in the order given: a
/// query, a form body, or (of sorted pairs) the canonical string of a signature.
#[must_use]
pub fn join<'a, I>(pairs: I) -> String
where
    I: IntoIterator<Item = &'a Pair>,
    I::IntoIter: Clone,
{
    let pairs = pairs.into_iter();
    let size = pairs
        .clone()
        .map(|pair| pair.key.len() + pair.value.len() + 2)
        .sum();
    let mut out = String::with_capacity(size);
    for pair in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        percent::encode_into(&mut out, &pair.key);
        out.push('=');
        out.push_str(&pair.value);
    }
    out
}

/// Flattens a request, in the table's order: `X`, list members `X.1`, members
/// of nested objects `X.Key`, map entries `X.key`. Absent fields, empty lists
/// and empty maps give nothing; an empty text gives an empty value.
#[must_use]
pub fn encode(record: &dyn Record) -> Parameters {
    let (query, body) = flatten(record);
    Parameters {
        query: query.pairs(),
        body: body.pairs(),
    }
}

/// Flattens a request as [`encode()`] does, into what becomes the query and
/// what becomes the form body.
pub(crate) fn flatten(record: &dyn Record) -> (Flat, Flat) {
    let (mut query, mut body) = (Flat::of(record, 0), Flat::of(record, BODY));
    let mut path = String::with_capacity(64);
    each_field(record, &mut |field, value| {
        let flat = if field.is(BODY) {
            &mut body
        } else {
            &mut query
        };
        path.clear();
        path.push_str(field.name);
        flat.value(&mut path, value);
    });
    (query, body)
}

/// Parameters in one text for all names and one for all values, so that a
/// parameter needs no memory of its own.
#[derive(Default)]
pub(crate) struct Flat {
    keys: String,
    values: String,
    entries: Vec<Entry>,
}

struct Entry {
    key: Range<usize>,
    value: Place,
}

enum Place {
    /// In the text.
    Text(Range<usize>),
    /// Not encoded yet: that is done straight into the form.
    Image(Image),
}

/// Where the name of a parameter is among the names, and its value in a form.
pub(crate) struct Span {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
}

impl Flat {
    /// Writes the parameters into a form, sorted by the bytes of the plain
    /// names; gives the names, and where they and the values are.
    pub(crate) fn join(self, form: &mut String) -> (String, Vec<Span>) {
        let Self {
            keys,
            values,
            mut entries,
        } = self;
        entries.sort_by(|a, b| keys[a.key.clone()].cmp(&keys[b.key.clone()]));
        let images = entries.iter().map(|entry| match &entry.value {
            Place::Text(_) => 0,
            Place::Image(image) => percent::base64_size(image.len()),
        });
        form.reserve_exact(keys.len() + values.len() + 2 * entries.len() + images.sum::<usize>());
        let mut spans = Vec::with_capacity(entries.len());
        for Entry { key, value } in entries {
            if !form.is_empty() {
                form.push('&');
            }
            percent::encode_into(form, &keys[key.clone()]);
            form.push('=');
            let start = form.len();
            match value {
                Place::Text(range) => form.push_str(&values[range]),
                Place::Image(image) => percent::encode_base64_into(form, image.bytes()),
            }
            spans.push(Span {
                key,
                value: start..form.len(),
            });
        }
        (keys, spans)
    }

    /// Room for the fields of a request that are in this place.
    fn of(record: &dyn Record, place: u8) -> Self {
        /// A guess at how long a value is, in bytes.
        const VALUE: usize = 24;
        let fields = record.shape().fields.iter();
        let names = fields
            .filter(|field| field.flags & BODY == place)
            .map(|field| field.name.len());
        let (count, size) = names.fold((0, 0), |(count, size), name| (count + 1, size + name));
        Self {
            keys: String::with_capacity(size),
            values: String::with_capacity(count * VALUE),
            entries: Vec::with_capacity(count),
        }
    }

    fn pairs(self) -> Vec<Pair> {
        let Self {
            keys,
            values,
            entries,
        } = self;
        let pair = |Entry { key, value }| Pair {
            key: keys[key].to_owned(),
            value: match value {
                Place::Text(range) => values[range].to_owned(),
                Place::Image(image) => {
                    let mut out = String::new();
                    percent::encode_base64_into(&mut out, image.bytes());
                    out
                }
            },
        };
        entries.into_iter().map(pair).collect()
    }

    fn value(&mut self, path: &mut String, value: ValueRef<'_>) {
        match value {
            ValueRef::Absent => {}
            ValueRef::Text(text) => self.text(path, |out| percent::encode_into(out, text)),
            ValueRef::Int(number) => self.plain(path, number),
            ValueRef::Float(number) => self.plain(path, number),
            ValueRef::Bool(value) => self.plain(path, value),
            ValueRef::Json(value) => {
                self.text(path, |out| percent::encode_into(out, &value.to_string()));
            }
            ValueRef::Image(image) => self.push(path, Place::Image(image.clone())),
            ValueRef::List(list) => {
                for index in 0..list.len() {
                    under(path, index + 1, |path| self.value(path, list.at(index)));
                }
            }
            ValueRef::Map(map) => map.each(&mut |key, value| {
                under(path, key, |path| self.value(path, value));
            }),
            ValueRef::Record(record) => each_field(record, &mut |field, value| {
                under(path, field.name, |path| self.value(path, value));
            }),
        }
    }

    /// A value without characters to encode.
    fn plain(&mut self, path: &str, value: impl fmt::Display) {
        self.text(path, |out| {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "{value}");
        });
    }

    fn text(&mut self, path: &str, write: impl FnOnce(&mut String)) {
        let start = self.values.len();
        write(&mut self.values);
        self.push(path, Place::Text(start..self.values.len()));
    }

    fn push(&mut self, path: &str, value: Place) {
        let start = self.keys.len();
        self.keys.push_str(path);
        self.entries.push(Entry {
            key: start..self.keys.len(),
            value,
        });
    }
}

/// Runs `visit` with `.step` appended to the path.
fn under(path: &mut String, step: impl fmt::Display, visit: impl FnOnce(&mut String)) {
    let length = path.len();
    // Writing to a `String` cannot fail.
    let _ = write!(path, ".{step}");
    visit(path);
    path.truncate(length);
}
