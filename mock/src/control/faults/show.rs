//! Fault rules as JSON, for GET and PUT.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::pages;
use crate::fault::{Break, Fault, Step};
use crate::rules::{FaultRule, Rules, Trouble};

/// The rules in the form that `PUT` accepts, with how often each was applied.
pub(in crate::control) fn show(rules: &Rules) -> Value {
    let shown = rules.rules.iter().enumerate();
    let shown: Vec<Value> = shown
        .map(|(at, rule)| {
            let mut entry = entry(rule);
            entry.insert("struck".to_owned(), rules.struck(at).into());
            Value::Object(entry)
        })
        .collect();
    json!({ "seed": rules.seed, "faults": shown })
}

fn entry(rule: &FaultRule) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    let (kind, details) = describe(&rule.trouble);
    put("kind", kind.into());
    for (name, value) in details {
        put(name, value);
    }
    if let Some(action) = &rule.action {
        put("action", action.as_str().into());
    }
    if let Some(count) = rule.count {
        put("count", count.into());
    }
    if rule.after > 0 {
        put("after", rule.after.into());
    }
    if rule.probability < 1.0 {
        put("probability", rule.probability.into());
    }
    if !rule.delay.is_zero() {
        put("delay_ms", millis(rule.delay));
    }
    out
}

fn millis(time: Duration) -> Value {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).into()
}

fn describe(trouble: &Trouble) -> (&'static str, Vec<(&'static str, Value)>) {
    let fault = match trouble {
        Trouble::Connection(Break::ResetAfter(bytes)) => {
            return ("reset-connection", vec![("bytes", (*bytes).into())]);
        }
        Trouble::Connection(Break::StallAfter(bytes)) => {
            return ("stall-connection", vec![("bytes", (*bytes).into())]);
        }
        Trouble::Request(fault) => fault,
    };
    let details = match fault {
        Fault::Status(status, body) => {
            vec![("status", (*status).into()), ("body", body.as_str().into())]
        }
        Fault::Service { code } => vec![("code", code.as_str().into())],
        Fault::Delay(time) => vec![("delay_ms", millis(*time))],
        Fault::Truncate(bytes) => vec![("bytes", (*bytes).into())],
        Fault::FailTask { message } => vec![("message", message.as_str().into())],
        Fault::Script(script) => vec![
            ("execute", script.execute.into()),
            ("steps", script.steps.iter().map(show_step).collect()),
        ],
        Fault::Pages(settings) => pages::show(settings),
        Fault::Close | Fault::Twice => Vec::new(),
    };
    (fault.kind(), details)
}

fn show_step(step: &Step) -> Value {
    match step {
        Step::Send(bytes) => json!({ "send": String::from_utf8_lossy(bytes) }),
        Step::Body(length) => json!({ "body": length }),
        Step::Chunks(length) => json!({ "chunks": length }),
        Step::Fill(length) => json!({ "fill": length }),
        Step::Pause(time) => json!({ "pause_ms": millis(*time) }),
        Step::Stall => json!({ "stall": true }),
        Step::Reset => json!({ "reset": true }),
    }
}
