//! Services that do not behave: every source that asks one, every fault.

use std::sync::Arc;
use std::time::Duration;

use aliyun_runtime::credentials::{
    AssumeRoleCredentials, EcsCredentials, OidcCredentials, UriCredentials,
};
use aliyun_runtime::{AccessKey, Credentials};

use crate::parts::{NOBODY, assert_parts, failure, key_json, nowhere, ok, sts_json};
use crate::server::{Received, Server, answer};

const ROLE: &str = "acs:ram::123:role/reader";

/// The sources that ask a service, at this address.
fn sources(endpoint: &str) -> Vec<(&'static str, Arc<dyn Credentials>)> {
    let surroundings = nowhere()
        .with_sts(endpoint)
        .with_metadata(endpoint)
        .with_patience(Duration::from_millis(200));
    let token = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/credentials/fixtures/order-2-oidc/home/token"
    );
    let first = AccessKey::new("LTAIfirst", "hush-first");
    let assume = AssumeRoleCredentials::new(first, ROLE);
    let oidc = OidcCredentials::new(ROLE, "acs:ram::123:oidc-provider/ack", token);
    let ecs = EcsCredentials::new().with_role("reader");
    let uri = UriCredentials::new(format!("{endpoint}/?token=hush"));
    vec![
        (
            "assuming the role",
            Arc::new(assume.with_surroundings(surroundings.clone())),
        ),
        (
            "assuming the OIDC role",
            Arc::new(oidc.with_surroundings(surroundings.clone())),
        ),
        (
            "the ECS metadata service",
            Arc::new(ecs.with_surroundings(surroundings.clone())),
        ),
        (
            "the credentials URI",
            Arc::new(uri.with_surroundings(surroundings)),
        ),
    ]
}

/// Answers the metadata service's token, and everything else with `bytes`.
fn behind_token(bytes: Vec<u8>) -> impl Fn(&Received) -> Vec<u8> + Send + 'static {
    move |received| match received.line.starts_with("PUT ") {
        true => ok("a-token"),
        false => bytes.clone(),
    }
}

async fn assert_all_fail(bytes: Vec<u8>, reason: &str) {
    let server = Server::start(behind_token(bytes));
    for (name, source) in sources(&server.endpoint) {
        let text = failure(&source).await;
        assert_parts(&text, &[name, reason]);
    }
}

#[tokio::test]
async fn nobody_there() {
    for (name, source) in sources(NOBODY) {
        assert_parts(&failure(&source).await, &[name, "no connection"]);
    }
}

#[tokio::test]
async fn a_stall_before_the_answer() {
    assert_all_fail(Vec::new(), "no whole answer in time").await;
}

#[tokio::test]
async fn a_stall_within_the_answer() {
    // The server reads the next request only when this one is done with, so
    // that each source has a server of its own.
    for index in 0..4 {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            use std::io::{Read, Write};
            loop {
                let (mut stream, _) = listener.accept().unwrap();
                let mut buffer = [0; 4096];
                let read = stream.read(&mut buffer).unwrap();
                if buffer[..read].starts_with(b"PUT ") {
                    stream.write_all(&ok("a-token")).unwrap();
                    continue;
                }
                let part = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"hush";
                stream.write_all(part.as_bytes()).unwrap();
                return held.recv();
            }
        });
        let (name, source) = sources(&endpoint).remove(index);
        let text = failure(&source).await;
        assert_parts(&text, &[name, "no whole answer in time"]);
        drop(release);
        assert!(thread.join().unwrap().is_err());
    }
}

#[tokio::test]
async fn a_connection_that_breaks() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"hush".to_vec();
    assert_all_fail(cut, "no answer: ").await;
    assert_all_fail(b"\x16\x03\x01hush".to_vec(), "no answer: ").await;
}

#[tokio::test]
async fn pages_and_garbage_for_a_success() {
    let page = "<html><body>hush, log in</body></html>";
    assert_all_fail(ok(page), "no JSON: expected value at line 1 column 1").await;
    assert_all_fail(ok(""), "it is empty").await;
    assert_all_fail(ok("\u{0}\u{1}hush"), "no JSON").await;
    assert_all_fail(ok("{\"hush\":\n \"hush\" hush}"), "line 2 column 9").await;
    assert_all_fail(ok("[\"hush\"]"), "expected a JSON object, found a list").await;
    assert_all_fail(ok(&"[".repeat(10_000)), "recursion limit").await;
    let large = format!("{{\"hush\":\"{}\"}}", "h".repeat(70_000));
    assert_all_fail(ok(&large), "more than the 65536 bytes").await;
}

#[tokio::test]
async fn other_statuses() {
    for status in [
        "500 Internal Server Error",
        "503 Unavailable",
        "414 Too Large",
    ] {
        let number = format!("HTTP {}", &status[..3]);
        assert_all_fail(answer(status, "", "<html>hush</html>"), &number).await;
    }
    // Not even with a key in it.
    let key = key_json("STS.key", 3600);
    assert_all_fail(answer("203 Other", "", &key), "HTTP 203").await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::fixed(ok(&key_json("STS.evil", 3600)));
    let headers = format!("Location: {}/\r\n", elsewhere.endpoint);
    assert_all_fail(answer("302 Found", &headers, ""), "HTTP 302").await;
    assert!(elsewhere.received().is_empty());
}

/// Answers with a key after `change`, in the form that each service has.
async fn assert_refused(change: impl Fn(&str) -> String, reason: &str) {
    let key = change(&key_json("STS.key", 3600));
    let sts = format!(r#"{{"Credentials":{key}}}"#);
    let server = Server::start(move |received| match &received.line[..4] {
        "PUT " => ok("a-token"),
        "GET " => ok(&key),
        _ => ok(&sts),
    });
    for (name, source) in sources(&server.endpoint) {
        let text = failure(&source).await;
        assert_parts(&text, &[name, reason]);
    }
}

#[tokio::test]
async fn keys_with_a_part_missing_or_wrong() {
    for part in [
        "AccessKeyId",
        "AccessKeySecret",
        "SecurityToken",
        "Expiration",
    ] {
        let other = |value: &'static str| {
            move |key: &str| {
                let mut key: serde_json::Value = serde_json::from_str(key).unwrap();
                key[part] = serde_json::from_str(value).unwrap();
                key.to_string()
            }
        };
        let missing = format!("`{part}` is missing or empty");
        assert_refused(|key| key.replace(part, "Other"), &missing).await;
        // The name of a key has the case that is documented.
        assert_refused(|key| key.replace(part, &part.to_lowercase()), &missing).await;
        assert_refused(other("null"), &missing).await;
        assert_refused(other("\"\""), &missing).await;
        assert_refused(
            other("7"),
            &format!("`{part}` is a number; expected a text"),
        )
        .await;
        assert_refused(other("[\"hush\"]"), &format!("`{part}` is a list")).await;
    }
    for (old, new, reason) in [
        (
            "\"STS.key",
            "\"STS. key",
            "access key id contains white space",
        ),
        (
            "-secret",
            " secret",
            "access key secret contains white space",
        ),
        ("-token", "\\ntoken", "security token contains white space"),
    ] {
        assert_refused(|key| key.replacen(old, new, 1), reason).await;
    }
}

#[tokio::test]
async fn keys_without_a_usable_end() {
    for end in [
        "soon",
        "1767229200",
        "2026-01-01T01:00:00",
        "2026-13-01T01:00:00Z",
    ] {
        let other = |key: &str| key.replace("2026-01-01T01:00:00Z", end);
        assert_refused(other, "`Expiration` is no time such as").await;
    }
    for end in ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"] {
        let other = |key: &str| key.replace("2026-01-01T01:00:00Z", end);
        assert_refused(other, "has expired already; is this machine's clock right?").await;
    }
}

#[tokio::test]
async fn a_code_other_than_success() {
    for (code, reason) in [
        ("\"Failed\"", "`Code` is `Failed`; expected `Success`"),
        ("\"hush hush\"", "`Code` is not `Success`"),
        ("null", "`Code` is missing or empty"),
        ("200", "`Code` is a number"),
    ] {
        let key = key_json("STS.key", 3600).replace("\"Success\"", code);
        let server = Server::start(behind_token(ok(&key)));
        for (name, source) in sources(&server.endpoint).into_iter().skip(2) {
            assert_parts(&failure(&source).await, &[name, reason]);
        }
    }
}

#[tokio::test]
async fn sts_without_its_wrapper() {
    for (body, reason) in [
        (key_json("STS.key", 3600), "`Credentials` is missing"),
        (
            r#"{"Credentials":"hush"}"#.to_owned(),
            "`Credentials` is a text",
        ),
    ] {
        let server = Server::fixed(ok(&body));
        for (name, source) in sources(&server.endpoint).into_iter().take(2) {
            assert_parts(&failure(&source).await, &[name, reason]);
        }
    }
}

#[tokio::test]
async fn uris_that_are_none() {
    for (uri, reason) in [
        ("hush", "no URI"),
        ("file:///hush", "neither http nor https"),
        ("ftp://host/hush", "neither http nor https"),
        ("http://user:hush@host/", "a user name or password"),
    ] {
        let source = UriCredentials::new(uri).with_surroundings(nowhere());
        assert_parts(&failure(&source).await, &["the credentials URI", reason]);
    }
}

#[tokio::test]
async fn oidc_token_files_that_are_none() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("oidc-faults");
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    for (path, reason) in [
        (folder.join("missing"), "there is no file"),
        (folder.clone(), "cannot be read"),
        (file("empty", b""), "is empty"),
        (file("two", b"hush\nhush"), "contains white space"),
        (
            file("binary", b"hush\xFF"),
            "is not UTF-8: invalid byte at offset 4",
        ),
        (
            file("large", &vec![b'h'; (1 << 20) + 1]),
            "more than the 1048576 bytes",
        ),
    ] {
        let oidc = OidcCredentials::new(ROLE, "acs:ram::123:oidc-provider/ack", &path)
            .with_surroundings(nowhere());
        let text = failure(&oidc).await;
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_parts(&text, &["assuming the OIDC role: ", name, reason]);
    }
}

#[tokio::test]
async fn an_answer_of_sts_in_any_layout() {
    let pretty: serde_json::Value = serde_json::from_str(&sts_json("STS.key", 3600)).unwrap();
    let text = format!("\u{feff}\r\n{pretty:#}\r\n");
    let server = Server::fixed(ok(&text));
    for (_, source) in sources(&server.endpoint).into_iter().take(2) {
        assert_eq!(source.credentials().await.unwrap().id(), "STS.key");
    }
}
