//! The one error type of calls.

use std::fmt;
use std::time::Duration;

use crate::credentials::CredentialsError;
use crate::text::one_line;
use crate::validate::ValidationError;

/// Why a call failed.
///
/// Texts of the service are kept after the secrets and sensitive values of
/// the request have been taken out of them; URLs never appear.
pub struct Error {
    inner: Box<Inner>,
}

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting of the client, or what it makes of a request, is not usable.
    Config,
    /// No usable access key could be had.
    Credentials,
    /// The request breaks documented limits; see [`Error::validation`].
    Validation,
    /// The request is too large to be sent, or the answer exceeds the limit.
    TooLarge,
    /// No connection was made.
    Connect,
    /// The call took longer than allowed.
    Timeout,
    /// The connection failed while it was in use.
    Transport,
    /// An answer that no service error could be read from; see
    /// [`Error::http_status`] and [`Error::body_excerpt`].
    Http,
    /// The service answered with an error; see [`Error::code`].
    Service,
    /// The answer is a success but not what is documented.
    Decode,
}

pub(crate) struct Inner {
    kind: ErrorKind,
    action: Option<&'static str>,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) request_id: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) recommend: Option<String>,
    pub(crate) access_denied_detail: Option<String>,
    pub(crate) excerpt: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) sent: bool,
    pub(crate) task: Option<String>,
    validation: Option<ValidationError>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                action: None,
                code: None,
                message: message.into(),
                request_id: None,
                status: None,
                recommend: None,
                access_denied_detail: None,
                excerpt: None,
                retry_after: None,
                sent: false,
                task: None,
                validation: None,
            }),
        }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn credentials(error: CredentialsError) -> Self {
        Self::new(ErrorKind::Credentials, error.to_string())
    }

    pub(crate) fn invalid(error: ValidationError) -> Self {
        let violations: Vec<_> = error
            .violations()
            .iter()
            .map(|violation| format!("{}: {}", violation.parameter(), violation.message()))
            .collect();
        let mut new = Self::new(ErrorKind::Validation, violations.join("; "));
        new.inner.validation = Some(error);
        new
    }

    /// The same error, naming the action that was called.
    pub(crate) fn of(mut self, action: &'static str) -> Self {
        self.inner.action = Some(action);
        self
    }

    /// The same error with more details.
    pub(crate) fn with(mut self, fill: impl FnOnce(&mut Inner)) -> Self {
        fill(&mut self.inner);
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Name of the action that was called, where one was.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.inner.action
    }

    /// Error code of the service, such as `ParameterIllegal`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.code.as_deref()
    }

    /// What happened: the service's message where it sent one, else this
    /// crate's. Long messages of the service are cut at 2,000 characters.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// Id under which the service knows the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// Status of the HTTP answer, where one came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.inner.status
    }

    /// Where the service says that help is to be found; usually a URL.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        self.inner.recommend.as_deref()
    }

    /// Why access was denied, as the JSON text that the service sent.
    #[must_use]
    pub fn access_denied_detail(&self) -> Option<&str> {
        self.inner.access_denied_detail.as_deref()
    }

    /// Every documented limit that the request breaks.
    #[must_use]
    pub fn validation(&self) -> Option<&ValidationError> {
        self.inner.validation.as_ref()
    }

    /// The start of an answer that could not be read. Of a success it shows
    /// the structure only, as its values may be personal data.
    #[must_use]
    pub fn body_excerpt(&self) -> Option<&str> {
        self.inner.excerpt.as_deref()
    }

    /// Whether the service may have received the request. `false` is certain;
    /// `true` is not, unless there is an HTTP status. Of a call that changes
    /// something and is not known to have been refused, look at the result
    /// before repeating it.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.inner.sent
    }

    /// Number of the task that was submitted before this happened. It goes on
    /// without being watched: ask for it, and do not submit it again.
    #[must_use]
    pub fn task(&self) -> Option<&str> {
        self.inner.task.as_deref()
    }

    /// Whether the service refused the request because there were too many.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        self.http_status() == Some(429)
            || self.code().is_some_and(|code| code.contains("Throttling"))
    }

    /// How long the service asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(action) = inner.action {
            write!(f, "{action}: ")?;
        }
        match &inner.code {
            Some(code) => f.write_str(&one_line(code))?,
            None => f.write_str(inner.kind.title())?,
        }
        if let Some(status) = inner.status {
            write!(f, " (HTTP {status})")?;
        }
        if !inner.message.is_empty() {
            write!(f, ": {}", one_line(&inner.message))?;
        }
        if let Some(excerpt) = &inner.excerpt {
            write!(f, "; the answer begins: {}", one_line(excerpt))?;
        }
        if let Some(id) = &inner.request_id {
            write!(f, " [request id {}]", one_line(id))?;
        }
        if let Some(task) = &inner.task {
            write!(f, " [the task {} was submitted]", one_line(task))?;
        }
        Ok(())
    }
}

impl ErrorKind {
    fn title(self) -> &'static str {
        match self {
            Self::Config => "configuration",
            Self::Credentials => "no credentials",
            Self::Validation => "the request is not valid",
            Self::TooLarge => "too large",
            Self::Connect => "could not connect",
            Self::Timeout => "timed out",
            Self::Transport => "the connection failed",
            Self::Http => "unexpected answer",
            Self::Service => "service error",
            Self::Decode => "the answer could not be read",
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("action", &inner.action)
            .field("code", &inner.code)
            .field("message", &inner.message)
            .field("http_status", &inner.status)
            .field("request_id", &inner.request_id)
            .field("recommend", &inner.recommend)
            .field("access_denied_detail", &inner.access_denied_detail)
            .field("body_excerpt", &inner.excerpt)
            .field("retry_after", &inner.retry_after)
            .field("may_have_been_sent", &inner.sent)
            .field("task", &inner.task)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}
