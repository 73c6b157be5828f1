//! Runs the tool, and makes spec folders for it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The objects on standard output, one per line.
    pub(crate) fn objects(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

pub(crate) fn tool() -> Command {
    Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
}

pub(crate) fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    Run::of(tool().args(arguments).output().unwrap())
}

/// Runs the tool in a folder.
pub(crate) fn run_in(dir: &Path, arguments: &[&str]) -> Run {
    Run::of(tool().current_dir(dir).args(arguments).output().unwrap())
}

pub(crate) const PRODUCT: &str = "\
product: Warehouse
version: 2024-05-01
doc: A product that exists only in tests.
endpoint: warehouse.example.com
common_parameters:
  - { name: Action, required: true, doc: Name of the action. }
errors:
  - { code: Throttling, http_status: 400, doc: Too many calls. }
";

pub(crate) const ACTION: &str = "\
action: StoreGoods
doc: Stores goods.
idempotent: false
parameters:
  - { name: Shelf, type: integer, doc: Where. }
response:
  - { name: RequestId, type: string, doc: Id of the call. }
";

/// An action whose example contradicts its table.
pub(crate) const DOUBTFUL: &str = "\
action: StoreGoods
doc: Stores goods.
idempotent: false
parameters: []
response:
  - { name: RequestId, type: string, doc: Id of the call. }
examples:
  - name: documented
    json: |
      { \"RequestId\": \"1\", \"Shelf\": 2 }
";

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// A folder with the product and this action.
pub(crate) fn spec(action: &str) -> TempDir {
    folder(&[("product.yaml", PRODUCT), ("StoreGoods.yaml", action)])
}

/// The checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The spec files of the project, at any depth.
pub(crate) fn committed() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("spec")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty());
    files
}
