//! A key from your own server.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use zeroize::Zeroizing;

use super::answer::{Temporary, success, temporary, unusable};
use super::cache::{Cached, Source};
use super::http::{Line, send};
use super::json::Document;
use super::names::URI;
use super::surroundings::Surroundings;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};

/// A temporary key from a server that needs no credentials, such as a helper next to
/// the program. Clones share the key.
///
/// The answer to a GET must be HTTP 200 with a JSON object of `Code` (`Success`),
/// `AccessKeyId`, `AccessKeySecret`, `SecurityToken` and `Expiration`. The key is kept
/// until shortly before it expires. Fetching needs a Tokio runtime with time and I/O
/// enabled.
#[derive(Clone)]
pub struct UriCredentials {
    cached: Cached<Uri>,
}

#[derive(Clone)]
struct Uri {
    /// It may have a secret in its query.
    uri: Zeroizing<String>,
}

impl UriCredentials {
    /// The server at this `http://` or `https://` URI. With `http://`, anyone between
    /// the program and the server can read the key. An invalid URI is reported with the
    /// first key.
    #[must_use]
    pub fn new(uri: impl Into<String>) -> Self {
        Self::of(uri, Surroundings::default())
    }

    /// The server at the URI in `ALIBABA_CLOUD_CREDENTIALS_URI`.
    ///
    /// # Errors
    ///
    /// If the variable is not set or not usable.
    pub fn from_env() -> Result<Self, CredentialsError> {
        Self::in_env(&Surroundings::default())
    }

    /// An [absent](CredentialsError::absent) error if the variable is not set.
    pub(super) fn in_env(surroundings: &Surroundings) -> Result<Self, CredentialsError> {
        let uri = surroundings.variable(URI)?;
        let uri = uri.ok_or_else(|| CredentialsError::absent(format!("{URI} is not set")))?;
        parse(&uri).map_err(|error| error.within(URI))?;
        Ok(Self::of(uri.as_str(), surroundings.clone()))
    }

    pub(super) fn of(uri: impl Into<String>, surroundings: Surroundings) -> Self {
        let uri = Zeroizing::new(uri.into());
        Self {
            cached: Cached::new(Uri { uri }, surroundings),
        }
    }

    /// Other surroundings, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self {
            cached: self.cached.within(surroundings),
        }
    }
}

fn parse(uri: &str) -> Result<Url, CredentialsError> {
    let expected = "expected http://host/path or https://host/path";
    let url = Url::parse(uri)
        .map_err(|error| CredentialsError::new(format!("no URI: {error}; {expected}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(CredentialsError::new(format!(
            "the scheme is neither http nor https; {expected}"
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CredentialsError::new(format!(
            "the URI has a user name or password; {expected}"
        )));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

impl Source for Uri {
    const NAME: &'static str = "the credentials URI";

    fn fetch(
        self: Arc<Self>,
        surroundings: Surroundings,
    ) -> BoxFuture<'static, Result<Temporary, CredentialsError>> {
        Box::pin(async move {
            let url = parse(&self.uri)?;
            let line = Line {
                secure: url.scheme() == "https",
                proxy: url
                    .host_str()
                    .filter(|_| url.scheme() == "https" && !is_loopback(&url))
                    .map(|host| (host.to_owned(), url.port_or_known_default().unwrap_or(443))),
                connect_timeout: Duration::from_secs(5),
                timeout: surroundings.patience(Duration::from_secs(10)),
            };
            let answer = send(line.client()?.get(url)).await?;
            if answer.status != 200 {
                return Err(CredentialsError::new(format!(
                    "the server answered HTTP {}; expected 200",
                    answer.status
                )));
            }
            let document = Document::parse(&answer.body).map_err(unusable)?;
            success(document.root())
                .and_then(|()| temporary(document.root()))
                .map_err(unusable)
        })
    }
}

impl Credentials for UriCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.cached.get())
    }
}

impl fmt::Debug for UriCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UriCredentials").finish_non_exhaustive()
    }
}
