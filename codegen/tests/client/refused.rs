//! What cannot be done, and what to do about it.

use std::fs;

use tempfile::TempDir;

use crate::support::{SHOP, client, done, files, mirror};

#[test]
fn every_mistake_says_what_to_do_and_writes_nothing() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    let full = dir.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("notes.txt"), "mine").unwrap();
    fs::write(dir.path().join("broken.json"), "{").unwrap();
    fs::write(dir.path().join("shop.json"), SHOP).unwrap();
    let before = files(dir.path());
    for (arguments, expected) in [
        (vec!["shap", "--out", "new"], "did you mean `Shop`?"),
        (
            vec!["shop", "1999-01-01", "--out", "new"],
            "it has 2020-01-01, 2024-05-01",
        ),
        (
            vec!["oss", "--out", "new"],
            "its gateway has a signature of its own",
        ),
        (vec!["shop", "--out", "full"], "full is not empty"),
        (
            vec!["shop", "--out", "new", "--actions", "OpenDor"],
            "did you mean `OpenDoor`?",
        ),
        (
            vec!["shop", "--out", "new", "--areas", "goodz"],
            "did you mean `goods`?",
        ),
        (
            vec!["shop", "--out", "new", "--areas", "cellar"],
            "the areas are door, goods",
        ),
        (
            vec!["shop", "--out", "new", "--name", "a b"],
            "cannot be the name of a crate",
        ),
        (
            vec!["shop", "--out", "new", "--runtime", "path=full"],
            "is not a checkout",
        ),
        (
            vec!["--metadata", "broken.json", "--out", "new"],
            "broken.json",
        ),
        (
            vec!["--metadata", "gone.json", "--out", "new"],
            "cannot read gone.json",
        ),
        (
            vec!["crane", "--metadata", "shop.json", "--out", "new"],
            "describes Shop, not crane",
        ),
    ] {
        let run = client(
            dir.path(),
            &[arguments.as_slice(), &["--from", &from]].concat(),
        );
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.stdout);
        assert!(run.stderr.contains(expected), "{expected}: {}", run.stderr);
        assert_eq!(files(dir.path()), before, "{arguments:?}");
    }
    let run = client(
        dir.path(),
        &["shop", "--out", "new", "--from", "http://127.0.0.1:1"],
    );
    assert!(run.stderr.contains("without network"), "{}", run.stderr);
    let run = client(
        dir.path(),
        &["shop", "--out", "new", "--runtime", "somewhere"],
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("expected a version"), "{}", run.stderr);
}

#[test]
fn a_folder_has_one_product_and_version() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    for arguments in [
        ["crane", "2022-02-02", "--out", "shop"],
        ["shop", "2020-01-01", "--out", "shop"],
    ] {
        let run = client(dir.path(), &[&arguments[..], &["--from", &from]].concat());
        assert_eq!(run.code, 1);
        assert!(
            run.stderr
                .contains("has the client of Shop 2024-05-01; choose another folder"),
            "{}",
            run.stderr
        );
    }
    let state = dir.path().join("shop/aliyun-client.json");
    fs::write(&state, "{}").unwrap();
    let run = client(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    assert!(run.stderr.contains("/settings/name"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_replaced_leaves_all_others_as_they_are() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    let out = dir.path().join("shop");
    fs::remove_file(out.join("src/lib.rs")).unwrap();
    fs::create_dir(out.join("src/lib.rs")).unwrap();
    let before = files(&out);
    let run = client(
        dir.path(),
        &["shop", "--out", "shop", "--from", &from, "--name", "other"],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(files(&out), before);
}
