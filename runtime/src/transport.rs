//! Sending one request and reading its answer, over HTTP/1.1 without
//! redirects, retries or proxies for this machine.

use std::error::Error as _;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};

use crate::config::Config;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::sign::SignedRequest;

/// The longest URL that the HTTP library takes, in bytes.
const LONGEST_URL: usize = 65_534;

/// A connection pool to one endpoint.
pub(crate) struct Transport {
    client: Client,
    max_response_size: usize,
}

/// An answer that was read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Transport {
    /// # Errors
    ///
    /// [`ErrorKind::Config`] where TLS cannot be set up.
    pub(crate) fn new(config: &Config, endpoint: &Endpoint) -> Result<Self, Error> {
        if endpoint.secure && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(Error::config(
                "https needs one of this crate's features `rustls` and `native-tls`",
            ));
        }
        let mut builder = Client::builder()
            .connect_timeout(config.connect_timeout)
            // A redirect would carry the signature and token to another host.
            .redirect(Policy::none())
            // Another try needs another nonce.
            .retry(reqwest::retry::never())
            .https_only(endpoint.secure);
        if endpoint.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = tls(builder, endpoint.secure)?.build().map_err(|error| {
            Error::config(format!(
                "the HTTP client cannot be set up: {}",
                chain(error)
            ))
        })?;
        Ok(Self {
            client,
            max_response_size: config.max_response_size,
        })
    }

    /// Sends the request. `sent` becomes `true` once the service may have it.
    ///
    /// # Errors
    ///
    /// Of any kind that has to do with a connection. An answer with an error
    /// status is an [`Answer`].
    pub(crate) async fn send(
        &self,
        request: SignedRequest,
        sent: &mut bool,
    ) -> Result<Answer, Error> {
        let (url, headers, body) = request.into_parts();
        if url.len() > LONGEST_URL {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!(
                    "the parameters in the URL take {} bytes; expected at most {LONGEST_URL}",
                    url.len()
                ),
            ));
        }
        let request = self
            .client
            .post(url)
            .headers(header_map(headers)?)
            .body(body);
        let request = request
            .build()
            .map_err(|error| Error::config(format!("no HTTP request: {}", chain(error))))?;
        *sent = true;
        let mut response = match self.client.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                let kind = if error.is_connect() {
                    ErrorKind::Connect
                } else if error.is_builder() {
                    ErrorKind::Config
                } else {
                    ErrorKind::Transport
                };
                *sent = kind == ErrorKind::Transport;
                return Err(Error::new(kind, chain(error)));
            }
        };
        let status = response.status().as_u16();
        let headers = response.headers();
        let (retry_after, request_id) = (retry_after(headers), request_id(headers));
        let body = self.body(&mut response).await.map_err(|error| {
            error.with(|inner| {
                inner.status = Some(status);
                inner.request_id.clone_from(&request_id);
            })
        })?;
        Ok(Answer {
            status,
            retry_after,
            request_id,
            body,
        })
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
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| {
            let reason = chain(error);
            Error::new(
                ErrorKind::Transport,
                format!("the answer broke off after {} bytes: {reason}", body.len()),
            )
        })? {
            if chunk.len() > limit - body.len() {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// TLS 1.2 or later with the roots that the platform trusts.
#[cfg(feature = "rustls")]
fn tls(builder: ClientBuilder, secure: bool) -> Result<ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::crypto::ring;
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt;

    // Built here, as reqwest would take the provider of the process, which is
    // the program's to choose.
    let unusable = |error| Error::config(format!("TLS cannot be set up: {error}"));
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    let config = if secure {
        config.with_platform_verifier().map_err(unusable)?
    } else {
        // Without https the platform's roots are not needed, nor read.
        config.with_root_certificates(RootCertStore::empty())
    };
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(builder.tls_backend_preconfigured(config))
}

/// TLS 1.2 or later with the roots that the platform trusts.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn tls(builder: ClientBuilder, _secure: bool) -> Result<ClientBuilder, Error> {
    Ok(builder
        .tls_backend_native()
        .tls_version_min(reqwest::tls::Version::TLS_1_2))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn tls(builder: ClientBuilder, _secure: bool) -> Result<ClientBuilder, Error> {
    Ok(builder)
}

fn header_map(headers: Vec<(&'static str, String)>) -> Result<HeaderMap, Error> {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        let mut value = HeaderValue::try_from(value).map_err(|_| {
            Error::config(format!(
                "the header `{name}` would contain a character that is not printable ASCII"
            ))
        })?;
        value.set_sensitive(matches!(name, "authorization" | "x-acs-security-token"));
        map.insert(HeaderName::from_static(name), value);
    }
    Ok(map)
}

/// The error and its causes in one line, without any URL.
fn chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let shows_url = cause
            .downcast_ref::<reqwest::Error>()
            .is_some_and(|cause| cause.url().is_some());
        let cause_text = cause.to_string();
        if !shows_url && !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("x-acs-request-id")?.to_str().ok()?;
    Some(id.to_owned())
}

/// The gateway's own header counts milliseconds, the standard one seconds.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    number("x-acs-retry-after")
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
}
