//! A request before it is signed: what a call says, without what each attempt adds.
//! A style of the wire, such as [`rpc`](crate::rpc), fills it; signing and transport
//! only read it.

use std::borrow::Cow;

use reqwest::Method;
use reqwest::header::HeaderName;

use crate::percent;
use crate::sign::View;
use crate::urlencoded::{Text, UrlEncoded};

/// The parts of a request.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) query: UrlEncoded,
    /// Headers that are parameters of the action.
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) content: Content,
}

/// A path in the bytes that are signed and sent: percent-encoded, beginning with `/`.
pub(crate) struct Path(Cow<'static, str>);

impl Path {
    /// The path `/`.
    pub(crate) const ROOT: Self = Self(Cow::Borrowed("/"));

    /// A path that is encoded already.
    #[cfg(test)]
    pub(crate) const fn of(path: &'static str) -> Self {
        Self(Cow::Borrowed(path))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The content of a request, which HTTP/1.1 sends as its body.
pub(crate) enum Content {
    /// Nothing, and no content type.
    None,
    /// Parameters, even if there are none.
    Form(UrlEncoded),
}

/// SHA-256 of nothing, in hexadecimal.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

impl Content {
    /// The value of the header `content-type`.
    pub(crate) fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
        }
    }

    /// What is sent. Clones share it.
    pub(crate) fn bytes(&self) -> Text {
        match self {
            Self::None => Text::default(),
            Self::Form(form) => form.text().clone(),
        }
    }

    /// SHA-256 of what is sent, in hexadecimal.
    pub(crate) fn digest(&self) -> &str {
        match self {
            Self::None => EMPTY,
            Self::Form(form) => form.digest(),
        }
    }

    /// Plain names and encoded values of a form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = View<'_>> + Clone {
        static NOTHING: UrlEncoded = UrlEncoded::empty();
        match self {
            Self::None => NOTHING.pairs(),
            Self::Form(form) => form.pairs(),
        }
    }
}

impl Request {
    /// Plain names and encoded values of the query and of the form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = View<'_>> + Clone {
        self.query.pairs().chain(self.content.pairs())
    }

    /// Calls `visit` with every value of a parameter, as the caller gave it.
    pub(crate) fn each_value(&self, visit: &mut dyn FnMut(&str)) {
        for (_, value) in self.pairs() {
            visit(&percent::decode(percent::ascii(value)));
        }
        for (_, value) in &self.headers {
            visit(value);
        }
    }
}
