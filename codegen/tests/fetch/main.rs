//! `aliyun-codegen fetch`, against a server in the same process.

#![cfg(test)]

mod mirror;

use std::fs;
use std::path::Path;
use std::process::Command;

use mirror::{Answer, Mirror};
use serde_json::Value;
use tempfile::TempDir;

const PRODUCTS: &str = r#"[
  {"code": "Shop", "name": "Corner Shop", "shortName": null, "group": "Retail", "style": "RPC",
   "versions": ["2020-01-01", "2024-05-01"], "defaultVersion": "2024-05-01"},
  {"code": "shopdns", "name": "Names of Shops", "shortName": "SDNS", "group": "Retail",
   "style": null, "versions": ["2021-02-03"], "defaultVersion": "2021-02-03"},
  {"code": "Crane", "name": "起重机", "shortName": null, "group": "Harbour", "style": "ROA",
   "versions": ["2022-02-02"], "defaultVersion": "2022-02-02"}
]"#;

const DOCUMENT: &str = r#"{"version": "1.0",
  "info": {"style": "RPC", "product": "Shop", "version": "2024-05-01"},
  "directories": ["OpenDoor"], "components": {"schemas": {}},
  "apis": {"OpenDoor": {"methods": ["post"], "parameters": [], "responses": {}}},
  "endpoints": []}"#;

const PATH: &str = "/products/Shop/versions/2024-05-01/api-docs.json";

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn fetch(dir: &Path, from: &str, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_aliyun-codegen"))
        .current_dir(dir)
        .env_remove("HTTP_PROXY")
        .env_remove("http_proxy")
        .arg("fetch")
        .args(["--from", from])
        .args(arguments)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn shop() -> Mirror {
    let mirror = Mirror::start();
    mirror.put("/products.json", Answer::ok(PRODUCTS));
    mirror.put(PATH, Answer::ok(DOCUMENT));
    mirror
}

fn provenance(dir: &Path) -> Value {
    let path = dir.join("metadata/shop/2024-05-01/api-docs.provenance.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn downloads_the_default_version_with_its_provenance() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    let run = fetch(dir.path(), &mirror.address(), &["sHOP"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        format!(
            "metadata/shop/2024-05-01/api-docs.json: Shop 2024-05-01, 1 actions, {} bytes, new\n",
            DOCUMENT.len()
        )
    );
    assert_eq!(run.stderr, "");
    let file = dir.path().join("metadata/shop/2024-05-01/api-docs.json");
    assert_eq!(fs::read_to_string(file).unwrap(), DOCUMENT);
    let provenance = provenance(dir.path());
    assert_eq!(
        provenance["address"],
        format!("{}{PATH}?language=EN_US", mirror.address())
    );
    assert_eq!(provenance["language"], "en");
    assert_eq!(provenance["bytes"], DOCUMENT.len());
    let sum = Command::new("sha256sum")
        .arg(dir.path().join("metadata/shop/2024-05-01/api-docs.json"))
        .output();
    if let Ok(sum) = sum {
        let sum = String::from_utf8(sum.stdout).unwrap();
        assert_eq!(provenance["sha256"], sum.split_whitespace().next().unwrap());
    }
    let time = provenance["fetched_at"].as_str().unwrap();
    assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
    assert_eq!(
        mirror.requests(),
        [
            "/products.json".to_owned(),
            format!("{PATH}?language=EN_US")
        ]
    );
}

#[test]
fn asks_for_the_named_version_and_language() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    let path = "/products/Shop/versions/2020-01-01/api-docs.json";
    mirror.put(
        path,
        Answer::ok(&DOCUMENT.replace("2024-05-01", "2020-01-01")),
    );
    let arguments = ["shop", "2020-01-01", "--language", "zh", "--out", "here"];
    let run = fetch(dir.path(), &mirror.address(), &arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        dir.path()
            .join("here/shop/2020-01-01/api-docs.json")
            .is_file()
    );
    assert_eq!(mirror.requests()[1], format!("{path}?language=ZH_CN"));
}

#[test]
fn takes_a_plain_folder_of_documents_as_a_mirror() {
    let (mirror, dir) = (Mirror::start(), TempDir::new().unwrap());
    mirror.put("/products.json", Answer::ok(PRODUCTS));
    mirror.put("/shop/2024-05-01/api-docs.json", Answer::ok(DOCUMENT));
    let run = fetch(dir.path(), &format!("{}/", mirror.address()), &["shop"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        dir.path()
            .join("metadata/shop/2024-05-01/api-docs.json")
            .is_file()
    );
}

#[test]
fn does_not_touch_a_document_that_is_the_same() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    fetch(dir.path(), &mirror.address(), &["shop"]);
    let file = dir
        .path()
        .join("metadata/shop/2024-05-01/api-docs.provenance.json");
    let before = fs::read_to_string(&file).unwrap().replace("202", "199");
    fs::write(&file, &before).unwrap();
    let run = fetch(dir.path(), &mirror.address(), &["shop"]);
    assert!(run.stdout.ends_with("as it was\n"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let newer = DOCUMENT.replace("OpenDoor", "CloseDoor");
    mirror.put(PATH, Answer::ok(&newer));
    let run = fetch(dir.path(), &mirror.address(), &["shop"]);
    assert!(run.stdout.ends_with("changed\n"), "{}", run.stdout);
    assert_ne!(fs::read_to_string(&file).unwrap(), before);
}

/// For any answer that is not the document: exit code 1, the reason, and the old
/// files unchanged, without new ones.
#[test]
fn keeps_the_old_document_when_anything_fails() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    fetch(dir.path(), &mirror.address(), &["shop"]);
    let folder = dir.path().join("metadata/shop/2024-05-01");
    let old = provenance(dir.path());
    let cases = [
        (Answer::ok(""), "it is empty"),
        (Answer::ok("<html>"), "it is a web page or XML"),
        (
            Answer::ok("[1, 2]"),
            "/info/product: expected the product code",
        ),
        (
            Answer::ok(&DOCUMENT[..DOCUMENT.len() - 9]),
            "it is not whole, correct JSON",
        ),
        (
            Answer::ok(&DOCUMENT.replace("Shop", "Crane")),
            "/info/product: expected \"Shop\", found \"Crane\"",
        ),
        (
            Answer::ok(&DOCUMENT.replace("2024-05-01", "2020-01-01")),
            "/info/version: expected \"2024-05-01\", found \"2020-01-01\"",
        ),
        (
            Answer::ok(&DOCUMENT.replace("\"apis\": {", "\"apis\": 3, \"x\": {")),
            "/apis: expected an object with the actions",
        ),
        (
            Answer::bytes(b"{\"a\": \"\xff\"}"),
            "it is not UTF-8 at byte 7",
        ),
        (Answer::ok(DOCUMENT).cut(100), "error"),
        (Answer::status(403), "answered with status 403"),
        (Answer::status(503), "answered with status 503"),
        (
            Answer::status(404),
            "the source does not have a document of Shop 2024-05-01",
        ),
        (Answer::redirect("/nowhere"), "the source does not have"),
        (Answer::redirect(PATH), "more than 5 redirects"),
    ];
    for (answer, reason) in cases {
        mirror.put(PATH, answer);
        let run = fetch(dir.path(), &mirror.address(), &["shop"]);
        assert_eq!(run.code, 1, "{reason}");
        assert!(run.stderr.contains(reason), "{reason}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        let text = fs::read_to_string(folder.join("api-docs.json")).unwrap();
        assert_eq!(text, DOCUMENT, "{reason}");
        assert_eq!(provenance(dir.path()), old, "{reason}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "{reason}");
    }
}

#[test]
fn tries_again_after_a_passing_fault() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    mirror.once(PATH, Answer::status(502));
    mirror.once(PATH, Answer::ok(DOCUMENT).cut(100));
    let run = fetch(dir.path(), &mirror.address(), &["shop"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(mirror.requests().len(), 4);
}

#[test]
fn suggests_a_code_or_a_version() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    let cases: [(&[&str], &str); 6] = [
        (
            &["shpo"],
            "there is no product \"shpo\": did you mean `Shop`?",
        ),
        (
            &["corner"],
            "there is no product \"corner\": similar are Shop",
        ),
        (
            &["retail"],
            "there is no product \"retail\": similar are Shop, shopdns",
        ),
        (
            &["kubernetes"],
            "there is no product \"kubernetes\": `aliyun-codegen fetch --list` has all codes",
        ),
        (
            &["shop", "2024-05-02"],
            "Shop has no version \"2024-05-02\": it has 2020-01-01, 2024-05-01; did you mean \
             `2024-05-01`?",
        ),
        (
            &["shop", "1"],
            "Shop has no version \"1\": it has 2020-01-01, 2024-05-01",
        ),
    ];
    for (arguments, message) in cases {
        let run = fetch(dir.path(), &mirror.address(), arguments);
        assert_eq!(run.code, 1);
        assert_eq!(run.stderr, format!("error: {message}\n"));
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn lists_products() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    let all = fetch(dir.path(), &mirror.address(), &["--list"]);
    assert_eq!(
        all.stdout,
        "Crane    2022-02-02    ROA   起重机\n\
         Shop     2024-05-01    RPC   Corner Shop\n\
         shopdns  2021-02-03          Names of Shops (SDNS)\n"
    );
    let some = fetch(dir.path(), &mirror.address(), &["--list", "harb"]);
    assert_eq!(some.stdout, "Crane  2022-02-02    ROA   起重机\n");
    let none = fetch(dir.path(), &mirror.address(), &["--list", "bank"]);
    assert_eq!((none.code, none.stdout.as_str()), (1, ""));
    assert_eq!(
        none.stderr,
        "error: no product has \"bank\" in its code, name or group\n"
    );
}

#[test]
fn says_what_to_do_without_network() {
    let dir = TempDir::new().unwrap();
    // Nothing listens on the port that a closed listener had.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let run = fetch(dir.path(), &address, &["shop"]);
    assert_eq!(run.code, 1);
    let begin = format!("error: cannot fetch {address}/products.json: ");
    assert!(run.stderr.starts_with(&begin), "{}", run.stderr);
    for word in ["HTTPS_PROXY", "SSL_CERT_FILE", "--from"] {
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
}

#[test]
fn refuses_addresses_and_lists_that_make_no_sense() {
    let (mirror, dir) = (shop(), TempDir::new().unwrap());
    for from in [
        "ftp://example.com",
        "nonsense",
        "http://127.0.0.1:1/?x=1",
        "/tmp",
    ] {
        let run = fetch(dir.path(), from, &["shop"]);
        assert_eq!(run.code, 1);
        let begin = format!("error: cannot fetch from {:?}: ", from);
        assert!(run.stderr.starts_with(&begin), "{}", run.stderr);
    }
    let lists = [
        ("{}", "expected a list of products"),
        ("[{\"name\": \"x\"}]", "/0/code: "),
        ("[{\"code\": \"a\", \"versions\": [1]}]", "/0/versions: "),
        ("[{\"code\": \"a\", \"name\": 7}]", "/0/name: "),
        ("<html>", "expected a list of products as JSON"),
        (
            "[{\"code\": \"../shop\", \"defaultVersion\": \"1\"}]",
            "there is no product \"shop\"",
        ),
        (
            "[{\"code\": \"shop\", \"defaultVersion\": \"../1\"}]",
            "\"../1\" cannot be the API version",
        ),
    ];
    for (list, reason) in lists {
        mirror.put("/products.json", Answer::ok(list));
        let run = fetch(dir.path(), &mirror.address(), &["shop"]);
        assert_eq!(run.code, 1, "{list}");
        assert!(run.stderr.contains(reason), "{list}: {}", run.stderr);
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn needs_a_code_or_a_list() {
    let dir = TempDir::new().unwrap();
    for arguments in [&[][..], &["shop", "--list"]] {
        let run = fetch(dir.path(), "http://127.0.0.1:1", arguments);
        assert_eq!(run.code, 2);
    }
}
