//! Limits and connections.

use std::time::Duration;

use tokio::net::TcpStream;

use crate::client::{connect, exchange, gateway, send, v1, v3};

const HTML: &str = "content-type: text/html";

#[tokio::test]
async fn a_url_of_more_than_64_kib_gets_html() {
    let gateway = gateway().await;
    for size in [65_536, 70_000, 1_400_000] {
        let call = v1("UploadTask")
            .query("DomainName", "a")
            .query("Paper", &"A".repeat(size));
        let reply = call.send(&gateway).await;
        assert_eq!(reply.status, 414);
        assert!(
            reply.head.contains(HTML) && reply.body.starts_with("<html>"),
            "{reply:?}"
        );
    }
    let refused: Vec<_> = gateway
        .requests()
        .iter()
        .map(|request| request.status)
        .collect();
    assert_eq!(refused, [Some(414); 3]);
}

#[tokio::test]
async fn a_long_url_below_the_limit_is_read() {
    let gateway = gateway().await;
    let reply = v3("SaveTask")
        .query("DomainName.1", &"a".repeat(65_000))
        .send(&gateway)
        .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn connections_are_kept_and_every_request_line_is_measured() {
    let gateway = gateway().await;
    let mut stream = connect(&gateway).await;
    for _ in 0..3 {
        for call in [v1("UploadTask"), v3("UploadTask")] {
            let call = call.query("DomainName", "a").form("Paper", &big());
            let bytes = call.sign(&gateway).bytes();
            let reply = exchange(&mut stream, &bytes).await.unwrap();
            assert_eq!(reply.status, 200, "{}", reply.body);
        }
    }
    let long = v3("Silent")
        .query("x", &"A".repeat(100_000))
        .sign(&gateway)
        .bytes();
    assert_eq!(
        exchange(&mut stream, &long).await.map(|reply| reply.status),
        Some(414)
    );
}

/// A picture whose base64 is far longer than a URL may be.
fn big() -> String {
    format!("/9j/{}", "A".repeat(1_300_000))
}

#[tokio::test]
async fn a_body_of_more_than_2_mib_is_refused() {
    let gateway = gateway().await;
    let limit = 2 * 1024 * 1024;
    let room = limit - "Paper=".len();
    for (length, status) in [(room, 422), (room + 1, 413), (3 * limit, 413)] {
        let call = v3("UploadTask")
            .query("DomainName", "a")
            .form("Paper", &"A".repeat(length));
        let reply = call.send(&gateway).await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.head.contains(HTML), status == 413);
    }
    let last = gateway.requests().pop().unwrap();
    assert_eq!(
        (last.action.as_deref(), last.status),
        (Some("UploadTask"), Some(413))
    );
}

#[tokio::test]
async fn a_body_that_is_announced_as_huge_is_not_waited_for() {
    let gateway = gateway().await;
    let head =
        b"POST /?Action=UploadTask HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n";
    let answered = tokio::time::timeout(Duration::from_secs(20), send(&gateway, head)).await;
    assert_eq!(answered.expect("an answer without the body").status, 413);
}

#[tokio::test]
async fn what_is_not_http_hurts_nobody() {
    let gateway = gateway().await;
    let reply = send(&gateway, b"\x16\x03\x01 nonsense\r\n\r\n").await;
    assert_eq!(reply.status, 400);
    assert_eq!(v3("Silent").send(&gateway).await.status, 200);
    assert_eq!(gateway.requests().len(), 1);
}

#[tokio::test]
async fn dropping_the_gateway_ends_it() {
    let gateway = gateway().await;
    let address = gateway.endpoint().replace("http://", "");
    let mut stream = connect(&gateway).await;
    let bytes = v3("Silent").sign(&gateway).bytes();
    assert!(exchange(&mut stream, &bytes).await.is_some());
    drop(gateway);
    // The port closes as soon as the runtime has ended the listener.
    while TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let mut space = [0];
    let read = tokio::io::AsyncReadExt::read(&mut stream, &mut space).await;
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
}
