//! An answer together with what is known about the call.

use std::fmt;

use serde_json::{Map, Value};

use crate::attempt::Done;
use crate::decode::{Reading, Unread, tree};
use crate::slot::Decode;
use crate::value::{Record, ValueRef, each_field};

/// The answer to a call and what came with it.
///
/// `Debug` shows only the names of undocumented members, as their values may
/// be personal data.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer<R> {
    /// The documented fields.
    pub value: R,
    /// Id under which the service knows the request.
    pub request_id: Option<String>,
    /// Status of the HTTP answer.
    pub http_status: u16,
    /// How many attempts it took.
    pub attempts: u32,
    /// Members of the answer that are not documented, by their names on the wire. Only
    /// the outermost level is considered.
    pub extra: Map<String, Value>,
    unread: Vec<Unread>,
}

impl<R> Answer<R> {
    /// The fields that could not be read and stay unset: their path, the documented
    /// type, and the value that came. A JSON answer keeps all values; there, the list
    /// has those that are not as documented. At most 200 fields are listed.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }
}

impl Answer<Value> {
    /// An answer as JSON. What is not documented is in the value itself.
    pub(crate) fn whole(value: Value, done: Done) -> Self {
        let mut members = value.as_object().into_iter().flatten();
        let id = members.find(|(name, _)| name.eq_ignore_ascii_case("RequestId"));
        let id = id
            .and_then(|(_, id)| id.as_str())
            .filter(|id| !id.is_empty());
        Self {
            request_id: id.map(str::to_owned).or(done.answer.request_id),
            http_status: done.answer.status,
            attempts: done.attempts,
            extra: Map::new(),
            unread: done.unread,
            value,
        }
    }
}

impl<R: Decode> Answer<R> {
    pub(crate) fn new(value: R, done: Done, reading: Reading) -> Self {
        let answer = done.answer;
        // A second look at the body, so that calls without it pay nothing.
        let mut whole = Value::Null;
        let others = tree(&answer.body, &mut whole, value.shape().names(), reading);
        let extra = match whole {
            Value::Object(members) if others.is_ok() && value.shape().payload().is_none() => {
                members
            }
            _ => Map::new(),
        };
        Self {
            request_id: request_id(&value).or(answer.request_id),
            http_status: answer.status,
            attempts: done.attempts,
            value,
            extra,
            unread: done.unread,
        }
    }
}

/// The request id that an answer holds.
pub(crate) fn request_id(value: &dyn Record) -> Option<String> {
    let mut id = None;
    each_field(value, &mut |field, value| {
        if let ValueRef::Text(text) = value
            && field.name.eq_ignore_ascii_case("RequestId")
            && !text.is_empty()
        {
            id = Some(text.to_owned());
        }
    });
    id
}

impl<R: fmt::Debug> fmt::Debug for Answer<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.extra.keys().collect();
        f.debug_struct("Answer")
            .field("value", &self.value)
            .field("request_id", &self.request_id)
            .field("http_status", &self.http_status)
            .field("attempts", &self.attempts)
            .field("extra", &names)
            .field("unread", &self.unread)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_undocumented_value() {
        let answer = Answer {
            value: 7,
            request_id: None,
            http_status: 200,
            attempts: 1,
            extra: Map::from_iter([("Email".to_owned(), Value::from("a@b.c"))]),
            unread: Vec::new(),
        };
        let shown = format!("{answer:?}");
        assert!(shown.contains("extra: [\"Email\"]"), "{shown}");
        assert!(!shown.contains("a@b.c"), "{shown}");
    }
}
