//! The tasks of the account and their domains, as the service lists them.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_domain::prelude::{QueryTaskDetailListRequest, QueryTaskListRequest};
use aliyun_domain::{Client, Error};

/// The list of tasks covers whole days. One more day, as days begin at other times
/// in other time zones.
const DAY: u64 = 24 * 60 * 60;

/// Numbers of the tasks that were submitted since about this time, in seconds
/// since 1970.
pub(crate) async fn since(client: &Client, time: u64) -> Result<BTreeSet<String>, Error> {
    let begin = i64::try_from(time.saturating_sub(DAY) * 1000).unwrap_or_default();
    let request = QueryTaskListRequest::new()
        .set_begin_create_time(begin)
        .set_page_size(100);
    let mut tasks = BTreeSet::new();
    let mut items = client.query_task_list_items(request);
    while let Some(task) = items.next().await {
        tasks.extend(task?.task_no);
    }
    Ok(tasks)
}

/// The domains of a task.
pub(crate) async fn domains(client: &Client, task: &str) -> Result<BTreeSet<String>, Error> {
    let request = QueryTaskDetailListRequest::new()
        .set_task_no(task)
        .set_page_size(100);
    let mut domains = BTreeSet::new();
    let mut items = client.query_task_detail_list_items(request);
    while let Some(detail) = items.next().await {
        domains.extend(detail?.domain_name);
    }
    Ok(domains)
}

/// The domains of each task that is not accounted for. The domains of a task never
/// change, so they are fetched once.
#[derive(Default)]
pub(crate) struct Found(BTreeMap<String, BTreeSet<String>>);

impl Found {
    /// The task with exactly these domains.
    pub(crate) async fn task(
        &mut self,
        client: &Client,
        accounted: &BTreeSet<String>,
        since: u64,
        domains: &[String],
    ) -> Result<Option<String>, Error> {
        let wanted: BTreeSet<String> = domains.iter().cloned().collect();
        for task in self::since(client, since).await? {
            if accounted.contains(&task) {
                continue;
            }
            if !self.0.contains_key(&task) {
                let domains = self::domains(client, &task).await?;
                self.0.insert(task.clone(), domains);
            }
            if self.0[&task] == wanted {
                return Ok(Some(task));
            }
        }
        Ok(None)
    }
}
