//! Reads what the query and the form do not have: headers, the host and other bodies.

use aliyun_codegen::model::{Action, Field, Location, Type};
use serde_json::Value;

use crate::refusal::{INVALID_PARAMETER, Refusal};
use crate::request::{FORM, Pair, Place, Request};

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

/// What the body of an action is.
pub(crate) enum Kind<'m> {
    /// A form, or nothing.
    Form,
    /// A JSON object, whose members are parameters.
    Members,
    /// One parameter.
    Whole(&'m Field),
}

impl<'m> Kind<'m> {
    pub(crate) fn of(action: Option<&'m Action>) -> Self {
        let fields = action.map_or(&[][..], |action| &action.request.fields);
        let at = |location| fields.iter().find(move |field| field.location == location);
        match at(Location::Payload) {
            Some(field) => Self::Whole(field),
            None if at(Location::Body).is_some() => Self::Members,
            None => Self::Form,
        }
    }
}

/// Adds the parameters in headers, in the host and in a body that is no form.
pub(crate) fn read(request: &mut Request, action: Option<&Action>) -> Result<(), Refusal> {
    let fields = action.map_or(&[][..], |action| &action.request.fields);
    for field in fields {
        let (place, value) = match field.location {
            Location::Header => {
                let name = field.name.to_ascii_lowercase();
                (Place::Header, request.header(&name).map(str::to_owned))
            }
            Location::Host => (Place::Host, label(request)),
            _ => continue,
        };
        let name = field.name.clone();
        request
            .pairs
            .extend(value.map(|value| Pair { name, value, place }));
    }
    if request.body.is_empty() {
        return Ok(());
    }
    match Kind::of(action) {
        Kind::Form => check_media(request, FORM),
        Kind::Members => {
            check_media(request, JSON)?;
            let document = json(request)?;
            if !document.is_object() {
                return Err(invalid("is not a JSON object"));
            }
            flatten("", &document, &mut request.pairs);
            request.document = Some(document);
            Ok(())
        }
        Kind::Whole(field) => whole(request, field),
    }
}

/// The first label of the host, if the host is a name of more than one label.
fn label(request: &Request) -> Option<String> {
    let host = request.header("host")?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_number = name
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".:[]".contains(&byte));
    let (label, _) = name.split_once('.').filter(|_| !is_number)?;
    Some(label.to_owned())
}

fn whole(request: &mut Request, field: &Field) -> Result<(), Refusal> {
    let raw = matches!(field.ty, Type::Bytes | Type::Image);
    let media = field
        .content_type
        .as_deref()
        .unwrap_or(if raw { BYTES } else { JSON });
    check_media(request, media)?;
    let document = match &field.ty {
        Type::Bytes | Type::Image => Value::from(format!("<{} bytes>", request.body.len())),
        Type::String | Type::Enum(_) => Value::from(text(request)?),
        // A text is sent as it is, without quotes.
        Type::Any => match json(request) {
            Ok(value) => value,
            Err(_) => Value::from(text(request)?),
        },
        _ => json(request)?,
    };
    flatten(&field.name, &document, &mut request.pairs);
    request.document = Some(document);
    Ok(())
}

/// Refuses another media type than this one; empty stands for none.
fn check_media(request: &Request, expected: &str) -> Result<(), Refusal> {
    let expected = expected.split(';').next().unwrap_or("").trim();
    if request.media_type() == expected.to_ascii_lowercase() {
        return Ok(());
    }
    let what = match expected {
        "" => "The body has no content type in this action.".to_owned(),
        expected => format!("The body's content type must be {expected}."),
    };
    Err(Refusal::new("InvalidContentType", what))
}

fn text(request: &Request) -> Result<&str, Refusal> {
    std::str::from_utf8(&request.body)
        .map_err(|error| invalid(format!("is not UTF-8 at byte {}", error.valid_up_to())))
}

/// The error names the place and repeats nothing.
fn json(request: &Request) -> Result<Value, Refusal> {
    serde_json::from_str(text(request)?).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        invalid(format!("is not JSON at line {line}, column {column}"))
    })
}

fn invalid(what: impl std::fmt::Display) -> Refusal {
    Refusal::new(INVALID_PARAMETER, format!("The body {what}."))
}

/// Writes the values of a document as a form would have them: `Tags.1.Key`.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<Pair>) {
    let below = |step: &str| match name {
        "" => step.to_owned(),
        name => format!("{name}.{step}"),
    };
    let value = match value {
        Value::Array(members) => {
            for (at, member) in members.iter().enumerate() {
                flatten(&below(&(at + 1).to_string()), member, pairs);
            }
            return;
        }
        Value::Object(members) => {
            for (key, member) in members {
                flatten(&below(key), member, pairs);
            }
            return;
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    pairs.push(Pair {
        name: name.to_owned(),
        value,
        place: Place::Body,
    });
}
