//! The output about a task after waiting for it.

use aliyun_runtime::dynamic::Watch;
use aliyun_runtime::{ItemOutcome, ItemState, Outcome, Verdict};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::suggest::shown;

/// The result of a task that has ended, to be printed.
pub(crate) fn ended(
    watch: &Watch,
    number: &str,
    outcome: &Outcome,
    request_id: Option<&Value>,
) -> Value {
    let verdict = match outcome.verdict() {
        Verdict::Success => "Success",
        Verdict::PartialFailure => "PartialFailure",
        _ => "Failure",
    };
    report(watch, (number, verdict), outcome.items(), request_id)
}

/// A task with its items, to be printed.
pub(crate) fn report(
    watch: &Watch,
    (number, outcome): (&str, &str),
    items: &[ItemOutcome],
    request_id: Option<&Value>,
) -> Value {
    let waiter = &watch.waiter;
    let items = items.iter().map(|item| {
        let mut row = Map::new();
        if !waiter.subject.is_empty() {
            row.insert(waiter.subject.to_owned(), json!(item.subject));
        }
        row.insert(waiter.status.to_owned(), json!(item.status));
        let succeeded = match item.state {
            ItemState::Succeeded => Some(true),
            ItemState::Failed => Some(false),
            _ => None,
        };
        row.insert("Succeeded".to_owned(), json!(succeeded));
        row.insert("Message".to_owned(), json!(item.message));
        Value::Object(row)
    });
    let items: Vec<Value> = items.collect();
    let mut answer = Map::new();
    answer.insert(waiter.key.to_owned(), json!(number));
    answer.insert("Outcome".to_owned(), json!(outcome));
    answer.insert("Items".to_owned(), Value::Array(items));
    if let Some(id) = request_id {
        answer.insert("RequestId".to_owned(), id.clone());
    }
    Value::Object(answer)
}

/// A task that ended badly is a failure.
pub(crate) fn verdict(
    number: &str,
    outcome: &Outcome,
    request_id: Option<&Value>,
) -> Result<(), Failure> {
    match outcome.failed().count() {
        0 => Ok(()),
        failed => {
            let all = outcome.items().len();
            let id = request_id.and_then(Value::as_str);
            let id = id.map_or_else(String::new, |id| format!(" [request id {}]", shown(id)));
            Err(Failure::service(format!(
                "{failed} of {all} items of the task {} have failed{id}",
                shown(number)
            )))
        }
    }
}
