//! The requests that fetch a key. Each fetch has its own connections: fetches are hours
//! apart, so a kept connection would be stale.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use zeroize::Zeroizing;

use super::CredentialsError;
use crate::cause::chain;
use crate::proxy::{self, Destination};
use crate::tls::Tls;

/// The largest answer that is read, in bytes.
const LARGEST: usize = 64 << 10;

pub(super) const AGENT: &str = concat!("aliyun-runtime/", env!("CARGO_PKG_VERSION"));

/// How to connect.
pub(super) struct Line {
    pub(super) secure: bool,
    /// Where the proxies of the environment may be asked to connect to.
    pub(super) proxy: Option<(String, u16)>,
    pub(super) connect_timeout: Duration,
    /// For all of one request.
    pub(super) timeout: Duration,
}

/// An answer that was read to its end.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// Why there is no answer.
pub(super) struct Broken {
    pub(super) kind: BrokenKind,
    reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokenKind {
    /// No connection was made.
    Unreachable,
    /// A connection was made, but there was no whole answer in time.
    Slow,
    Other,
}

impl From<Broken> for CredentialsError {
    fn from(broken: Broken) -> Self {
        Self::new(broken.reason)
    }
}

impl Line {
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub(super) fn client(&self) -> Result<Client, CredentialsError> {
        if self.secure && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(CredentialsError::new(
                "https needs one of this crate's features `rustls` and `native-tls`",
            ));
        }
        let mut builder = Client::builder()
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            // A redirect would carry keys and tokens to another host.
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .user_agent(AGENT)
            .https_only(self.secure);
        let unusable = |reason: String| {
            CredentialsError::new(format!("the HTTP client cannot be set up: {reason}"))
        };
        builder = match &self.proxy {
            None => builder.no_proxy(),
            Some((host, port)) => {
                let to = Destination {
                    secure: self.secure,
                    host,
                    port: *port,
                };
                proxy::from_environment(builder, to).map_err(unusable)?
            }
        };
        Tls::new(self.secure, &[])
            .map_err(|error| unusable(error.message().to_owned()))?
            .apply(builder)
            .build()
            .map_err(|error| unusable(chain(error)))
    }
}

/// Sends a request and reads its answer, with any status.
pub(super) async fn send(request: RequestBuilder) -> Result<Answer, Broken> {
    let mut response = request.send().await.map_err(broken)?;
    let status = response.status().as_u16();
    // All at once, as growing would leave copies behind that are not wiped.
    let mut body = Zeroizing::new(Vec::with_capacity(LARGEST));
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if chunk.len() > LARGEST - body.len() {
            return Err(Broken {
                kind: BrokenKind::Other,
                reason: format!("the answer has more than the {LARGEST} bytes allowed"),
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body })
}

fn broken(error: reqwest::Error) -> Broken {
    let (kind, what) = if error.is_connect() {
        (BrokenKind::Unreachable, "no connection")
    } else if error.is_timeout() {
        (BrokenKind::Slow, "no whole answer in time")
    } else {
        (BrokenKind::Other, "no answer")
    };
    Broken {
        kind,
        reason: format!("{what}: {}", chain(error)),
    }
}
