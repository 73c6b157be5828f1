//! `call`: requests and answers by the spec alone.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Run, folder, tool};

const PRODUCT: &str = "\
product: Depot
version: 2024-05-01
doc: A product that exists only in tests.
endpoint: depot.example.com
objects:
  - name: Crate
    doc: A crate, with crates in it.
    fields:
      - { name: Label, type: string, doc: What is on it. }
      - { name: Seal, type: string, sensitive: true, doc: Number of the seal. }
      - { name: Inside, type: list<Crate>, doc: What is in it. }
";

const STORE: &str = "\
action: StoreCrate
no_page: It is made up.
doc: Stores a crate.
idempotent: false
method: PUT
path: /shelves/{shelf}/crates:store
body: crate
parameters:
  - { name: shelf, type: string, in: path, required: true, doc: Where. }
  - { name: shelf, rust: old_shelf, type: string, in: body, doc: Where it was. }
  - { name: X-Depot-Key, rust: key, type: string, in: header, sensitive: true, doc: Opens the depot. }
  - { name: Tags, type: list<string>, encoding: json, doc: Tags. }
  - { name: Serial, type: long, in: body, doc: Number. }
  - { name: Crate, type: Crate, in: body, doc: The crate itself. }
response:
  - { name: RequestId, type: string, doc: Id of the call. }
  - { name: Crate, type: Crate, doc: As it is stored. }
";

const SCAN: &str = "\
action: ScanCrate
no_page: It is made up.
doc: Reads a picture.
idempotent: true
parameters:
  - { name: Kind, type: string, doc: What it shows. }
  - { name: Scan, type: bytes, in: payload, doc: The picture. }
response:
  - { name: RequestId, type: string, doc: Id of the call. }
";

fn spec() -> TempDir {
    folder(&[
        ("product.yaml", PRODUCT),
        ("StoreCrate.yaml", STORE),
        ("ScanCrate.yaml", SCAN),
    ])
}

/// Calls an action with parameters from a file.
fn call(action: &str, parameters: &Value, more: &[&str]) -> Run {
    let spec = spec();
    let file = spec.path().join("parameters.json");
    fs::write(&file, parameters.to_string()).unwrap();
    let mut tool = tool();
    tool.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret")
        .env_remove("ALIBABA_CLOUD_REGION_ID")
        .args(["call".as_ref(), spec.path(), action.as_ref()])
        .args(["--params".as_ref(), file.as_path()])
        .args(more);
    Run::of(tool.output().unwrap())
}

/// A server that answers one request, and gives it back as it came.
fn server(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut part = [0; 4096];
        loop {
            let read = stream.read(&mut part).unwrap();
            request.extend_from_slice(&part[..read]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let mut headers = head.lines().filter_map(|line| line.split_once(": "));
            let length = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
            let length = length.map_or(0, |(_, value)| value.parse().unwrap());
            if body.len() >= length {
                let length = answer.len();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{answer}"
                )
                .unwrap();
                return text;
            }
        }
    });
    (endpoint, served)
}

fn store() -> Value {
    json!({
        "shelf": "a/1",
        "X-Depot-Key": "k3y",
        "Tags": ["x y", "é"],
        "crate": {
            "shelf": "b",
            "Serial": 9_007_199_254_740_993_i64,
            "Crate": {"Label": "outer", "Seal": "5eal", "Inside": [{"Label": "inner"}]},
        },
    })
}

#[test]
fn a_rest_action_is_called_and_its_answer_decoded() {
    let answer = r#"{"requestId":"1","Crate":{"Label":"outer","Inside":[{"Label":7}]}}"#;
    let (endpoint, served) = server(answer);
    let run = call("StoreCrate", &store(), &["--endpoint", &endpoint]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let printed: Value = serde_json::from_str(&run.stdout).unwrap();
    let expected = json!({
        "RequestId": "1",
        "Crate": {"Label": "outer", "Inside": [{"Label": "7"}]},
    });
    assert_eq!(printed, expected, "as the spec names and types it");
    let request = served.join().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let first = head.lines().next().unwrap();
    let path = "/shelves/a%2F1/crates%3Astore?Tags=%5B%22x%20y%22%2C%22%C3%A9%22%5D";
    assert_eq!(first, format!("PUT {path} HTTP/1.1"));
    for line in [
        "x-depot-key: k3y",
        "x-acs-action: StoreCrate",
        "x-acs-version: 2024-05-01",
    ] {
        assert!(head.lines().any(|found| found == line), "{line} in {head}");
    }
    assert_eq!(
        body,
        r#"{"shelf":"b","Serial":9007199254740993,"Crate":{"Label":"outer","Seal":"5eal","Inside":[{"Label":"inner"}]}}"#
    );
}

#[test]
fn a_dry_run_shows_the_request_without_secrets() {
    let run = call("store-crate", &store(), &["--dry-run"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(shown["Method"], "PUT");
    assert_eq!(
        shown["Url"],
        "https://depot.example.com/shelves/a%2F1/crates%3Astore"
    );
    assert_eq!(shown["Query"], json!({"Tags": r#"["x y","é"]"#}));
    let body = json!({
        "shelf": "b",
        "Serial": 9_007_199_254_740_993_i64,
        "Crate": {"Label": "outer", "Seal": "<hidden>", "Inside": [{"Label": "inner"}]},
    });
    assert_eq!(shown["Body"], body);
    assert_eq!(shown["Headers"]["x-depot-key"], "<hidden>");
    let all = run.stdout;
    assert!(
        !all.contains("k3y") && !all.contains("5eal") && !all.contains("testid"),
        "{all}"
    );
}

#[test]
fn bytes_are_sent_as_they_are() {
    let (endpoint, served) = server(r#"{"RequestId":"1"}"#);
    let parameters = json!({"Kind": "seal", "Scan": {"$base64": "YWJjZA=="}});
    let run = call("ScanCrate", &parameters, &["--endpoint", &endpoint]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let request = served.join().unwrap();
    assert!(
        request.starts_with("POST /?Kind=seal HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("\r\ncontent-type: application/octet-stream\r\n"),
        "{request}"
    );
    assert!(request.ends_with("\r\n\r\nabcd"), "{request}");
}

#[test]
fn mistakes_name_their_place_and_send_nothing() {
    let mut wrong = store();
    wrong["crate"]["Seriel"] = json!(1);
    wrong["crate"]["Serial"] = json!("x");
    wrong["Tag"] = json!([]);
    let run = call("StoreCrate", &wrong, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for text in [
        "`crate` has no member `Seriel`; did you mean `Serial`?",
        "expected an integer of 64 bits, found `x`",
        "there is no `Tag`; did you mean `Tags`?",
    ] {
        assert!(run.stderr.contains(text), "{text} in {}", run.stderr);
    }
    let twice = json!({"shelf": "a", "Serial": 1, "crate": {"Serial": 2}});
    let run = call("StoreCrate", &twice, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("Serial is given twice"),
        "{}",
        run.stderr
    );
    let run = call("StoreCrate", &json!({}), &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("shelf"), "{}", run.stderr);
    let run = call("StoreCrat", &json!({}), &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("did you mean `StoreCrate`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_spec_with_mistakes_calls_nothing() {
    let dir = folder(&[("product.yaml", "product: Depot\n")]);
    let run = Run::of(
        tool()
            .arg("call")
            .arg(dir.path())
            .arg("list")
            .output()
            .unwrap(),
    );
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("error["), "{}", run.stderr);
}

#[test]
fn help_shows_an_action_whose_objects_contain_themselves() {
    let dir = spec();
    let mut tool = tool();
    let run = Run::of(
        tool.arg("call")
            .arg(dir.path())
            .args(["StoreCrate", "--help"])
            .output()
            .unwrap(),
    );
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for text in [
        "--shelf",
        "--serial",
        "Crate.Inside[]",
        "type=ROA",
        "Exit codes:",
    ] {
        assert!(run.stdout.contains(text), "{text} in {}", run.stdout);
    }
}
