//! Findings in the output: for people, or as JSON.

use aliyun_codegen::Diagnostic;
use clap::ValueEnum;
use serde_json::{Value, json};

/// Format of findings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the line and a caret.
    Human,
    /// One JSON object per line.
    Json,
}

/// A finding as an object. Keys without a value are `null`.
pub(crate) fn json(diagnostic: &Diagnostic) -> Value {
    json!({
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end_line": diagnostic.end_line,
        "end_column": diagnostic.end_column,
        "code": diagnostic.code,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "subject": diagnostic.subject,
        "help": diagnostic.help,
    })
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
