//! What documentation becomes a rule for requests, and what stays advice.

use std::path::Path;

use aliyun_codegen::import::{self, Import, Options};

use super::support::page;

/// A page whose sentences state values and limits.
const PAGE: &str = "# ListBoxes

## 请求参数

|名称|类型|是否必选|描述|
|--|--|--|--|
|Order|String|否|取值：

-   **UP**：from the first
-   **DOWN**：from the last|
|Page|Integer|否|取值范围：1~100|
|Name|String|否|长度为2~8个字符|
|Box.N|RepeatList|否|N的取值范围：1~20|

## 返回数据

|名称|类型|描述|
|--|--|--|
|Order|String|取值：

-   **UP**：a
-   **DOWN**：b|

## 示例

```
http://market.aliyuncs.com/?Action=ListBoxes&Version=2021-03-04
```
";

fn spec_of(options: &Options, out: &Path) -> String {
    let import = Import::new(vec![page(PAGE)], out, options).unwrap();
    import.write(out).unwrap();
    std::fs::read_to_string(out.join("ListBoxes.yaml")).unwrap()
}

fn options() -> Options {
    let mut options = Options::default();
    options.product = Some("Market".to_owned());
    options
}

const RULES: [&str; 3] = [
    "range: { min: 1, max: 100 }",
    "length: { min: 2, max: 8 }",
    "items: { min: 1, max: 20 }",
];

#[test]
fn by_default_pages_refuse_no_value() {
    let dir = tempfile::tempdir().unwrap();
    let spec = spec_of(&options(), dir.path());
    assert_eq!(spec.matches("type: enum\n").count(), 2, "{spec}");
    assert_eq!(spec.matches("open: true\n").count(), 2, "{spec}");
    assert!(RULES.iter().all(|rule| !spec.contains(rule)), "{spec}");
}

#[test]
fn options_make_rules_of_sentences() {
    let dir = tempfile::tempdir().unwrap();
    let mut strict = options();
    strict.closed_enums = true;
    strict.limits_from_prose = true;
    let spec = spec_of(&strict, dir.path());
    // The enum of the answer stays open.
    assert_eq!(spec.matches("open: true\n").count(), 1, "{spec}");
    assert!(RULES.iter().all(|rule| spec.contains(rule)), "{spec}");
    // An import by default changes no decision of the file.
    assert_eq!(spec_of(&options(), dir.path()), spec);
}

/// The spec of an action with a parameter of this schema, and the notes.
fn of_document(schema: serde_json::Value, options: &Options) -> (String, Vec<String>) {
    let mut parameter = serde_json::json!({"name": "Kind", "in": "query"});
    parameter["schema"] = schema;
    of_parameter(parameter, options)
}

fn of_parameter(parameter: serde_json::Value, options: &Options) -> (String, Vec<String>) {
    let document = serde_json::json!({
        "version": "1.0",
        "info": {"style": "RPC", "product": "Depot", "version": "2024-01-02"},
        "directories": [], "components": {"schemas": {}}, "endpoints": [],
        "apis": {"DoIt": {
            "methods": ["post"], "schemes": ["https"], "security": [{"AK": []}],
            "parameters": [parameter],
            "responses": {"200": {"schema": {"type": "object", "properties": {
                "RequestId": {"type": "string"}}}}},
        }},
    });
    let dir = tempfile::tempdir().unwrap();
    let read = import::json(Path::new("api-docs.json"), &document.to_string());
    let import = Import::new(read, dir.path(), options).unwrap();
    import.write(dir.path()).unwrap();
    let notes = import.descriptions.iter().flat_map(|report| &report.notes);
    let notes = notes.map(|note| note.what.clone()).collect();
    let text = std::fs::read_to_string(dir.path().join("DoIt.yaml")).unwrap();
    (text, notes)
}

#[test]
fn documents_have_enums_that_only_sentences_tell() {
    let mut facts = Options::default();
    facts.no_prose = true;
    for (ty, description, values) in [
        (
            "string",
            "排序方式。取值：\n\n- **UP**（默认）：x\n- **DOWN**：y",
            "values: - UP - DOWN",
        ),
        (
            "string",
            "The order. Valid values:\n* `UP`: x\n  - more\n* `DOWN`: y",
            "values: - UP - DOWN",
        ),
        (
            "integer",
            "Possible values:<br/>- 0: no\n- 1: yes",
            "values: - 0 - 1",
        ),
    ] {
        let schema = serde_json::json!({"type": ty, "description": description});
        let (text, notes) = of_document(schema, &facts);
        assert!(text.contains("open: true\n"), "{text}");
        let shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(values), "{text}");
        assert_eq!(
            notes,
            ["enums read from sentences, which may lack values: 1"]
        );
    }
}

#[test]
fn sentences_that_are_no_list_of_values_make_no_enum() {
    for (ty, description) in [
        (
            "integer",
            "Bandwidth. Valid values:\n- **-1**: no limit\n- **1** to **5120**: Mbit/s",
        ),
        ("string", "Valid values: 1 to 100.\n- **A**: x\n- **B**: y"),
        ("string", "Values:\n- kernel.shm*: x\n- net.*: y"),
        (
            "string",
            "The options:\n- **Id**: String\n- **Size**: Integer",
        ),
        (
            "string",
            "The state. Valid values:\n- The name of a box.\n- Its number.",
        ),
        ("boolean", "Valid values:\n- true: x\n- false: y"),
        ("string", "If Kind is `A`, one of B and C."),
    ] {
        let schema = serde_json::json!({"type": ty, "description": description});
        let (text, notes) = of_document(schema, &Options::default());
        assert!(!text.contains("enum"), "{text}");
        assert!(notes.is_empty(), "{notes:?}");
    }
    // A default that is no value: one of them is wrong.
    let schema = serde_json::json!({"type": "string", "default": "LEFT",
        "description": "Valid values:\n- UP: x\n- DOWN: y"});
    assert!(!of_document(schema, &Options::default()).0.contains("enum"));
}

#[test]
fn documented_sentences_become_limits_only_on_request() {
    let schema =
        serde_json::json!({"type": "string", "description": "2 to 128 characters in length."});
    let mut options = Options::default();
    let rule = "length: { min: 2, max: 128 }";
    assert!(!of_document(schema.clone(), &options).0.contains(rule));
    options.limits_from_prose = true;
    assert!(of_document(schema, &options).0.contains(rule));
    // What the document has as data wins.
    let schema = serde_json::json!({"type": "string", "maxLength": 9, "description": "2 to 128 characters in length."});
    assert!(
        of_document(schema, &options)
            .0
            .contains("length: { max: 9 }")
    );
    let schema = serde_json::json!({"type": "string", "enum": ["A", "B"]});
    assert!(
        of_document(schema.clone(), &options)
            .0
            .contains("open: true")
    );
    options.closed_enums = true;
    assert!(!of_document(schema, &options).0.contains("open: true"));
}

#[test]
fn a_number_inside_json_is_an_enum_too() {
    let member = serde_json::json!({"type": "integer", "enum": ["0", "90"]});
    let told =
        serde_json::json!({"type": "integer", "description": "Valid values:\n- 0: x\n- 90: y"});
    let schema = serde_json::json!({"type": "object", "properties": {"A": member, "B": told}});
    let mut parameter = serde_json::json!({"name": "Turn", "in": "query", "style": "json"});
    parameter["schema"] = schema;
    let (encoded, notes) = of_parameter(parameter.clone(), &Options::default());
    assert_eq!(encoded.matches("enum<integer>").count(), 2, "{encoded}");
    assert!(notes.len() <= 1, "{notes:?}");
    parameter["style"] = serde_json::json!("flat");
    let (flat, _) = of_parameter(parameter, &Options::default());
    assert_eq!(flat.matches("enum<integer>").count(), 2, "{flat}");
}

/// Nobody has to find the secrets of a product before printing an answer.
#[test]
fn secrets_are_marked_by_their_names() {
    let secret = serde_json::json!({"type": "string", "example": "hunter2"});
    let schema = serde_json::json!({"type": "object", "properties": {
        "AccessKeySecret": secret, "PasswordPolicy": secret, "NextToken": secret}});
    let parameter =
        serde_json::json!({"name": "Turn", "in": "query", "style": "json", "schema": schema});
    let (text, _) = of_parameter(parameter, &Options::default());
    assert_eq!(text.matches("sensitive: true").count(), 1, "{text}");
    assert_eq!(text.matches("hunter2").count(), 2, "{text}");
}

#[test]
fn what_contradicts_the_type_or_the_values_is_left_out_and_reported() {
    for (schema, word, reason) in [
        (
            serde_json::json!({"type": "string", "enum": ["ALL", "NONE"], "default": "AL"}),
            "default:",
            "the default `AL` is not among the values; left out",
        ),
        (
            serde_json::json!({"type": "integer", "example": "12****"}),
            "sample:",
            "the example is no value of the type; left out",
        ),
        (
            serde_json::json!({"type": "integer", "example": "12", "maximum": "9"}),
            "sample:",
            "the example is not within the range; left out",
        ),
        (
            serde_json::json!({"type": "boolean", "example": "fasle"}),
            "sample:",
            "the example is no value of the type; left out",
        ),
    ] {
        let (text, notes) = of_document(schema, &Options::default());
        assert!(!text.contains(word), "{text}");
        assert_eq!(notes, [reason]);
    }
    let schema = serde_json::json!({"type": "boolean", "example": "True"});
    let (text, notes) = of_document(schema, &Options::default());
    assert!(text.contains("sample: true") && notes.is_empty(), "{text}");
}
