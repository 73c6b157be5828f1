//! Failures on demand.

use std::time::Duration;

use aliyun_mock::Fault;

use crate::client::{Call, gateway, try_send, v1, v3};

#[tokio::test]
async fn a_status_replaces_the_answer_and_nothing_is_executed() {
    let gateway = gateway().await;
    gateway.fail_next(Fault::Status(503, "<html>busy</html>".to_owned()));
    let call = v3("Silent");
    let reply = call.send(&gateway).await;
    assert_eq!(
        (reply.status, reply.body.as_str()),
        (503, "<html>busy</html>")
    );
    assert_eq!(gateway.executions("Silent"), 0);
    assert_eq!(
        call.send(&gateway).await.status,
        200,
        "neither the fault nor the nonce is left"
    );
}

#[tokio::test]
async fn a_status_that_http_does_not_have_is_told() {
    let gateway = gateway().await;
    gateway.fail_next(Fault::Status(99, String::new()));
    let reply = v3("Silent").send(&gateway).await;
    assert_eq!(reply.status, 500);
    assert!(reply.body.contains("200 to 999, not 99"), "{}", reply.body);
}

#[tokio::test]
async fn a_service_fault_is_the_documented_error() {
    let gateway = gateway().await;
    gateway.fail_next(Fault::Service {
        code: "Throttling".to_owned(),
    });
    gateway.fail_next(Fault::Service {
        code: "ServiceUnavailable".to_owned(),
    });
    let reply = v3("Silent").send(&gateway).await;
    assert_eq!(
        (reply.status, reply.code(), reply.message()),
        (429, "Throttling".into(), "Slow down.".into())
    );
    let reply = Call {
        format: "XML",
        ..v1("Silent")
    }
    .send(&gateway)
    .await;
    assert_eq!(reply.status, 503);
    assert!(
        reply.body.contains("<Code>ServiceUnavailable</Code>"),
        "{}",
        reply.body
    );
    assert_eq!(gateway.executions("Silent"), 0);
    assert_eq!(gateway.requests()[0].code.as_deref(), Some("Throttling"));
}

#[tokio::test]
async fn closing_leaves_no_answer_and_no_execution() {
    let gateway = gateway().await;
    gateway.fail_next(Fault::Close);
    let bytes = v3("Silent").sign(&gateway).bytes();
    assert!(try_send(&gateway, &bytes).await.is_none());
    assert_eq!(gateway.executions("Silent"), 0);
    let requests = gateway.requests();
    assert_eq!(
        (requests[0].action.as_deref(), requests[0].status),
        (Some("Silent"), None)
    );
    assert_eq!(
        try_send(&gateway, &bytes).await.map(|reply| reply.status),
        Some(200)
    );
}

#[tokio::test]
async fn a_truncated_answer_announces_its_full_length() {
    let gateway = gateway().await;
    let whole = v3("Silent").send(&gateway).await.body.len();
    for sent in [0, 1, whole - 1] {
        gateway.fail_next(Fault::Truncate(sent));
        let reply = v3("Silent").send(&gateway).await;
        assert_eq!(
            (reply.status, reply.announced(), reply.body.len()),
            (200, whole, sent)
        );
    }
    gateway.fail_next(Fault::Truncate(whole));
    let reply = v3("Silent").send(&gateway).await;
    assert_eq!(reply.body.len(), whole);
    assert_eq!(gateway.executions("Silent"), 5);
}

#[tokio::test]
async fn a_delayed_answer_is_executed_before_it_is_seen() {
    let gateway = gateway().await;
    gateway.fail_next(Fault::Delay(Duration::from_secs(3600)));
    let bytes = v3("Silent").sign(&gateway).bytes();
    let mut waiting = Box::pin(try_send(&gateway, &bytes));
    while gateway.executions("Silent") == 0 {
        tokio::select! {
            reply = &mut waiting => panic!("answered at once: {reply:?}"),
            () = tokio::task::yield_now() => {}
        }
    }
    drop(waiting);
    gateway.fail_next(Fault::Delay(Duration::ZERO));
    assert_eq!(v3("Silent").send(&gateway).await.status, 200);
}

#[test]
fn debug_shows_no_body() {
    let fault = Fault::Status(500, "me@here".to_owned());
    assert_eq!(format!("{fault:?}"), "Status(500, 7 bytes)");
}
