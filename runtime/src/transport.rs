//! Sending one request and reading its answer, over HTTP/1.1 without
//! redirects and without retries.

use std::error::Error as _;
use std::io;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Request, Response, Url};

use crate::body::{Body, Sent};
use crate::config::{Config, Proxy};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::sign::{Header, Headers, SignedRequest, Value};
use crate::time::http_date;
use crate::tls;

/// The longest URL that the HTTP library takes, in bytes.
const LONGEST_URL: usize = 65_534;

/// A longer wait than this that a server asks for is cut to it, so that adding
/// it to any time is safe.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// A connection pool to one endpoint.
pub(crate) struct Transport {
    client: Client,
    /// The endpoint without a query.
    origin: Url,
    max_response_size: usize,
}

/// An answer that was read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<String>,
    /// The server's time.
    pub(crate) date: Option<SystemTime>,
    /// How the body is compressed, which was not asked for.
    pub(crate) encoding: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Transport {
    /// # Errors
    ///
    /// [`ErrorKind::Config`] where TLS or the proxy cannot be set up.
    pub(crate) fn new(config: &Config, endpoint: &Endpoint) -> Result<Self, Error> {
        let client = match &config.http_client {
            Some(client) => client.clone(),
            None => client(config, endpoint)?,
        };
        let origin = Url::parse(endpoint.origin())
            .map_err(|error| Error::config(format!("the endpoint is not usable: {error}")))?;
        Ok(Self {
            client,
            origin,
            max_response_size: config.max_response_size,
        })
    }

    /// Sends the request. `sent` is set once a connection takes it.
    ///
    /// # Errors
    ///
    /// Of any kind that has to do with a connection. An answer with an error
    /// status is an [`Answer`].
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
        // The origin is parsed once for all requests, and the map of headers
        // is not copied as it would be by a builder.
        let target = target(&self.origin, request.path(), request.query())?;
        let (method, headers, body) = request.into_parts();
        let mut request = Request::new(method, target);
        *request.headers_mut() = header_map(headers)?;
        *request.body_mut() = Some(reqwest::Body::wrap(Body::new(body, sent.clone())));
        let mut response = self.client.execute(request).await.map_err(failure)?;
        sent.set();
        let mut answer = head(&response);
        let body = match same_origin(&self.origin, response.url()) {
            true => self.body(&mut response).await,
            false => Err(Error::new(
                ErrorKind::Http,
                "the HTTP client given has followed a redirect; build it with \
                 `redirect::Policy::none()`",
            )),
        };
        answer.body = body.map_err(|error| {
            error.with(|inner| {
                inner.status = Some(answer.status);
                inner.request_id.clone_from(&answer.request_id);
            })
        })?;
        Ok(answer)
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
        // What is announced has been compared with the limit, but need not come.
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

fn client(config: &Config, endpoint: &Endpoint) -> Result<Client, Error> {
    if endpoint.secure && !tls::AVAILABLE {
        return Err(Error::config(
            "https needs one of this crate's features `rustls` and `native-tls`",
        ));
    }
    let builder = Client::builder()
        .connect_timeout(config.connect_timeout)
        .pool_idle_timeout(config.pool_idle_timeout)
        .pool_max_idle_per_host(config.pool_max_idle)
        // A redirect would carry the signature and token to another host.
        .redirect(Policy::none())
        // Another try needs another nonce.
        .retry(reqwest::retry::never())
        // Another crate may have switched these features of reqwest on; the
        // size limit is meant for what comes over the wire.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .http1_only()
        .https_only(endpoint.secure);
    let builder = proxy(builder, config, endpoint)?;
    let builder = tls::tls(builder, endpoint.secure, &config.root_certificates)?;
    builder.build().map_err(|error| {
        Error::config(format!(
            "the HTTP client cannot be set up: {}",
            chain(error)
        ))
    })
}

/// What connects to this machine needs no proxy, unless one is set for it.
fn proxy(
    builder: ClientBuilder,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<ClientBuilder, Error> {
    match &config.proxy {
        Proxy::Environment if endpoint.is_loopback() => Ok(builder.no_proxy()),
        Proxy::Environment => Ok(builder),
        Proxy::None => Ok(builder.no_proxy()),
        Proxy::Url(url) => {
            let known = ["http://", "https://"].iter().any(|s| url.starts_with(s));
            let proxy = reqwest::Proxy::all(url.as_str()).ok().filter(|_| known);
            // The URL may hold a password.
            let proxy = proxy.ok_or_else(|| {
                Error::config(
                    "the proxy is not usable; expected http[s]://[user:password@]host:port",
                )
            })?;
            Ok(builder.no_proxy().proxy(proxy))
        }
    }
}

fn failure(error: reqwest::Error) -> Error {
    let kind = if error.is_connect() {
        ErrorKind::Connect
    } else if error.is_builder() {
        ErrorKind::Config
    } else if error.is_timeout() {
        // Only an HTTP client of the caller's own has time limits here.
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    let source = cause(&error);
    let permanent = causes(&error).any(tls::is_untrusted);
    let mut message = chain(error);
    // What the TLS libraries make of bytes that are not TLS.
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
        body: Vec::new(),
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

/// All values are parts of one text, so that copies of the map, which the HTTP
/// library makes, copy none.
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
        let mut value = valid(&name, text.slice(part))?;
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

/// The error and its causes in one line, without any URL.
pub(crate) fn chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    for cause in causes(&error) {
        let shows_url = cause
            .downcast_ref::<reqwest::Error>()
            .is_some_and(|cause| cause.url().is_some());
        let cause = cause.to_string();
        if !shows_url && !text.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

/// The error of the operating system, without what wraps it and might show a
/// URL.
fn cause(error: &reqwest::Error) -> Option<io::Error> {
    let error = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>())?;
    Some(match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(error.kind()),
    })
}

/// The gateway's own header counts milliseconds, the standard one seconds, or
/// names a time.
fn retry_after(headers: &HeaderMap, date: Option<SystemTime>) -> Option<Duration> {
    let text = |name| Some(headers.get(name)?.to_str().ok()?.trim());
    let number = |name| text(name)?.parse::<u64>().ok();
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
