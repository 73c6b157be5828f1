//! An action as an operation.

use crate::json::Json;
use crate::model::{Pagination, Submits, Waiter};

use super::schema::{Entries, Scope};
use super::text;
use super::{answers, document};

impl Scope<'_> {
    /// The operation; `error` is the schema of answers with an error, and `renamed`
    /// has the placeholders that the document calls differently.
    pub(super) fn operation(self, error: &str, renamed: &[(String, String)]) -> Json {
        let action = self.action;
        let mut operation = Vec::new();
        if let Some(area) = &action.area {
            operation.push(("tags", Json::List(vec![Json::text(area)])));
        }
        let mut description = vec![action.doc.trim().to_owned()];
        description.extend(action.deprecated.as_deref().map(text::deprecated));
        operation.extend([
            ("summary", Json::Text(text::summary(&action.doc))),
            ("description", Json::Text(text::paragraphs(description))),
            ("operationId", Json::text(&action.name)),
        ]);
        let parameters = self.parameters(renamed);
        if !parameters.is_empty() {
            operation.push(("parameters", Json::List(parameters)));
        }
        operation.extend(self.body().map(|body| ("requestBody", body)));
        operation.push(("responses", self.answers(error)));
        if action.deprecated.is_some() {
            operation.push(("deprecated", Json::Flag(true)));
        }
        operation.extend(self.security().map(|security| ("security", security)));
        operation.extend(self.extensions());
        Json::map(operation)
    }

    /// What differs from the security of the document.
    fn security(self) -> Option<Json> {
        if self.action.anonymous {
            return Some(Json::List(Vec::new()));
        }
        let mixed = self.model.actions.iter().any(|other| other.path.is_none());
        let rest = self.action.path.is_some();
        (rest && mixed).then(|| document::security(false))
    }

    fn extensions(self) -> Entries {
        let action = self.action;
        let labels = self.labels();
        let mut extensions = vec![
            ("x-acs-action", Json::text(&action.name)),
            ("x-acs-idempotent", Json::Flag(action.idempotent)),
        ];
        let optional = [
            (
                "x-acs-idempotency-token",
                action.idempotency_token.as_deref().map(Json::text),
            ),
            (
                "x-acs-host-parameters",
                (!labels.is_empty()).then_some(Json::List(labels)),
            ),
            ("x-acs-page", action.page.as_deref().map(Json::text)),
            (
                "x-acs-pagination",
                action.pagination.as_ref().map(pagination),
            ),
            ("x-acs-waiter", action.waiter.as_ref().map(waiter)),
            ("x-acs-submits", action.submits.as_ref().map(submits)),
        ];
        for (key, value) in optional {
            extensions.extend(value.map(|value| (key, value)));
        }
        if !action.errors.is_empty() {
            extensions.push(("x-acs-errors", answers::codes(&action.errors)));
        }
        extensions
    }
}

/// The texts that exist, under the keys of the spec language.
fn present<const N: usize>(texts: [(&'static str, Option<&String>); N]) -> Entries {
    let texts = texts.into_iter();
    texts
        .filter_map(|(key, text)| Some((key, Json::text(text?))))
        .collect()
}

fn pagination(pagination: &Pagination) -> Json {
    let mut entries = present([
        ("items", Some(&pagination.items)),
        ("position", Some(&pagination.position)),
        ("size", pagination.size.as_ref()),
        ("more", pagination.more.as_ref()),
        ("total", pagination.total.as_ref()),
        ("total_items", pagination.total_items.as_ref()),
        ("cursor", pagination.cursor.as_ref()),
    ]);
    if let Some(size) = pagination.default_size {
        entries.push(("default_size", Json::Count(size)));
    }
    if pagination.offset {
        entries.push(("offset", Json::Flag(true)));
    }
    if pagination.first_page != 1 {
        entries.push(("first_page", Json::Count(pagination.first_page)));
    }
    Json::map(entries)
}

fn waiter(waiter: &Waiter) -> Json {
    let doc = waiter.doc.trim().to_owned();
    let mut entries = present([
        ("doc", Some(&doc)),
        ("key", Some(&waiter.key)),
        ("id", waiter.id.as_ref()),
        ("subject", waiter.subject.as_ref()),
        ("status", Some(&waiter.status)),
    ]);
    entries.extend([
        ("success", Json::texts(&waiter.success)),
        ("failure", Json::texts(&waiter.failure)),
        ("messages", Json::texts(&waiter.messages)),
    ]);
    Json::map(entries)
}

fn submits(submits: &Submits) -> Json {
    Json::map(present([
        ("task", Some(&submits.task)),
        ("watched_by", Some(&submits.watched_by)),
        ("items", submits.items.as_ref()),
    ]))
}
