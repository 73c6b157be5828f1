//! Failures and their exit codes.

use aliyun_mock::{Fault, MockGateway};

use crate::support::{FILES, QUERY, SECRET, SUBMIT, Shell, gateway, model, query, submit};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_error_of_the_service_names_the_request_id() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let code = "ParameterIllegall".to_owned();
    gateway.fail_next(Fault::Service { code });
    let ran = shell.run(&query(&endpoint, &[])).exits(1);
    ran.says("ParameterIllegall").says("[request id ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_to_a_submission_that_nobody_reads_is_not_lost() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    for more in [&[][..], &["--query", "TaskNo"], &["--query", "abs(TaskNo)"]] {
        let before = gateway.executions(SUBMIT);
        let ran = shell.run_unheard(&submit(&endpoint, FILES, more)).exits(4);
        assert_eq!(gateway.executions(SUBMIT), before + 1);
        ran.says("the request was carried out: do not send it again")
            .says(", TaskNo `")
            .says("RequestId `")
            .hides("Zhang San");
    }
    // A call that only reads can be sent again.
    shell.run_unheard(&query(&endpoint, &[])).exits(0);
    shell.run_unheard(&["list"]).exits(0);
    shell
        .run_unheard(&submit(&endpoint, FILES, &["--dry-run"]))
        .exits(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_end_of_a_submitted_task_that_nobody_reads_is_no_success() {
    let builder = MockGateway::builder(model()).with_access_key("testid", SECRET);
    let gateway = builder
        .with_state(Vec::<String>::new())
        .start()
        .await
        .unwrap();
    let shell = Shell::with_request();
    let endpoint = gateway.endpoint();
    let args = submit(&endpoint, FILES, &["--wait", "--poll-interval", "1ms"]);
    let ran = shell.run_unheard(&args).exits(4);
    ran.says("do not send it again").says("TaskNo `");
}

#[test]
fn no_connection_is_transport() {
    let shell = Shell::with_key();
    // Nothing listens on this port: its listener is closed.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let more = ["--max-attempts", "1"];
    shell
        .run(&query(&endpoint, &more))
        .exits(3)
        .says("could not connect");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_that_is_none_is_transport() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    gateway.fail_next(Fault::Status(200, "not an answer".to_owned()));
    let more = ["--max-attempts", "1"];
    shell.run(&query(&endpoint, &more)).exits(3);
}

#[test]
fn no_credentials_is_usage_and_says_where_they_come_from() {
    let shell = Shell::new();
    let ran = shell.run(&query("http://127.0.0.1:1", &[])).exits(2);
    ran.says("ALIBABA_CLOUD_ACCESS_KEY_ID").says("--profile");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_violation_is_told_at_once_with_its_flag() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let args = [
        QUERY,
        "--page-size",
        "5000",
        "--lang",
        "tlh",
        "--user-client-ip",
        "",
        "--endpoint",
        &endpoint,
    ];
    let ran = shell.run(&args).exits(2).says("4 mistakes");
    let ran = ran
        .says("PageNum (--page-num): is required")
        .says("TaskNo (--task-no): is required");
    let ran = ran.says("PageSize (--page-size): is 5000; expected 1 to 1000");
    ran.says("Lang (--lang): is \"tlh\"; expected one of zh, en");
    assert!(gateway.requests().is_empty());
}

#[test]
fn values_of_another_type_are_told_and_personal_ones_are_not_repeated() {
    let shell = Shell::with_key();
    let args = [
        QUERY,
        "--page-num",
        "first",
        "--page-size",
        "1.5",
        "--task-no",
        "x",
    ];
    let ran = shell.run(&args).exits(2);
    let ran = ran.says("--page-num: expected an integer of 64 bits, found `first`");
    ran.says("--page-size: expected an integer");
    let args = [
        SUBMIT,
        "--identity-credential",
        "MTIzNDU2Nzg5#",
        "--registrant-name",
        "Zhang San",
    ];
    shell
        .run(&args)
        .exits(2)
        .hides("MTIzNDU2Nzg5")
        .hides("Zhang San");
    let args = [SUBMIT, "Zhang San"];
    shell.run(&args).exits(2).hides("Zhang San");
    let args = [SUBMIT, "--registrant-nam=Zhang San"];
    let ran = shell.run(&args).exits(2).hides("Zhang San");
    ran.says("did you mean `--registrant-name`?");
}

#[test]
fn unknown_names_are_told_with_what_may_be_meant() {
    let shell = Shell::with_key();
    let ran = shell.run(&["query-task-detail-lst"]).exits(2);
    ran.says("did you mean `query-task-detail-list`?");
    let ran = shell.run(&["QueryTaskDetailLst"]).exits(2);
    ran.says("did you mean `QueryTaskDetailList`?");
    let ran = shell.run(&["list", "task"]).exits(2);
    ran.says("did you mean `tasks`?");
    let ran = shell.run(&[QUERY, "--page-nun", "1"]).exits(2);
    ran.says("did you mean `--page-num`?");
    shell
        .run(&["zzz"])
        .exits(2)
        .says("`aliyun-domain list` names all");
    shell.run(&[]).exits(2);
}

#[test]
fn secrets_are_no_flags() {
    let shell = Shell::new();
    for flag in [
        "--access-key-secret",
        "--access-key-id",
        "--security-token",
        "--secret=x",
    ] {
        let ran = shell.run(&[QUERY, flag, SECRET]).exits(2).hides(SECRET);
        ran.says("access keys are not taken from the command line");
        let ran = shell.run(&[flag, SECRET, QUERY]).exits(2).hides(SECRET);
        ran.says("access keys are not taken from the command line");
    }
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let shell = Shell::with_key();
    let chains = ["a".to_owned() + &".a".repeat(50_000), "@|".repeat(50_000)];
    for chain in &chains {
        let ran = shell.run(&[QUERY, "--query", chain]).exits(2);
        ran.says("expected at most 2000");
    }
    let longest = "a".to_owned() + &".a".repeat(999);
    shell
        .run(&[QUERY, "--query", &longest])
        .exits(2)
        .says("--task-no");
    for (args, message) in [
        (&[SUBMIT, "--all-pages"][..], "do not come in pages"),
        (&[QUERY, "--wait", "--all-pages"], "do not go together"),
        (&[QUERY, "--dry-run", "--wait"], "do not go together"),
        (&[QUERY, "--timeout", "soon"], "expected a time"),
        (&[QUERY, "--max-attempts", "0"], "0"),
        (&[QUERY, "--output", "html"], "table"),
        (&[QUERY, "--signature", "v2"], "v3"),
        (&[QUERY, "--query", "Data["], "--query"),
        (
            &[QUERY, "--endpoint", "http://example.com", "--page-num", "1"],
            "http",
        ),
        (&[QUERY, "--region", "no region"], "region"),
        (&[QUERY, "--page-num", "1", "--page-num", "2"], "page-num"),
    ] {
        shell.run(args).exits(2).says(message);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn plain_http_to_another_machine_has_to_be_allowed() {
    let shell = Shell::with_key();
    let more = ["--dry-run"];
    let ran = shell.run(&query("http://192.0.2.1", &more)).exits(2);
    ran.hides(SECRET)
        .says("allow it with `--insecure-http`")
        .hides("with_insecure_http");
    let more = ["--dry-run", "--insecure-http"];
    let request = shell.run(&query("http://192.0.2.1", &more)).exits(0).json();
    assert_eq!(request["Url"], "http://192.0.2.1/");
    let args = query("https://example.com", &more);
    let without = &args[..args.len() - 4];
    let request = shell
        .run(&[without, &["--dry-run"]].concat())
        .exits(0)
        .json();
    assert_eq!(request["Url"], "https://domain.aliyuncs.com/");
    let region = ["--dry-run", "--region", "ap-southeast-1"];
    let request = shell.run(&[without, &region].concat()).exits(0).json();
    assert_eq!(request["Url"], "https://domain-intl.aliyuncs.com/");
}
