//! Failures on demand.

use std::fmt;
use std::time::Duration;

/// A failure for one request to come; see
/// [`MockGateway::fail_next`](crate::MockGateway::fail_next).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// This HTTP status (200 to 999) with this body, as a proxy in between
    /// would answer. Nothing is checked or executed.
    Status(u16, String),
    /// An error body with this code. Status and message are the documented
    /// ones where the model lists the code. Nothing is checked or executed.
    Service {
        /// The code, such as `Throttling.User`.
        code: String,
    },
    /// The ordinary answer, after this time. The request is executed at once.
    Delay(Duration),
    /// The ordinary answer with its full length announced, but the connection
    /// ends after this many bytes of the body; a body that is no longer stays
    /// whole. The request is executed.
    Truncate(usize),
    /// The connection is closed without an answer, and nothing is executed.
    Close,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A test may put anything into a body, an echoed request included.
            Self::Status(status, body) => write!(f, "Status({status}, {} bytes)", body.len()),
            Self::Service { code } => write!(f, "Service({code})"),
            Self::Delay(time) => write!(f, "Delay({time:?})"),
            Self::Truncate(length) => write!(f, "Truncate({length})"),
            Self::Close => f.write_str("Close"),
        }
    }
}
