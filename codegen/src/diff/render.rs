//! Changes as text, as Markdown and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::diagnostic::is_unsafe;
use crate::diff::change::{Change, Changes, Position, Verdict, Warning};
use crate::diff::log::words;

/// Characters of a value that are shown.
const SHOWN: usize = 60;
/// Characters before the first difference of two long values.
const BEFORE: usize = 20;

impl Changes {
    /// For a terminal: one line per change, by action, and a summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (action, changes) in self.groups() {
            line(&mut out, &format!("{}\n", action.unwrap_or("(product)")));
            for change in changes {
                let position = change.position.as_ref().map(shown);
                let position =
                    position.map_or_else(String::new, |position| format!("  {position}"));
                let text = format!(
                    "  {:13}  {}: {} ({}){position}\n",
                    change.verdict().as_str(),
                    short_path(change),
                    sides(change, |value| value),
                    change.reason,
                );
                line(&mut out, &text);
            }
            out.push('\n');
        }
        for warning in &self.warnings {
            line(
                &mut out,
                &format!("warning: {}: {}\n", warning.path, warning.message),
            );
        }
        if !self.warnings.is_empty() {
            out.push('\n');
        }
        out.push_str(&self.summary());
        out.push('\n');
        out
    }

    /// `2 breaking, 1 compatible, 0 documentation; next version: major (0.x: minor)`
    #[must_use]
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "no change".to_owned();
        }
        format!(
            "{}; next version: {} (0.x: {})",
            self.counts(),
            self.bump().as_str(),
            self.initial_bump().as_str()
        )
    }

    fn counts(&self) -> String {
        let count = |verdict: Verdict| format!("{} {}", self.count(verdict), verdict.as_str());
        [
            Verdict::Breaking,
            Verdict::Compatible,
            Verdict::Documentation,
        ]
        .map(count)
        .join(", ")
    }

    /// For the description of a change under review.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::from("## Changes of the API\n\n");
        if self.is_empty() {
            out.push_str("No change.\n");
        } else {
            let _ = writeln!(
                out,
                "{}. Next version: **{}** (0.x: **{}**).",
                self.counts(),
                self.bump().as_str(),
                self.initial_bump().as_str()
            );
        }
        if !self.warnings.is_empty() {
            out.push_str("\n### Probably mistakes\n\n");
        }
        for Warning { path, message, .. } in &self.warnings {
            let _ = writeln!(out, "- {}: {}", code(path), prose(message));
        }
        for (action, changes) in self.groups() {
            let title = action.map_or_else(|| "Product".to_owned(), code);
            let _ = writeln!(
                out,
                "\n### {title}\n\n| verdict | what | change | why | where |\n|---|---|---|---|---|"
            );
            for change in changes {
                let verdict = change.verdict().as_str();
                let verdict = match change.verdict() {
                    Verdict::Breaking => format!("**{verdict}**"),
                    _ => verdict.to_owned(),
                };
                let position = change
                    .position
                    .as_ref()
                    .map(|position| code(&shown(position)));
                let _ = writeln!(
                    out,
                    "| {verdict} | {} | {} | {} | {} |",
                    code(&short_path(change)),
                    sides(change, |value| code(&value)),
                    prose(&change.reason),
                    position.unwrap_or_default(),
                );
            }
        }
        out
    }

    /// For programs: one JSON object.
    #[must_use]
    pub fn json(&self) -> String {
        let count = |verdict| self.count(verdict);
        let object = json!({
            "bump": self.bump().as_str(),
            "initial_bump": self.initial_bump().as_str(),
            "breaking": count(Verdict::Breaking),
            "compatible": count(Verdict::Compatible),
            "documentation": count(Verdict::Documentation),
            "changes": self.changes.iter().map(object).collect::<Vec<_>>(),
            "warnings": self.warnings.iter().map(warning).collect::<Vec<_>>(),
        });
        format!("{object:#}\n")
    }

    /// The changes of the product, then those of each action.
    fn groups(&self) -> Vec<(Option<&str>, Vec<&Change>)> {
        let mut groups: Vec<(Option<&str>, Vec<&Change>)> = Vec::new();
        for change in &self.changes {
            let action = change.action.as_deref();
            match groups.last_mut() {
                Some((last, changes)) if *last == action => changes.push(change),
                _ => groups.push((action, vec![change])),
            }
        }
        groups
    }
}

fn object(change: &Change) -> Value {
    json!({
        "action": change.action,
        "path": change.path,
        "kind": change.kind.as_str(),
        "was": change.was,
        "is": change.is,
        "verdict": change.verdict().as_str(),
        "wire": change.wire.as_str(),
        "source": change.source.as_str(),
        "reason": change.reason,
        "position": change.position.as_ref().map(|position| json!({
            "file": position.file,
            "line": position.line,
            "column": position.column,
        })),
    })
}

fn warning(warning: &Warning) -> Value {
    json!({
        "action": warning.action,
        "path": warning.path,
        "message": warning.message,
    })
}

fn shown(position: &Position) -> String {
    format!("{}:{}", position.file, position.line)
}

/// The path without its action, which is the heading.
fn short_path(change: &Change) -> String {
    let steps = match &change.action {
        Some(_) => change.steps.get(1..).unwrap_or_default(),
        None => &change.steps,
    };
    if steps.is_empty() {
        change.path.clone()
    } else {
        steps.join(".")
    }
}

/// Old and new value, shortened to the part that differs.
fn sides(change: &Change, show: impl Fn(String) -> String) -> String {
    let [was, is] = [&change.was, &change.is].map(|side| side.as_deref().map(words));
    match (was, is) {
        (Some(was), Some(is)) => {
            let common = was.chars().zip(is.chars()).take_while(|(a, b)| a == b);
            let common = common.count();
            let long = was.chars().count().max(is.chars().count()) > SHOWN;
            let skip = if long {
                common.saturating_sub(BEFORE)
            } else {
                0
            };
            let (was, is) = (show(cut(&was, skip)), show(cut(&is, skip)));
            format!("{was} -> {is}")
        }
        (Some(was), None) => format!("removed: {}", show(cut(&was, 0))),
        (None, Some(is)) => format!("added: {}", show(cut(&is, 0))),
        (None, None) => String::new(),
    }
}

fn cut(text: &str, skip: usize) -> String {
    let mut out = String::from(if skip > 0 { "…" } else { "" });
    let mut rest = text.chars().skip(skip);
    out.extend(rest.by_ref().take(SHOWN));
    if rest.next().is_some() {
        out.push('…');
    }
    out
}

/// Texts of pages must not control a terminal.
fn line(out: &mut String, text: &str) {
    for character in text.chars() {
        if is_unsafe(character) && character != '\n' {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
}

/// A value as code, which holds neither markup nor mentions, in a table cell.
fn code(text: &str) -> String {
    let mut out = String::from("`");
    for character in text.chars() {
        match character {
            '`' => out.push('\''),
            '|' => out.push_str("\\|"),
            '\n' => out.push(' '),
            unsafe_one if is_unsafe(unsafe_one) => out.extend(unsafe_one.escape_unicode()),
            other => out.push(other),
        }
    }
    if out.len() == 1 {
        out.push(' ');
    }
    out.push('`');
    out
}

/// A sentence of this tool, which may have names in backticks.
fn prose(text: &str) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &text.replace(['\n', '\r'], " ").replace('|', "\\|"),
    );
    out
}
