//! Pools of connections, one for each Tokio runtime.
//!
//! A connection is served by a task of the runtime that opened it, and ends
//! with that runtime. If another runtime used it as well, its requests would be
//! lost in flight. A `static` client may serve any number of runtimes, one after
//! the other or at once.

use std::sync::{Mutex, PoisonError};

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use crate::cause::chain;
use crate::config::{Config, Proxy};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::proxy;
use crate::tls::{self, Tls};

/// The pools of connections to one endpoint.
pub(crate) struct Pools {
    source: Source,
    pools: Mutex<Vec<Pool>>,
}

/// The source of a pool's HTTP client.
enum Source {
    /// The caller's, which has one pool.
    Given(Client),
    Made(Box<dyn Fn() -> Result<Client, Error> + Send + Sync>),
    /// There is no client, because no certificates are trusted. Requests can still be
    /// signed, for a dry run.
    Untrusting(String),
}

struct Pool {
    runtime: Id,
    client: Client,
    /// A task of the runtime holds it. It closes when the runtime ends.
    task: oneshot::Sender<()>,
}

impl Pools {
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if TLS or the proxy
    /// cannot be set up.
    pub(crate) fn new(config: &Config, endpoint: &Endpoint) -> Result<Self, Error> {
        let source = match &config.http_client {
            Some(client) => Source::Given(client.clone()),
            None => {
                if endpoint.secure && !tls::AVAILABLE {
                    return Err(Error::config(
                        "https needs one of this crate's features `rustls` and `native-tls`",
                    ));
                }
                // Once for all pools, as it may read many certificates.
                match Tls::new(endpoint.secure, &config.root_certificates) {
                    Err(error) if tls::lacks_roots(&error) => {
                        Source::Untrusting(error.message().to_owned())
                    }
                    tls => {
                        let tls = tls?;
                        let (config, endpoint) = (config.clone(), endpoint.clone());
                        let make = move || client(&config, &endpoint, &tls);
                        // Errors of the setup appear now, not in the first call.
                        make()?;
                        Source::Made(Box::new(make))
                    }
                }
            }
        };
        Ok(Self {
            source,
            pools: Mutex::default(),
        })
    }

    /// The HTTP client of the runtime that this is called in.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) outside a runtime, and
    /// if the caller's own HTTP client serves another runtime.
    pub(crate) fn client(&self) -> Result<Client, Error> {
        let handle = Handle::try_current().map_err(|error| Error::config(error.to_string()))?;
        let runtime = handle.id();
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pools.iter().find(|pool| pool.runtime == runtime);
        if let Some(pool) = known.filter(|pool| !pool.task.is_closed()) {
            return Ok(pool.client.clone());
        }
        pools.retain(|pool| !pool.task.is_closed());
        let client = match &self.source {
            Source::Made(make) => make()?,
            Source::Untrusting(reason) => return Err(Error::config(reason.clone())),
            Source::Given(client) if pools.is_empty() => client.clone(),
            Source::Given(_) => {
                return Err(Error::config(
                    "the HTTP client given serves another Tokio runtime, whose end would break \
                     off calls of this one; give each runtime a client of its own",
                ));
            }
        };
        let (task, end) = oneshot::channel();
        // It ends with the runtime, or with the pool.
        handle.spawn(async {
            let _ = end.await;
        });
        pools.push(Pool {
            runtime,
            client: client.clone(),
            task,
        });
        Ok(client)
    }
}

fn client(config: &Config, endpoint: &Endpoint, tls: &Tls) -> Result<Client, Error> {
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
    let builder = with_proxy(builder, config, endpoint)?;
    tls.apply(builder).build().map_err(|error| {
        Error::config(format!(
            "the HTTP client cannot be set up: {}",
            chain(error)
        ))
    })
}

/// What connects to this machine needs no proxy, unless one is set for it.
fn with_proxy(
    builder: ClientBuilder,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<ClientBuilder, Error> {
    match &config.proxy {
        Proxy::Environment if endpoint.is_loopback() => Ok(builder.no_proxy()),
        Proxy::Environment => {
            proxy::from_environment(builder, endpoint.destination()).map_err(Error::config)
        }
        Proxy::None => Ok(builder.no_proxy()),
        Proxy::Url(url) => {
            // The URL may hold a password.
            let proxy = proxy::at(url)
                .map_err(|reason| Error::config(format!("the proxy is not usable: {reason}")))?;
            Ok(builder.no_proxy().proxy(proxy))
        }
    }
}
