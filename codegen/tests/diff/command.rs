//! `aliyun-codegen diff` as its users see it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::common::{PRODUCT, action, write};

fn run(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
        .current_dir(dir)
        .arg("diff")
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(out: &Output) -> String {
    String::from_utf8(out.stdout.clone()).unwrap()
}

const ERRORS: &str = "errors:\n  - { code: ShelfGone, doc: No such shelf. }\n  - { code: Closed, doc: \"Closed | gone.\" }\n";

/// Two folders that differ in all verdicts.
fn folders() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let old = action(
        "{ name: Shelf, type: string, doc: Shelf. }\n{ name: Side, type: enum, values: [L] }",
        "{ name: RequestId, type: string }",
        ERRORS,
    );
    let new = action(
        "{ name: Shelf, type: string, doc: The shelf., required: true }\n{ name: Side, type: enum, values: [L, R] }",
        "{ name: RequestId, type: string }",
        "",
    );
    write(
        &dir.path().join("old"),
        &[("product.yaml", PRODUCT), ("QueryStock.yaml", &old)],
    );
    write(
        &dir.path().join("new"),
        &[("product.yaml", PRODUCT), ("QueryStock.yaml", &new)],
    );
    dir
}

#[test]
fn text() {
    let dir = folders();
    let out = run(dir.path(), &["old", "new"]);
    let expected = "\
QueryStock
  breaking       parameters.Shelf.required: false -> true (a call without it is refused)  new/QueryStock.yaml:5
  compatible     parameters.Side.values: added: R (one more value)  new/QueryStock.yaml:6
  documentation  errors: removed: 2 codes (removing a table, or replacing it by a link, removes no code)  new/QueryStock.yaml:1
  documentation  parameters.Shelf.doc: Shelf. -> The shelf. (new wording)  new/QueryStock.yaml:5

warning: QueryStock.errors: the whole table of error codes was removed, probably replaced by a link; put the codes back, or the Rust enum loses `ShelfGone`, `Closed`, which would break programs

1 breaking, 1 compatible, 2 documentation; next version: major (0.x: minor)
";
    assert_eq!(stdout(&out), expected);
    assert!(out.stderr.is_empty(), "{out:?}");
    assert!(out.status.success());
}

#[test]
fn markdown() {
    let dir = folders();
    let shown = stdout(&run(dir.path(), &["old", "new", "--format", "markdown"]));
    for line in [
        "1 breaking, 1 compatible, 2 documentation. Next version: **major** (0.x: **minor**).",
        "### Probably mistakes",
        "### `QueryStock`",
        "| **breaking** | `parameters.Shelf.required` | `false` -> `true` | a call without it is refused | `new/QueryStock.yaml:5` |",
        "| compatible | `parameters.Side.values` | added: `R` | one more value | `new/QueryStock.yaml:6` |",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
}

#[test]
fn markdown_keeps_texts_of_pages_apart_from_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let with = |doc: &str| {
        let row = format!("{{ name: A, type: string, doc: \"{doc}\" }}");
        action(&row, "", "")
    };
    let (old, new) = (with("Plain."), with("`<b>` @someone | [x](y)"));
    write(dir.path(), &[("a.yaml", &old), ("b.yaml", &new)]);
    let shown = stdout(&run(
        dir.path(),
        &["a.yaml", "b.yaml", "--format", "markdown"],
    ));
    assert!(
        shown.contains("`Plain.` -> `'<b>' @someone \\| [x](y)` |"),
        "{shown}"
    );
}

#[test]
fn json() {
    let dir = folders();
    let out = run(dir.path(), &["old", "new", "--format", "json"]);
    let value: Value = serde_json::from_str(&stdout(&out)).unwrap();
    assert_eq!(value["bump"], "major");
    assert_eq!(value["initial_bump"], "minor");
    assert_eq!(value["breaking"], 1);
    assert_eq!(value["documentation"], 2);
    let first = serde_json::json!({
        "action": "QueryStock",
        "path": "QueryStock.parameters.Shelf.required",
        "kind": "changed",
        "was": "false",
        "is": "true",
        "verdict": "breaking",
        "wire": "breaking",
        "source": "documentation",
        "reason": "a call without it is refused",
        "position": { "file": "new/QueryStock.yaml", "line": 5, "column": 51 },
    });
    assert_eq!(value["changes"][0], first);
    assert_eq!(value["warnings"][0]["path"], "QueryStock.errors");
    let none = run(dir.path(), &["old", "old", "--format", "json"]);
    let value: Value = serde_json::from_str(&stdout(&none)).unwrap();
    assert_eq!(value["bump"], "none");
    assert_eq!(value["changes"], serde_json::json!([]));
}

#[test]
fn exit_codes() {
    let dir = folders();
    let compatible = action(
        "{ name: Shelf, type: string, doc: Shelf. }\n{ name: Side, type: enum, values: [L, R] }",
        "{ name: RequestId, type: string }",
        ERRORS,
    );
    let broken = "action: QueryStock\n";
    for (name, text) in [("compatible", compatible.as_str()), ("broken", broken)] {
        write(
            &dir.path().join(name),
            &[("product.yaml", PRODUCT), ("QueryStock.yaml", text)],
        );
    }
    for (arguments, code) in [
        (&["old", "new"][..], 0),
        (&["old", "new", "--deny", "breaking"], 1),
        (&["old", "new", "--deny", "compatible"], 1),
        (&["old", "compatible", "--deny", "breaking"], 0),
        (&["old", "compatible", "--deny", "compatible"], 1),
        (&["old", "old", "--deny", "compatible"], 0),
        (&["old", "broken"], 2),
        (&["old", "nothing"], 2),
        (&["old"], 2),
        (&["old", "new", "--deny", "nothing"], 2),
        (&["old", "new", "--format", "yaml"], 2),
    ] {
        let out = run(dir.path(), arguments);
        assert_eq!(out.status.code(), Some(code), "{arguments:?}: {out:?}");
    }
}

#[test]
fn positions_lead_to_the_new_value() {
    let dir = tempfile::tempdir().unwrap();
    let old = "\
action: QueryStock
doc: Asks.
idempotent: false
parameters: []
response:
  - name: Data
    type: list<Place>
  - name: Best
    type: Place
objects:
  - name: Place
    fields:
      - name: Shelf
        type: string
        doc: Shelf.
      - name: State
        type: enum
        values:
          - FULL
          - { value: EMPTY, doc: Empty. }
errors:
  - code: Shelf.Gone
    doc: No such shelf.
";
    let new = old
        .replace("doc: Shelf.", "doc: The shelf.")
        .replace("          - FULL\n", "          - FULL\n          - HALF\n")
        .replace("doc: Empty.", "doc: Quite empty.")
        .replace(
            "doc: No such shelf.",
            "doc: No shelf.\n    http_status: 404",
        )
        .replace("idempotent: false", "idempotent: true");
    write(dir.path(), &[("a.yaml", old), ("b.yaml", &new)]);
    let shown = stdout(&run(dir.path(), &["a.yaml", "b.yaml"]));
    for (path, line) in [
        ("idempotent", 3),
        ("objects.Place.Shelf.doc", 15),
        ("objects.Place.State.values", 20),
        ("objects.Place.State.values.EMPTY.doc", 21),
        ("errors.Shelf.Gone.doc", 24),
        ("errors.Shelf.Gone.http_status", 25),
    ] {
        let found = shown
            .lines()
            .find(|line| line.contains(&format!(" {path}:")));
        let found = found.unwrap_or_else(|| panic!("{path} is not in\n{shown}"));
        assert!(found.ends_with(&format!("b.yaml:{line}")), "{found}");
    }
}
