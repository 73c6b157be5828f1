//! What follows a failed attempt.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aliyun_runtime::generated::Core;
use aliyun_runtime::{
    AccessKey, AttemptReport, BoxFuture, Call, CallReport, Config, Credentials, CredentialsError,
    ErrorKind, Observer, RetryPolicy, SignatureVersion,
};
use common::{SaveTaskRequest, TaskListResponse, request};
use server::{LIST, PRODUCT, Received, SAVE, SECRET, Server, answer, key};

const JSON: &str = r#"{"RequestId":"r-1","TotalItemNum":2}"#;
const BUSY: &str = r#"{"Code":"ServiceUnavailable","Message":"busy"}"#;

fn quick() -> RetryPolicy {
    RetryPolicy::new()
        .with_base_delay(Duration::from_millis(1))
        .with_max_delay(Duration::from_millis(1))
}

fn config() -> Config {
    Config::new(key()).with_retry(quick())
}

fn list<'a>(core: &'a Core, request: &'a SaveTaskRequest) -> Call<'a, TaskListResponse> {
    Call::new(core, &LIST, request)
}

fn save<'a>(core: &'a Core, request: &'a SaveTaskRequest) -> Call<'a, TaskListResponse> {
    Call::new(core, &SAVE, request)
}

/// A server that gives the first answers in turn, then always the last.
fn in_turn(replies: Vec<Vec<u8>>) -> Server {
    let next = AtomicUsize::new(0);
    Server::start(move |_| {
        let index = next.fetch_add(1, Ordering::Relaxed);
        replies[index.min(replies.len() - 1)].clone()
    })
}

fn busy() -> Vec<u8> {
    answer("503 Service Unavailable", "", BUSY)
}

fn fine() -> Vec<u8> {
    answer("200 OK", "", JSON)
}

/// Keys with a new id for each request.
struct Fresh(AtomicU64);

impl Credentials for Fresh {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(AccessKey::new(format!("LTAIkey{number}"), SECRET)) })
    }
}

#[tokio::test]
async fn every_attempt_is_signed_anew_and_sends_the_same_body() {
    let server = in_turn(vec![busy(), busy(), fine()]);
    let clock = AtomicU64::new(1_700_000_000);
    let config = Config::new(Fresh(AtomicU64::new(1)))
        .with_retry(quick())
        .with_clock(Arc::new(move || {
            UNIX_EPOCH + Duration::from_secs(clock.fetch_add(1, Ordering::Relaxed))
        }));
    let core = server.client(config);
    list(&core, &request()).await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 3);
    for (number, pair) in received.windows(2).enumerate() {
        for header in ["x-acs-signature-nonce", "x-acs-date", "authorization"] {
            let values = [&pair[0], &pair[1]].map(|received| received.header(header).unwrap());
            assert_ne!(values[0], values[1], "{header}");
        }
        let key = format!("Credential=LTAIkey{},", number + 2);
        assert!(pair[1].header("authorization").unwrap().contains(&key));
        assert_eq!(pair[0].body, pair[1].body);
        assert_eq!(pair[0].target(), pair[1].target());
    }
}

#[tokio::test]
async fn only_what_was_refused_for_certain_is_submitted_again() {
    let throttled = answer(
        "400 Bad Request",
        "",
        r#"{"Code":"Throttling","Message":""}"#,
    );
    let server = in_turn(vec![throttled, fine()]);
    let core = server.client(config());
    save(&core, &request()).await.unwrap();
    assert_eq!(server.received().len(), 2);

    let server = in_turn(vec![busy(), fine()]);
    let core = server.client(config());
    let error = save(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(error.cause_kind(), ErrorKind::Service);
    assert_eq!(error.code(), Some("ServiceUnavailable"));
    let sent = server.received();
    assert_eq!(error.nonce(), sent[0].header("x-acs-signature-nonce"));
    assert_eq!(sent.len(), 1);
    let text = error.to_string();
    for part in [
        "the outcome is unknown",
        error.nonce().unwrap(),
        "before sending it again",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn the_policy_of_a_client_and_of_a_call() {
    let server = in_turn(vec![busy()]);
    let core = server.client(config().with_retry(quick().with_max_attempts(4)));
    let error = list(&core, &request()).await.unwrap_err();
    assert_eq!((error.attempts(), error.is_retryable()), (4, true));
    assert!(error.to_string().contains("[after 4 attempts]"), "{error}");
    let error = list(&core, &request())
        .with_max_attempts(2)
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 2);
    let core = server.client(config().with_retry(RetryPolicy::none()));
    assert_eq!(list(&core, &request()).await.unwrap_err().attempts(), 1);
    assert_eq!(server.received().len(), 7);
}

#[tokio::test]
async fn calls_of_a_client_share_a_budget() {
    let server = in_turn(vec![busy(), busy(), busy(), busy(), fine(), busy()]);
    let core = server.client(config().with_retry(quick().with_budget(14)));
    let clone = core.clone();
    assert_eq!(list(&core, &request()).await.unwrap_err().attempts(), 3);
    assert_eq!(list(&clone, &request()).await.unwrap_err().attempts(), 1);
    // 4 are left, and a success gives 1 back.
    list(&core, &request()).await.unwrap();
    assert_eq!(list(&clone, &request()).await.unwrap_err().attempts(), 2);
    assert_eq!(list(&core, &request()).await.unwrap_err().attempts(), 1);
}

/// Collects what an observer is told, as text.
#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observer for Log {
    fn attempt(&self, report: &AttemptReport<'_>) {
        let error = report.error.map(|error| error.kind());
        let retry = report.retry_in.map(|delay| delay.as_millis());
        assert!(!report.duration.is_zero() && report.endpoint.starts_with("127.0.0.1:"));
        self.0.lock().unwrap().push(format!(
            "{} {} {:?} {:?} {error:?} {retry:?}",
            report.action, report.attempt, report.status, report.request_id
        ));
    }

    fn call(&self, report: &CallReport<'_>) {
        let error = report.error.map(|error| error.kind());
        self.0.lock().unwrap().push(format!(
            "{} {} {:?} {error:?}",
            report.action, report.attempts, report.status
        ));
    }
}

#[tokio::test]
async fn an_observer_sees_attempts_and_calls() {
    let slow = answer(
        "503 Busy",
        "x-acs-retry-after: 7\r\nx-acs-request-id: r-9\r\n",
        "",
    );
    let server = in_turn(vec![slow, fine()]);
    let log = Arc::new(Log::default());
    let policy = quick().with_base_delay(Duration::ZERO);
    let core = server.client(config().with_retry(policy).with_observer(Arc::clone(&log)));
    list(&core, &request()).await.unwrap();
    assert_eq!(
        log.lines(),
        [
            "ListTasks 1 Some(503) Some(\"r-9\") Some(Http) Some(7)",
            "ListTasks 2 Some(200) None None None",
            "ListTasks 2 Some(200) None",
        ]
    );
}

#[tokio::test]
async fn a_wait_that_the_service_names_in_any_form() {
    let log = Arc::new(Log::default());
    for (headers, wait) in [
        ("x-acs-retry-after: 5\r\nRetry-After: 9\r\n", "Some(5)"),
        ("Retry-After: 0\r\n", "Some(0)"),
        (
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
            "Some(0)",
        ),
        // More than there is time for: the call fails at once.
        (
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 09:49:37 GMT\r\n",
            "None",
        ),
        ("Retry-After: 18446744073709551615\r\n", "None"),
        ("Retry-After: 18446744073709551616\r\n", "None"),
        ("Retry-After: soon\r\n", "Some(0)"),
    ] {
        let server = in_turn(vec![answer("503 Busy", headers, BUSY), fine()]);
        let policy = quick().with_base_delay(Duration::ZERO);
        let core = server.client(config().with_retry(policy).with_observer(Arc::clone(&log)));
        let result = list(&core, &request()).await;
        assert_eq!(result.is_ok(), wait != "None", "{headers}");
        let line = &log.lines()[0];
        assert!(line.ends_with(wait), "{headers}: {line}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_has_a_deadline() {
    let server = Server::fixed("");
    let config = config()
        .with_attempt_timeout(Duration::from_millis(20))
        .with_timeout(Duration::from_secs(2));
    let core = server.client(config);
    let error = list(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.attempts(), 3);
    assert_eq!(error.message(), "no whole answer within 2s");
    assert!(error.is_retryable() && error.may_have_been_sent());
}

/// Answers only requests that are signed within a minute of the year 2030.
fn in_2030(received: &Received) -> Vec<u8> {
    let date = "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n";
    let signed = received.header("x-acs-date").map(str::to_owned);
    let target = aliyun_runtime::generated::percent::decode(received.target());
    let text = signed.unwrap_or(target);
    if text.contains("2030-01-01T00:00") {
        answer("200 OK", date, JSON)
    } else {
        let body = r#"{"Code":"InvalidTimeStamp.Expired","Message":"late"}"#;
        answer("400 Bad Request", date, body)
    }
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_once() {
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        for wrong in [1_000_000_000, 3_000_000_000] {
            let server = Server::start(in_2030);
            let config = config()
                .with_signature(version)
                .with_clock(Arc::new(move || UNIX_EPOCH + Duration::from_secs(wrong)));
            let core = server.client(config);
            let made = save(&core, &request()).send_with_meta().await.unwrap();
            assert_eq!(made.attempts, 2);
            let made = save(&core, &request()).send_with_meta().await.unwrap();
            assert_eq!(made.attempts, 1, "the correction stays");
        }
    }
}

#[tokio::test]
async fn calls_at_once_all_correct_a_wrong_clock() {
    let server = Server::start(in_2030);
    let core = server.client(config().with_clock(Arc::new(|| UNIX_EPOCH)));
    let request = request();
    let mut calls: Vec<_> = (0..8)
        .map(|_| save(&core, &request).into_future())
        .collect();
    // All are signed before the first answer comes.
    let mut ended = Vec::new();
    std::future::poll_fn(|context| {
        calls.retain_mut(|call| match call.as_mut().poll(context) {
            Poll::Ready(result) => {
                ended.push(result);
                false
            }
            Poll::Pending => true,
        });
        if calls.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    for result in ended {
        result.unwrap();
    }
    assert!(server.received().len() > 9, "several were refused first");
}

#[tokio::test]
async fn a_clock_is_not_corrected_twice_or_in_vain() {
    let expired = r#"{"Code":"InvalidTimeStamp.Expired","Message":"late"}"#;
    let date = "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n";
    let clock = |seconds| -> Config {
        config().with_clock(Arc::new(move || UNIX_EPOCH + Duration::from_secs(seconds)))
    };
    let right = 1_893_456_000;
    for (config, headers, attempts) in [
        (clock(0), date, 2),
        (clock(right + 30), date, 1),
        (clock(0), "", 1),
        (clock(0), "Date: yesterday\r\n", 1),
        (clock(0).with_retry(RetryPolicy::none()), date, 1),
    ] {
        let server = in_turn(vec![answer("400 Bad Request", headers, expired)]);
        let core = server.client(config);
        let error = list(&core, &request()).await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidTimeStamp.Expired"));
        assert_eq!(error.attempts(), attempts, "{headers}");
    }
}

/// With such a status, something behind the check of the time may have failed.
#[tokio::test]
async fn a_change_is_not_sent_again_for_the_clock_after_a_failure_of_the_server() {
    let expired = r#"{"Code":"InvalidTimeStamp.Expired","Message":"late"}"#;
    let date = "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n";
    let server = in_turn(vec![answer("503 Busy", date, expired)]);
    let core = server.client(config().with_clock(Arc::new(|| UNIX_EPOCH)));
    let error = save(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(server.received().len(), 1);
}

/// A server that answers `whole` requests on each connection and then, having
/// read another one, closes it; the number of requests read.
fn moody(whole: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            for number in 0..=whole {
                if !read(&stream) {
                    break;
                }
                seen.fetch_add(1, Ordering::SeqCst);
                if number < whole {
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", JSON.len());
                    stream
                        .write_all(format!("{head}{JSON}").as_bytes())
                        .unwrap();
                }
            }
        }
    });
    (endpoint, count)
}

/// Reads one request; whether there was one.
fn read(stream: &TcpStream) -> bool {
    let mut reader = BufReader::with_capacity(1, stream);
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return false;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            return reader.read_exact(&mut vec![0; length]).is_ok();
        }
    }
}

#[tokio::test]
async fn a_connection_that_closes_on_reuse_submits_once() {
    let (endpoint, count) = moody(1);
    let core = Core::new(&PRODUCT, config().with_endpoint(endpoint)).unwrap();
    save(&core, &request()).await.unwrap();
    let error = save(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(count.load(Ordering::SeqCst), 2, "one request a call");

    let (endpoint, count) = moody(1);
    let core = Core::new(&PRODUCT, config().with_endpoint(endpoint)).unwrap();
    list(&core, &request()).await.unwrap();
    list(&core, &request()).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_connection_closed_in_the_meantime_is_not_used() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            assert!(read(&stream));
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", JSON.len());
            stream
                .write_all(format!("{head}{JSON}").as_bytes())
                .unwrap();
        }
    });
    let core = Core::new(&PRODUCT, config().with_endpoint(endpoint)).unwrap();
    for _ in 0..3 {
        let made = save(&core, &request()).send_with_meta().await.unwrap();
        assert_eq!(made.attempts, 1);
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// Never gives a key.
struct Stuck;

impl Credentials for Stuck {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(std::future::pending())
    }
}

/// Has none.
struct Broken;

impl Credentials for Broken {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async { Err(CredentialsError::new("no key today")) })
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let server = in_turn(vec![fine()]);
    let core = server.client(Config::new(Broken).with_retry(quick()));
    let error = save(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!((error.attempts(), error.nonce()), (0, None));
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.is::<CredentialsError>());

    let core = server.client(Config::new(Stuck));
    let request = request();
    let hurried = save(&core, &request).with_timeout(Duration::from_millis(20));
    let error = hurried.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.message(), "no credentials within 20ms");
    assert!(!error.may_have_been_sent() && error.sent_at().is_none());
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_deadline_before_the_request_is_sent_leaves_no_doubt() {
    // A listener whose queue is full takes no connection.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let endpoint = format!("http://{address}");
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(20)) {
        waiting.push(stream);
    }
    let core = Core::new(&PRODUCT, config().with_endpoint(endpoint)).unwrap();
    let call = save(&core, &request())
        .with_timeout(Duration::from_millis(30))
        .await;
    let error = call.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(!error.may_have_been_sent() && error.is_retryable());
    assert!(error.sent_at().unwrap() <= SystemTime::now());
}
