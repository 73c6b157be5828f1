//! `aliyun-codegen regenerate`: all or nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{PRODUCT, action, write};

fn run(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
        .current_dir(dir)
        .arg("regenerate")
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(out: &Output) -> String {
    String::from_utf8(out.stdout.clone()).unwrap()
}

fn stderr(out: &Output) -> String {
    String::from_utf8(out.stderr.clone()).unwrap()
}

/// Every file below a folder, with its content.
fn picture(dir: &Path) -> BTreeMap<String, String> {
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

const ROW: &str = "{ name: Shelf, type: string }\n{ name: Side, type: enum, values: [L] }";
const NEW_ROW: &str =
    "{ name: Shelf, type: string, required: true }\n{ name: Side, type: enum, values: [L, R] }";

/// A spec of two actions with its client, and a new version of one of them.
fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let stock = action(ROW, "{ name: RequestId, type: string }", "");
    let goods = stock.replace("QueryStock", "StoreGoods");
    let files = [
        ("product.yaml", PRODUCT),
        ("QueryStock.yaml", &stock),
        ("StoreGoods.yaml", &goods),
    ];
    write(&dir.path().join("fresh"), &files);
    let out = run(
        dir.path(),
        &["--from", "fresh", "--spec", "spec", "--out", "src/client"],
    );
    assert!(out.status.success(), "{out:?}");
    write(&dir.path().join("spec"), &[("NOTES.md", "Kept.")]);
    std::fs::remove_dir_all(dir.path().join("fresh")).unwrap();
    let stock = action(NEW_ROW, "{ name: RequestId, type: string }", "");
    write(&dir.path().join("fresh"), &[("QueryStock.yaml", &stock)]);
    dir
}

const UPDATE: &[&str] = &["--from", "fresh", "--spec", "spec", "--out", "src/client"];

#[test]
fn a_changed_action_goes_through_in_one_command() {
    let dir = project();
    let out = run(dir.path(), UPDATE);
    assert!(out.status.success(), "{out:?}");
    let expected = "\
QueryStock
  breaking       parameters.Shelf.required: false -> true (a call without it is refused)  spec/QueryStock.yaml:5
  compatible     parameters.Side.values: added: R (one more value)  spec/QueryStock.yaml:6

1 breaking, 1 compatible, 0 documentation; next version: major (0.x: minor)
";
    assert_eq!(stdout(&out), expected);
    let told = stderr(&out);
    assert!(
        told.contains("no new file for: StoreGoods.yaml; kept as it is"),
        "{told}"
    );
    assert!(told.contains("updated  spec/QueryStock.yaml"), "{told}");
    assert!(
        told.contains("updated  src/client/query_stock.rs"),
        "{told}"
    );
    let files = picture(dir.path());
    let read = |name: &str| &files[&dir.path().join(name).display().to_string()];
    assert!(read("spec/QueryStock.yaml").contains("[L, R]"));
    assert!(read("src/client/query_stock.rs").contains("\"R\""));
    assert!(read("spec/NOTES.md").contains("Kept."));
    // The client is the one that the written spec generates.
    let check = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
        .current_dir(dir.path())
        .args(["generate", "spec", "--out", "src/client", "--check"])
        .output()
        .unwrap();
    assert!(check.status.success(), "{check:?}");
    // A second time there is nothing to do.
    let out = run(dir.path(), UPDATE);
    assert_eq!(stdout(&out), "no change\n");
    assert_eq!(picture(dir.path()), files);
}

/// Asserts that a run ends with this code, tells this, and writes nothing.
#[track_caller]
fn nothing_written(dir: &Path, arguments: &[&str], code: i32, told: &str) {
    let before = picture(dir);
    let out = run(dir, arguments);
    assert_eq!(out.status.code(), Some(code), "{out:?}");
    assert!(stderr(&out).contains(told), "{told}: {out:?}");
    assert_eq!(picture(dir), before);
}

#[test]
fn a_mistake_in_the_new_spec_writes_nothing() {
    let dir = project();
    let bad = action("{ name: Shelf, type: strin }", "", "");
    write(&dir.path().join("fresh"), &[("QueryStock.yaml", &bad)]);
    nothing_written(dir.path(), UPDATE, 1, "fresh/QueryStock.yaml:5");
}

#[test]
fn a_mistake_in_the_present_spec_writes_nothing() {
    let dir = project();
    write(
        &dir.path().join("spec"),
        &[("StoreGoods.yaml", "action: StoreGoods\n")],
    );
    nothing_written(dir.path(), UPDATE, 1, "spec/StoreGoods.yaml");
}

#[test]
fn a_file_in_the_way_writes_nothing() {
    let dir = project();
    let client = dir.path().join("src/client/query_stock.rs");
    std::fs::write(client, "fn by_hand() {}\n").unwrap();
    nothing_written(dir.path(), UPDATE, 1, "not generated by aliyun-codegen");
}

#[test]
fn a_denied_change_writes_nothing() {
    let dir = project();
    let denied = [UPDATE, &["--deny", "breaking"]].concat();
    nothing_written(dir.path(), &denied, 1, "denied");
    let out = run(dir.path(), &denied);
    assert!(stdout(&out).contains("fresh/QueryStock.yaml:5"), "{out:?}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = project();
    let dry = [UPDATE, &["--dry-run"]].concat();
    nothing_written(dir.path(), &dry, 0, "dry run");
}

#[test]
fn nothing_to_take_over_is_an_error() {
    let dir = project();
    for (from, told) in [("nothing", "nothing"), ("src/client", "no spec file")] {
        let arguments = ["--from", from, "--spec", "spec", "--out", "src/client"];
        nothing_written(dir.path(), &arguments, 1, told);
    }
}

#[test]
fn without_a_client_folder_only_the_spec_is_written() {
    let dir = project();
    let client = picture(&dir.path().join("src"));
    let out = run(dir.path(), &["--from", "fresh", "--spec", "spec"]);
    assert!(out.status.success(), "{out:?}");
    assert_eq!(picture(&dir.path().join("src")), client);
    assert!(
        stderr(&out).contains("updated  spec/QueryStock.yaml"),
        "{out:?}"
    );
}
