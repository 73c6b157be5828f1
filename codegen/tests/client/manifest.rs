//! A list of products.

use std::fs;

use tempfile::TempDir;

use crate::mirror::Answer;
use crate::support::{SHOP, client, done, files, mirror, names, read};

#[test]
fn every_product_of_a_manifest_is_written_and_a_failure_stops_no_other() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let manifest = "products:\n  - code: Oss\n  - code: Shop\n    name: my-shop\n    out: mine\n    \
         actions: [\"*Goods\"]\n    features: [rustls, goods]\n  - code: Crane\n    \
         pregenerated: true\n";
    fs::create_dir(dir.path().join("clients")).unwrap();
    fs::write(dir.path().join("clients/products.yaml"), manifest).unwrap();
    let from = mirror.address();
    let arguments = ["--manifest", "clients/products.yaml", "--from", &from];
    let run = client(dir.path(), &arguments);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("1 of 3 products failed: Oss"),
        "{}",
        run.stderr
    );
    let clients = dir.path().join("clients");
    let cargo = read(clients.join("mine/Cargo.toml"));
    assert!(cargo.contains("name = \"my-shop\""), "{cargo}");
    assert!(
        cargo.contains("default = [\"rustls\", \"goods\"]"),
        "{cargo}"
    );
    assert!(!clients.join("mine/spec/OpenDoor.yaml").exists());
    assert!(clients.join("crane/src/client/mod.rs").is_file());
    assert!(!clients.join("oss").exists());
    assert!(names(&clients).iter().all(|name| !name.ends_with(".tmp")));

    // The manifest decides alone: what it no longer says is as by default.
    let manifest = "products:\n  - code: Shop\n    out: mine\n";
    fs::write(dir.path().join("clients/products.yaml"), manifest).unwrap();
    done(dir.path(), &arguments);
    assert!(clients.join("mine/spec/OpenDoor.yaml").is_file());
    assert!(read(clients.join("mine/Cargo.toml")).contains("name = \"aliyun-shop\""));
}

#[test]
fn a_document_that_is_not_the_pinned_one_needs_an_update() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    let path = dir.path().join("products.yaml");
    let run = |more: &[&str]| {
        let arguments = [&["--manifest", "products.yaml", "--from", &from], more].concat();
        client(dir.path(), &arguments)
    };
    let old = "0".repeat(64);
    fs::write(
        &path,
        format!("# ours\nproducts:\n  - code: Shop\n    sha256: \"{old}\"\n"),
    )
    .unwrap();
    let refused = run(&[]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("run with --update"),
        "{}",
        refused.stderr
    );
    assert!(!dir.path().join("shop").exists());
    assert_eq!(run(&["--update"]).code, 0);
    let text = read(&path);
    assert!(
        text.starts_with("# ours\n") && !text.contains(&old),
        "{text}"
    );
    assert_eq!(run(&[]).code, 0);

    let document = SHOP.replace("\"Wide\"", "\"Far\"");
    mirror.put(
        "/products/Shop/versions/2024-05-01/api-docs.json",
        Answer::ok(&document),
    );
    let before = files(dir.path());
    assert_eq!(run(&[]).code, 1);
    assert_eq!(run(&["--update", "--deny", "breaking"]).code, 1);
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_manifest_with_mistakes_is_refused_with_their_lines() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("products.yaml");
    for (text, expected, line) in [
        (
            "products:\n  - code: A\n    verson: b\n",
            "did you mean `version`?",
            ":3:5",
        ),
        ("product: []\n", "did you mean `products`?", ":1:1"),
        ("runtime: 0.1\n", "at least one product", ":1:1"),
        ("products:\n  - version: b\n", "needs its `code`", ":2:5"),
        (
            "products:\n  - code: A\n    sha256: 12\n",
            "64 hexadecimal",
            ":3:13",
        ),
        (
            "products:\n  - code: A\n    prose: yes\n",
            "expected true or false",
            ":3:12",
        ),
        (
            "products:\n  - code: A\n    actions: B\n",
            "expected a list",
            ":3:14",
        ),
        (
            "products:\n  - code: A\n  - code: a\n",
            "two products have the folder",
            ":3:5",
        ),
        (
            "products:\n  - code: A\n    runtime: path=\n",
            "expected a version",
            ":3:14",
        ),
        ("products: [\n", "products.yaml", ":"),
    ] {
        fs::write(&path, text).unwrap();
        let run = client(dir.path(), &["--manifest", "products.yaml"]);
        assert_eq!(run.code, 1, "{text}");
        assert!(run.stderr.contains(expected), "{expected}: {}", run.stderr);
        assert!(run.stderr.contains(line), "{line}: {}", run.stderr);
    }
}

#[test]
fn documents_on_disk_need_no_network() {
    let dir = TempDir::new().unwrap();
    let docs = dir.path().join("docs/shop/2024-05-01");
    fs::create_dir_all(&docs).unwrap();
    fs::write(docs.join("api-docs.json"), SHOP).unwrap();
    let text = "products:\n  - code: Shop\n    metadata: docs\n    out: shop\n";
    fs::write(dir.path().join("products.yaml"), text).unwrap();
    done(
        dir.path(),
        &[
            "--manifest",
            "products.yaml",
            "--from",
            "http://127.0.0.1:1",
        ],
    );
    assert!(dir.path().join("shop/spec/OpenDoor.yaml").is_file());
}
