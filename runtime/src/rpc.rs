//! Requests in RPC style: a POST of `/`, with all parameters in the query and in a
//! form.

use reqwest::Method;

use crate::encode::{Flat, Pair, flatten};
use crate::error::Error;
use crate::location::Location;
use crate::request::{Content, Path, Request};
use crate::sign::SignatureVersion;
use crate::urlencoded::UrlEncoded;
use crate::value::Record;

/// Parameters that every request has anyway, in one signature or the other.
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

/// The parameters of a call, encoded.
#[derive(Default)]
pub(crate) struct Parameters {
    pub(crate) query: Flat,
    pub(crate) form: Flat,
}

impl Parameters {
    /// The parameters of a typed or dynamic request.
    pub(crate) fn of(record: &dyn Record) -> Self {
        let (query, form) = flatten(record);
        Self { query, form }
    }

    /// These parameters, all of them in the form.
    pub(crate) fn form(pairs: Vec<Pair>) -> Self {
        let mut parameters = Self::default();
        for pair in pairs {
            parameters.form.add_pair(pair);
        }
        parameters
    }

    /// The parameters at this location.
    #[cfg_attr(
        not(feature = "dynamic"),
        expect(dead_code, reason = "dynamic calls use it")
    )]
    pub(crate) fn at(&mut self, location: Location) -> &mut Flat {
        match location {
            Location::Query => &mut self.query,
            Location::Form => &mut self.form,
        }
    }

    /// Refuses parameters without a name, and those that every call has.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config); it names the parameter.
    pub(crate) fn check_names(&self) -> Result<(), Error> {
        for name in self.query.names().chain(self.form.names()) {
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

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.query.len() + self.form.len()
    }

    /// The request. Version 3 signs a hash of the form, which is made on the way.
    pub(crate) fn request(self, signature: SignatureVersion) -> Request {
        let content = if self.form.is_empty() {
            Content::None
        } else {
            Content::Form(match signature {
                SignatureVersion::V1 => UrlEncoded::of(self.form),
                SignatureVersion::V3 => UrlEncoded::hashed(self.form),
            })
        };
        Request {
            method: Method::POST,
            path: Path::ROOT,
            query: UrlEncoded::of(self.query),
            headers: Vec::new(),
            content,
        }
    }
}
