//! A request as received, not yet trusted.

use hyper::body::Bytes;
use hyper::http::request::Parts;

use serde_json::Value;

use crate::mask::fit_start;
use crate::percent;
use crate::refusal::{INVALID_PARAMETER, Refusal};

/// The media type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The place of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Form,
    Path,
    Header,
    Host,
    /// In a body that is no form.
    Body,
}

impl Place {
    /// Whether the caller writes names there and may misplace parameters.
    pub(crate) fn is_named(self) -> bool {
        matches!(self, Self::Query | Self::Form)
    }
}

/// One decoded parameter.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) place: Place,
}

/// A decoded request. No `Debug`: it holds signatures and personal data.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Query parameters, then those of the form, the path, headers, the host and the
    /// body, each in the order received.
    pub(crate) pairs: Vec<Pair>,
    /// Lower-case names, in the order received.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// The body as JSON, or as one text, if the action takes one.
    pub(crate) document: Option<Value>,
    /// Whether it is for a REST action; then its signature is V3.
    pub(crate) rest: bool,
    /// Whether it may come without a signature, and does.
    pub(crate) unsigned: bool,
}

impl Request {
    /// Keeps a request. [`Request::read`] reads its parameters.
    pub(crate) fn new(parts: &Parts, body: Bytes) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = parts.headers.iter();
        Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            pairs: Vec::new(),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
                .collect(),
            body,
            document: None,
            rest: false,
            unsigned: false,
        }
    }

    /// Decodes the query and the form into `pairs`.
    pub(crate) fn read(&mut self, query: Option<&str>) -> Result<(), Refusal> {
        let mut pairs = Vec::new();
        parse(query.unwrap_or(""), Place::Query, &mut pairs)?;
        if self.media_type() == FORM {
            self.form(&mut pairs)?;
        }
        self.pairs = pairs;
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn of_parts(method: &str, pairs: Vec<Pair>, headers: Vec<(String, String)>) -> Self {
        Self {
            method: method.to_owned(),
            path: "/".to_owned(),
            pairs,
            headers,
            body: Bytes::new(),
            document: None,
            rest: false,
            unsigned: false,
        }
    }

    /// The media type of the body in lower case, without its parameters.
    pub(crate) fn media_type(&self) -> String {
        let given = self.header("content-type").unwrap_or("");
        let media = given.split(';').next().unwrap_or("").trim();
        media.to_ascii_lowercase()
    }

    fn form(&self, pairs: &mut Vec<Pair>) -> Result<(), Refusal> {
        let text = std::str::from_utf8(&self.body).map_err(|error| {
            invalid(
                "form",
                format!("is not UTF-8 at byte {}", error.valid_up_to()),
            )
        })?;
        parse(text, Place::Form, pairs)
    }

    /// The value of a header, if it was sent.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter, if it was sent.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|pair| pair.name == name)
            .map(|pair| pair.value.as_str())
    }

    /// Refuses names that were sent twice: it would be a guess which value counts,
    /// and a signature over one would cover the other.
    pub(crate) fn no_duplicates(&self) -> Result<(), Refusal> {
        // Query and form are one space of names; repeated headers are found below.
        let shared = self.pairs.iter().filter(|pair| pair.place.is_named());
        let mut names: Vec<&str> = shared.map(|pair| pair.name.as_str()).collect();
        if let Some(name) = repeated(&mut names) {
            return Err(Refusal::invalid(&fit_start(name), "is given twice"));
        }
        let mut headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        if let Some(name) = repeated(&mut headers) {
            return Err(Refusal::new(
                INVALID_PARAMETER,
                format!("The header \"{name}\" is given twice."),
            ));
        }
        Ok(())
    }
}

fn repeated<'t>(names: &mut [&'t str]) -> Option<&'t str> {
    names.sort_unstable();
    names
        .windows(2)
        .find(|two| two[0] == two[1])
        .map(|two| two[0])
}

fn parse(text: &str, place: Place, pairs: &mut Vec<Pair>) -> Result<(), Refusal> {
    if text.is_empty() {
        return Ok(());
    }
    let whole = match place {
        Place::Query => "query",
        _ => "form",
    };
    for (index, piece) in text.split('&').enumerate() {
        let at = index + 1;
        let Some((name, value)) = piece.split_once('=') else {
            return Err(invalid(whole, format!("has no `=` in parameter {at}")));
        };
        let name = percent::decode(name).map_err(|what| {
            invalid(
                whole,
                format!("is malformed: the name of parameter {at} {what}"),
            )
        })?;
        if name.is_empty() {
            return Err(invalid(whole, format!("has no name for parameter {at}")));
        }
        let value = percent::decode(value).map_err(|what| {
            invalid(
                whole,
                format!("is malformed: the value of parameter {at} {what}"),
            )
        })?;
        pairs.push(Pair { name, value, place });
    }
    Ok(())
}

fn invalid(whole: &str, what: impl std::fmt::Display) -> Refusal {
    Refusal::new(INVALID_PARAMETER, format!("The {whole} {what}."))
}
