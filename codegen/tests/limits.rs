//! Paths that are not files, and files that are too large or have endless
//! errors.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;

use common::{action, findings, folder, one, places};

#[test]
fn a_huge_file_is_refused_unread() {
    let dir = one("");
    let file = fs::File::create(dir.path().join("GetThing.yaml")).unwrap();
    file.set_len(50 * 1024 * 1024 * 1024).unwrap();
    assert_eq!(findings(dir.path())[0].code, "E006");
}

#[test]
fn what_is_no_file_is_no_spec_file() {
    let good = action("  - { name: Id, type: string }");
    let dir = one(&good);
    fs::create_dir(dir.path().join("PutThing.yaml")).unwrap();
    fs::create_dir(dir.path().join("notes")).unwrap();
    assert_eq!(places(dir.path()), [("E001", 1, 1)]);
    #[cfg(unix)]
    {
        let dir = one(&good);
        std::os::unix::fs::symlink("/nowhere/at/all", dir.path().join("PutThing.yaml")).unwrap();
        assert_eq!(places(dir.path()), [("E001", 1, 1)]);
        let dir = one(&good);
        let fifo = dir.path().join("PutThing.yaml");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(places(dir.path()), [("E001", 1, 1)]);
        }
        let dir = one(&good);
        std::os::unix::fs::symlink("PutThing.yaml", dir.path().join("PutThing.yaml")).unwrap();
        assert_eq!(places(dir.path()), [("E001", 1, 1)]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let dir = one(action(""));
    let path = dir.path().join("GetThing.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        println!("skipped: this user may read every file");
        return;
    }
    assert_eq!(findings(dir.path())[0].code, "E001");
}

#[test]
fn a_folder_is_asked_for() {
    let dir = one(action(""));
    for missing in [dir.path().join("nowhere"), dir.path().join("GetThing.yaml")] {
        let found = aliyun_codegen::check(&missing).findings;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "E001");
        assert_eq!(found[0].file, missing.display().to_string());
    }
}

#[test]
fn names_of_files_are_exact() {
    let good = action("");
    let other = good.replace("GetThing", "PutThing");
    for name in [
        "PutThing.yml",
        "PutThing.YAML",
        "PutThing.Yml",
        "Put\u{202e}Thing.yaml",
        "Put\nThing.yaml",
    ] {
        let dir = folder(&[("GetThing.yaml", &good), (name, &other)]);
        let found = findings(dir.path());
        assert_eq!(found.len(), 1, "{name:?}");
        assert_eq!(found[0].code, "E015", "{name:?}");
        assert_eq!(found[0].to_string().lines().count(), 3, "{}", found[0]);
    }
    for ignored in [
        ".PutThing.yaml",
        "PutThing.yaml~",
        "PutThing.yaml.orig",
        "README.md",
        "PutThing",
    ] {
        let dir = folder(&[("GetThing.yaml", good.as_str()), (ignored, "not: [yaml")]);
        assert_eq!(places(dir.path()), [], "{ignored}");
    }
}

/// People read reports in terminals, so reports must not repeat megabytes.
#[test]
fn a_long_line_is_shown_in_part() {
    let long = "x".repeat(1 << 20);
    for yaml in [
        format!("  - {{ name: Id, type: {long} }}"),
        format!("  - {{ name: {long}, type: strnig }}"),
        format!("  - {{ name: Id, doc: \"{long}\", type: strnig }}"),
        format!(
            "  - {{ name: Id, type: enum, values: [{}a, a] }}",
            "y, ".repeat(100_000)
        ),
        format!("  - {{ name: Id, type: string, {long}: 1 }}"),
        format!(
            "  - {{ name: Id, type: enum, values: [a], default: '{} {long}' }}",
            "z ".repeat(5000)
        ),
        format!("  - {{ name: Id, type: string, pattern: '({long}' }}"),
        format!(
            "  - {{ name: Id, type: string, pattern: 'a', sample: '{}' }}",
            "w ".repeat(100_000)
        ),
    ] {
        let found = findings(one(action(&yaml)).path());
        assert!(!found.is_empty(), "{}", &yaml[..60]);
        let first = &found[0];
        assert!(
            first.to_string().len() < 4000,
            "{} bytes: {}",
            first.to_string().len(),
            &yaml[..60]
        );
        assert!(first.message.len() < 4000);
        assert_eq!(first.line, 5);
    }
    let yaml = format!("  - {{ name: Id, doc: \"{long}\", type: strnig }}");
    let found = findings(one(action(&yaml)).path());
    assert_eq!(found[0].column, 32 + (1 << 20));
    let place = format!("GetThing.yaml:5:{}\n", found[0].column);
    assert!(found[0].to_string().contains(&place), "{}", found[0]);
}

/// A file of eight megabytes can have millions of mistakes.
#[test]
fn findings_without_end_are_counted() {
    let many = 50_000;
    let dir = one(action(
        &"  - { name: Id, type: strnig, requird: true }\n".repeat(many),
    ));
    let found = findings(dir.path());
    assert_eq!(found.len(), 1000);
    let help = found[999].help.as_deref().unwrap();
    // Each line has an unknown key and an unknown type; all but one repeat a name.
    let more = 3 * many - 1 - 1000;
    assert!(
        help.ends_with(&format!("{more} more findings in this file are not shown")),
        "{help}"
    );
}

#[test]
fn a_file_with_findings_hides_no_other() {
    let bad = action("  - { name: Id, type: strnig }");
    let dir = folder(&[
        ("AThing.yaml", action("").replace("GetThing", "AThing")),
        ("GetThing.yaml", bad),
        ("PutThing.yaml", "action: [".to_owned()),
        ("SetThing.yaml", String::new()),
    ]);
    let found = findings(dir.path());
    let name = |path: &str| {
        Path::new(path)
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let found: Vec<_> = found.iter().map(|f| (name(&f.file), f.code)).collect();
    let expected = [
        ("GetThing", "E104"),
        ("PutThing", "E003"),
        ("SetThing", "E008"),
    ];
    assert_eq!(found, expected.map(|(file, code)| (file.to_owned(), code)));
}
