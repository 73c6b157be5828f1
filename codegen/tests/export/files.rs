//! The output file of a document, and files that it must not replace.

use std::fs;

use tempfile::TempDir;

use crate::support::{VERSIONS, depot, document, domain, export, text};

#[test]
fn a_file_is_written_once_and_then_left_alone() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("deep/er.json");
    let write = |version: &str| {
        let spec = depot();
        let arguments = ["openapi", spec.to_str().unwrap(), "--openapi", version];
        let run = export(
            arguments
                .into_iter()
                .chain(["--out", out.to_str().unwrap()]),
        );
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout.split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(write("3.1"), "created");
    let modified = || fs::metadata(&out).unwrap().modified().unwrap();
    let before = modified();
    assert_eq!(write("3.1"), "unchanged");
    assert_eq!(modified(), before);
    assert_eq!(fs::read_to_string(&out).unwrap(), text(&depot(), "3.1"));
    assert_eq!(write("3.0"), "updated");
    assert_eq!(fs::read_to_string(&out).unwrap(), text(&depot(), "3.0"));
    let names: Vec<_> = fs::read_dir(out.parent().unwrap()).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing is left over: {names:?}");
}

#[test]
fn what_is_no_document_is_not_overwritten() {
    let dir = TempDir::new().unwrap();
    let mine = dir.path().join("package.json");
    fs::write(&mine, "{\"name\": \"mine\"}").unwrap();
    for (out, told) in [
        (mine.clone(), "was not exported by aliyun-codegen"),
        (dir.path().to_owned(), "is not a regular file"),
        (mine.join("below"), "cannot read"),
    ] {
        let spec = depot();
        let run = export([
            "openapi",
            spec.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""));
        assert!(run.stderr.contains(told), "{}", run.stderr);
        assert!(run.stderr.contains(out.to_str().unwrap()), "{}", run.stderr);
    }
    assert_eq!(fs::read_to_string(&mine).unwrap(), "{\"name\": \"mine\"}");
}

#[test]
fn yaml_says_the_same() {
    for spec in [depot(), domain()] {
        for version in VERSIONS {
            let arguments = ["openapi", spec.to_str().unwrap(), "--openapi", version];
            let run = export(arguments.into_iter().chain(["--format", "yaml"]));
            assert_eq!((run.code, run.stderr.as_str()), (0, ""));
            let yaml: serde_json::Value = serde_yaml::from_str(&run.stdout).unwrap();
            assert_eq!(yaml, document(&spec, version));
        }
    }
}

#[test]
fn a_file_is_yaml_where_its_name_or_an_option_says_so() {
    let dir = TempDir::new().unwrap();
    let spec = depot();
    let write = |name: &str, more: &[&str]| {
        let out = dir.path().join(name);
        let arguments = [
            "openapi",
            spec.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ];
        let run = export(arguments.iter().chain(more));
        (run.code, fs::read_to_string(&out).unwrap())
    };
    let yaml = "# Exported by aliyun-codegen.\nopenapi: \"3.1.0\"\n";
    for (name, more, start) in [
        ("a.yaml", &[][..], yaml),
        ("a.yml", &[], yaml),
        ("a.json", &[], "{\n"),
        ("a", &["--format", "yaml"], yaml),
        // An exported document is replaced, also one in another format.
        ("a.yaml", &["--format", "json"], "{\n"),
        ("a.yaml", &[], yaml),
    ] {
        let (code, text) = write(name, more);
        assert!(
            code == 0 && text.starts_with(start),
            "{name} {more:?}: {text}"
        );
    }
    let mine = "openapi: \"3.1.0\"\ninfo: {}\n";
    fs::write(dir.path().join("mine.yaml"), mine).unwrap();
    assert_eq!(write("mine.yaml", &[]), (1, mine.to_owned()));
}

#[test]
fn nothing_is_exported_from_a_spec_with_mistakes() {
    let dir = TempDir::new().unwrap();
    for name in ["product.yaml", "ListGoods.yaml"] {
        let right = fs::read_to_string(depot().join(name)).unwrap();
        let wrong = right.replace(
            "type: integer, doc: Number of the page",
            "type: int, doc: x",
        );
        fs::write(dir.path().join(name), wrong).unwrap();
    }
    let out = dir.path().join("out.json");
    let spec = dir.path().to_str().unwrap();
    let run = export(["openapi", spec, "--out", out.to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("error[E104]"), "{}", run.stderr);
    assert!(run.stderr.contains("ListGoods.yaml:6:"), "{}", run.stderr);
    assert!(!out.exists());
}

#[test]
fn wrong_usage_is_told() {
    let spec = depot();
    let spec = spec.to_str().unwrap();
    for arguments in [
        &["openapi"][..],
        &["openapi", spec, "--openapi", "2.0"],
        &["swagger", spec],
        &[],
    ] {
        let run = export(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
    }
}
