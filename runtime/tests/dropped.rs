//! Calls whose future is dropped before they end are reported all the same.
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aliyun_runtime::generated::Core;
use aliyun_runtime::{
    AccessKey, BoxFuture, Call, CallReport, Config, Credentials, CredentialsError, DroppedReport,
    Observer,
};
use common::{TaskListResponse, request};
use server::{SAVE, Server, answer, key};

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Observer for Log {
    fn call(&self, report: &CallReport<'_>) {
        let line = format!("ended {}", report.action);
        self.0.lock().unwrap().push(line);
    }

    fn dropped(&self, report: &DroppedReport<'_>) {
        assert!(!report.duration.is_zero() && report.endpoint.starts_with("127.0.0.1:"));
        self.0.lock().unwrap().push(format!(
            "dropped {} {} {}",
            report.action, report.attempts, report.may_have_been_sent
        ));
    }
}

/// Credentials that never come.
struct Waiting;

impl Credentials for Waiting {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(pending())
    }
}

/// Begins a call, and drops it once `ready` says so.
async fn drop_when(core: &Core, ready: impl Fn() -> bool) {
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(core, &SAVE, &request);
    let until = async {
        while !ready() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        biased;
        result = call.into_future() => assert!(result.is_ok(), "{result:?}"),
        () = until => {}
    }
}

#[tokio::test]
async fn a_call_is_reported_once_however_it_ends() {
    let log = Arc::new(Log::default());
    // A server that never answers.
    let silent = Server::start(|_| Vec::new());
    let core = silent.client(Config::new(key()).with_observer(Arc::clone(&log)));
    drop_when(&core, || !silent.received().is_empty()).await;
    assert_eq!(log.lines(), ["dropped SaveTask 1 true"]);

    // Nothing is sent without credentials.
    let core = silent.client(Config::new(Waiting).with_observer(Arc::clone(&log)));
    drop_when(&core, || true).await;
    assert_eq!(log.lines()[1..], ["dropped SaveTask 1 false"]);

    // What was never begun is no call.
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    drop(call.into_future());
    assert_eq!(log.lines().len(), 2);

    let fine = Server::fixed(answer("200 OK", "", r#"{"RequestId":"r"}"#));
    let core = fine.client(Config::new(key()).with_observer(Arc::clone(&log)));
    drop_when(&core, || false).await;
    assert_eq!(log.lines()[2..], ["ended SaveTask"]);
}
