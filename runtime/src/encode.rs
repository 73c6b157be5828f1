//! Flattening a request into wire parameters.

use std::fmt;
use std::io::Write as _;
use std::ops::Range;

use crate::digest::Digest;
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
    let (mut query, mut body) = room(record);
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

/// Room for the fields of a request, by the place where they travel.
fn room(record: &dyn Record) -> (Flat, Flat) {
    let fields = record.shape().iter();
    let body = fields.clone().filter(|field| field.is(BODY)).count();
    (
        Flat::with_capacity(fields.len() - body),
        Flat::with_capacity(body),
    )
}

/// Parameters one after the other in one text, so that a parameter needs no
/// memory of its own.
#[derive(Default)]
pub(crate) struct Flat {
    /// Of each the plain name, `=` and the encoded value. Of an image nothing
    /// follows: it is encoded straight into the form.
    text: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    key: Range<usize>,
    /// Where the value ends; it begins behind the `=`.
    end: usize,
    image: Option<Image>,
}

/// Where the name of a parameter is among the names, and its value in a form.
pub(crate) struct Span {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
}

impl Flat {
    /// Room for so many parameters.
    fn with_capacity(count: usize) -> Self {
        /// A guess at how long a name with its value is, in bytes.
        const PAIR: usize = 48;
        Self {
            text: Vec::with_capacity(count * PAIR),
            entries: Vec::with_capacity(count),
        }
    }

    /// Adds a parameter by its plain name and value.
    pub(crate) fn add(&mut self, key: &str, value: &str) {
        self.text(key, |out| percent::append(out, value.as_bytes()));
    }

    /// Adds an image, which is encoded when the form is written.
    pub(crate) fn image(&mut self, key: &str, image: Image) {
        self.push(key, Some(image), |_| {});
    }

    /// Writes the parameters into a form, sorted by the bytes of the plain
    /// names; gives where they and the values are, and a text with the names,
    /// which is empty where the names are in the form as they are. The digest
    /// is kept up with images.
    pub(crate) fn join(
        self,
        form: &mut Vec<u8>,
        mut digest: Option<&mut Digest>,
    ) -> (Vec<u8>, Vec<Span>) {
        let Self { text, mut entries } = self;
        entries.sort_by(|a, b| text[a.key.clone()].cmp(&text[b.key.clone()]));
        let images = entries.iter().filter_map(|entry| entry.image.as_ref());
        let images: usize = images.map(|image| percent::base64_size(image.len())).sum();
        form.reserve_exact(text.len() + entries.len() + images);
        let plain = |entry: &Entry| percent::is_plain(&text[entry.key.clone()]);
        let plain = entries.iter().all(plain);
        let mut spans = Vec::with_capacity(entries.len());
        for Entry {
            mut key,
            end,
            image,
        } in entries
        {
            if !form.is_empty() {
                form.push(b'&');
            }
            let length = end - key.end - 1;
            if plain {
                let start = form.len();
                form.extend_from_slice(&text[key.start..end]);
                key = start..start + key.len();
            } else {
                percent::append(form, &text[key.clone()]);
                form.extend_from_slice(&text[key.end..end]);
            }
            let start = form.len() - length;
            if let Some(image) = image {
                percent::append_base64(form, image.bytes(), digest.as_deref_mut());
            }
            let value = start..form.len();
            spans.push(Span { key, value });
        }
        let names = if plain { Vec::new() } else { text };
        (names, spans)
    }

    fn pairs(self) -> Vec<Pair> {
        let text = |range| String::from_utf8_lossy(&self.text[range]).into_owned();
        let pair = |Entry { key, end, image }| {
            let mut value = text(key.end + 1..end);
            if let Some(image) = image {
                percent::encode_base64_into(&mut value, image.bytes());
            }
            let key = text(key);
            Pair { key, value }
        };
        self.entries.into_iter().map(pair).collect()
    }

    fn value(&mut self, path: &mut String, value: ValueRef<'_>) {
        match value {
            ValueRef::Absent => {}
            ValueRef::Text(text) => self.add(path, text),
            ValueRef::Int(number) => self.plain(path, number),
            ValueRef::Float(number) => self.plain(path, number),
            ValueRef::Bool(value) => self.add(path, if value { "true" } else { "false" }),
            ValueRef::Json(value) => self.add(path, &value.to_string()),
            ValueRef::Image(image) => self.image(path, image.clone()),
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
            // Writing to memory cannot fail.
            let _ = write!(out, "{value}");
        });
    }

    fn text(&mut self, path: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.push(path, None, write);
    }

    fn push(&mut self, path: &str, image: Option<Image>, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.text.len();
        self.text.extend_from_slice(path.as_bytes());
        let key = start..self.text.len();
        self.text.push(b'=');
        write(&mut self.text);
        let end = self.text.len();
        self.entries.push(Entry { key, end, image });
    }
}

/// Runs `visit` with `.step` appended to the path.
fn under(path: &mut String, step: impl fmt::Display, visit: impl FnOnce(&mut String)) {
    let length = path.len();
    // Writing to a `String` cannot fail.
    let _ = fmt::Write::write_fmt(path, format_args!(".{step}"));
    visit(path);
    path.truncate(length);
}
