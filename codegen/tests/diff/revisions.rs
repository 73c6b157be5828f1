//! Sides of a comparison: folders, files, git revisions.

use std::path::Path;
use std::process::{Command, Output};

use crate::common::{PRODUCT, action, write};

fn git(dir: &Path, arguments: &[&str]) {
    let out = Command::new("git")
        .current_dir(dir)
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.com",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .output()
        .unwrap();
    assert!(out.status.success(), "{arguments:?}: {out:?}");
}

fn diff(dir: &Path, old: &str, new: &str) -> Output {
    tool(dir).args(["diff", old, new]).output().unwrap()
}

fn tool(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"));
    command.current_dir(dir);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A repository whose spec has changed twice: committed, and on disk.
fn repository() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let spec = dir.path().join("api/spec");
    let put = |row: &str| {
        let text = action(row, "", "");
        write(
            &spec,
            &[("product.yaml", PRODUCT), ("QueryStock.yaml", &text)],
        );
    };
    put("{ name: A, type: string }");
    write(&spec, &[("notes.txt", "no spec file")]);
    git(dir.path(), &["init", "-q"]);
    git(dir.path(), &["add", "."]);
    git(dir.path(), &["commit", "-q", "-m", "one"]);
    put("{ name: A, type: integer }");
    git(dir.path(), &["commit", "-q", "-a", "-m", "two"]);
    put("{ name: A, type: long }");
    dir
}

#[test]
fn revisions_of_folders_and_files() {
    let dir = repository();
    for (old, new, was, is) in [
        ("HEAD~1:api/spec", "HEAD:api/spec", "string", "integer"),
        ("HEAD~1:api/spec/", "main:api/spec", "string", "integer"),
        ("HEAD:api/spec", "api/spec", "integer", "long"),
        ("HEAD:./api/spec", "api/spec", "integer", "long"),
        (
            "HEAD~1:api/spec/QueryStock.yaml",
            "HEAD:api/spec/QueryStock.yaml",
            "string",
            "integer",
        ),
        (
            "HEAD:api/spec/QueryStock.yaml",
            "api/spec/QueryStock.yaml",
            "integer",
            "long",
        ),
        (
            "HEAD:api/spec",
            "api/spec/QueryStock.yaml",
            "integer",
            "long",
        ),
    ] {
        let out = diff(dir.path(), old, new);
        let shown = text(&out.stdout);
        assert!(out.status.success(), "{old}: {out:?}");
        let expected = format!("parameters.A.type: {was} -> {is}");
        assert!(shown.contains(&expected), "{old}: {shown}");
        let place = if new.ends_with(".yaml") {
            format!("{new}:5")
        } else {
            format!("{new}/QueryStock.yaml:5")
        };
        assert!(shown.contains(&place), "{place}: {shown}");
    }
    // From a folder of the repository, `./` is that folder.
    let inside = dir.path().join("api");
    let out = diff(&inside, "HEAD:./spec", "spec");
    assert!(text(&out.stdout).contains("integer -> long"), "{out:?}");
}

#[test]
fn missing_sides_are_errors() {
    let dir = repository();
    for (name, expected) in [
        ("api/nothing", "is not a file or folder"),
        ("nothing:api/spec", "does not know the revision `nothing`"),
        ("HEAD:api/nothing", "`HEAD` has no `api/nothing`"),
        (":api/spec", "does not name a revision"),
        ("--version:api/spec", "does not name a revision"),
        ("HEAD:api/spec/notes.txt", "notes.txt"),
        ("HEAD:api/spec/product.yaml", "give the folder"),
        ("api/spec/product.yaml", "give the folder"),
    ] {
        let out = tool(dir.path())
            .args(["diff", "--", name, "api/spec"])
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(2), "{name}: {out:?}");
        assert!(text(&out.stderr).contains(expected), "{name}: {out:?}");
        assert!(out.stdout.is_empty(), "{name}: {out:?}");
    }
}

#[test]
fn outside_a_repository_and_without_git() {
    let dir = tempfile::tempdir().unwrap();
    let out = tool(dir.path())
        .env("GIT_CEILING_DIRECTORIES", dir.path().parent().unwrap())
        .args(["diff", "HEAD:spec", "HEAD:spec"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(
        text(&out.stderr).contains("not inside a usable repository"),
        "{out:?}"
    );
    let out = tool(dir.path())
        .env("PATH", dir.path())
        .args(["diff", "HEAD:spec", "HEAD:spec"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("must be on the PATH"), "{out:?}");
}

#[test]
fn a_link_in_a_revision_is_refused() {
    if cfg!(not(unix)) {
        return;
    }
    let dir = repository();
    let made = Command::new("ln")
        .current_dir(dir.path().join("api/spec"))
        .args(["-s", "QueryStock.yaml", "Other.yaml"])
        .status();
    assert!(made.unwrap().success());
    git(dir.path(), &["add", "."]);
    git(dir.path(), &["commit", "-q", "-m", "link"]);
    let out = diff(dir.path(), "HEAD:api/spec", "HEAD:api/spec");
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("symbolic link"), "{out:?}");
}

#[test]
fn lone_files_may_have_any_name() {
    let dir = tempfile::tempdir().unwrap();
    let submits = "submits: { task: TaskNo, watched_by: QueryTasks }\n";
    let text_of = |row: &str| action(row, "{ name: TaskNo, type: string }", submits);
    let (old, new) = (
        text_of("{ name: A, type: string }"),
        text_of("{ name: A, type: string, required: true }"),
    );
    write(dir.path(), &[("before.yaml", &old), ("after.yaml", &new)]);
    let out = diff(dir.path(), "before.yaml", "after.yaml");
    let shown = text(&out.stdout);
    assert!(out.status.success(), "{out:?}");
    assert!(shown.contains("after.yaml:5"), "{shown}");
    assert!(shown.starts_with("QueryStock\n  breaking "), "{shown}");
    assert!(
        shown.ends_with(
            "1 breaking, 0 compatible, 0 documentation; next version: major (0.x: minor)\n"
        ),
        "{shown}"
    );
}

#[test]
fn a_file_has_the_enums_of_the_product_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let product = |values: &str, host: &str| {
        let enums = format!(
            "enums:\n  - {{ name: Lang, values: [{values}] }}\n  - {{ name: Side, values: [{values}] }}\n"
        );
        PRODUCT.replace("warehouse.example.com", host) + &enums
    };
    let stock = action("{ name: Lang, type: Lang }", "", "");
    for (name, values, host) in [
        ("old", "zh", "a.example.com"),
        ("new", "zh, en", "b.example.com"),
    ] {
        let product = product(values, host);
        let files = [
            ("product.yaml", product.as_str()),
            ("QueryStock.yaml", &stock),
        ];
        write(&dir.path().join(name), &files);
    }
    // The host and the other enum do not belong to the action.
    let out = diff(dir.path(), "old/QueryStock.yaml", "new/QueryStock.yaml");
    let shown = text(&out.stdout);
    assert!(shown.contains("enums.Lang.values: added: en"), "{shown}");
    assert!(
        shown.contains("0 breaking, 1 compatible, 0 documentation"),
        "{shown}"
    );
    assert!(shown.contains("new/product.yaml:6"), "{shown}");
    let out = diff(dir.path(), "old", "new");
    let shown = text(&out.stdout);
    assert!(
        shown.contains("0 breaking, 3 compatible, 0 documentation"),
        "{shown}"
    );
    assert!(shown.contains("warning: endpoint: "), "{shown}");
}
