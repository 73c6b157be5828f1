//! The gateway as its users see it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use aliyun_codegen::model::Model;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::builder::Builder;
use crate::fault::{Break, Fault};
use crate::mask::RecordedRequest;
use crate::rules::{FaultRule, Rules};
use crate::service::Service;

/// The id of the access key that [`MockGateway::start`] knows.
pub const ACCESS_KEY_ID: &str = "testid";

/// The secret of the access key that [`MockGateway::start`] knows.
pub const ACCESS_KEY_SECRET: &str = "testsecret";

/// How long [`MockGateway::stop`] waits for unfinished answers.
const GRACE: Duration = Duration::from_secs(5);

/// A gateway on a port of this machine. Dropping it ends it and its
/// connections.
pub struct MockGateway {
    pub(crate) service: Arc<Service>,
    pub(crate) address: SocketAddr,
    pub(crate) scheme: &'static str,
    #[cfg(feature = "tls")]
    pub(crate) certificate: Option<String>,
    pub(crate) listening: JoinHandle<()>,
    pub(crate) stop: watch::Sender<bool>,
}

impl MockGateway {
    /// Starts a gateway for the actions of a model on a free port of 127.0.0.1,
    /// with the access key [`ACCESS_KEY_ID`] and [`ACCESS_KEY_SECRET`].
    ///
    /// # Errors
    ///
    /// As for [`Builder::start`].
    pub async fn start(model: Model) -> io::Result<Self> {
        Self::builder(model)
            .with_access_key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
            .start()
            .await
    }

    /// Starts building a gateway for the actions of a model.
    #[must_use]
    pub fn builder(model: Model) -> Builder {
        Builder::new(model)
    }

    /// Where it listens: `http://127.0.0.1:PORT`, or `https://` with TLS.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate, as PEM, that callers have to trust; `None` without TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// The number of executed calls of an action. Refused calls do not count; calls
    /// whose answer a [`Fault`] delayed or cut do.
    #[must_use]
    pub fn executions(&self, action: &str) -> usize {
        self.service
            .state()
            .executions
            .get(action)
            .copied()
            .unwrap_or(0)
    }

    /// The requests so far, accepted or refused, in the order of their answers,
    /// with personal data hidden. Input that is not HTTP is left out. If there are
    /// too many, the oldest are dropped; see [`Builder::with_log_limit`].
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.state().log.iter().cloned().collect()
    }

    /// Replaces the rules by which requests and connections fail. For each of them
    /// the first rule that applies wins; queued faults come first. With the same
    /// seed, the same requests in the same order get the same faults.
    pub fn set_faults(&self, rules: Vec<FaultRule>, seed: u64) {
        self.service.state().rules = Rules::new(rules, seed);
    }

    /// Ends the gateway: it accepts no more connections, and unfinished answers get
    /// five seconds.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        // Dropping `self` ends whatever takes longer.
        let _ = tokio::time::timeout(GRACE, &mut self.listening).await;
    }

    /// Queues a fault. Each request uses up one, the oldest first; a request whose
    /// URL is too long to be read uses up none.
    pub fn fail_next(&self, fault: Fault) {
        self.service.state().faults.push_back(fault);
    }

    /// Queues a failure of a connection. Each new connection uses up one, the oldest
    /// first.
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
