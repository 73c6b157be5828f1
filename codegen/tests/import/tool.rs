//! The command.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::pages;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"));
    command.arg("import").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn json_has_one_object_a_line() {
    let output = run(&[pages().to_str().unwrap(), "--format", "json"]);
    assert!(output.status.success());
    let stdout = text(&output.stdout);
    assert_eq!(stdout.lines().count(), 6);
    for line in stdout.lines() {
        let page: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(page["action"].is_string());
    }
    assert!(text(&output.stderr).contains("it names no action"));
}

#[cfg(unix)]
#[test]
fn an_earlier_report_is_replaced_and_not_written_over() {
    use std::io::Read as _;
    let dir = tempfile::tempdir().unwrap();
    let (out, report) = (dir.path().join("spec"), dir.path().join("report.json"));
    std::fs::write(&report, "the report of last week").unwrap();
    let mut earlier = std::fs::File::open(&report).unwrap();
    let pages = pages();
    let pages = pages.to_str().unwrap();
    let run_to = |report: &str| run(&[pages, "--out", out.to_str().unwrap(), "--report", report]);
    let output = run_to(report.to_str().unwrap());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut read = String::new();
    earlier.read_to_string(&mut read).unwrap();
    assert_eq!(read, "the report of last week");
    let now = std::fs::read_to_string(&report).unwrap();
    assert!(now.starts_with('{'), "{now}");
    // A device is written to directly.
    let output = run_to("/dev/null");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_spec_is_written_with_a_summary_and_a_report() {
    let dir = tempfile::tempdir().unwrap();
    let (out, report) = (dir.path().join("spec"), dir.path().join("report.json"));
    let output = run(&[
        pages().to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--report",
        report.to_str().unwrap(),
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let stdout = text(&output.stdout);
    let count = |what: &str| {
        stdout
            .lines()
            .find(|line| line.starts_with(what))
            .unwrap()
            .split_whitespace()
            .last()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (count("pages"), count("  selected"), count("files created")),
        ("8".into(), "5".into(), "6".into())
    );
    // No terminal: no progress.
    assert!(!text(&output.stderr).contains('\r'));
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["pages"].as_array().unwrap().len(), 8);
    let page = report["pages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|page| {
            page["source"]
                .as_str()
                .unwrap()
                .ends_with("pages/OpenShop.md")
        })
        .unwrap();
    assert_eq!(
        (&page["outcome"], &page["parameters"]),
        (&"selected".into(), &7.into())
    );
    assert!(page["notes"].as_array().unwrap().iter().any(|note| {
        note["what"]
            .as_str()
            .unwrap()
            .contains("4003 is not an HTTP status")
    }));
    assert!(out.join("product.yaml").is_file());
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("spec");
    let output = run(&[
        pages().to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--dry-run",
    ]);
    assert!(output.status.success());
    assert!(!out.exists());
}

#[test]
fn wrong_arguments_are_reported() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().to_str().unwrap();
    let output = run(&[empty, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("there is no Markdown page"));
    let output = run(&[
        Path::new(empty).join("missing").to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert!(text(&output.stderr).contains("cannot read"));
    let output = run(&[empty]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn unreadable_input_and_failed_writes_are_reported_and_leave_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    std::fs::write(dir.path().join("file"), "").unwrap();
    std::fs::write(dir.path().join("large.md"), vec![b' '; 3 << 20]).unwrap();
    let pages = pages().display().to_string();
    let (file, spec, report, large) = (at("file"), at("spec"), at("gone/report"), at("large.md"));
    for (arguments, expected) in [
        (vec![pages.as_str(), "--out", &file], "file"),
        (
            vec![&pages, "--out", &spec, "--report", &report],
            "cannot write",
        ),
        (vec![&large, "--format", "json"], "a page may have"),
        (vec!["/dev/null", "--format", "json"], "not a regular file"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        assert!(
            text(&output.stderr).contains(expected),
            "{expected}: {output:?}"
        );
        assert!(!dir.path().join("spec").exists(), "{arguments:?}");
    }
}

#[test]
fn imports_into_one_folder_at_once_leave_one_spec() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("spec");
    std::thread::scope(|scope| {
        let one = || {
            let output = run(&[pages().to_str().unwrap(), "--out", out.to_str().unwrap()]);
            assert!(output.status.success(), "{output:?}");
        };
        for _ in 0..4 {
            scope.spawn(one);
        }
    });
    let checked = aliyun_codegen::check(&out);
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    let names = std::fs::read_dir(&out).unwrap();
    let left = names.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".tmp")
    });
    assert_eq!(left.count(), 0);
}
