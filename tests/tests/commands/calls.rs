//! Calls without generated types: `aliyun_runtime::dynamic`.

use aliyun_mock::{Fault, MockGateway};
use aliyun_runtime::dynamic::{Call, Document, Entry, Pages};
use aliyun_runtime::generated::{Core, Scalar};
use aliyun_runtime::{AccessKey, Config, ErrorKind, Image};
use aliyun_tests::commands::depot::CATALOG;
use serde_json::json;

use crate::shell::SECRET;
use crate::support::{gateway, parameters};

fn core(gateway: &MockGateway) -> Core {
    let config = Config::new(AccessKey::new("testid", SECRET));
    Core::new(CATALOG.product, config.with_endpoint(gateway.endpoint())).unwrap()
}

fn entry(name: &str) -> &'static Entry {
    let mut actions = CATALOG.actions.iter();
    actions.find(|entry| entry.action.name == name).unwrap()
}

fn request() -> Document {
    let mut request = Document::new(entry("PackGoods").request);
    let label = request.cell_mut("Label").unwrap();
    label.set(Scalar::Text("BOX")).unwrap();
    request
}

#[tokio::test]
async fn a_document_of_every_type_is_sent() {
    let gateway = gateway().await;
    let mut request = request();
    let mut set = |name: &str, scalar: Scalar<'_>| request.cell_mut(name).unwrap().set(scalar);
    set("Size", Scalar::Text("L")).unwrap();
    set("Count", Scalar::Int(3)).unwrap();
    set("Weight", Scalar::Text("1.25")).unwrap();
    set("Fragile", Scalar::Bool(true)).unwrap();
    set("Keeper", Scalar::Text("Zhang San")).unwrap();
    for owner in ["a", "b"] {
        let member = request.cell_mut("Owner").unwrap().push().unwrap();
        member.set(Scalar::Text(owner)).unwrap();
    }
    let nested = request.cell_mut("Box").unwrap().record().unwrap();
    nested
        .cell_mut("Width")
        .unwrap()
        .set(Scalar::Int(9))
        .unwrap();
    let lid = nested.cell_mut("Lid").unwrap().record().unwrap();
    lid.cell_mut("Colour")
        .unwrap()
        .set(Scalar::Text("red"))
        .unwrap();
    let shelf = request.cell_mut("Grid").unwrap().push().unwrap();
    shelf.push().unwrap().set(Scalar::Int(4)).unwrap();
    let slot = request.cell_mut("Slot").unwrap().entry("a").unwrap();
    slot.set(Scalar::Int(5)).unwrap();
    request
        .cell_mut("Extra")
        .unwrap()
        .set_json(json!({"a": [1]}));
    let picture = Image::from_bytes(aliyun_tests::picture::picture("jpeg", 2000));
    request.cell_mut("Picture").unwrap().set_image(picture);
    assert_eq!(request.cell("Owner").unwrap().count(), 2);

    let answer = Call::new(&core(&gateway), entry("PackGoods"), &request).await;
    assert!(answer.unwrap()["TaskNo"].is_string());
    let mut sent = parameters(&gateway.requests()[0]);
    sent.retain(|pair| !pair.starts_with("Picture="));
    assert_eq!(
        sent,
        [
            "Box.Lid.Colour=red",
            "Box.Width=9",
            "Count=3",
            r#"Extra={"a":[1]}"#,
            "Fragile=true",
            "Grid.1.1=4",
            "Keeper=<redacted>",
            "Label=BOX",
            "Owner.1=a",
            "Owner.2=b",
            "Size=L",
            "Slot.a=5",
            "Weight=1.25",
        ]
    );
    let debug = format!("{request:?}");
    assert!(
        debug.contains("BOX") && !debug.contains("Zhang San"),
        "{debug}"
    );
}

#[test]
fn a_cell_takes_only_what_its_type_can_be() {
    let mut request = request();
    for (name, scalar, expected) in [
        ("Count", Scalar::Text("many"), "an integer of 64 bits"),
        ("Weight", Scalar::Text("heavy"), "a number"),
        ("Fragile", Scalar::Text("maybe"), "a boolean"),
        ("Owner", Scalar::Text("x"), "a list"),
        ("Box", Scalar::Text("x"), "an object"),
        ("Slot", Scalar::Text("x"), "an object"),
        ("Extra", Scalar::Text("x"), "a JSON document"),
    ] {
        let cell = request.cell_mut(name).unwrap();
        assert_eq!(cell.set(scalar), Err(expected), "{name}");
    }
    let label = request.cell_mut("Label").unwrap();
    assert!(label.push().is_none() && label.entry("a").is_none() && label.record().is_none());
    assert_eq!(label.count(), 0);
    assert!(request.cell("Nothing").is_none() && request.cell_mut("Nothing").is_none());
}

#[tokio::test]
async fn a_document_is_validated_before_it_is_sent() {
    let gateway = gateway().await;
    let core = core(&gateway);
    let mut request = Document::new(entry("PackGoods").request);
    request
        .cell_mut("Size")
        .unwrap()
        .set(Scalar::Text("M"))
        .unwrap();
    request
        .cell_mut("Count")
        .unwrap()
        .set(Scalar::Int(41))
        .unwrap();
    let error = Call::new(&core, entry("PackGoods"), &request)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.action(), Some("PackGoods"));
    let broken = error.validation().unwrap().violations();
    let broken: Vec<_> = broken
        .iter()
        .map(|violation| violation.parameter())
        .collect();
    assert_eq!(broken, ["Label", "Size", "Count"]);
    let error = Call::new(&core, entry("PackGoods"), &request).sign().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Validation);
    assert!(gateway.requests().is_empty());

    let call = Call::new(&core, entry("PackGoods"), &request);
    let error = call
        .without_validation([("Unheard", "1")])
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    let sent = parameters(&gateway.requests()[0]);
    assert_eq!(sent, ["Count=41", "Size=M", "Unheard=<redacted>"]);
    // Callers must not set parameters that signing sets.
    let call = Call::new(&core, entry("PackGoods"), &request);
    let error = call
        .without_validation([("Action", "Other")])
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn an_answer_has_the_documented_types_whatever_was_sent() {
    let gateway = gateway().await;
    let core = core(&gateway);
    let wanted = json!({
        "RequestId": "17", "TaskNo": "5", "Total": 9_007_199_254_740_993_i64, "Full": true,
        "Places": {"Place": [{"Shelf": 3, "Code": "12"}]}, "Unheard": {"Of": "b"},
    });
    for body in [
        r#"{"RequestId": 17, "TaskNo": "5", "Total": "9007199254740993", "Full": "TRUE",
            "Places": {"Place": {"Shelf": "3", "Code": 12}}, "Unheard": {"Of": "b"}}"#,
        r#"{"requestId": "17", "taskNo": 5, "total": 9007199254740993, "full": true,
            "places": {"place": [{"shelf": 3, "code": "12"}]}, "Unheard": {"Of": "b"}}"#,
        "<PackGoodsResponse><RequestId>17</RequestId><TaskNo>5</TaskNo>\
         <Total>9007199254740993</Total><Full>true</Full><Places><Place><Shelf>3</Shelf>\
         <Code>12</Code></Place></Places><Unheard><Of>b</Of></Unheard></PackGoodsResponse>",
    ] {
        gateway.fail_next(Fault::Status(200, body.to_owned()));
        let request = request();
        let answer = Call::new(&core, entry("PackGoods"), &request).await;
        assert_eq!(answer.unwrap(), wanted, "{body}");
    }
}

#[tokio::test]
async fn pages_are_fetched_as_they_are_asked_for() {
    let gateway = gateway().await;
    let core = core(&gateway);
    let list = entry("ListGoods");
    let request = || {
        let mut request = Document::new(list.request);
        let task = request.cell_mut("TaskNo").unwrap();
        task.set(Scalar::Text("t-1")).unwrap();
        request
    };
    let page = |status: &str| {
        let body = json!({"Pages": 2, "Goods": {"Good": [{"Status": status}]}});
        gateway.fail_next(Fault::Status(200, body.to_string()));
    };
    let mut pages = Pages::new(&core, list, request()).unwrap();
    assert!(gateway.requests().is_empty());
    for (number, status) in [(1, "DONE"), (2, "LOST")] {
        page(status);
        let answer = pages.next().await.unwrap().unwrap();
        assert_eq!(answer["Goods"]["Good"][0]["Status"], status);
        let sent = parameters(gateway.requests().last().unwrap());
        assert_eq!(sent, [format!("Page={number}"), "TaskNo=t-1".to_owned()]);
    }
    assert!(pages.next().await.unwrap().is_none());
    assert_eq!(gateway.requests().len(), 2);
    // An error ends them.
    let code = "Forbidden.RAM".to_owned();
    gateway.fail_next(Fault::Service { code });
    let mut pages = Pages::new(&core, list, request()).unwrap();
    assert_eq!(pages.next().await.unwrap_err().kind(), ErrorKind::Service);
    assert!(pages.next().await.unwrap().is_none());
    assert!(Pages::new(&core, entry("PackGoods"), self::request()).is_none());
}

#[tokio::test]
async fn a_page_that_cannot_be_counted_on_ends_in_an_error() {
    let gateway = gateway().await;
    let core = core(&gateway);
    let mut request = Document::new(entry("ListGoods").request);
    let task = request.cell_mut("TaskNo").unwrap();
    task.set(Scalar::Text("t-1")).unwrap();
    let pages = || Pages::new(&core, entry("ListGoods"), request.clone()).unwrap();
    for (body, field) in [
        (
            r#"{"RequestId":"r-1","Pages":1,"Goods":{"Other":[{"Status":"DONE"}]}}"#,
            "Goods",
        ),
        (r#"{"RequestId":"r-1","Pages":1,"Goods":5}"#, "Goods[0]"),
        (
            r#"{"RequestId":"r-1","Pages":1,"Goods":{"Good":[{"Status":"DONE"},7]}}"#,
            "Goods.Good[1]",
        ),
        (
            r#"{"RequestId":"r-1","Pages":"few","Goods":{"Good":[{"Status":"DONE"}]}}"#,
            "Pages",
        ),
    ] {
        gateway.fail_next(Fault::Status(200, body.to_owned()));
        let error = pages().next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.field(), Some(field), "{body}");
        assert_eq!(error.http_status(), Some(200), "{body}");
    }
    let body = r#"{"RequestId":["r"],"Pages":"1.0","Goods":{"Good":[{"Status":[]}]}}"#;
    gateway.fail_next(Fault::Status(200, body.to_owned()));
    let mut pages = pages();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page["Pages"], 1);
    let paths: Vec<_> = pages.unread().iter().map(|unread| unread.path()).collect();
    assert_eq!(paths, ["RequestId", "Goods.Good[0].Status"]);
    assert!(pages.next().await.unwrap().is_none());
}
