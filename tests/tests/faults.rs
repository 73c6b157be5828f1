//! Everything that can go wrong between client and gateway, the error that the
//! caller gets, and how often the gateway executes the action. The table is in
//! `docs/reliability.md`; if it is outdated, the test rewrites it and fails.
//!
//! `cargo test -p aliyun-tests --test faults -- --nocapture` prints it.
#![cfg(test)]

mod common;

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, SystemTime};

use aliyun_domain::{Config, Error, ErrorKind};
use aliyun_mock::{Break, Fault, MockGateway, Script, Step};
use aliyun_runtime::RetryPolicy;
use common::{Outcome, QUERY, SUBMIT, config, gateway, query, submit};

const MIB: usize = 1 << 20;

/// The head of an answer whose body ends with the connection.
const OPEN: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

/// Like [`OPEN`], with a length greater than that of any body here.
const ANNOUNCED: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n";

struct Case {
    name: &'static str,
    faults: Vec<Fault>,
    broken: Option<Break>,
    /// Whether the caller sets a short timeout, because nothing else would end the
    /// call.
    stalls: bool,
    /// By how much the caller's clock is late.
    late: Duration,
    refused: bool,
}

fn case(name: &'static str, faults: impl Into<Vec<Fault>>) -> Case {
    Case {
        name,
        faults: faults.into(),
        broken: None,
        stalls: false,
        late: Duration::ZERO,
        refused: false,
    }
}

fn broken(name: &'static str, failure: Break) -> Case {
    Case {
        broken: Some(failure),
        ..case(name, [])
    }
}

fn executed(name: &'static str, steps: impl Into<Vec<Step>>) -> Case {
    case(name, [Fault::Script(Script::executed(steps))])
}

fn stalling(case: Case) -> Case {
    Case {
        stalls: true,
        ..case
    }
}

/// A whole answer instead of the usual one.
fn answer(status: &str, headers: &str, body: &str) -> Step {
    let length = body.len();
    Step::text(format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    ))
}

/// An error of the gateway before it executes anything.
fn refusal(name: &'static str, status: &str, headers: &str, code: &str) -> Case {
    let body = format!(r#"{{"Code":"{code}","Message":"No.","RequestId":"r-1"}}"#);
    let script = Script::unexecuted([answer(status, headers, &body)]);
    case(name, [Fault::Script(script)])
}

fn html(status: &str) -> String {
    format!("<html><body><h1>{status}</h1></body></html>")
}

fn connections() -> Vec<Case> {
    vec![
        Case {
            refused: true,
            ..case("connection refused", [])
        },
        broken("reset amid the request", Break::ResetAfter(100)),
        stalling(broken("nothing is read", Break::StallAfter(0))),
        stalling(broken(
            "reading stops amid the request",
            Break::StallAfter(100),
        )),
        case("closed without an answer", [Fault::Close]),
        executed("executed, then reset", [Step::Reset]),
        executed(
            "reset after the head",
            [
                Step::text(ANNOUNCED),
                Step::Pause(Duration::from_millis(10)),
                Step::Reset,
            ],
        ),
        stalling(executed("no answer", [Step::Stall])),
        stalling(executed(
            "answer stops in the head",
            [Step::text("HTTP/1.1 200 OK\r\nConte"), Step::Stall],
        )),
        stalling(executed(
            "answer stops in the body",
            [Step::text(ANNOUNCED), Step::Body(20), Step::Stall],
        )),
        case("body cut, length announced", [Fault::Truncate(20)]),
        executed("body cut, no length", [Step::text(OPEN), Step::Body(20)]),
        executed(
            "chunked body cut",
            [
                Step::text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n"),
                Step::Body(20),
            ],
        ),
        executed(
            "one byte a chunk",
            [
                Step::text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Step::Chunks(1),
            ],
        ),
        case("request delivered twice", [Fault::Twice]),
    ]
}

fn answers() -> Vec<Case> {
    let deep = format!("{{\"RequestId\":{}", "[".repeat(100_000));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><R><RequestId>&b;</RequestId></R>";
    let big = r#"{"RequestId":"r-1","TaskNo":"t-1","TotalItemNum":9223372036854775807,"Other":18446744073709551616}"#;
    let whole = |name, headers, body: &str| executed(name, [answer("200 OK", headers, body)]);
    vec![
        executed("garbage in place of HTTP", [Step::Send(vec![0xFE; 64])]),
        executed(
            "garbage with status 200",
            [Step::text(OPEN), Step::Send(vec![0xFE; 64])],
        ),
        whole(
            "HTML with status 200",
            "Content-Type: text/html\r\n",
            &html("Log in"),
        ),
        whole("empty, status 200", "", ""),
        executed(
            "empty, status 204",
            [Step::text("HTTP/1.1 204 No Content\r\n\r\n")],
        ),
        whole(
            "compressed unasked",
            "Content-Encoding: gzip\r\n",
            "\x1f\u{8b}\u{8}",
        ),
        executed(
            "content type is text/html",
            [
                Step::text(OPEN.replace("application/json", "text/html")),
                Step::Body(usize::MAX),
            ],
        ),
        whole("64-bit numbers", "", big),
        whole("no task number", "", r#"{"RequestId":"r-1"}"#),
        whole(
            "an error inside a success",
            "",
            r#"{"RequestId":"r-1","TaskNo":"t-1","Error":{"Code":"Odd","Message":"No."}}"#,
        ),
        whole(
            "values of other types",
            "",
            r#"{"RequestId":"r-1","TaskNo":"t-1","TotalItemNum":"many","TotalPageNum":1.0,"NextPage":""}"#,
        ),
        whole(
            "a field twice",
            "",
            r#"{"RequestId":"r-1","RequestId":"r-1","TaskNo":"t-1","TotalItemNum":0}"#,
        ),
        whole(
            "a field twice, and no other",
            "",
            r#"{"RequestId":"a","RequestId":"b"}"#,
        ),
        whole("100,000 levels deep", "", &deep),
        whole("XML entity bomb", "", bomb),
        executed(
            "1 GiB announced",
            [
                Step::text("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n"),
                Step::Fill(1 << 30),
            ],
        ),
        executed("1 GiB unannounced", [Step::text(OPEN), Step::Fill(1 << 30)]),
        executed(
            "1 GiB of headers",
            [
                Step::text("HTTP/1.1 200 OK\r\nX-Long: a"),
                Step::Fill(1 << 30),
            ],
        ),
    ]
}

fn statuses(elsewhere: &str) -> Vec<Case> {
    let location = format!("Location: {elsewhere}/\r\n");
    let redirect = Script::unexecuted([answer("302 Found", &location, "")]);
    let soon = "x-acs-retry-after: 20\r\n";
    vec![
        case("302 to another host", [Fault::Script(redirect)]),
        case("414 in HTML", [Fault::Status(414, html("414"))]),
        case("503 in HTML", [Fault::Status(503, html("503"))]),
        executed(
            "502 in HTML, executed",
            [answer("502 Bad Gateway", "", &html("502"))],
        ),
        case("429 in HTML", [Fault::Status(429, html("429"))]),
        refusal("Throttling", "400 Bad Request", "", "Throttling.User"),
        refusal(
            "Throttling, wait 20 ms",
            "400 Bad Request",
            soon,
            "Throttling.User",
        ),
        refusal(
            "Throttling, wait an hour",
            "429 Too Many",
            "Retry-After: 3600\r\n",
            "Throttling",
        ),
        refusal(
            "503 ServiceUnavailable",
            "503 Busy",
            "",
            "ServiceUnavailable",
        ),
        refusal("500 InternalError", "500 Oh", soon, "InternalError"),
        refusal("400 InternalError", "400 Bad Request", "", "InternalError"),
        executed(
            "400 NetworkIOError, executed",
            [answer(
                "400 Bad Request",
                "",
                r#"{"Code":"NetworkIOError","Message":"Network IO Error.","RequestId":"r-1"}"#,
            )],
        ),
        executed(
            "400 ServiceTimeout, executed, not in the spec",
            [answer(
                "400 Bad Request",
                "",
                r#"{"Code":"ServiceTimeout","RequestId":"r-1"}"#,
            )],
        ),
        refusal(
            "400 ParameterIllegal",
            "400 Bad Request",
            "",
            "ParameterIllegal",
        ),
        refusal("403 Forbidden", "403 No", "", "Forbidden"),
        Case {
            late: Duration::from_secs(3600),
            ..case("the caller's clock is an hour late", [])
        },
    ]
}

/// How a case is called.
fn settings(case: &Case, gateway: &MockGateway) -> Config {
    let policy = RetryPolicy::new()
        .with_base_delay(Duration::from_millis(1))
        .with_max_delay(Duration::from_millis(2));
    let mut config = config(gateway)
        .with_retry(policy)
        .with_max_response_size(MIB);
    if case.stalls {
        // The second attempt has all the remaining time.
        config = config
            .with_attempt_timeout(Duration::from_millis(100))
            .with_retry(policy.with_max_attempts(2));
    }
    if case.refused {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        config = config.with_endpoint(format!("http://{}", listener.local_addr().unwrap()));
    }
    if !case.late.is_zero() {
        let late = case.late;
        config = config.with_clock(std::sync::Arc::new(move || SystemTime::now() - late));
    }
    config
}

/// Runs one case; returns the caller's result, attempts and executions.
async fn run(case: &Case, idempotent: bool) -> (Outcome, usize) {
    let gateway = gateway().await;
    for fault in &case.faults {
        gateway.fail_next(fault.clone());
    }
    if let Some(failure) = &case.broken {
        gateway.break_next(failure.clone());
    }
    let config = settings(case, &gateway);
    let (outcome, action) = if idempotent {
        (query(config).await, QUERY)
    } else {
        let limit = case.stalls.then_some(Duration::from_millis(250));
        (submit(config, limit).await, SUBMIT)
    };
    (outcome, gateway.executions(action))
}

/// The row's half for one kind of action.
fn cells(outcome: &Outcome, executions: usize) -> String {
    let attempts = outcome.attempts;
    let seen = match &outcome.result {
        Ok(()) => "the answer".to_owned(),
        Err(error) => describe(error),
    };
    format!("{seen} | {attempts} | {executions}")
}

fn describe(error: &Error) -> String {
    let mut details = Vec::new();
    if error.kind() == ErrorKind::OutcomeUnknown {
        details.push(format!("{:?}", error.cause_kind()));
    }
    details.extend(error.code().map(str::to_owned));
    if error.cause_kind() != ErrorKind::Transport {
        // Whether the head was read before a connection broke is a race.
        details.extend(error.http_status().map(|status| status.to_string()));
    }
    let mut text = format!("`{:?}`", error.kind());
    if !details.is_empty() {
        text += &format!(" ({})", details.join(", "));
    }
    text
}

#[tokio::test]
async fn the_table_of_faults() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let address = format!("http://{}", elsewhere.local_addr().unwrap());
    let groups = [connections(), answers(), statuses(&address)];
    let mut table = String::from(
        "| fault | idempotent | attempts | executed | not idempotent | attempts | executed |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for case in groups.iter().flatten() {
        let name = case.name;
        let (listed, list_runs) = run(case, true).await;
        let (submitted, submit_runs) = run(case, false).await;
        table += &format!(
            "| {name} | {} | {} |\n",
            cells(&listed, list_runs),
            cells(&submitted, submit_runs)
        );
        // Rules for every fault.
        assert!(submit_runs <= 1, "{name}: submitted twice");
        match &submitted.result {
            Ok(()) => assert_eq!(submit_runs, 1, "{name}: a success that was none"),
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
                assert!(
                    error.nonce().is_some() && error.sent_at().is_some(),
                    "{name}"
                );
                assert!(!error.is_retryable(), "{name}");
            }
            Err(error) => assert_eq!(submit_runs, 0, "{name}: denied, but executed: {error}"),
        }
        match &listed.result {
            Ok(()) => assert!(list_runs >= 1, "{name}: a success that was none"),
            Err(error) => assert_ne!(error.kind(), ErrorKind::OutcomeUnknown, "{name}"),
        }
    }
    println!("{table}");
    let reached = elsewhere.accept();
    assert!(reached.is_err(), "a redirect was followed");
    keep("faults", &table);
}

/// Compares the text between two marks of the documentation.
fn keep(mark: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reliability.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (start, end) = (
        format!("<!-- {mark} -->\n"),
        format!("<!-- end of {mark} -->\n"),
    );
    let from = document.find(&start).expect("the mark of the start") + start.len();
    let to = document.find(&end).expect("the mark of the end");
    let expected = format!("\n{text}\n");
    if document[from..to] != expected {
        std::fs::write(
            &path,
            [&document[..from], &expected, &document[to..]].concat(),
        )
        .unwrap();
        panic!("docs/reliability.md was not up to date; look at the difference");
    }
}
