//! One rule from a value.

use std::time::Duration;

use super::pages;
use super::tree::{Members, Node, Place, located};
use crate::fault::{Break, Fault, Script, Step};
use crate::pages::Pages;
use crate::rules::{FaultRule, Trouble};

/// The longest delay, in milliseconds.
const LONGEST_WAIT: u64 = 10 * 60 * 1000;

/// The most blanks that `fill` sends.
const MOST_FILLING: u64 = 1 << 30;

/// The most bytes that are read of a connection before it fails.
const LATEST_BREAK: u64 = 1 << 20;

/// Every key that a rule may have, besides those of [`pages`].
const KEYS: [&str; 13] = [
    "kind",
    "action",
    "count",
    "after",
    "probability",
    "delay_ms",
    "status",
    "body",
    "code",
    "bytes",
    "message",
    "execute",
    "steps",
];

/// The keys of every kind that has an answer.
const COMMON: [&str; 2] = ["action", "delay_ms"];

/// The kinds, each with the keys that only some have.
const KINDS: [(&str, &[&str]); 11] = [
    ("status", &["status", "body"]),
    ("service", &["code"]),
    ("delay", &[]),
    ("truncate", &["bytes"]),
    ("close", &[]),
    ("twice", &[]),
    ("script", &["execute", "steps"]),
    ("fail-task", &["message"]),
    (PAGES, &pages::KEYS),
    (RESET, &["bytes"]),
    (STALL, &["bytes"]),
];

const RESET: &str = "reset-connection";
const STALL: &str = "stall-connection";
const PAGES: &str = "pages";

/// The keys of a step of a script.
const STEPS: [&str; 7] = [
    "send", "body", "chunks", "fill", "pause_ms", "stall", "reset",
];

/// The rule, and where it names its action.
pub(super) fn read(node: &Node, path: &str) -> Result<(FaultRule, Place), String> {
    let entry = Entry {
        node,
        path,
        members: node.map(path, &[&KEYS[..], &pages::KEYS].concat())?,
    };
    let kind = entry.kind()?;
    let connection = kind == RESET || kind == STALL;
    if connection && entry.members.get("count").is_none() {
        let what = "a fault of connections needs a `count`: without one, nobody could reach the \
                    gateway to end it";
        return Err(node.wrong(path, what));
    }
    let delay = entry.wait("delay_ms")?;
    let mut rule = FaultRule::new(entry.trouble(kind, delay)?);
    if kind != "delay" {
        rule = rule.with_delay(delay.unwrap_or_default());
    }
    if let Some((node, path)) = entry.get("probability") {
        rule = rule.with_probability(node.fraction(&path)?);
    }
    rule = rule.after(entry.number("after")?.unwrap_or(0));
    rule.count = entry.number("count")?;
    rule.action = entry.text("action")?;
    let place = entry.members.get("action").and_then(|action| action.place);
    Ok((rule, place))
}

/// The keys of a rule.
struct Entry<'n> {
    node: &'n Node,
    path: &'n str,
    members: Members<'n>,
}

impl<'n> Entry<'n> {
    fn get(&self, key: &str) -> Option<(&'n Node, String)> {
        let node = self.members.get(key)?;
        Some((node, format!("{}.{key}", self.path)))
    }

    fn needed<T>(&self, key: &str, found: Option<T>) -> Result<T, String> {
        found.ok_or_else(|| {
            let what = format!("this kind of fault needs `{key}`");
            self.node.wrong(self.path, &what)
        })
    }

    fn number(&self, key: &str) -> Result<Option<u64>, String> {
        self.get(key)
            .map(|(node, path)| node.number(&path))
            .transpose()
    }

    /// A number of bytes.
    fn size(&self, key: &str) -> Result<Option<usize>, String> {
        self.get(key)
            .map(|(node, path)| size(node, &path))
            .transpose()
    }

    fn text(&self, key: &str) -> Result<Option<String>, String> {
        let text = self
            .get(key)
            .map(|(node, path)| node.text(&path).map(str::to_owned));
        text.transpose()
    }

    fn wait(&self, key: &str) -> Result<Option<Duration>, String> {
        self.get(key)
            .map(|(node, path)| wait(node, &path))
            .transpose()
    }

    /// The kind, with no key of another.
    fn kind(&self) -> Result<&'static str, String> {
        let (node, path) = self.needed("kind", self.get("kind"))?;
        let text = node.text(&path)?;
        let Some((kind, own)) = KINDS.iter().find(|(kind, _)| *kind == text) else {
            let kinds = KINDS.map(|(kind, _)| kind).join("`, `");
            return Err(node.unlike(&path, &format!("one of `{kinds}`")));
        };
        let connection = *kind == RESET || *kind == STALL;
        let others = KINDS.iter().flat_map(|(_, keys)| *keys);
        let others = others.filter(|key| !own.contains(*key));
        let common = COMMON.iter().filter(|_| connection);
        for key in others.chain(common) {
            if let Some((place, _)) = self.members.place(key) {
                let what = format!("`{key}` does not go with a fault of kind `{kind}`");
                return Err(located(place, self.path, &what));
            }
        }
        Ok(kind)
    }

    fn trouble(&self, kind: &str, delay: Option<Duration>) -> Result<Trouble, String> {
        let fault = match kind {
            "status" => {
                let status = self.needed("status", self.get("status"))?;
                Fault::Status(status_code(status)?, self.text("body")?.unwrap_or_default())
            }
            "service" => Fault::Service {
                code: self.needed("code", self.text("code")?)?,
            },
            "delay" => {
                let delay = delay.filter(|delay| !delay.is_zero());
                Fault::Delay(self.needed("delay_ms", delay)?)
            }
            "truncate" => Fault::Truncate(self.needed("bytes", self.size("bytes")?)?),
            "twice" => Fault::Twice,
            "fail-task" => Fault::FailTask {
                message: self
                    .text("message")?
                    .unwrap_or_else(|| "Failed as asked.".to_owned()),
            },
            "script" => Fault::Script(self.script()?),
            PAGES => Fault::Pages(self.pages()?),
            RESET => return Ok(Trouble::Connection(Break::ResetAfter(self.start()?))),
            STALL => return Ok(Trouble::Connection(Break::StallAfter(self.start()?))),
            _ => Fault::Close,
        };
        Ok(Trouble::Request(fault))
    }

    fn script(&self) -> Result<Script, String> {
        let execute = self
            .get("execute")
            .map(|(node, path)| node.flag(&path))
            .transpose()?;
        let (steps, path) = self.needed("steps", self.get("steps"))?;
        let steps = steps.list(&path)?.iter().enumerate();
        let steps = steps.map(|(at, node)| step(node, &format!("{path}[{at}]")));
        Ok(Script {
            execute: execute.unwrap_or(false),
            steps: steps.collect::<Result<_, _>>()?,
        })
    }

    fn pages(&self) -> Result<Pages, String> {
        self.needed("action", self.get("action"))?;
        pages::read(&self.members, self.path)
    }

    /// The bytes that are read of a connection before it fails.
    fn start(&self) -> Result<usize, String> {
        let Some((node, path)) = self.get("bytes") else {
            return Ok(0);
        };
        at_most(node, &path, LATEST_BREAK)?;
        size(node, &path)
    }
}

fn status_code((node, path): (&Node, String)) -> Result<u16, String> {
    let status = u16::try_from(node.number(&path)?).ok();
    status
        .filter(|status| (200..=999).contains(status))
        .ok_or_else(|| node.unlike(&path, "200 to 999"))
}

pub(super) fn at_most(node: &Node, path: &str, most: u64) -> Result<u64, String> {
    let number = node.number(path)?;
    if number > most {
        return Err(node.unlike(path, &format!("{most} at most")));
    }
    Ok(number)
}

fn wait(node: &Node, path: &str) -> Result<Duration, String> {
    at_most(node, path, LONGEST_WAIT).map(Duration::from_millis)
}

fn size(node: &Node, path: &str) -> Result<usize, String> {
    let number = node.number(path)?;
    usize::try_from(number).map_err(|_| node.unlike(path, "a number of bytes"))
}

fn step(node: &Node, path: &str) -> Result<Step, String> {
    let members = node.map(path, &STEPS)?;
    let mut steps = Vec::new();
    for key in STEPS {
        let Some(value) = members.get(key) else {
            continue;
        };
        let path = format!("{path}.{key}");
        let step = match key {
            "send" => Step::text(value.text(&path)?),
            "body" => Step::Body(size(value, &path)?),
            "chunks" => Step::Chunks(size(value, &path)?),
            "fill" => Step::Fill(at_most(value, &path, MOST_FILLING)?),
            "pause_ms" => Step::Pause(wait(value, &path)?),
            // `false` means that the step is absent.
            _ if !value.flag(&path)? => continue,
            "stall" => Step::Stall,
            _ => Step::Reset,
        };
        steps.push(step);
    }
    match (steps.pop(), steps.is_empty()) {
        (Some(step), true) => Ok(step),
        _ => {
            let what = "a step has exactly one of `send`, `body`, `chunks`, `fill`, `pause_ms`, \
                        `stall: true` and `reset: true`";
            Err(node.wrong(path, what))
        }
    }
}
