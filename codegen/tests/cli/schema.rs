//! `schema`, and the schemas that are part of the project.

use std::fs;

use aliyun_codegen::author::explanations;
use serde_json::Value;

use crate::support::{ACTION, PRODUCT, committed, folder, root, run, run_in};
use crate::validator::complaints;

fn schema(of: &str) -> Value {
    let run = run(["schema", of]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn the_schemas_of_the_project_are_current() {
    for of in ["action", "product"] {
        let path = root().join("spec/schema").join(format!("{of}.json"));
        let committed = fs::read_to_string(&path).unwrap();
        assert!(
            run(["schema", of]).stdout == committed,
            "write spec/schema/{of}.json anew: aliyun-codegen schema {of}"
        );
    }
}

#[test]
fn actions_are_what_is_printed_by_default() {
    assert_eq!(run(["schema"]).stdout, run(["schema", "action"]).stdout);
    let other = run(["schema", "response"]);
    assert_eq!((other.code, other.stdout.as_str()), (2, ""));
}

#[test]
fn the_spec_of_the_project_satisfies_the_schemas_that_it_names() {
    for path in committed() {
        let text = fs::read_to_string(&path).unwrap();
        let header = text.lines().next().unwrap();
        let name = header
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        let schema = fs::read_to_string(path.parent().unwrap().join(name)).unwrap();
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let found = complaints(&schema, &yaml(&text));
        assert_eq!(found, Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn starters_and_samples_satisfy_the_schemas() {
    let dir = folder(&[]);
    assert_eq!(run_in(dir.path(), &["new", "QueryGoods"]).code, 0);
    for (of, name) in [("action", "QueryGoods.yaml"), ("product", "product.yaml")] {
        let text = fs::read_to_string(dir.path().join(name)).unwrap();
        assert_eq!(complaints(&schema(of), &yaml(&text)), Vec::<String>::new());
    }
    let action = schema("action");
    let base = yaml(ACTION);
    for explanation in explanations() {
        let Some(right) = explanation.right else {
            continue;
        };
        let mut whole = base.clone();
        let part = yaml(right);
        whole
            .as_object_mut()
            .unwrap()
            .extend(part.as_object().unwrap().clone());
        let found = complaints(&action, &whole);
        assert_eq!(found, Vec::<String>::new(), "{}", explanation.code);
    }
}

#[test]
fn mistakes_of_form_do_not_satisfy_the_schema() {
    let schema = schema("action");
    assert_eq!(complaints(&schema, &yaml(ACTION)), Vec::<String>::new());
    for (right, wrong, complaint) in [
        (
            "doc: Where.",
            "dok: Where.",
            "/parameters/0/dok: unknown key",
        ),
        ("doc: Stores goods.", "doc: [Stores]", "/doc: "),
        ("idempotent: false", "idempotent: no", "/idempotent: "),
        ("idempotent: false\n", "", "lacks \"idempotent\""),
        ("type: integer, ", "", "/parameters/0: lacks \"type\""),
        (
            "type: integer",
            "type: list of integer",
            "/parameters/0/type: ",
        ),
        ("doc: Where.", "in: cookie", "/parameters/0/in: "),
        ("doc: Where.", "doc: ", "/parameters/0/doc: "),
        ("doc: Where.", "rust: \" \"", "/parameters/0/rust: "),
        (
            "doc: Where.",
            "range: {}",
            "/parameters/0/range: too few keys",
        ),
        (
            "doc: Where.",
            "length: { max: -1 }",
            "/parameters/0/length/max: ",
        ),
        (
            "doc: Where.",
            "raw_size: { max: 1MB }",
            "/parameters/0/raw_size/max: ",
        ),
        (
            "parameters:",
            "errata: [{ lint: x, reason: y }]\nparameters:",
            "/errata/0/lint: ",
        ),
        (
            "parameters:",
            "errors: [{ code: x }]\nparameters:",
            "/errors/0: ",
        ),
        (
            "parameters:",
            "waiter: { name: x }\nparameters:",
            "/waiter(0): lacks \"doc\"",
        ),
    ] {
        assert!(ACTION.contains(right), "{right}");
        let found = complaints(&schema, &yaml(&ACTION.replace(right, wrong)));
        let told = found.iter().any(|found| found.contains(complaint));
        assert!(told, "{wrong}: {found:?}");
    }
}

#[test]
fn text_that_looks_like_something_else_satisfies_the_schema() {
    let action = schema("action");
    let text = ACTION.replace(
        "doc: Where.",
        "values: [NO, 1, 010, 2020-01-01], default: 1.0",
    );
    assert_eq!(complaints(&action, &yaml(&text)), Vec::<String>::new());
    let product = schema("product");
    let text = PRODUCT.replace("regions", "x") + "regions: { cn-1: a.example.com }\n";
    assert_eq!(complaints(&product, &yaml(&text)), Vec::<String>::new());
    let wrong = PRODUCT.to_owned() + "regions: [a]\n";
    assert_eq!(complaints(&product, &yaml(&wrong)).len(), 1);
}

#[test]
fn every_key_has_a_description() {
    for of in ["action", "product"] {
        let schema = schema(of);
        let forms = schema["definitions"].as_object().unwrap().values();
        for form in forms.chain([&schema]) {
            for (name, key) in form["properties"].as_object().unwrap() {
                let text = key["description"].as_str().unwrap_or_default();
                assert!(text.ends_with('.') && text.len() > 5, "{name}: {text:?}");
            }
        }
    }
}
