//! Rules for every document: it agrees with the model, and with OpenAPI.

use std::collections::BTreeSet;
use std::path::Path;

use aliyun_codegen::model::{Action, Location, Model, Type};
use serde_json::{Value, json};

use crate::support::{VERSIONS, depot, document, domain, text, yard};

fn each(test: impl Fn(&Model, &Value, &str)) {
    for spec in [depot(), domain()] {
        let model = aliyun_codegen::read(&spec).unwrap();
        for version in VERSIONS {
            test(&model, &document(&spec, version), version);
        }
    }
}

fn operation<'d>(document: &'d Value, action: &Action) -> &'d Value {
    &document["paths"][format!("/{}", action.name)]["post"]
}

#[test]
fn every_action_is_one_operation() {
    each(|model, document, version| {
        assert!(document["openapi"].as_str().unwrap().starts_with(version));
        let paths = document["paths"].as_object().unwrap();
        assert_eq!(paths.len(), model.actions.len());
        for action in &model.actions {
            let operation = operation(document, action);
            assert_eq!(operation["operationId"], action.name.as_str());
            assert_eq!(operation["x-acs-action"], action.name.as_str());
            assert_eq!(operation["x-acs-idempotent"], action.idempotent);
            let tag = operation["tags"][0].as_str();
            assert_eq!(tag, action.area.as_deref());
            assert_eq!(
                operation.get("deprecated").is_some(),
                action.deprecated.is_some()
            );
        }
    });
}

#[test]
fn every_parameter_stands_in_its_place() {
    each(|model, document, _| {
        for action in &model.actions {
            let operation = operation(document, action);
            let none = Vec::new();
            let query = operation["parameters"].as_array().unwrap_or(&none);
            let form = "/requestBody/content/application~1x-www-form-urlencoded/schema";
            let form = operation.pointer(form).unwrap_or(&Value::Null);
            let mut met = 0;
            for field in &action.request.fields {
                met += 1;
                let place = format!("{}.{}", action.name, field.name);
                let (found, required) = match field.location {
                    Location::Query => {
                        let mut named = query.iter().filter(|p| p["name"] == field.name.as_str());
                        let parameter = named.next().expect(&place);
                        assert!(named.next().is_none(), "{place}");
                        assert_eq!(parameter["in"], "query");
                        (parameter, parameter["required"] == true)
                    }
                    Location::Form => {
                        let names = form["required"].as_array().unwrap_or(&none);
                        (
                            &form["properties"][&field.name],
                            names.contains(&json!(field.name)),
                        )
                    }
                    other => panic!("{place}: {other:?} is not in this spec"),
                };
                assert!(found.is_object(), "{place}");
                assert_eq!(required, field.required, "{place}");
                assert_eq!(found["x-acs-sensitive"] == true, field.sensitive, "{place}");
                assert_eq!(
                    found["deprecated"] == true,
                    field.deprecated.is_some(),
                    "{place}"
                );
                let flat = matches!(field.ty, Type::List(_) | Type::Map(_) | Type::Object(_));
                let names = found["x-acs-flatten"].as_array();
                assert_eq!(names.is_some(), flat, "{place}");
                for name in names.unwrap_or(&none) {
                    assert!(
                        name.as_str()
                            .unwrap()
                            .starts_with(&format!("{}.", field.name))
                    );
                }
            }
            let in_form = form["properties"].as_object().map_or(0, |map| map.len());
            assert_eq!(met, query.len() + in_form, "{}", action.name);
        }
    });
}

#[test]
fn every_documented_error_is_told() {
    each(|model, document, _| {
        let codes = |value: &Value| -> BTreeSet<String> {
            let entries = value.as_array().into_iter().flatten();
            entries
                .map(|e| e["code"].as_str().unwrap().to_owned())
                .collect()
        };
        let all: BTreeSet<String> = model
            .errors
            .iter()
            .map(|error| error.code.clone())
            .collect();
        assert_eq!(codes(&document["x-acs-errors"]), all);
        for action in &model.actions {
            let operation = operation(document, action);
            let own = codes(&operation["x-acs-errors"]);
            assert_eq!(
                own,
                action
                    .errors
                    .iter()
                    .map(|error| error.code.clone())
                    .collect()
            );
            let responses = operation["responses"].to_string();
            for code in own {
                assert!(responses.contains(&format!("`{code}`")), "{code}");
            }
        }
    });
}

#[test]
fn every_reference_leads_to_a_schema_and_every_schema_is_used() {
    for version in VERSIONS {
        references_and_schemas_agree(&document(&yard(), version));
    }
    each(|_, document, _| references_and_schemas_agree(document));
}

fn references_and_schemas_agree(document: &Value) {
    let mut targets = BTreeSet::new();
    references(document, &mut targets);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let known: BTreeSet<String> = schemas.keys().cloned().collect();
    assert_eq!(targets, known);
    for name in known {
        assert!(
            name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
            "{name}"
        );
    }
}

fn references(value: &Value, targets: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(target) = map.get("$ref") {
                assert_eq!(map.len(), 1, "3.0 ignores what stands beside a reference");
                let target = target.as_str().unwrap();
                targets.insert(
                    target
                        .strip_prefix("#/components/schemas/")
                        .unwrap()
                        .to_owned(),
                );
            }
            map.values().for_each(|value| references(value, targets));
        }
        Value::Array(members) => members.iter().for_each(|value| references(value, targets)),
        _ => {}
    }
}

#[test]
fn the_same_spec_gives_the_same_text() {
    for version in VERSIONS {
        assert_eq!(text(&domain(), version), text(&domain(), version));
        // The document does not depend on the path of the spec folder.
        let around = domain().join("../2018-01-29");
        assert_eq!(text(&domain(), version), text(Path::new(&around), version));
    }
}

#[test]
fn version_3_0_has_no_word_of_3_1() {
    for spec in [depot(), domain()] {
        let text = text(&spec, "3.0");
        for word in [
            "contentEncoding",
            "contentMediaType",
            "\"examples\"",
            "\"const\"",
        ] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(text.contains("\"format\": \"byte\""));
    }
}

#[test]
fn limits_of_the_image_are_those_of_its_base64() {
    let document = document(&domain(), "3.1");
    let operation = &document["paths"]["/SaveTaskForUpdatingRegistrantInfoByIdentityCredential"];
    let form = "/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties";
    let image = &operation.pointer(form).unwrap()["IdentityCredential"];
    assert_eq!(image["contentEncoding"], "base64");
    // 55 KiB and 1 MiB, and a third more, in groups of four.
    assert_eq!(image["minLength"], 75_096);
    assert_eq!(image["maxLength"], 1_398_104);
}

#[test]
fn areas_are_tags_that_say_what_they_are() {
    let model = aliyun_codegen::read(domain()).unwrap();
    for version in VERSIONS {
        let document = document(&domain(), version);
        let tags = document["tags"].as_array().unwrap();
        assert_eq!(tags.len(), model.product.areas.len());
        for area in &model.product.areas {
            let mut tags = tags.iter();
            let tag = tags.find(|tag| tag["name"] == area.name.as_str()).unwrap();
            assert_eq!(tag["description"], area.doc.trim());
        }
    }
}
