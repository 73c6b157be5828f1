//! How a client is set up.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::credentials::{Credentials, EnvCredentials};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::shape::Product;
use crate::sign::SignatureVersion;

/// A source of the time, for tests.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// A source of nonces, for tests. Each call has to give another one.
pub type Nonce = Arc<dyn Fn() -> String + Send + Sync>;

/// The format that answers are asked for in. Both are read, whichever comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

/// Settings of a client. What is not set has the default named with its
/// method. Values are checked when a client is made of them.
#[derive(Clone)]
pub struct Config {
    pub(crate) credentials: Arc<dyn Credentials>,
    region: Option<String>,
    endpoint: Option<String>,
    insecure_http: bool,
    pub(crate) signature: SignatureVersion,
    pub(crate) format: Format,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) max_response_size: usize,
    pub(crate) clock: Option<Clock>,
    pub(crate) nonce: Option<Nonce>,
    user_agent: Option<String>,
}

impl Config {
    /// Settings with these credentials, such as an
    /// [`AccessKey`](crate::AccessKey).
    #[must_use]
    pub fn new(credentials: impl Credentials + 'static) -> Self {
        Self {
            credentials: Arc::new(credentials),
            region: None,
            endpoint: None,
            insecure_http: false,
            signature: SignatureVersion::default(),
            format: Format::default(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            max_response_size: 16 << 20,
            clock: None,
            nonce: None,
            user_agent: None,
        }
    }

    /// Settings with [`EnvCredentials`], read once here so that a mistake in
    /// them shows at once.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), naming the
    /// variable at fault.
    pub fn from_env() -> Result<Self, Error> {
        let credentials = EnvCredentials::new();
        credentials.read().map_err(Error::credentials)?;
        Ok(Self::new(credentials))
    }

    /// The region, such as `ap-southeast-1`; it chooses the endpoint of
    /// products that have several. Default: none, which is the product's own
    /// endpoint.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The endpoint: `host`, `host:port` or `https://host[:port]`. It wins
    /// over the region. `http://` is accepted for this machine only, unless
    /// [`Config::with_insecure_http`] allows it.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Whether an `http://` endpoint may be another machine: everything sent,
    /// personal data included, can then be read on the way. Default: no.
    #[must_use]
    pub fn with_insecure_http(mut self, allowed: bool) -> Self {
        self.insecure_http = allowed;
        self
    }

    /// How requests are signed. Default: [`SignatureVersion::V3`].
    #[must_use]
    pub fn with_signature(mut self, version: SignatureVersion) -> Self {
        self.signature = version;
        self
    }

    /// The format that answers are asked for in. Default: [`Format::Json`].
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// How long connecting may take, TLS included. Default: 5 seconds.
    #[must_use]
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a whole call may take, from asking for credentials to the last
    /// byte of the answer. Default: 30 seconds.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The largest answer accepted, in bytes. Default: 16 MiB.
    #[must_use]
    pub fn with_max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// The clock that timestamps come from. Default: the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Where nonces come from. Default: 128 bits of the system's randomness.
    #[must_use]
    pub fn with_nonce(mut self, nonce: Nonce) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// A text to append to the `User-Agent` header, such as `my-tool/1.2`.
    #[must_use]
    pub fn with_user_agent(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent = Some(suffix.into());
        self
    }

    /// Checks what can be checked before the first call, and finds the
    /// endpoint.
    pub(crate) fn check(&self, product: &Product) -> Result<Endpoint, Error> {
        if self.connect_timeout.is_zero() || self.timeout.is_zero() {
            return Err(Error::config("a timeout is zero; expected more"));
        }
        if self.max_response_size == 0 {
            return Err(Error::config(
                "the response size limit is zero; expected more",
            ));
        }
        if let Some(region) = &self.region {
            let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
            if region.is_empty() || !region.chars().all(allowed) {
                return Err(Error::config(format!(
                    "the region is `{}`; expected a region id such as cn-hangzhou",
                    region.escape_debug()
                )));
            }
        }
        let printable = |text: &String| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !self.user_agent.as_ref().is_none_or(printable) {
            return Err(Error::config(
                "the user agent has characters other than printable ASCII",
            ));
        }
        match &self.endpoint {
            Some(text) => Endpoint::parse(text, self.insecure_http),
            None => Endpoint::of(product, self.region.as_deref()),
        }
        .map_err(|reason| Error::config(format!("the endpoint is not usable: {reason}")))
    }

    /// The whole `User-Agent` header.
    pub(crate) fn agent(&self) -> String {
        let own = concat!("aliyun-runtime/", env!("CARGO_PKG_VERSION"));
        match &self.user_agent {
            Some(suffix) => format!("{own} {suffix}"),
            None => own.to_owned(),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An endpoint that does not parse may hold a password.
        let endpoint = self.endpoint.as_ref().map(|text| {
            Endpoint::parse(text, true).map_or("<not valid>".to_owned(), |e| e.origin())
        });
        f.debug_struct("Config")
            .field("region", &self.region)
            .field("endpoint", &endpoint)
            .field("insecure_http", &self.insecure_http)
            .field("signature", &self.signature)
            .field("format", &self.format)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("max_response_size", &self.max_response_size)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
