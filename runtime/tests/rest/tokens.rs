//! Idempotency tokens.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aliyun_runtime::generated::{Action, Core, Location, REQUIRED};
use aliyun_runtime::{Call, Config, Error, ErrorKind, RetryPolicy};

use crate::common::TaskListResponse;
use crate::parts::{Request, action, named};
use crate::server::{Server, answer, key};

const CREATE: Action = named("Create").idempotency_token("ClientToken");

fn config() -> Config {
    let quick = RetryPolicy::new().with_base_delay(Duration::ZERO);
    Config::new(key()).with_retry(quick)
}

/// The first answers are lost.
fn losing(count: usize, then: Vec<u8>) -> Server {
    let seen = AtomicUsize::new(0);
    Server::start(move |_| match seen.fetch_add(1, Ordering::Relaxed) {
        // Half of a head.
        earlier if earlier < count => b"HTTP/1.1 200".to_vec(),
        _ => then.clone(),
    })
}

async fn create(core: &Core, token: Option<&str>) -> Result<TaskListResponse, Error> {
    assert_eq!(REQUIRED, 1);
    let request = Request::default()
        .with("Name", Location::Query, Some("n".to_owned()))
        .with("ClientToken", Location::Query, token.map(str::to_owned))
        .flag('1')
        .done();
    let call: Call<'_, TaskListResponse> = Call::new(core, action(CREATE), &request);
    call.await
}

/// The tokens that the server saw.
fn tokens(server: &Server) -> Vec<String> {
    let received = server.received();
    let token = |target: &str| {
        let (_, rest) = target.split_once("ClientToken=")?;
        Some(rest.split('&').next()?.to_owned())
    };
    received
        .iter()
        .filter_map(|one| token(one.target()))
        .collect()
}

fn fine() -> Vec<u8> {
    answer("200 OK", "", r#"{"RequestId":"r"}"#)
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_token() {
    let server = losing(2, fine());
    let core = server.client(config());
    create(&core, None).await.unwrap();
    create(&core, None).await.unwrap();
    let sent = tokens(&server);
    assert_eq!(sent.len(), 4);
    assert_eq!(sent[0].len(), 36);
    assert!(
        sent[0] == sent[1] && sent[1] == sent[2] && sent[2] != sent[3],
        "{sent:?}"
    );
    let received = server.received();
    let nonces = received
        .iter()
        .map(|one| one.header("x-acs-signature-nonce"));
    let nonces: std::collections::BTreeSet<_> = nonces.collect();
    assert_eq!(nonces.len(), 4);
}

#[tokio::test]
async fn the_callers_token_is_kept() {
    let server = losing(1, fine());
    create(&server.client(config()), Some("mine"))
        .await
        .unwrap();
    assert_eq!(tokens(&server), ["mine", "mine"]);
}

#[tokio::test]
async fn an_outcome_that_stays_unknown_names_the_token() {
    let server = losing(usize::MAX, Vec::new());
    let error = create(&server.client(config()), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(!error.is_retryable());
    assert_eq!(error.attempts(), 3);
    let sent = tokens(&server);
    assert_eq!(error.idempotency_token(), Some(&*sent[0]));
    assert!(error.to_string().contains(&*sent[0]), "{error}");
}

/// A refusal does not tell what became of the attempt before it.
#[tokio::test]
async fn a_refusal_after_a_lost_answer_leaves_the_outcome_unknown() {
    let refusal = answer(
        "400 Bad Request",
        "",
        r#"{"Code":"IncorrectStatus","Message":"no"}"#,
    );
    let server = losing(1, refusal);
    let error = create(&server.client(config()), None).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::OutcomeUnknown, Some("IncorrectStatus"))
    );
    let refusal = answer(
        "400 Bad Request",
        "",
        r#"{"Code":"IncorrectStatus","Message":"no"}"#,
    );
    let server = losing(0, refusal);
    let error = create(&server.client(config()), None).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.idempotency_token()),
        (ErrorKind::Service, None)
    );
}

#[tokio::test]
async fn tokens_can_be_switched_off() {
    let server = losing(1, fine());
    let core = server.client(config().with_idempotency_tokens(false));
    let error = create(&core, None).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Validation,
        "the field is required here"
    );
    let error = {
        let request = Request::default()
            .with("ClientToken", Location::Query, None::<String>)
            .done();
        let call: Call<'_, TaskListResponse> = Call::new(&core, action(CREATE), &request);
        call.await.unwrap_err()
    };
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::OutcomeUnknown, 1)
    );
    assert!(tokens(&server).is_empty());
}
