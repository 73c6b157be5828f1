//! What is sent, place by place.

use std::collections::BTreeMap;

use aliyun_runtime::generated::{Action, Core, Encoding, Location, Method};
use aliyun_runtime::{Bytes, Call, Config, ErrorKind, SignatureVersion};
use serde_json::json;

use crate::common::{Contact, TaskListResponse};
use crate::parts::{Request, action, named, sign};
use crate::server::{PRODUCT, Server, answer, fixed, key};

fn named_contact() -> Contact {
    Contact {
        name: text("n"),
        ..Contact::default()
    }
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

/// The request line with what follows the host, the content type and the body.
async fn sent(table: Action, request: Request) -> (String, Option<String>, Vec<u8>) {
    let signed = sign(table, request).await.unwrap();
    let target = signed
        .url()
        .strip_prefix("https://sample.aliyuncs.com")
        .unwrap();
    (
        format!("{} {target}", signed.method()),
        signed.header("content-type").map(str::to_owned),
        signed.body().to_vec(),
    )
}

const JSON: &str = "application/json; charset=utf-8";

#[tokio::test]
async fn path_query_and_members_of_a_json_body() {
    let update = named("UpdateFile")
        .method(Method::Put)
        .path("/repository/{repositoryId}/files/update");
    let request = Request::default()
        .with("repositoryId", Location::Path, text("1/2"))
        .with("organizationId", Location::Query, text("org 1"))
        .with("branchName", Location::Body, text("feature/a b"))
        .with("unset", Location::Body, None::<String>)
        .with("list", Location::Body, Vec::<i64>::new())
        .with("size", Location::Body, Some(9_007_199_254_740_993_i64))
        .with("content", Location::Body, text("x = \"值\""))
        .with("flag", Location::Body, Some(true))
        .with(
            "any",
            Location::Body,
            Some(json!({"b": [1, null], "a": "t"})),
        )
        .encoded(
            "text",
            Location::Body,
            Encoding::Json,
            Some(json!({"k": 1})),
        )
        .with("contact", Location::Body, Some(named_contact()))
        .with("rows", Location::Body, vec![vec![1_i64, 2], vec![]]);
    let (line, content_type, body) = sent(update, request).await;
    assert_eq!(
        line,
        "PUT /repository/1%2F2/files/update?organizationId=org%201"
    );
    assert_eq!(content_type.as_deref(), Some(JSON));
    let body = String::from_utf8(body).unwrap();
    let any = serde_json::to_string(&json!({"b": [1, null], "a": "t"})).unwrap();
    assert_eq!(
        body,
        format!(
            r#"{{"branchName":"feature/a b","size":9007199254740993,"content":"x = \"值\"","flag":true,"any":{any},"text":"{{\"k\":1}}","contact":{{"Name":"n"}},"rows":[[1,2],[]]}}"#
        )
    );
}

#[tokio::test]
async fn what_is_sent_if_nothing_is_set() {
    let post = || named("Create").path("/x");
    for (location, encoding, value, content_type, body) in [
        (Location::Body, Encoding::Flattened, None, Some(JSON), "{}"),
        (Location::Payload, Encoding::Flattened, None, None, ""),
        (
            Location::Form,
            Encoding::Flattened,
            None,
            Some("application/x-www-form-urlencoded"),
            "",
        ),
        (
            Location::Query,
            Encoding::Flattened,
            None::<String>,
            None,
            "",
        ),
    ] {
        let request = Request::default().encoded("a", location, encoding, value);
        let (line, found, bytes) = sent(post(), request).await;
        assert_eq!(line, "POST /x");
        assert_eq!(
            (found.as_deref(), bytes),
            (content_type, body.as_bytes().to_vec()),
            "{location:?}"
        );
    }
    for (encoding, content_type, body) in [
        (Encoding::Json, Some(JSON), "[]"),
        (Encoding::Flattened, None, ""),
    ] {
        let none = Vec::<Contact>::new();
        let request = Request::default().encoded("body", Location::Payload, encoding, none);
        let (_, found, bytes) = sent(post(), request).await;
        assert_eq!(
            (found.as_deref(), bytes),
            (content_type, body.as_bytes().to_vec())
        );
    }
}

#[tokio::test]
async fn payloads_of_every_kind() {
    let payload = |value: Held| Request::default().with("body", Location::Payload, value);
    let bytes = Bytes::from_static(b"\0\x01\xFE\xFF<binary>\r\n");
    let weights = BTreeMap::from([("2".to_owned(), 0.5)]);
    let list = vec![Contact {
        name: text("值"),
        ..Contact::default()
    }];
    for (value, content_type, body) in [
        (
            Held::new(text(r#"{"metadata": {"instance": 2}}"#)),
            JSON,
            r#"{"metadata": {"instance": 2}}"#.as_bytes().to_vec(),
        ),
        (
            Held::new(Some(bytes.clone())),
            "application/octet-stream",
            bytes.to_vec(),
        ),
        (
            Held::new(Some(Bytes::new())),
            "application/octet-stream",
            Vec::new(),
        ),
        (Held::new(weights), JSON, br#"{"2":0.5}"#.to_vec()),
        (
            Held::new(list),
            JSON,
            r#"[{"Name":"值"}]"#.as_bytes().to_vec(),
        ),
        (Held::new(Some(json!("plain"))), JSON, b"plain".to_vec()),
        (
            Held::new(Some(json!([1, {"a": null}]))),
            JSON,
            br#"[1,{"a":null}]"#.to_vec(),
        ),
    ] {
        let (_, found, sent) = sent(named("Put").path("/x"), payload(value)).await;
        assert_eq!((found.as_deref(), sent), (Some(content_type), body));
    }
    // A content type of its own, and none.
    for (given, expected) in [("text/plain", Some("text/plain")), ("", None)] {
        let request = payload(Held::new(Some(bytes.clone())));
        let (line, found, _) = sent(named("Rpc").content_type(given), request).await;
        assert_eq!((&*line, found.as_deref()), ("POST /", expected));
    }
}

/// A value of any type.
struct Held(Box<dyn aliyun_runtime::generated::Value + Send + Sync>);

impl Held {
    fn new(value: impl aliyun_runtime::generated::Value + Send + Sync + 'static) -> Self {
        Self(Box::new(value))
    }
}

impl aliyun_runtime::generated::Value for Held {
    fn get(&self) -> aliyun_runtime::generated::ValueRef<'_> {
        self.0.get()
    }
}

#[tokio::test]
async fn the_server_sees_the_signed_path_or_the_call_is_refused() {
    let server = Server::fixed(answer("200 OK", "", r#"{"RequestId":"r"}"#));
    let core = server.client(Config::new(key()));
    let get = action(
        named("Get")
            .method(Method::Get)
            .path("/v1/apps:search/{a}/x")
            .idempotent(),
    );
    for (value, segment) in [
        ("a/b", "a%2Fb"),
        ("50%", "50%25"),
        ("%2F", "%252F"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
        ("a b", "a%20b"),
        ("...", "..."),
        ("%2e%2E", "%252e%252E"),
        ("a\\b'\"", "a%5Cb%27%22"),
        ("中文", "%E4%B8%AD%E6%96%87"),
        ("😀", "%F0%9F%98%80"),
    ] {
        let request = Request::default()
            .with("a", Location::Path, text(value))
            .done();
        let call: Call<'_, TaskListResponse> = Call::new(&core, get, &request);
        call.await.unwrap();
        let received = server.received().pop().unwrap();
        assert_eq!(
            received.line,
            format!("GET /v1/apps%3Asearch/{segment}/x HTTP/1.1")
        );
        assert!(received.header("authorization").is_some());
    }
    let before = server.received().len();
    for value in [None, text(""), text("."), text("..")] {
        let request = Request::default().with("a", Location::Path, value).done();
        let call: Call<'_, TaskListResponse> = Call::new(&core, get, &request);
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.message().contains("path parameter `a`"), "{error}");
    }
    assert_eq!(server.received().len(), before);
}

#[tokio::test]
async fn headers_travel_as_they_are_and_are_signed() {
    let get = || named("Get").method(Method::Get).path("/x");
    let signed = sign(
        get(),
        Request::default().with("X-Fc-Log", Location::Header, text("Tail é 1")),
    )
    .await;
    let signed = signed.unwrap();
    assert_eq!(signed.header("x-fc-log"), Some("Tail é 1"));
    assert!(
        signed
            .header("authorization")
            .unwrap()
            .contains(";x-fc-log,")
    );
    for (name, value, reason) in [
        ("a", " x", "space"),
        ("a", "x ", "space"),
        ("a", "x\r\nb: c", "control character"),
        ("a", "值", "Latin-1"),
        ("a b", "x", "name of a header"),
        ("Content-Length", "1", "HTTP sets by itself"),
        ("Host", "evil", "every request has"),
        ("authorization", "Bearer", "every request has"),
        ("x-acs-date", "now", "every request has"),
    ] {
        let request = Request::default().with(name, Location::Header, text(value));
        let error = sign(get(), request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.message().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn an_empty_post_says_that_it_is_empty() {
    let server = Server::start(|_| answer("200 OK", "", r#"{"RequestId":"r"}"#));
    let core = server.client(Config::new(key()));
    let request = Request::default()
        .with("a", Location::Header, text("plain"))
        .done();
    let call: Call<'_, TaskListResponse> =
        Call::new(&core, action(named("Get").path("/x")), &request);
    call.await.unwrap();
    let received = &server.received()[0];
    assert_eq!(received.header("a"), Some("plain"));
    assert_eq!(received.header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_label_in_the_host_name() {
    let request = || Request::default().with("project", Location::Host, text("p-1"));
    let signed = sign(named("Get").path("/x"), request()).await.unwrap();
    assert_eq!(signed.url(), "https://p-1.sample.aliyuncs.com/x");
    assert_eq!(signed.header("host"), Some("p-1.sample.aliyuncs.com"));
    // An endpoint that is given is used as it is.
    let core = Core::new(&PRODUCT, fixed(key()).with_endpoint("mine.example")).unwrap();
    let request = request().done();
    let call: Call<'_, TaskListResponse> =
        Call::new(&core, action(named("Get").path("/x")), &request);
    assert_eq!(call.sign().await.unwrap().url(), "https://mine.example/x");
    let evil = Request::default().with("project", Location::Host, text("evil.example/"));
    let error = sign(named("Get"), evil).await.unwrap_err();
    assert!(error.message().contains("host name"), "{error}");
}

#[tokio::test]
async fn anonymous_actions_ask_for_no_key() {
    struct Never;
    impl aliyun_runtime::Credentials for Never {
        fn credentials(
            &self,
        ) -> aliyun_runtime::BoxFuture<
            '_,
            Result<aliyun_runtime::AccessKey, aliyun_runtime::CredentialsError>,
        > {
            panic!("no key is needed")
        }
    }
    for version in [SignatureVersion::V3, SignatureVersion::V1] {
        let core = Core::new(&PRODUCT, Config::new(Never).with_signature(version)).unwrap();
        let request = Request::default()
            .with("Token", Location::Query, text("t"))
            .done();
        let table = action(named("AssumeRoleWithOidc").anonymous());
        let call: Call<'_, TaskListResponse> = Call::new(&core, table, &request);
        let signed = call.sign().await.unwrap();
        assert_eq!(signed.header("authorization"), None);
        assert!(!signed.url().contains("Signature=") && !signed.url().contains("AccessKeyId"));
    }
    let request = Request::default().with("Authorization", Location::Header, text("Bearer x"));
    let signed = sign(named("Get").path("/x").anonymous(), request)
        .await
        .unwrap();
    assert_eq!(signed.header("authorization"), Some("Bearer x"));
    assert!(!format!("{signed:?}").contains("Bearer"));
}

#[tokio::test]
async fn version_1_says_what_it_cannot_sign() {
    let core = Core::new(&PRODUCT, fixed(key()).with_signature(SignatureVersion::V1)).unwrap();
    let body =
        || Request::default().with("body", Location::Payload, Some(Bytes::from_static(b"x")));
    for (table, request, what) in [
        (named("A").path("/clusters"), Request::default(), "a path"),
        (named("B"), body(), "a body that is no form"),
        (
            named("C"),
            Request::default().with("h", Location::Header, text("x")),
            "headers",
        ),
    ] {
        let request = request.done();
        let call: Call<'_, TaskListResponse> = Call::new(&core, action(table), &request);
        let error = call.sign().await.unwrap_err();
        for part in [what, "SignatureVersion::V3"] {
            assert!(error.message().contains(part), "{error}");
        }
    }
    // An RPC action may be a GET.
    let request = Request::default()
        .with("A", Location::Query, text("b"))
        .done();
    let call: Call<'_, TaskListResponse> =
        Call::new(&core, action(named("D").method(Method::Get)), &request);
    assert_eq!(call.sign().await.unwrap().method(), "GET");
}
