//! What is recorded of calls, and what never is.
#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aliyun_runtime::{Call, Config, RetryPolicy, SignatureVersion};
use common::{TaskListResponse, request};
use server::{LIST, SECRET, Server, TOKEN, answer, key};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes everything down.
#[derive(Clone, Default)]
struct Collector {
    text: Arc<Mutex<String>>,
    next: Arc<AtomicU64>,
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let text = &mut *self.text.lock().unwrap();
        write!(
            text,
            "\n{} {}",
            span.metadata().target(),
            span.metadata().name()
        )
        .unwrap();
        span.record(&mut Line(text));
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.text.lock().unwrap()));
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Line(&mut self.text.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn spans_tell_what_happened_and_nothing_personal() {
    let number = AtomicUsize::new(0);
    let server = Server::start(move |received| {
        let echo = format!("{} {:?}", received.line, received.headers);
        match number.fetch_add(1, Ordering::Relaxed) {
            0 => answer(
                "503 Busy",
                &format!("x-acs-request-id: {}\r\n", &received.line[7..]),
                &echo,
            ),
            1 => answer("503 Busy", "x-acs-request-id: r-2\r\n", &echo),
            _ => answer(
                "200 OK",
                "x-acs-request-id: r-3\r\n",
                r#"{"TotalItemNum":1}"#,
            ),
        }
    });
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    let policy = RetryPolicy::new().with_base_delay(Duration::ZERO);
    let config = Config::new(key().with_security_token(TOKEN))
        .with_signature(SignatureVersion::V1)
        .with_retry(policy);
    let core = server.client(config);
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &LIST, &request);
    call.await.unwrap();
    drop(guard);

    let text = collector.text.lock().unwrap().clone();
    let own: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("aliyun "))
        .collect();
    assert_eq!(own.len(), 4, "{text}");
    for (line, parts) in own.iter().zip([
        [
            "aliyun call action=\"ListTasks\"",
            "endpoint=\"127.0.0.1:",
            "action",
        ],
        ["attempt=1", "status=503", "error_kind=Http retry_in_ms=0"],
        [
            "attempt=2",
            "status=503 request_id=\"r-2\"",
            "retry_in_ms=0",
        ],
        ["attempt=3", "status=200 request_id=\"r-3\"", "duration_ms="],
    ]) {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
    let all = text.as_str();
    assert!(
        all.contains("attempts=3") && !own[1].contains("request_id"),
        "{all}"
    );
    for secret in [
        SECRET,
        TOKEN,
        "123456789",
        "a.example",
        "9j%2F",
        "Signature",
    ] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[tokio::test]
async fn a_dropped_call_is_told_from_others() {
    let server = Server::start(|_| Vec::new());
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    let core = server.client(Config::new(key()));
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &LIST, &request);
    tokio::select! {
        biased;
        result = call.into_future() => assert!(result.is_ok(), "{result:?}"),
        () = std::future::ready(()) => {}
    }
    drop(guard);
    let text = collector.text.lock().unwrap().clone();
    assert!(text.contains("attempts=1"), "{text}");
    assert!(text.contains("error_kind=\"Dropped\""), "{text}");
}
