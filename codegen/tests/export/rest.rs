//! REST actions: real paths, methods, locations, bodies and answers.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{VERSIONS, document, yard};

fn operation<'d>(document: &'d Value, path: &str, method: &str) -> &'d Value {
    let operation = &document["paths"][path][method];
    assert!(operation.is_object(), "{method} {path}");
    operation
}

fn parameter<'d>(operation: &'d Value, name: &str) -> &'d Value {
    let mut parameters = operation["parameters"].as_array().unwrap().iter();
    parameters.find(|p| p["name"] == name).expect(name)
}

#[test]
fn every_action_has_its_method_and_path() {
    let model = aliyun_codegen::read(yard()).unwrap();
    for version in VERSIONS {
        let document = document(&yard(), version);
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                operations.push((id, method.to_uppercase(), path.clone()));
            }
        }
        operations.sort();
        let expected: Vec<_> = model
            .actions
            .iter()
            .map(|action| {
                let path = action.path.as_ref().unwrap().to_string();
                let path = path.replace('*', "{requestPath}");
                (
                    action.name.clone(),
                    action.http_method.word().to_owned(),
                    path,
                )
            })
            .collect();
        assert_eq!(operations, expected);
    }
}

#[test]
fn parameters_are_where_they_travel() {
    let document = document(&yard(), "3.1");
    let get = operation(&document, "/shelves/{ShelfId}/slots/{SlotNo}", "get");
    assert_eq!(parameter(get, "SlotNo")["in"], "path");
    assert_eq!(parameter(get, "SlotNo")["required"], true);
    let fields = parameter(get, "Fields");
    assert_eq!(
        (&fields["style"], &fields["explode"]),
        (&json!("form"), &json!(false))
    );
    let filter = parameter(get, "Filter");
    assert!(filter["content"]["application/json"]["schema"].is_object());
    assert!(filter.get("schema").is_none());
    assert_eq!(parameter(get, "Names")["x-acs-flatten"], json!(["Names.N"]));
    let headers = &get["responses"]["200"]["headers"];
    assert_eq!(headers["ETag"]["schema"]["type"], "string");

    let create = operation(&document, "/shelves", "post");
    assert_eq!(parameter(create, "workspace")["in"], "header");
    assert_eq!(create["x-acs-idempotency-token"], "ClientToken");
    let body = &create["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["required"], json!(["Name"]));
    assert_eq!(body["properties"]["Grid"]["items"]["type"], "array");
    let tag = "#/components/schemas/Tag";
    assert_eq!(body["properties"]["Tags"]["items"]["$ref"], tag);

    let delete = operation(&document, "/shelves/{ShelfId}", "delete");
    assert_eq!(delete["x-acs-host-parameters"][0]["name"], "Site");
    assert_eq!(parameter(delete, "Reason")["x-acs-required"], "documented");
}

#[test]
fn payloads_and_answers_have_their_media_types() {
    let document = document(&yard(), "3.1");
    let put = operation(&document, "/shelves/{ShelfId}/picture", "put");
    let bytes = &put["requestBody"]["content"]["application/octet-stream"]["schema"];
    assert_eq!(bytes["format"], "binary");
    let answer = |operation: &Value| operation["responses"]["200"]["content"].clone();
    assert!(answer(put)["text/plain"].is_object());
    let get = operation(&document, "/shelves/{ShelfId}/picture", "get");
    assert!(answer(get)["application/octet-stream"].is_object());
    let list = operation(&document, "/shelves", "get");
    assert_eq!(answer(list)["application/json"]["schema"]["type"], "array");
    let nothing = operation(&document, "/jobs/{JobId}:stop", "post");
    assert_eq!(answer(nothing), Value::Null);
    let forward = operation(&document, "/api/v1/{requestPath}", "post");
    assert_eq!(parameter(forward, "requestPath")["x-acs-whole-path"], true);
    let open = operation(&document, "/token", "post");
    assert_eq!(open["security"], json!([]));
    assert_eq!(document["security"], json!([{ "signature_v3": [] }]));
}

const PRODUCT: &str =
    "product: Yard\nversion: 2024-05-01\ndoc: Shelves.\nendpoint: yard.example.com\n";

fn spec(actions: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("product.yaml"), PRODUCT).unwrap();
    for (name, facts) in actions {
        let action =
            format!("action: {name}\ndoc: It exists.\nidempotent: true\nresponse: []\n{facts}");
        fs::write(dir.path().join(format!("{name}.yaml")), action).unwrap();
    }
    dir
}

fn with_id(path: &str, method: &str, name: &str) -> String {
    format!(
        "method: {method}\npath: {path}\nparameters:\n  - {{ name: {name}, type: string, \
         in: path, required: true, doc: Its id. }}\n"
    )
}

#[test]
fn paths_that_openapi_takes_for_the_same_are_one() {
    let get = with_id("/shelves/{Id}", "GET", "Id");
    let delete = with_id("/shelves/{ShelfId}", "DELETE", "ShelfId");
    let other = with_id("/shelves/{Name}", "GET", "Name");
    let spec = spec(&[("AGet", &get), ("BDelete", &delete), ("COther", &other)]);
    let document = document(spec.path(), "3.0");
    let delete = operation(&document, "/shelves/{Id}", "delete");
    assert_eq!(parameter(delete, "Id")["x-acs-name"], "ShelfId");
    // Another action with the same path and method.
    let other = operation(&document, "/shelves/{Name}#COther", "get");
    assert_eq!(parameter(other, "Name")["in"], "path");
}

#[test]
fn objects_that_contain_themselves_are_flattened_once() {
    let facts = "parameters:\n  - { name: Root, type: Node, doc: The root. }\nobjects:\n  \
                 - name: Node\n    doc: A node.\n    parameters:\n      \
                 - { name: Name, type: string, doc: Its name. }\n      \
                 - { name: Next, type: list<Node>, doc: Its children. }\n";
    let spec = spec(&[("Plant", facts)]);
    let document = document(spec.path(), "3.1");
    let plant = operation(&document, "/Plant", "post");
    assert_eq!(
        parameter(plant, "Root")["x-acs-flatten"],
        json!(["Root.Name", "Root.Next.N.…"])
    );
}
