//! REST actions: what the generated client of `rest/spec` sends and reads, over real
//! connections.

#![cfg(test)]

mod emulator;

mod yard {
    aliyun_runtime::include_client!("yard");
}

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};

use aliyun_runtime::{AccessKey, Config, ErrorKind, Json};
use serde_json::json;
use yard::*;

/// A request as the server received it.
struct Received {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Asserts that the signature covers the header.
    fn signs(&self, name: &str) {
        let authorization = self.header("authorization").unwrap();
        let (_, rest) = authorization.split_once("SignedHeaders=").unwrap();
        let (names, _) = rest.split_once(',').unwrap();
        assert!(names.split(';').any(|signed| signed == name), "{names}");
    }
}

/// Status line and headers, and the body. Without a status, the connection closes.
struct Answer(&'static str, &'static str);

impl Answer {
    fn bytes(&self) -> Vec<u8> {
        let Self(head, body) = self;
        if head.is_empty() {
            return Vec::new();
        }
        let length = if head.starts_with("204") {
            String::new()
        } else {
            format!("content-length: {}\r\n", body.len())
        };
        format!("HTTP/1.1 {head}\r\n{length}connection: close\r\n\r\n{body}").into_bytes()
    }
}

/// Gives one answer per connection, in their order.
fn server(answers: Vec<Answer>) -> (SocketAddr, Receiver<Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let received = read(&mut stream);
            let _ = stream.write_all(&answer.bytes());
            let _ = sender.send(received);
        }
    });
    (address, receiver)
}

fn read(stream: &mut impl Read) -> Received {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        bytes.push(byte[0]);
    }
    let head = String::from_utf8(bytes).unwrap();
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut received = Received {
        line,
        headers: headers.collect(),
        body: Vec::new(),
    };
    let length = received
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    received.body = vec![0; length];
    stream.read_exact(&mut received.body).unwrap();
    received
}

fn client(address: SocketAddr) -> Client {
    let config = Config::new(AccessKey::new("testid", "testsecret"));
    Client::new(config.with_endpoint(format!("http://{address}"))).unwrap()
}

const OK: Answer = Answer("200 OK", "{\"RequestId\":\"r\",\"token\":\"t\"}");
const EMPTY: Answer = Answer("204 No Content", "");

#[tokio::test]
async fn members_of_the_body_are_json_in_the_order_of_the_spec() {
    let (address, received) = server(vec![Answer(
        "200 OK",
        "{\"RequestId\":\"r\",\"ShelfId\":\"s\",\"Root\":{\"Name\":\"a\",\"Left\":{\"Parts\":[{\"Name\":\"b\"}]}}}",
    )]);
    let inner = Node::new().set_name("inner").set_color("blue");
    let root = Node::new()
        .set_name("r")
        .set_left(inner.clone())
        .set_parts([inner]);
    let request = CreateShelfRequest::new()
        .set_workspace("w 1")
        .set_client_token("mine")
        .set_name("north \"值\"")
        .set_slots(3)
        .set_weight(i64::MAX)
        .set_open(true)
        .set_tags([Tag::new().set_key("k")])
        .set_grid([vec![1, 2], vec![]])
        .set_root(root)
        .set_grade(2)
        .set_extra(json!({"z": 1.5, "a": null}));
    let answer = client(address).create_shelf(&request).await.unwrap();
    let left = answer.root.unwrap().left.unwrap();
    assert_eq!(left.parts[0].name.as_deref(), Some("b"));
    let received = received.recv().unwrap();
    assert_eq!(received.line, "POST /shelves?ClientToken=mine HTTP/1.1");
    assert_eq!(
        received.text(),
        "{\"Name\":\"north \\\"值\\\"\",\"Slots\":3,\"Weight\":9223372036854775807,\"Open\":true,\
         \"Tags\":[{\"Key\":\"k\"}],\"Grid\":[[1,2],[]],\"Root\":{\"Name\":\"r\",\"Left\":\
         {\"Name\":\"inner\",\"Color\":\"blue\"},\"Parts\":[{\"Name\":\"inner\",\"Color\":\"blue\"}]},\
         \"Grade\":2,\"Extra\":{\"a\":null,\"z\":1.5}}"
    );
    let media = received.header("content-type");
    assert_eq!(media, Some("application/json; charset=utf-8"));
    assert_eq!(received.header("workspace"), Some("w 1"));
    assert_eq!(received.header("x-acs-action"), Some("CreateShelf"));
    received.signs("workspace");
    received.signs("content-type");
}

#[tokio::test]
async fn a_path_value_is_one_segment_and_the_query_has_three_encodings() {
    let (address, received) = server(vec![Answer(
        "200 OK\r\netag: v2\r\nx-yard-count: 4",
        "{\"requestId\":\"r\",\"goods\":[\"x\",\"y\"],\
         \"egg\":{\"hen\":{\"egg\":{\"hen\":{\"name\":\"Berta\"}}}}}",
    )]);
    let filter = get_shelf::Filter::new().set_color("red").set_sizes([1, 2]);
    let request = GetShelfRequest::new()
        .set_shelf_id("a/b c?%é")
        .set_slot_no(7)
        .set_names(["n 1", "n&2"])
        .set_fields(["x", "y"])
        .set_filter(filter);
    let answer = client(address).get_shelf(&request).await.unwrap();
    assert_eq!(answer.e_tag.as_deref(), Some("v2"));
    assert_eq!(answer.yard_count, Some(4));
    assert_eq!(answer.request_id.as_deref(), Some("r"));
    let hen = answer.egg.unwrap().hen.unwrap();
    let first = hen.egg.unwrap().hen.unwrap();
    assert_eq!(first.name.as_deref(), Some("Berta"));
    let received = received.recv().unwrap();
    let (path, query) = received.line.split_once('?').unwrap();
    assert_eq!(path, "GET /shelves/a%2Fb%20c%3F%25%C3%A9/slots/7");
    let mut pairs: Vec<&str> = query.trim_end_matches(" HTTP/1.1").split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "Fields=x%2Cy",
            "Filter=%7B%22Color%22%3A%22red%22%2C%22Sizes%22%3A%5B1%2C2%5D%7D",
            "Names.1=n%201",
            "Names.2=n%262",
        ]
    );
    assert!(received.body.is_empty());
    assert_eq!(received.header("content-type"), None);
}

#[tokio::test]
async fn path_values_that_would_lead_elsewhere_are_refused() {
    let client = client("127.0.0.1:1".parse().unwrap());
    for id in ["", ".", ".."] {
        let request = StopJobRequest::new().set_job_id(id);
        let error = client.stop_job(&request).await.unwrap_err();
        assert!(!error.may_have_been_sent(), "{id:?}: {error}");
    }
    let outside = ForwardRequestRequest::new().set_request_path("/api/../x");
    let error = client.forward_request(&outside).await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error}");
}

#[tokio::test]
async fn fixed_parts_are_encoded_and_nothing_is_a_fine_answer() {
    let (address, received) = server(vec![EMPTY]);
    let request = StopJobRequest::new().set_job_id("j1");
    client(address).stop_job(&request).await.unwrap();
    let received = received.recv().unwrap();
    assert_eq!(received.line, "POST /jobs/j1%3Astop HTTP/1.1");
}

#[tokio::test]
async fn payloads_are_bytes_lists_texts_and_anything() {
    let (address, received) = server(vec![
        Answer("200 OK", "thanks"),
        Answer("200 OK", "\0\u{1}ab"),
        Answer("200 OK", "[{\"ShelfId\":\"a\",\"Tags\":[{\"Key\":\"k\"}]}]"),
        Answer("200 OK", "[1,\"x\"]"),
        EMPTY,
    ]);
    let client = client(address);
    let put = PutPictureRequest::new()
        .set_shelf_id("s")
        .set_picture(b"\0\xff\r\n".to_vec());
    let answer = client.put_picture(&put).await.unwrap();
    assert_eq!(answer.text.as_deref(), Some("thanks"));
    let sent = received.recv().unwrap();
    assert_eq!(sent.line, "PUT /shelves/s/picture HTTP/1.1");
    assert_eq!(sent.body, b"\0\xff\r\n");
    assert_eq!(
        sent.header("content-type"),
        Some("application/octet-stream")
    );

    let get = GetPictureRequest::new().set_shelf_id("s");
    let answer = client.get_picture(&get).await.unwrap();
    assert_eq!(answer.picture.as_deref(), Some(&b"\0\x01ab"[..]));

    let answer = client
        .list_shelves(&ListShelvesRequest::new())
        .await
        .unwrap();
    assert_eq!(answer.shelves[0].tags[0].key.as_deref(), Some("k"));

    let set = SetTagsRequest::new().set_shelf_id("s");
    let answer = client.set_tags(&set).await.unwrap();
    assert_eq!(answer.anything, Some(json!([1, "x"])));
    let _ = (received.recv().unwrap(), received.recv().unwrap());
    let sent = received.recv().unwrap();
    assert_eq!(
        (sent.line.as_str(), sent.text()),
        ("PATCH /shelves/s/tags HTTP/1.1", "[]")
    );

    let set = set.set_tags([Tag::new().set_key("k").set_value("v")]);
    let answer = client.set_tags(&set).await.unwrap();
    assert_eq!(answer.anything.filter(|value| *value != Json::Null), None);
    let sent = received.recv().unwrap();
    assert_eq!(sent.text(), "[{\"Key\":\"k\",\"Value\":\"v\"}]");
}

#[tokio::test]
async fn forms_whole_paths_and_anonymous_calls() {
    let (address, received) = server(vec![OK, OK, OK, OK]);
    let client = client(address);
    let form = SubmitFormRequest::new()
        .set_title("a b")
        .set_tags([Tag::new().set_key("k")]);
    client.submit_form(&form).await.unwrap();
    let sent = received.recv().unwrap();
    assert_eq!(sent.text(), "Tags.1.Key=k&Title=a%20b");
    let media = sent.header("content-type");
    assert_eq!(media, Some("application/x-www-form-urlencoded"));

    let forward = ForwardRequestRequest::new()
        .set_request_path("/api/v1/a/b")
        .set_body([("k", json!({"n": 1}))]);
    client.forward_request(&forward).await.unwrap();
    let sent = received.recv().unwrap();
    assert_eq!(sent.line, "POST /api/v1/a/b HTTP/1.1");
    assert_eq!(sent.text(), "{\"k\":{\"n\":1}}");

    let token = GenerateTokenRequest::new().set_authorization("Bearer user");
    client.generate_token(&token).await.unwrap();
    let sent = received.recv().unwrap();
    assert_eq!(sent.header("authorization"), Some("Bearer user"));
    assert_eq!(sent.header("x-acs-action"), Some("GenerateToken"));

    // The documentation alone demands a reason.
    let delete = DeleteShelfRequest::new().set_shelf_id("s");
    let error = client.delete_shelf(&delete).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("unchecked()"), "{error}");
    client.delete_shelf(&delete).unchecked().await.unwrap();
    let sent = received.recv().unwrap();
    assert_eq!(sent.line, "DELETE /shelves/s HTTP/1.1");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_token() {
    let (address, received) = server(vec![Answer("", ""), OK]);
    let request = CreateShelfRequest::new().set_workspace("w").set_name("n");
    client(address).create_shelf(&request).await.unwrap();
    let (first, second) = (received.recv().unwrap(), received.recv().unwrap());
    assert!(first.line.contains("?ClientToken="), "{}", first.line);
    assert_eq!(first.line, second.line);
    let nonce = "x-acs-signature-nonce";
    assert_ne!(first.header(nonce), second.header(nonce));
}

#[tokio::test]
async fn errors_of_rest_services_keep_code_message_request_id_and_status() {
    let (address, _received) = server(vec![Answer(
        "404 Not Found\r\nx-acs-request-id: h-1",
        "{\"code\":\"ShelfNotFound\",\"message\":\"No shelf.\",\"requestId\":\"r-1\"}",
    )]);
    let request = StopJobRequest::new().set_job_id("j");
    let error = client(address).stop_job(&request).await.unwrap_err();
    assert_eq!(error.code(), Some("ShelfNotFound"));
    assert_eq!(error.http_status(), Some(404));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.to_string().contains("No shelf."), "{error}");
}

#[tokio::test]
async fn a_dynamic_call_with_other_parameters_has_a_token_too() {
    let model =
        aliyun_codegen::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rest/spec"));
    let catalog = aliyun_codegen::catalog(&model.unwrap());
    let entry = catalog.entry("CreateShelf").unwrap();
    let config = Config::new(AccessKey::new("testid", "testsecret")).with_endpoint("localhost");
    let core = aliyun_runtime::generated::Core::new(catalog.product, config).unwrap();
    let input = br#"{"workspace": "w", "Name": "n"}"#;
    let request = aliyun_cli_engine::document(entry, "input", input).unwrap();
    let signed = async |extra: &[(&str, &str)]| {
        let call = aliyun_runtime::dynamic::Call::new(&core, entry, &request);
        let call = call.without_validation(extra.iter().copied());
        call.sign().await.unwrap().url().to_owned()
    };
    let url = signed(&[("Shade", "dark")]).await;
    assert!(
        url.contains("ClientToken=") && url.contains("Shade=dark"),
        "{url}"
    );
    // The caller's own.
    let url = signed(&[("ClientToken", "a b")]).await;
    assert_eq!(url.matches("ClientToken=").count(), 1, "{url}");
    assert!(url.contains("ClientToken=a%20b"), "{url}");
}

/// A REST gateway that answers a success without fields has made the change.
#[tokio::test]
async fn a_success_without_members_is_a_success() {
    for body in ["", "{}", " {\n} "] {
        let (address, _received) = server(vec![Answer("200 OK", body)]);
        let form = SubmitFormRequest::new().set_title("t");
        let answer = client(address).submit_form(&form).await;
        assert_eq!(answer.expect(body).request_id, None);
    }
    // This may be the answer of another server.
    let (address, _received) = server(vec![Answer("200 OK", "{\"state\":\"maintenance\"}")]);
    let form = SubmitFormRequest::new().set_title("t");
    let error = client(address).submit_form(&form).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    // The status of a success does not make an error one.
    let body = "{\"code\":\"ShelfNotFound\",\"message\":\"No shelf.\"}";
    let (address, _received) = server(vec![Answer("200 OK", body)]);
    let form = SubmitFormRequest::new().set_title("t");
    let error = client(address).submit_form(&form).await.unwrap_err();
    assert_eq!(error.code(), Some("ShelfNotFound"));
}
