//! The successful answer of an action: its body in the documented form, and its headers.

use aliyun_codegen::model::{Action, Field, Location, Model, Type};
use serde_json::{Map, Value};

use crate::document::{self, Names, Shape, set};
use crate::refusal::Refusal;
use crate::render::{self, Format, Reply};

const TEXT: &str = "text/plain;charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// The bytes of a made-up picture or file.
const SAMPLE: &[u8] = b"sample";

/// What an action answers in its body.
pub(crate) enum Answer {
    /// An object, which the gateway's state may change.
    Object(Map<String, Value>),
    /// A list or another JSON value.
    Value(Value),
    Text(String),
    Bytes,
    Nothing,
}

impl Answer {
    /// The answer of an action, before the gateway's state changes it.
    pub(crate) fn of(
        model: &Model,
        action: &Action,
        format: Format,
        names: Names,
        request_id: &str,
    ) -> Self {
        let shape = Shape { model, action };
        if action.path.is_none() {
            let mut object = document::document(model, action, format, names);
            set(&mut object, "RequestId", request_id);
            return Self::Object(object);
        }
        let fields = &action.response.fields;
        if let Some(field) = at(fields, Location::Payload).next() {
            return Self::payload(&shape, field);
        }
        let mut in_body = fields
            .iter()
            .filter(|field| field.location != Location::Header);
        if in_body.next().is_none() {
            return Self::Nothing;
        }
        let mut object = document::document(model, action, format, names);
        for field in at(fields, Location::Header) {
            object.remove(&field.name);
        }
        let is_id = |field: &&Field| is_request_id(&field.name);
        if let Some(field) = fields.iter().find(is_id) {
            set(&mut object, &field.name, request_id);
        }
        Self::Object(object)
    }

    fn payload(shape: &Shape<'_>, field: &Field) -> Self {
        let examples = shape.action.examples.iter();
        let mut texts = examples.filter_map(|example| example.json.as_deref());
        match &field.ty {
            Type::Bytes | Type::Image => Self::Bytes,
            Type::String | Type::Enum(_) => {
                let example = texts.next().map(|text| {
                    // The example of a text is often a JSON text.
                    serde_json::from_str(text).unwrap_or_else(|_| text.to_owned())
                });
                let sample = || field.sample.clone().unwrap_or_else(|| "text".to_owned());
                Self::Text(example.unwrap_or_else(sample))
            }
            _ => {
                let example = texts.find_map(|text| serde_json::from_str(text).ok());
                Self::Value(example.unwrap_or_else(|| shape.made_up(field)))
            }
        }
    }

    /// Writes the answer.
    pub(crate) fn reply(
        self,
        action: &Action,
        format: Format,
        headers: Vec<(String, String)>,
        request_id: String,
    ) -> Result<Reply, Refusal> {
        let root = format!("{}Response", action.name);
        let (status, content_type, body) = match self {
            Self::Object(object) => {
                let text = render::text(format, &root, &object.into())?;
                (200, format.content_type(), text.into_bytes())
            }
            Self::Value(value) => (
                200,
                Format::Json.content_type(),
                value.to_string().into_bytes(),
            ),
            Self::Text(text) => (200, TEXT, text.into_bytes()),
            Self::Bytes => (200, BYTES, SAMPLE.to_vec()),
            Self::Nothing => (204, "", Vec::new()),
        };
        Ok(Reply {
            status,
            content_type,
            headers,
            body,
            refusal: None,
            request_id: Some(request_id),
        })
    }
}

/// The fields of an answer that come in headers, with samples as values.
pub(crate) fn headers(model: &Model, action: &Action) -> Vec<(String, String)> {
    let shape = Shape { model, action };
    let fields = at(&action.response.fields, Location::Header);
    fields
        .map(|field| {
            let value = match shape.made_up(field) {
                Value::String(text) if text.is_empty() => "text".to_owned(),
                Value::String(text) => text,
                other => other.to_string(),
            };
            (field.name.clone(), value)
        })
        .collect()
}

fn at(fields: &[Field], location: Location) -> impl Iterator<Item = &Field> {
    fields
        .iter()
        .filter(move |field| field.location == location)
}

/// Whether a field is the id of the call, in any of the documented spellings.
fn is_request_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("requestid") || name.eq_ignore_ascii_case("request_id")
}
