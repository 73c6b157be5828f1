//! `check`: the mistakes in spec folders.

use std::path::PathBuf;

use aliyun_codegen::Severity;

use super::message::{count, json};
use super::{Console, MessageFormat, Outcome};

/// Prints every finding of every folder, and how many there are.
pub(crate) fn run(
    console: &mut Console,
    specs: &[PathBuf],
    deny_warnings: bool,
    format: MessageFormat,
) -> Outcome {
    let (mut errors, mut warnings, mut files) = (0, 0, 0);
    for spec in specs {
        let checked = aliyun_codegen::check(spec);
        files += checked.files;
        for finding in &checked.findings {
            match finding.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
            }
            match format {
                MessageFormat::Human => console.line(format_args!("{finding}\n")),
                MessageFormat::Json => console.line(json(finding)),
            }
        }
    }
    if format == MessageFormat::Human {
        console.line(format_args!(
            "{}, {} in {}",
            count(errors, "error"),
            count(warnings, "warning"),
            count(files, "file")
        ));
    }
    if errors > 0 || deny_warnings && warnings > 0 {
        Outcome::Findings
    } else {
        Outcome::Done
    }
}
