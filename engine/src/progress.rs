//! Progress for a person at a terminal, which is not printed if standard error is not
//! a terminal, and warnings, which always are.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use aliyun_runtime::{AttemptReport, ItemOutcome, ItemState, Observer, Progress, Unread};

/// Prints a line to standard error if that is a terminal.
pub(crate) fn say(line: &str) {
    let mut out = io::stderr();
    if out.is_terminal() {
        let _ = writeln!(out, "{}", crate::visible::line(line));
    }
}

/// Warns of fields that are not as documented, a terminal or not: a script that
/// counts on their types should know.
pub(crate) fn unread(fields: &[Unread]) {
    for field in fields {
        // Of several values in JSON, none is printed.
        let printed = match field.found() {
            "several" => "",
            _ => "; it is printed as it came",
        };
        let line = format!("warning: {field}{printed}");
        let _ = writeln!(io::stderr(), "{}", crate::visible::line(&line));
    }
}

/// Reports the progress of a task whenever it changes, and keeps its items as they
/// were listed last.
pub(crate) fn task(seen: Arc<Mutex<Vec<ItemOutcome>>>) -> impl FnMut(Progress<'_>) + Send {
    let mut last = String::new();
    move |progress| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clear();
        seen.extend_from_slice(progress.items);
        let ended = |item: &&_| {
            let item: &ItemOutcome = item;
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

/// Reports failed attempts that are followed by another.
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
