//! Tasks of a product whose actions, fields and statuses have names of their own:
//! the spec alone says how they behave.

use aliyun_mock::{Builder, Fault, MockGateway};
use serde_json::{Value, json};

use crate::client::{Call, now, v3};

pub(crate) fn builder() -> Builder {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gateway/bakery");
    MockGateway::builder(aliyun_codegen::read(spec).unwrap())
        .with_access_key("testid", "testsecret")
        .with_clock(now)
}

pub(crate) fn call(action: &'static str) -> Call {
    Call {
        version: "2024-05-01",
        ..v3(action)
    }
}

pub(crate) async fn answer(gateway: &MockGateway, call: Call) -> Value {
    let reply = call.send(gateway).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()
}

/// Submits an order for these loaves.
pub(crate) async fn bake(gateway: &MockGateway, loaves: &[&str]) -> String {
    let mut bake = call("BakeLoaves");
    for (at, loaf) in loaves.iter().enumerate() {
        bake = bake.query(&format!("Dough.{}.Loaf", at + 1), loaf);
    }
    let answer = answer(gateway, bake).await;
    answer["OrderId"].as_str().unwrap().to_owned()
}

async fn look(gateway: &MockGateway, order: &str, more: &[(&str, &str)]) -> Value {
    let mut list = call("ListLoaves").query("Order", order);
    for (name, value) in more {
        list = list.query(name, value);
    }
    answer(gateway, list).await
}

/// The states of all loaves in three looks.
async fn states(gateway: &MockGateway, order: &str) -> Vec<Value> {
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(look(gateway, order, &[]).await["Loaves"][0]["State"].take());
    }
    seen
}

#[tokio::test]
async fn the_spec_says_which_statuses_a_task_goes_through() {
    let gateway = builder().start().await.unwrap();
    let order = bake(&gateway, &["rye", "oat"]).await;
    for state in ["RAW", "HOT", "BAKED", "BAKED"] {
        let answer = look(&gateway, &order, &[]).await;
        let loaf = |name: &str| json!({"Loaf": name, "Order": order, "State": state});
        let mut loaves = answer["Loaves"].clone();
        for loaf in loaves.as_array_mut().unwrap() {
            loaf.as_object_mut().unwrap().remove("Why");
        }
        assert_eq!(loaves, json!([loaf("rye"), loaf("oat")]));
        assert_eq!(answer["More"], false);
    }
}

#[tokio::test]
async fn the_spec_says_how_a_task_fails() {
    let gateway = builder().start().await.unwrap();
    let message = "The oven is too hot.".to_owned();
    gateway.fail_next(Fault::FailTask {
        message: message.clone(),
    });
    let order = bake(&gateway, &["rye"]).await;
    assert_eq!(states(&gateway, &order).await, ["RAW", "HOT", "BURNT"]);
    let loaf = look(&gateway, &order, &[]).await["Loaves"][0].take();
    assert_eq!(loaf["Why"], message);
}

#[tokio::test]
async fn a_task_without_a_list_has_one_item() {
    let gateway = builder().start().await.unwrap();
    let submitted = answer(&gateway, call("CoolLoaf").query("Loaf", "rye")).await;
    let order = submitted["CoolingId"].as_str().unwrap();
    let answer = look(&gateway, order, &[]).await;
    assert_eq!(answer["Loaves"].as_array().unwrap().len(), 1);
    assert_eq!(answer["Loaves"][0]["Loaf"], "rye");
}

#[tokio::test]
async fn the_spec_names_the_pages_and_the_filters() {
    let gateway = builder().start().await.unwrap();
    let order = bake(&gateway, &["rye", "oat", "spelt"]).await;
    let first = look(&gateway, &order, &[("Page", "1"), ("Limit", "2")]).await;
    let second = look(&gateway, &order, &[("Page", "2"), ("Limit", "2")]).await;
    let names = |answer: &Value| -> Vec<String> {
        let loaves = answer["Loaves"].as_array().unwrap().iter();
        loaves
            .map(|loaf| loaf["Loaf"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&first), ["rye", "oat"]);
    assert_eq!((&first["More"], &first["Pages"]), (&json!(true), &json!(2)));
    assert_eq!(names(&second), ["spelt"]);
    assert_eq!(second["More"], false);
    let only = look(&gateway, &order, &[("Loaf", "oat")]).await;
    assert_eq!(names(&only), ["oat"]);
    // The parameter counts the states that the answer names: 10 is `BAKED`.
    let none = look(&gateway, &order, &[("State", "8")]).await;
    assert_eq!(names(&none), [] as [&str; 0]);
    let all = look(&gateway, &order, &[("State", "10")]).await;
    assert_eq!(names(&all).len(), 3);
}

#[tokio::test]
async fn unknown_tasks_are_refused_by_the_name_of_their_parameter() {
    let gateway = builder().start().await.unwrap();
    let reply = call("ListLoaves").query("Order", "17").send(&gateway).await;
    assert_eq!(reply.status, 400, "{}", reply.body);
    assert!(reply.message().contains("Order"), "{}", reply.body);
}

#[tokio::test]
async fn a_state_lists_and_cancels_tasks_of_any_product() {
    let builder = builder().with_state([] as [&str; 0]);
    let gateway = builder.start().await.unwrap();
    let (rye, oat) = (
        bake(&gateway, &["rye"]).await,
        bake(&gateway, &["oat"]).await,
    );
    states(&gateway, &rye).await;
    let cancel = || call("CancelOrder").query("Order", &oat);
    answer(&gateway, cancel()).await;
    let orders = answer(&gateway, call("ListOrders")).await;
    assert_eq!(
        orders["Orders"],
        json!([
            {"Order": oat, "State": "FAILED"},
            {"Order": rye, "State": "COMPLETE"},
        ])
    );
    assert_eq!(cancel().send(&gateway).await.status, 400);
}

#[tokio::test]
async fn only_domain_keeps_domains() {
    let started = builder().with_state(["example.com"]).start().await;
    let error = started.unwrap_err().to_string();
    assert!(error.contains("Bakery"), "{error}");
}
