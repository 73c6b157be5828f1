//! Command lines and lists whose pages do not agree.

use aliyun_mock::{Cursors, Fault, FaultRule, MockGateway, Pages, Show};
use serde_json::json;

use crate::shell::Shell;
use crate::support::gateway;

fn fault(gateway: &MockGateway, action: &str, pages: Pages) {
    let rule = FaultRule::request(Fault::Pages(pages));
    gateway.set_faults(vec![rule.for_action(action)], 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn all_pages_are_printed_only_if_the_list_is_whole() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let list = |action: &str| shell.run(&[action, "--all-pages", "--endpoint", &endpoint]);
    fault(&gateway, "ListCrates", Pages::new().with_items(5));
    let answer = list("list-crates").exits(0).json();
    let crates = answer["Data"]["Crates"]["Crate"].as_array().unwrap();
    assert_eq!(crates.len(), 5, "{answer}");
    for pages in [
        Pages::new().showing(Show::Again),
        Pages::new().showing(Show::Reversed),
        Pages::new()
            .showing(Show::Again)
            .from_page(3)
            .with_total(99),
        Pages::new().showing(Show::Empty),
        Pages::new().showing(Show::Absent),
        Pages::new().shifted(1),
        Pages::new().shifted(1).with_total(4),
        Pages::new().with_total(7),
    ] {
        for (action, command) in [("ListCrates", "list-crates"), ("ListRacks", "list-racks")] {
            // Racks have only a number of pages, and four are on as many as are shown.
            if action == "ListRacks" && pages == Pages::new().shifted(1).with_total(4) {
                continue;
            }
            fault(&gateway, action, pages.clone().with_items(5));
            let ran = list(command).exits(5).says("incomplete");
            assert_eq!(ran.out, "", "{pages:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_was_seen_of_an_incomplete_task_is_printed() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let times = ["--wait", "--poll-interval=1ms", "--wait-timeout=200ms"];
    let goods = ["--goods=a", "--goods=b", "--goods=c"];
    let submit = [&["move-goods", "--endpoint", &endpoint], &goods[..], &times].concat();
    for pages in [
        Pages::new().showing(Show::Reversed),
        Pages::new()
            .showing(Show::Empty)
            .with_cursors(Cursors::Same),
        Pages::new().of_task("another"),
    ] {
        fault(&gateway, "ListMoves", pages);
        let ran = shell.run(&submit).exits(5).says("incomplete");
        let answer = ran.json();
        let seen = |name: &str| json!({"Goods": name, "State": "ARRIVED", "Succeeded": true, "Message": null});
        assert_eq!(answer["Outcome"], "Incomplete");
        assert_eq!(answer["Items"], json!([seen("a"), seen("b")]));
        let number = answer["MoveNo"].as_str().unwrap();
        let look = [
            &["list-moves", "--endpoint", &endpoint, "--move-no", number],
            &times[..],
        ]
        .concat();
        let looked = shell.run(&look).exits(5).says("incomplete").json();
        assert_eq!(looked["Items"], answer["Items"]);
        assert_eq!(looked["Outcome"], "Incomplete");
        // Later, the gateway agrees with itself.
        gateway.set_faults(Vec::new(), 0);
        assert_eq!(shell.run(&look).exits(0).json()["Outcome"], "Success");
    }
    // An item that has not ended is neither a success nor a failure.
    gateway.set_faults(Vec::new(), 0);
    let one = ["move-goods", "--endpoint", &endpoint, "--goods=a"];
    let short = [&one[..], &["--wait", "--wait-timeout=1ms"]].concat();
    let answer = shell
        .run(&short)
        .exits(5)
        .says("1 of 1 have not ended")
        .json();
    assert_eq!(answer["Items"][0]["Succeeded"], json!(null));
    // No poll was answered: the number of the task is what is known.
    let refused = Fault::Status(403, "no".to_owned());
    gateway.set_faults(vec![FaultRule::request(refused).for_action("ListMoves")], 0);
    let ran = shell.run(&submit).exits(5).says("do not submit it again");
    assert_eq!(ran.json()["Items"], json!([]));
    assert!(ran.json()["MoveNo"].is_string());
}
