//! One odd value must not lose an answer: what a call gives, reports and keeps
//! where a field cannot be read, and where the whole body cannot.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::sync::{Arc, Mutex};

use aliyun_runtime::generated::Core;
use aliyun_runtime::{Answer, Call, CallReport, Config, Error, ErrorKind, Observer, RetryPolicy};
use common::{TaskListResponse, request};
use serde_json::json;
use server::{SAVE, Server, answer, key};

/// A sensitive value of the request comes back in `TotalItemNum`.
const ODD: &str =
    r#"{"RequestId":"r","TotalItemNum":"call 123456789","Holder":{"Age":"secret"},"Ids":["a"]}"#;

fn settings() -> Config {
    Config::new(key()).with_retry(RetryPolicy::none())
}

fn client(body: &str, config: Config) -> (Server, Core) {
    let server = Server::fixed(answer("200 OK", "", body));
    let core = server.client(config);
    (server, core)
}

async fn typed(body: &str, config: Config) -> Result<Answer<TaskListResponse>, Error> {
    let (_server, core) = client(body, config);
    let request = request();
    Call::new(&core, &SAVE, &request).send_with_meta().await
}

fn paths<R>(answer: &Answer<R>) -> Vec<&str> {
    answer.unread().iter().map(|unread| unread.path()).collect()
}

#[tokio::test]
async fn a_success_with_odd_values_is_a_success() {
    let answer = typed(ODD, settings()).await.unwrap();
    assert_eq!(answer.value.request_id.as_deref(), Some("r"));
    assert_eq!(answer.value.total_item_num, None);
    assert_eq!(answer.value.ids, ["a"]);
    assert_eq!(paths(&answer), ["TotalItemNum", "Holder.Age"]);
    let odd = &answer.unread()[0];
    assert_eq!(odd.expected(), "an integer of 64 bits");
    // What was sent as a secret is taken out, as it is from errors.
    assert_eq!(odd.found(), r#"the text "call <redacted>""#);
    assert_eq!(answer.unread()[1].found(), "a text");
    let shown = format!("{answer:?}");
    assert!(
        !shown.contains("secret") && !shown.contains("123456789"),
        "{shown}"
    );
    assert!(shown.contains("TotalItemNum"), "{shown}");
}

#[tokio::test]
async fn a_strict_client_refuses_odd_values() {
    let error = typed(ODD, settings().with_strict_answers(true))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(error.cause_kind(), ErrorKind::Decode);
    assert_eq!(error.field(), Some("TotalItemNum"));
    let fine = r#"{"RequestId":"r"}"#;
    typed(fine, settings().with_strict_answers(true))
        .await
        .unwrap();
}

#[derive(Default)]
struct Reports(Mutex<Vec<String>>);

impl Observer for Reports {
    fn call(&self, report: &CallReport<'_>) {
        let paths = report.unread.iter().map(|unread| unread.path().to_owned());
        self.0.lock().unwrap().extend(paths);
    }
}

#[tokio::test]
async fn observers_see_what_was_not_read() {
    let reports = Arc::new(Reports::default());
    let config = settings().with_observer(Arc::clone(&reports));
    typed(ODD, config).await.unwrap();
    assert_eq!(*reports.0.lock().unwrap(), ["TotalItemNum", "Holder.Age"]);
}

#[tokio::test]
async fn an_untyped_answer_names_members_that_are_given_twice() {
    let (_server, core) = client(r#"{"RequestId":"r","A":{"b":1,"b":2},"C":[3]}"#, settings());
    let answer = core
        .call("Anything", [("A", "b")])
        .send_with_meta()
        .await
        .unwrap();
    assert_eq!(answer.value, json!({"RequestId": "r", "A": {}, "C": [3]}));
    assert_eq!(answer.request_id.as_deref(), Some("r"));
    assert_eq!(paths(&answer), ["A.b"]);
}

/// The number of a task is worth most where the answer is broken.
#[tokio::test]
async fn what_was_read_of_a_broken_answer_is_kept() {
    for body in [
        r#"{"RequestId":"r","Ids":["task-7"],"Holder":{"Age":5},"Data":{"TaskDe"#,
        r#"{"RequestId":"r","Ids":["task-7"],"Holder":{"Age":5}} trailing"#,
        "<R><RequestId>r</RequestId><Ids>task-7</Ids><Holder><Age>5</Age></Holder><Data>",
    ] {
        let error = typed(body, settings()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
        assert_eq!(error.cause_kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.http_status(), Some(200), "{body}");
        assert_eq!(error.request_id(), Some("r"), "{body}");
        let partial = error.partial_answer().unwrap();
        assert_eq!(
            *partial,
            json!({"RequestId": "r", "Ids": ["task-7"], "Holder": {"Age": 5}}),
            "{body}"
        );
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("task-7"), "{shown}");
        }
    }
    let (_server, core) = client(r#"{"RequestId":"r","TaskNo":"t-1","More":["#, settings());
    let error = core.call("Anything", [("A", "b")]).await.unwrap_err();
    assert_eq!(
        error.partial_answer(),
        Some(&json!({"RequestId": "r", "TaskNo": "t-1"}))
    );
    assert_eq!(error.request_id(), Some("r"));
    let error = typed("<html>", settings()).await.unwrap_err();
    assert_eq!(error.partial_answer(), None);
}

/// It costs no memory and no trust: a list that goes on for ever is an error.
#[tokio::test]
async fn an_answer_that_takes_too_much_memory_is_an_error() {
    let rows = vec!["{}"; 20_000].join(",");
    let body = format!(r#"{{"RequestId":"r","Data":{{"TaskDetail":[{rows}]}}}}"#);
    let config = || settings().with_max_response_size(64 << 10);
    let error = typed(&body, config()).await.unwrap_err();
    assert_eq!(error.cause_kind(), ErrorKind::TooLarge);
    assert_eq!(error.http_status(), Some(200));
    assert_eq!(error.request_id(), Some("r"));
    assert!(
        error.field().unwrap().starts_with("Data.TaskDetail["),
        "{error}"
    );
    assert!(
        error.message().contains("1048576 bytes of memory"),
        "{error}"
    );
}
