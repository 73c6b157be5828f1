//! The parameters of a request, each in its location.

use bytes::Bytes;

use super::{Flat, Pair, text};
use crate::error::Error;
use crate::location::{Encoding, Location};
use crate::shape::Field;
use crate::value::{Record, ValueRef, each_field};

/// The parameters of one request by location.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) query: Flat,
    /// The parameters of the form body. Without them, the request has no form.
    pub(crate) form: Option<Flat>,
    /// Names and plain values of the parameters in the path.
    pub(crate) path: Vec<(&'static str, String)>,
    /// Names and plain values of the parameters in headers.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The first label of the host name.
    pub(crate) host: Option<String>,
    pub(crate) body: Body,
}

/// The body of a request, if it is not a form.
#[derive(Default)]
pub(crate) enum Body {
    /// No body.
    #[default]
    None,
    /// A JSON document, or a text that is sent as one.
    Json(Bytes),
    /// Bytes, sent unchanged.
    Binary(Bytes),
}

/// Parameters that every request in RPC style has, in one signature version or the other.
const COMMON: [&str; 10] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

impl Parts {
    /// The parameters of a request as its table says.
    pub(crate) fn of(record: &dyn Record) -> Self {
        let mut parts = Self::room(record);
        let mut path = String::with_capacity(64);
        let mut members = false;
        each_field(record, &mut |field, value| {
            let flat = match field.location {
                Location::Query => &mut parts.query,
                Location::Form => parts.form.get_or_insert_default(),
                Location::Body => return members = true,
                Location::Payload => return parts.body = Body::payload(field, value),
                _ if value.is_unset() => return,
                Location::Path => return parts.path.push((field.name, single(field, value))),
                Location::Header => {
                    return parts.headers.push((field.name, single(field, value)));
                }
                Location::Host => return parts.host = Some(single(field, value)),
            };
            path.clear();
            path.push_str(field.name);
            flat.field(&mut path, &field, value);
        });
        if members {
            parts.body = Body::Json(text::members(record).into());
        }
        parts
    }

    /// These parameters, all of them in the form.
    pub(crate) fn form(pairs: Vec<Pair>) -> Self {
        let mut parts = Self::default();
        pairs.into_iter().for_each(|pair| parts.add_form(pair));
        parts
    }

    /// Adds a parameter of the form.
    pub(crate) fn add_form(&mut self, pair: Pair) {
        self.form.get_or_insert_default().add_pair(pair);
    }

    /// Refuses parameters without a name, and those that every call has.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config); it names the parameter.
    pub(crate) fn check_names(&self) -> Result<(), Error> {
        let form = self.form.iter().flat_map(Flat::names);
        for name in self.query.names().chain(form) {
            if name.is_empty() {
                return Err(Error::config("a parameter has an empty name"));
            }
            if COMMON.contains(&name) {
                return Err(Error::config(format!(
                    "the parameter `{name}` is one that every call has; it cannot be given"
                )));
            }
        }
        Ok(())
    }

    /// The number of parameters in the query and the form.
    pub(crate) fn len(&self) -> usize {
        self.query.len() + self.form.as_ref().map_or(0, Flat::len)
    }

    /// No parameters, but memory for the fields of a request, by their locations.
    fn room(record: &dyn Record) -> Self {
        let (mut query, mut form) = (0, 0);
        for field in record.shape() {
            match field.location {
                Location::Query => query += 1,
                Location::Form => form += 1,
                _ => {}
            }
        }
        Self {
            query: Flat::with_capacity(query),
            form: (form > 0).then(|| Flat::with_capacity(form)),
            ..Self::default()
        }
    }
}

impl Body {
    /// Makes the whole body from one value. Texts and bytes are sent unchanged.
    fn payload(field: Field, value: ValueRef<'_>) -> Self {
        match value {
            value if value.is_unset() && field.encoding == Encoding::Json => {
                Self::Json(Bytes::from_static(b"[]"))
            }
            value if value.is_unset() => Self::None,
            ValueRef::Bytes(bytes) => Self::Binary(bytes.clone()),
            ValueRef::Image(image) => Self::Binary(Bytes::from_owner(image.clone())),
            value => Self::Json(text::plain(&field, value).into()),
        }
    }
}

/// The value of a parameter that is one text.
fn single(field: Field, value: ValueRef<'_>) -> String {
    match (field.encoding, value) {
        (Encoding::Comma, ValueRef::List(list)) => text::joined(&field, list),
        (_, value) => text::plain(&field, value),
    }
}
