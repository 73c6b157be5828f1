//! Calls of actions that no generated client knows.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::answer::Target;
use crate::attempt::Plan;
use crate::client::{Core, Options};
use crate::decode::Format;
use crate::encode::{Pair, Parts};
use crate::error::Error;
use crate::identity::BoxFuture;
use crate::meta::Answer;
use crate::request::Request;
use crate::sign::SignedRequest;

impl Core {
    /// A call of any action of the product by its name. Parameters have their names on
    /// the wire (`DomainName.1`) and travel in the query. It is signed, sent, retried
    /// and reported like typed calls, but its parameters are not checked. Generated
    /// clients make it with `call`.
    pub fn call<K: Into<String>, V: AsRef<str>>(
        &self,
        action: impl Into<String>,
        parameters: impl IntoIterator<Item = (K, V)>,
    ) -> UntypedCall<'_> {
        let call = UntypedCall {
            core: self,
            action: action.into(),
            version: self.inner.product.version.to_owned(),
            parameters: Parts::default(),
            idempotent: false,
            options: Options::default(),
        };
        call.with_query(parameters)
    }
}

/// A call of an action by its name, ready to be made. It gives the answer as
/// JSON. All values count as personal: they are in no `Debug` output, error or
/// log.
#[must_use = "a call does nothing until it is awaited"]
pub struct UntypedCall<'a> {
    core: &'a Core,
    action: String,
    version: String,
    parameters: Parts,
    idempotent: bool,
    options: Options,
}

impl<'a> UntypedCall<'a> {
    /// Adds parameters that travel in the form body, as large ones must.
    pub fn with_body<K: Into<String>, V: AsRef<str>>(
        mut self,
        parameters: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        for (key, value) in parameters {
            self.parameters.add_form(Pair::new(key, value.as_ref()));
        }
        self
    }

    fn with_query<K: Into<String>, V: AsRef<str>>(
        mut self,
        parameters: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        for (key, value) in parameters {
            self.parameters.query.add(&key.into(), value.as_ref());
        }
        self
    }

    /// The API version, in place of the product's.
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Whether the action is idempotent: a second call changes nothing more, so it may
    /// be sent again after any failure. Default: no.
    pub fn with_idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// How long this call may take, in place of the client's
    /// [timeout](crate::Config::with_timeout).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How often this call is tried at most; zero counts as one.
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.options.max_attempts = NonZeroU32::new(attempts.max(1));
        self
    }

    /// Signs the request but sends nothing: a dry run.
    ///
    /// # Errors
    ///
    /// As the call itself before it connects.
    pub async fn sign(self) -> Result<SignedRequest, Error> {
        let core = self.core;
        let plan = self.plan()?;
        core.inner.sign(&plan).await
    }

    /// Makes the call and returns the answer with its request id, status and attempts.
    /// Members that are given twice are [listed](Answer::unread).
    ///
    /// # Errors
    ///
    /// As the call itself.
    pub async fn send_with_meta(self) -> Result<Answer<serde_json::Value>, Error> {
        let core = self.core;
        let plan = self.plan()?;
        let mut answer = serde_json::Value::Null;
        let mut target = Target::Whole(&mut answer);
        let done = core.inner.run(&plan, &mut target).await?;
        Ok(Answer::whole(answer, done))
    }

    /// Makes the call without async and waits for it; see
    /// [`blocking::wait`](crate::blocking::wait).
    ///
    /// # Errors
    ///
    /// As the call itself; [`ErrorKind::Config`](crate::ErrorKind::Config)
    /// inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<serde_json::Value, Error> {
        crate::blocking::wait(self)
    }

    fn plan(self) -> Result<Plan<'a>, Error> {
        let plain = |text: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !text.is_empty() && text.chars().all(allowed)
        };
        if !plain(&self.action) || !plain(&self.version) {
            return Err(Error::config(
                "the name of the action or its version is empty, or has characters other \
                 than letters, digits, `-`, `_` and `.`",
            ));
        }
        let checked = self.parameters.check_names();
        checked.map_err(|error| error.of(self.action.clone()))?;
        Ok(Plan {
            action: self.action.into(),
            version: self.version.into(),
            idempotent: self.idempotent,
            token: None,
            format: Format::Json,
            request: Request::rpc(self.parameters, self.core.inner.config.signature),
            record: None,
            options: self.options,
        })
    }
}

impl<'a> IntoFuture for UntypedCall<'a> {
    type Output = Result<serde_json::Value, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.send_with_meta().await?.value) })
    }
}

impl fmt::Debug for UntypedCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedCall")
            .field("action", &self.action)
            .field("parameters", &self.parameters.len())
            .field("idempotent", &self.idempotent)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
