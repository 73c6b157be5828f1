//! Calls that get an answer, and the requests that reached the gateway.

use std::time::Duration;

use aliyun_mock::{Fault, SignatureVersion};
use serde_json::json;

use crate::support::{
    FILES, QUERY, SECRET, SUBMIT, Shell, TASK, gateway, jpeg, query, submission, submit,
};

/// The last value of this parameter that the gateway received.
fn received(gateway: &aliyun_mock::MockGateway, name: &str) -> Option<String> {
    let requests = gateway.requests();
    let parameters = &requests.last().unwrap().parameters;
    let found = parameters.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn both_spellings_call_the_action() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    for name in [QUERY, "query-task-detail-list", "querytaskdetaillist"] {
        let endpoint = gateway.endpoint();
        let mut args = query(&endpoint, &[]);
        args[0] = name;
        let answer = shell.run(&args).exits(0).json();
        assert!(answer["RequestId"].is_string(), "{answer}");
        assert_eq!(answer["Data"]["TaskDetail"][0]["TaskType"], "ORDER_RENEW");
    }
    assert_eq!(gateway.executions(QUERY), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn flags_may_be_spelled_as_the_api_does_and_options_stand_anywhere() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let args = [
        "--endpoint",
        &endpoint,
        QUERY,
        "--PageNum",
        "1",
        "--PageSize=20",
        "--task-no",
        TASK,
    ];
    shell.run(&args).exits(0);
    assert_eq!(received(&gateway, "PageSize").as_deref(), Some("20"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_documented_request_is_submitted_and_waited_for() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    shell.file("scan.jpg", jpeg(60 * 1024));
    let endpoint = gateway.endpoint();
    let args = submit(
        &endpoint,
        ("-", "@scan.jpg"),
        &["--wait", "--poll-interval", "10ms"],
    );
    let ran = shell.run_with(&args, submission().to_string().as_bytes());
    let ran = ran.exits(0).hides("Zhang San").hides(SECRET);
    assert_eq!(
        ran.err, "",
        "nothing is told where nobody sits at a terminal"
    );
    let answer = ran.json();
    assert_eq!(answer["Outcome"], "Success", "{answer}");
    assert!(
        answer["TaskNo"].is_string() && answer["RequestId"].is_string(),
        "{answer}"
    );
    let domains: Vec<_> = answer["Items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["DomainName"])
        .collect();
    assert_eq!(domains, ["example.com", "example.net"]);
    assert_eq!(answer["Items"][0]["TaskStatus"], "EXECUTE_SUCCESS");
    assert_eq!(gateway.executions(SUBMIT), 1);
    assert!(gateway.executions(QUERY) >= 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_task_that_is_known_is_waited_for() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let args = submit(&endpoint, FILES, &["--query", "TaskNo"]);
    let number = shell.run(&args).exits(0).json();
    let args = [
        QUERY,
        "--task-no",
        number.as_str().unwrap(),
        "--endpoint",
        &endpoint,
        "--wait",
        "--poll-interval",
        "10ms",
    ];
    let answer = shell.run(&args).exits(0).json();
    assert_eq!(answer["TaskNo"], number);
    assert_eq!(answer["Outcome"], "Success");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn waiting_ends_in_time_and_names_the_task() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let args = submit(&endpoint, FILES, &["--wait", "--wait-timeout", "1ms"]);
    let ran = shell.run(&args).exits(5).says("was submitted and goes on");
    let ran = ran.says("do not submit it again").says("request id");
    ran.says("`query-task-detail-list --TaskNo ")
        .says(" --wait`");
    assert_eq!(gateway.executions(SUBMIT), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_task_with_failed_items_is_a_failure() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let detail = |domain: &str, status: &str| json!({"DomainName": domain, "TaskStatus": status, "FailReason": "locked"});
    let page = json!({
        "RequestId": "r-1", "NextPage": false, "TotalPageNum": 1, "CurrentPageNum": 1,
        "Data": {"TaskDetail": [detail("a.com", "EXECUTE_SUCCESS"), detail("b.com", "EXECUTE_FAILURE")]},
    });
    gateway.fail_next(Fault::Status(200, page.to_string()));
    let endpoint = gateway.endpoint();
    let ran = shell.run(&query(&endpoint, &["--wait"]));
    let ran = ran.exits(1).says("1 of 2 items of the task").says(TASK);
    let answer = ran.json();
    assert_eq!(answer["Outcome"], "PartialFailure");
    assert_eq!(answer["Items"][1]["Message"], "locked");
    assert_eq!(answer["Items"][1]["Succeeded"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn all_pages_are_printed_as_one() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    shell.file("scan.jpg", jpeg(60 * 1024));
    let mut request = submission();
    request["DomainName"] = (0..7).map(|n| json!(format!("d{n}.com"))).collect();
    shell.file("request.json", request.to_string());
    let endpoint = gateway.endpoint();
    let args = submit(
        &endpoint,
        FILES,
        &["--query", "TaskNo", "--output", "table"],
    );
    let ran = shell.run(&args).exits(0);
    let args = [
        QUERY,
        "--task-no",
        ran.out.trim(),
        "--page-size",
        "3",
        "--endpoint",
        &endpoint,
        "--all-pages",
    ];
    let answer = shell.run(&args).exits(0).json();
    assert_eq!(
        answer["Data"]["TaskDetail"].as_array().unwrap().len(),
        7,
        "{answer}"
    );
    assert_eq!(answer["NextPage"], false);
    assert_eq!(gateway.executions(QUERY), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn signature_and_format_are_as_asked_for() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let mut answers = Vec::new();
    for (signature, expected) in [("v1", SignatureVersion::V1), ("v3", SignatureVersion::V3)] {
        for format in ["json", "xml"] {
            let more = ["--signature", signature, "--format", format];
            let mut answer = shell.run(&query(&endpoint, &more)).exits(0).json();
            answer["RequestId"] = json!("");
            answers.push(answer);
            let last = gateway.requests().pop().unwrap();
            assert_eq!(last.signature, Some(expected));
            let wire = received(&gateway, "Format");
            let wanted = (signature == "v1").then(|| format.to_uppercase());
            assert_eq!(wire.map(|text| text.to_uppercase()), wanted);
        }
    }
    // The answers have the documented types in both formats.
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
    assert_eq!(answers[0]["PrePage"], false);
    assert_eq!(answers[0]["Data"]["TaskDetail"][0]["TaskResult"], "12345");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_validation_everything_is_sent_as_it_is() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    shell.file(
        "request.json",
        r#"{"PageNum": "many", "Unheard": {"Of": [1, true]}, "Lang": "tlh"}"#,
    );
    let args = [
        QUERY,
        "--no-validate",
        "--page-size",
        "some",
        "--from-json",
        "request.json",
        "--endpoint",
        &endpoint,
    ];
    shell.run(&args).exits(1);
    assert_eq!(received(&gateway, "PageNum").as_deref(), Some("many"));
    assert_eq!(received(&gateway, "PageSize").as_deref(), Some("some"));
    assert_eq!(received(&gateway, "Lang").as_deref(), Some("tlh"));
    assert!(received(&gateway, "Unheard.Of.1").is_some());
    assert!(received(&gateway, "Unheard.Of.2").is_some());
    assert_eq!(received(&gateway, "TaskNo"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_submission_is_not_sent_twice() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let args = submit(&endpoint, FILES, &[]);
    gateway.fail_next(Fault::Truncate(5));
    let ran = shell.run(&args).exits(4).says("the outcome is unknown");
    ran.hides("Zhang San");
    assert_eq!(gateway.executions(SUBMIT), 1);
    // A call that only reads is sent again.
    gateway.fail_next(Fault::Truncate(5));
    shell.run(&query(&endpoint, &[])).exits(0);
    assert_eq!(gateway.executions(QUERY), 2);
    gateway.fail_next(Fault::Truncate(5));
    shell
        .run(&query(&endpoint, &["--max-attempts", "1"]))
        .exits(3);
    assert_eq!(gateway.executions(QUERY), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_call_ends_in_the_time_it_has() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    gateway.fail_next(Fault::Delay(Duration::from_secs(600)));
    let more = ["--timeout", "200ms", "--max-attempts", "1"];
    shell
        .run(&query(&endpoint, &more))
        .exits(3)
        .says("timed out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_dry_run_shows_what_may_be_seen_and_sends_nothing() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let shell = shell.env("ALIBABA_CLOUD_SECURITY_TOKEN", "a-token-to-be-hidden");
    let endpoint = gateway.endpoint();
    for signature in ["v1", "v3"] {
        let args = submit(&endpoint, FILES, &["--dry-run", "--signature", signature]);
        let ran = shell.run(&args).exits(0);
        let ran = ran
            .hides("Zhang")
            .hides("张三")
            .hides("310024")
            .hides(SECRET);
        let ran = ran.hides("a-token-to-be-hidden").hides("/9j/");
        let request = ran.json();
        assert_eq!(request["Method"], "POST");
        let parameters = |name: &str| {
            let query = &request["Query"][name];
            if query.is_null() {
                request["Body"][name].clone()
            } else {
                query.clone()
            }
        };
        assert_eq!(parameters("DomainName.2"), "example.net");
        assert_eq!(parameters("RegistrantType"), "1");
        assert_eq!(parameters("RegistrantName"), "<hidden>");
        let image = parameters("IdentityCredential");
        assert_eq!(image, "<image, 81920 characters of base64>");
        if signature == "v1" {
            assert_eq!(parameters("Signature"), "<hidden>");
            assert_eq!(parameters("AccessKeyId"), "test…");
            assert_eq!(parameters("SecurityToken"), "<hidden>");
        } else {
            let authorization = request["Headers"]["authorization"].as_str().unwrap();
            assert!(
                authorization.ends_with("Signature=<hidden>"),
                "{authorization}"
            );
            assert_eq!(request["Headers"]["x-acs-action"], SUBMIT);
        }
    }
    assert!(gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_profile_wins_over_the_environment() {
    let gateway = gateway().await;
    let shell = Shell::with_key();
    let profile = |name: &str, id: &str, secret: &str| json!({"name": name, "mode": "AK", "access_key_id": id, "access_key_secret": secret});
    let config = json!({"current": "default", "profiles": [
        profile("default", "testid", SECRET), profile("other", "nobody", "nothing"),
    ]});
    shell.file(".aliyun/config.json", config.to_string());
    let endpoint = gateway.endpoint();
    shell
        .run(&query(&endpoint, &["--profile", "default"]))
        .exits(0);
    let ran = shell
        .run(&query(&endpoint, &["--profile", "other"]))
        .exits(1);
    ran.says("InvalidAccessKeyId");
    let ran = shell
        .run(&query(&endpoint, &["--profile", "missing"]))
        .exits(2);
    ran.says("missing");
}
