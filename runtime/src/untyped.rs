//! Calls of actions that no generated client knows.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::answer::Target;
use crate::attempt::Plan;
use crate::client::{Core, Options};
use crate::config::Format;
use crate::credentials::BoxFuture;
use crate::encode::Pair;
use crate::error::Error;
use crate::form::Form;
use crate::sign::SignedRequest;

/// Parameters that every request has anyway, in one signature or the other.
const COMMON: [&str; 10] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

impl Core {
    /// A call of any action of the product by its name, with parameters of the
    /// query as they are on the wire (`DomainName.1`); generated clients offer
    /// it. It is signed, sent, retried and reported as typed calls are, but
    /// checked against no documentation.
    pub fn call<K: Into<String>, V: AsRef<str>>(
        &self,
        action: impl Into<String>,
        parameters: impl IntoIterator<Item = (K, V)>,
    ) -> UntypedCall<'_> {
        UntypedCall {
            core: self,
            action: action.into(),
            version: self.inner.product.version.to_owned(),
            query: pairs(parameters),
            body: Vec::new(),
            idempotent: false,
            options: Options::default(),
        }
    }
}

fn pairs<K: Into<String>, V: AsRef<str>>(
    parameters: impl IntoIterator<Item = (K, V)>,
) -> Vec<Pair> {
    let pair = |(key, value): (K, V)| Pair::new(key, value.as_ref());
    parameters.into_iter().map(pair).collect()
}

/// A call of an action by its name, ready to be made. It gives the answer as
/// JSON. All values count as personal: they are in no `Debug` output, error or
/// log.
#[must_use = "a call does nothing until it is awaited"]
pub struct UntypedCall<'a> {
    core: &'a Core,
    action: String,
    version: String,
    query: Vec<Pair>,
    body: Vec<Pair>,
    idempotent: bool,
    options: Options,
}

/// Refuses parameters without a name, and those that every call has.
pub(crate) fn refuse_common<'p>(pairs: impl Iterator<Item = &'p Pair>) -> Result<(), Error> {
    for pair in pairs {
        if pair.key.is_empty() {
            return Err(Error::config("a parameter has an empty name"));
        }
        if COMMON.contains(&&*pair.key) {
            return Err(Error::config(format!(
                "the parameter `{}` is one that every call has; it cannot be given",
                pair.key
            )));
        }
    }
    Ok(())
}

impl<'a> UntypedCall<'a> {
    /// Adds parameters that travel in the form body, as large ones must.
    pub fn with_body<K: Into<String>, V: AsRef<str>>(
        mut self,
        parameters: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.body.extend(pairs(parameters));
        self
    }

    /// The API version, in place of the product's.
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Whether repeating the call cannot change anything a second time, so
    /// that it may be sent again whatever has happened. Default: no.
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
        refuse_common(self.query.iter().chain(&self.body))
            .map_err(|error| error.of(self.action.clone()))?;
        Ok(Plan {
            action: self.action.into(),
            version: self.version.into(),
            idempotent: self.idempotent,
            format: Format::Json,
            query: Form::new(self.query),
            form: Form::new(self.body),
            request: None,
            options: self.options,
        })
    }
}

impl<'a> IntoFuture for UntypedCall<'a> {
    type Output = Result<serde_json::Value, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let core = self.core;
            let plan = self.plan()?;
            let mut answer = serde_json::Value::Null;
            let mut target = Target::Whole(&mut answer);
            core.inner.run(&plan, &mut target).await?;
            Ok(answer)
        })
    }
}

impl fmt::Debug for UntypedCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedCall")
            .field("action", &self.action)
            .field("parameters", &(self.query.len() + self.body.len()))
            .field("idempotent", &self.idempotent)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
