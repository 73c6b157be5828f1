//! Calls against a server on this machine.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use aliyun_runtime::generated::{
    Core,
    encode::Pair,
    percent,
    sign::{v1, v3},
};
use aliyun_runtime::{Call, Config, Error, ErrorKind, Format, RetryPolicy, SignatureVersion};
use common::{SaveTaskRequest, TaskListResponse, request};
use server::{PRODUCT, Received, SAVE, SECRET, Server, answer, key};

const JSON: &str = r#"{"RequestId":"r-1","TotalItemNum":2}"#;

fn call<'a>(core: &'a Core, request: &'a SaveTaskRequest) -> Call<'a, TaskListResponse> {
    Call::new(core, &SAVE, request)
}

/// The error of a call that the server answers with these bytes.
async fn failure(reply: Vec<u8>) -> Error {
    let server = Server::fixed(reply);
    let core = server.client(Config::new(key()).with_retry(RetryPolicy::none()));
    call(&core, &request()).await.unwrap_err()
}

/// The cause and the status of an error that leaves the outcome unknown.
fn unknown(error: &Error) -> (ErrorKind, Option<u16>) {
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert!(error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(error.attempts(), 1);
    assert!(error.advice().unwrap().contains(error.nonce().unwrap()));
    (error.cause_kind(), error.http_status())
}

/// Parameters as the gateway reads them out of a query or form.
fn parameters(text: &str) -> Vec<Pair> {
    text.split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(key, value)| Pair::new(percent::decode(key), &percent::decode(value)))
        .collect()
}

fn query(received: &Received) -> Vec<Pair> {
    parameters(received.target().strip_prefix("/?").unwrap())
}

#[tokio::test]
async fn a_call_signed_with_version_3() {
    let server = Server::fixed(answer("200 OK", "", JSON));
    let core = server.client(Config::new(key()));
    let response = call(&core, &request()).await.unwrap();
    assert_eq!(response.request_id.as_deref(), Some("r-1"));
    assert_eq!(response.total_item_num, Some(2));

    let [received] = &server.received()[..] else {
        panic!("expected one request");
    };
    assert!(
        received.line.starts_with("POST /?DomainName.1=a.example&"),
        "{}",
        received.line
    );
    assert!(
        received
            .body
            .starts_with(b"IdentityCredential=%2F9j%2FAAAA")
    );
    assert_eq!(received.header("accept"), Some("application/json"));
    let headers = received.headers.iter().map(|(n, v)| (&**n, &**v));
    let headers: Vec<_> = headers.filter(server::is_signed).collect();
    let digest = v3::digest(&received.body);
    let stages = v3::stages("POST", "/", &query(received), &headers, &digest, SECRET);
    let authorization = received.header("authorization").unwrap();
    assert!(authorization.ends_with(&format!(",Signature={}", stages.signature())));
    assert_eq!(received.header("x-acs-content-sha256"), Some(&*digest));
}

#[tokio::test]
async fn a_call_signed_with_version_1_and_answered_in_xml() {
    let xml = "<R><RequestId>r-1</RequestId><TotalItemNum>2</TotalItemNum></R>";
    let server = Server::fixed(answer("200 OK", "", xml));
    let config = Config::new(key())
        .with_signature(SignatureVersion::V1)
        .with_format(Format::Xml);
    let core = server.client(config);
    let response = call(&core, &request()).await.unwrap();
    assert_eq!(response.total_item_num, Some(2));

    let received = &server.received()[0];
    let (signatures, mut signed): (Vec<_>, Vec<_>) = query(received)
        .into_iter()
        .partition(|pair| pair.key == "Signature");
    assert!(signed.contains(&Pair::new("Format", "XML")));
    signed.extend(parameters(std::str::from_utf8(&received.body).unwrap()));
    let stages = v1::stages("POST", &signed, SECRET);
    assert_eq!(signatures, [Pair::new("Signature", stages.signature())]);
}

#[tokio::test]
async fn an_error_of_the_service() {
    let body = r#"{"Code":"ParameterIllegal","Message":"bad\nvalue","RequestId":"r-2",
        "HostId":"h","Recommend":"https://help.example","AccessDeniedDetail":{"a":1}}"#;
    let error = failure(answer("400 Bad Request", "", body)).await;
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.action(), Some("SaveTask"));
    assert_eq!(error.code(), Some("ParameterIllegal"));
    assert_eq!(error.message(), "bad\nvalue");
    assert_eq!(error.request_id(), Some("r-2"));
    assert_eq!(error.http_status(), Some(400));
    assert_eq!(error.recommend(), Some("https://help.example"));
    assert_eq!(error.access_denied_detail(), Some(r#"{"a":1}"#));
    assert!(error.may_have_been_sent());
    assert!(!error.is_throttling());
    let host = error.host().unwrap();
    assert_eq!(
        error.to_string(),
        format!(
            "SaveTask: ParameterIllegal (HTTP 400): bad\\nvalue [request id r-2] \
             [{host}: the endpoint that was given]"
        )
    );

    let xml = "<Error><Code>Forbidden</Code><Message>no</Message></Error>";
    let error = failure(answer("403 Forbidden", "x-acs-request-id: r-3\r\n", xml)).await;
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("Forbidden"), Some("r-3"))
    );
}

#[tokio::test]
async fn throttling_says_how_long_to_wait() {
    let body = r#"{"Code":"Throttling.User","Message":"slow down"}"#;
    let error = failure(answer(
        "400 Bad Request",
        "x-acs-retry-after: 1500\r\n",
        body,
    ))
    .await;
    assert!(error.is_throttling());
    assert_eq!(error.retry_after(), Some(Duration::from_millis(1500)));

    let error = failure(answer("429 Too Many Requests", "Retry-After: 2\r\n", "")).await;
    assert!(error.is_throttling());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(2)));

    let error = failure(answer(
        "503 Service Unavailable",
        "Retry-After: soon\r\n",
        "",
    ))
    .await;
    assert_eq!((error.retry_after(), error.is_throttling()), (None, false));
}

#[tokio::test]
async fn an_error_page_keeps_status_and_excerpt() {
    let html = "<html><head><title>414 Request-URI Too Large</title></head></html>";
    let error = failure(answer("414 Request-URI Too Large", "", html)).await;
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::Http, Some(414))
    );
    assert_eq!(error.body_excerpt(), Some(html));

    let error = failure(answer("503 Service Unavailable", "", "")).await;
    assert_eq!(unknown(&error), (ErrorKind::Http, Some(503)));
    assert_eq!(error.body_excerpt(), None);
    let text = error.to_string();
    let start =
        "SaveTask: the outcome is unknown: unexpected answer (HTTP 503): the answer is empty [";
    assert!(text.starts_with(start), "{text}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Server::fixed(answer("200 OK", "", JSON));
    for status in [
        "301 Moved",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let header = format!("Location: {}/\r\n", target.endpoint);
        let error = failure(answer(status, &header, "")).await;
        let code = status[..3].parse().ok();
        assert_eq!(unknown(&error), (ErrorKind::Http, code));
        assert!(error.to_string().contains("redirect"), "{error}");
    }
    assert!(target.received().is_empty());
}

#[tokio::test]
async fn the_size_of_answers_is_limited() {
    let whole = answer("200 OK", "", JSON);
    let unannounced = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{JSON}").into_bytes();
    for reply in [whole, unannounced] {
        let server = Server::fixed(reply);
        let core = server.client(Config::new(key()).with_max_response_size(JSON.len()));
        call(&core, &request()).await.unwrap();

        let core = server.client(Config::new(key()).with_max_response_size(JSON.len() - 1));
        let error = call(&core, &request()).await.unwrap_err();
        assert_eq!(unknown(&error), (ErrorKind::TooLarge, Some(200)));
    }
}

#[tokio::test]
async fn a_server_that_says_nothing() {
    let server = Server::fixed("");
    let core = server.client(Config::new(key()));
    let limited = call(&core, &request())
        .with_timeout(Duration::from_millis(200))
        .await;
    let error = limited.unwrap_err();
    assert_eq!(unknown(&error), (ErrorKind::Timeout, None));
    assert_eq!(error.message(), "no whole answer within 200ms");
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    let reply = format!("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{JSON}");
    let error = failure(reply.into_bytes()).await;
    assert_eq!(unknown(&error), (ErrorKind::Transport, Some(200)));

    let error = failure(b"HTTP/1.1 200".to_vec()).await;
    assert_eq!(unknown(&error), (ErrorKind::Transport, None));
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let core = Core::new(&PRODUCT, Config::new(key()).with_endpoint(endpoint)).unwrap();
    let error = call(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.may_have_been_sent() && error.is_retryable());
    assert_eq!(error.attempts(), 3);
    let source = std::error::Error::source(&error).unwrap();
    let io: &std::io::Error = source.downcast_ref().unwrap();
    assert_eq!(io.kind(), std::io::ErrorKind::ConnectionRefused);
    assert!(!error.to_string().contains("a.example"), "{error}");
}

#[tokio::test]
async fn an_invalid_request_is_not_sent() {
    let server = Server::fixed(answer("200 OK", "", JSON));
    let core = server.client(Config::new(key()));
    let invalid = SaveTaskRequest::default();
    let error = call(&core, &invalid).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.validation().unwrap().violations().len(), 3);
    assert!(!error.may_have_been_sent());
    assert!(!error.to_string().contains('\n'), "{error}");
    assert_eq!(
        call(&core, &invalid).sign().await.unwrap_err().kind(),
        ErrorKind::Validation
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_query_too_long_for_any_server_is_not_sent() {
    let server = Server::fixed(answer("200 OK", "", JSON));
    let core = server.client(Config::new(key()));
    let mut long = request();
    long.extra = Some("x".repeat(70_000).into());
    let error = call(&core, &long).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(!error.may_have_been_sent());
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_error_in_a_success() {
    for body in [
        r#"{"Code":"InvalidParameter","Message":"no"}"#,
        r#"{"RequestId":"r-4","Code":"InvalidParameter","Message":"no"}"#,
    ] {
        let error = failure(answer("200 OK", "", body)).await;
        assert_eq!(
            (error.kind(), error.http_status()),
            (ErrorKind::Service, Some(200))
        );
        assert_eq!(error.code(), Some("InvalidParameter"));
    }
    let body = r#"{"Code":"200","Message":"ok","TotalItemNum":1}"#;
    let server = Server::fixed(answer("200 OK", "", body));
    let core = server.client(Config::new(key()));
    assert_eq!(
        call(&core, &request()).await.unwrap().total_item_num,
        Some(1)
    );
}

#[tokio::test]
async fn a_success_that_cannot_be_read() {
    let whole = r#"{"RequestId":"r-5","TotalItemNum":2"#;
    for body in [whole, "", "<html><body>Log in</body></html>", "[1]", "busy"] {
        let error = failure(answer("200 OK", "x-acs-request-id: r-5\r\n", body)).await;
        assert_eq!(unknown(&error), (ErrorKind::Decode, Some(200)), "{body}");
        assert_eq!(error.request_id(), Some("r-5"));
    }
    let error = failure(answer("200 OK", "", whole)).await;
    assert_eq!(
        error.body_excerpt(),
        Some(r#"{"RequestId":…,"TotalItemNum":…"#)
    );
}

#[test]
fn settings_are_checked_when_a_client_is_made() {
    let config = || Config::new(key());
    // Needs no TLS feature.
    let local = || config().with_endpoint("http://localhost");
    for (config, reason) in [
        (config().with_endpoint("https://user:pw@host"), "user name"),
        (
            config().with_endpoint("http://gateway.example"),
            "unencrypted",
        ),
        (config().with_region("cn hangzhou"), "`cn hangzhou`"),
        (config().with_timeout(Duration::ZERO), "zero"),
        (config().with_attempt_timeout(Duration::ZERO), "zero"),
        (
            config().with_retry(RetryPolicy::new().with_max_attempts(0)),
            "no attempt",
        ),
        (local().with_proxy("proxy:8080"), "http[s]://"),
        (
            local().with_proxy("http://user:s3cret@ho st"),
            "the proxy is not usable",
        ),
        (config().with_connect_timeout(Duration::ZERO), "zero"),
        (config().with_max_response_size(0), "zero"),
        (config().with_user_agent("a\nb"), "user agent"),
    ] {
        let error = Core::new(&PRODUCT, config).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    Core::new(
        &PRODUCT,
        config()
            .with_endpoint("http://gateway.example")
            .with_insecure_http(true),
    )
    .unwrap();
}

#[test]
fn https_works_where_a_tls_feature_is_on_and_is_refused_elsewhere() {
    let made = Core::new(&PRODUCT, Config::new(key()));
    if cfg!(any(feature = "rustls", feature = "native-tls")) {
        assert!(format!("{:?}", made.unwrap()).contains("https://sample.aliyuncs.com"));
    } else {
        assert!(made.unwrap_err().to_string().contains("`rustls`"));
    }
}

#[tokio::test]
async fn the_region_chooses_the_endpoint() {
    let config = Config::new(key())
        .with_insecure_http(true)
        .with_region("ap-southeast-1");
    for (config, url) in [
        (config.clone(), "https://sample-intl.aliyuncs.com/?"),
        (
            config.with_endpoint("http://own.example"),
            "http://own.example/?",
        ),
    ] {
        if cfg!(not(any(feature = "rustls", feature = "native-tls"))) && url.starts_with("https") {
            continue;
        }
        let core = Core::new(&PRODUCT, config).unwrap();
        let signed = call(&core, &request()).sign().await.unwrap();
        assert!(signed.url().starts_with(url), "{signed:?}");
    }
}

#[test]
fn calls_and_errors_are_small_and_may_move_between_threads() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    fn shareable<T: Send + Sync + 'static>() {}

    shareable::<Error>();
    shareable::<Core>();
    shareable::<Config>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Core>(), size_of::<usize>());

    let server = Server::fixed("");
    let core = server.client(Config::new(key()));
    let request = request();
    let made = sendable(call(&core, &request));
    assert!(size_of_val(&made) <= 64, "{}", size_of_val(&made));
    let future = sendable(made.into_future());
    assert!(size_of_val(&future) <= 16, "{}", size_of_val(&future));
    drop(sendable(call(&core, &request).sign()));
}

/// Takes one connection as a SOCKS5 proxy without a password, and passes it on.
fn socks() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut greeting = [0; 2];
        client.read_exact(&mut greeting).unwrap();
        client.read_exact(&mut vec![0; greeting[1].into()]).unwrap();
        client.write_all(&[5, 0]).unwrap();
        let mut wanted = [0; 10];
        client.read_exact(&mut wanted).unwrap();
        assert_eq!(wanted[..4], [5, 1, 0, 1]);
        let port = u16::from_be_bytes([wanted[8], wanted[9]]);
        let mut server = TcpStream::connect(("127.0.0.1", port)).unwrap();
        client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).unwrap();
        let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut from, &mut to));
        let _ = std::io::copy(&mut server, &mut client);
    });
    address
}

#[tokio::test]
async fn a_socks_proxy_is_used() {
    let server = Server::fixed(answer("200 OK", "", r#"{"RequestId":"r"}"#));
    let core = server.client(Config::new(key()).with_proxy(format!("socks5://{}", socks())));
    let response = call(&core, &request()).await.unwrap();
    assert_eq!(response.request_id.as_deref(), Some("r"));
}

#[tokio::test]
async fn errors_name_the_host_and_what_chose_it() {
    let server = Server::fixed(answer("403 Forbidden", "", r#"{"Code":"Forbidden"}"#));
    let core = server.client(Config::new(key()));
    let error = call(&core, &request()).await.unwrap_err();
    assert_eq!(error.host(), Some(core.host()));
    assert_eq!(error.host_chosen_by(), Some("the endpoint that was given"));
    let text = format!("[{}: the endpoint that was given]", core.host());
    assert!(error.to_string().contains(&text), "{error}");
}

#[test]
fn a_region_has_to_be_one() {
    for (region, meant) in [
        ("ap-southeast1", "did you mean `ap-southeast-1`?"),
        ("cn-newcity", "`Config::with_endpoint`"),
        ("moon", "no"),
    ] {
        let error = Core::new(&PRODUCT, Config::new(key()).with_region(region)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(meant), "{error}");
    }
    let newer = Config::new(key())
        .with_region("cn-newcity")
        .with_endpoint("http://localhost");
    Core::new(&PRODUCT, newer).unwrap();
}
