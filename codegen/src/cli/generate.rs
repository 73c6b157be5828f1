//! `generate`: the Rust client of a spec folder.

use std::path::PathBuf;

use aliyun_codegen::{Builder, Diagnostic, Difference, Failure, Status};

use super::{Console, MessageFormat, Outcome, message, patch};

/// Writes the client, or shows what is stale. With findings as JSON, standard
/// output has nothing else.
pub(crate) fn run(
    console: &mut Console,
    spec: PathBuf,
    out: PathBuf,
    check: bool,
    format: MessageFormat,
) -> Outcome {
    let builder = Builder::new(spec).out_dir(out);
    let mut report = Report { console, format };
    let done = if check {
        report.stale(&builder)
    } else {
        report.generate(&builder)
    };
    done.unwrap_or_else(|failure| {
        report.failure(&failure);
        Outcome::Findings
    })
}

struct Report<'a> {
    console: &'a mut Console,
    format: MessageFormat,
}

impl Report<'_> {
    fn generate(&mut self, builder: &Builder) -> Result<Outcome, Failure> {
        let generated = builder.generate()?;
        self.findings(&generated.warnings);
        for (name, status) in &generated.files {
            let what = match status {
                Status::Created => "created",
                Status::Updated => "updated",
                Status::Unchanged => "unchanged",
                Status::Removed => "removed",
                _ => "done",
            };
            let path = generated.dir.join(name);
            self.say(format_args!("{what:>9}  {}", path.display()));
        }
        Ok(Outcome::Done)
    }

    fn stale(&mut self, builder: &Builder) -> Result<Outcome, Failure> {
        let differences = builder.compare()?;
        if differences.is_empty() {
            self.say("up to date");
            return Ok(Outcome::Done);
        }
        for difference in &differences {
            self.say(show(difference));
        }
        self.console.note(format_args!(
            "{} stale; run without --check to write",
            differences.len()
        ));
        Ok(Outcome::Findings)
    }

    fn say(&mut self, text: impl std::fmt::Display) {
        match self.format {
            MessageFormat::Human => self.console.line(text),
            MessageFormat::Json => self.console.note(text),
        }
    }

    fn findings(&mut self, findings: &[Diagnostic]) {
        for finding in findings {
            match self.format {
                MessageFormat::Human => self.console.note(format_args!("{finding}\n")),
                MessageFormat::Json => self.console.line(message::json(finding)),
            }
        }
    }

    fn failure(&mut self, failure: &Failure) {
        let findings = failure.diagnostics();
        if self.format == MessageFormat::Json && !findings.is_empty() {
            self.findings(findings);
        } else {
            self.console.note(failure);
        }
    }
}

/// A unified diff from the file on disk to what the spec generates.
fn show(difference: &Difference) -> String {
    let path = difference.path.display();
    match difference.status {
        Status::Created => format!("missing: {path}"),
        Status::Removed => format!("belongs to no action: {path}"),
        _ => {
            let old = std::fs::read_to_string(&difference.path).unwrap_or_default();
            patch::unified(
                &old,
                &difference.generated,
                &format!("{path} (on disk)"),
                &format!("{path} (generated)"),
            )
        }
    }
}
