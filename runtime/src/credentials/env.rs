//! A key in environment variables.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::names::{ID, SECRET, TOKEN};
use super::surroundings::{Lookup, text};
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};
use crate::identity::fault;

/// The access key in the environment variables `ALIBABA_CLOUD_ACCESS_KEY_ID`,
/// `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, optionally, `ALIBABA_CLOUD_SECURITY_TOKEN`.
/// They are read for every request.
#[derive(Clone)]
pub struct EnvCredentials {
    lookup: Arc<Lookup>,
}

impl EnvCredentials {
    /// Reads the environment of the process.
    #[must_use]
    pub fn new() -> Self {
        Self::from_lookup(|name| env::var_os(name))
    }

    /// Reads variables through `lookup` in place of the process environment.
    #[must_use]
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self::shared(Arc::new(lookup))
    }

    pub(super) fn shared(lookup: Arc<Lookup>) -> Self {
        Self { lookup }
    }

    /// The key as the variables hold it now.
    ///
    /// # Errors
    ///
    /// Names the variable that is missing, empty, or holds something that
    /// cannot be part of a key; never shows a value.
    pub fn read(&self) -> Result<AccessKey, CredentialsError> {
        let (id, secret) = (self.variable(ID)?, self.variable(SECRET)?);
        let token = self.variable(TOKEN)?;
        let (id, secret) = match (id, secret) {
            (Some(id), Some(secret)) => (id, secret),
            (None, None) if token.is_some() => {
                return Err(CredentialsError::new(format!(
                    "{TOKEN} is set, but neither {ID} nor {SECRET} is"
                )));
            }
            (None, None) => {
                return Err(CredentialsError::absent(format!(
                    "neither {ID} nor {SECRET} is set"
                )));
            }
            (Some(_), None) => return Err(half(ID, SECRET)),
            (None, Some(_)) => return Err(half(SECRET, ID)),
        };
        let key = AccessKey::new(id.as_str(), secret.as_str());
        Ok(match token {
            Some(token) => key.with_security_token(token.as_str()),
            None => key,
        })
    }

    fn variable(&self, name: &str) -> Result<Option<Zeroizing<String>>, CredentialsError> {
        let value = text(&*self.lookup, name)?;
        match value.as_deref().and_then(|value| fault(value)) {
            Some(fault) => Err(CredentialsError::new(format!("{name} {fault}"))),
            None => Ok(value),
        }
    }
}

fn half(set: &str, missing: &str) -> CredentialsError {
    CredentialsError::new(format!("{set} is set, but {missing} is not"))
}

impl Default for EnvCredentials {
    fn default() -> Self {
        Self::new()
    }
}

impl Credentials for EnvCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async { self.read() })
    }
}

impl fmt::Debug for EnvCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvCredentials").finish_non_exhaustive()
    }
}
