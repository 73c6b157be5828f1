//! Encoding a request into wire parameters.

mod flat;
mod parts;
mod text;

use std::fmt;

pub(crate) use flat::{Flat, Span};
pub(crate) use parts::{Body, Parts};

use crate::percent;
use crate::value::Record;

/// One wire parameter.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    /// The plain name, by which parameters are sorted: not percent-encoded.
    pub key: String,
    /// The percent-encoded value. [`Pair::new`] encodes it.
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

/// The parameters of one request by location. `Debug` shows
/// names and sizes only.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Parameters {
    /// Parameters of the URL's query.
    pub query: Vec<Pair>,
    /// Parameters of the form body.
    pub body: Vec<Pair>,
}

impl Parameters {
    /// Sorts both parts by the bytes of the plain names, as signing requires.
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

/// Encodes the parameters of the query and the form, in the table's order, as the table
/// says: flattened to `X`, list members `X.1`, members of nested objects `X.Key`, map
/// entries `X.key`, or in one pair. Absent fields add no parameter; an empty text adds
/// an empty value.
#[must_use]
pub fn encode(record: &dyn Record) -> Parameters {
    let parts = Parts::of(record);
    Parameters {
        query: parts.query.pairs(),
        body: parts.form.unwrap_or_default().pairs(),
    }
}
