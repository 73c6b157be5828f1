//! Exit codes that tell a script whether it may send the request again.

use std::time::Duration;

use aliyun_mock::{Fault, FaultRule, MockGateway};

use crate::support::{FILES, QUERY, Ran, SUBMIT, Shell, TASK, gateway, query, submit};

const SERVICE: i32 = 1;
const TRANSPORT: i32 = 3;
const UNKNOWN: i32 = 4;
const UNFINISHED: i32 = 5;
const INTERRUPTED: i32 = 130;
const TERMINATED: i32 = 143;

fn refused(code: &str) -> Fault {
    let code = code.to_owned();
    Fault::Service { code }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_submission_that_may_have_been_carried_out_is_unknown() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let without_task = r#"{"RequestId": "r-17"}"#.to_owned();
    for (fault, more, code) in [
        (Fault::Close, &[][..], UNKNOWN),
        (refused("InternalError"), &[], UNKNOWN),
        (Fault::Status(502, "<html>".to_owned()), &[], UNKNOWN),
        (Fault::Status(200, "not an answer".to_owned()), &[], UNKNOWN),
        (Fault::Status(200, without_task), &["--wait"], UNKNOWN),
        (refused("ParameterIllegall"), &[], SERVICE),
        (refused("ParameterIllegall"), &["--wait"], SERVICE),
    ] {
        let told = format!("{fault:?}");
        gateway.fail_next(fault);
        let ran = shell.run(&submit(&endpoint, FILES, more));
        assert_eq!(ran.code, code, "{told}: {}", ran.err);
    }
    let requests = gateway.requests();
    assert!(
        requests
            .iter()
            .all(|sent| sent.action.as_deref() == Some(SUBMIT))
    );
    assert_eq!(requests.len(), 7, "each was sent once");
}

/// The command line knows the documented fields, so it believes no more than a typed
/// call does.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_that_names_no_task_or_an_error_is_no_success() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    for members in [
        r#""TaskNo": {"a": 1}"#,
        r#""TaskNo": ["t-1", "t-2"]"#,
        r#""taskNo": "t-1", "TASKNO": "t-2""#,
        r#""TaskNo": "t-1", "Code": "InternalError""#,
        r#""TaskNo": "t-1", "Success": false"#,
        r#""TaskNo": "t-1", "ErrorCode": "Illegal""#,
    ] {
        let body = format!(r#"{{"RequestId": "r-17", {members}}}"#);
        gateway.fail_next(Fault::Status(200, body));
        let ran = shell.run(&submit(&endpoint, FILES, &[]));
        assert_eq!(ran.code, UNKNOWN, "{members}: {}", ran.err);
        assert!(ran.err.contains("r-17"), "{members}: {}", ran.err);
        assert!(!members.contains(r#""TaskNo": "t-1""#) || ran.err.contains("`t-1`"));
    }
}

#[test]
fn a_submission_that_no_connection_took_is_transport() {
    let shell = Shell::with_request();
    // Nothing listens on this port: its listener is closed.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let more = ["--max-attempts", "1"];
    let ran = shell.run(&submit(&endpoint, FILES, &more)).exits(TRANSPORT);
    ran.says("could not connect");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_that_is_not_printed_says_whether_the_request_may_be_repeated() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let more = ["--query", "abs(RequestId)"];
    shell.run(&query(&endpoint, &more)).exits(TRANSPORT);
    let ran = shell.run(&submit(&endpoint, FILES, &more)).exits(UNKNOWN);
    ran.says("--query failed").says("do not send it again");
    let more = ["--query", "abs(TaskNo)", "--wait", "--poll-interval", "1ms"];
    let ran = shell.run(&submit(&endpoint, FILES, &more)).exits(UNKNOWN);
    ran.says("do not send it again");
    assert_eq!(gateway.executions(SUBMIT), 2);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_full_disk_does_not_make_a_submission_look_as_if_it_had_not_been_sent() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    for (args, code) in [
        (query(&endpoint, &[]), TRANSPORT),
        (submit(&endpoint, FILES, &[]), UNKNOWN),
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let status = shell.command(&args).stdout(full.unwrap()).status();
        assert_eq!(status.unwrap().code(), Some(code), "{args:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wait_that_has_not_seen_the_end_is_unfinished() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let more = ["--wait", "--wait-timeout", "1ms"];
    let number = shell.run(&submit(&endpoint, FILES, &["--query", "TaskNo"]));
    let number = number.exits(0).json();
    let number = number.as_str().unwrap();
    let mut args = vec![QUERY, "--task-no", number, "--endpoint", &endpoint];
    args.extend(more);
    let ran = shell.run(&args).exits(UNFINISHED);
    ran.says("no end within 1ms");
    let ran = shell
        .run(&submit(&endpoint, FILES, &more))
        .exits(UNFINISHED);
    ran.says("do not submit it again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn questions_that_fail_leave_a_submitted_task_unfinished() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let fails = |fault| gateway.set_faults(vec![FaultRule::request(fault).for_action(QUERY)], 1);
    for fault in [
        refused("Forbidden.RAM"),
        Fault::Status(200, "not an answer".to_owned()),
    ] {
        fails(fault);
        let more = ["--wait", "--poll-interval", "1ms"];
        let ran = shell
            .run(&submit(&endpoint, FILES, &more))
            .exits(UNFINISHED);
        ran.says("was submitted and goes on")
            .says("`query-task-detail-list --TaskNo ");
    }
    // Without a submission, the program prints no task.
    fails(refused("Forbidden.RAM"));
    let ran = shell.run(&query(&endpoint, &["--wait"])).exits(SERVICE);
    assert!(!ran.err.contains("submitted"), "{}", ran.err);
}

/// Runs until the gateway has executed the action, then sends the signal.
#[cfg(unix)]
async fn interrupted(
    (gateway, shell): (&MockGateway, &Shell),
    args: &[&str],
    action: &str,
    signal: &str,
) -> Ran {
    let before = gateway.executions(action);
    let child = shell.command(args).spawn().unwrap();
    while gateway.executions(action) == before {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let kill = [signal, &child.id().to_string()].map(str::to_owned);
    let mut kill = std::process::Command::new("kill").args(kill).spawn();
    assert!(kill.as_mut().unwrap().wait().unwrap().success());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_interrupted_run_says_what_is_known() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let both = (&gateway, &shell);
    let long = || Fault::Delay(Duration::from_secs(600));
    gateway.fail_next(long());
    let args = submit(&endpoint, FILES, &[]);
    let ran = interrupted(both, &args, SUBMIT, "-INT").await;
    ran.exits(INTERRUPTED).says("the outcome is unknown");
    gateway.fail_next(long());
    let ran = interrupted(both, &args, SUBMIT, "-TERM").await;
    ran.exits(TERMINATED).says("the outcome is unknown");
    gateway.fail_next(long());
    let args = query(&endpoint, &[]);
    let ran = interrupted(both, &args, QUERY, "-INT").await;
    assert_eq!(ran.exits(INTERRUPTED).err, "error: interrupted\n");
    // During the wait the number of the task is known.
    let rule = FaultRule::request(long()).for_action(QUERY);
    gateway.set_faults(vec![rule], 1);
    let args = submit(&endpoint, FILES, &["--wait"]);
    let ran = interrupted(both, &args, QUERY, "-INT").await;
    let sent = gateway.requests().pop().unwrap();
    let task = sent.parameters.iter().find(|(name, _)| name == "TaskNo");
    let task = &task.unwrap().1;
    assert_ne!(task, TASK);
    ran.exits(INTERRUPTED)
        .says(&format!("the task {task} was submitted and goes on"))
        .says("do not submit it again");
}
