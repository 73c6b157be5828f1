//! Idempotency tokens.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aliyun_runtime::generated::{Action, Core, Location};
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
    let nonces: BTreeSet<_> = nonces.collect();
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

/// The server counts each token once, as services do.
#[tokio::test]
async fn a_thousand_changes_are_made_once_each_although_answers_are_lost() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let random = Mutex::new(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    });
    let server = Server::start(move |_| {
        let number = (random.lock().unwrap())();
        let mut reply = fine();
        if number % 3 == 0 {
            // Never nothing, as the server then keeps the connection open.
            let rest = reply.len() as u64 - 2;
            reply.truncate(1 + usize::try_from(number / 3 % rest).unwrap());
        }
        reply
    });
    let quick = RetryPolicy::new()
        .with_base_delay(Duration::ZERO)
        .with_max_attempts(50)
        .with_budget(u32::MAX);
    let core = server.client(config().with_retry(quick));
    for _ in 0..1000 {
        create(&core, None).await.unwrap();
    }
    let (sent, received) = (tokens(&server), server.received());
    let nonces = received
        .iter()
        .map(|one| one.header("x-acs-signature-nonce"));
    assert!(sent.len() > 1200, "{}", sent.len());
    assert_eq!(nonces.collect::<BTreeSet<_>>().len(), sent.len());
    assert_eq!(sent.iter().collect::<BTreeSet<_>>().len(), 1000);
}
