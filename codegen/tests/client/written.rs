//! What is written, first and again.

use std::fs;

use tempfile::TempDir;

use crate::mirror::Answer;
use crate::support::{SHOP, client, done, files, mirror, names, read};

#[test]
fn a_crate_from_nothing() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    done(
        dir.path(),
        &["sHOP", "--out", "shop", "--from", &mirror.address()],
    );
    let out = dir.path().join("shop");
    assert_eq!(
        names(&out),
        [
            ".gitignore",
            "Cargo.toml",
            "LICENSE.md",
            "README.md",
            "aliyun-client.json",
            "build.rs",
            "examples/change.rs",
            "examples/pages.rs",
            "examples/read.rs",
            "spec/DescribeGood.yaml",
            "spec/ListGoods.yaml",
            "spec/OpenDoor.yaml",
            "spec/api-docs.provenance.json",
            "spec/product.yaml",
            "src/lib.rs",
        ]
    );
    let cargo = read(out.join("Cargo.toml"));
    for part in [
        "name = \"aliyun-shop\"",
        "\nall = [\n    \"door\",\n    \"goods\",\n]",
        "aliyun-runtime = { version = ",
        "[package.metadata.docs.rs]",
    ] {
        assert!(cargo.contains(part), "{part}: {cargo}");
    }
    let provenance = read(out.join("spec/api-docs.provenance.json"));
    for key in ["address", "sha256", "fetched_at"] {
        assert!(provenance.contains(&format!("\"{key}\"")), "{provenance}");
    }
    assert!(read(out.join("examples/pages.rs")).contains("client.list_goods_items(request)"));
    assert!(read(out.join("examples/read.rs")).contains(".describe_good(&request)"));
    // Facts only.
    assert!(!read(out.join("spec/OpenDoor.yaml")).contains("Opens the door"));
    // Nothing else is left in the folder around it.
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_second_run_changes_nothing() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    let before = files(dir.path());
    let run = done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    assert_eq!(run.stdout, "no change\n");
    assert_eq!(files(dir.path()), before);
    let run = done(
        dir.path(),
        &["shop", "--out", "shop", "--from", &from, "--check"],
    );
    assert_eq!(run.stdout, "aliyun-shop: up to date\n");
}

#[test]
fn descriptions_are_kept_if_asked_for() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    done(
        dir.path(),
        &["shop", "--out", "shop", "--from", &from, "--prose"],
    );
    assert!(read(dir.path().join("shop/spec/OpenDoor.yaml")).contains("Opens the door"));
    assert!(read(dir.path().join("shop/LICENSE.md")).contains("belong to"));
}

#[test]
fn what_a_person_changed_stays_and_the_rest_follows_the_document() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    let out = dir.path().join("shop");
    done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    let cargo = format!("{}\n# mine\n", read(out.join("Cargo.toml")));
    fs::write(out.join("Cargo.toml"), &cargo).unwrap();
    fs::write(out.join("examples/read.rs"), "fn main() {}\n").unwrap();
    fs::remove_file(out.join("examples/change.rs")).unwrap();
    let door = out.join("spec/OpenDoor.yaml");
    fs::write(
        &door,
        read(&door).replace("doc: The action", "doc: Mine. The action"),
    )
    .unwrap();

    // The document has one more action, in a new area.
    let document = SHOP.replacen(
        "\"apis\": {",
        r#""apis": {"CloseShutter": {"methods": ["post"], "parameters": [
            {"name": "Slow", "in": "query", "schema": {"type": "boolean"}}], "responses": {}},"#,
        1,
    );
    let document = document.replacen(
        "{\"id\": 2,",
        r#"{"id": 3, "title": "Shutters", "type": "directory", "children": ["CloseShutter"]},
          {"id": 2,"#,
        1,
    );
    let path = "/products/Shop/versions/2024-05-01/api-docs.json";
    mirror.put(path, Answer::ok(&document));
    let stale = client(
        dir.path(),
        &["shop", "--out", "shop", "--from", &from, "--check"],
    );
    assert_eq!(stale.code, 1);
    assert!(
        stale
            .stdout
            .contains("missing: shop/spec/CloseShutter.yaml"),
        "{}",
        stale.stdout
    );
    assert!(!out.join("spec/CloseShutter.yaml").exists());
    let run = done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    assert!(run.stdout.contains("0 breaking, "), "{}", run.stdout);
    for line in [
        "kept as you changed it: shop/Cargo.toml",
        "add to [features] in Cargo.toml: shutters = []",
        "kept as you changed it: shop/examples/read.rs",
        "not written again, as you removed it: shop/examples/change.rs",
    ] {
        assert!(run.stderr.contains(line), "{line}: {}", run.stderr);
    }
    assert_eq!(read(out.join("Cargo.toml")), cargo);
    assert_eq!(read(out.join("examples/read.rs")), "fn main() {}\n");
    assert!(!out.join("examples/change.rs").exists());
    assert!(read(&door).contains("doc: Mine. The action"));
    assert!(read(out.join("README.md")).contains("4 actions"));
    assert!(out.join("spec/CloseShutter.yaml").exists());
}

#[test]
fn a_breaking_change_can_be_denied() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    done(dir.path(), &["shop", "--out", "shop", "--from", &from]);
    let before = files(dir.path());
    let document = SHOP.replace("\"Wide\"", "\"Far\"");
    let path = "/products/Shop/versions/2024-05-01/api-docs.json";
    mirror.put(path, Answer::ok(&document));
    let arguments = [
        "shop", "--out", "shop", "--from", &from, "--deny", "breaking",
    ];
    let run = client(dir.path(), &arguments);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("breaking       parameters.Wide"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_selection_is_remembered_and_can_change() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    let out = dir.path().join("shop");
    let run = |more: &[&str]| {
        let arguments = [&["shop", "--out", "shop", "--from", &from], more].concat();
        done(dir.path(), &arguments)
    };
    let specs = || -> Vec<String> {
        let mut names = names(&out.join("spec"));
        names.retain(|name| name.ends_with(".yaml") && name != "product.yaml");
        names
    };
    run(&["--actions", "ListGoods,Open*"]);
    assert_eq!(specs(), ["ListGoods.yaml", "OpenDoor.yaml"]);
    run(&[]);
    assert_eq!(specs(), ["ListGoods.yaml", "OpenDoor.yaml"]);
    let narrower = run(&["--actions", "ListGoods"]);
    assert_eq!(specs(), ["ListGoods.yaml"]);
    assert!(
        narrower.stdout.contains("1 breaking"),
        "{}",
        narrower.stdout
    );
    assert!(!out.join("examples/change.rs").exists());
    run(&["--actions", "*", "--areas", "door"]);
    assert_eq!(specs(), ["OpenDoor.yaml"]);
}

#[test]
fn a_client_without_a_generator_in_its_build() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    let out = dir.path().join("shop");
    done(
        dir.path(),
        &["shop", "--out", "shop", "--from", &from, "--pregenerated"],
    );
    assert!(out.join("src/client/open_door.rs").is_file());
    assert!(!out.join("build.rs").exists());
    assert!(!read(out.join("Cargo.toml")).contains("build-dependencies"));
    let back = [
        "shop",
        "--out",
        "shop",
        "--from",
        &from,
        "--pregenerated",
        "false",
    ];
    done(dir.path(), &back);
    assert!(!out.join("src/client/open_door.rs").exists());
    assert!(out.join("build.rs").is_file());
}
