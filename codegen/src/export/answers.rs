//! Answers of an action: the successful one, and those with an error.

use std::collections::BTreeMap;

use crate::json::Json;
use crate::model::ErrorCode;

use super::schema::{self, Scope};
use super::text;

impl Scope<'_> {
    /// Responses by status.
    pub(super) fn answers(self, error: &str) -> Json {
        let success = &self.action.response.rust_name;
        let mut answers = vec![(
            "200".to_owned(),
            Json::map(vec![
                ("description", Json::text("The call was carried out.")),
                ("content", content(success)),
            ]),
        )];
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
            answers.push((status.to_string(), refusal(description, error)));
        }
        // Ranges, not `default`: some tools treat that as a success as well.
        let refused = text::paragraphs(vec![
            "The call was refused.".to_owned(),
            text::errors(others.into_iter()),
        ]);
        answers.push(("4XX".to_owned(), refusal(refused, error)));
        let failed = "The gateway failed.".to_owned();
        answers.push(("5XX".to_owned(), refusal(failed, error)));
        Json::Map(answers)
    }
}

fn refusal(description: String, error: &str) -> Json {
    Json::map(vec![
        ("description", Json::Text(description)),
        ("content", content(error)),
    ])
}

fn content(schema: &str) -> Json {
    let media = Json::map(vec![("schema", Json::map(schema::reference(schema)))]);
    Json::map(vec![
        ("application/json", media.clone()),
        ("application/xml", media),
    ])
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
