//! One GET at a time, with time limits, a bound on the size and a few attempts.

use std::error::Error;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use tokio::runtime::Runtime;

use super::{FetchError, Progress};

/// Bytes of a document; the largest one of 2025 has 8 MB.
const MAX_BODY: usize = 64 * 1024 * 1024;

const CONNECT: Duration = Duration::from_secs(10);
/// How long the server may send nothing.
const SILENCE: Duration = Duration::from_secs(30);

/// Waits before the second and the third attempt.
const WAITS: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];

#[derive(Debug)]
pub(super) struct Http {
    runtime: Runtime,
    client: Client,
}

/// The server says that it has no such thing (status 404).
#[derive(Debug)]
pub(super) struct Missing;

/// An attempt that failed, and whether another one may do better.
struct Failed {
    error: FetchError,
    again: bool,
}

impl Http {
    pub(super) fn new(base: &str) -> Result<Self, FetchError> {
        let address = |reason: String| FetchError::Address {
            found: base.to_owned(),
            reason,
        };
        let url = Url::parse(base).map_err(|error| address(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() {
            let reason = "expected an http or https URL without a query, such as \
                          https://mirror.example.com/meta/v1";
            return Err(address(reason.to_owned()));
        }
        // The process is our own tool, so it may choose the TLS provider. Opening a
        // second source finds it already set.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let secure = url.scheme() == "https";
        let redirects = Policy::custom(move |attempt| {
            if secure && attempt.url().scheme() != "https" {
                attempt.error("a redirect leads from https to http")
            } else if attempt.previous().len() > 5 {
                attempt.error("more than 5 redirects")
            } else {
                attempt.follow()
            }
        });
        let client = Client::builder()
            .user_agent(concat!("aliyun-codegen/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .redirect(redirects)
            .build()
            .map_err(|error| address(causes(&error)))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| address(error.to_string()))?;
        Ok(Self { runtime, client })
    }

    /// The body of a successful answer.
    pub(super) fn get(
        &self,
        address: &str,
        progress: Progress<'_>,
    ) -> Result<Result<Vec<u8>, Missing>, FetchError> {
        let mut waits = WAITS.iter();
        loop {
            let failed = match self.runtime.block_on(self.attempt(address, progress)) {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            match waits.next() {
                Some(wait) if failed.again => std::thread::sleep(*wait),
                _ => return Err(failed.error),
            }
        }
    }

    async fn attempt(
        &self,
        address: &str,
        progress: Progress<'_>,
    ) -> Result<Result<Vec<u8>, Missing>, Failed> {
        let unreachable = |error: &reqwest::Error| Failed {
            error: FetchError::Unreachable {
                address: address.to_owned(),
                reason: causes(error),
                network: error.is_connect() || error.is_timeout(),
            },
            again: !error.is_builder() && !error.is_redirect(),
        };
        let sent = self.client.get(address).send().await;
        let response = sent.map_err(|error| unreachable(&error))?;
        let status = response.status();
        if status == StatusCode::NOT_FOUND {
            return Ok(Err(Missing));
        }
        if status != StatusCode::OK {
            return Err(Failed {
                error: FetchError::Status {
                    address: address.to_owned(),
                    status: status.as_u16(),
                },
                again: status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS,
            });
        }
        match body(response, progress).await {
            Ok(Some(body)) => Ok(Ok(body)),
            Ok(None) => Err(Failed {
                error: FetchError::document(address, format!("it has more than {MAX_BODY} bytes")),
                again: false,
            }),
            Err(error) => Err(unreachable(&error)),
        }
    }
}

/// The whole body; nothing if it is too large.
async fn body(
    mut response: Response,
    progress: Progress<'_>,
) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let total = response.content_length();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MAX_BODY {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
        progress(body.len() as u64, total);
    }
    Ok(Some(body))
}

/// The last causes of an error, which say more than its own words. The address is
/// left out, as the message names it already.
fn causes(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut texts: Vec<String> = Vec::new();
    while let Some(error) = cause {
        let text = error.to_string();
        if texts.last() != Some(&text) {
            texts.push(text);
        }
        cause = error.source();
    }
    match texts.len() {
        0 if error.is_timeout() => "no answer in time".to_owned(),
        0 => "the request failed".to_owned(),
        _ => texts.join(": "),
    }
}
