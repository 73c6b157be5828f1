//! Flattening a request into wire parameters.

use std::fmt;

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
    let mut parameters = Parameters::default();
    each_field(record, &mut |field, value| {
        let pairs = if field.is(BODY) {
            &mut parameters.body
        } else {
            &mut parameters.query
        };
        flatten(&mut field.name.to_owned(), value, pairs);
    });
    parameters
}

fn flatten(path: &mut String, value: ValueRef<'_>, pairs: &mut Vec<Pair>) {
    match value {
        ValueRef::Absent => {}
        ValueRef::Text(text) => pairs.push(Pair::new(path.as_str(), text)),
        ValueRef::Int(number) => pairs.push(Pair::new(path.as_str(), &number.to_string())),
        ValueRef::Float(number) => pairs.push(Pair::new(path.as_str(), &number.to_string())),
        ValueRef::Bool(value) => pairs.push(Pair::new(path.as_str(), &value.to_string())),
        ValueRef::Json(value) => pairs.push(Pair::new(path.as_str(), &value.to_string())),
        ValueRef::Image(image) => {
            let mut value = String::new();
            percent::encode_base64_into(&mut value, image.bytes());
            pairs.push(Pair {
                key: path.clone(),
                value,
            });
        }
        ValueRef::List(list) => {
            for index in 0..list.len() {
                under(path, &(index + 1).to_string(), |path| {
                    flatten(path, list.at(index), pairs);
                });
            }
        }
        ValueRef::Map(map) => map.each(&mut |key, value| {
            under(path, key, |path| flatten(path, value, pairs));
        }),
        ValueRef::Record(record) => each_field(record, &mut |field, value| {
            under(path, field.name, |path| flatten(path, value, pairs));
        }),
    }
}

/// Runs `visit` with `.step` appended to the path.
fn under(path: &mut String, step: &str, visit: impl FnOnce(&mut String)) {
    let length = path.len();
    path.push('.');
    path.push_str(step);
    visit(path);
    path.truncate(length);
}
