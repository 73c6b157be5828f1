//! Failures on demand.

use std::time::Duration;

use aliyun_mock::{Break, Fault, Script, Step};

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

#[tokio::test]
async fn a_request_delivered_twice_is_executed_once() {
    let gateway = gateway().await;
    gateway.fail_next(Fault::Twice);
    let reply = v3("Silent").send(&gateway).await;
    assert_eq!(
        (reply.status, reply.code()),
        (400, "SignatureNonceUsed".into())
    );
    assert_eq!(gateway.executions("Silent"), 1);
    assert_eq!(gateway.requests().len(), 2);
}

#[tokio::test]
async fn a_script_sends_what_it_says() {
    let gateway = gateway().await;
    let whole = v3("Silent").send(&gateway).await.body;
    let head = "HTTP/1.1 299 Odd\r\ncontent-length: 100\r\n\r\n";
    let steps = [
        Step::text(head),
        Step::Body(3),
        Step::Send(b"<>".to_vec()),
        Step::Body(2),
        Step::Fill(4),
    ];
    for (script, expected, executions) in [
        (
            Script::executed(steps.clone()),
            format!("{}<>{}    ", &whole[..3], &whole[3..5]),
            2,
        ),
        (Script::unexecuted(steps), "<>    ".to_owned(), 2),
    ] {
        gateway.fail_next(Fault::Script(script));
        let reply = v3("Silent").send(&gateway).await;
        assert_eq!((reply.status, reply.body), (299, expected));
        assert_eq!(gateway.executions("Silent"), executions);
    }
}

#[tokio::test]
async fn a_script_may_send_chunks_or_end_with_a_reset() {
    let gateway = gateway().await;
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    let steps = [Step::text(head), Step::Chunks(1 << 20)];
    gateway.fail_next(Fault::Script(Script::executed(steps)));
    let body = v3("Silent").send(&gateway).await.body;
    let (length, rest) = body.split_once("\r\n").unwrap();
    let length = usize::from_str_radix(length, 16).unwrap();
    assert_eq!(&rest[length..], "\r\n0\r\n\r\n");

    gateway.fail_next(Fault::Script(Script::executed([Step::Reset])));
    let bytes = v3("Silent").sign(&gateway).bytes();
    assert!(try_send(&gateway, &bytes).await.is_none());
    assert_eq!(gateway.executions("Silent"), 2);
}

#[tokio::test]
async fn a_broken_connection_is_the_only_one() {
    let gateway = gateway().await;
    gateway.break_next(Break::ResetAfter(50));
    let bytes = v3("Silent").sign(&gateway).bytes();
    assert!(try_send(&gateway, &bytes).await.is_none());
    assert!(gateway.requests().is_empty());

    gateway.break_next(Break::StallAfter(50));
    let mut stalled = Box::pin(try_send(&gateway, &bytes));
    tokio::select! {
        reply = &mut stalled => panic!("answered: {reply:?}"),
        () = tokio::time::sleep(Duration::from_millis(50)) => {}
    }
    drop(stalled);
    assert_eq!(v3("Silent").send(&gateway).await.status, 200);
}

#[test]
fn debug_shows_no_body() {
    let fault = Fault::Status(500, "me@here".to_owned());
    assert_eq!(format!("{fault:?}"), "Status(500, 7 bytes)");
    let step = Step::text("me@here");
    assert_eq!(format!("{step:?}"), "Send(7 bytes)");
}
