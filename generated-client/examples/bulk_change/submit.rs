//! One batch, from its current state to a task.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aliyun_domain::prelude::SaveBatchTaskForModifyingDomainDnsRequest;
use aliyun_domain::{Client, Config, Error, ErrorKind};
use tokio::sync::Mutex;

use crate::journal::{Batch, Journal, State};
use crate::tasks::Found;

tokio::task_local! {
    /// The nonce in the journal for the submission under way.
    static NONCE: String;
}

/// How long the gateway may accept a signed request, in seconds: its time may be
/// 15 minutes off in either direction.
const WINDOW: u64 = 31 * 60;

/// How often to look for a task that must exist.
const LOOKS: u32 = 10;

pub(crate) struct Submitter {
    pub(crate) client: Client,
    pub(crate) journal: Journal,
    /// Tasks that belong to something else.
    pub(crate) accounted: Mutex<BTreeSet<String>>,
    pub(crate) found: Mutex<Found>,
    pub(crate) name_servers: [&'static str; 2],
}

/// Settings that give a submission the nonce in the journal.
pub(crate) fn with_written_nonces(config: Config) -> Config {
    config.with_nonce(Arc::new(|| {
        NONCE.try_with(Clone::clone).unwrap_or_else(|_| nonce())
    }))
}

/// 128 random bits.
fn nonce() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

pub(crate) fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.unwrap_or_default().as_secs()
}

impl Submitter {
    /// Brings a batch to its end, unless its outcome cannot be known yet.
    pub(crate) async fn run(
        &self,
        batch: &Batch,
    ) -> Result<State, Box<dyn StdError + Send + Sync>> {
        let mut state = batch.state.clone();
        loop {
            let (nonce, sent) = match state {
                State::New => (nonce(), None),
                State::Unknown { nonce, time } => match self.look(batch, time).await? {
                    Some(task) => return self.end(batch, State::Submitted { task }).await,
                    // By now the gateway refuses a request of that age.
                    None if now() > time + WINDOW => (self::nonce(), None),
                    // It may still be on its way. Under the same nonce, only
                    // one of the two can be accepted.
                    None => (nonce, Some(time)),
                },
                end => return Ok(end),
            };
            let intent = State::Unknown {
                nonce: nonce.clone(),
                time: now(),
            };
            self.journal.record(batch.number, &intent)?;
            match NONCE.scope(nonce, self.send(batch)).await {
                Ok(task) => return self.end(batch, State::Submitted { task }).await,
                Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
                    let since = sent.unwrap_or_else(now);
                    let Some(task) = self.look_again(batch, since).await? else {
                        return Ok(intent);
                    };
                    return self.end(batch, State::Submitted { task }).await;
                }
                // Certainly not carried out, but a later attempt may be.
                Err(error) if error.is_retryable() => {
                    let pause = error.retry_after().unwrap_or(Duration::from_secs(1));
                    tokio::time::sleep(pause).await;
                    state = State::New;
                }
                Err(error) if error.kind() == ErrorKind::Service => {
                    let reason = error.to_string();
                    return self.end(batch, State::Refused { reason }).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// One attempt: another one would need a nonce that is not in the journal.
    async fn send(&self, batch: &Batch) -> Result<String, Error> {
        let request = SaveBatchTaskForModifyingDomainDnsRequest::new()
            .set_aliyun_dns(false)
            .set_domain_name(batch.domains.clone())
            .set_domain_name_server(self.name_servers);
        let call = self
            .client
            .save_batch_task_for_modifying_domain_dns(&request);
        let answer = call.with_max_attempts(1).await?;
        Ok(answer.task_no.unwrap_or_default())
    }

    async fn end(
        &self,
        batch: &Batch,
        state: State,
    ) -> Result<State, Box<dyn StdError + Send + Sync>> {
        self.journal.record(batch.number, &state)?;
        if let State::Submitted { task } = &state {
            self.accounted.lock().await.insert(task.clone());
        }
        Ok(state)
    }

    async fn look(&self, batch: &Batch, since: u64) -> Result<Option<String>, Error> {
        let accounted = self.accounted.lock().await.clone();
        let mut found = self.found.lock().await;
        found
            .task(&self.client, &accounted, since, &batch.domains)
            .await
    }

    /// A task may be listed a little after it was submitted.
    async fn look_again(&self, batch: &Batch, since: u64) -> Result<Option<String>, Error> {
        for _ in 0..LOOKS {
            if let Some(task) = self.look(batch, since).await? {
                return Ok(Some(task));
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Ok(None)
    }
}
