//! Answers of an action: the successful one, and those with an error.

use std::collections::BTreeMap;

use crate::json::Json;
use crate::model::{ErrorCode, Field, Location, Role, Type};

use super::schema::{self, Scope};
use super::text;

impl<'m> Scope<'m> {
    /// Responses by status.
    pub(super) fn answers(self, error: &str) -> Json {
        let mut answers = vec![("200".to_owned(), self.success())];
        let mut by_status: BTreeMap<u16, Vec<&ErrorCode>> = BTreeMap::new();
        let mut others = Vec::new();
        for code in &self.action.errors {
            match code.http_status {
                // Some pages give 200 for an error.
                Some(status @ 400..=599) => by_status.entry(status).or_default().push(code),
                _ => others.push(code),
            }
        }
        for (status, codes) in by_status {
            let description = text::errors(codes.into_iter());
            answers.push((status.to_string(), self.refusal(description, error)));
        }
        // Ranges, not `default`: some tools treat that as a success as well.
        let refused = text::paragraphs(vec![
            "The call was refused.".to_owned(),
            text::errors(others.into_iter()),
        ]);
        answers.push(("4XX".to_owned(), self.refusal(refused, error)));
        let failed = "The gateway failed.".to_owned();
        answers.push(("5XX".to_owned(), self.refusal(failed, error)));
        Json::Map(answers)
    }

    /// Whether the successful answer is a separate schema: not if it is a payload, or
    /// if a REST action answers nothing or only headers.
    pub(super) fn has_answer_schema(self) -> bool {
        let mut fields = self.action.response.fields.iter();
        match self.action.path {
            None => true,
            Some(_) => {
                let in_body = |field: &Field| field.location != Location::Header;
                self.payload_answer().is_none() && fields.any(in_body)
            }
        }
    }

    fn payload_answer(self) -> Option<&'m Field> {
        let mut fields = self.action.response.fields.iter();
        fields.find(|field| field.location == Location::Payload)
    }

    fn success(self) -> Json {
        let mut answer = vec![("description", Json::text("The call was carried out."))];
        let fields = self.action.response.fields.iter();
        let headers = fields.filter(|field| field.location == Location::Header);
        let headers: Vec<_> = headers.map(|field| self.header(field)).collect();
        if !headers.is_empty() {
            answer.push(("headers", Json::Map(headers)));
        }
        if let Some(field) = self.payload_answer() {
            let media_type = match field.ty {
                Type::Bytes => "application/octet-stream",
                Type::String => "text/plain",
                _ => "application/json",
            };
            let schema = self.property(field, Role::Response, &[]);
            let media = Json::map(vec![("schema", schema)]);
            answer.push(("content", Json::map(vec![(media_type, media)])));
        } else if self.has_answer_schema() {
            answer.push(("content", self.content(&self.action.response.rust_name)));
        }
        Json::map(answer)
    }

    fn header(self, field: &Field) -> (String, Json) {
        let mut header = vec![("description", Json::Text(text::field(field, &[])))];
        let schema = Json::map(self.value(field, Role::Response));
        header.push(("schema", schema));
        header.extend(self.sample(field).map(|sample| ("example", sample)));
        header.extend(schema::marks(field, &[]));
        (field.name.clone(), Json::map(header))
    }

    fn refusal(self, description: String, error: &str) -> Json {
        Json::map(vec![
            ("description", Json::Text(description)),
            ("content", self.content(error)),
        ])
    }

    /// RPC actions answer in both formats.
    fn content(self, schema: &str) -> Json {
        let media = Json::map(vec![("schema", Json::map(schema::reference(schema)))]);
        let mut content = vec![("application/json", media.clone())];
        if self.action.path.is_none() {
            content.push(("application/xml", media));
        }
        Json::map(content)
    }
}

/// The body of an answer with an error.
pub(super) fn error() -> Json {
    let property = |(name, description): (&str, &str)| {
        let property = vec![
            ("type", Json::text("string")),
            ("description", Json::text(description)),
        ];
        (name.to_owned(), Json::map(property))
    };
    let properties = [
        ("Code", "Code of the error."),
        ("Message", "What went wrong."),
        (
            "RequestId",
            "Id of the call, to quote when asking for support.",
        ),
        ("HostId", "Host that was called."),
        ("Recommend", "Where to read about the error."),
    ]
    .map(property);
    Json::map(vec![
        ("type", Json::text("object")),
        ("description", Json::text("An answer with an error.")),
        ("properties", Json::Map(properties.into())),
        ("required", Json::List(vec![Json::text("Code")])),
        ("xml", Json::map(vec![("name", Json::text("Error"))])),
    ])
}

/// Documented error codes in a form for programs.
pub(super) fn codes(errors: &[ErrorCode]) -> Json {
    let entry = |error: &ErrorCode| {
        let mut entry = vec![("code", Json::text(&error.code))];
        if let Some(status) = error.http_status {
            entry.push(("http_status", Json::Count(status.into())));
        }
        if let Some(message) = &error.message {
            entry.push(("message", Json::text(message)));
        }
        if let Some(outcome) = error.outcome {
            entry.push(("outcome", Json::text(outcome.word())));
        }
        entry.push(("description", Json::text(error.doc.trim())));
        Json::map(entry)
    };
    Json::List(errors.iter().map(entry).collect())
}
