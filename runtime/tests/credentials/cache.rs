//! Keys that are kept and renewed, however many callers there are.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll};
use std::time::Duration;

use aliyun_runtime::credentials::{AssumeRoleCredentials, UriCredentials};
use aliyun_runtime::{AccessKey, BoxFuture, Credentials, CredentialsError};

use crate::parts::{Clocks, assert_parts, failure, key_json, ok, sts_json};
use crate::server::{Server, answer};

const MANY: usize = 1000;

/// A server whose keys are `STS.1`, `STS.2`, … and end an hour after they were
/// handed out; it answers when it is let to.
struct Slow {
    server: Server,
    /// Lets it answer once.
    permits: mpsc::Sender<Vec<u8>>,
    arrived: Arc<AtomicUsize>,
    source: UriCredentials,
    clocks: Clocks,
}

impl Slow {
    fn start() -> Self {
        let (permits, permitted) = mpsc::channel();
        let arrived = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&arrived);
        let server = Server::start(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            permitted.recv().unwrap_or_default()
        });
        let clocks = Clocks::default();
        let source = UriCredentials::new(&server.endpoint).with_surroundings(clocks.surroundings());
        Self {
            server,
            permits,
            arrived,
            source,
            clocks,
        }
    }

    /// Answers one request with a key that ends at this second.
    fn give(&self, id: &str, end: u64) {
        self.permits.send(ok(&key_json(id, end))).unwrap();
    }

    fn refuse(&self) {
        self.permits
            .send(answer("503 Unavailable", "", "hush"))
            .unwrap();
    }

    fn requests(&self) -> usize {
        self.server.received().len()
    }

    /// Waits until so many requests have come, answered or not.
    async fn arrived(&self, count: usize) {
        let all = async {
            while self.arrived.load(Ordering::SeqCst) < count {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let limit = Duration::from_secs(20);
        assert!(tokio::time::timeout(limit, all).await.is_ok(), "{count}");
    }

    async fn id(&self) -> String {
        self.source.credentials().await.unwrap().id().to_owned()
    }

    /// Callers that all wait, on threads of the runtime.
    fn callers(
        &self,
        count: usize,
    ) -> Vec<tokio::task::JoinHandle<Result<AccessKey, CredentialsError>>> {
        let call = |_| {
            let source = self.source.clone();
            tokio::spawn(async move { source.credentials().await })
        };
        (0..count).map(call).collect()
    }
}

async fn yields() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_makes_one_request_at_first_and_when_the_key_has_ended() {
    let slow = Slow::start();
    for (round, id) in ["STS.first", "STS.second"].into_iter().enumerate() {
        let callers = slow.callers(MANY);
        yields().await;
        slow.give(id, 3600 * (round as u64 + 1));
        for caller in callers {
            assert_eq!(caller.await.unwrap().unwrap().id(), id);
        }
        assert_eq!(slow.requests(), round + 1);
        slow.clocks.pass(3600);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_that_fails_makes_one_request() {
    let slow = Slow::start();
    let callers = slow.callers(MANY);
    yields().await;
    slow.refuse();
    let mut texts = Vec::new();
    for caller in callers {
        texts.push(caller.await.unwrap().unwrap_err().to_string());
    }
    texts.dedup();
    assert_eq!(
        texts,
        ["the credentials URI: the server answered HTTP 503; expected 200"]
    );
    assert_eq!(slow.requests(), 1);

    // The next to come are told the same, until a second has passed.
    for caller in slow.callers(MANY) {
        assert!(caller.await.unwrap().is_err());
    }
    assert_eq!(slow.requests(), 1);
    slow.clocks.pass(1);
    slow.give("STS.late", 3600);
    assert_eq!(slow.id().await, "STS.late");
    assert_eq!(slow.requests(), 2);
}

#[tokio::test]
async fn a_key_is_kept_until_shortly_before_its_end() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    assert_eq!(slow.id().await, "STS.first");
    slow.clocks.pass(3600 - 181);
    assert_eq!(slow.id().await, "STS.first");
    assert_eq!(slow.requests(), 1);
    slow.clocks.pass(1);
    slow.give("STS.second", 7200);
    assert_eq!(slow.id().await, "STS.second");
    assert_eq!(slow.requests(), 2);
}

#[tokio::test]
async fn one_renews_and_the_others_go_on() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    slow.id().await;
    slow.clocks.pass(3500);
    let renewing = slow.callers(1).remove(0);
    yields().await;
    for _ in 0..MANY {
        assert_eq!(slow.id().await, "STS.first");
    }
    slow.give("STS.second", 7200);
    assert_eq!(renewing.await.unwrap().unwrap().id(), "STS.second");
    assert_eq!(slow.id().await, "STS.second");
    assert_eq!(slow.requests(), 2);
}

#[tokio::test]
async fn a_failed_renewal_leaves_the_old_key_and_is_tried_again_later() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    slow.id().await;
    slow.clocks.pass(3450);
    slow.refuse();
    for _ in 0..100 {
        assert_eq!(slow.id().await, "STS.first");
    }
    assert_eq!(slow.requests(), 2);
    // Each failure makes the next try later: a pause of 1 second, then of 2.
    slow.clocks.pass(1);
    slow.refuse();
    assert_eq!(slow.id().await, "STS.first");
    assert_eq!(slow.requests(), 3);
    slow.clocks.pass(2);
    slow.give("STS.second", 7200);
    assert_eq!(slow.id().await, "STS.second");
}

#[tokio::test]
async fn a_key_that_has_ended_is_never_used() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    slow.id().await;
    // 15 seconds early, as a request takes time.
    slow.clocks.pass(3585);
    slow.refuse();
    assert_parts(&failure(&slow.source).await, &["HTTP 503"]);
}

#[tokio::test]
async fn a_pause_does_not_outlast_the_old_key() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    slow.id().await;
    slow.clocks.pass(3420);
    for _ in 0..6 {
        slow.refuse();
        assert_eq!(slow.id().await, "STS.first");
        slow.clocks.pass(30);
    }
    // The last pause began 15 seconds before the key was no longer used, and
    // is longer than that.
    slow.clocks.pass(-15);
    slow.give("STS.second", 7200);
    assert_eq!(slow.id().await, "STS.second");
    assert_eq!(slow.requests(), 8);
}

#[tokio::test]
async fn clocks_that_jump() {
    let slow = Slow::start();
    slow.give("STS.first", 7200);
    slow.id().await;
    // Set back: the time that has passed still counts.
    slow.clocks.jump(-1000);
    assert_eq!(slow.id().await, "STS.first");
    slow.clocks.pass(7200);
    slow.give("STS.second", 9000);
    assert_eq!(slow.id().await, "STS.second");
    // Set forward, or awake after a long sleep.
    slow.clocks.jump(3000);
    slow.give("STS.third", 12_000);
    assert_eq!(slow.id().await, "STS.third");
    assert_eq!(slow.requests(), 3);
}

#[tokio::test]
async fn a_far_end_is_not_believed() {
    let slow = Slow::start();
    let far = key_json("STS.first", 0).replace("2026-", "9999-");
    slow.permits.send(ok(&far)).unwrap();
    slow.id().await;
    slow.clocks.pass(86_399);
    slow.permits
        .send(ok(&far.replace("first", "second")))
        .unwrap();
    assert_eq!(slow.id().await, "STS.second");
}

/// A caller that renews has a key it can go on with: it must not lose its own
/// time waiting for a service that is down.
#[tokio::test]
async fn a_renewal_that_stalls_leaves_its_caller_the_old_key() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    slow.id().await;
    slow.clocks.pass(3450);
    let limit = Duration::from_secs(8);
    let id = tokio::time::timeout(limit, slow.id()).await;
    assert_eq!(id.as_deref(), Ok("STS.first"));
    // It counts as a failure: the next caller does not even try.
    assert_eq!(slow.id().await, "STS.first");
    assert_eq!(slow.arrived.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_renewal_that_is_given_up_is_not_begun_by_each_caller_anew() {
    let slow = Slow::start();
    slow.give("STS.first", 3600);
    slow.id().await;
    slow.clocks.pass(3450);
    let renewing = slow.callers(1).remove(0);
    slow.arrived(2).await;
    renewing.abort();
    assert!(renewing.await.unwrap_err().is_cancelled());
    let next = tokio::time::timeout(Duration::from_secs(2), slow.id()).await;
    assert_eq!(next.as_deref(), Ok("STS.first"));
    assert_eq!(slow.arrived.load(Ordering::SeqCst), 2);
    slow.give("STS.nobody", 7200);
    slow.clocks.pass(1);
    slow.give("STS.second", 7200);
    assert_eq!(slow.id().await, "STS.second");
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_take_the_others_along() {
    let slow = Slow::start();
    let first = slow.callers(1).remove(0);
    slow.arrived(1).await;
    let others = slow.callers(10);
    yields().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    slow.give("STS.first", 3600);
    for other in others {
        assert_eq!(other.await.unwrap().unwrap().id(), "STS.first");
    }
    assert_eq!(slow.requests(), 1);
}

#[tokio::test]
async fn when_all_give_up_the_next_begins_anew() {
    let slow = Slow::start();
    for round in 1..=3 {
        let callers = slow.callers(10);
        slow.arrived(round).await;
        for caller in callers {
            caller.abort();
            assert!(caller.await.unwrap_err().is_cancelled());
        }
        slow.give("STS.nobody", 3600);
    }
    slow.give("STS.first", 3600);
    assert_eq!(slow.id().await, "STS.first");
    assert_eq!(slow.requests(), 4);
}

#[tokio::test]
async fn a_waiter_that_is_not_polled_holds_nobody_up() {
    let slow = Slow::start();
    let mut idle = slow.source.credentials();
    let poll = |context: &mut Context<'_>| Poll::Ready(idle.as_mut().poll(context).is_pending());
    assert!(poll_fn(poll).await);
    slow.give("STS.first", 3600);
    assert_eq!(slow.id().await, "STS.first");
    assert_eq!(idle.await.unwrap().id(), "STS.first");
    assert_eq!(slow.requests(), 1);
}

#[test]
fn a_runtime_that_ends_meanwhile() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let server = Server::fixed(ok(&key_json("STS.first", 3600)));
    let clocks = Clocks::default();
    let source = UriCredentials::new(&server.endpoint).with_surroundings(clocks.surroundings());
    let (here, there) = (runtime(), runtime());
    // The caller that drives the fetch at first goes on waiting without its
    // runtime, on which the connection and the timer are.
    let mut waiting = source.credentials();
    let poll = |context: &mut Context<'_>| Poll::Ready(waiting.as_mut().poll(context).is_pending());
    assert!(there.block_on(poll_fn(poll)));
    drop(there);
    let error = here.block_on(source.credentials()).unwrap_err();
    assert_parts(&error.to_string(), &["the credentials URI: "]);
    drop(waiting);
    clocks.pass(1);
    let key = here.block_on(source.credentials()).unwrap();
    assert_eq!(key.id(), "STS.first");
}

/// A source that counts, and does what it is told.
struct Told {
    asked: AtomicUsize,
    panics: Mutex<bool>,
}

impl Credentials for Told {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let panics = std::mem::take(&mut *self.panics.lock().unwrap());
            assert!(!panics, "told to");
            Ok(AccessKey::new("LTAIfirst", "hush-first"))
        })
    }
}

#[tokio::test]
async fn a_source_that_panics_fails_and_is_asked_again() {
    let server = Server::fixed(ok(&sts_json("STS.reader", 3600)));
    let told = Arc::new(Told {
        asked: AtomicUsize::new(0),
        panics: Mutex::new(true),
    });
    let clocks = Clocks::default();
    let first: Arc<dyn Credentials> = told.clone();
    let role = AssumeRoleCredentials::new(first, "acs:ram::1:role/reader")
        .with_endpoint(&server.endpoint)
        .with_surroundings(clocks.surroundings());
    assert_parts(
        &failure(&role).await,
        &["assuming the role: fetching the key was broken off"],
    );
    assert_eq!(role.credentials().await.unwrap().id(), "STS.reader");
    assert_eq!(role.clone().credentials().await.unwrap().id(), "STS.reader");
    assert_eq!(told.asked.load(Ordering::SeqCst), 2);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_stall_ends_in_time_and_is_the_same_for_all() {
    let server = Server::fixed(Vec::new());
    let clocks = Clocks::default();
    let surroundings = clocks
        .surroundings()
        .with_patience(Duration::from_millis(100));
    let source = UriCredentials::new(&server.endpoint).with_surroundings(surroundings);
    let (one, two) = tokio::join!(source.credentials(), source.credentials());
    assert_eq!(one.unwrap_err(), two.unwrap_err());
    assert_eq!(server.received().len(), 1);
}
