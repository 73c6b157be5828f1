//! The part of JSON Schema (draft-07) that the schemas use. An unknown keyword
//! fails the test.

use regex_lite::Regex;
use serde_json::Value;

/// Why a value does not satisfy a schema, with the paths.
pub(crate) fn complaints(schema: &Value, value: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    Validator { root: schema }.check(schema, value, "", &mut complaints);
    complaints
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, place: &str, out: &mut Vec<String>) {
        let schema = schema.as_object().unwrap();
        let mut complain = |what: String| out.push(format!("{place}: {what}"));
        for (keyword, rule) in schema {
            match keyword.as_str() {
                "$schema" | "title" | "description" | "definitions" => {}
                "type" if !has_type(rule, value) => complain(format!("{value} is no {rule}")),
                "enum" if !rule.as_array().unwrap().contains(value) => {
                    complain(format!("{value} is none of {rule}"));
                }
                "pattern" => {
                    let regex = Regex::new(rule.as_str().unwrap()).unwrap();
                    if value.as_str().is_some_and(|text| !regex.is_match(text)) {
                        complain(format!("{value} does not match {rule}"));
                    }
                }
                "minimum" if value.as_f64() < rule.as_f64() => {
                    complain(format!("{value} is too small"));
                }
                "minProperties" => {
                    let count = value.as_object().map_or(u64::MAX, |map| map.len() as u64);
                    if count < rule.as_u64().unwrap() {
                        complain("too few keys".to_owned());
                    }
                }
                "required" => {
                    for key in rule.as_array().unwrap() {
                        if value.is_object() && value.get(key.as_str().unwrap()).is_none() {
                            complain(format!("lacks {key}"));
                        }
                    }
                }
                "type"
                | "enum"
                | "minimum"
                | "properties"
                | "additionalProperties"
                | "items"
                | "anyOf"
                | "allOf"
                | "$ref" => {}
                other => panic!("the validator does not know `{other}`"),
            }
        }
        self.inside(&Value::Object(schema.clone()), value, place, out);
    }

    /// Keywords that hold schemas.
    fn inside(&self, schema: &Value, value: &Value, place: &str, out: &mut Vec<String>) {
        if let Some(path) = schema.get("$ref") {
            let path = path.as_str().unwrap().strip_prefix('#').unwrap();
            let target = self.root.pointer(path).expect("a definition");
            self.check(target, value, place, out);
        }
        for (index, part) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
            self.check(part, value, &format!("{place}({index})"), out);
        }
        if let Some(parts) = schema["anyOf"].as_array() {
            let fits = |part: &Value| {
                let mut unheard = Vec::new();
                self.check(part, value, place, &mut unheard);
                unheard.is_empty()
            };
            if !parts.iter().any(fits) {
                out.push(format!("{place}: {value} fits nothing"));
            }
        }
        if let (Some(items), Some(members)) = (schema.get("items"), value.as_array()) {
            for (index, member) in members.iter().enumerate() {
                self.check(items, member, &format!("{place}/{index}"), out);
            }
        }
        for (key, member) in value.as_object().into_iter().flatten() {
            let place = format!("{place}/{key}");
            match (
                schema["properties"].get(key),
                schema.get("additionalProperties"),
            ) {
                (Some(schema), _) => self.check(schema, member, &place, out),
                (None, Some(Value::Bool(false))) => out.push(format!("{place}: unknown key")),
                (None, Some(schema @ Value::Object(_))) => {
                    self.check(schema, member, &place, out);
                }
                _ => {}
            }
        }
    }
}

fn has_type(rule: &Value, value: &Value) -> bool {
    match rule {
        Value::Array(rules) => rules.iter().any(|rule| has_type(rule, value)),
        _ => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            other => panic!("the validator does not know the type `{other}`"),
        },
    }
}
