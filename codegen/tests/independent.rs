//! The spec files as an independent YAML reader sees them.
#![cfg(test)]

use std::path::{Path, PathBuf};

use aliyun_codegen::model::Field;
use serde_yaml::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29")
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn same(fields: &[Field], other: &Value) {
    let other = other.as_sequence().unwrap();
    let names: Vec<&str> = other.iter().filter_map(|f| text(f, "name")).collect();
    let ours: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(ours, names);
    for (field, other) in fields.iter().zip(other) {
        assert_eq!(
            Some(field.doc.as_str()),
            text(other, "doc"),
            "{}",
            field.name
        );
        let flag = |key| other.get(key).and_then(Value::as_bool).unwrap_or(false);
        assert_eq!(field.required, flag("required"), "{}", field.name);
        assert_eq!(field.sensitive, flag("sensitive"), "{}", field.name);
    }
}

#[test]
fn both_readers_see_the_same_actions() {
    let model = aliyun_codegen::read(folder()).unwrap();
    assert!(!model.actions.is_empty());
    for action in &model.actions {
        let source = std::fs::read_to_string(folder().join(&action.file)).unwrap();
        let other: Value = serde_yaml::from_str(&source).unwrap();
        assert_eq!(text(&other, "action"), Some(action.name.as_str()));
        assert_eq!(text(&other, "doc"), Some(action.doc.as_str()));
        same(&action.request.fields, &other["parameters"]);
        same(&action.response.fields, &other["response"]);
        let none = Vec::new();
        let examples = other["examples"].as_sequence().unwrap_or(&none);
        assert_eq!(action.examples.len(), examples.len(), "{}", action.name);
        for (example, other) in action.examples.iter().zip(examples) {
            assert_eq!(example.request.as_deref(), text(other, "request"));
            assert_eq!(example.xml.as_deref(), text(other, "xml"));
            assert_eq!(example.json.as_deref(), text(other, "json"));
        }
    }
}
