//! Faults by rules.

use std::time::{Duration, Instant};

use aliyun_mock::{Break, Fault, FaultRule, MockGateway};

use crate::client::{Call, gateway, try_send, v3};

fn busy() -> FaultRule {
    FaultRule::request(Fault::Status(503, "busy".to_owned()))
}

async fn statuses(gateway: &MockGateway, calls: usize, call: impl Fn() -> Call) -> Vec<u16> {
    let mut seen = Vec::new();
    for _ in 0..calls {
        seen.push(call().send(gateway).await.status);
    }
    seen
}

#[tokio::test]
async fn a_rule_strikes_its_action_so_many_times_after_so_many() {
    let gateway = gateway().await;
    gateway.set_faults(vec![busy().for_action("Silent").after(1).times(2)], 0);
    assert_eq!(statuses(&gateway, 1, || v3("Odd")).await, [200]);
    let seen = statuses(&gateway, 5, || v3("Silent")).await;
    assert_eq!(seen, [200, 503, 503, 200, 200]);
    let faults: Vec<_> = gateway
        .requests()
        .iter()
        .map(|request| request.fault)
        .collect();
    assert_eq!(
        faults,
        [None, None, Some("status"), Some("status"), None, None]
    );
}

#[tokio::test]
async fn a_queued_fault_comes_before_the_first_rule_that_strikes() {
    let gateway = gateway().await;
    let gone = FaultRule::request(Fault::Status(410, String::new()));
    gateway.set_faults(vec![busy().times(1), gone], 0);
    gateway.fail_next(Fault::Status(500, String::new()));
    let seen = statuses(&gateway, 3, || v3("Silent")).await;
    assert_eq!(seen, [500, 503, 410]);
    gateway.set_faults(Vec::new(), 0);
    assert_eq!(statuses(&gateway, 1, || v3("Silent")).await, [200]);
}

#[tokio::test]
async fn chance_repeats_with_its_seed() {
    let gateway = gateway().await;
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        gateway.set_faults(vec![busy().with_probability(0.5)], seed);
        runs.push(statuses(&gateway, 64, || v3("Silent")).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let struck = runs[0].iter().filter(|status| **status == 503).count();
    assert!((16..=48).contains(&struck), "{struck} of 64");
    gateway.set_faults(vec![busy().with_probability(0.0)], 7);
    assert_eq!(statuses(&gateway, 8, || v3("Silent")).await, [200; 8]);
}

#[tokio::test]
async fn a_delay_goes_with_any_fault() {
    let gateway = gateway().await;
    let delay = Duration::from_millis(80);
    gateway.set_faults(vec![busy().with_delay(delay)], 0);
    let start = Instant::now();
    assert_eq!(statuses(&gateway, 1, || v3("Silent")).await, [503]);
    assert!(start.elapsed() >= delay);
}

#[tokio::test]
async fn connections_have_rules_too() {
    let gateway = gateway().await;
    gateway.set_faults(
        vec![FaultRule::connection(Break::ResetAfter(1)).times(2)],
        0,
    );
    let mut answered = Vec::new();
    for _ in 0..3 {
        let bytes = v3("Silent").sign(&gateway).bytes();
        answered.push(try_send(&gateway, &bytes).await.is_some());
    }
    assert_eq!(answered, [false, false, true]);
    assert_eq!(gateway.requests().len(), 1);
}

#[tokio::test]
async fn a_task_fails_as_asked() {
    let gateway = gateway().await;
    let message = "No such registrant.".to_owned();
    gateway.set_faults(vec![FaultRule::request(Fault::FailTask { message })], 0);
    let submitted = v3("SaveTask")
        .query("DomainName.1", "a")
        .send(&gateway)
        .await;
    assert_eq!(submitted.status, 200, "{}", submitted.body);
    let task = submitted.json()["taskNo"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let reply = v3("QueryTask").query("TaskNo", &task).send(&gateway).await;
        let detail = &reply.json()["Data"]["TaskDetail"][0];
        seen.push(detail["TaskStatus"].as_str().unwrap().to_owned());
    }
    assert_eq!(seen, ["WAITING_EXECUTE", "EXECUTING", "EXECUTE_FAILURE"]);
}
