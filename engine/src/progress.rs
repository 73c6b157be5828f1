//! What a person at a terminal is told while they wait. Nothing is said where
//! standard error is no terminal.

use std::io::{self, IsTerminal, Write};

use aliyun_runtime::waiter::{ItemState, Progress};
use aliyun_runtime::{AttemptReport, Observer};

/// A line to standard error, if somebody sits there.
pub(crate) fn say(line: &str) {
    let mut out = io::stderr();
    if out.is_terminal() {
        let _ = writeln!(out, "{}", crate::visible::line(line));
    }
}

/// Tells how a task goes, whenever that changes.
pub(crate) fn task() -> impl FnMut(Progress<'_>) + Send {
    let mut last = String::new();
    move |progress| {
        let ended = |item: &&_| {
            let item: &aliyun_runtime::waiter::ItemOutcome = item;
            item.state != ItemState::Pending
        };
        let done = progress.items.iter().filter(ended).count();
        let task = progress.task.unwrap_or_default();
        let line = format!("task {task}: {done} of {} ended", progress.items.len());
        if line != last {
            say(&line);
            last = line;
        }
    }
}

/// Tells of attempts that another one follows.
pub(crate) struct Attempts(());

impl Attempts {
    pub(crate) fn new() -> Self {
        Self(())
    }
}

impl Observer for Attempts {
    fn attempt(&self, report: &AttemptReport<'_>) {
        if let (Some(error), Some(delay)) = (report.error, report.retry_in) {
            let seconds = delay.as_secs_f32();
            say(&format!("{error}; trying again in {seconds:.1}s"));
        }
    }
}
