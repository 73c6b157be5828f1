//! The neutral form of a description, for scoring and other tools.

use serde_json::{Value, json};

use super::description::Description;

/// One description.
pub(super) fn object(description: &Description) -> Value {
    let index = &description.index;
    let request: Vec<Value> = index
        .parameters
        .iter()
        .map(|entry| json!({"name": entry.name, "type": entry.ty, "required": entry.required}))
        .collect();
    let errors: Vec<Value> = description
        .errors
        .iter()
        .map(|error| json!({"code": error.code, "http_status": error.status}))
        .collect();
    let examples = &description.examples;
    json!({
        "source": description.source,
        "action": description.identity.action,
        "version": description.identity.version,
        "request": request,
        "response_fields": index.fields,
        "errors": errors,
        "examples": {
            "request": examples.request.is_some(),
            "json": examples.json.is_some(),
            "xml": examples.xml.is_some(),
        },
    })
}
