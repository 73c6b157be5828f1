//! Faults as files and requests spell them.

use std::time::Duration;

use aliyun_codegen::model::Model;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::fault::{Break, Fault, Script, Step};
use crate::rules::{FaultRule, Rules, Trouble};

/// The longest time that anything is held back, in milliseconds.
const LONGEST_WAIT: u64 = 10 * 60 * 1000;

/// The most filling that is sent, in bytes.
const MOST_FILLING: u64 = 1 << 30;

/// Fault rules as a file has them: YAML, or JSON of the same form.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultFile {
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    faults: Vec<Entry>,
}

impl FaultFile {
    /// Reads YAML.
    ///
    /// # Errors
    ///
    /// What is wrong and where, for a person.
    pub fn from_yaml(text: &str) -> Result<Self, String> {
        serde_yaml::from_str(text).map_err(|error| error.to_string())
    }

    pub(super) fn from_json(text: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(text).map_err(|error| error.to_string())
    }

    /// Refuses actions that the product does not have.
    ///
    /// # Errors
    ///
    /// Which rule names which action.
    pub fn check(&self, model: &Model) -> Result<(), String> {
        for (at, Entry(rule)) in self.faults.iter().enumerate() {
            let Some(name) = &rule.action else {
                continue;
            };
            if !model.actions.iter().any(|action| action.name == *name) {
                let product = &model.product.name;
                return Err(format!("faults[{at}]: {product} has no action `{name}`"));
            }
        }
        Ok(())
    }

    /// The rules, and the seed of what happens at random.
    #[must_use]
    pub fn into_parts(self) -> (Vec<FaultRule>, u64) {
        let rules = self.faults.into_iter().map(|Entry(rule)| rule);
        (rules.collect(), self.seed)
    }

    pub(super) fn into_rules(self) -> Rules {
        let (rules, seed) = self.into_parts();
        Rules::new(rules, seed)
    }
}

/// One rule, checked while it is read so that errors have their place.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Raw")]
struct Entry(FaultRule);

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Status,
    Service,
    Delay,
    Truncate,
    Close,
    Twice,
    Script,
    FailTask,
    ResetConnection,
    StallConnection,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Kind,
    action: Option<String>,
    count: Option<u64>,
    after: Option<u64>,
    probability: Option<f64>,
    delay_ms: Option<u64>,
    status: Option<u16>,
    body: Option<String>,
    code: Option<String>,
    bytes: Option<usize>,
    message: Option<String>,
    execute: Option<bool>,
    steps: Option<Vec<RawStep>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    send: Option<String>,
    body: Option<usize>,
    chunks: Option<usize>,
    fill: Option<u64>,
    pause_ms: Option<u64>,
    stall: Option<bool>,
    reset: Option<bool>,
}

impl TryFrom<Raw> for Entry {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        raw.belongs()?;
        let probability = raw.probability.unwrap_or(1.0);
        if !(0.0..=1.0).contains(&probability) {
            return Err(format!("`probability` is {probability}; expected 0 to 1"));
        }
        let delay = wait("delay_ms", raw.delay_ms.unwrap_or(0))?;
        let (action, count, after) = (raw.action.clone(), raw.count, raw.after);
        let own_delay = if raw.kind == Kind::Delay {
            Duration::ZERO
        } else {
            delay
        };
        let mut rule = FaultRule::new(raw.trouble(delay)?)
            .after(after.unwrap_or(0))
            .with_probability(probability)
            .with_delay(own_delay);
        rule.action = action;
        rule.count = count;
        Ok(Self(rule))
    }
}

impl Raw {
    /// Refuses keys that the kind does not have.
    fn belongs(&self) -> Result<(), String> {
        use Kind::{FailTask, ResetConnection, Script, Service, StallConnection, Status, Truncate};
        let connection = matches!(self.kind, ResetConnection | StallConnection);
        let of = |kinds: &[Kind]| kinds.contains(&self.kind);
        let keys = [
            ("action", self.action.is_some(), !connection),
            ("delay_ms", self.delay_ms.is_some(), !connection),
            ("status", self.status.is_some(), of(&[Status])),
            ("body", self.body.is_some(), of(&[Status])),
            ("code", self.code.is_some(), of(&[Service])),
            ("bytes", self.bytes.is_some(), connection || of(&[Truncate])),
            ("message", self.message.is_some(), of(&[FailTask])),
            ("execute", self.execute.is_some(), of(&[Script])),
            ("steps", self.steps.is_some(), of(&[Script])),
        ];
        if let Some((key, ..)) = keys.iter().find(|(_, given, fits)| *given && !*fits) {
            return Err(format!("`{key}` does not go with this kind of fault"));
        }
        if connection && self.count.is_none() {
            return Err(
                "a fault of connections needs a `count`: without one, nobody could reach the \
                 gateway to end it"
                    .to_owned(),
            );
        }
        Ok(())
    }

    fn trouble(self, delay: Duration) -> Result<Trouble, String> {
        let needs = |key: &str| format!("this kind of fault needs `{key}`");
        let fault = match self.kind {
            Kind::Status => {
                let status = self.status.ok_or_else(|| needs("status"))?;
                if !(200..=999).contains(&status) {
                    return Err(format!("`status` is {status}; expected 200 to 999"));
                }
                Fault::Status(status, self.body.unwrap_or_default())
            }
            Kind::Service => Fault::Service {
                code: self.code.ok_or_else(|| needs("code"))?,
            },
            Kind::Delay if delay.is_zero() => return Err(needs("delay_ms")),
            Kind::Delay => Fault::Delay(delay),
            Kind::Truncate => Fault::Truncate(self.bytes.ok_or_else(|| needs("bytes"))?),
            Kind::Close => Fault::Close,
            Kind::Twice => Fault::Twice,
            Kind::FailTask => Fault::FailTask {
                message: self
                    .message
                    .unwrap_or_else(|| "Failed as asked.".to_owned()),
            },
            Kind::Script => {
                let steps = self.steps.ok_or_else(|| needs("steps"))?;
                let steps: Result<Vec<Step>, String> = steps.into_iter().map(step).collect();
                Fault::Script(Script {
                    execute: self.execute.unwrap_or(false),
                    steps: steps?,
                })
            }
            Kind::ResetConnection => {
                return Ok(Trouble::Connection(Break::ResetAfter(self.start()?)));
            }
            Kind::StallConnection => {
                return Ok(Trouble::Connection(Break::StallAfter(self.start()?)));
            }
        };
        Ok(Trouble::Request(fault))
    }

    /// How much of a connection is read before it fails.
    fn start(&self) -> Result<usize, String> {
        let bytes = self.bytes.unwrap_or(0);
        if bytes > 1 << 20 {
            return Err(format!("`bytes` is {bytes}; expected 1048576 at most"));
        }
        Ok(bytes)
    }
}

fn wait(key: &str, millis: u64) -> Result<Duration, String> {
    if millis > LONGEST_WAIT {
        return Err(format!(
            "`{key}` is {millis}; expected {LONGEST_WAIT} at most"
        ));
    }
    Ok(Duration::from_millis(millis))
}

fn step(raw: RawStep) -> Result<Step, String> {
    let mut steps = Vec::new();
    steps.extend(raw.send.map(Step::text));
    steps.extend(raw.body.map(Step::Body));
    steps.extend(raw.chunks.map(Step::Chunks));
    steps.extend(raw.fill.map(Step::Fill));
    if let Some(millis) = raw.pause_ms {
        steps.push(Step::Pause(wait("pause_ms", millis)?));
    }
    steps.extend(raw.stall.filter(|stall| *stall).map(|_| Step::Stall));
    steps.extend(raw.reset.filter(|reset| *reset).map(|_| Step::Reset));
    match (steps.pop(), steps.is_empty()) {
        (Some(Step::Fill(length)), true) if length > MOST_FILLING => Err(format!(
            "`fill` is {length}; expected {MOST_FILLING} at most"
        )),
        (Some(step), true) => Ok(step),
        _ => Err(
            "a step has exactly one of `send`, `body`, `chunks`, `fill`, `pause_ms`, \
             `stall: true` and `reset: true`"
                .to_owned(),
        ),
    }
}

/// The rules as a request may give them, and how often each has struck.
pub(super) fn show(rules: &Rules) -> Value {
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
