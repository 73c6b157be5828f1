//! The error of a source of access keys.

use std::fmt;

/// Why a source of credentials gave no access key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsError {
    message: String,
    /// Whether the source is not set up. Then the next one may be asked.
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

    /// The error of a source that is not set up, with the reason.
    pub(crate) fn absent(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            absent: true,
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        self.absent
    }

    /// The same error, for a source that must not be skipped.
    pub(crate) fn present(self) -> Self {
        Self {
            absent: false,
            ..self
        }
    }

    /// The same error with its place in front of the message.
    pub(crate) fn within(self, place: &str) -> Self {
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
