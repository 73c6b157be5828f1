//! Lists whose pages do not agree with each other.

use aliyun_mock::{Cursors, Fault, FaultRule, MockGateway, Pages, Show};
use serde_json::Value;

use crate::bakery::{answer, bake, builder, call};

/// The loaves of an order, on pages of two, with these settings.
struct List {
    gateway: MockGateway,
    order: String,
}

impl List {
    async fn of(pages: Pages) -> Self {
        let gateway = builder().start().await.unwrap();
        let order = bake(&gateway, &["a", "b", "c", "d", "e"]).await;
        let rule = FaultRule::request(Fault::Pages(pages));
        gateway.set_faults(vec![rule.for_action("ListLoaves")], 0);
        Self { gateway, order }
    }

    /// A page of two, by its number.
    async fn page(&self, number: usize) -> Value {
        let list = call("ListLoaves").query("Order", &self.order);
        let list = list.query("Page", &number.to_string()).query("Limit", "2");
        answer(&self.gateway, list).await
    }

    /// The names on some pages: `ab cd`.
    async fn names(&self, pages: std::ops::RangeInclusive<usize>) -> String {
        let mut seen = Vec::new();
        for number in pages {
            seen.push(names(&self.page(number).await["Loaves"]));
        }
        seen.join(" ")
    }
}

fn names(loaves: &Value) -> String {
    let loaves = loaves.as_array().into_iter().flatten();
    let names = loaves.map(|loaf| loaf["Loaf"].as_str().unwrap());
    names.collect()
}

#[tokio::test]
async fn without_settings_the_pages_are_right() {
    let list = List::of(Pages::new()).await;
    assert_eq!(list.names(1..=4).await, "ab cd e ");
    let last = list.page(3).await;
    assert_eq!((&last["More"], &last["Pages"]), (&false.into(), &3.into()));
    assert_eq!(list.page(2).await["More"], true);
    let fault = list.gateway.requests().last().unwrap().fault;
    assert_eq!(fault, Some("pages"));
    // A page may be smaller than asked for.
    let list = List::of(Pages::new().with_size(1)).await;
    assert_eq!(list.names(1..=3).await, "a b c");
    assert_eq!(list.page(1).await["Pages"], 5);
    // A task moves when its first page is read, as ever.
    let state = |page: Value| page["Loaves"][0]["State"].clone();
    let list = List::of(Pages::new()).await;
    for (number, expected) in [(1, "RAW"), (2, "RAW"), (1, "HOT"), (3, "HOT")] {
        assert_eq!(state(list.page(number).await), expected);
    }
}

#[tokio::test]
async fn pages_come_again() {
    let again = |from| Pages::new().from_page(from).showing(Show::Again);
    assert_eq!(List::of(again(2)).await.names(1..=4).await, "ab ab ab ab");
    assert_eq!(
        List::of(again(3)).await.names(1..=5).await,
        "ab cd ab cd ab"
    );
    assert_eq!(List::of(again(1)).await.names(1..=2).await, "ab ab");
    let reversed = Pages::new().showing(Show::Reversed);
    assert_eq!(List::of(reversed).await.names(1..=3).await, "ab ba ba");
}

#[tokio::test]
async fn pages_are_empty_or_absent() {
    let list = List::of(Pages::new().showing(Show::Empty)).await;
    assert_eq!(list.names(1..=3).await, "ab  ");
    let second = list.page(2).await;
    assert_eq!(
        (&second["More"], &second["Pages"]),
        (&true.into(), &3.into())
    );
    let list = List::of(Pages::new().showing(Show::Absent)).await;
    assert!(list.page(1).await.get("Loaves").is_some());
    assert!(list.page(2).await.get("Loaves").is_none());
    let list = List::of(Pages::new().with_lead(2)).await;
    assert_eq!(list.names(1..=6).await, "  ab cd e ");
}

#[tokio::test]
async fn pages_move_and_miscount() {
    let gone = Pages::new().shifted(1).with_total(4);
    let list = List::of(gone).await;
    assert_eq!(list.names(1..=3).await, "ab de ");
    assert_eq!(list.page(1).await["Pages"], 3);
    assert_eq!(
        (&list.page(2).await["Pages"], &list.page(2).await["More"]),
        (&2.into(), &false.into())
    );
    let new = Pages::new().shifted(-1).with_total(6);
    assert_eq!(List::of(new).await.names(1..=3).await, "ab bc de");
    let ends = List::of(Pages::new().from_page(1).with_more(false)).await;
    assert_eq!(ends.page(1).await["More"], false);
}

#[tokio::test]
async fn items_are_made_up_or_of_another_task() {
    let list = List::of(Pages::new().with_items(7)).await;
    assert_eq!(list.names(1..=4).await, "ab cd eitem-6 item-7");
    let list = List::of(Pages::new().with_items(1)).await;
    assert_eq!(list.names(1..=2).await, "a ");
    let list = List::of(Pages::new().of_task("T-2")).await;
    assert_eq!(list.page(1).await["Loaves"][0]["Order"], list.order);
    assert_eq!(list.page(2).await["Loaves"][0]["Order"], "T-2");
}

/// The crumbs on the pages that the cursors lead to, and the cursors.
async fn walk(pages: Pages, most: usize) -> (String, Vec<String>) {
    let gateway = builder().start().await.unwrap();
    gateway.set_faults(
        vec![FaultRule::request(Fault::Pages(pages.with_items(5)))],
        0,
    );
    let (mut seen, mut cursors) = (Vec::new(), Vec::<String>::new());
    for _ in 0..most {
        let mut list = call("ListCrumbs").query("Most", "2");
        if let Some(cursor) = cursors.last() {
            list = list.query("Token", cursor);
        }
        let answer = answer(&gateway, list).await;
        let crumbs = answer["Data"]["Crumbs"]["Crumb"].as_array();
        seen.push(crumbs.map_or(0, Vec::len).to_string());
        match answer["Data"]["NextToken"].as_str() {
            Some(cursor) if !cursor.is_empty() => cursors.push(cursor.to_owned()),
            _ => break,
        }
    }
    (seen.join(" "), cursors)
}

#[tokio::test]
async fn cursors_are_those_of_the_pages_or_always_the_same() {
    let (sizes, cursors) = walk(Pages::new(), 9).await;
    assert_eq!((sizes.as_str(), cursors.len()), ("2 2 1", 2));
    let (sizes, mut cursors) = walk(Pages::new().with_cursors(Cursors::Same), 6).await;
    assert_eq!(sizes, "2 2 1 0 0 0");
    cursors.dedup();
    assert_eq!(cursors.len(), 1);
    // The first answer has only the cursor.
    let scroll = Pages::new().with_lead(1).with_cursors(Cursors::Same);
    assert_eq!(walk(scroll, 5).await.0, "0 2 2 1 0");
    let cycle = || {
        Pages::new()
            .from_page(3)
            .showing(Show::Again)
            .with_more(true)
    };
    let different = |mut cursors: Vec<String>| {
        cursors.sort();
        cursors.dedup();
        cursors.len()
    };
    let (sizes, cursors) = walk(cycle(), 8).await;
    assert_eq!((sizes.as_str(), different(cursors)), ("2 2 2 2 2 2 2 2", 2));
    let (_, cursors) = walk(cycle().with_cursors(Cursors::Fresh), 8).await;
    assert_eq!(different(cursors), 8);
    let empty = Pages::new().showing(Show::Empty).with_more(true);
    let (sizes, cursors) = walk(empty, 9).await;
    assert_eq!(
        (sizes.as_str(), different(cursors)),
        ("2 0 0 0 0 0 0 0 0", 9)
    );
}
