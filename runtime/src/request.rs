//! A request before it is signed: the content of a call, without what each attempt
//! adds. Signing and transport only read it.

use std::sync::OnceLock;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderName;

use crate::encode::{Body, Parts};
use crate::error::Error;
use crate::path::Path;
use crate::percent;
use crate::shape::Action;
use crate::sign::{SignatureVersion, View, v3};
use crate::urlencoded::UrlEncoded;

/// The parts of a request.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) query: UrlEncoded,
    /// Headers that are parameters of the action.
    pub(crate) headers: Vec<(HeaderName, String)>,
    /// The first label of the host name.
    pub(crate) host: Option<String>,
    pub(crate) content: Content,
    /// Whether it is sent without an access key.
    pub(crate) anonymous: bool,
    /// Names and plain values of the parameters in the path.
    pub(crate) in_path: Vec<(&'static str, String)>,
}

/// The content of a request, which HTTP/1.1 sends as its body.
pub(crate) enum Content {
    /// Nothing, and no content type.
    None,
    /// Parameters, even if there are none.
    Form(UrlEncoded),
    /// A document or bytes.
    Payload {
        bytes: Bytes,
        media_type: Option<&'static str>,
        digest: OnceLock<String>,
    },
}

/// The content type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The usual content type of a document.
const JSON: &str = "application/json; charset=utf-8";

/// SHA-256 of nothing, in hexadecimal.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

impl Content {
    fn payload(bytes: Bytes, given: Option<&'static str>, usual: &'static str) -> Self {
        let media_type = Some(given.unwrap_or(usual)).filter(|text| !text.is_empty());
        let digest = OnceLock::new();
        Self::Payload {
            bytes,
            media_type,
            digest,
        }
    }

    /// The value of the header `content-type`.
    pub(crate) fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Form(_) => Some(FORM),
            Self::Payload { media_type, .. } => *media_type,
        }
    }

    /// The bytes to send. Clones share them.
    pub(crate) fn bytes(&self) -> Bytes {
        match self {
            Self::None => Bytes::new(),
            Self::Form(form) => form.text().clone(),
            Self::Payload { bytes, .. } => bytes.clone(),
        }
    }

    /// SHA-256 of these bytes, in hexadecimal.
    pub(crate) fn digest(&self) -> &str {
        match self {
            Self::None => EMPTY,
            Self::Form(form) if form.text().is_empty() => EMPTY,
            Self::Form(form) => form.digest(),
            Self::Payload { bytes, digest, .. } => digest.get_or_init(|| v3::digest(bytes)),
        }
    }

    /// Plain names and encoded values of a form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = View<'_>> + Clone {
        static NOTHING: UrlEncoded = UrlEncoded::empty();
        match self {
            Self::None | Self::Payload { .. } => NOTHING.pairs(),
            Self::Form(form) => form.pairs(),
        }
    }
}

impl Request {
    /// A POST of `/`. Version 3 signs a hash of the form, which is computed while the form
    /// is written.
    pub(crate) fn rpc(parts: Parts, signature: SignatureVersion) -> Self {
        Self::new(parts, None, signature)
    }

    /// The request for an action.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if a parameter cannot travel in
    /// the path or in a header.
    pub(crate) fn of(
        action: &Action,
        mut parts: Parts,
        signature: SignatureVersion,
    ) -> Result<Self, Error> {
        let in_path = std::mem::take(&mut parts.path);
        let headers = std::mem::take(&mut parts.headers).into_iter().map(header);
        Ok(Self {
            method: action.method.into(),
            path: Path::of(action.path, &in_path).map_err(Error::config)?,
            headers: headers.collect::<Result<_, _>>().map_err(Error::config)?,
            anonymous: action.anonymous,
            in_path,
            ..Self::new(parts, action.content_type, signature)
        })
    }

    fn new(parts: Parts, content_type: Option<&'static str>, signature: SignatureVersion) -> Self {
        let content = match (parts.body, parts.form) {
            (Body::Json(bytes), _) => Content::payload(bytes, content_type, JSON),
            (Body::Binary(bytes), _) => {
                Content::payload(bytes, content_type, "application/octet-stream")
            }
            (Body::None, None) => Content::None,
            (Body::None, Some(form)) => Content::Form(match signature {
                SignatureVersion::V1 => UrlEncoded::of(form),
                SignatureVersion::V3 => UrlEncoded::hashed(form),
            }),
        };
        Self {
            method: Method::POST,
            path: Path::ROOT,
            query: UrlEncoded::of(parts.query),
            headers: Vec::new(),
            host: parts.host,
            content,
            anonymous: false,
            in_path: Vec::new(),
        }
    }

    /// Plain names and encoded values of the query and of the form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = View<'_>> + Clone {
        self.query.pairs().chain(self.content.pairs())
    }

    /// Calls `visit` with every value of a parameter, as the caller gave it.
    pub(crate) fn each_value(&self, visit: &mut dyn FnMut(&str)) {
        for (_, value) in self.pairs() {
            visit(&percent::decode(percent::ascii(value)));
        }
        let in_path = self.in_path.iter().map(|(_, value)| value);
        let in_headers = self.headers.iter().map(|(_, value)| value);
        in_path.chain(in_headers).for_each(|value| visit(value));
        if let Content::Payload { bytes, .. } = &self.content {
            let document = serde_json::from_slice(bytes).unwrap_or_default();
            each_text(&document, visit);
        }
    }
}

/// Calls `visit` with every text and number of a document.
fn each_text(value: &serde_json::Value, visit: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => visit(text),
        serde_json::Value::Number(number) => visit(&number.to_string()),
        serde_json::Value::Array(members) => {
            members.iter().for_each(|member| each_text(member, visit));
        }
        serde_json::Value::Object(members) => {
            members.values().for_each(|member| each_text(member, visit));
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// The name and the value of a header that is a parameter. The value is sent as it is.
///
/// # Errors
///
/// If HTTP cannot carry it. The value is not shown.
fn header((name, value): (&'static str, String)) -> Result<(HeaderName, String), String> {
    /// Headers that frame the message.
    const FRAMING: [&str; 4] = ["connection", "content-length", "te", "transfer-encoding"];
    let header = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| format!("the parameter `{name}` cannot be the name of a header"))?;
    if FRAMING.contains(&header.as_str()) {
        return Err(format!(
            "the header `{name}` is one that HTTP sets by itself"
        ));
    }
    let found = if value.chars().any(char::is_control) {
        "has a control character, such as a line break"
    } else if value.trim_matches(' ').len() != value.len() {
        "begins or ends with a space"
    } else if value.chars().any(|c| u32::from(c) > 0xFF) {
        "has a character beyond Latin-1"
    } else {
        return Ok((header, value));
    };
    Err(format!(
        "the header parameter `{name}` {found}; expected printable Latin-1 text without \
         spaces around it"
    ))
}
