//! Sending one request and reading its answer, over HTTP/1.1 without
//! redirects and without retries.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, Response, Url};

use crate::body::{Body, Sent};
use crate::cause::{cause, causes, chain};
use crate::config::Config;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::pools::Pools;
use crate::shape::Shape;
use crate::sign::{Header, Headers, SignedRequest, Value};
use crate::time::http_date;
use crate::tls;

/// The longest URL that the HTTP library accepts, in bytes.
const LONGEST_URL: usize = 65_534;

/// The longest wait that is taken from a server's answer. It makes adding the wait to
/// any time safe, and no call may take that long.
const LONGEST_WAIT: Duration = Duration::from_secs(u32::MAX as u64);

/// Connections to one endpoint.
pub(crate) struct Transport {
    pools: Pools,
    /// The endpoint without a query.
    origin: Url,
    /// The endpoint before it was parsed.
    text: String,
    max_response_size: usize,
}

/// An answer that was read completely.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<String>,
    /// The time on the server's clock.
    pub(crate) date: Option<SystemTime>,
    /// The compression of the body, which the request did not ask for.
    pub(crate) encoding: Option<String>,
    /// Whether a success may have no content, with any status.
    pub(crate) may_be_blank: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Whether it has no content and need not have any: with status 204, in ROA style, or
    /// if none is documented. An answer in RPC style is otherwise a document. In ROA
    /// style, `{}` says no more than nothing does.
    pub(crate) fn is_blank(&self, shape: &Shape) -> bool {
        let may_be = self.status == 204 || self.may_be_blank || shape.is_empty();
        let visible = self.body.iter().filter(|byte| !byte.is_ascii_whitespace());
        may_be && (self.body.is_empty() || (self.may_be_blank && visible.take(3).eq(b"{}")))
    }
}

impl Transport {
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if TLS or the proxy cannot be set up.
    pub(crate) fn new(config: &Config, endpoint: &Endpoint) -> Result<Self, Error> {
        let origin = Url::parse(endpoint.origin())
            .map_err(|error| Error::config(format!("the endpoint is not usable: {error}")))?;
        Ok(Self {
            pools: Pools::new(config, endpoint)?,
            origin,
            text: endpoint.origin().to_owned(),
            max_response_size: config.max_response_size,
        })
    }

    /// Sends the request. `sent` is set once a connection takes it.
    ///
    /// # Errors
    ///
    /// An error of a kind about connections. An answer with an error status is not an
    /// error here but an [`Answer`].
    pub(crate) async fn send(&self, request: SignedRequest, sent: &Sent) -> Result<Answer, Error> {
        let url = request.url();
        if url.len() > LONGEST_URL {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!(
                    "the parameters in the URL take {} bytes; expected at most {LONGEST_URL}",
                    url.len()
                ),
            ));
        }
        let client = self.pools.client()?;
        // The origin is parsed once for all requests. A builder would copy the map of
        // headers.
        let origin = self.origin_of(request.origin())?;
        let target = target(&origin, request.path(), request.query())?;
        let may_be_blank = request.path() != "/";
        let (method, headers, body) = request.into_parts();
        let mut request = Request::new(method, target);
        *request.headers_mut() = header_map(headers)?;
        if body.is_empty() && matches!(*request.method(), Method::POST | Method::PUT) {
            // The HTTP library does not send the length of an empty body, and some
            // servers require it.
            request
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = Some(reqwest::Body::wrap(Body::new(body, sent.clone())));
        let mut response = client.execute(request).await.map_err(failure)?;
        sent.set();
        let mut answer = head(&response);
        let body = match same_origin(&origin, response.url()) {
            true => self.body(&mut response).await,
            false => Err(Error::new(
                ErrorKind::Http,
                "the HTTP client given has followed a redirect; build it with \
                 `redirect::Policy::none()`",
            )),
        };
        answer.headers = std::mem::take(response.headers_mut());
        let body = body.map_err(|error| {
            error.with(|inner| {
                inner.status = Some(answer.status);
                inner.request_id.clone_from(&answer.request_id);
            })
        })?;
        answer.body = body.into();
        answer.may_be_blank = may_be_blank;
        Ok(answer)
    }

    /// The origin of a request: the endpoint's own, unless a parameter is in the host name.
    fn origin_of(&self, text: &str) -> Result<Cow<'_, Url>, Error> {
        if text == self.text {
            return Ok(Cow::Borrowed(&self.origin));
        }
        let origin = Url::parse(text);
        let origin = origin.map_err(|_| Error::config("the host name is not usable"))?;
        Ok(Cow::Owned(origin))
    }

    async fn body(&self, response: &mut Response) -> Result<Vec<u8>, Error> {
        let limit = self.max_response_size;
        let too_large = || {
            Error::new(
                ErrorKind::TooLarge,
                format!("the answer has more than the {limit} bytes allowed"),
            )
        };
        if response
            .content_length()
            .is_some_and(|length| length > limit as u64)
        {
            return Err(too_large());
        }
        // The announced length is within the limit, but the body may be shorter.
        let announced = response.content_length().unwrap_or_default();
        let room = usize::try_from(announced).unwrap_or_default().min(1 << 20);
        let mut body = Vec::with_capacity(room);
        while let Some(chunk) = response.chunk().await.map_err(|error| {
            let (source, length) = (cause(&error), body.len());
            let reason = chain(error);
            let message = format!("the answer broke off after {length} bytes: {reason}");
            Error::new(ErrorKind::Transport, message).with(|inner| inner.source = source)
        })? {
            if chunk.len() > limit - body.len() {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

fn failure(error: reqwest::Error) -> Error {
    let kind = if error.is_connect() {
        ErrorKind::Connect
    } else if error.is_builder() {
        ErrorKind::Config
    } else if error.is_timeout() {
        // Only an HTTP client that the caller gave has time limits here.
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    let source = cause(&error);
    let permanent = causes(&error).any(tls::is_untrusted);
    let mut message = chain(error);
    // The errors of the TLS libraries for bytes that are not TLS.
    if message.contains("InvalidContentType") || message.contains("wrong version number") {
        message.push_str("; is it an http endpoint?");
    }
    Error::new(kind, message).with(|inner| {
        inner.source = source;
        inner.permanent = permanent;
    })
}

/// Status and headers.
fn head(response: &Response) -> Answer {
    let headers = response.headers();
    let text = |name| headers.get(name)?.to_str().ok();
    let date = text("date").and_then(http_date);
    Answer {
        status: response.status().as_u16(),
        retry_after: retry_after(headers, date),
        request_id: text("x-acs-request-id").map(str::to_owned),
        date,
        encoding: text("content-encoding")
            .filter(|name| !name.eq_ignore_ascii_case("identity"))
            .map(str::to_owned),
        may_be_blank: false,
        headers: HeaderMap::new(),
        body: Bytes::new(),
    }
}

/// The URL with a path and a query, byte for byte as they were signed.
///
/// # Errors
///
/// [`ErrorKind::Config`] if the URL type would send other bytes, as it does for the
/// segments `.` and `..`.
fn target(origin: &Url, path: &str, query: Option<&str>) -> Result<Url, Error> {
    let mut url = origin.clone();
    url.set_path(path);
    url.set_query(query);
    if url.path() != path || url.query() != query {
        return Err(Error::config(
            "the URL cannot be sent as it was signed: it has a segment `.` or `..`, or \
             a character that is not percent-encoded",
        ));
    }
    Ok(url)
}

fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme() && one.authority() == other.authority()
}

/// All values are parts of one text, so the copies of the map that the HTTP library
/// makes do not copy them.
fn header_map(headers: Headers) -> Result<HeaderMap, Error> {
    let text = Bytes::from(headers.text);
    let valid = |name: &HeaderName, value| {
        HeaderValue::from_maybe_shared(value).map_err(|_| {
            Error::config(format!(
                "the header `{name}` would contain a character that is not printable ASCII"
            ))
        })
    };
    let mut map = HeaderMap::with_capacity(headers.list.len() + headers.parameters.len());
    for (name, part) in headers.parameters {
        // Signed as UTF-8, sent as Latin-1: servers read it as what was signed.
        let part = text.slice(part);
        let part = match part.is_ascii() {
            true => part,
            false => latin1(&part),
        };
        let mut value = valid(&name, part)?;
        value.set_sensitive(true);
        map.insert(name, value);
    }
    for Header { name, value } in headers.list {
        let value = match value {
            Value::Fixed(value) => Bytes::from_static(value.as_bytes()),
            Value::Part(part) => text.slice(part),
        };
        let mut value = valid(name, value)?;
        value.set_sensitive(matches!(
            name.as_str(),
            "authorization" | "x-acs-security-token"
        ));
        map.insert(name, value);
    }
    Ok(map)
}

/// A text encoded in Latin-1. Characters outside it are dropped.
fn latin1(text: &[u8]) -> Bytes {
    let text = String::from_utf8_lossy(text);
    text.chars().filter_map(|c| u8::try_from(c).ok()).collect()
}

/// The gateway's own header gives milliseconds. The standard header gives seconds or a
/// time.
fn retry_after(headers: &HeaderMap, date: Option<SystemTime>) -> Option<Duration> {
    let text = |name| Some(headers.get(name)?.to_str().ok()?.trim());
    let number = |name| number(text(name)?);
    let until = || {
        let time = text("retry-after").and_then(http_date)?;
        let now = date.unwrap_or_else(SystemTime::now);
        Some(time.duration_since(now).unwrap_or_default())
    };
    let asked = number("x-acs-retry-after")
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
        .or_else(until);
    asked.map(|wait| wait.min(LONGEST_WAIT))
}

/// A whole number, or the largest `u64` if it needs more than 64 bits.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_what_was_signed() {
        let origin = Url::parse("https://cs.aliyuncs.com").unwrap();
        for (path, query) in [
            ("/", None),
            ("/", Some("A=%27%20%22&B=~")),
            ("//a//b/", None),
            ("/50%25%2Fx~y/%2E%2E%252F/a%3Ab", Some("k=")),
            ("/%E5%80%BC/%F0%9F%98%80/%3F%23%5C/...", None),
        ] {
            let url = target(&origin, path, query).map_err(|error| error.to_string());
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            let expected = format!("https://cs.aliyuncs.com{path}{query}");
            assert_eq!(url.map(String::from), Ok(expected));
        }
    }

    #[test]
    fn what_the_url_type_would_change_is_refused() {
        let origin = Url::parse("https://cs.aliyuncs.com").unwrap();
        for (path, query) in [
            ("/a/../b", None),
            ("/a/.", None),
            ("/a/%2e%2E/b", None),
            ("/a b", None),
            ("/a\\b", None),
            ("/值", None),
            ("/a?b", None),
            ("/a\tb", None),
            ("", None),
            ("/", Some("A='")),
            ("/", Some("A=#")),
        ] {
            let error = target(&origin, path, query).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{path}");
            assert!(error.to_string().contains("as it was signed"), "{error}");
        }
    }
}
