//! Where access keys come from.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access keys, asked once for every request that is signed.
///
/// A source that is configured but fails has to return the error. Falling
/// back to another identity would run a call as somebody else.
pub trait Credentials: Send + Sync {
    /// The key to sign the next request with. A source that fetches keys
    /// should keep them until shortly before they expire.
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>>;
}

impl<T: Credentials + ?Sized> Credentials for Arc<T> {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        (**self).credentials()
    }
}

/// An access key: id, secret and, for temporary keys, a security token.
///
/// Secret and token are wiped from memory on drop. `Debug` shows at most the
/// first four characters of the id. An `AccessKey` is a [`Credentials`] source
/// of itself.
#[derive(Clone)]
pub struct AccessKey {
    id: String,
    secret: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
}

impl AccessKey {
    /// A key from its id and secret. Parts that cannot be right (empty, with
    /// blanks, not plain ASCII) are reported when a request is signed.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: Zeroizing::new(secret.into()),
            token: None,
        }
    }

    /// Adds the security token of a temporary key.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Zeroizing::new(token.into()));
        self
    }

    /// The access key id, which is not secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    pub(crate) fn security_token(&self) -> Option<&str> {
        self.token.as_deref().map(String::as_str)
    }

    /// Refuses parts that would break a header or a signature.
    pub(crate) fn check(&self) -> Result<(), CredentialsError> {
        let parts = [
            ("access key id", Some(self.id())),
            ("access key secret", Some(self.secret())),
            ("security token", self.security_token()),
        ];
        for (name, value) in parts {
            if let Some(fault) = value.and_then(fault) {
                return Err(CredentialsError::new(format!("the {name} {fault}")));
            }
        }
        Ok(())
    }
}

impl Credentials for AccessKey {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async { Ok(self.clone()) })
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("id", &format_args!("{}", abbreviated(&self.id)))
            .finish_non_exhaustive()
    }
}

/// An access key id as it may be printed: its first four characters, and none
/// where that would be half of it.
pub(crate) fn abbreviated(id: &str) -> String {
    if id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        format!("{}…", &id[..4])
    } else {
        "…".to_owned()
    }
}

/// What is wrong with a part of a key, without showing it.
fn fault(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        Some("is empty")
    } else if value.chars().any(char::is_whitespace) {
        Some("contains white space; was it copied with a line break or blanks around it?")
    } else if value.chars().any(char::is_control) {
        Some("contains a control character")
    } else if value.is_ascii() {
        None
    } else {
        Some("contains a character outside ASCII")
    }
}

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

type Lookup = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// The access key in the environment variables `ALIBABA_CLOUD_ACCESS_KEY_ID`,
/// `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, optionally,
/// `ALIBABA_CLOUD_SECURITY_TOKEN`. They are read anew for every request.
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
        Self {
            lookup: Arc::new(lookup),
        }
    }

    /// The key as the variables hold it now.
    ///
    /// # Errors
    ///
    /// Names the variable that is missing, empty, or holds something that
    /// cannot be part of a key; never shows a value.
    pub fn read(&self) -> Result<AccessKey, CredentialsError> {
        let (id, secret) = match (self.variable(ID)?, self.variable(SECRET)?) {
            (Some(id), Some(secret)) => (id, secret),
            (None, None) => {
                return Err(CredentialsError::new(format!(
                    "neither {ID} nor {SECRET} is set"
                )));
            }
            (Some(_), None) => {
                return Err(CredentialsError::new(format!(
                    "{ID} is set, but {SECRET} is not"
                )));
            }
            (None, Some(_)) => {
                return Err(CredentialsError::new(format!(
                    "{SECRET} is set, but {ID} is not"
                )));
            }
        };
        let token = self.variable(TOKEN)?;
        Ok(AccessKey {
            id: id.to_string(),
            secret,
            token,
        })
    }

    fn variable(&self, name: &str) -> Result<Option<Zeroizing<String>>, CredentialsError> {
        let Some(value) = (self.lookup)(name) else {
            return Ok(None);
        };
        let value = value
            .into_string()
            .map(Zeroizing::new)
            .map_err(|_| CredentialsError::new(format!("{name} is not UTF-8")))?;
        match fault(&value) {
            Some(fault) => Err(CredentialsError::new(format!("{name} {fault}"))),
            None => Ok(Some(value)),
        }
    }
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

/// Why a source of credentials gave no access key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsError {
    message: String,
}

impl CredentialsError {
    /// An error with this message, which must not contain any part of a key.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {}
