//! What the gateway answers, and what it remembers.

use aliyun_mock::MockGateway;
use serde_json::{Value, json};

use crate::client::{Call, gateway, v1, v3};

async fn submit(gateway: &MockGateway, domains: &[&str]) -> String {
    let mut call = v3("SaveTask");
    for (at, domain) in domains.iter().enumerate() {
        call = call.query(&format!("DomainName.{}", at + 1), domain);
    }
    let reply = call.send(gateway).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["taskNo"].as_str().unwrap().to_owned()
}

async fn look(gateway: &MockGateway, task: &str, more: &[(&str, &str)]) -> Value {
    let call = more.iter().fold(
        v3("QueryTask").query("TaskNo", task),
        |call, (name, value)| call.query(name, value),
    );
    let reply = call.send(gateway).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()
}

fn items(answer: &Value) -> Vec<(&str, &str)> {
    let members = answer["Data"]["TaskDetail"].as_array().unwrap();
    members
        .iter()
        .map(|member| {
            (
                member["DomainName"].as_str().unwrap(),
                member["TaskStatus"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn json_keeps_the_pages_names_and_gets_fresh_identifiers() {
    let gateway = gateway().await;
    let send = || async {
        v3("SaveTask")
            .query("DomainName.1", "a")
            .send(&gateway)
            .await
            .json()
    };
    let (one, two) = (send().await, send().await);
    for answer in [&one, &two] {
        assert_eq!(answer.as_object().unwrap().len(), 2);
        assert_eq!(answer["requestId"].as_str().unwrap().len(), 36);
        assert_eq!(answer["taskNo"].as_str().unwrap().len(), 36);
    }
    assert_ne!(one["requestId"], two["requestId"]);
    assert_ne!(one["taskNo"], two["taskNo"]);
}

#[tokio::test]
async fn a_broken_xml_example_is_made_from_the_json_one() {
    let gateway = gateway().await;
    for call in [v1("SaveTask"), v3("SaveTask")] {
        let reply = Call {
            format: "XML",
            ..call
        }
        .query("DomainName.1", "a")
        .send(&gateway)
        .await;
        assert!(
            reply.head.contains("content-type: text/xml"),
            "{}",
            reply.head
        );
        let body = reply
            .body
            .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .unwrap();
        let inner = body.strip_prefix("<SaveTaskResponse><RequestId>").unwrap();
        assert!(
            inner.ends_with("</TaskNo></SaveTaskResponse>") && !inner.contains("test"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_broken_json_example_is_made_from_the_xml_one() {
    let gateway = gateway().await;
    let mut answer = v3("Odd").send(&gateway).await.json();
    assert_eq!(answer["RequestId"].take().as_str().map(str::len), Some(36));
    assert_eq!(
        answer,
        json!({"RequestId": null, "Total": 12, "Hosts": {"Host": ["a & b"]}})
    );
    let xml = Call {
        format: "XML",
        ..v3("Odd")
    }
    .send(&gateway)
    .await
    .body;
    assert!(
        xml.contains("<Hosts><Host>a &amp; b</Host></Hosts>"),
        "{xml}"
    );
}

#[tokio::test]
async fn an_action_without_examples_answers_from_its_fields() {
    let gateway = gateway().await;
    let mut answer = v3("Silent").send(&gateway).await.json();
    assert_eq!(answer["RequestId"].take().as_str().map(str::len), Some(36));
    let expected = json!({"RequestId": null, "Total": 7, "Free": false, "Hosts": {"Host": [""]}});
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn the_format_is_the_one_asked_for() {
    let gateway = gateway().await;
    let json = |reply: &crate::client::Reply| reply.head.contains("content-type: application/json");
    assert!(json(&v1("Silent").send(&gateway).await));
    assert!(json(
        &Call {
            format: "json",
            ..v1("Silent")
        }
        .send(&gateway)
        .await
    ));
    assert!(!json(
        &Call {
            without: Some("Format"),
            ..v1("Silent")
        }
        .send(&gateway)
        .await
    ));
    assert!(json(&v3("Silent").send(&gateway).await));
    let refused = Call {
        format: "YAML",
        ..v1("Silent")
    }
    .send(&gateway)
    .await;
    assert!(
        refused.status == 400 && refused.body.contains("<Code>InvalidParameter</Code>"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn refusals_have_every_part_in_both_formats() {
    let gateway = gateway().await;
    let call = Call {
        version: "1",
        ..v3("Silent")
    };
    let answer = call.send(&gateway).await.json();
    assert_eq!(answer["Code"], "NoSuchVersion");
    assert_eq!(answer["HostId"], gateway.endpoint().replace("http://", ""));
    assert_eq!(answer["Recommend"], "What it means.");
    assert_eq!(answer["RequestId"].as_str().map(str::len), Some(36));
    assert!(
        answer["Message"]
            .as_str()
            .is_some_and(|message| message.contains("2018-01-29"))
    );
    let reply = Call {
        format: "XML",
        ..call
    }
    .send(&gateway)
    .await;
    assert_eq!(reply.status, 410);
    assert!(
        reply.body.contains("<Error><Code>NoSuchVersion</Code>"),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn a_task_moves_one_step_a_look() {
    let gateway = gateway().await;
    let task = submit(&gateway, &["a.example", "b.example"]).await;
    let steps = [
        "WAITING_EXECUTE",
        "EXECUTING",
        "EXECUTE_SUCCESS",
        "EXECUTE_SUCCESS",
    ];
    for status in steps {
        let answer = look(&gateway, &task, &[]).await;
        assert_eq!(
            items(&answer),
            [("a.example", status), ("b.example", status)]
        );
        let first = &answer["Data"]["TaskDetail"][0];
        assert_eq!(
            (&first["TaskNo"], &first["TaskType"]),
            (&json!(task), &json!("ORDER_RENEW"))
        );
        assert_eq!(answer["NextPage"], false);
    }
}

#[tokio::test]
async fn items_follow_the_numbers_of_the_list() {
    let gateway = gateway().await;
    let call = v3("SaveTask")
        .query("DomainName.2", "second")
        .query("DomainName.1", "first");
    let task = call.send(&gateway).await.json()["taskNo"].take();
    let answer = look(&gateway, task.as_str().unwrap(), &[]).await;
    let names: Vec<&str> = items(&answer).iter().map(|item| item.0).collect();
    assert_eq!(names, ["first", "second"]);
}

#[tokio::test]
async fn tasks_read_the_same_in_xml() {
    let gateway = gateway().await;
    let task = submit(&gateway, &["a.example", "b.example"]).await;
    let call = Call {
        format: "XML",
        ..v1("QueryTask")
    }
    .query("TaskNo", &task);
    let body = call.send(&gateway).await.body;
    assert!(
        body.contains("<QueryTaskResponse>") && !body.contains("test"),
        "{body}"
    );
    assert_eq!(body.matches("<TaskDetail>").count(), 2);
    let state = "<TaskStatus>WAITING_EXECUTE</TaskStatus>";
    assert_eq!(body.matches(state).count(), 2, "{body}");
}

#[tokio::test]
async fn pages_add_up_and_filters_filter() {
    let gateway = gateway().await;
    let task = submit(&gateway, &["a", "b", "c"]).await;
    let first = look(&gateway, &task, &[("PageNum", "1"), ("PageSize", "2")]).await;
    let second = look(&gateway, &task, &[("PageNum", "2"), ("PageSize", "2")]).await;
    let waiting = "WAITING_EXECUTE";
    assert_eq!(items(&first), [("a", waiting), ("b", waiting)]);
    assert_eq!(
        items(&second),
        [("c", waiting)],
        "later pages show the same moment"
    );
    let paging = |answer: &Value| {
        let names = [
            "CurrentPageNum",
            "PageSize",
            "TotalItemNum",
            "TotalPageNum",
            "NextPage",
            "PrePage",
        ];
        names.map(|name| answer[name].clone())
    };
    assert_eq!(
        paging(&first),
        [
            json!(1),
            json!(2),
            json!(3),
            json!(2),
            json!(true),
            json!(false)
        ]
    );
    assert_eq!(
        paging(&second),
        [
            json!(2),
            json!(2),
            json!(3),
            json!(2),
            json!(false),
            json!(true)
        ]
    );
    let only = look(&gateway, &task, &[("DomainName", "b")]).await;
    assert_eq!(items(&only), [("b", "EXECUTING")]);
    assert!(items(&look(&gateway, &task, &[("TaskStatus", "1")]).await).is_empty());
    assert_eq!(
        items(&look(&gateway, &task, &[("TaskStatus", "2")]).await).len(),
        3
    );
}

#[tokio::test]
async fn unknown_tasks_are_refused_except_the_documented_ones() {
    let gateway = gateway().await;
    for documented in ["75add-test", "60d6-test"] {
        let mut answer = look(&gateway, documented, &[]).await;
        assert_ne!(answer["RequestId"].take(), "6A-test");
        assert_eq!(answer["Data"]["TaskDetail"]["DomainName"], "example.com");
        assert_eq!(answer["NextPage"], true);
    }
    let reply = v3("QueryTask")
        .query("TaskNo", "75add")
        .send(&gateway)
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "InvalidParameter")
    );
    assert!(reply.message().contains("TaskNo"));
}
