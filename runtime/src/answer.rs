//! What an answer of the gateway says: a success, or which error.

use crate::debug::escape;
use crate::decode::{DecodeError, ErrorBody, decode, decode_error, tree};
use crate::error::{Error, ErrorKind};
use crate::slot::Decode;
use crate::text::skeleton;
use crate::transport::Answer;
use crate::value::{Record, ValueRef, each_field};

/// Where an answer goes.
pub(crate) enum Target<'a> {
    /// Documented fields.
    Typed(&'a mut dyn Decode),
    /// The whole document.
    Whole(&'a mut serde_json::Value),
}

impl Target<'_> {
    fn fill(&mut self, body: &[u8]) -> Result<(), DecodeError> {
        match self {
            Self::Typed(record) => decode(body, &mut **record),
            Self::Whole(value) => tree(body).map(|tree| **value = tree),
        }
    }

    /// Whether what was filled in is more than an error would have.
    fn is_substantial(&self) -> bool {
        match self {
            Self::Typed(record) => is_substantial(&**record),
            Self::Whole(value) => value.as_object().is_some_and(|object| {
                object.keys().any(|name| !of_error(name))
                    || object
                        .get("Code")
                        .and_then(|code| code.as_str())
                        .is_none_or(is_success)
            }),
        }
    }
}

/// Fills `target` from a success; anything else is an error, with texts as
/// they came. After an error the target may be filled in part.
pub(crate) fn read(answer: &Answer, target: &mut Target<'_>) -> Result<(), Error> {
    if !(200..300).contains(&answer.status) {
        return Err(match decode_error(&answer.body) {
            Some(body) => refused(answer, body),
            None => unexpected(answer),
        });
    }
    let decoded = target.fill(&answer.body);
    // Some errors come with status 200. Their request id is a documented field
    // of nearly every answer, so that finding it alone proves nothing.
    if !target.is_substantial()
        && let Some(body) = decode_error(&answer.body)
        && !body.message.is_empty()
    {
        return Err(refused(answer, body));
    }
    decoded.map_err(|error| unreadable(answer, &error))
}

/// Whether the answer documents a code of its own, or has a documented field
/// filled besides the request id and the message.
fn is_substantial(answer: &dyn Record) -> bool {
    let mut found = false;
    each_field(answer, &mut |field, value| {
        let is = |name| field.name.eq_ignore_ascii_case(name);
        let filled = match value {
            ValueRef::Absent => false,
            ValueRef::Text(text) => !text.is_empty(),
            ValueRef::List(list) => !list.is_empty(),
            ValueRef::Map(map) => !map.is_empty(),
            _ => true,
        };
        found |= is("Code") || (filled && !is("RequestId") && !is("Message"));
    });
    found
}

/// Whether errors have a member of this name.
fn of_error(name: &str) -> bool {
    [
        "Code",
        "Message",
        "RequestId",
        "HostId",
        "Recommend",
        "AccessDeniedDetail",
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(name))
}

/// Some products send a code with every success.
fn is_success(code: &str) -> bool {
    ["", "OK", "Success", "200"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(code))
}

/// The service's own error.
fn refused(answer: &Answer, body: ErrorBody) -> Error {
    Error::new(ErrorKind::Service, body.message).with(|inner| {
        inner.status = Some(answer.status);
        inner.code = Some(body.code);
        inner.request_id = body.request_id.or_else(|| answer.request_id.clone());
        inner.recommend = body.recommend;
        inner.access_denied_detail = body.access_denied_detail;
        inner.retry_after = answer.retry_after;
    })
}

/// An error status without an error that could be read.
fn unexpected(answer: &Answer) -> Error {
    let message = match answer.status {
        300..400 => "a redirect, which is not followed".to_owned(),
        _ if answer.body.is_empty() => "the answer is empty".to_owned(),
        _ => compression(answer)
            .unwrap_or_else(|| "the answer is not an error of the service".to_owned()),
    };
    Error::new(ErrorKind::Http, message).with(|inner| {
        inner.status = Some(answer.status);
        inner.request_id.clone_from(&answer.request_id);
        inner.retry_after = answer.retry_after;
        if !answer.body.is_empty() {
            inner.excerpt = Some(String::from_utf8_lossy(&answer.body).into_owned());
        }
    })
}

/// A success that is not what is documented. Its values may be personal data,
/// so that only its structure is kept.
fn unreadable(answer: &Answer, error: &DecodeError) -> Error {
    let compressed = compression(answer);
    Error::new(ErrorKind::Decode, error.to_string()).with(|inner| {
        inner.status = Some(answer.status);
        inner.request_id.clone_from(&answer.request_id);
        inner.field = Some(error.path().to_owned()).filter(|path| !path.is_empty());
        match compressed {
            Some(reason) => inner.message = reason,
            None => inner.excerpt = Some(skeleton(&String::from_utf8_lossy(&answer.body))),
        }
    })
}

fn compression(answer: &Answer) -> Option<String> {
    let encoding = answer.encoding.as_ref()?;
    let (name, _) = escape(encoding, 40, false);
    Some(format!(
        "the answer is compressed ({name}), which was not asked for"
    ))
}
