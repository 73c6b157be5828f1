//! Generated clients against a gateway whose pages do not agree: lists by offset, by
//! number and by cursor, and waiters.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(test)]

mod common;
/// The client of an invented product.
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "generated for a crate that exports it"
)]
mod depot {
    aliyun_runtime::include_client!("depot");
}

use std::time::Duration;

use aliyun_domain::domains::ScrollDomainListRequest;
use aliyun_mock::{Cursors, Fault, FaultRule, MockGateway, Pages, Show};
use aliyun_runtime::{AccessKey, Config, Error, ErrorKind, Items, Task};
use depot::storage::{ListCratesRequest, ListMovesRequest, ListRacksRequest, MoveGoodsRequest};

const SHORT: Duration = Duration::from_millis(1);
const LIMIT: Duration = Duration::from_millis(300);

async fn gateway() -> MockGateway {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/commands/spec");
    let model = aliyun_codegen::read(spec).unwrap();
    MockGateway::start(model).await.unwrap()
}

fn client(gateway: &MockGateway) -> depot::Client {
    let config = Config::new(AccessKey::new("testid", "testsecret"));
    depot::Client::new(config.with_endpoint(gateway.endpoint())).unwrap()
}

fn fault(gateway: &MockGateway, action: &str, pages: Pages) {
    let rule = FaultRule::request(Fault::Pages(pages));
    gateway.set_faults(vec![rule.for_action(action)], 0);
}

/// The values that a parameter had in the requests for an action.
fn sent(gateway: &MockGateway, action: &str, name: &str) -> Vec<String> {
    let requests = gateway.requests();
    let requests = requests
        .iter()
        .filter(|it| it.action.as_deref() == Some(action));
    let value = |pairs: &[(String, String)]| {
        let found = pairs.iter().find(|(known, _)| known == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    };
    requests.map(|request| value(&request.parameters)).collect()
}

/// How many items came, and the error after them.
macro_rules! count {
    ($items:expr) => {{
        let mut items: Items<'_, _> = $items;
        let mut came = 0;
        loop {
            match items.next().await {
                None => break (came, None),
                Some(Err(error)) => break (came, Some(error)),
                Some(Ok(_)) => came += 1,
            }
        }
    }};
}

/// The list is complete, or it ends in `Incomplete` with these words.
fn ends((came, error): (usize, Option<Error>), items: usize, says: Option<&str>, pages: &Pages) {
    assert_eq!(came, items, "{pages:?}: {error:?}");
    match (error, says) {
        (None, None) => {}
        (Some(error), Some(says)) => {
            assert_eq!(error.kind(), ErrorKind::Incomplete, "{pages:?}: {error}");
            assert!(error.to_string().contains(says), "{pages:?}: {error}");
        }
        (error, _) => unreachable!("{pages:?}: {error:?}, expected {says:?}"),
    }
}

#[tokio::test]
async fn lists_by_offset_with_nested_fields() {
    let gateway = gateway().await;
    let again = || Pages::new().showing(Show::Again);
    for (pages, items, says) in [
        (Pages::new(), 5, None),
        (again(), 2, Some("same page again")),
        (
            again().from_page(3).with_total(99),
            4,
            Some("same page again"),
        ),
        (
            Pages::new().showing(Show::Reversed),
            2,
            Some("same page again"),
        ),
        (
            Pages::new().showing(Show::Empty),
            2,
            Some("2 items came of 5"),
        ),
        (
            Pages::new().showing(Show::Absent),
            2,
            Some("2 items came of 5"),
        ),
        (Pages::new().with_lead(1), 0, Some("is empty")),
        // An item went away from the pages before.
        (Pages::new().shifted(1), 4, Some("4 items came of 5")),
        (
            Pages::new().shifted(1).with_total(4),
            4,
            Some("shrank from 5 to 4"),
        ),
        // There is a new one in front.
        (Pages::new().shifted(-1).with_total(6), 6, None),
        (Pages::new().shifted(-1), 6, Some("6 items came of 5")),
        (Pages::new().with_total(7), 5, Some("5 items came of 7")),
        (
            Pages::new().with_total(3).from_page(1),
            4,
            Some("4 items came of 3"),
        ),
        (
            Pages::new().with_total(0).from_page(1),
            2,
            Some("2 items came of 0"),
        ),
    ] {
        let pages = pages.with_items(5);
        fault(&gateway, "ListCrates", pages.clone());
        let client = client(&gateway);
        let came = count!(client.list_crates_items(ListCratesRequest::new()));
        ends(came, items, says, &pages);
    }
    let offsets = sent(&gateway, "ListCrates", "Offset");
    assert_eq!(offsets[..3], ["0", "2", "4"]);
    let sizes = sent(&gateway, "ListCrates", "Limit");
    assert!(sizes.iter().all(|size| size == "2"), "{sizes:?}");
}

#[tokio::test]
async fn lists_whose_first_page_is_0_with_a_number_of_pages() {
    let gateway = gateway().await;
    let again = || Pages::new().showing(Show::Again);
    for (pages, items, says) in [
        (Pages::new(), 5, None),
        (again(), 2, Some("same page again")),
        (again().from_page(3), 4, Some("same page again")),
        (
            Pages::new().showing(Show::Reversed),
            2,
            Some("same page again"),
        ),
        (Pages::new().showing(Show::Empty), 2, Some("`1` is empty")),
        (Pages::new().showing(Show::Absent), 2, Some("`1` is empty")),
        (Pages::new().shifted(1), 4, Some("`2` is empty")),
        (Pages::new().with_total(99), 5, Some("`3` is empty")),
    ] {
        let pages = pages.with_items(5);
        fault(&gateway, "ListRacks", pages.clone());
        let client = client(&gateway);
        let came = count!(client.list_racks_items(ListRacksRequest::new()));
        ends(came, items, says, &pages);
    }
    let numbers = sent(&gateway, "ListRacks", "PageNumber");
    assert_eq!(numbers[..3], ["0", "1", "2"]);
}

#[tokio::test]
async fn lists_by_cursor() {
    let gateway = common::gateway().await;
    let client = aliyun_domain::Client::new(common::config(&gateway)).unwrap();
    let same = || Pages::new().with_cursors(Cursors::Same);
    let cycle = || {
        Pages::new()
            .from_page(4)
            .showing(Show::Again)
            .with_more(true)
    };
    for (pages, items, says) in [
        (Pages::new(), 9, None),
        (same(), 9, None),
        (same().with_lead(1), 9, None),
        (same().showing(Show::Empty), 2, Some("2 items came of 9")),
        (same().showing(Show::Reversed), 2, Some("same page again")),
        (Pages::new().with_cursors(Cursors::Fresh), 9, None),
        (Pages::new().with_lead(50), 9, None),
        (
            Pages::new().with_lead(1_000),
            0,
            Some("100 pages without items"),
        ),
        (
            Pages::new().showing(Show::Empty).with_more(true),
            2,
            Some("100 pages without items"),
        ),
        (cycle(), 6, Some("same page again")),
        (
            cycle().with_cursors(Cursors::Fresh),
            6,
            Some("same page again"),
        ),
        (Pages::new().with_more(false), 4, Some("4 items came of 9")),
        (Pages::new().shifted(1), 8, Some("8 items came of 9")),
        (Pages::new().with_total(4), 4, Some("shrank from 9 to 4")),
    ] {
        let pages = pages.with_items(9).with_size(2);
        fault(&gateway, "ScrollDomainList", pages.clone());
        let came = count!(client.scroll_domain_list_items(ScrollDomainListRequest::new()));
        ends(came, items, says, &pages);
    }
    assert!(
        gateway.requests().len() < 400,
        "{}",
        gateway.requests().len()
    );
}

/// Moves four goods, and waits.
async fn moved(gateway: &MockGateway) -> Result<Task, Error> {
    let request = MoveGoodsRequest::new().set_goods(["a", "b", "c", "d"]);
    let client = client(gateway);
    let wait = client.move_goods_and_wait(&request);
    wait.with_interval(SHORT, SHORT).with_timeout(LIMIT).await
}

#[tokio::test]
async fn a_waiter_on_a_list_by_cursor() {
    let gateway = gateway().await;
    let task = moved(&gateway).await.unwrap();
    assert!(task.outcome.is_success());
    assert_eq!(task.outcome.items().len(), 4);
    let tokens = sent(&gateway, "ListMoves", "Token");
    assert_eq!(tokens, ["", "cursor-2", "", "cursor-2"]);
    for pages in [
        Pages::new().with_lead(1).with_cursors(Cursors::Same),
        Pages::new().with_size(1).with_cursors(Cursors::Fresh),
    ] {
        fault(&gateway, "ListMoves", pages.clone());
        let task = moved(&gateway).await.unwrap();
        assert!(task.outcome.is_success(), "{pages:?}");
    }
}

#[tokio::test]
async fn no_waiter_reports_success_for_pages_that_do_not_agree() {
    let gateway = gateway().await;
    let wrong = [
        Pages::new().showing(Show::Again),
        Pages::new().showing(Show::Reversed),
        Pages::new()
            .showing(Show::Again)
            .from_page(3)
            .with_size(1)
            .with_more(true)
            .with_total(99),
        Pages::new().showing(Show::Empty),
        Pages::new().showing(Show::Empty).from_page(1),
        Pages::new().showing(Show::Empty).with_more(true),
        Pages::new()
            .showing(Show::Empty)
            .with_cursors(Cursors::Same),
        Pages::new().showing(Show::Absent),
        Pages::new().showing(Show::Absent).from_page(1),
        Pages::new().shifted(1),
        Pages::new().shifted(1).with_total(3),
        Pages::new().shifted(-1),
        Pages::new().with_total(9),
        Pages::new().with_total(2).from_page(1),
        Pages::new().with_items(3),
        Pages::new().of_task("another"),
        Pages::new().of_task("another").from_page(1),
        Pages::new().with_more(false).from_page(1),
        Pages::new().with_lead(1_000),
    ];
    for pages in wrong {
        fault(&gateway, "ListMoves", pages.clone());
        let Err(error) = moved(&gateway).await else {
            unreachable!("success for {pages:?}");
        };
        let kinds = [ErrorKind::Incomplete, ErrorKind::Timeout];
        assert!(kinds.contains(&error.kind()), "{pages:?}: {error}");
        let number = error.task().unwrap().to_owned();
        // With the number of the task alone. A list that agrees with itself has then
        // to be believed.
        let agrees = [
            Pages::new().with_total(2).from_page(1),
            Pages::new().with_items(3),
        ];
        if agrees.contains(&pages) {
            continue;
        }
        let client = client(&gateway);
        let request = ListMovesRequest::new().set_move_no(&number);
        let wait = client.wait_for_move(&request).with_interval(SHORT, SHORT);
        let Err(error) = wait.with_timeout(LIMIT / 3).await else {
            unreachable!("success for {pages:?}");
        };
        assert!(kinds.contains(&error.kind()), "{pages:?}: {error}");
    }
}

#[tokio::test]
async fn forty_domains_of_which_half_are_listed_twice_are_no_success() {
    let gateway = common::gateway().await;
    let client = aliyun_domain::Client::new(common::config(&gateway)).unwrap();
    let domains = (0..40).map(|number| format!("d{number}.com"));
    let request = common::submission().set_domain_name(domains);
    let submit = async || {
        let wait =
            client.save_task_for_updating_registrant_info_by_identity_credential_and_wait(&request);
        wait.with_interval(SHORT, SHORT).with_timeout(LIMIT).await
    };
    fault(&gateway, common::QUERY, Pages::new().with_size(20));
    let task = submit().await.unwrap();
    assert_eq!(
        (task.outcome.is_success(), task.outcome.items().len()),
        (true, 40)
    );
    fault(
        &gateway,
        common::QUERY,
        Pages::new().with_size(20).showing(Show::Reversed),
    );
    let error = submit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incomplete, "{error}");
    assert!(error.task().is_some());
}
