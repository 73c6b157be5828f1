//! Members by which an answer says that the call failed, other than `Code` and
//! `Message` at its top.

use serde_json::Value as Json;

use super::decode_lenient;
use super::fault::ErrorBody;
use crate::shape::Shape;
use crate::slot::{Decode, Slot, SlotMut};
use crate::value::{Record, Value, ValueRef};

/// The names of these members. The first two hold errors, the next two codes. A
/// `Code` is none of them unless it is there twice.
pub(crate) const DENIALS: [&str; 6] =
    ["Error", "Errors", "ErrorCode", "ErrCode", "Success", "Code"];

/// An error that an answer has in one of its members.
pub(crate) struct Denial {
    /// Its code may be empty.
    pub(crate) body: ErrorBody,
    /// In which member it is, for a message.
    pub(crate) place: String,
    /// Whether it is an object with a code, which is an error beyond doubt.
    pub(crate) is_object: bool,
}

/// Finds the error of an answer, whatever its format and root. Members that the
/// action documents mean what the documentation says, so they are left out.
pub(crate) fn denial(body: &[u8], documents: impl Fn(&str) -> bool) -> Option<Denial> {
    let mut fields = Fields::default();
    let unread: Vec<String> = match decode_lenient(body, &mut fields) {
        Ok(unread) => unread.iter().map(|one| one.path().to_owned()).collect(),
        // If nothing else was there to be read, this is an error.
        Err(error) => vec![error.path().to_owned()],
    };
    let [error, errors, error_code, err_code, success, _] = &fields.members;
    let success = success.as_ref().and_then(truth);
    let mut found = None;
    for (name, value) in DENIALS.iter().zip([error, errors, error_code, err_code]) {
        if let Some(value) = value
            && found.is_none()
            && !documents(name)
        {
            found = fault(value).map(|(body, is_object)| Denial {
                body,
                place: format!("in its `{name}`"),
                is_object,
            });
        }
    }
    let several = |name: &&&str| !documents(name) && unread.iter().any(|path| path == **name);
    if found.is_none()
        && let Some(name) = DENIALS.iter().find(several)
    {
        found = Some(Denial::plain(format!(
            "in its `{name}`, which it has twice"
        )));
    }
    if found.is_none() && success == Some(false) && !documents("Success") {
        found = Some(Denial::plain("in its `Success`, which is false".to_owned()));
    }
    let mut found = found.filter(|denial| denial.is_object || success != Some(true))?;
    let [message, error_message] = fields.messages;
    if found.body.message.is_empty() {
        found.body.message = error_message.or(message).unwrap_or_default();
    }
    found.body.request_id = found.body.request_id.or(fields.request_id);
    Some(found)
}

impl Denial {
    /// One without a code.
    fn plain(place: String) -> Self {
        Self {
            body: ErrorBody::default(),
            place,
            is_object: false,
        }
    }
}

/// Some products send a code with every success.
pub(crate) fn is_success(code: &str) -> bool {
    ["", "0", "OK", "Success", "200"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(code))
}

/// What the member says of an error, if anything, and whether it is an object with
/// a code.
fn fault(value: &Json) -> Option<(ErrorBody, bool)> {
    let mut body = ErrorBody::default();
    match value {
        Json::Array(members) => return members.iter().find_map(fault),
        Json::Object(members) => {
            let text = |wanted: &str| {
                let mut members = members.iter();
                let found = members.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
                found.map(|(_, value)| text(value)).unwrap_or_default()
            };
            body.code = text("Code");
            body.message = text("Message");
            body.request_id = Some(text("RequestId")).filter(|id| !id.is_empty());
            let any = !body.code.is_empty() || !body.message.is_empty();
            let is_object = !body.code.is_empty();
            return (any && !(is_object && is_success(&body.code))).then_some((body, is_object));
        }
        Json::Null | Json::Bool(false) => return None,
        Json::Bool(true) => {}
        Json::String(code) if code.contains(char::is_whitespace) => {
            code.trim().clone_into(&mut body.message);
        }
        scalar => body.code = text(scalar),
    }
    let none = ["none", "null", "false"];
    let none = none
        .iter()
        .any(|word| word.eq_ignore_ascii_case(&body.code));
    let blank = is_success(&body.code) && body.message.is_empty() && *value != Json::Bool(true);
    (!none && !blank).then_some((body, false))
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn truth(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(value) => Some(*value),
        Json::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Json::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

#[derive(Default)]
struct Fields {
    members: [Option<Json>; DENIALS.len()],
    messages: [Option<String>; 2],
    request_id: Option<String>,
}

/// All of them sensitive.
static FIELDS: Shape = Shape::new(
    "Denial",
    &[
        "Error",
        "Errors",
        "ErrorCode",
        "ErrCode",
        "Success",
        "Code",
        "Message",
        "ErrorMessage",
        "RequestId",
    ],
)
.flags("222222222");

impl Record for Fields {
    fn shape(&self) -> &'static Shape {
        &FIELDS
    }

    fn at(&self, index: usize) -> &dyn Value {
        match index {
            0..6 => &self.members[index],
            6 | 7 => &self.messages[index - 6],
            _ => &self.request_id,
        }
    }
}

impl Decode for Fields {
    fn at_mut(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0..6 => &mut self.members[index],
            6 | 7 => &mut self.messages[index - 6],
            _ => &mut self.request_id,
        }
    }
}

impl Value for Fields {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Record(self)
    }
}

impl Slot for Fields {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Record(self)
    }

    fn empty() -> Self {
        Self::default()
    }
}
