//! Answers with status 200 that are no success, and what is shown of answers
//! that cannot be read.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::time::Duration;

use aliyun_runtime::{Call, Config, Error, ErrorKind, Json, RetryPolicy};
use common::{SubmittedResponse, TaskListResponse, request};
use server::{LIST, SAVE, Server, answer, key};

async fn outcome(reply: Vec<u8>) -> Result<TaskListResponse, Error> {
    let server = Server::fixed(reply);
    let core = server.client(Config::new(key()).with_retry(RetryPolicy::none()));
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    call.await
}

async fn success(body: &str) -> TaskListResponse {
    let result = outcome(answer("200 OK", "", body)).await;
    result.unwrap_or_else(|error| panic!("{error} of {body}"))
}

async fn failure(body: &str) -> Error {
    match outcome(answer("200 OK", "", body)).await {
        Ok(response) => panic!("{body} gives {response:?}"),
        Err(error) => error,
    }
}

/// The same without a table of fields.
async fn untyped(body: &str) -> Result<Json, Error> {
    let server = Server::fixed(answer("200 OK", "", body));
    let core = server.client(Config::new(key()).with_retry(RetryPolicy::none()));
    core.call("Anything", [("A", "b")]).await
}

#[tokio::test]
async fn an_undocumented_code_is_a_refusal() {
    for body in [
        r#"{"Code":"Illegal"}"#,
        r#"{"RequestId":"r","Code":"Illegal"}"#,
        r#"{"RequestId":"r","Code":"Illegal","Message":""}"#,
        r#"{"RequestId":"r","code":"Illegal","message":"no","HostId":"h"}"#,
        r#"{"RequestId":"r","Code":"Illegal","Message":"no","TotalItemNum":0,"Rate":0.0,
            "NextPage":false,"Data":{"TaskDetail":[]},"Holder":{},"Labels":{},"Policy":{"a":[""]}}"#,
        r#"{"RequestId":"r","Code":"Illegal","Data":[{"TaskNo":"","TryCount":0}]}"#,
        r#"{"RequestId":"r","Code":"Illegal","Data":"not a list"}"#,
        "<Error><RequestId>r</RequestId><Code>Illegal</Code><TotalItemNum>0</TotalItemNum></Error>",
    ] {
        let error = failure(body).await;
        assert_eq!(error.kind(), ErrorKind::Service, "{body}");
        assert_eq!(error.code(), Some("Illegal"), "{body}");
        assert_eq!(error.http_status(), Some(200));
    }
    let error = failure(r#"{"RequestId":"r","Code":500}"#).await;
    assert_eq!(error.code(), Some("500"));
}

#[tokio::test]
async fn codes_of_a_success_are_none() {
    for code in [
        r#""""#,
        r#""OK""#,
        r#""ok""#,
        r#""200""#,
        "200",
        r#""SUCCESS""#,
        "null",
    ] {
        let body = format!(r#"{{"RequestId":"r","Code":{code},"Message":"fine"}}"#);
        assert_eq!(
            success(&body).await.request_id.as_deref(),
            Some("r"),
            "{body}"
        );
    }
    let body = r#"{"RequestId":"r","Labels":{"Code":7},"Policy":{"Code":"Illegal"}}"#;
    assert_eq!(success(body).await.labels["Code"], 7);
}

/// It may have been carried out, so that it is neither a success nor refused.
#[tokio::test]
async fn an_error_beside_documented_values_leaves_the_outcome_open() {
    for body in [
        r#"{"RequestId":"r","Code":"Illegal","Message":"no","TotalItemNum":1}"#,
        "<R><Code>Illegal</Code><Message>no</Message><Ids>a</Ids></R>",
    ] {
        let error = failure(body).await;
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
        assert_eq!(error.cause_kind(), ErrorKind::Decode);
        assert_eq!(
            error.message(),
            "the answer has the error Illegal (no) beside documented values"
        );
    }
}

#[tokio::test]
async fn without_a_table_only_an_error_alone_is_refused() {
    for body in [
        r#"{"Code":"Illegal"}"#,
        r#"{"code":404,"RequestId":"r"}"#,
        r#"{"Code":"Illegal","Success":false,"Data":{}}"#,
    ] {
        assert_eq!(
            untyped(body).await.unwrap_err().kind(),
            ErrorKind::Service,
            "{body}"
        );
    }
    for body in [
        r#"{"Code":"OK","RequestId":"r"}"#,
        r#"{"RequestId":"r"}"#,
        r#"{"Code":"AB12","Data":{"Price":1}}"#,
    ] {
        untyped(body).await.unwrap();
    }
}

/// The answer to a submission.
async fn submitted(body: &str) -> Result<SubmittedResponse, Error> {
    let server = Server::fixed(answer("200 OK", "", body));
    let core = server.client(Config::new(key()).with_retry(RetryPolicy::none()));
    Call::new(&core, &SAVE, &request()).await
}

#[tokio::test]
async fn a_submission_without_its_task_is_no_success() {
    for body in [
        r#"{"RequestId":"R"}"#,
        r#"{"RequestId":"R","TaskNo":""}"#,
        r#"{"RequestId":"R","TaskNo":null}"#,
        r#"{"RequestId":"R","Task":"t-1","Message":"fine"}"#,
        "<SaveTaskResponse><RequestId>R</RequestId></SaveTaskResponse>",
    ] {
        let error = submitted(body).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
        assert_eq!(error.cause_kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.field(), Some("TaskNo"), "{body}");
        assert_eq!(error.request_id(), Some("R"), "{body}");
        assert!(error.advice().is_some(), "{body}");
    }
    let task = submitted(r#"{"requestId":"R","taskNo":"t-1"}"#).await;
    assert_eq!(task.unwrap().task_no.as_deref(), Some("t-1"));
}

#[tokio::test]
async fn an_error_inside_a_success_leaves_the_outcome_open() {
    for body in [
        r#"{"RequestId":"R","Error":{"Code":"Illegal","Message":"no"}}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","Error":{"Code":"Illegal","Message":"no"}}"#,
        r#"{"RequestId":"R","error":{"code":"Illegal","message":"no"}}"#,
        "<R><RequestId>R</RequestId><Error><Code>Illegal</Code><Message>no</Message></Error></R>",
    ] {
        let error = submitted(body).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
        let expected = "the answer has the error Illegal (no) in its `Error`";
        assert_eq!(error.message(), expected, "{body}");
        assert_eq!(error.request_id(), Some("R"), "{body}");
        if body.starts_with('{') {
            assert_eq!(untyped(body).await.unwrap_err().kind(), error.kind());
        }
    }
    for body in [
        r#"{"RequestId":"R","TaskNo":"t-1","Success":true,"ErrorCode":"E_OK"}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","ErrorCode":0,"Errors":[],"Success":null}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","Code":0}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","Error":false}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","Error":{"Code":"","Message":""}}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","Error":null,"Code":"OK"}"#,
        r#"{"RequestId":"R","TaskNo":"t-1","Error":"none","Code":"OK"}"#,
    ] {
        submitted(body).await.unwrap();
    }
}

/// However an answer says that the call failed, it is no success.
#[tokio::test]
async fn every_way_to_deny_a_success_leaves_the_outcome_open() {
    for (members, place) in [
        (r#""Success":false"#, "Success"),
        (r#""success":"False""#, "Success"),
        (r#""ErrorCode":"Illegal""#, "ErrorCode"),
        (r#""errCode":17"#, "ErrCode"),
        (r#""Error":"not allowed""#, "Error"),
        (r#""Error":true"#, "Error"),
        (r#""Error":[{"Code":"Illegal"}]"#, "Error"),
        (r#""Errors":[{"Code":"OK"},{"Message":"no"}]"#, "Errors"),
        (r#""\u0045rror":{"\u0043ode":"Illegal"}"#, "Error"),
        (r#""Error":{"Code":"Illegal"},"Error":null"#, "Error"),
        (r#""Success":true,"Error":{"Code":"Illegal"}"#, "Error"),
    ] {
        let body = format!(r#"{{"RequestId":"R","TaskNo":"t-1",{members}}}"#);
        let error = submitted(&body).await.expect_err(&body);
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
        let expected = format!("in its `{place}`");
        assert!(error.message().contains(&expected), "{error} of {body}");
        assert_eq!(error.request_id(), Some("R"), "{body}");
        assert_eq!(error.partial_answer().unwrap()["TaskNo"], "t-1", "{body}");
    }
    for body in [
        r#"{"TaskNo":"t-1","\u0043ode":"Illegal"}"#,
        r#"{"TaskNo":"t-1","Code":"Illegal","Code":"Illegal"}"#,
        "<R><TaskNo>t-1</TaskNo><Code>a</Code><Code>b</Code></R>",
        "<R><TaskNo>t-1</TaskNo><Success>false</Success></R>",
        "<R><TaskNo>t-1</TaskNo><Error>a</Error><Error>b</Error></R>",
    ] {
        let error = submitted(body).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
    }
}

#[tokio::test]
async fn an_error_inside_an_error_is_read() {
    let body = r#"{"RequestId":"R","Error":{"Code":"Illegal","Message":"no"}}"#;
    let error = outcome(answer("400 Bad Request", "", body)).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("Illegal"), Some("R"))
    );
}

/// The kind of the error with this code and status.
async fn judged(status: &str, code: &str, idempotent: bool) -> (ErrorKind, bool) {
    let body = format!(r#"{{"Code":"{code}","RequestId":"R"}}"#);
    let server = Server::fixed(answer(status, "", &body));
    let core = server.client(Config::new(key()).with_retry(RetryPolicy::none()));
    let action = if idempotent { &LIST } else { &SAVE };
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, action, &request);
    let error = call.await.unwrap_err();
    assert_eq!(error.code(), Some(code));
    (error.kind(), error.is_retryable())
}

/// The spec of the product says so of `ShelfMoved` and `LocationServiceTimeout`,
/// the others are judged by their words.
#[tokio::test]
async fn a_code_may_leave_the_outcome_open_with_any_status() {
    for status in ["400 Bad Request", "403 Forbidden", "452 Odd"] {
        for code in [
            "NetworkIOError",
            "ServiceTimeout",
            "SystemError",
            "UnknownError",
            "InternalError",
            "500",
            "ShelfMoved",
        ] {
            let kind = ErrorKind::OutcomeUnknown;
            assert_eq!(judged(status, code, false).await, (kind, false), "{code}");
            let kind = ErrorKind::Service;
            assert_eq!(judged(status, code, true).await, (kind, true), "{code}");
        }
        for code in ["ParameterIllegal", "LocationServiceTimeout"] {
            let refused = (ErrorKind::Service, false);
            assert_eq!(judged(status, code, false).await, refused, "{code}");
            assert_eq!(judged(status, code, true).await, refused, "{code}");
        }
    }
    for status in ["500 Oh", "503 Busy", "408 Late", "499 Gone"] {
        let open = (ErrorKind::OutcomeUnknown, false);
        assert_eq!(judged(status, "LocationServiceTimeout", false).await, open);
        assert_eq!(judged(status, "ParameterIllegal", false).await, open);
    }
}

/// What is shown of an answer that cannot be read.
async fn shown(body: &str) -> String {
    let error = failure(body).await;
    assert_eq!(error.cause_kind(), ErrorKind::Decode, "{body}");
    let excerpt = error.body_excerpt().unwrap().to_owned();
    for text in [error.to_string(), format!("{error:?}")] {
        for personal in ["zhang", "Zhang", "110101"] {
            assert!(!text.contains(personal), "{personal} of {body} in {text}");
        }
    }
    excerpt
}

#[tokio::test]
async fn of_an_unreadable_answer_only_documented_names_are_shown() {
    for (body, expected) in [
        (
            r#"{"TotalItemNum":q,"Holder":{"Numbers":{"110101199001011234":1},"Age":5}}"#,
            r#"{"TotalItemNum":…,"Holder":{"Numbers":{…:…},"Age":…}}"#,
        ),
        (
            r#"{"Holder":{"Numbers":{"110101":1,"110101":x}}}"#,
            r#"{"Holder":{"Numbers":{…:…,…:…}}}"#,
        ),
        (
            r#"{"requestId": "zhang@x.com" : {"taskNo":true}, "Email":"zhang@x.com""#,
            r#"{"requestId":…:{"taskNo":…},…:…"#,
        ),
        (r#"{"a":"he said "zhang@x.com":x"#, "{…:…"),
        (
            "<R><RequestId>x</RequestId><Foo><![CDATA[a>Zhang <zhang@x.com> b]]></Foo></Q></R>",
            "<…><RequestId>…</RequestId><…>…</…></…></…>",
        ),
        (
            "<R><Ids>Zhang <zhang@x.com></Ids></R>",
            "<…><Ids>…<…></Ids></…>",
        ),
        (
            "<?xml version='1.0'?><R><!--zhang> --><TotalItemNum a=zhang>q</TotalItemNum><Data/></R>",
            "<…><TotalItemNum>…</TotalItemNum><Data/></…>",
        ),
        (
            "<R><Holder><Numbers><zhang.san>x</zhang.san></Numbers></Holder></R>",
            "<…><Holder><Numbers><…>…</…></Numbers></Holder></…>",
        ),
        ("<R/a=\"zhang@x.com\"><Ids", "<…><Ids"),
        ("<R><![CDATA[zhang", "<…>…"),
        ("<R><!-- zhang", "<…>"),
    ] {
        assert_eq!(shown(body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn of_other_texts_only_kind_and_size_are_shown() {
    for (body, expected) in [
        ("cb({\"Email\":\"zhang@x.com\"})", "a text of 27 bytes"),
        ("RequestId=x&Email=zhang@x.com", "a text of 29 bytes"),
        (
            "Zhang San, Beijing 110101199001011234",
            "a text of 37 bytes",
        ),
        ("\u{1}zhang\u{0}", "binary data of 7 bytes"),
        (" <!doctype HTML><p>zhang", "an HTML page of 24 bytes"),
        ("<html><RequestIdx>zhang</html>", "an HTML page of 30 bytes"),
    ] {
        assert_eq!(shown(body).await, expected, "{body}");
    }
    let binary = answer("200 OK", "", "");
    let head = String::from_utf8(binary)
        .unwrap()
        .replace("Length: 0", "Length: 3");
    let error = outcome([head.as_bytes(), b"{\"\xff"].concat())
        .await
        .unwrap_err();
    assert_eq!(error.body_excerpt(), Some("binary data of 3 bytes"));
    assert_eq!(failure("").await.body_excerpt(), None);
}

#[tokio::test]
async fn a_long_outline_is_cut() {
    let body = format!(r#"{{"Ids":[{}"#, "1,".repeat(5000));
    let shown = shown(&body).await;
    assert!(shown.starts_with(r#"{"Ids":[…,…,"#), "{shown}");
    assert!(shown.ends_with("… (10008 bytes)"), "{shown}");
    assert!(shown.chars().count() <= 200, "{shown}");
}

#[tokio::test]
async fn a_wait_of_any_size_is_obeyed() {
    let begun = std::time::Instant::now();
    let hours = |hours: u64| Duration::from_secs(3600 * hours);
    // So that it can be added to any time.
    let most = Duration::from_secs(u32::MAX.into());
    let nines = "9".repeat(100);
    for (header, wait) in [
        ("Retry-After: 7200", hours(2)),
        ("x-acs-retry-after: 7200000", hours(2)),
        ("Retry-After: 18446744073709551615", most),
        ("Retry-After: 18446744073709551616", most),
        (&format!("Retry-After: {nines}"), most),
        (&format!("x-acs-retry-after: {nines}"), most),
        ("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", most),
    ] {
        let reply = answer("429 Too Many Requests", &format!("{header}\r\n"), "");
        let error = outcome(reply).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(wait), "{header}");
        assert_eq!(error.attempts(), 1, "{header}");
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
    for header in ["Retry-After: -1", "Retry-After: +1", "Retry-After: soon"] {
        let reply = answer("429 Too Many Requests", &format!("{header}\r\n"), "");
        let error = outcome(reply).await.unwrap_err();
        assert_eq!(error.retry_after(), None, "{header}");
    }
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn https_to_a_plain_port_is_recognised() {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use aliyun_runtime::generated::Core;
    use server::PRODUCT;

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // It waits for the first bytes, or the answer could be a reset.
        stream.read_exact(&mut [0; 64]).unwrap();
        stream
            .write_all(&answer("400 Bad Request", "", ""))
            .unwrap();
    });
    let config = Config::new(key()).with_endpoint(endpoint);
    let core = Core::new(&PRODUCT, config).unwrap();
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    let error = call.with_max_attempts(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(
        error.message().ends_with("is it an http endpoint?"),
        "{error}"
    );
}
