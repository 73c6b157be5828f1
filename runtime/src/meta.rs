//! An answer together with what is known about the call.

use std::fmt;

use serde_json::{Map, Value};

use crate::attempt::Done;
use crate::decode::tree;
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
    /// Members of the answer that are not documented, by their names on the
    /// wire; empty where there are none. Only the outermost level is looked at.
    pub extra: Map<String, Value>,
}

impl<R: Decode> Answer<R> {
    pub(crate) fn new(value: R, done: Done) -> Self {
        let answer = done.answer;
        // A second look at the body, so that calls without it pay nothing.
        let whole = tree(&answer.body).unwrap_or_default();
        let names = value.shape().names();
        let documented = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let mut extra = Map::new();
        if let Value::Object(members) = whole {
            extra = members;
            extra.retain(|name, _| !documented(name));
        }
        Self {
            request_id: request_id(&value).or(answer.request_id),
            http_status: answer.status,
            attempts: done.attempts,
            value,
            extra,
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
        };
        let shown = format!("{answer:?}");
        assert!(shown.contains("extra: [\"Email\"]"), "{shown}");
        assert!(!shown.contains("a@b.c"), "{shown}");
    }
}
