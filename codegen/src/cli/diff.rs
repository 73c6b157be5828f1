//! `diff`: what changed between two specs, and what that means for programs.

use aliyun_codegen::Failure;
use aliyun_codegen::diff::{self, Changes, Side, Verdict};
use clap::ValueEnum;

use super::{Console, Outcome};

/// Format of the changes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    Text,
    /// For the description of a change that people review.
    Markdown,
    /// For programs: one object.
    Json,
}

/// The least verdict that is refused.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Breaking changes.
    Breaking,
    /// Compatible changes, and breaking ones.
    Compatible,
}

impl Deny {
    /// Whether a change has this verdict or a worse one.
    pub(crate) fn hits(self, changes: &Changes) -> bool {
        let least = match self {
            Self::Breaking => Verdict::Breaking,
            Self::Compatible => Verdict::Compatible,
        };
        changes.worst() >= Some(least)
    }
}

/// Shows the changes. Exit codes: 0, or 1 if one of them is denied; 2 if the two
/// sides cannot be compared.
pub(crate) fn run(
    console: &mut Console,
    old: &str,
    new: &str,
    format: Format,
    deny: Option<Deny>,
) -> Outcome {
    match compare(old, new) {
        Ok(changes) => {
            show(console, &changes, format);
            if deny.is_some_and(|deny| deny.hits(&changes)) {
                Outcome::Findings
            } else {
                Outcome::Done
            }
        }
        Err(failure) => {
            console.note(failure);
            Outcome::Usage
        }
    }
}

fn compare(old: &str, new: &str) -> Result<Changes, Failure> {
    diff::compare(&Side::open(old)?, &Side::open(new)?)
}

pub(crate) fn show(console: &mut Console, changes: &Changes, format: Format) {
    let text = match format {
        Format::Text => changes.text(),
        Format::Markdown => changes.markdown(),
        Format::Json => changes.json(),
    };
    console.line(text.trim_end());
}
