//! Official JSON documents, of an invented product and as published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use aliyun_codegen::import::{self, Description, Import, Options, Outcome};
use serde_json::{Value, json};

/// A document with these actions and components.
fn document(style: &str, apis: Value, components: Value) -> Value {
    json!({
        "version": "1.0",
        "info": {"style": style, "product": "Depot", "version": "2024-01-02"},
        "directories": [],
        "components": {"schemas": components},
        "apis": apis,
        "endpoints": [
            {"regionId": "cn-hangzhou", "endpoint": "depot.cn-hangzhou.aliyuncs.com"},
            {"regionId": "ap-southeast-1", "endpoint": "depot.ap-southeast-1.aliyuncs.com"},
        ],
    })
}

/// An action with these parameters and the schema of its answer.
fn action(parameters: Value, answer: Value) -> Value {
    json!({
        "methods": ["post", "get"], "schemes": ["https"], "security": [{"AK": []}],
        "parameters": parameters,
        "responses": {"200": {"schema": answer}},
    })
}

fn answer() -> Value {
    json!({"type": "object", "properties": {"RequestId": {"type": "string"}}})
}

fn rest(method: &str, path: &str, parameters: Value, answer: Value) -> Value {
    let mut action = action(parameters, answer);
    action["methods"] = json!([method]);
    action["path"] = json!(path);
    action
}

fn read(document: &Value) -> Vec<Description> {
    import::json(Path::new("api-docs.json"), &document.to_string())
}

/// The files of the spec, and the notes with their pointers.
fn imported(document: &Value) -> (BTreeMap<String, String>, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let import = Import::new(read(document), dir.path(), &Options::default()).unwrap();
    let notes = import.descriptions.iter().flat_map(|report| {
        let notes = report.notes.iter();
        notes.map(|note| format!("{} {}", note.origin, note.what))
    });
    let notes = notes.collect();
    let refused: Vec<_> = import
        .descriptions
        .iter()
        .filter(|report| report.outcome == Outcome::Refused)
        .map(|report| report.reason.clone())
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    import.write(dir.path()).unwrap();
    assert_check(dir.path());
    let files = import.files.iter();
    let files = files.map(|file| (file.name.clone(), file.text.clone()));
    (files.collect(), notes)
}

/// The one action of a document.
fn spec_of(style: &str, action: Value) -> (String, Vec<String>) {
    let (files, notes) = imported(&document(style, json!({"DoIt": action}), json!({})));
    (files["DoIt.yaml"].clone(), notes)
}

fn tool(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"));
    command.args(arguments).output().unwrap()
}

fn assert_check(spec: &Path) {
    let output = tool(&["check", spec.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {text}", spec.display());
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}

#[test]
fn places_and_encodings_of_an_rpc_action() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let (text, notes) = spec_of(
        "RPC",
        action(
            json!([
                {"name": "Id", "in": "query", "schema": {"type": "string", "required": true}},
                {"name": "Port", "in": "formData", "schema": {"type": "integer", "format": "int32"}},
                {"name": "Flat", "in": "query", "style": "repeatList", "schema": list},
                {"name": "Text", "in": "query", "style": "json", "schema": list},
                {"name": "Comma", "in": "query", "style": "simple", "schema": list},
                {"name": "Free", "in": "query", "style": "json", "schema": {"type": "object"}},
                {"name": "Mode", "in": "query", "schema": {"type": "string", "required": false, "docRequired": true}},
                {"name": "Content-Type", "in": "header", "schema": {"type": "string"}},
            ]),
            answer(),
        ),
    );
    has(
        &text,
        &[
            "action: DoIt\ndoc:",
            "- name: Id\n    type: string\n    required: true",
            "- name: Port\n    type: integer\n    in: form",
            "- name: Flat\n    type: list<string>\n  - name: Text\n    type: list<string>\n    encoding: json",
            "- name: Comma\n    type: list<string>\n    encoding: comma",
            "- name: Free\n    type: map<any>\n    encoding: json",
            "- name: Mode\n    type: string\n    required: documented",
        ],
    );
    assert!(!text.contains("Content-Type"));
    assert_eq!(
        notes,
        ["/apis/DoIt/parameters/7 `Content-Type`: every call has this header; left out"]
    );
}

#[test]
fn an_action_that_is_only_get_sends_everything_in_the_query() {
    let mut get = action(
        json!([{"name": "Id", "in": "formData", "schema": {"type": "string"}}]),
        answer(),
    );
    get["methods"] = json!(["get"]);
    get["path"] = json!("/ignored/{Id}");
    let (text, _) = spec_of("RPC", get);
    has(
        &text,
        &["method: GET\n", "- name: Id\n    type: string\n\n"],
    );
    assert!(!text.contains("path:"));
}

#[test]
fn members_of_a_json_body_are_parameters() {
    let body = json!({"type": "object", "properties": {
        "id": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "object", "properties": {"key": {"type": "string"}}}},
    }});
    let (text, _) = spec_of(
        "ROA",
        rest(
            "put",
            "/things/{id}:start",
            json!([
                {"name": "id", "in": "path", "schema": {"type": "string", "required": false}},
                {"name": "dryRun", "in": "query", "schema": {"type": "boolean"}},
                {"name": "workspace", "in": "header", "schema": {"type": "string"}},
                {"name": "body", "in": "body", "style": "json", "schema": body},
            ]),
            answer(),
        ),
    );
    has(
        &text,
        &[
            "method: PUT\npath: /things/{id}:start\n",
            "body: body\n",
            "- name: id\n    type: string\n    in: path\n    required: true",
            "in: header",
            "- name: id\n    rust: body_id\n    type: string\n    in: body",
            "- name: tags\n    type: list<object>\n    rust_type: Tag\n    in: body",
        ],
    );
}

#[test]
fn other_bodies_are_payloads() {
    let text = |style: &str, schema: Value| {
        let body = json!([{"name": "body", "in": "body", "schema": schema}]);
        spec_of(style, rest("post", "/things", body, answer())).0
    };
    let binary = text("FC", json!({"type": "string", "format": "binary"}));
    has(
        &binary,
        &["- name: body\n    type: bytes\n    in: payload\n"],
    );
    let byte = text("FC", json!({"type": "string", "format": "byte"}));
    has(&byte, &["in: payload\n    content_type: none\n"]);
    let list = text("ROA", json!({"type": "array", "items": {"type": "string"}}));
    has(&list, &["type: list<string>\n    in: payload\n"]);
    let plain = text("ROA", json!({"type": "string"}));
    has(&plain, &["type: string\n    in: payload\n"]);
    // The official clients send it under its own name, but for V3.
    let bare = text("ROA", json!({"type": "object"}));
    has(&bare, &["- name: body\n    type: any\n    in: body\n"]);
    assert!(!bare.contains("\nbody:"));
    let other = text("V3", json!({"type": "object"}));
    has(&other, &["type: map<any>\n    in: payload\n"]);
}

#[test]
fn answers_of_any_kind() {
    let text = |schema: Value| spec_of("ROA", rest("get", "/things", json!([]), schema)).0;
    let list = text(
        json!({"type": "array", "items": {"type": "object", "properties": {"A": {"type": "integer", "format": "int32"}}}}),
    );
    has(
        &list,
        &[
            "- name: body\n    type: list<object>\n    in: payload\n    fields:\n      - name: A\n        type: long",
        ],
    );
    let bytes = text(json!({"type": "string", "format": "binary"}));
    has(&bytes, &["- name: body\n    type: bytes\n    in: payload"]);
    let mut none = rest("get", "/things", json!([]), json!({}));
    none["responses"] = json!({"204": {"headers": {
        "X-Log": {"schema": {"type": "string"}},
        "x\u{2011}odd": {"schema": {"type": "string"}},
    }}});
    let (text, notes) = spec_of("ROA", none);
    has(&text, &["- name: X-Log\n    type: string\n    in: header"]);
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn components_are_shared_objects_and_may_be_recursive() {
    let parameters = json!([
        {"name": "Query", "in": "query", "style": "json", "schema": {"$ref": "#/components/schemas/Node"}},
        {"name": "Lost", "in": "query", "style": "json", "schema": {"$ref": "#/components/schemas/Nowhere"}},
    ]);
    let components = json!({
        "Node": {"type": "object", "properties": {
            "Name": {"type": "string"},
            "Left": {"$ref": "#/components/schemas/Node"},
            "All": {"$ref": "#/components/schemas/Nodes"},
        }},
        "Nodes": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        "List": {"type": "object", "properties": {"A": {"type": "string"}}},
        "DoItRequest": {"type": "object", "properties": {"L": {"$ref": "#/components/schemas/List"}}},
        "Unused": {"type": "object", "properties": {"A": {"type": "string"}}},
    });
    let answer = json!({"type": "object", "properties": {
        "Data": {"$ref": "#/components/schemas/DoItRequest"},
    }});
    let (files, notes) = imported(&document(
        "RPC",
        json!({"DoIt": action(parameters, answer)}),
        components,
    ));
    has(
        &files["product.yaml"],
        &[
            "- name: Node\n    fields:\n      - name: All\n        type: list<Node>\n      - name: Left\n        type: Node\n      - name: Name\n        type: string",
            "- name: ListObject\n",
            "- name: DoItRequestObject\n",
        ],
    );
    assert!(!files["product.yaml"].contains("Unused"));
    has(
        &files["DoIt.yaml"],
        &[
            "type: Node\n    encoding: json",
            "type: any\n    encoding: json",
            "type: DoItRequestObject",
        ],
    );
    assert_eq!(
        notes,
        ["/apis/DoIt/parameters/1/schema there is no component `Nowhere`; any value is accepted"]
    );
}

#[test]
fn what_contradicts_itself_is_left_out() {
    let (text, notes) = spec_of(
        "RPC",
        action(
            json!([
                {"name": "A", "in": "query", "schema": {"type": "string", "minimum": "1"}},
                {"name": "B", "in": "query", "schema": {"type": "integer", "default": "many", "example": "none"}},
                {"name": "C", "in": "query", "style": "repeatList", "schema": {"type": "array", "items": {"type": "string"}, "minItems": 9, "maxItems": 2}},
                {"name": "D", "in": "query", "schema": {"type": "string", "pattern": "[a-z]+"}},
                {"name": "E", "in": "query", "schema": {"type": "integer", "format": "int32", "maximum": "4294967296", "exclusiveMinimum": true, "minimum": "0"}},
                {"name": "F", "in": "query", "schema": {"type": "boolean", "default": " False"}},
                {"name": "A", "in": "query", "schema": {"type": "string", "required": true}},
            ]),
            answer(),
        ),
    );
    has(
        &text,
        &[
            "- name: A\n    type: string\n    required: true\n  - name: B\n    type: long\n  - name: C\n    type: list<string>\n  - name: D\n    type: string\n",
            "- name: E\n    type: long\n    range: { min: 1, max: 4294967296 }",
            "- name: F\n    type: boolean\n    default: false",
        ],
    );
    assert_eq!(notes.len(), 6, "{notes:?}");
}

#[test]
fn values_are_open_and_have_names() {
    let (text, _) = spec_of(
        "RPC",
        action(
            json!([
                {"name": "Mode", "in": "query", "schema": {"type": "string", "enum": ["on", "On", "2核4G", " off"]}},
                {"name": "Level", "in": "query", "schema": {"type": "integer", "enumValueTitles": {"1": "low", "2": "high"}}},
                {"name": "Empty", "in": "query", "schema": {"type": "string", "enum": []}},
            ]),
            answer(),
        ),
    );
    has(
        &text,
        &[
            "- name: Mode\n    type: enum\n    open: true",
            "- name: Level\n    type: enum<integer>\n    open: true",
            "- name: Empty\n    type: string\n",
            "{ value: On, name: ",
            "      - off\n",
        ],
    );
}

#[test]
fn names_that_become_one_in_rust_differ() {
    let member = |name: &str| (name.to_owned(), json!({"type": "string"}));
    let members: serde_json::Map<String, Value> = ["key", "Key", "vpc-id", "405Pv", "type"]
        .map(member)
        .into_iter()
        .collect();
    let (text, _) = spec_of(
        "RPC",
        action(
            json!([{"name": "Tag", "in": "query", "style": "repeatList", "schema": {"type": "array", "items": {"type": "object", "properties": members}}}]),
            answer(),
        ),
    );
    has(&text, &["_2\n"]);
}

#[test]
fn deep_types_become_any_value() {
    let mut schema = json!({"type": "string"});
    for _ in 0..12 {
        schema = json!({"type": "array", "items": {"type": "object", "properties": {"X": schema}}});
    }
    let answer = json!({"type": "object", "properties": {"X": schema}});
    let (text, notes) = spec_of("RPC", action(json!([]), answer));
    has(&text, &["type: any"]);
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn one_bad_action_does_not_hold_back_the_product() {
    let apis = json!({
        "Good": action(json!([]), answer()),
        "Nothing": {"parameters": [], "responses": {}},
        "Trace": {"methods": ["trace"], "security": [{"AK": []}], "parameters": [], "responses": {}},
        "Bad": rest("post", "/a/{x}/{x}", json!([]), answer()),
    });
    let mut document = document("RPC", apis, json!({}));
    document["info"]["style"] = json!("ROA");
    document["apis"]["Good"]["path"] = json!("/good");
    let dir = tempfile::tempdir().unwrap();
    let import = Import::new(read(&document), dir.path(), &Options::default()).unwrap();
    let names: Vec<&str> = import.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["product.yaml", "Good.yaml"]);
    let reasons = import
        .descriptions
        .iter()
        .map(|report| report.reason.as_str());
    assert_eq!(reasons.filter(|reason| !reason.is_empty()).count(), 3);
    import.write(dir.path()).unwrap();
    assert_check(dir.path());
}

#[test]
fn gateways_with_their_own_protocol_are_refused() {
    for style in ["OSS", "SLS", "PDS", "AliGenie", "New"] {
        let all = read(&document(
            style,
            json!({"DoIt": action(json!([]), answer())}),
            json!({}),
        ));
        let reasons: Vec<_> = all
            .iter()
            .map(|one| one.refused().unwrap_or_default())
            .collect();
        assert_eq!(reasons.len(), 1);
        has(reasons[0], &[&format!("`{style}`"), "is not"]);
        let failure = import::batches(all, Path::new("out"))
            .unwrap_err()
            .to_string();
        has(&failure, &["api-docs.json", style]);
    }
}

#[test]
fn what_is_no_document_is_refused_with_the_reason() {
    for (text, reason) in [
        ("{", "EOF"),
        ("[]", "expected the document, found a list"),
        ("{\"openapi\": \"3.0\"}", "info.product"),
    ] {
        let all = import::json(Path::new("x.json"), text);
        let found = all[0].refused().unwrap_or_default();
        assert!(
            all.len() == 1 && (found.contains(reason) || found.contains("info.product")),
            "{found}"
        );
    }
}

#[test]
fn an_import_again_changes_nothing_and_hand_made_knowledge_stays() {
    let dir = tempfile::tempdir().unwrap();
    let parameters =
        json!([{"name": "Token", "in": "query", "schema": {"type": "string", "description": "x"}}]);
    let first = document(
        "RPC",
        json!({"DoIt": action(parameters.clone(), answer())}),
        json!({}),
    );
    let write = |document: &Value| {
        let import = Import::new(read(document), dir.path(), &Options::default()).unwrap();
        import.write(dir.path()).unwrap();
        std::fs::read_to_string(dir.path().join("DoIt.yaml")).unwrap()
    };
    let text = write(&first);
    assert_eq!(write(&first), text);
    let ours = text.replace(
        "    type: string\n",
        "    type: string\n    sensitive: true\n",
    );
    std::fs::write(dir.path().join("DoIt.yaml"), &ours).unwrap();
    assert_eq!(write(&first), ours);
    // A document of facts says nothing about answers and texts; places are its own.
    let mut facts = first.clone();
    facts["apis"]["DoIt"]
        .as_object_mut()
        .unwrap()
        .remove("responses");
    facts["apis"]["DoIt"]["parameters"][0]["in"] = json!("formData");
    facts["apis"]["DoIt"]["parameters"][0]["schema"]
        .as_object_mut()
        .unwrap()
        .remove("description");
    let merged = write(&facts);
    has(
        &merged,
        &["in: form", "sensitive: true", "doc: x", "- name: RequestId"],
    );
}

#[test]
fn documents_of_several_products_have_a_folder_each() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    for (product, version) in [
        ("Depot", "2024-01-02"),
        ("Depot", "2025-01-02"),
        ("Oss", "1"),
    ] {
        let mut document = document(
            "RPC",
            json!({"DoIt": action(json!([]), answer()), "ListIt": action(json!([]), answer())}),
            json!({}),
        );
        document["info"] = json!({"style": if product == "Oss" {"OSS"} else {"RPC"}, "product": product, "version": version});
        let folder = docs.join(product).join(version);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("api-docs.json"), document.to_string()).unwrap();
        std::fs::write(folder.join("api-docs.provenance.json"), "{}").unwrap();
    }
    std::fs::write(docs.join("products.json"), "[]").unwrap();
    let out = dir.path().join("spec");
    let arguments = |actions: &str| {
        let (docs, out) = (docs.to_str().unwrap(), out.to_str().unwrap());
        tool(&["import", docs, "--out", out, "--actions", actions])
    };
    let output = arguments("List*");
    assert!(output.status.success(), "{output:?}");
    for version in ["2024-01-02", "2025-01-02"] {
        let spec = out.join("depot").join(version);
        assert!(spec.join("ListIt.yaml").exists());
        assert!(!spec.join("DoIt.yaml").exists());
        assert_check(&spec);
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    has(&text, &["Oss", "signature of its own"]);
    let output = arguments("LstIt");
    assert!(!output.status.success());
    has(
        &String::from_utf8_lossy(&output.stderr),
        &["no action `LstIt`", "ListIt"],
    );
}

/// The folder of published documents.
fn published() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let dir = std::env::var_os("API_METADATA").map_or_else(
        || workspace.join("../shared/metadata/2024-07-30"),
        PathBuf::from,
    );
    dir.exists().then_some(dir)
}

#[test]
fn published_documents_become_specs_without_errors() {
    let Some(dir) = published() else {
        eprintln!("skipped: no published documents; set API_METADATA to their folder");
        return;
    };
    let files = import::find(&[dir]).unwrap();
    let out = tempfile::tempdir().unwrap();
    let batches = || import::batches(import::read(&files, &|_| {}).unwrap(), out.path()).unwrap();
    for batch in batches().batches {
        let import = Import::new(batch.descriptions, &batch.out, &Options::default()).unwrap();
        let refused = import.descriptions.iter();
        let refused: Vec<_> = refused
            .filter(|report| report.outcome == Outcome::Refused)
            .map(|report| (&report.action, &report.reason))
            .collect();
        assert!(refused.is_empty(), "{}: {refused:?}", batch.out.display());
        import.write(&batch.out).unwrap();
        assert_check(&batch.out);
    }
    for batch in batches().batches {
        let import = Import::new(batch.descriptions, &batch.out, &Options::default()).unwrap();
        let changed = import.files.iter().filter(|file| {
            std::fs::read_to_string(batch.out.join(&file.name)).unwrap() != file.text
        });
        let changed: Vec<&str> = changed.map(|file| file.name.as_str()).collect();
        assert!(changed.is_empty(), "{}: {changed:?}", batch.out.display());
    }
}

#[test]
fn descriptions_keep_their_structure_and_become_harmless_rust_docs() {
    let mut action = action(
        json!([
            {"name": "Kind", "in": "query", "schema": {"type": "string", "description":
                "The kind, see [Kinds](~~67710~~).<br />Values:\n\n* **big**: a map of <String>\n    - a [b]\n> Not `x`.\n\n```\nlet x = 1;\n```"}},
        ]),
        answer(),
    );
    action["summary"] = json!("Stores **one** box.");
    action["description"] = json!("<props=\"china\">Ours.</props>At most\n\n1. two\n2. three");
    let (text, _) = spec_of("RPC", action.clone());
    has(
        &text,
        &[
            "doc: |\n  Stores **one** box.\n\n  At most\n  1. two\n  2. three\n",
            "      The kind, see [Kinds](https://www.alibabacloud.com/help/doc-detail/67710.htm).\n\n      Values:\n",
            "      - **big**: a map of <String>\n        - a [b]\n\n      > Not `x`.\n\n      ```text\n      let x = 1;\n      ```\n",
        ],
    );
    let dir = tempfile::tempdir().unwrap();
    let document = document("RPC", json!({"DoIt": action}), json!({}));
    let import = Import::new(read(&document), dir.path(), &Options::default()).unwrap();
    import.write(dir.path()).unwrap();
    let out = dir.path().join("client");
    let spec = dir.path().to_str().unwrap();
    let output = tool(&["generate", spec, "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    let rust = std::fs::read_to_string(out.join("do_it.rs")).unwrap();
    has(
        &rust,
        &[
            "    /// - **big**: a map of \\<String\\>\n    ///   - a \\[b\\]\n",
            "    /// > Not `x`.\n    ///\n    /// ```text\n    /// let x = 1;\n    /// ```\n",
        ],
    );
}

/// The area of each action of a document with these directories.
fn areas_of(directories: &[(&str, &[&str])], out: &Path) -> BTreeMap<String, String> {
    let names = directories.iter().flat_map(|(_, actions)| *actions);
    let apis: serde_json::Map<String, Value> = names
        .map(|name| ((*name).to_owned(), action(json!([]), answer())))
        .collect();
    let mut document = document("RPC", apis.into(), json!({}));
    let directories = directories.iter().enumerate().map(|(id, (title, actions))| {
        json!({"id": id, "title": title, "type": "directory", "children": actions})
    });
    document["directories"] = directories.collect();
    let import = Import::new(read(&document), out, &Options::default()).unwrap();
    import.write(out).unwrap();
    assert_check(out);
    let area = |text: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix("area: "));
        line.unwrap_or_default().to_owned()
    };
    let files = import.files.iter();
    files
        .map(|file| (file.name.replace(".yaml", ""), area(&file.text)))
        .collect()
}

#[test]
fn areas_are_named_after_what_their_actions_are_about_and_keep_their_names() {
    let dir = tempfile::tempdir().unwrap();
    let boxes: &[&str] = &["ListStackBoxes", "CreateStackBox", "StackBoxJoinGroup"];
    let rules: &[&str] = &["ListRulesByStackBox", "CreateRule", "DeleteRule"];
    let areas = areas_of(
        &[("\u{5b9e}\u{4f8b}", boxes), ("\u{89c4}\u{5219}", rules)],
        dir.path(),
    );
    assert_eq!(areas["CreateStackBox"], "stack_box");
    assert_eq!(areas["ListRulesByStackBox"], "rule");
    // Most actions are now about something else. New ones still join the old ones.
    let more: &[&str] = &[
        "CreateRule",
        "CreateTag",
        "DeleteTag",
        "ListTags",
        "UpdateTag",
    ];
    let areas = areas_of(
        &[("\u{5b9e}\u{4f8b}", boxes), ("\u{89c4}\u{5219}", more)],
        dir.path(),
    );
    assert_eq!(areas["CreateTag"], "rule");
    let fresh = tempfile::tempdir().unwrap();
    let areas = areas_of(
        &[("Boxes and more", boxes), ("\u{89c4}\u{5219}", more)],
        fresh.path(),
    );
    assert_eq!(areas["CreateStackBox"], "boxes_and_more");
    assert_eq!(areas["CreateTag"], "tag");
}
