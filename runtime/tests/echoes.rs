//! Errors that repeat what was sent in ever other forms, and cut it short.
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::collections::BTreeMap;

use aliyun_runtime::{Call, Config, Error, Image, RetryPolicy};
use common::{Contact, SaveTaskRequest, TaskListResponse, request};
use server::{SAVE, SECRET, Server, TOKEN, answer, key};

/// The error of a call that is answered with status 400 and this body.
async fn refusal(request: &SaveTaskRequest, body: &str) -> Error {
    let server = Server::fixed(answer("400 Bad Request", "", body));
    let key = key().with_security_token(TOKEN);
    let core = server.client(Config::new(key).with_retry(RetryPolicy::none()));
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, request);
    call.await.unwrap_err()
}

fn sensitive() -> SaveTaskRequest {
    let contact = Contact {
        name: Some("visible".to_owned()),
        email: Some("li/si=&'@b.cn".to_owned()),
        phones: Vec::new(),
    };
    SaveTaskRequest {
        telephone: Some("123456789012".to_owned()),
        contacts: vec![contact],
        secrets: BTreeMap::from([("四四".to_owned(), "abc".to_owned())]),
        ..request()
    }
}

#[tokio::test]
async fn a_readable_error_repeats_nothing() {
    let half = &SECRET[..8];
    for (message, expected) in [
        ("tel 123456789012.", "tel <redacted>."),
        ("tel 12345678… x", "tel <redacted>… x"),
        ("tel 1234 5678 9012", "tel <redacted>"),
        ("tel 1234-5678-9012", "tel <redacted>"),
        ("name &#22235;&#x56db;!", "name <redacted>!"),
        ("name \\u56db\\u56DB!", "name <redacted>!"),
        (
            "mail li\\/si\\u003d\\u0026\\u0027@b.cn!",
            "mail <redacted>!",
        ),
        ("mail li/si=&amp;&#39;@b.cn!", "mail <redacted>!"),
        ("mail li%2Fsi%3D%26%27", "mail <redacted>"),
        (half, "<redacted>"),
        (&TOKEN[..9], "<redacted>"),
        ("visible a.example", "visible a.example"),
    ] {
        let body = serde_json::json!({"Code": "Bad", "Message": message}).to_string();
        let error = refusal(&sensitive(), &body).await;
        assert_eq!(error.message(), expected);
    }
}

#[tokio::test]
async fn an_unreadable_error_repeats_nothing() {
    for (body, expected) in [
        (
            r#"{"Code":"Bad","Message":"mail li/si\u003d\u0026\u0027@b.cn bad"#,
            r#"{"Code":"Bad","Message":"mail <redacted> bad"#,
        ),
        (
            r#"{"Message":"li\/si=&'@b.cn bad"#,
            r#"{"Message":"<redacted> bad"#,
        ),
        (
            "<html>name &#22235;&#22235; bad",
            "<html>name <redacted> bad",
        ),
        (
            "<html>name &#x56db;&#x56db; bad",
            "<html>name <redacted> bad",
        ),
        ("<html>li/si=&amp;&#39;@b.cn", "<html><redacted>"),
    ] {
        let error = refusal(&sensitive(), body).await;
        assert_eq!(error.body_excerpt(), Some(expected));
    }
}

#[tokio::test]
async fn an_image_in_lines_is_found() {
    let bytes: Vec<u8> = (0..60_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1])
        .collect();
    let image = Image::from([&[0xFF, 0xD8, 0xFF], &*bytes].concat());
    let request = SaveTaskRequest {
        identity_credential: Some(image),
        ..request()
    };
    let server = Server::start(|received| {
        let form =
            aliyun_runtime::generated::percent::decode(&String::from_utf8_lossy(&received.body));
        let text = form.split_once('=').unwrap().1;
        let lines: Vec<&str> = (0..4).map(|at| &text[at * 76..(at + 1) * 76]).collect();
        let message = format!("bad image {}", lines.join("\r\n"));
        let body = serde_json::json!({"Code": "Bad", "Message": message}).to_string();
        answer("400 Bad Request", "", &body)
    });
    let core = server.client(Config::new(key()));
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    assert_eq!(call.await.unwrap_err().message(), "bad image <redacted>");
}
