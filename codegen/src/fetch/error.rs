//! What can go wrong while fetching, and what to do about it.

use std::fmt;

/// Why a document or the list of products could not be fetched.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is not one that can be fetched from.
    Address {
        /// The address as it was given.
        found: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A product code or version that cannot be part of an address.
    Name {
        /// What it should be.
        what: &'static str,
        /// The text as it was given.
        found: String,
    },
    /// There is no such product or version.
    Unknown {
        /// What was looked for.
        what: String,
        /// Similar names that exist.
        hint: String,
    },
    /// There was no answer, or only part of one.
    Unreachable {
        /// The address of the request.
        address: String,
        /// What happened.
        reason: String,
        /// Whether waiting longer or another way to the network may help.
        network: bool,
    },
    /// The server refused.
    Status {
        /// The address of the request.
        address: String,
        /// HTTP status of the answer.
        status: u16,
    },
    /// The answer is not what was asked for.
    Document {
        /// The address of the request.
        address: String,
        /// What was found, and what was expected.
        reason: String,
    },
    /// A file could not be written.
    Write(String),
}

impl FetchError {
    pub(super) fn missing(address: &str, what: &str) -> Self {
        Self::Unknown {
            what: format!("there is no {address}"),
            hint: format!("the source does not have {what}"),
        }
    }

    pub(super) fn document(address: &str, reason: impl Into<String>) -> Self {
        Self::Document {
            address: address.to_owned(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { found, reason } => {
                write!(f, "cannot fetch from {found:?}: {reason}")
            }
            Self::Name { what, found } => write!(
                f,
                "{found:?} cannot be the {what}: expected letters, digits, `-`, `_` and `.`"
            ),
            Self::Unknown { what, hint } => write!(f, "{what}: {hint}"),
            Self::Unreachable {
                address,
                reason,
                network,
            } => {
                write!(f, "cannot fetch {address}: {reason}")?;
                if *network {
                    f.write_str(ADVICE)?;
                }
                Ok(())
            }
            Self::Status { address, status } => {
                write!(
                    f,
                    "cannot fetch {address}: the server answered with status {status}"
                )?;
                if *status == 407 {
                    f.write_str(PROXY_PASSWORD)?;
                }
                Ok(())
            }
            Self::Document { address, reason } => {
                write!(
                    f,
                    "{address} is not the document that was asked for: {reason}"
                )
            }
            Self::Write(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for FetchError {}

const ADVICE: &str = "
  behind a proxy: set HTTPS_PROXY (or HTTP_PROXY) to its address, such as http://proxy.example.com:3128
  behind a firewall that inspects TLS: set SSL_CERT_FILE to a file with its root certificate
  without network: fetch on another machine and give `import` the file, or name a mirror with --from";

const PROXY_PASSWORD: &str =
    "\n  the proxy asks for a password: HTTPS_PROXY=http://user:password@proxy.example.com:3128";
