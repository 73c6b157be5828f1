//! Two small products of our own, and the command.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::mirror::{Answer, Mirror};

pub(crate) const PRODUCTS: &str = r#"[
  {"code": "Shop", "name": "Corner Shop", "style": "RPC",
   "versions": ["2020-01-01", "2024-05-01"], "defaultVersion": "2024-05-01"},
  {"code": "Crane", "name": "Harbour Crane", "style": "ROA",
   "versions": ["2022-02-02"], "defaultVersion": "2022-02-02"},
  {"code": "Oss", "name": "Objects", "style": "ROA",
   "versions": ["2019-05-17"], "defaultVersion": "2019-05-17"}
]"#;

/// An RPC product with areas, an action that changes something, and pages.
pub(crate) const SHOP: &str = r#"{"version": "1.0",
  "info": {"style": "RPC", "product": "Shop", "version": "2024-05-01"},
  "directories": [
    {"id": 1, "title": "Goods", "type": "directory", "children": ["ListGoods", "DescribeGood"]},
    {"id": 2, "title": "Door", "type": "directory", "children": ["OpenDoor"]}],
  "components": {"schemas": {}},
  "apis": {
    "ListGoods": {"methods": ["post"], "operationType": "read",
      "systemTags": {"operationType": "list"},
      "parameters": [
        {"name": "PageNumber", "in": "query", "schema": {"type": "integer", "format": "int32"}},
        {"name": "PageSize", "in": "query", "schema": {"type": "integer", "format": "int32"}}],
      "responses": {"200": {"schema": {"type": "object", "properties": {
        "RequestId": {"type": "string"},
        "TotalCount": {"type": "integer", "format": "int32"},
        "PageNumber": {"type": "integer", "format": "int32"},
        "PageSize": {"type": "integer", "format": "int32"},
        "Goods": {"type": "array", "items": {"type": "object", "properties": {
          "Name": {"type": "string"}}}}}}}}},
    "DescribeGood": {"methods": ["post"], "systemTags": {"operationType": "get"},
      "parameters": [{"name": "Name", "in": "query",
        "schema": {"type": "string", "required": true, "example": "apple"}}],
      "responses": {"200": {"schema": {"type": "object", "properties": {
        "RequestId": {"type": "string"}}}}}},
    "OpenDoor": {"methods": ["post"], "summary": "Opens the door of the shop.",
      "systemTags": {"operationType": "update"},
      "parameters": [{"name": "Wide", "in": "query",
        "schema": {"type": "boolean", "required": true}}],
      "responses": {"200": {"schema": {"type": "object", "properties": {
        "RequestId": {"type": "string"}}}}}}},
  "endpoints": [{"regionId": "cn-hangzhou", "endpoint": "shop.aliyuncs.com"}]}"#;

/// A REST product without areas, whose bodies are shared objects with names that the
/// runtime also has.
pub(crate) const CRANE: &str = r##"{"version": "1.0",
  "info": {"style": "ROA", "product": "Crane", "version": "2022-02-02"},
  "directories": ["MoveLoad", "GetLoad"],
  "components": {"schemas": {"Task": {"type": "object", "properties": {
    "Weight": {"type": "integer", "format": "int64", "required": true},
    "Error": {"type": "string"}}}}},
  "apis": {
    "GetLoad": {"methods": ["get"], "path": "/loads/{id}:look",
      "systemTags": {"operationType": "get"},
      "parameters": [
        {"name": "id", "in": "path", "schema": {"type": "string", "required": true}},
        {"name": "workspace", "in": "header", "schema": {"type": "string", "required": true}}],
      "responses": {"200": {"schema": {"type": "object", "properties": {
        "load": {"$ref": "#/components/schemas/Task"}}}}}},
    "MoveLoad": {"methods": ["post"], "path": "/loads",
      "systemTags": {"operationType": "update"},
      "parameters": [{"name": "body", "in": "body", "style": "json",
        "schema": {"type": "object", "required": true, "properties": {
          "load": {"$ref": "#/components/schemas/Task", "required": true}}}}],
      "responses": {"200": {"schema": {"type": "object", "properties": {
        "load": {"$ref": "#/components/schemas/Task"}}}}}}},
  "endpoints": [{"regionId": "cn-hangzhou", "endpoint": "crane.cn-hangzhou.aliyuncs.com"}]}"##;

const OSS: &str = r#"{"version": "1.0",
  "info": {"style": "OSS", "product": "Oss", "version": "2019-05-17"},
  "directories": [], "components": {"schemas": {}},
  "apis": {"GetObject": {"methods": ["get"], "path": "/", "parameters": [], "responses": {}}},
  "endpoints": []}"#;

pub(crate) fn mirror() -> Mirror {
    let mirror = Mirror::start();
    mirror.put("/products.json", Answer::ok(PRODUCTS));
    for (product, version, text) in [
        ("Shop", "2024-05-01", SHOP),
        ("Crane", "2022-02-02", CRANE),
        ("Oss", "2019-05-17", OSS),
    ] {
        let path = format!("/products/{product}/versions/{version}/api-docs.json");
        mirror.put(&path, Answer::ok(text));
    }
    mirror
}

pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `aliyun-codegen client` in a folder.
pub(crate) fn client(dir: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
        .current_dir(dir)
        .env_remove("HTTP_PROXY")
        .env_remove("http_proxy")
        .arg("client")
        .args(arguments)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// As [`client`], with a run that must succeed.
pub(crate) fn done(dir: &Path, arguments: &[&str]) -> Run {
    let run = client(dir, arguments);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder, by their paths in it.
pub(crate) fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_path_buf();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn names(dir: &Path) -> Vec<String> {
    let files = files(dir).into_iter();
    files
        .map(|(path, _)| path.display().to_string().replace('\\', "/"))
        .collect()
}

/// The folder of this workspace.
pub(crate) fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
