//! The bulk change, killed again and again. The gateway must carry out every domain
//! exactly once.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use aliyun_mock::{Fault, FaultRule, MockGateway, Script, Step};
use tempfile::TempDir;

use crate::{example, spec};

const SUBMIT: &str = "SaveBatchTaskForModifyingDomainDns";
const LIST: &str = "QueryTaskList";

struct Bulk {
    gateway: MockGateway,
    dir: TempDir,
}

impl Bulk {
    async fn start() -> Self {
        let domains: Vec<String> = (0..500).map(|n| format!("bulk-{n:03}.com")).collect();
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("domains"), domains.join("\n")).unwrap();
        let gateway = MockGateway::builder(aliyun_codegen::read(spec()).unwrap())
            .with_access_key("testid", "testsecret")
            .with_state(domains)
            .start()
            .await
            .unwrap();
        Self { gateway, dir }
    }

    fn journal(&self) -> PathBuf {
        self.dir.path().join("journal")
    }

    fn spawn(&self) -> Child {
        example("bulk_change")
            .arg(self.dir.path().join("domains"))
            .arg(self.journal())
            .arg(self.gateway.endpoint())
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Starts it, and kills it as soon as the gateway has seen enough.
    async fn kill_when(&self, enough: impl Fn(&Self) -> bool) {
        let mut child = self.spawn();
        let since = Instant::now();
        while !enough(self) {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            assert!(since.elapsed() < Duration::from_secs(60), "it hangs");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }

    async fn finish(&self) -> Output {
        let child = self.spawn();
        let waited = tokio::task::spawn_blocking(move || child.wait_with_output());
        waited.await.unwrap().unwrap()
    }

    fn submitted(&self) -> usize {
        self.gateway.executions(SUBMIT)
    }

    /// The number of submissions, carried out or not.
    fn attempts(&self) -> usize {
        let requests = self.gateway.requests();
        let submissions = requests
            .iter()
            .filter(|r| r.action.as_deref() == Some(SUBMIT));
        submissions.count()
    }

    /// How often the gateway has carried out a change of each domain.
    fn executed(&self) -> BTreeMap<String, usize> {
        let mut executed = BTreeMap::new();
        for request in self.gateway.requests() {
            let unexecuted = request.checks.is_empty() || request.code.is_some();
            if request.action.as_deref() != Some(SUBMIT) || unexecuted {
                continue;
            }
            for (name, value) in request.parameters {
                if name.starts_with("DomainName.") {
                    *executed.entry(value).or_default() += 1;
                }
            }
        }
        executed
    }

    fn every_domain_once(&self) {
        let executed = self.executed();
        assert_eq!(executed.len(), 500);
        let twice: Vec<_> = executed.iter().filter(|(_, times)| **times != 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert_eq!(self.submitted(), 50);
        let journal = fs::read_to_string(self.journal()).unwrap();
        let ended = journal.lines().filter(|line| line.starts_with("task\t"));
        assert_eq!(ended.count(), 50);
    }
}

fn submissions(fault: Fault) -> FaultRule {
    FaultRule::request(fault).for_action(SUBMIT)
}

/// The caller waits for an answer that never comes.
fn silence(executed: bool) -> Fault {
    Fault::Script(if executed {
        Script::executed([Step::Stall])
    } else {
        Script::unexecuted([Step::Stall])
    })
}

fn succeeded(output: &Output) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        told.contains("50 submitted, 0 refused, 0 unknown"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_midway_it_submits_every_domain_once() {
    let bulk = Bulk::start().await;

    // All eight are carried out without an answer: the journal does not know.
    bulk.gateway
        .set_faults(vec![submissions(silence(true)).after(10)], 1);
    bulk.kill_when(|bulk| bulk.submitted() == 18).await;

    // Resumed: all eight are found. The next eight never reach the service.
    bulk.gateway
        .set_faults(vec![submissions(silence(false)).after(4)], 1);
    let before = bulk.submitted();
    bulk.kill_when(|bulk| bulk.submitted() == before + 4 && open(bulk) == 8)
        .await;

    // Killed while it searches for the tasks.
    bulk.gateway.set_faults(Vec::new(), 1);
    let looks = bulk.gateway.executions(LIST);
    bulk.kill_when(|bulk| bulk.gateway.executions(LIST) > looks)
        .await;

    // Killed twice in the middle of its work.
    for _ in 0..2 {
        let before = bulk.submitted();
        let slow = submissions(Fault::Delay(Duration::from_millis(20)));
        bulk.gateway.set_faults(vec![slow], 1);
        bulk.kill_when(|bulk| bulk.submitted() >= before + 5).await;
    }

    bulk.gateway.set_faults(Vec::new(), 1);
    succeeded(&bulk.finish().await);
    bulk.every_domain_once();

    // Another run has nothing left to do.
    let attempts = bulk.attempts();
    succeeded(&bulk.finish().await);
    assert_eq!(bulk.attempts(), attempts);
    bulk.every_domain_once();
}

/// Batches whose last word in the journal is an intent.
fn open(bulk: &Bulk) -> usize {
    let journal = fs::read_to_string(bulk.journal()).unwrap();
    let mut last = BTreeMap::new();
    for line in journal.lines() {
        let mut parts = line.split('\t');
        let (word, number) = (parts.next(), parts.next());
        if matches!(word, Some("intent" | "task")) {
            last.insert(number, word);
        }
    }
    last.values()
        .filter(|word| **word == Some("intent"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_listed_late_is_not_submitted_again() {
    let bulk = Bulk::start().await;
    bulk.gateway
        .set_faults(vec![submissions(silence(true)).after(3)], 1);
    bulk.kill_when(|bulk| bulk.submitted() == 11).await;

    // The list does not have the eight tasks yet at the first search. They are sent
    // again under their nonces, refused for that, and then found. (Which searches
    // find nothing depends on the order of the workers.)
    let empty = r#"{"RequestId":"1","TotalItemNum":0,"CurrentPageNum":1,"TotalPageNum":0,"PageSize":100,"PrePage":false,"NextPage":false,"Data":{"TaskInfo":[]}}"#;
    let late = FaultRule::request(Fault::Status(200, empty.to_owned())).for_action(LIST);
    bulk.gateway.set_faults(vec![late.times(8)], 1);
    succeeded(&bulk.finish().await);
    let requests = bulk.gateway.requests();
    let refused = |code: Option<&str>| code == Some("SignatureNonceUsed");
    assert!(
        requests
            .iter()
            .any(|request| refused(request.code.as_deref()))
    );
    bulk.every_domain_once();
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_line_at_the_end_of_the_journal_is_no_obstacle() {
    let bulk = Bulk::start().await;
    bulk.gateway
        .set_faults(vec![submissions(silence(true)).after(3)], 1);
    bulk.kill_when(|bulk| bulk.submitted() == 11).await;
    bulk.gateway.set_faults(Vec::new(), 1);
    let mut journal = fs::read_to_string(bulk.journal()).unwrap();
    journal.push_str("task\t4");
    fs::write(bulk.journal(), &journal).unwrap();
    succeeded(&bulk.finish().await);
    bulk.every_domain_once();

    // A whole line that makes no sense is an error, and nothing is sent.
    let attempts = bulk.attempts();
    fs::write(bulk.journal(), journal + "\ntusk\t5\tx\n").unwrap();
    let output = bulk.finish().await;
    assert!(!output.status.success());
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("of the journal"), "{error}");
    assert_eq!(bulk.attempts(), attempts);
}
