//! What every generated client is made of.

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::answer::Target;
use crate::attempt::{Done, Plan, Skew};
use crate::config::Config;
use crate::encode::Parts;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::identity::AccessKey;
use crate::nonce;
use crate::request::Request;
use crate::retry::Budget;
use crate::shape::{Action, Product};
use crate::sign::{Envelope, SignedRequest};
use crate::slot::Decode;
use crate::time::timestamp;
use crate::token::Token;
use crate::transport::Transport;
use crate::validate::{Validation, validate_at};
use crate::value::Record;

/// The state behind a generated client: settings, endpoint and connections.
/// Clones share them.
#[derive(Clone)]
pub struct Core {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) product: &'static Product,
    pub(crate) config: Config,
    pub(crate) endpoint: Endpoint,
    /// Host and port, for reports.
    pub(crate) host: String,
    agent: String,
    pub(crate) transport: Transport,
    pub(crate) budget: Budget,
    pub(crate) skew: Skew,
}

/// Settings of one call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_attempts: Option<NonZeroU32>,
    pub(crate) validation: Option<Validation>,
}

impl Core {
    /// Checks the settings and finds the endpoint. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if a setting is invalid or TLS
    /// cannot be set up.
    pub fn new(product: &'static Product, config: Config) -> Result<Self, Error> {
        let endpoint = config.check(product)?;
        let transport = Transport::new(&config, &endpoint)?;
        Ok(Self {
            inner: Arc::new(Inner {
                product,
                agent: config.agent(),
                host: endpoint.authority().to_owned(),
                budget: Budget::new(config.retry.budget),
                config,
                endpoint,
                transport,
                skew: Skew::default(),
            }),
        })
    }

    /// Host and port that requests go to.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// What chose the host, in words: `the region `ap-southeast-1` of
    /// ALIBABA_CLOUD_REGION_ID`.
    #[must_use]
    pub fn host_chosen_by(&self) -> &str {
        &self.inner.endpoint.chosen_by
    }

    /// Validates and signs a request without sending it.
    pub(crate) async fn sign(
        &self,
        action: &'static Action,
        request: &dyn Record,
        options: Options,
    ) -> Result<SignedRequest, Error> {
        let plan = self.plan(action, request, options)?;
        self.inner.sign(&plan).await
    }

    /// Validates, signs and sends a request, and fills `into` from the answer. After an
    /// error, `into` may be partly filled.
    pub(crate) async fn send(
        &self,
        action: &'static Action,
        request: &dyn Record,
        into: &mut dyn Decode,
        options: Options,
    ) -> Result<(), Error> {
        let done = self.exchange(action, request, into, options);
        done.await.map(drop)
    }

    /// As [`Core::send`], with the answer as it came.
    pub(crate) async fn exchange(
        &self,
        action: &'static Action,
        request: &dyn Record,
        into: &mut dyn Decode,
        options: Options,
    ) -> Result<Done, Error> {
        let plan = self.plan(action, request, options)?;
        self.inner.run(&plan, &mut Target::Typed(into)).await
    }

    pub(crate) fn plan<'a>(
        &self,
        action: &'static Action,
        request: &'a dyn Record,
        options: Options,
    ) -> Result<Plan<'a>, Error> {
        let config = &self.inner.config;
        let token = Token::of(action, request, config.idempotency_tokens)?;
        let level = options.validation.unwrap_or(config.validation);
        let parts = token.with(request, |full| {
            validate_at(level, full).map_err(|error| Error::invalid(error).of(action.name))?;
            Ok(Parts::of(full))
        })?;
        self.plan_of(action, parts, token, Some(request), options)
    }

    /// The plan for a call with these parameters.
    pub(crate) fn plan_of<'a>(
        &self,
        action: &'static Action,
        parts: Parts,
        token: Token,
        record: Option<&'a dyn Record>,
        options: Options,
    ) -> Result<Plan<'a>, Error> {
        let request = Request::of(action, parts, self.inner.config.signature);
        Ok(Plan {
            action: action.name.into(),
            version: action.product.version.into(),
            idempotent: action.idempotent,
            token: token.into_text(),
            format: self.inner.config.format,
            request: request.map_err(|error| error.of(action.name))?,
            record,
            options,
        })
    }
}

impl Inner {
    /// A key to sign with.
    pub(crate) async fn key(&self) -> Result<AccessKey, Error> {
        let key = self.config.credentials.credentials().await;
        let key = key.map_err(Error::credentials)?;
        key.check().map_err(Error::credentials)?;
        Ok(key)
    }

    /// The time of the service's clock, as far as it is known.
    pub(crate) fn now(&self) -> SystemTime {
        let own = self.own_time();
        self.skew.apply(own)
    }

    /// The time by the clock of this machine.
    pub(crate) fn own_time(&self) -> SystemTime {
        let clock = self.config.clock.as_ref();
        clock.map_or_else(SystemTime::now, |clock| clock())
    }

    pub(crate) fn nonce(&self) -> Result<String, Error> {
        match &self.config.nonce {
            Some(nonce) => Ok(nonce()),
            None => nonce::random(),
        }
    }

    pub(crate) fn envelop(
        &self,
        plan: &Plan<'_>,
        key: Option<&AccessKey>,
        time: SystemTime,
        nonce: &str,
    ) -> Result<SignedRequest, Error> {
        let endpoint = match &plan.request.host {
            // An endpoint that was given is used as it is.
            Some(label) if !self.config.has_endpoint() => {
                Cow::Owned(self.endpoint.under(label).map_err(Error::config)?)
            }
            _ => Cow::Borrowed(&self.endpoint),
        };
        let envelope = Envelope {
            action: plan.action.clone(),
            version: plan.version.clone(),
            endpoint: &endpoint,
            key,
            timestamp: &timestamp(time).map_err(Error::config)?,
            nonce,
            format: plan.format,
            agent: &self.agent,
        };
        envelope
            .sign(self.config.signature, &plan.request)
            .map_err(Error::config)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("product", &self.inner.product.name)
            .field("version", &self.inner.product.version)
            .field("endpoint", &self.inner.endpoint.origin())
            .field("config", &self.inner.config)
            .finish_non_exhaustive()
    }
}
