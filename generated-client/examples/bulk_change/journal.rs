//! The file from which a run can resume: the plan, and the state of each part of it.
//! A line is on disk before the program acts on it.
//!
//! ```text
//! known   TASK                    a task that existed before
//! batch   NUMBER  DOMAIN…         domains that are submitted together
//! plan    complete
//! intent  NUMBER  NONCE  TIME     will be submitted next (seconds since 1970)
//! task    NUMBER  TASK            submitted
//! refused NUMBER  REASON          not submitted; do not try again
//! ```

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Domains that are submitted together, and their state.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) number: usize,
    pub(crate) domains: Vec<String>,
    pub(crate) state: State,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    /// Nothing was ever sent.
    New,
    /// Something may have been sent, under this nonce and at this time.
    Unknown { nonce: String, time: u64 },
    /// Submitted as this task.
    Submitted { task: String },
    /// The service refused it.
    Refused { reason: String },
}

/// The content of the file.
pub(crate) struct Plan {
    pub(crate) batches: Vec<Batch>,
    pub(crate) known: BTreeSet<String>,
}

pub(crate) struct Journal(Mutex<File>);

impl Journal {
    /// Writes a new plan, or nothing at all: the file gets its name only when it is
    /// complete.
    pub(crate) fn create(path: &Path, plan: &Plan) -> io::Result<()> {
        let draft = path.with_extension("draft");
        let mut file = File::create(&draft)?;
        for task in &plan.known {
            writeln!(file, "known\t{task}")?;
        }
        for batch in &plan.batches {
            writeln!(file, "batch\t{}\t{}", batch.number, batch.domains.join(" "))?;
        }
        writeln!(file, "plan\tcomplete")?;
        file.sync_all()?;
        std::fs::rename(draft, path)
    }

    /// Reads a plan and its state. A crash may have left half a line at the end. The
    /// program has not acted on it yet, so it is cut off.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, Plan)> {
        let text = std::fs::read_to_string(path)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let plan = Plan::read(&text[..whole])?;
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        file.sync_all()?;
        Ok((Self(Mutex::new(file)), plan))
    }

    pub(crate) fn record(&self, batch: usize, state: &State) -> io::Result<()> {
        let line = match state {
            State::New => return Ok(()),
            State::Unknown { nonce, time } => format!("intent\t{batch}\t{nonce}\t{time}\n"),
            State::Submitted { task } => format!("task\t{batch}\t{task}\n"),
            State::Refused { reason } => {
                let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("refused\t{batch}\t{reason}\n")
            }
        };
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }
}

impl Plan {
    fn read(text: &str) -> io::Result<Self> {
        let mut plan = Self {
            batches: Vec::new(),
            known: BTreeSet::new(),
        };
        let mut complete = false;
        for (line, number) in text.lines().zip(1..) {
            complete |= line == "plan\tcomplete";
            plan.line(line).ok_or_else(|| {
                let message = format!("line {number} of the journal is none of its lines: {line}");
                io::Error::new(io::ErrorKind::InvalidData, message)
            })?;
        }
        if complete {
            Ok(plan)
        } else {
            let message = "the file is no journal: it has no line `plan complete`";
            Err(io::Error::new(io::ErrorKind::InvalidData, message))
        }
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let parts: Vec<&str> = line.split('\t').collect();
        match parts.as_slice() {
            ["plan", "complete"] => {}
            ["known", task] => drop(self.known.insert((*task).to_owned())),
            ["batch", number, domains] => {
                let number = number.parse().ok()?;
                if number != self.batches.len() {
                    return None;
                }
                self.batches.push(Batch {
                    number,
                    domains: domains.split(' ').map(str::to_owned).collect(),
                    state: State::New,
                });
            }
            ["intent", number, nonce, time] => {
                let nonce = (*nonce).to_owned();
                let time = time.parse().ok()?;
                self.batch(number)?.state = State::Unknown { nonce, time };
            }
            ["task", number, task] => {
                let task = (*task).to_owned();
                self.batch(number)?.state = State::Submitted { task };
            }
            ["refused", number, reason] => {
                let reason = (*reason).to_owned();
                self.batch(number)?.state = State::Refused { reason };
            }
            _ => return None,
        }
        Some(())
    }

    fn batch(&mut self, number: &str) -> Option<&mut Batch> {
        self.batches.get_mut(number.parse::<usize>().ok()?)
    }
}
