//! What an answer of the gateway says: a success, or which error.

use crate::debug::escape;
use crate::decode::{
    DENIALS, DecodeError, ErrorBody, Reading, Unread, decode_error, denial, fill, headers,
    is_success, payload as payload_of, tree,
};
use crate::error::{Error, ErrorKind};
use crate::location::Location;
use crate::meta::request_id;
use crate::outline::{Names, is_common, outline};
use crate::partial::{json, partial};
use crate::shape::{Field, REQUIRED, Shape};
use crate::slot::Decode;
use crate::transport::Answer;
use crate::value::{Record, ValueRef, each_field};

/// The value that an answer fills.
pub(crate) enum Target<'a> {
    /// Documented fields.
    Typed(&'a mut dyn Decode),
    /// The whole document.
    Whole(&'a mut serde_json::Value),
    /// The whole document, and its documented fields.
    #[cfg_attr(
        not(feature = "dynamic"),
        expect(dead_code, reason = "dynamic calls use it")
    )]
    Described(&'a mut serde_json::Value, &'a mut dyn Decode),
}

impl Target<'_> {
    fn fill(&mut self, answer: &Answer, reading: Reading) -> Result<Vec<Unread>, DecodeError> {
        match self {
            Self::Typed(record) => read_fields(answer, &mut **record, reading),
            Self::Whole(value) => tree(&answer.body, value, &[], reading),
            Self::Described(value, record) => described(answer, value, &mut **record, reading),
        }
    }

    /// What has been read so far, if anything.
    fn partial(&self) -> Option<serde_json::Value> {
        let value = match self {
            Self::Typed(record) => partial(&**record),
            Self::Whole(value) | Self::Described(value, _) => (**value).clone(),
        };
        let some = value.as_object().is_some_and(|object| !object.is_empty());
        some.then_some(value)
    }

    /// Where documented members are: in the record, or in its payload. None of an answer
    /// that is a list, a text or bytes.
    fn document(&self) -> Option<&dyn Record> {
        let (Self::Typed(record) | Self::Described(_, record)) = self else {
            return None;
        };
        let Some(index) = record.shape().payload() else {
            return Some(&**record);
        };
        match record.at(index).get() {
            ValueRef::Record(record) => Some(record),
            _ => None,
        }
    }

    /// Whether the answer may be anything, such as the result of a caller's function.
    fn is_free(&self) -> bool {
        !matches!(self, Self::Whole(_)) && self.document().is_none()
    }

    /// Whether more was filled than an error would fill.
    fn is_substantial(&self) -> bool {
        match self {
            Self::Typed(_) | Self::Described(..) => {
                let mut found = false;
                let mut look = |field: Field, value: ValueRef<'_>| {
                    found |= !is_common(field.name) && tells(value);
                };
                if let Some(document) = self.document() {
                    each_field(document, &mut look);
                }
                found
            }
            Self::Whole(value) => value
                .as_object()
                .is_some_and(|object| object.iter().any(|(name, v)| !is_common(name) && known(v))),
        }
    }

    /// Whether the answer documents a member of this name.
    fn documents(&self, name: &str) -> bool {
        let shape = self.document().map(Record::shape);
        let names = shape.map_or(&[][..], Shape::names);
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The first field that every success has and that could not be read from this
    /// one.
    fn missing(&self) -> Option<&'static str> {
        let mut missing = None;
        if let Self::Typed(record) | Self::Described(_, record) = self {
            each_field(&**record, &mut |field, value| {
                if field.is(REQUIRED) && !tells(value) {
                    missing = missing.or(Some(field.name));
                }
            });
        }
        missing
    }

    fn request_id(&self) -> Option<String> {
        match self {
            Self::Typed(_) => request_id(self.document()?),
            Self::Whole(value) | Self::Described(value, _) => {
                Some(value.get("RequestId")?.as_str()?.to_owned())
            }
        }
    }

    fn names(&mut self) -> Names {
        match self {
            Self::Typed(record) | Self::Described(_, record) => Names::of(&mut **record),
            Self::Whole(_) => Names::default(),
        }
    }
}

/// Fills the fields of an answer from its headers and its content.
fn read_fields(
    answer: &Answer,
    record: &mut dyn Decode,
    reading: Reading,
) -> Result<Vec<Unread>, DecodeError> {
    let mut unread = headers(&answer.headers, record, reading)?;
    let shape = record.shape();
    if let Some(index) = shape.payload()
        && let Some(bytes) = record.at_mut(index).raw()
    {
        bytes.clone_from(&answer.body);
    } else if !answer.is_blank(shape) {
        unread.extend(fill(&answer.body, record, reading)?);
    }
    Ok(unread)
}

/// Fills the fields, and a document with them and with what is not documented.
fn described(
    answer: &Answer,
    value: &mut serde_json::Value,
    record: &mut dyn Decode,
    reading: Reading,
) -> Result<Vec<Unread>, DecodeError> {
    let documented = read_fields(answer, record, reading);
    let shape = record.shape();
    let others = match shape.payload() {
        _ if answer.is_blank(shape) => Vec::new(),
        Some(index) => {
            let slot = record.at_mut(index);
            let mut payload = serde_json::Value::Null;
            let others = match slot.raw().is_some() || slot.is_text() {
                true => Vec::new(),
                false => payload_of(&answer.body, &mut payload, "", reading)?,
            };
            if payload.is_null() {
                payload = json(record.at(index).get());
            }
            *value = serde_json::json!({ shape.names()[index]: payload });
            others
        }
        None => tree(&answer.body, value, &[], reading)?,
    };
    if value.is_null() {
        *value = serde_json::Value::Object(serde_json::Map::new());
    }
    each_field(record, &mut |field, header| {
        if field.location == Location::Header
            && !matches!(header, ValueRef::Absent)
            && let Some(members) = value.as_object_mut()
        {
            members.insert(field.name.to_owned(), json(header));
        }
    });
    let mut unread = match documented {
        Err(error) if reading.strict || error.is_too_large() => return Err(error),
        documented => documented.unwrap_or_default(),
    };
    let known = unread.len();
    for other in others {
        if unread[..known].iter().all(|one| one.path() != other.path()) {
            unread.push(other);
        }
    }
    Ok(unread)
}

/// Fills `target` from a success, and returns the fields that could not be read. Any
/// other answer is an error, with its texts unchanged. After an error, the target may
/// be partly filled.
pub(crate) fn read(
    answer: &Answer,
    target: &mut Target<'_>,
    reading: Reading,
) -> Result<Vec<Unread>, Error> {
    if !(200..300).contains(&answer.status) {
        let body = decode_error(&answer.body).or_else(|| {
            let inside = denial(&answer.body, |_| false)?.body;
            (!inside.code.is_empty()).then_some(inside)
        });
        return Err(match body {
            Some(body) => refused(answer, body),
            None => unexpected(answer),
        });
    }
    let decoded = target.fill(answer, reading);
    if let Some(error) = disguised(answer, target) {
        return Err(error);
    }
    let unread = decoded.map_err(|error| {
        let partial = target.partial();
        unreadable(answer, &error, &target.names()).with_partial(partial)
    })?;
    match target.missing() {
        Some(name) => {
            let partial = target.partial();
            Err(incomplete(answer, name, &unread, target).with_partial(partial))
        }
        None => Ok(unread),
    }
}

/// The error that came with the status of a success, if there is one.
fn disguised(answer: &Answer, target: &Target<'_>) -> Option<Error> {
    if target.is_free() {
        return None;
    }
    let substantial = target.is_substantial();
    if mentions(&answer.body, &DENIALS)
        && let Some(denial) = denial(&answer.body, |name| target.documents(name))
        && (denial.is_object || !matches!(target, Target::Whole(_)))
    {
        let error = contradictory(answer, denial.body, &denial.place);
        return Some(error.with_partial(target.partial()));
    }
    if target.documents("Code") || (substantial && !mentions(&answer.body, &["Code"])) {
        return None;
    }
    let body = decode_error(&answer.body)?;
    match target {
        _ if is_success(&body.code) => None,
        _ if !substantial => Some(refused(answer, body)),
        // The documented fields are unknown, but the code may be known.
        Target::Whole(_) => None,
        Target::Typed(_) | Target::Described(..) => {
            let error = contradictory(answer, body, "beside documented values");
            Some(error.with_partial(target.partial()))
        }
    }
}

/// Whether the body may have one of these names: a cheap look that is enough for
/// most answers.
fn mentions(body: &[u8], names: &[&str]) -> bool {
    let named = |rest: &[u8]| {
        names.iter().any(|name| {
            let start = rest.get(..name.len());
            let end = rest.get(name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && !end.is_some_and(u8::is_ascii_alphanumeric)
        })
    };
    let mut bytes = body.iter().enumerate();
    bytes.any(|(at, byte)| match byte {
        b'"' | b'<' | b':' => named(&body[at + 1..]),
        // A letter of a name may be written as an escape.
        b'\\' => body[at..].starts_with(br"\u00"),
        _ => false,
    })
}

/// Whether the value is not empty. Errors may hold empty texts and zeros.
fn tells(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Absent => false,
        ValueRef::Text(text) => !text.trim().is_empty(),
        ValueRef::Int(number) => number != 0,
        ValueRef::Float(number) => number != 0.0,
        ValueRef::Bool(value) => value,
        ValueRef::Image(image) => !image.is_empty(),
        ValueRef::Bytes(bytes) => !bytes.is_empty(),
        ValueRef::Json(value) => known(value),
        ValueRef::List(list) => (0..list.len()).any(|index| tells(list.at(index))),
        ValueRef::Map(map) => {
            let mut found = false;
            map.each(&mut |_, value| found |= tells(value));
            found
        }
        ValueRef::Record(record) => {
            let mut found = false;
            each_field(record, &mut |_, value| found |= tells(value));
            found
        }
    }
}

/// Like [`tells`], for a document.
fn known(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null => false,
        serde_json::Value::Bool(value) => *value,
        serde_json::Value::Number(number) => number.as_f64() != Some(0.0),
        serde_json::Value::String(text) => !text.trim().is_empty(),
        serde_json::Value::Array(members) => members.iter().any(known),
        serde_json::Value::Object(entries) => entries.values().any(known),
    }
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

/// A success whose body is an error. The action may have been carried out.
fn contradictory(answer: &Answer, body: ErrorBody, place: &str) -> Error {
    let message = match &*body.message {
        "" => String::new(),
        message => format!(" ({message})"),
    };
    let message = match &*body.code {
        "" => format!("the answer has an error{message} {place}"),
        code => format!("the answer has the error {code}{message} {place}"),
    };
    Error::new(ErrorKind::Decode, message).with(|inner| {
        inner.status = Some(answer.status);
        inner.request_id = body.request_id.or_else(|| answer.request_id.clone());
    })
}

/// A success without a field that every success has, such as the number of the
/// submitted task.
fn incomplete(
    answer: &Answer,
    name: &'static str,
    unread: &[Unread],
    target: &mut Target<'_>,
) -> Error {
    let message = match unread.iter().find(|unread| unread.path() == name) {
        Some(unread) => format!("{unread}; every success has `{name}`"),
        None => format!("the answer has no `{name}`, which every success has"),
    };
    Error::new(ErrorKind::Decode, message).with(|inner| {
        inner.status = Some(answer.status);
        inner.request_id = target.request_id().or_else(|| answer.request_id.clone());
        inner.field = Some(name.to_owned());
        inner.excerpt = Some(outline(&answer.body, &target.names()));
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

/// A success that is not as documented. Its values may be personal data, so only its
/// structure and documented names are kept.
fn unreadable(answer: &Answer, error: &DecodeError, names: &Names) -> Error {
    let compressed = compression(answer);
    let kind = match error.is_too_large() {
        true => ErrorKind::TooLarge,
        false => ErrorKind::Decode,
    };
    Error::new(kind, error.to_string()).with(|inner| {
        inner.status = Some(answer.status);
        inner.request_id.clone_from(&answer.request_id);
        inner.field = Some(error.path().to_owned()).filter(|path| !path.is_empty());
        match compressed {
            Some(reason) => inner.message = reason,
            None if answer.body.is_empty() => {}
            None => inner.excerpt = Some(outline(&answer.body, names)),
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
