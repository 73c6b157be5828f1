//! Signing: makes a request into one that the gateway accepts.

mod names;
pub mod v1;
pub mod v3;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderName;

use crate::decode::Format;
use crate::encode::Pair;
use crate::endpoint::Endpoint;
use crate::identity::{AccessKey, abbreviated};
use crate::path::Path;
use crate::percent;
use crate::request::{self, Request};

/// The ways of signing a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SignatureVersion {
    /// `HMAC-SHA1` over all parameters. The common parameters are in the query.
    V1,
    /// `ACS3-HMAC-SHA256` over headers, query and a hash of the body.
    #[default]
    V3,
}

/// The stages of one signature, to compare with the gateway's when it refuses a
/// signature. They contain every parameter; `Debug` shows only their sizes.
#[derive(Clone, PartialEq, Eq)]
pub struct Stages {
    canonical: String,
    string_to_sign: String,
    signature: String,
}

impl Stages {
    /// The canonical form: of all parameters (V1) or of the request (V3).
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The text whose keyed hash is the signature.
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// The signature, in base64 (V1) or hexadecimal (V3).
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }
}

impl fmt::Debug for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stages")
            .field("canonical", &Size(&self.canonical))
            .field("string_to_sign", &Size(&self.string_to_sign))
            .finish_non_exhaustive()
    }
}

/// Prints the length of a text.
struct Size<'a>(&'a str);

impl fmt::Debug for Size<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

/// Name and value of a header.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: &'static HeaderName,
    pub(crate) value: Value,
}

/// Value of a header.
#[derive(Clone)]
pub(crate) enum Value {
    Fixed(&'static str),
    /// A part of the text that all headers share.
    Part(Range<usize>),
}

/// Headers whose values share one text.
#[derive(Clone)]
pub(crate) struct Headers {
    pub(crate) text: String,
    pub(crate) list: Vec<Header>,
    /// Headers that are parameters: their names, and the parts of the text with their
    /// values.
    pub(crate) parameters: Vec<(HeaderName, Range<usize>)>,
}

impl Headers {
    fn push(&mut self, name: &'static HeaderName, value: &str) {
        let part = self.part(&[value]);
        let value = Value::Part(part);
        self.list.push(Header { name, value });
    }

    fn fixed(&mut self, name: &'static HeaderName, value: &'static str) {
        let value = Value::Fixed(value);
        self.list.push(Header { name, value });
    }

    fn either(&mut self, name: &'static HeaderName, value: Cow<'static, str>) {
        match value {
            Cow::Borrowed(value) => self.fixed(name, value),
            Cow::Owned(value) => self.push(name, &value),
        }
    }

    /// Adds to the shared text.
    fn part(&mut self, pieces: &[&str]) -> Range<usize> {
        let start = self.text.len();
        self.text.extend(pieces.iter().copied());
        start..self.text.len()
    }

    /// The headers that are not parameters.
    fn common(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|Header { name, value }| match value {
            Value::Fixed(value) => (name.as_str(), *value),
            Value::Part(part) => (name.as_str(), &self.text[part.clone()]),
        })
    }

    /// Refuses parameters with the name of a header that every request has.
    fn check(&self, signed: bool) -> Result<(), String> {
        let taken = |name: &HeaderName| {
            self.list.iter().any(|header| header.name == name)
                || (signed && *name == names::AUTHORIZATION)
        };
        match self.parameters.iter().find(|(name, _)| taken(name)) {
            None => Ok(()),
            Some((name, _)) => Err(format!(
                "the header parameter `{name}` is one that every request has; it cannot be given"
            )),
        }
    }

    fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.parameters.iter();
        headers.map(|(name, part)| (name.as_str(), &self.text[part.clone()]))
    }
}

/// A URL.
#[derive(Clone)]
struct Target {
    url: String,
    /// The position of the path. The query follows, if there is one.
    path: Range<usize>,
}

/// A request as it is sent. `Debug` shows the names of parameters and headers, and no
/// secret or personal value. The accessors return everything.
#[derive(Clone)]
pub struct SignedRequest {
    method: Method,
    target: Target,
    headers: Headers,
    body: Bytes,
    action: Cow<'static, str>,
    /// Parts of the text of the headers.
    access_key_id: Range<usize>,
    signature: Range<usize>,
}

impl SignedRequest {
    /// The HTTP method, such as `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Name of the action.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The URL with its query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.target.url
    }

    /// The path, exactly as it was signed.
    pub(crate) fn path(&self) -> &str {
        &self.target.url[self.target.path.clone()]
    }

    /// The query, exactly as it was signed.
    pub(crate) fn query(&self) -> Option<&str> {
        self.target.url[self.target.path.end..].strip_prefix('?')
    }

    /// Names, in lower case, and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.common().chain(self.headers.parameters())
    }

    /// Value of the header with this name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The body: a form, a document or bytes; empty if no parameter travels in it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The parameters of the form, percent-encoded; empty if the body is not a form.
    #[must_use]
    pub fn form(&self) -> &str {
        match self.header("content-type") {
            Some(request::FORM) => percent::ascii(&self.body),
            _ => "",
        }
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.target.url[..self.target.path.start]
    }

    pub(crate) fn signature(&self) -> &str {
        &self.headers.text[self.signature.clone()]
    }

    /// The method, headers and body, without a copy of the body.
    pub(crate) fn into_parts(self) -> (Method, Headers, Bytes) {
        (self.method, self.headers, self.body)
    }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.headers.text[self.access_key_id.clone()];
        let names: Vec<_> = self.headers().map(|(name, _)| name).collect();
        f.debug_struct("SignedRequest")
            .field("method", &self.method())
            .field("origin", &self.origin())
            .field("action", &self.action)
            .field("access_key_id", &abbreviated(id))
            .field("query", &Keys(self.query().unwrap_or_default()))
            .field("headers", &names)
            .field("body", &Content(self))
            .finish_non_exhaustive()
    }
}

/// Prints the names in a form, or the length of another body.
struct Content<'a>(&'a SignedRequest);

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(signed) = self;
        match (signed.form(), signed.body.len()) {
            ("", length) if length > 0 => write!(f, "<{length} bytes>"),
            (form, _) => Keys(form).fmt(f),
        }
    }
}

/// Prints the names in a form up to their first dot, as a map key may follow it, and
/// the lengths of their values.
struct Keys<'a>(&'a str);

impl fmt::Debug for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.0.split('&').filter(|pair| !pair.is_empty());
        f.debug_list()
            .entries(pairs.map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                let (key, more) = match key.split_once('.') {
                    Some((field, _)) => (field, ".…"),
                    None => (key, ""),
                };
                format!("{key}{more}=<{} bytes>", value.len())
            }))
            .finish()
    }
}

/// What is signed along with a request.
pub(crate) struct Envelope<'a> {
    pub(crate) action: Cow<'static, str>,
    pub(crate) version: Cow<'static, str>,
    pub(crate) endpoint: &'a Endpoint,
    /// Without it, the request is not signed.
    pub(crate) key: Option<&'a AccessKey>,
    pub(crate) timestamp: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) format: Format,
    pub(crate) agent: &'a str,
}

impl Envelope<'_> {
    /// The signed request.
    ///
    /// # Errors
    ///
    /// Names a parameter that would be sent twice, or what the version cannot sign.
    pub(crate) fn sign(
        self,
        version: SignatureVersion,
        request: &Request,
    ) -> Result<SignedRequest, String> {
        match version {
            SignatureVersion::V1 => v1::sign(self, request),
            SignatureVersion::V3 => v3::sign(self, request),
        }
    }

    /// The headers that both versions have, with memory for more.
    fn headers(&self, request: &Request) -> Headers {
        let mut headers = Headers {
            text: String::with_capacity(512),
            list: Vec::with_capacity(12),
            parameters: Vec::with_capacity(request.headers.len()),
        };
        headers.push(&names::HOST, self.endpoint.authority());
        headers.push(&names::USER_AGENT, self.agent);
        if let Some(media_type) = request.content.media_type() {
            headers.fixed(&names::CONTENT_TYPE, media_type);
        }
        for (name, value) in &request.headers {
            let part = headers.part(&[value]);
            headers.parameters.push((name.clone(), part));
        }
        headers
    }

    /// The URL with these pieces of a query joined.
    fn target(&self, path: &Path, query: &[&str]) -> Target {
        let size = query.iter().map(|piece| piece.len()).sum::<usize>();
        let (origin, path) = (self.endpoint.origin(), path.as_str());
        let mut url = String::with_capacity(origin.len() + path.len() + 1 + size);
        url.push_str(origin);
        url.push_str(path);
        if size > 0 {
            url.push('?');
        }
        url.extend(query.iter().copied());
        Target {
            path: origin.len()..origin.len() + path.len(),
            url,
        }
    }
}

/// A plain name and an encoded value.
pub(crate) type View<'a> = (&'a [u8], &'a [u8]);

fn views(pairs: &[Pair]) -> impl Iterator<Item = View<'_>> {
    pairs
        .iter()
        .map(|pair| (pair.key.as_bytes(), pair.value.as_bytes()))
}

/// The pairs in the order in which they are signed: by the bytes of the plain
/// names.
fn sorted<'a>(pairs: impl Iterator<Item = View<'a>>) -> Vec<View<'a>> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_key(|(key, _)| *key);
    pairs
}

/// `name=value` joined by `&`, both percent-encoded.
fn join(pairs: &[View<'_>]) -> String {
    let sizes = pairs.iter().map(|(key, value)| key.len() + value.len() + 2);
    let mut out = Vec::with_capacity(sizes.sum());
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push(b'&');
        }
        percent::append(&mut out, key);
        out.push(b'=');
        out.extend_from_slice(value);
    }
    text(out)
}

/// Percent-encoded bytes as a text.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// Refuses two parameters with the same name: the gateway keeps only one of them and
/// then computes another signature.
fn distinct<'a>(sorted: impl Iterator<Item = View<'a>>) -> Result<(), String> {
    let mut before = None;
    for (key, _) in sorted {
        if before.replace(key) == Some(key) {
            // Past the first dot a name may be a map key, which is the
            // caller's data.
            let field = key.split(|byte| *byte == b'.').next().unwrap_or_default();
            let field = String::from_utf8_lossy(field);
            return Err(format!("two parameters have the same name `{field}`"));
        }
    }
    Ok(())
}
