//! The neutral form of a page, for scoring and other tools.

use serde_json::{Value, json};

use super::{Document, nest};

/// One page.
pub(super) fn object(document: &Document) -> Value {
    let page = &document.page;
    let request: Vec<Value> = document
        .parameters
        .iter()
        .map(|parameter| {
            json!({
                "name": parameter.name,
                "type": parameter.fact.kind.text,
                "required": parameter.fact.need.always(),
            })
        })
        .collect();
    let errors: Vec<Value> = page
        .errors
        .iter()
        .map(|error| json!({"code": error.code, "http_status": error.status}))
        .collect();
    json!({
        "source": document.source,
        "action": page.identity.action,
        "version": page.identity.version,
        "request": request,
        "response_fields": nest::paths(&document.response),
        "errors": errors,
        "examples": {
            "request": page.examples.request.is_some(),
            "json": page.examples.json.is_some(),
            "xml": page.examples.xml.is_some(),
        },
    })
}
