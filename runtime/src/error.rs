//! The one error type of calls.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::{Duration, SystemTime};

use crate::identity::CredentialsError;
use crate::text::one_line;
use crate::time::timestamp;
use crate::validate::ValidationError;

/// Why a call failed.
///
/// Secrets and sensitive values of the request are removed from the texts of the
/// service. URLs never appear. If the cause is a [`ValidationError`], a
/// [`CredentialsError`] or an [`io::Error`], it is the
/// [source](std::error::Error::source). The message already includes its text.
pub struct Error {
    inner: Box<Inner>,
}

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting of the client is invalid, or does not fit the request.
    Config,
    /// There is no usable access key.
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
    /// The answer is a success but not what is documented; see
    /// [`Error::field`].
    Decode,
    /// The answers are each a success, but together they are not all that there
    /// is: a list contradicts its own totals, repeats a page or loses items while it
    /// is read, or a task does not list all of what was submitted. Ask again.
    Incomplete,
    /// The request may have been carried out, or not. Look for its effect before you
    /// send it again; see [`Error::advice`]. Only actions that are not idempotent fail
    /// in this way. With its [idempotency token](Error::idempotency_token), if it has one,
    /// the same request can be sent again. [`Error::cause_kind`] and the other details say what went wrong.
    OutcomeUnknown,
}

pub(crate) struct Inner {
    kind: ErrorKind,
    action: Option<Cow<'static, str>>,
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
    /// Path to the field that could not be read.
    pub(crate) field: Option<String>,
    /// What was read of the answer. It may hold personal data.
    partial: Option<serde_json::Value>,
    pub(crate) attempts: u32,
    /// Host and port of the last attempt, and what chose them.
    pub(crate) host: Option<(String, String)>,
    /// Nonce and time of the last attempt.
    pub(crate) sending: Option<(String, SystemTime)>,
    pub(crate) outcome_unknown: bool,
    /// The idempotency token, if the outcome is unknown.
    pub(crate) token: Option<String>,
    pub(crate) retryable: bool,
    /// Whether another attempt would fail in the same way.
    pub(crate) permanent: bool,
    pub(crate) source: Option<io::Error>,
    credentials: Option<CredentialsError>,
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
                field: None,
                partial: None,
                attempts: 0,
                host: None,
                sending: None,
                outcome_unknown: false,
                token: None,
                retryable: false,
                permanent: false,
                source: None,
                credentials: None,
                validation: None,
            }),
        }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn credentials(error: CredentialsError) -> Self {
        let mut new = Self::new(ErrorKind::Credentials, error.to_string());
        new.inner.credentials = Some(error);
        new
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
    pub(crate) fn of(mut self, action: impl Into<Cow<'static, str>>) -> Self {
        self.inner.action = Some(action.into());
        self
    }

    /// The same error with more details.
    pub(crate) fn with(mut self, fill: impl FnOnce(&mut Inner)) -> Self {
        fill(&mut self.inner);
        self
    }

    /// The same error with the fields that were read of the answer, and the request id
    /// among them. In a broken answer that may be any text, so it must look like a
    /// request id.
    pub(crate) fn with_partial(mut self, partial: Option<serde_json::Value>) -> Self {
        let members = partial.as_ref().and_then(serde_json::Value::as_object);
        let id = members.into_iter().flatten().find_map(|(name, value)| {
            let id = value.as_str().filter(|id| looks_like_id(id));
            id.filter(|_| name.eq_ignore_ascii_case("RequestId"))
        });
        if let Some(id) = id {
            self.inner.request_id = Some(id.to_owned());
        }
        self.inner.partial = partial;
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        if self.inner.outcome_unknown {
            ErrorKind::OutcomeUnknown
        } else {
            self.inner.kind
        }
    }

    /// What went wrong if the [kind](Self::kind) is [`ErrorKind::OutcomeUnknown`];
    /// otherwise the kind itself.
    #[must_use]
    pub fn cause_kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Name of the action, if one was called.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.inner.action.as_deref()
    }

    /// Error code of the service, such as `ParameterIllegal`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.code.as_deref()
    }

    /// What happened: the service's message if it sent one, otherwise this crate's.
    /// Messages of the service are cut after 2,000 characters.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// Id under which the service knows the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// Status of the HTTP answer, if there was one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.inner.status
    }

    /// Where to find help, according to the service; usually a URL.
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

    /// The start of an answer that could not be read. For a success it shows only the
    /// structure and documented names, because the rest may be personal data. For a
    /// body that is neither JSON nor XML it shows the kind and the size.
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

    /// Path to the field of the answer that could not be read, such as
    /// `Data.TaskDetail[2].TryCount`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.inner.field.as_deref()
    }

    /// The fields of a success that were read before reading failed, by their names on
    /// the wire; lists have no wrappers. They may be personal data, so `Display` and
    /// `Debug` do not show them. They may hold the number of a submitted task.
    #[must_use]
    pub fn partial_answer(&self) -> Option<&serde_json::Value> {
        self.inner.partial.as_ref()
    }

    /// Number of attempts; 0 if the request was invalid or there were no credentials.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Host and port of the request; `None` if no request was signed.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        Some(&self.inner.host.as_ref()?.0)
    }

    /// What chose the [host](Self::host), in words: a region and where it was
    /// set, or the product's endpoint.
    #[must_use]
    pub fn host_chosen_by(&self) -> Option<&str> {
        Some(&self.inner.host.as_ref()?.1)
    }

    /// Nonce of the last attempt, under which the service may know it.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        Some(&self.inner.sending.as_ref()?.0)
    }

    /// When the last attempt was signed, by the clock of the service as far as
    /// it is known.
    #[must_use]
    pub fn sent_at(&self) -> Option<SystemTime> {
        Some(self.inner.sending.as_ref()?.1)
    }

    /// The idempotency token of a call whose outcome is unknown, if its action has one.
    /// A call with the same parameters and this token can be made without the danger of
    /// doing something twice.
    #[must_use]
    pub fn idempotency_token(&self) -> Option<&str> {
        self.inner.token.as_deref()
    }

    /// What to do now: what to look for if the outcome is unknown, and how to send a
    /// request all the same that is not as documented.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        if self.inner.validation.is_some() {
            let advice = "`.unchecked()` sends the request without these checks";
            return Some(advice.to_owned());
        }
        let (nonce, time) = self.inner.sending.as_ref()?;
        if !self.inner.outcome_unknown {
            return None;
        }
        let time = timestamp(*time).unwrap_or_default();
        Some(match &self.inner.token {
            Some(token) => format!(
                "the request may have been carried out; look for what it brings about from \
                 {time} on, or send it again with the same idempotency token {token}"
            ),
            None => format!(
                "the request may have been carried out; before sending it again, look for \
                 what it brings about (a task, a changed setting) from {time} on; its nonce \
                 is {nonce}"
            ),
        })
    }

    /// Whether the same call may succeed later and can be made again without
    /// the danger of doing something twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    pub(crate) fn is_permanent(&self) -> bool {
        self.inner.permanent
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

    /// How long the service asks to wait before the next try; at most an hour.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(action) = &inner.action {
            write!(f, "{}: ", one_line(action))?;
        }
        if inner.outcome_unknown {
            f.write_str("the outcome is unknown: ")?;
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
        if let Some((host, chosen_by)) = &inner.host {
            write!(f, " [{host}: {}]", one_line(chosen_by))?;
        }
        if inner.attempts > 1 {
            write!(f, " [after {} attempts]", inner.attempts)?;
        }
        if let Some(advice) = self.advice() {
            write!(f, "; {}", one_line(&advice))?;
        }
        Ok(())
    }
}

/// Whether a text is one that request ids are; real ones have 36 characters.
pub(crate) fn looks_like_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(plain)
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
            Self::Incomplete => "incomplete",
            Self::OutcomeUnknown => "the outcome is unknown",
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("cause_kind", &inner.kind)
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
            .field("field", &inner.field)
            .field("attempts", &inner.attempts)
            .field("host", &self.host())
            .field("nonce", &self.nonce())
            .field("sent_at", &self.sent_at())
            .field("retryable", &inner.retryable)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let inner = &*self.inner;
        let validation = inner.validation.as_ref().map(|error| error as _);
        let credentials = inner.credentials.as_ref().map(|error| error as _);
        let io = inner.source.as_ref().map(|error| error as _);
        validation.or(credentials).or(io)
    }
}
