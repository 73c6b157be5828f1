//! Ten thousand calls, some with a fault: the results of the callers and the
//! executions of the gateway agree for every call.
#![cfg(test)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aliyun_domain::{Client, Error, ErrorKind, PRODUCT};
use aliyun_mock::{Fault, MockGateway, Script, Step};
use aliyun_runtime::RetryPolicy;
use aliyun_runtime::generated::Core;
use common::{QUERY, config, gateway, listing};
use tokio::task::JoinSet;

const CALLS: usize = 10_000;
/// Two tests with two sockets per call stay below the usual 1,024 open files.
const AT_ONCE: usize = 200;

/// The kinds of faults, in turn among the requests.
fn faults() -> [Fault; 8] {
    let executed = |steps: Vec<Step>| Fault::Script(Script::executed(steps));
    let throttled = || Fault::Service {
        code: "Throttling".to_owned(),
    };
    [
        Fault::Close,
        throttled(),
        executed(vec![Step::Reset]),
        throttled(),
        Fault::Truncate(10),
        Fault::Status(503, "<html>".to_owned()),
        executed(vec![Step::text("garbage\r\n\r\n")]),
        Fault::Twice,
    ]
}

/// Whether the first delivery of a request with this fault is executed.
fn executes(fault: &Fault) -> bool {
    matches!(fault, Fault::Truncate(_) | Fault::Twice | Fault::Script(_))
}

/// One fault in five requests. All of them are used, because each call makes at
/// least one request.
fn prepare(gateway: &MockGateway) -> Vec<Fault> {
    let mut queued = Vec::new();
    for (_, fault) in (0..CALLS / 5).zip(faults().into_iter().cycle()) {
        gateway.fail_next(fault.clone());
        queued.push(fault);
        for _ in 0..4 {
            gateway.fail_next(Fault::Delay(Duration::ZERO));
        }
    }
    queued
}

/// Makes all calls, a number of them at a time; returns their results.
async fn crowd<F>(call: impl Fn() -> F) -> Vec<Result<(), Error>>
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let (mut running, mut ended) = (JoinSet::new(), Vec::new());
    for _ in 0..CALLS {
        if running.len() == AT_ONCE {
            ended.push(running.join_next().await.unwrap().unwrap());
        }
        running.spawn(call());
    }
    while let Some(result) = running.join_next().await {
        ended.push(result.unwrap());
    }
    ended
}

fn policy() -> RetryPolicy {
    RetryPolicy::new()
        .with_base_delay(Duration::from_millis(1))
        .with_max_delay(Duration::from_millis(2))
        .with_max_attempts(20)
        .with_budget(u32::MAX)
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_may_be_repeated_all_succeed() {
    let gateway = gateway().await;
    let queued = prepare(&gateway);
    let attempts = Arc::new(AtomicUsize::new(0));
    let config = config(&gateway).with_retry(policy());
    let client = Client::new(config).unwrap();
    let ended = crowd(|| {
        let (client, attempts) = (client.clone(), Arc::clone(&attempts));
        async move {
            let request = listing();
            let made = client.query_task_detail_list(&request).send_with_meta();
            let made = made.await?;
            attempts.fetch_add(made.attempts as usize, Ordering::Relaxed);
            Ok(())
        }
    })
    .await;
    assert_eq!(ended.len(), CALLS);
    for result in ended {
        result.unwrap();
    }
    assert_eq!(attempts.load(Ordering::Relaxed), CALLS + queued.len());
    let wasted = queued.iter().filter(|fault| executes(fault)).count();
    assert_eq!(gateway.executions(QUERY), CALLS + wasted);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_must_not_be_repeated_are_all_accounted_for() {
    let gateway = gateway().await;
    let queued = prepare(&gateway);
    // The same action by its name, without the fact that it is idempotent.
    let core = Core::new(&PRODUCT, config(&gateway).with_retry(policy())).unwrap();
    let ended = crowd(|| {
        let core = core.clone();
        async move {
            let parameters = [
                ("TaskNo", "75addb07-28a3-450e-b5ec-test"),
                ("PageNum", "1"),
                ("PageSize", "20"),
            ];
            core.call(QUERY, parameters).await.map(drop)
        }
    })
    .await;
    assert_eq!(ended.len(), CALLS);
    let mut succeeded = 0;
    for result in &ended {
        match result {
            Ok(()) => succeeded += 1,
            Err(error) => assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}"),
        }
    }
    // A throttled request is sent again; other requests with a fault are not.
    let throttled = |fault: &&Fault| matches!(fault, Fault::Service { .. });
    let lost = queued.len() - queued.iter().filter(throttled).count();
    assert_eq!(ended.len() - succeeded, lost);
    let unseen = queued.iter().filter(|fault| executes(fault)).count();
    assert_eq!(gateway.executions(QUERY), succeeded + unseen);
}
