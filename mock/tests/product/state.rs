//! Domains, profiles, groups and tasks that fit together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aliyun_mock::{Builder, Fault, MockGateway};
use serde_json::Value;

use crate::client::{Reply, builder, now, v3};
use crate::fill::fill;
use crate::model::model;

/// A gateway with a state, and short ways to call it.
struct World(MockGateway);

impl World {
    async fn new(domains: &[&str]) -> Self {
        Self::start(builder().with_state(domains.iter().copied())).await
    }

    async fn start(builder: Builder) -> Self {
        Self(builder.with_model_names().start().await.unwrap())
    }

    /// A call with these parameters, and samples for what else is required.
    async fn try_call(&self, action: &'static str, parameters: &[(&str, &str)]) -> Reply {
        let model = model();
        let found = model
            .actions
            .iter()
            .find(|found| found.name == action)
            .unwrap();
        let mut call = fill(&model, found, v3(action));
        for (name, value) in parameters {
            let replaced = |(have, _): &(String, String)| have != name;
            call.query.retain(replaced);
            call.form.retain(replaced);
            call = call.query(name, value);
        }
        call.send(&self.0).await
    }

    async fn call(&self, action: &'static str, parameters: &[(&str, &str)]) -> Value {
        let reply = self.try_call(action, parameters).await;
        assert_eq!(reply.status, 200, "{action}: {}", reply.body);
        reply.json()
    }

    /// Submits a task and looks at it until it has ended.
    async fn task(&self, action: &'static str, parameters: &[(&str, &str)]) -> String {
        let answer = self.call(action, parameters).await;
        let number = answer["TaskNo"].as_str().unwrap();
        let mut last = Value::Null;
        for _ in 0..3 {
            last = self
                .call(
                    "QueryTaskDetailList",
                    &[("TaskNo", number), ("PageSize", "10")],
                )
                .await;
        }
        let status = &last["Data"]["TaskDetail"][0]["TaskStatus"];
        status.as_str().unwrap().to_owned()
    }

    async fn domains(&self, filter: &[(&str, &str)]) -> Vec<String> {
        let mut all = vec![("PageNum", "1"), ("PageSize", "50")];
        all.extend(filter);
        names(&self.call("QueryDomainList", &all).await)
    }

    async fn domain(&self, name: &str) -> Value {
        self.call("QueryDomainByDomainName", &[("DomainName", name)])
            .await
    }
}

fn names(answer: &Value) -> Vec<String> {
    let domains = answer["Data"]["Domain"].as_array().unwrap().iter();
    domains
        .map(|domain| domain["DomainName"].as_str().unwrap().to_owned())
        .collect()
}

const DONE: &str = "EXECUTE_SUCCESS";

#[tokio::test]
async fn an_order_brings_a_domain_once_its_task_has_ended() {
    let world = World::new(&[]).await;
    assert_eq!(world.domains(&[]).await, [] as [&str; 0]);
    let absent = world
        .try_call("QueryDomainByDomainName", &[("DomainName", "a.example")])
        .await;
    assert_ne!(absent.status, 200, "{}", absent.body);
    let order = [("DomainName", "a.example"), ("SubscriptionDuration", "2")];
    let submitted = world
        .call("SaveSingleTaskForCreatingOrderActivate", &order)
        .await;
    assert_eq!(world.domains(&[]).await, [] as [&str; 0], "not yet");
    let task = [("TaskNo", submitted["TaskNo"].as_str().unwrap())];
    for _ in 0..3 {
        world.call("QueryTaskDetailList", &task).await;
    }
    assert_eq!(world.domains(&[]).await, ["a.example"]);
    let domain = world.domain("a.example").await;
    assert_eq!(domain["RegistrationDate"], "2026-01-02 03:04:05");
    assert_eq!(domain["ExpirationDate"], "2028-01-02 03:04:05");
    let same = world
        .call(
            "QueryDomainByInstanceId",
            &[("InstanceId", domain["InstanceId"].as_str().unwrap())],
        )
        .await;
    assert_eq!(same["DomainName"], "a.example");
}

#[tokio::test]
async fn time_alone_ends_a_task() {
    let passed = Arc::new(AtomicU64::new(0));
    let clock = Arc::clone(&passed);
    let builder = builder()
        .with_clock(move || now() + Duration::from_secs(clock.load(Ordering::Relaxed)))
        .with_state([] as [&str; 0]);
    let world = World::start(builder).await;
    let order = [("DomainName", "a.example")];
    let action = "SaveSingleTaskForCreatingOrderActivate";
    world.call(action, &order).await;
    let mut seen = Vec::new();
    for seconds in [0, 1, 2] {
        passed.store(seconds, Ordering::Relaxed);
        let page = [("PageNum", "1"), ("PageSize", "5")];
        let tasks = world.call("QueryTaskList", &page).await;
        let status = tasks["Data"]["TaskInfo"][0]["TaskStatus"].clone();
        seen.push((
            status.as_str().unwrap().to_owned(),
            world.domains(&[]).await.len(),
        ));
    }
    let expected = [("WAITING_EXECUTE", 0), ("EXECUTING", 0), ("COMPLETE", 1)];
    assert_eq!(
        seen,
        expected.map(|(status, domains)| (status.to_owned(), domains))
    );
}

#[tokio::test]
async fn tasks_change_domains() {
    let world = World::new(&["a.example", "b.example"]).await;
    let before = world.domain("a.example").await;
    assert_eq!(before["UpdateProhibitionLock"], "NONE_SETTING");
    let a = ("DomainName.1", "a.example");
    for (action, parameters) in [
        (
            "SaveBatchTaskForUpdateProhibitionLock",
            vec![a, ("Status", "true")],
        ),
        (
            "SaveSingleTaskForTransferProhibitionLock",
            vec![("DomainName", "a.example"), ("Status", "false")],
        ),
        (
            "SaveBatchTaskForModifyingDomainDns",
            vec![
                a,
                ("DomainNameServer.1", "ns1.example.com"),
                ("DomainNameServer.2", "ns2.example.com"),
            ],
        ),
        (
            "SaveSingleTaskForCreatingOrderRenew",
            vec![("DomainName", "a.example"), ("SubscriptionDuration", "1")],
        ),
    ] {
        assert_eq!(world.task(action, &parameters).await, DONE, "{action}");
    }
    let after = world.domain("a.example").await;
    assert_eq!(after["UpdateProhibitionLock"], "OPEN");
    assert_eq!(after["TransferProhibitionLock"], "CLOSE");
    assert_eq!(
        after["DnsList"]["Dns"],
        serde_json::json!(["ns1.example.com", "ns2.example.com"])
    );
    let end = |domain: &Value| domain["ExpirationDateLong"].as_i64().unwrap();
    assert_eq!(end(&after) - end(&before), 365 * 24 * 60 * 60 * 1000);
    let other = world.domain("b.example").await;
    assert_eq!(other["UpdateProhibitionLock"], "NONE_SETTING");
}

#[tokio::test]
async fn a_task_that_fails_or_is_cancelled_changes_nothing() {
    let world = World::new(&[]).await;
    let order = [("DomainName", "a.example")];
    let message = "No money.".to_owned();
    world.0.fail_next(Fault::FailTask { message });
    let action = "SaveSingleTaskForCreatingOrderActivate";
    assert_eq!(world.task(action, &order).await, "EXECUTE_FAILURE");
    let submitted = world.call(action, &order).await;
    let task = [("TaskNo", submitted["TaskNo"].as_str().unwrap())];
    world.call("CancelTask", &task).await;
    let seen = world.call("QueryTaskDetailList", &task).await;
    assert_eq!(
        seen["Data"]["TaskDetail"][0]["TaskStatus"],
        "EXECUTE_FAILURE"
    );
    let again = world.try_call("CancelTask", &task).await;
    assert_eq!(again.status, 400, "{}", again.body);
    assert_eq!(world.domains(&[]).await, [] as [&str; 0]);
}

#[tokio::test]
async fn items_of_tasks_have_a_number_and_a_status_code() {
    // Also without a state.
    let world = World::start(builder()).await;
    let order = [("DomainName", "a.example")];
    let action = "SaveSingleTaskForCreatingOrderActivate";
    let submitted = world.call(action, &order).await;
    let task = [("TaskNo", submitted["TaskNo"].as_str().unwrap())];
    let mut numbers = Vec::new();
    for code in [0, 1, 2] {
        let seen = world.call("QueryTaskDetailList", &task).await;
        let item = &seen["Data"]["TaskDetail"][0];
        assert_eq!(item["TaskStatusCode"], code);
        numbers.push(item["TaskDetailNo"].clone());
    }
    numbers.dedup();
    assert_eq!(numbers.len(), 1, "an item keeps its number");
    let message = "No money.".to_owned();
    world.0.fail_next(Fault::FailTask { message });
    assert_eq!(world.task(action, &order).await, "EXECUTE_FAILURE");
}

#[tokio::test]
async fn tasks_are_listed_newest_first() {
    let world = World::new(&["a.example"]).await;
    let mut submitted = Vec::new();
    for _ in 0..3 {
        let lock = [
            ("DomainName.1", "a.example"),
            ("DomainName.2", "b.example"),
            ("Status", "true"),
        ];
        let answer = world
            .call("SaveBatchTaskForUpdateProhibitionLock", &lock)
            .await;
        submitted.push(answer["TaskNo"].clone());
    }
    let mut listed = Vec::new();
    for page in ["1", "2"] {
        let answer = world
            .call("QueryTaskList", &[("PageNum", page), ("PageSize", "2")])
            .await;
        assert_eq!(answer["TotalItemNum"], 3);
        assert_eq!(answer["NextPage"], page == "1");
        for task in answer["Data"]["TaskInfo"].as_array().unwrap() {
            assert_eq!(task["TaskNum"], 2);
            listed.push(task["TaskNo"].clone());
        }
    }
    submitted.reverse();
    assert_eq!(listed, submitted);
    let order = [("DomainName", "a.example"), ("SubscriptionDuration", "1")];
    world
        .call("SaveSingleTaskForCreatingOrderRenew", &order)
        .await;
    let answer = world
        .call("QueryTaskList", &[("PageNum", "1"), ("PageSize", "1")])
        .await;
    let renewal = &answer["Data"]["TaskInfo"][0];
    assert_eq!(renewal["TaskType"], "ORDER_RENEW");
    assert_eq!(renewal["CreateTime"], "2026-01-02 03:04:05");
}

#[tokio::test]
async fn domain_lists_come_in_pages_and_are_filtered_and_scrolled() {
    let all = ["a.example", "b.example", "c.test", "d.example", "e.test"];
    let world = World::new(&all).await;
    let mut paged = Vec::new();
    for page in ["1", "2", "3"] {
        let answer = world
            .call("QueryDomainList", &[("PageNum", page), ("PageSize", "2")])
            .await;
        assert_eq!(
            (&answer["TotalItemNum"], &answer["TotalPageNum"]),
            (&5.into(), &3.into())
        );
        assert_eq!(answer["NextPage"], page != "3");
        assert_eq!(answer["PrePage"], page != "1");
        paged.extend(names(&answer));
    }
    assert_eq!(paged, all);
    assert_eq!(
        world.domains(&[("DomainName", "test")]).await,
        ["c.test", "e.test"]
    );
    assert_eq!(
        world.domains(&[("EndRegistrationDate", "1000")]).await,
        [] as [&str; 0]
    );

    let mut scrolled = Vec::new();
    let mut cursor = String::new();
    loop {
        let parameters = [("PageSize", "2"), ("ScrollId", cursor.as_str())];
        let wanted = &parameters[..1 + usize::from(!cursor.is_empty())];
        let answer = world.call("ScrollDomainList", wanted).await;
        scrolled.extend(names(&answer));
        answer["ScrollId"].as_str().unwrap().clone_into(&mut cursor);
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(scrolled, all);
}

async fn profiles(world: &World, filter: &[(&str, &str)]) -> Vec<Value> {
    let mut all = vec![("PageNum", "1"), ("PageSize", "20")];
    all.extend(filter);
    let answer = world.call("QueryRegistrantProfiles", &all).await;
    answer["RegistrantProfiles"]["RegistrantProfile"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn profiles_are_saved_changed_chosen_and_deleted() {
    let world = World::new(&[]).await;
    assert!(profiles(&world, &[]).await.is_empty());
    let mut ids = Vec::new();
    for email in ["one@example.com", "two@example.com"] {
        let saved = world
            .call("SaveRegistrantProfile", &[("Email", email)])
            .await;
        ids.push(saved["RegistrantProfileId"].to_string());
    }
    assert_ne!(ids[0], ids[1]);
    let change = [
        ("RegistrantProfileId", ids[0].as_str()),
        ("Email", "new@example.com"),
    ];
    world.call("SaveRegistrantProfile", &change).await;
    let found = profiles(&world, &[("RegistrantProfileId", &ids[0])]).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["Email"], "new@example.com");
    world
        .call(
            "SetDefaultRegistrantProfile",
            &[("RegistrantProfileId", &ids[1])],
        )
        .await;
    let all = profiles(&world, &[]).await;
    let default: Vec<_> = all
        .iter()
        .map(|one| &one["DefaultRegistrantProfile"])
        .collect();
    assert_eq!(default, [false, true]);
    world
        .call(
            "DeleteRegistrantProfile",
            &[("RegistrantProfileId", &ids[0])],
        )
        .await;
    assert_eq!(profiles(&world, &[]).await.len(), 1);
    for action in [
        "DeleteRegistrantProfile",
        "SetDefaultRegistrantProfile",
        "SaveRegistrantProfile",
    ] {
        let reply = world
            .try_call(action, &[("RegistrantProfileId", &ids[0])])
            .await;
        assert_ne!(reply.status, 200, "{action}: {}", reply.body);
    }
    let last = world.0.requests().pop().unwrap();
    assert_eq!(
        last.checks.last().map(|check| check.what.as_str()),
        Some("state")
    );
    world
        .call(
            "DeleteContactTemplates",
            &[("RegistrantProfileIds", &ids[1])],
        )
        .await;
    assert!(profiles(&world, &[]).await.is_empty());
}

#[tokio::test]
async fn a_profile_is_the_registrant_of_what_is_ordered_with_it() {
    let world = World::new(&["old.example"]).await;
    let company = ("ZhRegistrantOrganization", "测试公司");
    let saved = world.call("SaveRegistrantProfile", &[company]).await;
    let id = saved["RegistrantProfileId"].to_string();
    let order = [
        ("DomainName", "new.example"),
        ("RegistrantProfileId", id.as_str()),
    ];
    world
        .task("SaveSingleTaskForCreatingOrderActivate", &order)
        .await;
    let change = [
        ("DomainName.1", "old.example"),
        ("RegistrantProfileId", id.as_str()),
    ];
    world
        .task(
            "SaveTaskForUpdatingRegistrantInfoByRegistrantProfileID",
            &change,
        )
        .await;
    for domain in ["new.example", "old.example"] {
        assert_eq!(
            world.domain(domain).await["ZhRegistrantOrganization"],
            company.1,
            "{domain}"
        );
    }
}

#[tokio::test]
async fn groups_and_remarks_are_on_their_domains() {
    let world = World::new(&["a.example", "b.example"]).await;
    let saved = world
        .call("SaveDomainGroup", &[("DomainGroupName", "shop")])
        .await;
    let group = saved["DomainGroupId"].to_string();
    assert_eq!(saved["DomainGroupName"], "shop");
    let put = [("DomainName.1", "a.example"), ("DomainGroupId", &group)];
    world.call("UpdateDomainToDomainGroup", &put).await;
    assert_eq!(
        world.domains(&[("DomainGroupId", &group)]).await,
        ["a.example"]
    );
    let groups = world.call("QueryDomainGroupList", &[]).await;
    assert_eq!(
        groups["Data"]["DomainGroup"][0]["TotalNumber"]
            .to_string()
            .trim_matches('"'),
        "1"
    );
    let instance = world.domain("b.example").await["InstanceId"].clone();
    let remark = [
        ("InstanceIds", instance.as_str().unwrap()),
        ("Remark", "ours"),
    ];
    world.call("SaveBatchDomainRemark", &remark).await;
    let list = world
        .call("QueryDomainList", &[("PageNum", "1"), ("PageSize", "10")])
        .await;
    let remarks: Vec<_> = list["Data"]["Domain"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["Remark"])
        .collect();
    assert_eq!(remarks, ["", "ours"]);
    world
        .call("DeleteDomainGroup", &[("DomainGroupId", &group)])
        .await;
    let groups = world
        .call("QueryDomainGroupList", &[("DomainGroupName", "shop")])
        .await;
    assert_eq!(groups["Data"]["DomainGroup"], serde_json::json!([]));
}
