//! The REST product against the gateway emulator: each action by typed requests and by
//! the spec alone, and what the emulator refuses.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use aliyun_mock::{Fault, MockGateway, Outcome};
use aliyun_runtime::{AccessKey, Config, ErrorKind, RetryPolicy};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::yard::*;

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rest/spec")
}

async fn gateway() -> MockGateway {
    let model = aliyun_codegen::read(spec()).unwrap();
    MockGateway::start(model).await.unwrap()
}

fn config(gateway: &MockGateway) -> Config {
    let key = AccessKey::new(aliyun_mock::ACCESS_KEY_ID, aliyun_mock::ACCESS_KEY_SECRET);
    Config::new(key).with_endpoint(gateway.endpoint())
}

fn client(gateway: &MockGateway) -> Client {
    Client::new(config(gateway)).unwrap()
}

#[tokio::test]
async fn every_action_answers_typed_requests() {
    let gateway = gateway().await;
    let client = client(&gateway);
    let node = Node::new().set_name("leaf").set_color("red");
    let create = CreateShelfRequest::new()
        .set_workspace("w 1")
        .set_name("north \"值\"")
        .set_slots(3)
        .set_weight(i64::MAX)
        .set_open(true)
        .set_tags([Tag::new().set_key("k")])
        .set_grid([vec![1, 2], vec![]])
        .set_root(Node::new().set_name("r").set_parts([node]))
        .set_extra(json!({"z": 1.5, "a": null}));
    let answer = client.create_shelf(&create).await.unwrap();
    assert!(answer.request_id.is_some());
    let delete = DeleteShelfRequest::new().set_shelf_id("s").set_reason("r");
    client.delete_shelf(&delete).await.unwrap();
    let forward = ForwardRequestRequest::new()
        .set_request_path("/api/v1/a/b")
        .set_body([("k", json!({"n": 1}))]);
    client.forward_request(&forward).await.unwrap();
    let token = GenerateTokenRequest::new().set_authorization("Bearer user");
    client.generate_token(&token).await.unwrap();
    let get = GetPictureRequest::new().set_shelf_id("s");
    let picture = client.get_picture(&get).await.unwrap().picture;
    assert_eq!(picture.as_deref(), Some(&b"sample"[..]));
    let filter = get_shelf::Filter::new().set_color("red").set_sizes([1, 2]);
    let get = GetShelfRequest::new()
        .set_shelf_id("a/b c?%é")
        .set_slot_no(7)
        .set_names(["n 1", "n&2"])
        .set_fields(["x", "y"])
        .set_filter(filter);
    let answer = client.get_shelf(&get).await.unwrap();
    assert_eq!(answer.e_tag.as_deref(), Some("text"));
    assert_eq!(answer.yard_count, Some(0));
    let list = ListShelvesRequest::new();
    assert_eq!(client.list_shelves(&list).await.unwrap().shelves.len(), 1);
    let put = PutPictureRequest::new()
        .set_shelf_id("s")
        .set_picture(b"\0\xff\r\n".to_vec());
    let thanks = client.put_picture(&put).await.unwrap().text;
    assert_eq!(thanks.as_deref(), Some("text"));
    let tags = [Tag::new().set_key("k").set_value("v")];
    let set = SetTagsRequest::new().set_shelf_id("s").set_tags(tags);
    client.set_tags(&set).await.unwrap();
    let stop = StopJobRequest::new().set_job_id("j1");
    client.stop_job(&stop).await.unwrap();
    let form = SubmitFormRequest::new()
        .set_title("a b")
        .set_tags([Tag::new().set_key("k")]);
    client.submit_form(&form).await.unwrap();
    let model = aliyun_codegen::read(spec()).unwrap();
    for action in &model.actions {
        assert_eq!(gateway.executions(&action.name), 1, "{}", action.name);
    }
}

/// Paths are sent as they were signed, or not at all.
#[tokio::test]
async fn path_values_of_any_kind_arrive_as_they_were_signed() {
    let gateway = gateway().await;
    let client = client(&gateway);
    let values = [
        "a/b", "%", "%2F", "a?b", "#", " ", "a..b", "...", "值", "🦀", "+", "a:stop", "~",
    ];
    for value in values {
        let get = GetPictureRequest::new().set_shelf_id(value);
        client.get_picture(&get).await.expect(value);
        let requests = gateway.requests();
        let parameters = &requests.last().unwrap().parameters;
        assert_eq!(parameters[0], ("ShelfId".to_owned(), value.to_owned()));
    }
    let sent = gateway.requests().len();
    for value in ["", ".", ".."] {
        let get = GetPictureRequest::new().set_shelf_id(value);
        client.get_picture(&get).unchecked().await.unwrap_err();
    }
    assert_eq!(gateway.requests().len(), sent);
}

#[tokio::test]
async fn a_cut_change_is_repeated_with_its_token_and_counted_once() {
    let gateway = gateway().await;
    let pause = Duration::from_millis(1);
    let policy = RetryPolicy::default()
        .with_base_delay(pause)
        .with_max_delay(pause);
    let client = Client::new(config(&gateway).with_retry(policy)).unwrap();
    let create = CreateShelfRequest::new().set_workspace("w").set_name("n");
    for round in 1..=50 {
        gateway.fail_next(Fault::Truncate(round % 7));
        client.create_shelf(&create).await.unwrap();
        assert_eq!(gateway.executions("CreateShelf"), round);
        assert_eq!(gateway.requests().len(), 2 * round);
    }
    // Without a token nobody can know.
    gateway.fail_next(Fault::Truncate(0));
    let form = SubmitFormRequest::new().set_title("a");
    let error = client.submit_form(&form).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(gateway.executions("SubmitForm"), 1);
}

#[tokio::test]
async fn a_used_token_with_other_parameters_is_refused() {
    let gateway = gateway().await;
    let client = client(&gateway);
    let create = CreateShelfRequest::new()
        .set_workspace("w")
        .set_client_token("t");
    let first = client
        .create_shelf(&create.clone().set_name("a"))
        .await
        .unwrap();
    let same = client
        .create_shelf(&create.clone().set_name("a"))
        .await
        .unwrap();
    assert_eq!(first.request_id, same.request_id);
    let error = client
        .create_shelf(&create.set_name("b"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("IdempotentParameterMismatch"));
    assert_eq!(gateway.executions("CreateShelf"), 1);
}

#[tokio::test]
async fn what_the_spec_does_not_allow_is_refused_by_name() {
    let gateway = gateway().await;
    let client = client(&gateway);
    let create = CreateShelfRequest::new().set_workspace("w").set_slots(0);
    let error = client.create_shelf(&create).unchecked().await.unwrap_err();
    assert_eq!(error.http_status(), Some(400), "{error}");
    assert!(error.to_string().contains("Name"), "{error}");
    let wrong = [("workspace", "w"), ("Shade", "1")];
    let error = client.call("CreateShelf", wrong).await.unwrap_err();
    assert_eq!(
        error.http_status().map(|status| status / 100),
        Some(4),
        "{error}"
    );
}

/// Sends a signed request with changes; the first line of the answer.
async fn send(gateway: &MockGateway, change: impl Fn(&mut String)) -> String {
    let client = client(gateway);
    let create = CreateShelfRequest::new().set_workspace("w").set_name("n");
    let signed = client.create_shelf(&create).sign().await.unwrap();
    let (_, rest) = signed.url().split_once("://").unwrap();
    let target = &rest[rest.find('/').unwrap()..];
    let mut text = format!(
        "{} {target} HTTP/1.1\r\nconnection: close\r\n",
        signed.method()
    );
    let body = std::str::from_utf8(signed.body()).unwrap();
    for (name, value) in signed.headers() {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
    change(&mut text);
    exchange(gateway, &text).await
}

async fn exchange(gateway: &MockGateway, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(gateway.address())
        .await
        .unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_request_that_was_changed_after_signing_is_refused() {
    let gateway = gateway().await;
    let answer = send(&gateway, |_| {}).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let changes = [
        ("/shelves?", "/shelve%73?"),
        ("workspace: w", "workspace: v"),
        ("workspace: w\r\n", ""),
        ("{\"Name\":\"n\"}", "{\"Name\":\"m\"}"),
        ("ClientToken=", "ClientToken=x"),
        (";workspace;", ";"),
        ("POST /", "PUT /"),
        ("x-acs-action: CreateShelf", "x-acs-action: StopJob"),
        ("application/json", "text/plain"),
    ];
    for (from, to) in changes {
        let answer = send(&gateway, |text| {
            assert!(text.contains(from), "{from}: {text}");
            *text = text.replace(from, to);
        });
        let answer = answer.await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{from}: {answer}");
    }
    assert_eq!(gateway.executions("CreateShelf"), 1);
}

/// Nothing that is sensitive, and no value in an unknown path, is kept.
#[tokio::test]
async fn recordings_show_paths_without_secrets() {
    let gateway = gateway().await;
    let client = client(&gateway);
    let token = GenerateTokenRequest::new().set_authorization("Bearer hidden");
    client.generate_token(&token).await.unwrap();
    let stop = StopJobRequest::new().set_job_id("j1");
    client.stop_job(&stop).await.unwrap();
    let requests = gateway.requests();
    let paths: Vec<&str> = requests
        .iter()
        .map(|request| request.path.as_str())
        .collect();
    assert_eq!(paths, ["/token", "/jobs/j1%3Astop"]);
    let signature = requests[0]
        .checks
        .iter()
        .find(|check| check.what == "signature");
    assert_eq!(signature.unwrap().outcome, Outcome::NotNeeded);
    assert!(
        !requests
            .iter()
            .any(|request| request.to_json().contains("hidden"))
    );
    for path in ["/shelfs/hidden", "/shelves/1/../hidden", "/shelves/%", "/"] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = exchange(&gateway, &request).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
    assert!(
        !gateway
            .requests()
            .iter()
            .any(|request| request.to_json().contains("hidden"))
    );
}

/// As `aliyun-codegen call` does, which has nothing but the spec.
#[tokio::test(flavor = "multi_thread")]
async fn every_action_is_called_by_its_spec_alone() {
    let gateway = gateway().await;
    let scratch = tempfile::TempDir::new().unwrap();
    let picture = scratch.path().join("picture");
    std::fs::write(&picture, b"\0\xff").unwrap();
    let picture = json!({"ShelfId": "s", "Picture": format!("@{}", picture.display())});
    let calls = [
        (
            "CreateShelf",
            json!({"workspace": "w", "Name": "n", "Root": {"Left": {"Name": "l"}}}),
        ),
        ("DeleteShelf", json!({"ShelfId": "s/1", "Reason": "r"})),
        (
            "ForwardRequest",
            json!({"requestPath": "/api/v1/x", "body": {"a": [1]}}),
        ),
        ("GenerateToken", json!({"Authorization": "Bearer x"})),
        ("GetPicture", json!({"ShelfId": "s"})),
        (
            "GetShelf",
            json!({"ShelfId": "s", "SlotNo": 7, "Names": ["a"], "Filter": {"Color": "red"}}),
        ),
        ("ListShelves", json!({})),
        ("SetTags", json!({"ShelfId": "s", "Tags": [{"Key": "k"}]})),
        ("StopJob", json!({"JobId": "j"})),
        ("SubmitForm", json!({"Title": "t", "Tags": [{"Key": "k"}]})),
        ("PutPicture", picture),
    ];
    for (action, parameters) in calls {
        let (endpoint, parameters) = (gateway.endpoint(), parameters.to_string());
        let run = tokio::task::spawn_blocking(move || call(action, &parameters, &endpoint));
        let (code, out, error) = run.await.unwrap();
        assert_eq!(code, Some(0), "{action}: {out}{error}");
        assert_eq!(gateway.executions(action), 1, "{action}");
    }
}

/// Exit code, standard output and standard error.
fn call(action: &str, parameters: &str, endpoint: &str) -> (Option<i32>, String, String) {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_call"))
        .arg(spec())
        .args([action, "--params", "-", "--endpoint", endpoint])
        .env_clear()
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", aliyun_mock::ACCESS_KEY_ID)
        .env(
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            aliyun_mock::ACCESS_KEY_SECRET,
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(parameters.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}
