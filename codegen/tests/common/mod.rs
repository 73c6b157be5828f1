//! Spec folders made by tests.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use aliyun_codegen::{Diagnostic, model::Model};
use tempfile::TempDir;

/// A product with an enum, an error and a common parameter.
pub(crate) const PRODUCT: &str = "\
product: Depot
version: 2024-05-01
doc: Keeps things.
endpoint: depot.aliyuncs.com
common_parameters:
  - { name: Action, required: true, doc: Name of the action. }
enums:
  - name: Color
    doc: Color of a thing.
    values: [red, green]
errors:
  - { code: Throttling, http_status: 503, doc: Too many calls. }
";

/// Path of the runtime.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// An action file with these parameters, as lines of YAML.
pub(crate) fn action(parameters: &str) -> String {
    let parameters = if parameters.is_empty() {
        "parameters: []\n".to_owned()
    } else {
        format!("parameters:\n{parameters}\n")
    };
    format!(
        "action: GetThing\ndoc: Gets a thing.\nidempotent: true\n{parameters}response:\n  - {{ name: RequestId, type: string }}\n"
    )
}

/// A spec folder with the product and these files.
pub(crate) fn folder<T: AsRef<[u8]>>(files: &[(&str, T)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("product.yaml"), PRODUCT).unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

/// A spec folder with one action file.
pub(crate) fn one(text: impl AsRef<[u8]>) -> TempDir {
    folder(&[("GetThing.yaml", text)])
}

/// Characters in each line of a file; empty if it is not a file.
fn widths(file: &str) -> Vec<usize> {
    let readable = Some(file).filter(|path| Path::new(path).is_file());
    let bytes = readable.and_then(|path| fs::read(path).ok());
    let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
    text.split('\n').map(|line| line.chars().count()).collect()
}

/// The findings about a folder; asserts that every position is inside its file.
pub(crate) fn findings(dir: &Path) -> Vec<Diagnostic> {
    let findings = aliyun_codegen::check(dir).findings;
    let mut files = HashMap::new();
    for finding in &findings {
        let widths = files
            .entry(finding.file.clone())
            .or_insert_with(|| widths(&finding.file));
        let width = widths.get(finding.line.wrapping_sub(1));
        let inside = width.is_some_and(|width| (1..=width + 1).contains(&finding.column));
        assert!(
            inside,
            "line {}, column {}: {finding}",
            finding.line, finding.column
        );
    }
    findings
}

/// Codes, lines and columns of the findings about a folder.
pub(crate) fn places(dir: &Path) -> Vec<(&'static str, usize, usize)> {
    let findings = findings(dir);
    findings
        .iter()
        .map(|f| (f.code, f.line, f.column))
        .collect()
}

/// The model of a folder without errors.
pub(crate) fn model(dir: &Path) -> Model {
    aliyun_codegen::read(dir).unwrap()
}
