//! The control endpoint.

use serde_json::{Value, json};

use crate::run::{KEY, Serving, spec, tool};

const JSON: &str = "content-type: application/json\r\n";

fn serving() -> (tempfile::TempDir, Serving) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = tool();
    command.args(["serve", "--port", "0", "-q", "--access-key", KEY, "--spec"]);
    let serving = Serving::start(command.arg(spec(folder.path())));
    (folder, serving)
}

fn ping(serving: &Serving) -> u16 {
    let request = "GET /?Action=Ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    serving.exchange(request).0
}

#[test]
fn faults_are_put_looked_at_and_deleted() {
    let (_folder, serving) = serving();
    let faults = json!({ "seed": 3, "faults": [
        { "kind": "status", "status": 503, "body": "busy", "action": "Ping", "count": 1 },
        { "kind": "service", "code": "Throttling", "after": 1, "probability": 0.5 },
        { "kind": "delay", "delay_ms": 5, "count": 0 },
        { "kind": "truncate", "bytes": 3, "count": 0 },
        { "kind": "close", "count": 0 },
        { "kind": "twice", "delay_ms": 7, "count": 0 },
        { "kind": "script", "execute": true, "count": 0, "steps": [
            { "send": "HTTP/1.1 200 OK\r\n\r\n" }, { "body": 1 }, { "chunks": 2 }, { "fill": 3 },
            { "pause_ms": 4 }, { "stall": true }, { "reset": true },
        ] },
        { "kind": "fail-task", "message": "No.", "count": 0 },
        { "kind": "pages", "action": "List", "count": 0 },
        { "kind": "pages", "action": "List", "items": 9, "size": 2, "lead": 1, "from": 3,
          "show": "again", "shift": -1, "total": 7, "more": true, "task": "T", "cursor": "same",
          "count": 0 },
        { "kind": "reset-connection", "bytes": 1, "count": 0 },
        { "kind": "stall-connection", "bytes": 2, "count": 0 },
    ] });
    let mut expected = faults.clone();
    for rule in expected["faults"].as_array_mut().unwrap() {
        rule["struck"] = json!(0);
    }
    let put = serving.control("PUT", "/faults", JSON, &faults.to_string());
    assert_eq!(put, (200, expected.clone()));
    assert_eq!(ping(&serving), 503);
    expected["faults"][0]["struck"] = json!(1);
    assert_eq!(serving.control("GET", "/faults", "", ""), (200, expected));
    let none = json!({ "seed": 0, "faults": [] });
    assert_eq!(serving.control("DELETE", "/faults", "", ""), (200, none));
    assert_eq!(ping(&serving), 400);
}

#[test]
fn bad_faults_change_nothing_and_say_why() {
    let (_folder, serving) = serving();
    let good = r#"{"faults":[{"kind":"close","count":0}]}"#;
    let (_, before) = serving.control("PUT", "/faults", JSON, good);
    for (body, word) in [
        ("{", "1:1: this is not JSON: EOF"),
        (
            r#"{"faults":[{"kind":"bang"}]}"#,
            "faults[0].kind: expected one of `status`",
        ),
        (
            r#"{"faults":[{"kind":"close","often":1}]}"#,
            "faults[0]: there is no key `often`",
        ),
        (
            r#"{"faults":[{"kind":"close","bytes":1}]}"#,
            "`bytes` does not go with",
        ),
        (r#"{"faults":[{"kind":"service"}]}"#, "needs `code`"),
        (r#"{"faults":[{"kind":"delay"}]}"#, "needs `delay_ms`"),
        (
            r#"{"faults":[{"kind":"delay","delay_ms":99999999}]}"#,
            "at most",
        ),
        (
            r#"{"faults":[{"kind":"close","probability":1.5}]}"#,
            "expected 0 to 1",
        ),
        (
            r#"{"faults":[{"kind":"script","steps":[{}]}]}"#,
            "exactly one of",
        ),
        (
            r#"{"faults":[{"kind":"script","steps":[{"body":1,"fill":1}]}]}"#,
            "exactly one of",
        ),
        (
            r#"{"faults":[{"kind":"reset-connection"}]}"#,
            "needs a `count`",
        ),
        (
            r#"{"faults":[{"kind":"close","action":"Pong"}]}"#,
            "no action `Pong`",
        ),
        (
            r#"{"faults":[{"kind":"pages","action":"Ping"}]}"#,
            "the answers of `Ping` do not come in pages",
        ),
    ] {
        let (status, answer) = serving.control("PUT", "/faults", JSON, body);
        assert_eq!(status, 400, "{body}");
        let error = answer["error"].as_str().unwrap();
        assert!(error.contains(word), "{body}: {error}");
    }
    let (status, _) = serving.control("PUT", "/faults", "content-type: text/plain\r\n", good);
    assert_eq!(status, 415);
    assert_eq!(serving.control("GET", "/faults", "", "").1, before);
}

#[test]
fn the_log_is_read_from_a_number_on_and_cleared() {
    let (_folder, serving) = serving();
    for _ in 0..3 {
        ping(&serving);
    }
    let numbers = |path: &str| -> Vec<Value> {
        let (_, answer) = serving.control("GET", path, "", "");
        assert_eq!(answer["last"], 3, "its own requests do not count");
        let requests = answer["requests"].as_array().unwrap().clone();
        requests
            .iter()
            .map(|request| request["number"].clone())
            .collect()
    };
    assert_eq!(numbers("/requests"), [1, 2, 3]);
    assert_eq!(numbers("/requests?after=2"), [3]);
    assert_eq!(numbers("/requests?after=3"), [] as [i32; 0]);
    serving.control("DELETE", "/requests", "", "");
    assert_eq!(numbers("/requests"), [] as [i32; 0]);
}

#[test]
fn other_sites_and_other_names_are_kept_out() {
    let (_folder, serving) = serving();
    let own = format!("origin: {}\r\n", serving.endpoint);
    assert_eq!(serving.control("GET", "/requests", &own, "").0, 200);
    for headers in [
        "host: evil.example\r\n",
        "host: 127.0.0.1.evil.example:80\r\n",
        "origin: http://evil.example\r\n",
        "origin: null\r\n",
    ] {
        for (method, path) in [("GET", "/"), ("GET", "/requests"), ("DELETE", "/faults")] {
            let (status, answer) = serving.control(method, path, headers, "");
            assert_eq!(status, 403, "{headers}");
            assert!(answer["error"].is_string());
        }
    }
    assert_eq!(serving.control("GET", "/absent", "", "").0, 404);
    assert_eq!(serving.control("POST", "/requests", "", "").0, 405);
}

#[test]
fn the_page_brings_a_strict_policy() {
    let (_folder, serving) = serving();
    let mut stream = std::net::TcpStream::connect(serving.address()).unwrap();
    let request = format!(
        "GET /_mock/ HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        serving.address()
    );
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut stream, &mut text).unwrap();
    let policy = text
        .lines()
        .find_map(|line| line.strip_prefix("content-security-policy: "));
    let policy = policy.unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    for foreign in [
        "innerHTML",
        "outerHTML",
        "document.write",
        "eval(",
        "http://",
        "https://",
        "src=",
    ] {
        assert!(!text.contains(foreign), "{foreign}");
    }
}
