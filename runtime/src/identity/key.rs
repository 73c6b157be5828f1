//! Access keys.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::{BoxFuture, Credentials, CredentialsError};

/// An access key: id, secret and, for temporary keys, a security token.
///
/// Clones share them. The secret and the token are wiped from memory when the last clone
/// is dropped. `Debug` shows at most the first four characters of the id. An `AccessKey`
/// is also a source of credentials that always gives itself.
#[derive(Clone)]
pub struct AccessKey {
    parts: Arc<Parts>,
}

#[derive(Clone)]
struct Parts {
    id: String,
    secret: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
}

impl AccessKey {
    /// A key from its id and secret. Invalid parts (empty, with blanks, not plain ASCII)
    /// are reported when a request is signed.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        let parts = Parts {
            id: id.into(),
            secret: Zeroizing::new(secret.into()),
            token: None,
        };
        Self {
            parts: Arc::new(parts),
        }
    }

    /// Adds the security token of a temporary key.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.parts).token = Some(Zeroizing::new(token.into()));
        self
    }

    /// The access key id, which is not secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.parts.id
    }

    pub(crate) fn secret(&self) -> &str {
        &self.parts.secret
    }

    pub(crate) fn security_token(&self) -> Option<&str> {
        self.parts.token.as_deref().map(String::as_str)
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
            .field("id", &format_args!("{}", abbreviated(&self.parts.id)))
            .finish_non_exhaustive()
    }
}

/// An access key id for printing: its first four characters, or none if that would be
/// half of it or more.
pub(crate) fn abbreviated(id: &str) -> String {
    if id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        format!("{}…", &id[..4])
    } else {
        "…".to_owned()
    }
}

/// The fault of a part of a key. It does not show the part.
pub(crate) fn fault(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        Some("is empty")
    } else if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        None
    } else if value.chars().any(char::is_whitespace) {
        Some("contains white space; was it copied with a line break or blanks around it?")
    } else if value.chars().any(char::is_control) {
        Some("contains a control character")
    } else {
        Some("contains a character outside ASCII")
    }
}
