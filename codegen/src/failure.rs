//! Why the generator or one of its tools failed.

use std::fmt;

use crate::codes::Severity;
use crate::diagnostic::Diagnostic;

/// Why a run failed.
///
/// `Debug` is the same as `Display`, so that a `build.rs` whose `main` returns
/// this error shows the report as it is meant to be read.
#[non_exhaustive]
pub enum Failure {
    /// The spec has errors; these are all findings of the run, warnings included.
    Findings(Vec<Diagnostic>),
    /// Anything else, such as a file that cannot be written or an action that the
    /// spec does not have.
    Message(String),
}

impl Failure {
    /// The findings; empty if the cause is not in the spec.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Findings(diagnostics) => diagnostics,
            Self::Message(_) => &[],
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let diagnostics = match self {
            Self::Findings(diagnostics) => diagnostics,
            Self::Message(message) => return write!(f, "error: {message}"),
        };
        let mut errors = 0;
        let mut warnings = 0;
        for diagnostic in diagnostics {
            writeln!(f, "{diagnostic}\n")?;
            match diagnostic.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
            }
        }
        write!(f, "{}", count(errors, "error"))?;
        if warnings > 0 {
            write!(f, ", {}", count(warnings, "warning"))?;
        }
        f.write_str("; nothing was generated")
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Failure {}
