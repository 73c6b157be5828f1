//! How answers are printed.

use aliyun_mock::Fault;

use crate::support::{QUERY, SUBMIT, Shell, TASK, gateway, query};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_is_json_yaml_or_a_table() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let ran = shell.run(&query(&endpoint, &["--output", "yaml"])).exits(0);
    assert!(ran.out.contains("TaskDetail:\n"), "{}", ran.out);
    assert!(ran.out.contains("NextPage: "), "{}", ran.out);
    let ran = shell
        .run(&query(&endpoint, &["--output", "table"]))
        .exits(0);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert!(lines[0].starts_with("CreateTime "), "{}", ran.out);
    // Columns line up by their width on a terminal, Chinese text included.
    let column = |line: &str, text: &str| {
        unicode_width::UnicodeWidthStr::width(&line[..line.find(text).unwrap()])
    };
    assert_eq!(
        column(lines[0], "UpdateTime"),
        column(lines[2], "2018-01-25 20:47:01")
    );
    let ran = shell.run(&query(&endpoint, &[])).exits(0);
    assert!(
        ran.out.starts_with("{\n  \"CurrentPageNum\""),
        "{}",
        ran.out
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_query_chooses_what_is_printed() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let run = |expression: &str, output: &str| {
        let more = ["--query", expression, "--output", output];
        shell.run(&query(&endpoint, &more)).exits(0).out
    };
    assert_eq!(
        run("Data.TaskDetail[].DomainName", "json"),
        "[\n  \"example.com\"\n]\n"
    );
    assert_eq!(
        run("Data.TaskDetail[0].DomainName", "table"),
        "example.com\n"
    );
    assert_eq!(run("Nothing", "json"), "null\n");
    let table = run(
        "Data.TaskDetail[].{Domain: DomainName, Tries: TryCount}",
        "table",
    );
    assert_eq!(
        table,
        "Domain       Tries\n-----------  -----\nexample.com  0\n"
    );
    assert_eq!(
        run("Data.TaskDetail[].[DomainName, TryCount]", "table"),
        "example.com  0\n"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_query_that_fails_says_that_the_call_was_made() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let more = ["--query", "abs(RequestId)"];
    let ran = shell.run(&query(&endpoint, &more)).exits(3);
    ran.says("the call was made, but --query failed");
    let deep = "(".repeat(100_000);
    let ran = shell.run(&query(&endpoint, &["--query", &deep])).exits(2);
    ran.says("brackets");
    assert_eq!(gateway.executions(QUERY), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_table_cannot_speak_to_the_terminal() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let body =
        r#"{"RequestId": "r", "Data": {"TaskDetail": {"DomainName": "\u001b[2Jx\ny\u202ez"}}}"#;
    gateway.fail_next(Fault::Status(200, body.to_owned()));
    let ran = shell
        .run(&query(&endpoint, &["--output", "table"]))
        .exits(0);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
    assert_eq!(ran.out.lines().count(), 3, "{:?}", ran.out);
}

#[test]
fn actions_are_listed_by_area() {
    let shell = Shell::new();
    let ran = shell.run(&["list"]).exits(0);
    assert!(ran.out.contains("\ntasks\n"), "{}", ran.out);
    let ran = shell.run(&["list", "tasks"]).exits(0);
    assert!(
        ran.out.contains("  query-task-detail-list\n"),
        "{}",
        ran.out
    );
    assert!(
        !ran.out.contains("save-task-for-updating-registrant-info"),
        "{}",
        ran.out
    );
}

#[test]
fn help_tells_what_there_is_to_give_and_to_get() {
    let shell = Shell::new();
    let ran = shell.run(&[SUBMIT, "--help"]).exits(0);
    for text in [
        "--domain-name <TEXT>",
        "[required; may be repeated",
        "--identity-credential <@FILE>",
        "jpeg or bmp of",
        "Possible values:\n          - SFZ:",
        "with --from-json",
        "TaskNo",
        "https://api.aliyun.com/#product=Domain",
    ] {
        assert!(ran.out.contains(text), "no {text:?} in: {}", ran.out);
    }
    let other = shell.run(&[
        "help",
        "save-task-for-updating-registrant-info-by-identity-credential",
    ]);
    let other = other.exits(0);
    assert_eq!(other.out.trim(), ran.out.trim());
    let ran = shell.run(&["--help"]).exits(0);
    let page = shell.run(&["man"]).exits(0).out;
    for text in [&ran.out, &page, &other.out] {
        for code in ["Exit codes", "  4 ", "  5 ", "  130 "] {
            assert!(text.contains(code), "no {code:?} in: {text}");
        }
    }
    assert!(!ran.out.contains(TASK));
    shell.run(&["--version"]).exits(0);
}
