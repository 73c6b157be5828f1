//! The whole command line of a custom product.

use aliyun_mock::{Fault, FaultRule};
use serde_json::json;

use crate::shell::Shell;
use crate::support::{gateway, pack};

#[test]
fn it_has_its_own_name_version_and_words() {
    let shell = Shell::new();
    let run = |args: &[&str]| shell.run(args).exits(0).out;
    assert_eq!(run(&["--version"]).trim(), "depot 9.8.7");
    let help = run(&["--help"]);
    for text in [
        "Alibaba Cloud Depot, API version 2024-05-01: 6 actions",
        "A product that exists only in tests.",
        "Usage: depot ACTION",
        "ListCrates, list-crates",
        "Exit codes:",
    ] {
        assert!(help.contains(text), "no {text:?} in: {help}");
    }
    let help = run(&["PackGoods", "--help"]);
    for text in [
        "Usage: depot pack-goods --label <TEXT> [OPTIONS]",
        "Deprecated: Use a crane.",
        "--wait waits for its end, list-goods looks at it",
        "--grid <[VALUE,…]>",
        "[a JSON list, or one of all lists; may be repeated",
        "--Query <TEXT>",
        "[required when the goods are loose]",
        "ShelfGone (HTTP 404): There is no shelf.",
        "Places.Place[].Shelf  Number of the shelf.",
    ] {
        assert!(help.contains(text), "no {text:?} in: {help}");
    }
    for page in [run(&["man"]), run(&["list"]), run(&["completions", "bash"])] {
        assert!(page.contains("goods") && !page.contains("domain"), "{page}");
    }
    let ran = shell.run(&["pack-good"]).exits(2);
    ran.says("did you mean `pack-goods`?").says("`depot list`");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_task_is_submitted_and_waited_for() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let page = |statuses: &[&str]| {
        let goods = statuses.iter().enumerate().map(|(index, status)| {
            json!({"Owner": (["a", "b"][index]), "Status": status, "Reason": "dropped"})
        });
        let goods: Vec<_> = goods.collect();
        Fault::Status(
            200,
            json!({"Pages": 1, "Goods": {"Good": goods}}).to_string(),
        )
    };
    let answers = |pages: &[&[&str]]| {
        let rules = pages.iter().map(|page_of| {
            let rule = FaultRule::request(page(page_of));
            rule.for_action("ListGoods").times(1)
        });
        gateway.set_faults(rules.collect(), 1);
    };
    let endpoint = gateway.endpoint();
    let more = [
        "--owner",
        "a",
        "--owner",
        "b",
        "--wait",
        "--poll-interval",
        "1ms",
    ];
    // One item of the two expected.
    answers(&[&[], &["DONE"], &["DONE", "PACKING"], &["DONE", "DONE"]]);
    let answer = shell.run(&pack(&endpoint, &more)).exits(0).json();
    assert_eq!(answer["Outcome"], "Success", "{answer}");
    assert_eq!(answer["Items"][1]["Owner"], "b");
    let actions = gateway.requests();
    let actions: Vec<_> = actions
        .iter()
        .filter_map(|sent| sent.action.as_deref())
        .collect();
    assert_eq!(actions, [&["PackGoods"][..], &["ListGoods"; 4]].concat());
    answers(&[&["DONE", "LOST"]]);
    let ran = shell.run(&pack(&endpoint, &more)).exits(1);
    let ran = ran.says("1 of 2 items of the task");
    assert_eq!(ran.json()["Items"][1]["Message"], "dropped");
    // Everything in the list is done, but it was not submitted.
    let other = [
        "--owner",
        "a",
        "--owner",
        "c",
        "--wait",
        "--poll-interval",
        "1ms",
    ];
    let other = [&other[..], &["--wait-timeout", "50ms"]].concat();
    let rule = FaultRule::request(page(&["DONE", "DONE"]));
    gateway.set_faults(vec![rule.for_action("ListGoods")], 1);
    let ran = shell.run(&pack(&endpoint, &other)).exits(5);
    ran.says("incomplete")
        .says("1 of 2 submitted items were not listed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_that_nobody_reads_is_told_where_it_cannot_be_asked_for_again() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let body =
        json!({"RequestId": "R-1", "TaskNo": "T\u{1b}-1", "Total": 3, "Places": {"Place": []}});
    gateway.fail_next(Fault::Status(200, body.to_string()));
    let ran = shell.run_unheard(&pack(&endpoint, &[])).exits(4);
    ran.says("the answer has RequestId `R-1`, TaskNo `T\\u{1b}-1`, Total `3`");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_gateway_moves_a_task_as_the_spec_says() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let more = ["--owner=a", "--owner=b", "--wait", "--poll-interval=1ms"];
    let answer = shell.run(&pack(&endpoint, &more)).exits(0).json();
    assert_eq!(
        answer["Items"],
        json!([
            {"Owner": "a", "Status": "DONE", "Succeeded": true, "Message": null},
            {"Owner": "b", "Status": "DONE", "Succeeded": true, "Message": null},
        ])
    );
    let message = "dropped".to_owned();
    gateway.fail_next(Fault::FailTask { message });
    let ran = shell.run(&pack(&endpoint, &more)).exits(1);
    let items = ran.json()["Items"].clone();
    assert_eq!(items[1]["Status"], "LOST");
    assert_eq!(items[1]["Message"], "dropped");
}

/// An unreadable value is printed unchanged, with a warning.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_odd_value_loses_no_answer() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let body = r#"{"RequestId":"R-1","TaskNo":"T-1","Total":"3.0","Full":1,
        "Places":{"Place":[{"Shelf":"top","Code":"c"},{"Shelf":""}]}}"#;
    gateway.fail_next(Fault::Status(200, body.to_owned()));
    let ran = shell.run(&pack(&endpoint, &[])).exits(0).says(
        "warning: Places.Place[0].Shelf: expected an integer of 64 bits, found the text \"top\"; \
         it is printed as it came",
    );
    assert_eq!(ran.err.matches("warning").count(), 1, "{}", ran.err);
    assert_eq!(
        ran.json(),
        json!({"RequestId": "R-1", "TaskNo": "T-1", "Total": 3, "Full": true,
            "Places": {"Place": [{"Shelf": "top", "Code": "c"}, {"Shelf": null}]}})
    );
    // The values before the damage of an answer matter most.
    gateway.fail_next(Fault::Status(200, body[..60].to_owned()));
    let ran = shell.run(&pack(&endpoint, &[])).exits(4);
    ran.says("what could be read of the answer has RequestId `R-1`, TaskNo `T-1`");
}
