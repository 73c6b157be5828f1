//! The body of a request: a form, JSON, or a payload.

use crate::json::Json;
use crate::model::{Encoding, Field, Location, Role, Type};

use super::parameter::comma;
use super::schema::Scope;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
const ANY: &str = "*/*";

impl Scope<'_> {
    /// The body, if the action has one.
    pub(super) fn body(self) -> Option<Json> {
        if let Some(payload) = self.at(Location::Payload).next() {
            return Some(self.payload(payload));
        }
        [Location::Form, Location::Body]
            .into_iter()
            .find(|location| self.at(*location).next().is_some())
            .map(|location| self.members_of(location))
    }

    fn payload(self, field: &Field) -> Json {
        let usual = if field.ty == Type::Bytes { BYTES } else { JSON };
        let media_type = field.content_type.as_deref().unwrap_or(usual);
        let media_type = if media_type.is_empty() {
            ANY
        } else {
            media_type
        };
        let schema = self.property(field, Role::Request, &[]);
        let media = Json::map(vec![("schema", schema)]);
        body(
            field.required,
            media_type,
            media,
            vec![("x-acs-name", Json::text(&field.name))],
        )
    }

    /// A body whose members are parameters.
    fn members_of(self, location: Location) -> Json {
        let fields = || self.at(location);
        let in_form = location == Location::Form;
        let properties = fields().map(|field| {
            let names = if in_form {
                self.flattened(field)
            } else {
                Vec::new()
            };
            let property = self.property(field, Role::Request, &names);
            (field.name.clone(), property)
        });
        let mut schema = vec![
            ("type", Json::text("object")),
            ("properties", Json::Map(properties.collect())),
        ];
        let required: Vec<Json> = fields()
            .filter(|field| field.required)
            .map(|field| Json::text(&field.name))
            .collect();
        let needed = !required.is_empty();
        if needed {
            schema.push(("required", Json::List(required)));
        }
        let mut media = vec![("schema", Json::map(schema))];
        let encodings: Vec<(String, Json)> = fields().filter_map(encoding).collect();
        if in_form && !encodings.is_empty() {
            media.push(("encoding", Json::Map(encodings)));
        }
        let media_type = if in_form { FORM } else { JSON };
        let named = self.action.body.as_deref().filter(|_| !in_form);
        let named = named.map(|name| ("x-acs-name", Json::text(name)));
        body(
            needed,
            media_type,
            Json::map(media),
            named.into_iter().collect(),
        )
    }
}

/// How a form field with an encoding of its own is written.
fn encoding(field: &Field) -> Option<(String, Json)> {
    let how = match field.encoding {
        Encoding::Flattened => return None,
        Encoding::Json => vec![("contentType", Json::text(JSON))],
        Encoding::Comma => comma(),
    };
    Some((field.name.clone(), Json::map(how)))
}

fn body(required: bool, media_type: &str, media: Json, notes: Vec<(&'static str, Json)>) -> Json {
    let mut body = vec![
        ("required", Json::Flag(required)),
        ("content", Json::Map(vec![(media_type.to_owned(), media)])),
    ];
    body.extend(notes);
    Json::map(body)
}
