//! `aliyun-codegen regenerate PAGES`: from changed pages to the client.

use std::path::Path;
use std::process::{Command, Output};

use crate::common::{picture, write};

const PAGE: &str = "\
# QueryStock

Asks what is in stock.

## Debugging

[Try it](https://api.example.com/#product=Warehouse&api=QueryStock&type=RPC&version=2024-05-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|QueryStock|The operation. |
|Shelf|String|No|A1|The shelf. |
|Side|String|No|LEFT|The side. Valid values:

 -   **LEFT**: left
-   **RIGHT**: right |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1A|The id of the request. |
|Total|Integer|7|How many there are. |

## Examples

Sample requests

```
http(s)://warehouse.aliyuncs.com/?Action=QueryStock
&Shelf=A1
&<Common request parameters>
```

Sample success responses

`JSON` format

```
{\"RequestId\": \"1A\", \"Total\": 7}
```
";

/// The page as it is a week later: one more value, one parameter required.
fn changed() -> String {
    PAGE.replace("|Shelf|String|No|", "|Shelf|String|Yes|")
        .replace("**RIGHT**: right |", "**RIGHT**: right\n-   **TOP**: top |")
}

fn run(dir: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
        .current_dir(dir)
        .args(["regenerate", "pages", "--spec", "spec", "--out", "client"])
        .args(more)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A spec and a client made from the page, then a changed page.
fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("pages"), &[("QueryStock.md", PAGE)]);
    let out = run(dir.path(), &[]);
    assert!(out.status.success(), "{out:?}");
    let log = text(&out.stderr);
    assert!(
        log.contains("created  spec/QueryStock.yaml  from pages/QueryStock.md"),
        "{log}"
    );
    write(&dir.path().join("pages"), &[("QueryStock.md", &changed())]);
    dir
}

#[test]
fn a_changed_page_goes_through_in_one_command() {
    let dir = project();
    let out = run(dir.path(), &["--report", "report.json"]);
    assert!(out.status.success(), "{out:?}");
    let summary = text(&out.stdout);
    let line = |part: &str| {
        let found = summary.lines().find(|line| line.contains(part));
        found.unwrap_or_else(|| panic!("{part}: {summary}"))
    };
    let breaking = line("parameters.Shelf.required: false -> true");
    assert!(breaking.trim().starts_with("breaking"), "{breaking}");
    // The named line is the one that breaks programs.
    let (file, number) = breaking
        .rsplit_once("  ")
        .unwrap()
        .1
        .rsplit_once(':')
        .unwrap();
    let spec = std::fs::read_to_string(dir.path().join(file)).unwrap();
    let named = spec
        .lines()
        .nth(number.parse::<usize>().unwrap() - 1)
        .unwrap();
    assert_eq!(named.trim(), "required: true");
    assert!(
        line("added: TOP").trim().starts_with("compatible"),
        "{summary}"
    );
    assert!(summary.contains("1 breaking, 1 compatible"), "{summary}");
    let client = std::fs::read_to_string(dir.path().join("client/query_stock.rs")).unwrap();
    assert!(client.contains("\"TOP\""));
    let report = std::fs::read_to_string(dir.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["pages"][0]["outcome"], "selected");
    // Again, there is nothing to do.
    let before = picture(dir.path());
    assert_eq!(text(&run(dir.path(), &[]).stdout), "no change\n");
    assert_eq!(picture(dir.path()), before);
}

#[test]
fn corrections_by_hand_survive() {
    let dir = project();
    let file = dir.path().join("spec/QueryStock.yaml");
    let spec = std::fs::read_to_string(&file).unwrap();
    let corrected = spec.replace(
        "name: Shelf, type: string",
        "name: Shelf, override: true, type: string",
    );
    let corrected = if corrected == spec {
        spec.replace("  - name: Shelf\n", "  - name: Shelf\n    override: true\n")
    } else {
        corrected
    };
    assert_ne!(corrected, spec);
    std::fs::write(&file, corrected).unwrap();
    let out = run(dir.path(), &[]);
    assert!(out.status.success(), "{out:?}");
    assert!(!text(&out.stdout).contains("Shelf"), "{out:?}");
    assert!(text(&out.stdout).contains("added: TOP"), "{out:?}");
}

#[track_caller]
fn nothing_written(dir: &Path, more: &[&str], code: i32, expected: &str) {
    let before = picture(dir);
    let out = run(dir, more);
    assert_eq!(out.status.code(), Some(code), "{out:?}");
    assert!(text(&out.stderr).contains(expected), "{expected}: {out:?}");
    assert_eq!(picture(dir), before);
}

#[test]
fn nothing_is_written_unless_everything_succeeds() {
    let dir = project();
    let deny = ["--deny", "breaking"];
    nothing_written(dir.path(), &deny, 1, "denied");
    nothing_written(dir.path(), &["--dry-run"], 0, "dry run");
    nothing_written(dir.path(), &["--from", "fresh"], 2, "--from");
    // Pages of another product.
    let other = ["--product", "Library"];
    nothing_written(dir.path(), &other, 1, "Warehouse");
    // The report cannot be written.
    let report = ["--report", "missing/report.json"];
    nothing_written(dir.path(), &report, 1, "missing/report.json");
    // A client file that must not be overwritten.
    std::fs::write(dir.path().join("client/query_stock.rs"), "fn mine() {}\n").unwrap();
    nothing_written(dir.path(), &[], 1, "not generated by aliyun-codegen");
}
