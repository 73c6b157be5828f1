//! Gives 500 domains other name servers: ten domains per submission, eight
//! submissions at a time. You can kill it at any moment and start it again. It
//! submits no domain twice and leaves none out.
//!
//! Before it sends a submission, it writes the nonce to a journal. After a crash it
//! searches the tasks of the account for submissions whose outcome is not in the
//! journal. If it does not find one, it sends the submission again under the same
//! nonce. The gateway accepts a nonce once, so if the first one arrived after all,
//! it refuses the second.
//!
//! `cargo run --locked -p aliyun-domain --example bulk_change`, against a gateway
//! in the same process, or with the key in the environment:
//!
//! `bulk_change DOMAINS JOURNAL [ENDPOINT]`: a file with one domain per line, a file
//! to resume the run from (one process at a time), and an endpoint, if not the
//! product's own. The exit code is 3 if an outcome is still unknown: start it again
//! a little later.
#![allow(clippy::print_stdout, reason = "a demonstration prints")]

mod journal;
mod submit;
mod tasks;

use std::collections::{BTreeSet, VecDeque};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex as Queue, PoisonError};

use aliyun_domain::{AccessKey, Client, Config, CredentialsChain};
use aliyun_mock::MockGateway;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use journal::{Batch, Journal, Plan, State};
use submit::Submitter;

type Failure = Box<dyn Error + Send + Sync>;

/// Domains per submission.
const BATCH: usize = 10;
/// Submissions at a time.
const WORKERS: usize = 8;

#[tokio::main]
async fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => demonstrate().await,
        [domains, journal, endpoint @ ..] if endpoint.len() < 2 => {
            let mut config = Config::new(CredentialsChain::new());
            if let Some(endpoint) = endpoint.first() {
                config = config.with_endpoint(endpoint);
            }
            let domains = std::fs::read_to_string(domains)?;
            let domains: Vec<String> = domains.split_whitespace().map(str::to_owned).collect();
            change(config, &domains, Path::new(journal)).await
        }
        _ => Err("usage: bulk_change DOMAINS JOURNAL [ENDPOINT]".into()),
    }
}

async fn demonstrate() -> Result<ExitCode, Failure> {
    let domains: Vec<String> = (0..500).map(|n| format!("bulk-{n:03}.com")).collect();
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let gateway = MockGateway::builder(aliyun_codegen::read(spec)?)
        .with_access_key("testid", "testsecret")
        .with_state(domains.clone())
        .start()
        .await?;
    let config =
        Config::new(AccessKey::new("testid", "testsecret")).with_endpoint(gateway.endpoint());
    let journal: PathBuf = std::env::temp_dir().join(format!("bulk-{}.tsv", std::process::id()));
    let code = change(config, &domains, &journal).await;
    std::fs::remove_file(journal)?;
    code
}

async fn change(config: Config, domains: &[String], path: &Path) -> Result<ExitCode, Failure> {
    let client = Client::new(submit::with_written_nonces(config))?;
    if path.exists() {
        println!("Taking up {}", path.display());
    } else {
        Journal::create(path, &plan(&client, domains).await?)?;
    }
    let (journal, plan) = Journal::open(path)?;
    let accounted: BTreeSet<String> = plan.known.iter().cloned().chain(tasks_of(&plan)).collect();
    let submitter = Arc::new(Submitter {
        client,
        journal,
        accounted: Mutex::new(accounted),
        found: Mutex::default(),
        name_servers: ["ns1.example.com", "ns2.example.com"],
    });
    let ends = work(&submitter, plan.batches).await?;
    Ok(report(&ends))
}

/// All domains, in batches, and the tasks that exist before the first submission.
async fn plan(client: &Client, domains: &[String]) -> Result<Plan, Failure> {
    let batches = domains.chunks(BATCH).enumerate();
    let batches = batches.map(|(number, domains)| Batch {
        number,
        domains: domains.to_vec(),
        state: State::New,
    });
    Ok(Plan {
        batches: batches.collect(),
        known: tasks::since(client, submit::now()).await?,
    })
}

fn tasks_of(plan: &Plan) -> impl Iterator<Item = String> {
    plan.batches.iter().filter_map(|batch| match &batch.state {
        State::Submitted { task } => Some(task.clone()),
        _ => None,
    })
}

/// Workers that take batches from a queue. The first failure ends them all. The
/// journal has the submissions that were under way.
async fn work(submitter: &Arc<Submitter>, batches: Vec<Batch>) -> Result<Vec<State>, Failure> {
    let (unknown, rest): (Vec<_>, Vec<_>) = batches
        .into_iter()
        .partition(|batch| matches!(batch.state, State::Unknown { .. }));
    let queue: VecDeque<Batch> = unknown.into_iter().chain(rest).collect();
    let queue = Arc::new(Queue::new(queue));
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let (submitter, queue) = (Arc::clone(submitter), Arc::clone(&queue));
        workers.spawn(async move {
            let mut ends = Vec::new();
            let next = || {
                let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
                queue.pop_front()
            };
            while let Some(batch) = next() {
                ends.push(submitter.run(&batch).await?);
            }
            Ok::<_, Failure>(ends)
        });
    }
    let mut ends = Vec::new();
    while let Some(done) = workers.join_next().await {
        ends.extend(done??);
    }
    Ok(ends)
}

fn report(ends: &[State]) -> ExitCode {
    let count = |wanted: fn(&State) -> bool| ends.iter().filter(|end| wanted(end)).count();
    let unknown = count(|end| matches!(end, State::Unknown { .. }));
    println!(
        "{} submitted, {} refused, {unknown} unknown",
        count(|end| matches!(end, State::Submitted { .. })),
        count(|end| matches!(end, State::Refused { .. })),
    );
    for end in ends {
        if let State::Refused { reason } = end {
            println!("  refused: {reason}");
        }
    }
    ExitCode::from(if unknown > 0 { 3 } else { 0 })
}
