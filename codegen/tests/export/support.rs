//! Runs the tool, and reads the documents that it exports.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The supported versions of OpenAPI.
pub(crate) const VERSIONS: [&str; 2] = ["3.0", "3.1"];

pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `aliyun-codegen export` with these arguments.
pub(crate) fn export<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"));
    let output = tool.arg("export").args(arguments).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The document of a spec folder, as text.
pub(crate) fn text(spec: &Path, version: &str) -> String {
    let spec = spec.to_str().unwrap();
    let run = export(["openapi", spec, "--openapi", version]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

pub(crate) fn document(spec: &Path, version: &str) -> Value {
    serde_json::from_str(&text(spec, version)).unwrap()
}

pub(crate) fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export")
}

/// A spec with everything that a document may have.
pub(crate) fn depot() -> PathBuf {
    here().join("depot")
}

/// A REST product with every location, encoding, body and answer.
pub(crate) fn yard() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/rest/spec")
}

/// The spec of the project.
pub(crate) fn domain() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29")
}
