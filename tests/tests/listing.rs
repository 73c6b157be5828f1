//! Paginated lists that contradict themselves, and unusual but correct ones.
#![cfg(test)]

use aliyun_domain::domains::ScrollDomainListRequest;
use aliyun_domain::tasks::QueryTaskDetailListRequest;
use aliyun_domain::{AccessKey, Client, Config, Error, ErrorKind};
use aliyun_tests::server::scripted;

async fn client(answers: Vec<String>) -> Client {
    let answers = answers.into_iter().map(|answer| (200, answer));
    let address = scripted(answers.collect()).await;
    let config = Config::new(AccessKey::new("testid", "testsecret"));
    Client::new(config.with_endpoint(format!("http://{address}"))).unwrap()
}

/// A page with these domains and these other members.
fn page(members: &str, item: &str, domains: &str) -> String {
    let domains = domains.split_whitespace();
    let domains: Vec<String> = domains
        .map(|domain| format!(r#"{{"DomainName":"{domain}"}}"#))
        .collect();
    format!(
        r#"{{"RequestId":"R",{members},"Data":{{"{item}":[{}]}}}}"#,
        domains.join(",")
    )
}

/// The received domains, and the final error.
type Came = (Vec<String>, Option<Error>);

async fn numbered(pages: &[(&str, &str)]) -> Came {
    let pages = pages.iter();
    let client = client(
        pages
            .map(|(members, domains)| page(members, "TaskDetail", domains))
            .collect(),
    )
    .await;
    let mut items =
        client.query_task_detail_list_items(QueryTaskDetailListRequest::new().set_task_no("T-1"));
    let mut came = Vec::new();
    loop {
        match items.next().await {
            None => return (came, None),
            Some(Err(error)) => {
                assert!(items.next().await.is_none());
                return (came, Some(error));
            }
            Some(Ok(item)) => came.extend(item.domain_name),
        }
    }
}

async fn scrolled(pages: Vec<String>) -> Came {
    let client = client(pages).await;
    let mut items = client.scroll_domain_list_items(ScrollDomainListRequest::new());
    let mut came = Vec::new();
    loop {
        match items.next().await {
            None => return (came, None),
            Some(Err(error)) => return (came, Some(error)),
            Some(Ok(item)) => came.extend(item.domain_name),
        }
    }
}

fn scroll(members: &str, domains: &str) -> String {
    page(members, "Domain", domains)
}

/// Asserts that the list is complete.
fn whole((came, error): &Came, expected: &str) {
    assert!(error.is_none(), "{came:?}: {error:?}");
    assert_eq!(came.join(" "), expected);
}

/// Asserts that the list ends with an error that says so, after these domains.
fn broken((came, error): &Came, expected: &str, says: &str) {
    let error = error
        .as_ref()
        .unwrap_or_else(|| panic!("no error after {came:?}"));
    assert_eq!(error.kind(), ErrorKind::Incomplete, "{error}");
    assert!(error.to_string().contains(says), "{says}: {error}");
    assert_eq!(came.join(" "), expected);
}

const ALL: &str = r#""TotalItemNum":5"#;

#[tokio::test]
async fn a_list_ends_with_the_number_of_its_items() {
    whole(
        &numbered(&[(ALL, "a b"), (ALL, "c d"), (ALL, "e")]).await,
        "a b c d e",
    );
    whole(&numbered(&[(r#""TotalItemNum":0"#, "")]).await, "");
    // A wrong flag does not hide the rest.
    let last = r#""TotalItemNum":3,"NextPage":false"#;
    whole(&numbered(&[(last, "a b"), (last, "c")]).await, "a b c");
    let more = r#""TotalItemNum":2,"NextPage":true"#;
    whole(&numbered(&[(more, "a b"), (more, "")]).await, "a b");
}

#[tokio::test]
async fn an_empty_page_is_not_the_end_if_the_answer_says_otherwise() {
    let more = r#""TotalItemNum":5,"NextPage":true"#;
    let is_empty = numbered(&[(more, "a b"), (more, "")]).await;
    broken(&is_empty, "a b", "2 items came of 5");
    let flag = r#""NextPage":true"#;
    broken(
        &numbered(&[(flag, "a b"), (flag, "")]).await,
        "a b",
        "is empty",
    );
    let pages = r#""TotalPageNum":3"#;
    broken(
        &numbered(&[(pages, "a b"), (pages, "")]).await,
        "a b",
        "is empty",
    );
    let counted = r#""TotalPageNum":2"#;
    broken(
        &numbered(&[(counted, "a b"), (counted, "")]).await,
        "a b",
        "is empty",
    );
    // Now it says that there is no second page.
    let end = r#""TotalPageNum":1,"NextPage":false"#;
    whole(&numbered(&[(flag, "a b"), (end, "")]).await, "a b");
    // The answer says nothing at all.
    whole(
        &numbered(&[(r#""PageSize":2"#, "a b"), (r#""PageSize":2"#, "")]).await,
        "a b",
    );
}

#[tokio::test]
async fn an_absent_list_is_an_empty_page() {
    let first = page(r#""TotalItemNum":5,"NextPage":true"#, "TaskDetail", "a b");
    let client = client(vec![
        first,
        r#"{"TotalItemNum":5,"NextPage":true}"#.to_owned(),
    ])
    .await;
    let query = QueryTaskDetailListRequest::new().set_task_no("T-1");
    let error = client.query_task_detail_list_items(query).collect().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Incomplete);
}

#[tokio::test]
async fn a_list_that_moves_while_it_is_read_is_noticed() {
    // `a` was removed, so `c` moved to the first page.
    let four = r#""TotalItemNum":4"#;
    broken(
        &numbered(&[(ALL, "a b"), (four, "d e")]).await,
        "a b d e",
        "shrank from 5 to 4",
    );
    let shifted = numbered(&[(ALL, "a b"), (ALL, "d e"), (ALL, "")]).await;
    broken(&shifted, "a b d e", "4 items came of 5");
    // An item is repeated, so another one is missing.
    let twice = numbered(&[(four, "a b"), (four, "b d")]).await;
    broken(&twice, "a b b d", "only 3 of 4");
    // A new item was added in front: no other item is missing.
    whole(
        &numbered(&[(four, "a b"), (ALL, "b c"), (ALL, "d")]).await,
        "a b b c d",
    );
    let two = r#""TotalItemNum":2"#;
    broken(
        &numbered(&[(two, "a b c")]).await,
        "a b c",
        "3 items came of 2",
    );
}

#[tokio::test]
async fn a_list_may_shrink_if_nothing_is_missed() {
    let cursor = |total: usize| format!(r#""ScrollId":"S{total}","TotalItemNum":{total}"#);
    let last = |total: usize| format!(r#""TotalItemNum":{total}"#);
    // Whoever reads it deletes what is listed.
    let deleted = vec![
        scroll(&cursor(5), "a b"),
        scroll(&cursor(3), "c d"),
        scroll(&last(1), "e"),
    ];
    whole(&scrolled(deleted).await, "a b c d e");
    // The cursor stays after the last item.
    let stays = vec![
        scroll(&cursor(3), "a b"),
        scroll(&cursor(2), "c"),
        scroll(&cursor(1), ""),
    ];
    whole(&scrolled(stays).await, "a b c");
    // An item went away that was not listed, or it was skipped.
    let fewer = vec![scroll(&cursor(5), "a b"), scroll(&last(4), "c d")];
    broken(&scrolled(fewer).await, "a b c d", "shrank from 5 to 4");
    let empty = vec![scroll(&cursor(5), "a b"), scroll(&last(2), "")];
    broken(&scrolled(empty).await, "a b", "shrank from 5 to 2");
    // By page numbers, the next page skips as many items as were deleted. The items
    // that can be read still come.
    let numbers = numbered(&[
        (r#""TotalItemNum":6"#, "a b"),
        (r#""TotalItemNum":4"#, "e f"),
        (r#""TotalItemNum":4"#, ""),
    ]);
    broken(&numbers.await, "a b e f", "shrank from 6 to 4");
}

#[tokio::test]
async fn repetition_shows_in_what_came() {
    let same = "the same page again";
    let many = r#""TotalPageNum":99"#;
    broken(
        &numbered(&[(many, "a b"), (many, "b a")]).await,
        "a b",
        same,
    );
    let cycle = [(many, "a b"), (many, "c d"), (many, "e f"), (many, "a b")];
    broken(&numbered(&cycle).await, "a b c d e f", same);
    let id = |id: &str| format!(r#""ScrollId":"{id}""#);
    let pages = vec![
        scroll(&id("A"), "a"),
        scroll(&id("B"), "b"),
        scroll(&id("A"), "a"),
    ];
    broken(&scrolled(pages).await, "a b", same);
    let long: Vec<String> = (0..300)
        .map(|n| scroll(&id(&format!("{n}")), &format!("d{}", n % 150)))
        .collect();
    let (came, error) = scrolled(long).await;
    assert_eq!(
        (came.len(), error.unwrap().kind()),
        (150, ErrorKind::Incomplete)
    );
}

#[tokio::test]
async fn a_cursor_may_stay_the_same() {
    let id = r#""ScrollId":"S""#;
    let pages = |domains: &[&str]| {
        let pages = domains.iter().map(|domains| scroll(id, domains));
        scrolled(pages.collect())
    };
    // The first answer has only the id, and an empty page is the end.
    whole(&pages(&["", "a b", "c", ""]).await, "a b c");
    whole(&pages(&["a b", "c", ""]).await, "a b c");
    whole(&pages(&["", ""]).await, "");
    let total = r#""ScrollId":"S","TotalItemNum":3"#;
    let of_three = async |domains: &[&str]| {
        let pages = domains.iter().map(|domains| scroll(total, domains));
        scrolled(pages.collect()).await
    };
    whole(&of_three(&["", "a b", "c", ""]).await, "a b c");
    broken(
        &of_three(&["", "a b", ""]).await,
        "a b",
        "2 items came of 3",
    );
    broken(&of_three(&["", "a b", "b a"]).await, "a b", "same page");
    // Without a cursor, nothing follows.
    let last = scroll(r#""TotalItemNum":3"#, "c");
    let pages = vec![scroll(total, "a b"), last.clone()];
    whole(&scrolled(pages).await, "a b c");
    broken(
        &scrolled(vec![scroll(total, "a"), last]).await,
        "a c",
        "2 items came of 3",
    );
}

#[tokio::test]
async fn empty_pages_with_new_cursors_come_to_an_end() {
    let id = |n: usize| format!(r#""ScrollId":"{n}""#);
    let mut pages = vec![scroll(&id(0), "a")];
    pages.extend((1..50).map(|n| scroll(&id(n), "")));
    pages.push(scroll(r#""PageSize":1"#, "b"));
    whole(&scrolled(pages).await, "a b");
    let mut pages = vec![scroll(&id(0), "a")];
    pages.extend((1..500).map(|n| scroll(&id(n), "")));
    broken(&scrolled(pages).await, "a", "100 pages without items");
    let cycle: Vec<String> = (0..500).map(|n| scroll(&id(n % 2), "")).collect();
    broken(&scrolled(cycle).await, "", "100 pages without items");
}
