//! How a client is set up.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::credentials::{
    Credentials, CredentialsChain, CredentialsError, EnvCredentials, ProfileCredentials,
};
use crate::decode::Format;
use crate::decode::{LARGEST, Reading};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::observe::Observer;
use crate::region::{REGION, Region};
use crate::retry::RetryPolicy;
use crate::shape::Product;
use crate::sign::SignatureVersion;
use crate::time::Clock;
use crate::validate::Validation;

/// Which proxy connections use.
#[derive(Clone)]
pub(crate) enum Proxy {
    Environment,
    None,
    Url(String),
}

/// Settings of a client. Each method names the default that is used without it. Values
/// are checked when a client is made from them.
#[derive(Clone)]
pub struct Config {
    pub(crate) credentials: Arc<dyn Credentials>,
    region: Option<Region>,
    endpoint: Option<String>,
    insecure_http: bool,
    pub(crate) signature: SignatureVersion,
    pub(crate) format: Format,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) pool_idle_timeout: Duration,
    pub(crate) pool_max_idle: usize,
    pub(crate) proxy: Proxy,
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) http_client: Option<reqwest::Client>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) max_response_size: usize,
    strict_answers: bool,
    pub(crate) validation: Validation,
    pub(crate) idempotency_tokens: bool,
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
            attempt_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::new(),
            pool_idle_timeout: Duration::from_secs(10),
            pool_max_idle: usize::MAX,
            proxy: Proxy::Environment,
            root_certificates: Vec::new(),
            http_client: None,
            observer: None,
            max_response_size: LARGEST,
            strict_answers: false,
            validation: Validation::default(),
            idempotency_tokens: true,
            clock: None,
            nonce: None,
            user_agent: None,
        }
    }

    /// Settings with [`EnvCredentials`], read once here so that a mistake in
    /// them shows at once, and the region of `ALIBABA_CLOUD_REGION_ID`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), naming the
    /// variable at fault.
    pub fn from_env() -> Result<Self, Error> {
        let credentials = EnvCredentials::new();
        credentials.read().map_err(Error::credentials)?;
        Self::new(credentials).with_region_of_environment(None)
    }

    /// Settings with the credentials that [`CredentialsChain`] finds. It looks for them
    /// now, so that mistakes show early, but sends nothing. The region comes from
    /// `ALIBABA_CLOUD_REGION_ID`, or from the profile that has the credentials.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), with the faulty
    /// source, or with all that was looked for if no source is configured.
    pub fn from_default_chain() -> Result<Self, Error> {
        let credentials = CredentialsChain::new();
        credentials.check().map_err(Error::credentials)?;
        let profile = credentials.profile();
        Self::new(credentials).with_region_of_environment(profile.as_ref())
    }

    /// The region, such as `ap-southeast-1`. It chooses the endpoint if the product has
    /// one for this region; other regions use the product's endpoint. An unknown region
    /// is refused when a client is made, because a typing error would send requests to
    /// another site. For a region that is newer than this crate, use
    /// [`Config::with_endpoint`].
    ///
    /// Default: none, which means the product's endpoint. [`Config::from_env`] and
    /// [`Config::from_default_chain`] read the region that the official tools use.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(Region {
            id: region.into(),
            source: String::new(),
        });
        self
    }

    /// The region that these sources name; the first that does so wins:
    ///
    /// 1. the environment variable `ALIBABA_CLOUD_REGION_ID`
    /// 2. `region_id` of the profile of the command line tool, if it is given
    ///    here
    ///
    /// A region that is set already stays. Variables and keys that are empty
    /// count as absent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), if the
    /// variable or the file of profiles cannot be read.
    pub fn with_region_of_environment(
        mut self,
        profile: Option<&ProfileCredentials>,
    ) -> Result<Self, Error> {
        if self.region.is_none() {
            self.region = ambient(profile).map_err(Error::credentials)?;
        }
        Ok(self)
    }

    /// The endpoint: `host`, `host:port` or `https://host[:port]`. It wins
    /// over the region. `http://` is accepted for this machine only, unless
    /// [`Config::with_insecure_http`] allows it.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Whether an `http://` endpoint may be on another machine. Then everything that is
    /// sent, including personal data, can be read on the way. Default: no.
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

    /// The format to request for answers. Default: [`Format::Json`].
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

    /// How long one attempt of an idempotent action may take before another
    /// one is made. Default: 10 seconds. An action that is not idempotent has
    /// the time of the whole call: giving up early on a request that has been
    /// sent would only leave its outcome unknown.
    #[must_use]
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a whole call may take, from asking for credentials to the last
    /// byte of the answer, including all attempts and waits. Default: 30 seconds.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often and when attempts follow each other. Default:
    /// [`RetryPolicy::new`].
    #[must_use]
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long an unused connection is kept. Default: 10 seconds, which is less than
    /// servers keep theirs: a request on a connection that the server closes at that
    /// moment has an unknown outcome.
    #[must_use]
    pub fn with_pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = timeout;
        self
    }

    /// How many unused connections are kept; with 0, every request opens a new
    /// one. Default: no limit.
    #[must_use]
    pub fn with_pool_max_idle(mut self, connections: usize) -> Self {
        self.pool_max_idle = connections;
        self
    }

    /// The proxy for every connection: `http[s]://[user:password@]host:port`
    /// or `socks5[h]://host:port` (`socks4` and `socks4a` too; with `h` and `a`
    /// the proxy looks up the host).
    /// Default: what `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`
    /// say, read when a client is made, and none for this machine.
    #[must_use]
    pub fn with_proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::Url(url.into());
        self
    }

    /// No proxy, even if the environment names one.
    #[must_use]
    pub fn without_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// Trusts these certificates in PEM as well as the platform's. Default:
    /// none.
    #[must_use]
    pub fn with_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Uses this HTTP client instead of our own. The settings for connect timeout,
    /// pool, proxy and certificates then have no effect. Make sure that the client has
    /// a connect timeout and does not follow redirects (`redirect(Policy::none())`). A
    /// followed redirect is an error, but by then the security token was sent to
    /// another host. The client's own retries have no effect, because our request
    /// bodies cannot be cloned.
    ///
    /// Its connections end with the Tokio runtime that opened them. While one runtime
    /// uses it, a call from another one is refused. Our own clients serve any number of
    /// runtimes.
    #[must_use]
    pub fn with_http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Receives reports about calls and attempts. Default: none.
    #[must_use]
    pub fn with_observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The largest answer accepted, in bytes. Its values may take 16 times as
    /// much memory. Default: 16 MiB.
    #[must_use]
    pub fn with_max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Whether a value of an answer that is not as documented is an error. Else
    /// the field stays unset and [`Answer::unread`](crate::Answer::unread) names
    /// it, if the value has no one meaning. Default: no.
    #[must_use]
    pub fn with_strict_answers(mut self, strict: bool) -> Self {
        self.strict_answers = strict;
        self
    }

    /// What requests are checked for before they are sent. Default:
    /// [`Validation::Documented`]. [`Call::unchecked`](crate::Call::unchecked) switches
    /// it off for one call.
    #[must_use]
    pub fn with_validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// Whether a call makes an idempotency token (`ClientToken`) if its action has one
    /// and the caller has not set it. All attempts of the call have the same token, so
    /// that a change may be sent again after a lost answer. Default: yes.
    #[must_use]
    pub fn with_idempotency_tokens(mut self, made: bool) -> Self {
        self.idempotency_tokens = made;
        self
    }

    /// The clock that timestamps come from. Default: the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The source of nonces. Default: 128 random bits from the system.
    #[must_use]
    pub fn with_nonce(mut self, nonce: Nonce) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// Text to append to the `User-Agent` header, such as `my-tool/1.2`.
    #[must_use]
    pub fn with_user_agent(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent = Some(suffix.into());
        self
    }

    /// Checks what can be checked before the first call, and finds the
    /// endpoint.
    pub(crate) fn check(&self, product: &Product) -> Result<Endpoint, Error> {
        let timeouts = [self.connect_timeout, self.attempt_timeout, self.timeout];
        if timeouts.iter().any(Duration::is_zero) {
            return Err(Error::config("a timeout is zero; expected more"));
        }
        if self.retry.max_attempts == 0 {
            return Err(Error::config(
                "the retry policy allows no attempt; expected 1 or more",
            ));
        }
        if self.max_response_size == 0 {
            return Err(Error::config(
                "the response size limit is zero; expected more",
            ));
        }
        let printable = |text: &String| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !self.user_agent.as_ref().is_none_or(printable) {
            return Err(Error::config(
                "the user agent has characters other than printable ASCII",
            ));
        }
        let Some(text) = &self.endpoint else {
            return Endpoint::of(product, self.region.as_ref()).map_err(Error::config);
        };
        // The region that a program asks for is checked even if it does not
        // choose the host.
        if let Some(region) = &self.region
            && region.source.is_empty()
        {
            region.check_shape(product).map_err(Error::config)?;
        }
        match Endpoint::parse(text, self.insecure_http) {
            Ok(endpoint) => Ok(endpoint.chosen_by("the endpoint that was given")),
            Err(reason) => Err(Error::config(format!(
                "the endpoint is not usable: {reason}"
            ))),
        }
    }

    /// Whether an endpoint was given.
    pub(crate) fn has_endpoint(&self) -> bool {
        self.endpoint.is_some()
    }

    /// How answers are read.
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            strict: self.strict_answers,
            largest: self.max_response_size,
        }
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

fn ambient(profile: Option<&ProfileCredentials>) -> Result<Option<Region>, CredentialsError> {
    let found = match std::env::var_os(REGION).filter(|value| !value.is_empty()) {
        Some(value) => {
            let id = value.into_string();
            let id = id.map_err(|_| CredentialsError::new(format!("{REGION} is not UTF-8")))?;
            Some((id, REGION.to_owned()))
        }
        None => match profile {
            Some(profile) => profile.region()?,
            None => None,
        },
    };
    Ok(found.map(|(id, source)| Region { id, source }))
}

/// An address of a proxy is not shown, as it may hold a password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "environment",
            Self::None => "none",
            Self::Url(_) => "<set>",
        })
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An endpoint that does not parse may hold a password.
        let endpoint = self.endpoint.as_ref().map(|text| {
            Endpoint::parse(text, true).map_or("<not valid>".to_owned(), |e| e.origin().to_owned())
        });
        f.debug_struct("Config")
            .field("region", &self.region.as_ref().map(|region| &region.id))
            .field("endpoint", &endpoint)
            .field("insecure_http", &self.insecure_http)
            .field("signature", &self.signature)
            .field("format", &self.format)
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("proxy", &self.proxy)
            .field("root_certificates", &self.root_certificates.len())
            .field("own_http_client", &self.http_client.is_some())
            .field("max_response_size", &self.max_response_size)
            .field("strict_answers", &self.strict_answers)
            .field("validation", &self.validation)
            .field("idempotency_tokens", &self.idempotency_tokens)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
