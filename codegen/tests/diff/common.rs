//! Small specs, and assertions about changes.

use std::collections::BTreeMap;
use std::path::Path;

use aliyun_codegen::diff::{Change, Changes, Kind, Verdict};
use aliyun_codegen::model::Model;

pub(crate) const PRODUCT: &str = "\
product: Warehouse
version: 2024-05-01
doc: A product that exists only in tests.
endpoint: warehouse.example.com
";

/// An action file: the indented lines of its parameters and of its response,
/// and whole lines that follow.
pub(crate) fn action(parameters: &str, response: &str, rest: &str) -> String {
    let list = |rows: &str| match rows.trim() {
        "" => " []\n".to_owned(),
        _ => {
            let rows = rows.lines().map(str::trim).filter(|row| !row.is_empty());
            let rows: String = rows.map(|row| format!("  - {row}\n")).collect();
            format!("\n{rows}")
        }
    };
    format!(
        "action: QueryStock\ndoc: Asks what is in stock.\nidempotent: true\nparameters:{}response:{}{rest}",
        list(parameters),
        list(response),
    )
}

pub(crate) fn write(dir: &Path, files: &[(&str, &str)]) {
    std::fs::create_dir_all(dir).unwrap();
    for (name, text) in files {
        std::fs::write(dir.join(name), text).unwrap();
    }
}

/// The model of a folder with these files.
pub(crate) fn model(files: &[(&str, &str)]) -> Model {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    aliyun_codegen::read(dir.path()).unwrap()
}

/// The changes between two versions of one action.
pub(crate) fn changes(old: &str, new: &str) -> Changes {
    let read = |text: &str| model(&[("product.yaml", PRODUCT), ("QueryStock.yaml", text)]);
    aliyun_codegen::diff(&read(old), &read(new))
}

/// The changes between two versions of the parameters.
pub(crate) fn parameters(old: &str, new: &str) -> Changes {
    changes(&action(old, "", ""), &action(new, "", ""))
}

/// The changes between two versions of the response.
pub(crate) fn response(old: &str, new: &str) -> Changes {
    changes(&action("", old, ""), &action("", new, ""))
}

/// The path without the action, what happened, and the verdict.
pub(crate) type Short = (String, Kind, Verdict);

pub(crate) fn short(change: &Change) -> Short {
    let path = change.path.strip_prefix("QueryStock.");
    let path = path.unwrap_or(&change.path).to_owned();
    (path, change.kind, change.verdict())
}

/// Asserts that these are the changes, in any order.
#[track_caller]
pub(crate) fn expect(changes: &Changes, expected: &[(&str, Kind, Verdict)]) {
    let mut found: Vec<Short> = changes.changes.iter().map(short).collect();
    let owned = |(path, kind, verdict): &(&str, Kind, Verdict)| (path.to_string(), *kind, *verdict);
    let mut expected: Vec<Short> = expected.iter().map(owned).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{}", changes.text());
}

/// Every file below a folder, with its content.
pub(crate) fn picture(dir: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                files.insert(path.display().to_string(), text);
            }
        }
    }
    files
}
