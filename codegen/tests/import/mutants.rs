//! Documents with a wrong value at any place: the import says so, and takes the rest.

use std::path::Path;

use aliyun_codegen::import::{self, Import, Options, Outcome};
use serde_json::{Value, json};

/// A document with everything that the reader knows.
fn document() -> Value {
    let node = json!({"$ref": "#/components/schemas/Node"});
    json!({
        "version": "1.0",
        "info": {"style": "ROA", "product": "Depot", "version": "2024-01-02"},
        "directories": [{"id": 1, "title": "Crates", "type": "directory", "children": ["DoIt"]}],
        "components": {"schemas": {
            "Node": {"type": "object", "properties": {"Next": node, "Id": {"type": "integer", "format": "int64"}}},
            "A": {"$ref": "#/components/schemas/B"},
            "B": {"$ref": "#/components/schemas/A"},
        }},
        "apis": {
            "DoIt": {
                "summary": "Does it.", "methods": ["put"], "path": "/crates/{Id}",
                "schemes": ["https"], "security": [{"AK": []}],
                "systemTags": {"operationType": "update"},
                "parameters": [
                    {"name": "Id", "in": "path", "schema": {"type": "string", "required": true}},
                    {"name": "Mode", "in": "query", "schema": {"type": "string", "enum": ["A", "B"], "default": "A"}},
                    {"name": "body", "in": "body", "style": "json", "schema": {"type": "object", "properties": {
                        "Tree": node, "Tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5}}}},
                ],
                "responses": {"200": {
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "schema": {"type": "object", "properties": {"Tree": node}}}},
                "errorCodes": {"404": [{"errorCode": "NotFound", "errorMessage": "No crate."}]},
                "responseDemo": "[{\"type\":\"json\",\"example\":\"{}\"}]",
            },
            "Other": {
                "summary": "Lists them.", "methods": ["get"], "path": "/crates",
                "schemes": ["https"], "security": [{"AK": []}], "parameters": [],
                "responses": {"200": {"schema": {"type": "object", "properties": {"RequestId": {"type": "string"}}}}},
            },
        },
        "endpoints": [{"regionId": "cn-hangzhou", "endpoint": "depot.aliyuncs.com"}],
    })
}

fn pointers(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                pointers(member, format!("{at}/{key}"), out);
            }
        }
        Value::Array(members) => {
            for (index, member) in members.iter().enumerate() {
                pointers(member, format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

/// The names of the imported actions. Whatever is written passes `check`.
fn imported(text: &str, what: &str) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let read = import::json(Path::new("api-docs.json"), text);
    let Ok(import) = Import::new(read, dir.path(), &Options::default()) else {
        return Vec::new();
    };
    for report in &import.descriptions {
        let refused = report.outcome == Outcome::Refused;
        assert!(!refused || !report.reason.is_empty(), "{what}");
    }
    import.write(dir.path()).unwrap();
    let files = import.files.iter();
    let actions: Vec<String> = files
        .filter_map(|file| file.name.strip_suffix(".yaml"))
        .filter(|name| *name != "product")
        .map(str::to_owned)
        .collect();
    if !actions.is_empty() {
        let model = aliyun_codegen::read(dir.path());
        assert!(model.is_ok(), "{what}: {}", model.unwrap_err());
    }
    actions
}

#[test]
fn a_wrong_value_at_any_place_leaves_the_rest() {
    let whole = document();
    assert_eq!(imported(&whole.to_string(), "whole"), ["DoIt", "Other"]);
    let mut places = Vec::new();
    pointers(&whole, String::new(), &mut places);
    let wrong = [
        json!(null),
        json!(-7),
        json!("x"),
        json!([[]]),
        json!({"$ref": "#/components/schemas/A"}),
        json!({"$ref": "#/nowhere"}),
    ];
    for place in places {
        for wrong in &wrong {
            let mut document = whole.clone();
            *document.pointer_mut(&place).unwrap() = wrong.clone();
            let what = format!("{place} = {wrong}");
            let actions = imported(&document.to_string(), &what);
            let elsewhere = place.starts_with("/apis/DoIt/");
            assert!(
                !elsewhere || actions.contains(&"Other".to_owned()),
                "{what}"
            );
        }
    }
}

#[test]
fn documents_without_end_or_of_no_sense_are_refused_or_cut() {
    let mut deep = json!({"type": "string"});
    for _ in 0..100 {
        deep = json!({"type": "object", "properties": {"In": deep}});
    }
    let mut document = document();
    document["apis"]["DoIt"]["responses"]["200"]["schema"] = deep;
    let actions = imported(&document.to_string(), "deep");
    assert!(actions.contains(&"Other".to_owned()));
    for text in [
        "[".repeat(100_000),
        "{\"apis\":".repeat(50_000),
        String::new(),
        "null".to_owned(),
        "{}".to_owned(),
        "{\"apis\":{\"A\":1,\"A\":{}}}".to_owned(),
    ] {
        let start: String = text.chars().take(20).collect();
        assert!(imported(&text, &start).is_empty(), "{start}");
    }
}
