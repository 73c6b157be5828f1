//! Calls by name, answers with what came along, other ways to the gateway.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::task::{Context, Poll, Waker};

use aliyun_runtime::generated::{Core, percent};
use aliyun_runtime::{Call, Config, ErrorKind, Json, RetryPolicy, SignatureVersion};
use common::{SaveTaskRequest, TaskListResponse, request};
use server::{LIST, PRODUCT, Server, TOKEN, answer, fixed, key};

const JSON: &str = r#"{"RequestId":"r-1","TotalItemNum":2}"#;

fn list<'a>(core: &'a Core, request: &'a SaveTaskRequest) -> Call<'a, TaskListResponse> {
    Call::new(core, &LIST, request)
}

fn once() -> Config {
    Config::new(key()).with_retry(RetryPolicy::none())
}

#[tokio::test]
async fn any_action_by_name() {
    let body = r#"{"RequestId":"r-1","Big":9223372036854775807,"Data":{"Item":[1,null]}}"#;
    let server = Server::fixed(answer("200 OK", "", body));
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let core = server.client(once().with_signature(version));
        let call = core
            .call(
                "TransferDomain",
                [("DomainName.1", "a.example"), ("Name", "张 三")],
            )
            .with_body([("Image", "+/=")])
            .with_version("2020-02-02");
        let value = call.await.unwrap();
        assert_eq!(value["Big"], Json::from(i64::MAX));
        assert_eq!(value["Data"]["Item"][0], Json::from(1));
        let received = server.received().pop().unwrap();
        let target = received.target();
        assert!(target.contains("DomainName.1=a.example"), "{target}");
        assert!(target.contains("Name=%E5%BC%A0%20%E4%B8%89"), "{target}");
        assert_eq!(received.body, b"Image=%2B%2F%3D");
        let action = received.header("x-acs-action").unwrap_or(target);
        let named = received.header("x-acs-version").unwrap_or(target);
        assert!(action.contains("TransferDomain") && named.contains("2020-02-02"));
    }
}

#[tokio::test]
async fn an_untyped_answer_in_xml() {
    let xml = "<R><RequestId>r-1</RequestId><Data><Item>1</Item><Item>x</Item></Data></R>";
    let server = Server::fixed(answer("200 OK", "", xml));
    let core = server.client(once());
    let value = core.call("Any", [("A", "b")]).await.unwrap();
    assert_eq!(value["RequestId"], Json::from("r-1"));
    assert_eq!(value["Data"]["Item"].to_string(), r#"[1,"x"]"#);
}

#[tokio::test]
async fn an_untyped_call_that_cannot_be_right_is_not_sent() {
    let server = Server::fixed(answer("200 OK", "", JSON));
    let core = server.client(once());
    let none: [(&str, &str); 0] = [];
    for (call, reason) in [
        (core.call("", none), "name of the action"),
        (core.call("A B", none), "name of the action"),
        (core.call("A", none).with_version("1\r\n"), "version"),
        (core.call("A", [("", "b")]), "empty name"),
        (core.call("A", [("Timestamp", "b")]), "`Timestamp`"),
        (core.call("A", [("B", "1"), ("B", "2")]), "same name `B`"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_untyped_call_is_repeated_only_where_it_is_said_to_be_idempotent() {
    let server = Server::fixed(answer("503 Busy", "", ""));
    let policy = RetryPolicy::new().with_base_delay(std::time::Duration::ZERO);
    let core = server.client(Config::new(key()).with_retry(policy));
    let error = core.call("Any", [("A", "b")]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!((error.attempts(), error.action()), (1, Some("Any")));
    let error = core.call("Any", [("A", "b")]).with_idempotent(true).await;
    assert_eq!(error.unwrap_err().attempts(), 3);
}

#[tokio::test]
async fn an_untyped_success_that_is_an_error() {
    for (body, code) in [
        (
            r#"{"RequestId":"r","Code":"Bad","Message":"no"}"#,
            Some("Bad"),
        ),
        (r#"{"RequestId":"r","Code":"OK","Message":"OK"}"#, None),
        (
            r#"{"RequestId":"r","Code":"Bad","Message":"no","Data":1}"#,
            None,
        ),
    ] {
        let server = Server::fixed(answer("200 OK", "", body));
        let result = server.client(once()).call("Any", [("A", "b")]).await;
        assert_eq!(
            result
                .err()
                .and_then(|e| e.code().map(str::to_owned))
                .as_deref(),
            code
        );
    }
}

#[tokio::test]
async fn an_untyped_call_shows_no_value() {
    let server = Server::start(|received| {
        let body = String::from_utf8_lossy(&received.body).into_owned();
        let echo = format!(
            "{} {body} {}",
            received.line,
            percent::decode(&received.line)
        );
        let echo = Json::from(echo);
        answer(
            "400 Bad",
            "",
            &format!(r#"{{"Code":"Bad","Message":{echo}}}"#),
        )
    });
    let core = server.client(fixed(key().with_security_token(TOKEN)));
    let call = || {
        core.call("Any", [("Name", "Zhang San")])
            .with_body([("Paper", "33010619900")])
    };
    let signed = call().sign().await.unwrap();
    let mut shown = format!("{:?} {signed:?}", call());
    let error = call().await.unwrap_err();
    assert!(error.message().contains("<redacted>"));
    shown += &format!("{error} {error:?}");
    for secret in ["Zhang", "San", "33010619900", TOKEN] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[tokio::test]
async fn what_comes_along_with_an_answer() {
    let body = r#"{"requestId":"r-1","TotalItemNum":2,"Email":"a@b.c","New":{"A":[1]}}"#;
    let xml = "<R><RequestId>r-1</RequestId><TotalItemNum>2</TotalItemNum><Email>a@b.c</Email>\
        <New><A>1</A></New></R>";
    for body in [body, xml] {
        let server = Server::fixed(answer("200 OK", "", body));
        let core = server.client(once());
        let made = list(&core, &request()).send_with_meta().await.unwrap();
        assert_eq!(made.value.total_item_num, Some(2));
        assert_eq!(made.request_id.as_deref(), Some("r-1"));
        assert_eq!((made.http_status, made.attempts), (200, 1));
        assert_eq!(made.extra.len(), 2, "{:?}", made.extra);
        assert_eq!(made.extra["Email"], Json::from("a@b.c"));
        assert!(made.extra.contains_key("New"));
    }
    let server = Server::fixed(answer(
        "200 OK",
        "x-acs-request-id: r-7\r\n",
        r#"{"TotalItemNum":2}"#,
    ));
    let core = server.client(once());
    let made = list(&core, &request()).send_with_meta().await.unwrap();
    assert_eq!(made.request_id.as_deref(), Some("r-7"));
    assert!(made.extra.is_empty());
}

#[tokio::test]
async fn a_proxy_gets_the_request_for_the_gateway() {
    let proxy = Server::fixed(answer("200 OK", "", JSON));
    let url = proxy.endpoint.replace("http://", "http://user:s3cret@");
    let config = once()
        .with_insecure_http(true)
        .with_endpoint("http://gateway.example")
        .with_proxy(url);
    assert!(!format!("{config:?}").contains("s3cret"));
    let core = Core::new(&PRODUCT, config.clone()).unwrap();
    list(&core, &request()).await.unwrap();
    let received = proxy.received().pop().unwrap();
    assert!(
        received.target().starts_with("http://gateway.example/?"),
        "{}",
        received.line
    );
    assert_eq!(received.header("host"), Some("gateway.example"));
    assert_eq!(
        received.header("proxy-authorization"),
        Some("Basic dXNlcjpzM2NyZXQ=")
    );

    let core = Core::new(&PRODUCT, config.with_proxy("http://127.0.0.1:9")).unwrap();
    let error = list(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn an_http_client_of_ones_own() {
    let server = Server::fixed(answer("200 OK", "", JSON));
    let elsewhere = Server::fixed(answer("200 OK", "", JSON));
    let client = |policy| {
        let builder = aliyun_runtime::reqwest::Client::builder()
            .no_proxy()
            .redirect(policy);
        // Without https no TLS is needed, nor a provider for it.
        builder
            .tls_backend_preconfigured(server::tls())
            .build()
            .unwrap()
    };
    let none = client(aliyun_runtime::reqwest::redirect::Policy::none());
    let core = server.client(once().with_http_client(none));
    list(&core, &request()).await.unwrap();

    let moved = format!("Location: {}/\r\n", elsewhere.endpoint);
    let server = Server::fixed(answer("302 Found", &moved, ""));
    let following = client(aliyun_runtime::reqwest::redirect::Policy::default());
    let core = server.client(once().with_http_client(following));
    let error = list(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Http);
    assert!(error.to_string().contains("followed a redirect"), "{error}");
}

#[test]
fn awaiting_without_a_runtime_is_an_error() {
    let server = Server::fixed(answer("200 OK", "", JSON));
    let core = server.client(once());
    let request = request();
    let mut future = list(&core, &request).into_future();
    let Poll::Ready(result) = future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    else {
        panic!("it waits");
    };
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
    assert!(server.received().is_empty());
}

#[cfg(feature = "blocking")]
mod blocking {
    use aliyun_runtime::blocking::wait;

    use super::*;
    use crate::server::SAVE;

    #[test]
    fn calls_without_async() {
        let server = Server::fixed(answer("200 OK", "", JSON));
        let core = server.client(once());
        let request = request();
        for _ in 0..3 {
            let response = list(&core, &request).send_blocking().unwrap();
            assert_eq!(response.total_item_num, Some(2));
        }
        let saved: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
        wait(saved.send_with_meta()).unwrap();
        let value = core.call("Any", [("A", "b")]).send_blocking().unwrap();
        assert_eq!(value["TotalItemNum"], Json::from(2));
        let threads = std::thread::scope(|scope| {
            let call = || list(&core, &request).send_blocking().unwrap();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(call)).collect();
            threads
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .count()
        });
        assert_eq!(threads, 8);
    }

    #[tokio::test]
    async fn blocking_where_one_must_not_is_an_error() {
        let server = Server::fixed(answer("200 OK", "", JSON));
        let core = server.client(once());
        let error = list(&core, &request()).send_blocking().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("await the call"), "{error}");
        assert!(server.received().is_empty());
    }
}
