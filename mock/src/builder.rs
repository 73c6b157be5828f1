//! The settings of a gateway, and its start.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use aliyun_codegen::model::Model;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::auth::AccessKey;
use crate::check::Placement;
use crate::document::Names;
use crate::domain::{self, World};
use crate::gateway::MockGateway;
use crate::ids::Ids;
use crate::log::{DEFAULT_LIMIT, Log};
use crate::mask::RecordedRequest;
use crate::route::Router;
use crate::server::{self, Server};
use crate::service::{Clock, Observer, Service};
use crate::state::State;
#[cfg(feature = "tls")]
use crate::tls;

/// The settings of a gateway.
pub struct Builder {
    model: Model,
    keys: Vec<AccessKey>,
    clock: Clock,
    address: SocketAddr,
    placement: Placement,
    names: Names,
    log: usize,
    domains: Option<Vec<String>>,
    observer: Option<Observer>,
    #[cfg(feature = "tls")]
    tls: bool,
    #[cfg(feature = "cli")]
    control: bool,
}

impl Builder {
    pub(crate) fn new(model: Model) -> Self {
        Self {
            model,
            keys: Vec::new(),
            clock: Arc::new(SystemTime::now),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            placement: Placement::Documented,
            names: Names::Example,
            log: DEFAULT_LIMIT,
            domains: None,
            observer: None,
            #[cfg(feature = "tls")]
            tls: false,
            #[cfg(feature = "cli")]
            control: false,
        }
    }

    /// Adds an access key. At least one is required; a second key with the same id
    /// replaces the first one.
    #[must_use]
    pub fn with_access_key(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        let (id, secret) = (id.into(), secret.into());
        self.keys.retain(|key| key.id != id);
        self.keys.push(AccessKey {
            id,
            secret,
            token: None,
        });
        self
    }

    /// Makes the last key a temporary one: calls need this security token too. Does
    /// nothing if there is no key yet.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        if let Some(key) = self.keys.last_mut() {
            key.token = Some(token.into());
        }
        self
    }

    /// Sets the clock that timestamps are compared with; default: the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the address to listen on; default: a free port of 127.0.0.1. Port 0 means
    /// a free port.
    #[must_use]
    pub fn with_address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Keeps a consistent state in memory. Tasks are listed, can be cancelled, and
    /// move by themselves, one step per second. For the product Domain, the account
    /// owns these domains to begin with, orders add domains once their task has
    /// succeeded, and registrant profiles and groups are what was saved; for any
    /// other product the list must be empty. Without a state, answers other than
    /// those about submitted tasks are the documented ones.
    #[must_use]
    pub fn with_state(mut self, domains: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.domains = Some(domains.into_iter().map(Into::into).collect());
        self
    }

    /// Accepts parameters in the query and in the form, as the product's own
    /// gateway does. By default a parameter is refused outside its documented
    /// place, so that tests find clients that misplace one.
    #[must_use]
    pub fn with_any_placement(mut self) -> Self {
        self.placement = Placement::Either;
        self
    }

    /// Gives JSON answers the names, wrappers and types of the model, as the
    /// product's own gateway does. By default they are the documented examples,
    /// unchanged, so that tests find clients that cannot read those.
    #[must_use]
    pub fn with_model_names(mut self) -> Self {
        self.names = Names::Model;
        self
    }

    /// Sets how many requests are kept, the latest ones; default: 100,000. In any
    /// case at most 64 MiB are kept.
    #[must_use]
    pub fn with_log_limit(mut self, requests: usize) -> Self {
        self.log = requests;
        self
    }

    /// Sets a function that is called for every answered request, in order. It
    /// should be quick: further requests wait for it.
    #[must_use]
    pub fn with_observer(
        mut self,
        observer: impl Fn(&RecordedRequest) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Speaks TLS, with a certificate that is made for this gateway; see
    /// [`MockGateway::certificate`].
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Serves a page with the log of requests, and the fault rules, below `/_mock/`,
    /// only to callers on this machine.
    #[cfg(feature = "cli")]
    #[must_use]
    pub fn with_control(mut self) -> Self {
        self.control = true;
        self
    }

    /// Starts listening on the current tokio runtime, which must have I/O and time
    /// enabled.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if no access key is set, if one is empty, or if a product other
    /// than Domain is to own domains; otherwise the error of binding the port or of
    /// reading randomness.
    pub async fn start(self) -> io::Result<MockGateway> {
        let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, what);
        if self.keys.is_empty() {
            return Err(invalid(
                "a mock gateway needs an access key: call `with_access_key` before `start`",
            ));
        }
        let empty = |key: &AccessKey| key.id.is_empty() || key.secret.is_empty();
        if self.keys.iter().any(empty) {
            return Err(invalid(
                "an access key of a mock gateway has an empty id or secret",
            ));
        }
        let now = (self.clock)();
        let stateful = self.domains.is_some();
        let domains = self.domains.unwrap_or_default();
        let is_domain = domain::is_product(&self.model);
        if !domains.is_empty() && !is_domain {
            let product = &self.model.product.name;
            return Err(invalid(&format!(
                "the product {product} has no domains to begin with; only Domain has"
            )));
        }
        let world = (stateful && is_domain).then(|| World::new(&self.model, &domains, now));
        let service = Arc::new(Service {
            router: Router::new(&self.model),
            model: self.model,
            keys: self.keys,
            placement: self.placement,
            names: self.names,
            clock: self.clock,
            ids: Ids::new()?,
            state: Mutex::new(State::new(Log::new(self.log), stateful, world)),
            observer: Mutex::new(self.observer),
        });
        let listener = TcpListener::bind(self.address).await?;
        let address = listener.local_addr()?;
        #[cfg(feature = "tls")]
        let (tls, certificate) = self
            .tls
            .then(|| tls::acceptor(address.ip()))
            .transpose()?
            .unzip();
        #[cfg(feature = "tls")]
        let scheme = if self.tls { "https" } else { "http" };
        #[cfg(not(feature = "tls"))]
        let scheme = "http";
        let (stop, stopping) = watch::channel(false);
        let server = Server {
            service: Arc::clone(&service),
            #[cfg(feature = "tls")]
            tls,
            #[cfg(feature = "cli")]
            control: self.control,
            stopping,
        };
        Ok(MockGateway {
            service,
            address,
            scheme,
            #[cfg(feature = "tls")]
            certificate,
            listening: tokio::spawn(server::listen(listener, Arc::new(server))),
            stop,
        })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("product", &self.model.product.name)
            .finish_non_exhaustive()
    }
}
