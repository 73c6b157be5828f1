//! Why there is no key.

use std::fmt;

/// Why a source of credentials gave no access key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsError {
    message: String,
    /// Whether the source is merely not set up, so that another may be asked.
    absent: bool,
}

impl CredentialsError {
    /// An error with this message, which must not contain any part of a key.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            absent: false,
        }
    }

    /// Says why a source that nothing asks for does not apply.
    pub(super) fn absent(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            absent: true,
        }
    }

    pub(super) fn is_absent(&self) -> bool {
        self.absent
    }

    /// The same error, as one that must not be passed over.
    pub(super) fn present(self) -> Self {
        Self {
            absent: false,
            ..self
        }
    }

    /// The same error, saying where it came from.
    pub(super) fn within(self, place: &str) -> Self {
        Self {
            message: format!("{place}: {}", self.message),
            ..self
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {}
