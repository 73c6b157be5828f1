//! `new`.

use std::fs;

use crate::support::{ACTION, PRODUCT, folder, run_in, spec};

fn text(dir: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(dir.path().join(name)).unwrap()
}

#[test]
fn the_starter_is_sound_and_canonical_as_it_is() {
    let dir = folder(&[]);
    let new = run_in(
        dir.path(),
        &["new", "QueryGoods", "--dir", "spec/goods/1 0"],
    );
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert!(new.stdout.starts_with(
        "created spec/goods/1 0/QueryGoods.yaml\ncreated spec/goods/1 0/product.yaml\n"
    ));
    let check = run_in(dir.path(), &["check", "--deny-warnings", "spec/goods/1 0"]);
    assert_eq!(check.code, 0, "{}", check.stdout);
    let fmt = run_in(dir.path(), &["fmt", "--check", "spec"]);
    assert_eq!(fmt.code, 0, "{}", fmt.stdout);
    let action = text(&dir, "spec/goods/1 0/QueryGoods.yaml");
    let header = "# yaml-language-server: $schema=../../schema/action.json\n";
    assert!(action.starts_with(header), "{action}");
    assert!(action.contains("\naction: QueryGoods\n") && action.contains("# TODO:"));
}

/// The parts that are commented out are also correct.
#[test]
fn the_starter_is_sound_with_all_of_its_parts() {
    let dir = folder(&[]);
    assert_eq!(run_in(dir.path(), &["new", "QueryGoods"]).code, 0);
    for name in ["QueryGoods.yaml", "product.yaml"] {
        let mut part = false;
        let mut whole = String::new();
        for line in text(&dir, name).lines() {
            // A part begins with its key, and its other lines are indented.
            let inside = line.strip_prefix("# ");
            let key = |line: &str| {
                line.split_once(':')
                    .is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase()))
            };
            part = inside.is_some_and(|inside| key(inside) || part && inside.starts_with(' '));
            whole.push_str(inside.filter(|_| part).unwrap_or(line));
            whole.push('\n');
        }
        assert!(!whole.contains("\n# errata") && !whole.contains("\n# enums"));
        fs::write(dir.path().join(name), whole).unwrap();
    }
    let check = run_in(dir.path(), &["check", "--deny-warnings", "."]);
    assert_eq!(check.code, 0, "{}", check.stdout);
}

#[test]
fn a_second_action_leaves_the_product_alone() {
    let dir = spec(ACTION);
    let new = run_in(dir.path(), &["new", "QueryGoods"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert_eq!(text(&dir, "product.yaml"), PRODUCT);
    assert_eq!(text(&dir, "StoreGoods.yaml"), ACTION);
    assert_eq!(run_in(dir.path(), &["check", "."]).code, 0);
}

#[test]
fn nothing_is_overwritten() {
    let dir = spec(ACTION);
    let new = run_in(dir.path(), &["new", "StoreGoods"]);
    assert_eq!((new.code, new.stdout.as_str()), (1, ""));
    assert!(
        new.stderr
            .contains("StoreGoods.yaml exists and is not overwritten"),
        "{}",
        new.stderr
    );
    assert_eq!(text(&dir, "StoreGoods.yaml"), ACTION);
}

#[test]
fn names_that_are_no_actions_are_wrong_usage() {
    let dir = folder(&[("inside/x", "")]);
    for name in [
        "../../x",
        "a/b",
        "",
        "1st",
        "Store Goods",
        "Größe",
        "product",
        "a.b",
        "-",
    ] {
        let new = run_in(&dir.path().join("inside"), &["new", "--", name]);
        assert_eq!((new.code, new.stdout.as_str()), (2, ""), "{name:?}");
        assert!(
            new.stderr.contains("is not the name of an action"),
            "{}",
            new.stderr
        );
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(dir.path().join("inside")).unwrap().count(), 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let dir = folder(&[("file", "")]);
    let new = run_in(dir.path(), &["new", "QueryGoods", "--dir", "file/spec"]);
    assert_eq!(new.code, 1);
    assert!(
        new.stderr.contains("cannot create the folder file/spec"),
        "{}",
        new.stderr
    );
}
