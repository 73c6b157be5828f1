//! Output to a reader that may stop reading: `check | head` is not an error.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use super::Outcome;

/// Standard output and standard error.
#[derive(Default)]
pub(crate) struct Console {
    /// The reader has closed the output, or writing has failed.
    closed: bool,
    failed: bool,
}

impl Console {
    /// Writes a line to standard output.
    pub(crate) fn line(&mut self, text: impl Display) {
        if self.closed {
            return;
        }
        if let Err(error) = writeln!(io::stdout(), "{text}") {
            self.close(&error);
        }
    }

    /// Writes a line to standard error, and ignores failures, because nobody would
    /// see them.
    pub(crate) fn note(&mut self, text: impl Display) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    fn close(&mut self, error: &io::Error) {
        self.closed = true;
        if error.kind() != ErrorKind::BrokenPipe {
            self.failed = true;
            self.note(format_args!("error: cannot write the output: {error}"));
        }
    }

    /// The exit code, once everything is written.
    pub(crate) fn finish(mut self, outcome: Outcome) -> ExitCode {
        if !self.closed
            && let Err(error) = io::stdout().flush()
        {
            self.close(&error);
        }
        match outcome {
            Outcome::Usage => ExitCode::from(2),
            Outcome::Done if !self.failed => ExitCode::SUCCESS,
            Outcome::Done | Outcome::Findings => ExitCode::FAILURE,
        }
    }
}
