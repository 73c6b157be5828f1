//! The gateway that callers hold.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use aliyun_codegen::model::Model;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::auth::AccessKey;
use crate::fault::{Break, Fault};
use crate::ids::Ids;
use crate::mask::RecordedRequest;
use crate::server;
use crate::service::{Clock, Service, State};

/// A gateway on a free port of 127.0.0.1. Dropping it ends it and its
/// connections.
pub struct MockGateway {
    service: Arc<Service>,
    address: SocketAddr,
    listening: JoinHandle<()>,
}

impl MockGateway {
    /// Starts to describe a gateway for the actions of a model.
    #[must_use]
    pub fn builder(model: Model) -> Builder {
        Builder {
            model,
            key: None,
            token: None,
            clock: Arc::new(SystemTime::now),
        }
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many calls of an action were executed. Refused calls do not count;
    /// calls whose answer a [`Fault`] delayed or cut do.
    #[must_use]
    pub fn executions(&self, action: &str) -> usize {
        self.service
            .state()
            .executions
            .get(action)
            .copied()
            .unwrap_or(0)
    }

    /// Every request so far, accepted or not, in the order in which they were
    /// answered, personal data hidden. Only what is not HTTP is left out.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.state().requests.clone()
    }

    /// Queues a fault. Each request uses up one, the longest waiting first; a
    /// request whose URL is too long to be read uses up none.
    pub fn fail_next(&self, fault: Fault) {
        self.service.state().faults.push_back(fault);
    }

    /// Queues a failure of a connection. Each new connection uses up one, the
    /// longest waiting first.
    pub fn break_next(&self, failure: Break) {
        self.service.state().breaks.push_back(failure);
    }
}

impl Drop for MockGateway {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl fmt::Debug for MockGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockGateway")
            .field("endpoint", &self.endpoint())
            .finish_non_exhaustive()
    }
}

/// A gateway to be started.
pub struct Builder {
    model: Model,
    key: Option<(String, String)>,
    token: Option<String>,
    clock: Clock,
}

impl Builder {
    /// The one access key that the gateway knows. Needed.
    #[must_use]
    pub fn with_access_key(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.key = Some((id.into(), secret.into()));
        self
    }

    /// Makes the key a temporary one: calls need this security token too.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The clock that timestamps are compared with; the system's by default.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Starts listening, on the tokio runtime that this is called from, which
    /// must have I/O and time enabled.
    ///
    /// # Errors
    ///
    /// `InvalidInput` where no access key is set, or an empty one; otherwise
    /// what binding a port or reading randomness fails with.
    pub async fn start(self) -> io::Result<MockGateway> {
        let invalid = |what| io::Error::new(io::ErrorKind::InvalidInput, what);
        let (id, secret) = self.key.ok_or_else(|| {
            invalid("a mock gateway needs an access key: call `with_access_key` before `start`")
        })?;
        if id.is_empty() || secret.is_empty() {
            return Err(invalid(
                "the access key of a mock gateway has an empty id or secret",
            ));
        }
        let service = Arc::new(Service {
            model: self.model,
            key: AccessKey {
                id,
                secret,
                token: self.token,
            },
            clock: self.clock,
            ids: Ids::new()?,
            state: Mutex::new(State::default()),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let listening = tokio::spawn(server::listen(listener, Arc::clone(&service)));
        Ok(MockGateway {
            service,
            address,
            listening,
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
