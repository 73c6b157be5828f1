//! What must not leak: keys, tokens, signatures and sensitive values, in
//! `Debug` output and in errors.
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::collections::BTreeMap;

use aliyun_runtime::generated::{
    Core,
    sign::{v1, v3},
};
use aliyun_runtime::{AccessKey, Call, Config, EnvCredentials, Error, ErrorKind, SignatureVersion};
use common::{SaveTaskRequest, TaskListResponse, request};
use server::{ID, PRODUCT, Received, SAVE, SECRET, Server, TOKEN, answer, fixed, key};

const TELEPHONE: &str = "123456789";
const EMAIL: &str = "li+si@b.example";

/// Values that may never be seen, in all the forms a server could send back.
fn secrets() -> Vec<String> {
    let mut all = Vec::new();
    for value in [SECRET, TOKEN, TELEPHONE, EMAIL, "四四"] {
        let once = aliyun_runtime::generated::percent::encode(value);
        all.extend([
            value.to_owned(),
            aliyun_runtime::generated::percent::encode(&once),
            once,
        ]);
    }
    all
}

fn assert_clean(what: &str, text: &str) {
    for secret in secrets() {
        assert!(!text.contains(&secret), "{what} shows {secret}: {text}");
    }
}

fn assert_clean_error(error: &Error) {
    assert_clean("Display", &error.to_string());
    assert_clean("Debug", &format!("{error:#?}"));
    assert_clean("message", error.message());
    assert_clean("excerpt", error.body_excerpt().unwrap_or_default());
    assert_clean("recommend", error.recommend().unwrap_or_default());
}

fn sensitive() -> SaveTaskRequest {
    let contact = common::Contact {
        name: Some("visible".to_owned()),
        email: Some(EMAIL.to_owned()),
        phones: Vec::new(),
    };
    SaveTaskRequest {
        contacts: vec![contact],
        secrets: BTreeMap::from([("四四".to_owned(), "abc".to_owned())]),
        ..request()
    }
}

fn config() -> Config {
    fixed(key().with_security_token(TOKEN))
}

/// The error of a call that the server answers with status 400 and whatever
/// `reply` makes of the request.
async fn failure(config: Config, reply: impl Fn(&Received) -> Vec<u8> + Send + 'static) -> Error {
    let server = Server::start(reply);
    let core = server.client(config);
    let request = sensitive();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    call.await.unwrap_err()
}

#[tokio::test]
async fn debug_shows_no_secrets() {
    let key = key().with_security_token(TOKEN);
    let shown = format!("{key:?}");
    assert_eq!(shown, "AccessKey { id: LTAI…, .. }");
    assert_eq!(
        format!("{:?}", AccessKey::new("short", "x")),
        "AccessKey { id: …, .. }"
    );
    assert_clean(
        "EnvCredentials",
        &format!("{:?}", EnvCredentials::from_lookup(|_| Some(SECRET.into()))),
    );

    let bad = config().with_endpoint(format!("https://user:{SECRET}@host"));
    assert_clean("Config", &format!("{bad:?}"));
    assert_clean_error(&Core::new(&PRODUCT, bad).unwrap_err());

    let request = sensitive();
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        // A plain endpoint works without any TLS feature too.
        let config = config()
            .with_signature(version)
            .with_endpoint("http://localhost");
        let core = Core::new(&PRODUCT, config).unwrap();
        assert_clean("Core", &format!("{core:?}"));
        let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
        assert_clean("Call", &format!("{call:?}"));
        let signed = call.sign().await.unwrap();
        let shown = format!("{signed:#?}");
        assert_clean("SignedRequest", &shown);
        for hidden in [ID, "a.example", "visible", "9j%2F", "5ca1ab1e"] {
            assert!(!shown.contains(hidden), "{hidden}: {shown}");
        }
        for visible in [
            "DomainName.…=<9 bytes>",
            "SaveTask",
            "LTAI…",
            "Telephone=<9 bytes>",
        ] {
            assert!(shown.contains(visible), "{visible}: {shown}");
        }
    }

    let pairs = [aliyun_runtime::generated::encode::Pair::new(
        "Telephone",
        TELEPHONE,
    )];
    assert_clean(
        "Stages",
        &format!("{:?}", v1::stages("POST", &pairs, SECRET)),
    );
    assert_clean(
        "Stages",
        &format!("{:?}", v3::stages("POST", "/", &pairs, &[], "", SECRET)),
    );
}

/// What the gateway says when it finds another signature, and worse: the whole
/// request, as it came and encoded once more.
fn echo(received: &Received) -> String {
    let body = String::from_utf8(received.body.clone()).unwrap();
    let everything = format!("{}\n{:?}\n{body}", received.line, received.headers);
    let again = aliyun_runtime::generated::percent::encode(&everything);
    let decoded = aliyun_runtime::generated::percent::decode(&everything);
    format!("{everything}\n{again}\n{decoded} {SECRET} {TELEPHONE} {EMAIL}")
}

#[tokio::test]
async fn a_service_error_that_repeats_the_request() {
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let error = failure(config().with_signature(version), |received| {
            let echo = serde_json::Value::from(echo(received));
            let body = format!(
                r#"{{"Code":"SignatureDoesNotMatch","Message":{echo},"Recommend":{echo}}}"#
            );
            answer("403 Forbidden", "", &body)
        })
        .await;
        assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
        assert!(error.message().contains("<redacted>"), "{error}");
        assert!(error.message().contains("a.example"), "{error}");
        assert_clean_error(&error);
        assert!(error.message().chars().count() <= 2001);
    }
}

#[tokio::test]
async fn an_echo_of_the_image_alone() {
    let error = failure(config(), |received| {
        let body = String::from_utf8(received.body.clone()).unwrap();
        let body = format!(r#"{{"Code":"Large","Message":"got {body} as a form"}}"#);
        answer("400 Bad Request", "", &body)
    })
    .await;
    assert_eq!(
        error.message(),
        "got IdentityCredential=<redacted> as a form"
    );
}

#[tokio::test]
async fn an_echo_of_the_signature() {
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let error = failure(config().with_signature(version), |received| {
            let text = received
                .header("authorization")
                .unwrap_or(received.target());
            let at = text.rfind("Signature=").unwrap();
            let body = format!("<p>{}</p>", &text[at..]);
            answer("403 Forbidden", "", &body)
        })
        .await;
        assert_eq!(error.body_excerpt(), Some("<p>Signature=<redacted></p>"));
    }
}

#[tokio::test]
async fn the_string_to_sign_goes_with_all_its_parameters() {
    let error = failure(config().with_signature(SignatureVersion::V1), |received| {
        let query = received.target().trim_start_matches("/?");
        let text = format!(
            "POST&%2F&{}",
            aliyun_runtime::generated::percent::encode(query)
        );
        let body = format!(
            "<Error><Code>SignatureDoesNotMatch</Code><Message>server string to sign is:{}\
             </Message></Error>",
            text.replace('&', "&amp;")
        );
        answer("403 Forbidden", "", &body)
    })
    .await;
    assert_eq!(error.message(), "server string to sign is:<redacted>");
}

#[tokio::test]
async fn an_error_page_that_repeats_the_request() {
    let error = failure(config(), |received| {
        let page = format!("<html>cannot handle {}</html>", received.target());
        answer("414 Request-URI Too Large", "", &page)
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Http);
    assert!(
        error
            .body_excerpt()
            .unwrap()
            .contains("Telephone=<redacted>"),
        "{error}"
    );
    assert_clean_error(&error);
}

#[tokio::test]
async fn a_broken_success_keeps_personal_data_to_itself() {
    for body in [
        r#"{"RequestId":"r-1","Holder":{"Numbers":{"id":110101199003070000"#,
        "<R><RequestId>r-1</RequestId><Holder><Numbers><id>110101199003070000</id></Numbers>",
    ] {
        let error = failure(config(), move |_| answer("200 OK", "", body)).await;
        assert_eq!(error.cause_kind(), ErrorKind::Decode);
        assert!(error.body_excerpt().unwrap().contains("Numbers"), "{error}");
        assert!(!format!("{error} {error:?}").contains("110101"), "{error}");
    }
}

#[tokio::test]
async fn errors_of_the_connection_show_no_parameters() {
    let replies: [&[u8]; 3] = [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
        b"HTTP/1.1 200",
    ];
    for reply in replies {
        let error = failure(config(), move |_| reply.to_vec()).await;
        assert_eq!(error.cause_kind(), ErrorKind::Transport);
        assert_clean_error(&error);
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("a.example") && !shown.contains("http://"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_violation_shows_no_sensitive_value() {
    let core = Core::new(&PRODUCT, config().with_endpoint("http://localhost")).unwrap();
    let request = SaveTaskRequest {
        telephone: Some("123456789x".to_owned()),
        ..sensitive()
    };
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.message().contains("Telephone"), "{error}");
    assert_clean_error(&error);
}
