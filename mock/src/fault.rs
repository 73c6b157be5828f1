//! Failures on demand.

use std::fmt;
use std::time::Duration;

use crate::pages::Pages;

/// A failure for one future request; see
/// [`MockGateway::fail_next`](crate::MockGateway::fail_next).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// This HTTP status (200 to 999) with this body, as a proxy would answer.
    /// Nothing is checked or executed.
    Status(u16, String),
    /// An error body with this code. Status and message are the documented
    /// ones if the model lists the code. Nothing is checked or executed.
    Service {
        /// The code, such as `Throttling.User`.
        code: String,
    },
    /// The ordinary answer, after this time. The request is executed at once.
    Delay(Duration),
    /// The ordinary answer with its full length announced, but the connection
    /// ends after this many bytes of the body. A shorter body is sent whole. The
    /// request is executed.
    Truncate(usize),
    /// The connection is closed without an answer, and nothing is executed.
    Close,
    /// The request is handled as if it had arrived twice. The answer is that to the
    /// second one, which reuses a nonce.
    Twice,
    /// The bytes that a script sends instead of the answer.
    Script(Script),
    /// The ordinary answer. If the request submits a task, the task fails.
    FailTask {
        /// The message that its items show.
        message: String,
    },
    /// A page of the ordinary answer's list, cut by the action's `pagination`, that
    /// does not agree with other pages. Has no effect on other actions.
    Pages(Pages),
}

/// Steps on the wire after a request has been read, instead of the ordinary
/// answer. The connection is closed after the last step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub(crate) execute: bool,
    pub(crate) steps: Vec<Step>,
}

impl Script {
    /// The request is checked and executed first, like any other.
    #[must_use]
    pub fn executed(steps: impl Into<Vec<Step>>) -> Self {
        Self {
            execute: true,
            steps: steps.into(),
        }
    }

    /// Nothing is checked or executed.
    #[must_use]
    pub fn unexecuted(steps: impl Into<Vec<Step>>) -> Self {
        Self {
            execute: false,
            steps: steps.into(),
        }
    }
}

/// One step of a [`Script`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends this many bytes of the ordinary answer's body, or the rest of it.
    /// There are none if nothing was executed.
    Body(usize),
    /// Sends the rest of the ordinary answer's body in HTTP chunks of this many
    /// bytes, each in its own write, and the last chunk.
    Chunks(usize),
    /// Sends this many blanks.
    Fill(u64),
    /// Waits for this time.
    Pause(Duration),
    /// Waits until the caller hangs up.
    Stall,
    /// Ends the connection with a reset. Bytes sent just before may be lost.
    Reset,
}

impl Step {
    /// Sends this text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Send(text.into().into_bytes())
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(bytes) => write!(f, "Send({} bytes)", bytes.len()),
            Self::Body(length) => write!(f, "Body({length})"),
            Self::Chunks(length) => write!(f, "Chunks({length})"),
            Self::Fill(length) => write!(f, "Fill({length})"),
            Self::Pause(time) => write!(f, "Pause({time:?})"),
            Self::Stall => f.write_str("Stall"),
            Self::Reset => f.write_str("Reset"),
        }
    }
}

/// A failure of one future connection, before a request on it has been read;
/// see [`MockGateway::break_next`](crate::MockGateway::break_next). Nothing is
/// executed, and the request is not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Break {
    /// The connection is reset after this many bytes.
    ResetAfter(usize),
    /// After this many bytes nothing more is read, and no answer is sent.
    StallAfter(usize),
}

impl Fault {
    /// The kind as fault files spell it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Status(..) => "status",
            Self::Service { .. } => "service",
            Self::Delay(_) => "delay",
            Self::Truncate(_) => "truncate",
            Self::Close => "close",
            Self::Twice => "twice",
            Self::Script(_) => "script",
            Self::FailTask { .. } => "fail-task",
            Self::Pages(_) => "pages",
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A test may put anything into a body, even an echoed request.
            Self::Status(status, body) => write!(f, "Status({status}, {} bytes)", body.len()),
            Self::Service { code } => write!(f, "Service({code})"),
            Self::Delay(time) => write!(f, "Delay({time:?})"),
            Self::Truncate(length) => write!(f, "Truncate({length})"),
            Self::Close => f.write_str("Close"),
            Self::Twice => f.write_str("Twice"),
            Self::Script(script) => script.fmt(f),
            Self::FailTask { .. } => f.write_str("FailTask"),
            Self::Pages(pages) => pages.fmt(f),
        }
    }
}
