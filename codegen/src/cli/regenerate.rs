//! `regenerate`: reference pages, or new spec files, into the spec folder and
//! the client, with a summary for the reviewer.

use std::path::{Path, PathBuf};

use aliyun_codegen::import::Import;
use aliyun_codegen::regenerate::{Fresh, Plan};
use aliyun_codegen::{Failure, Status};
use clap::Args;

use super::diff::{self, Deny, Format};
use super::pages::{self, Choices};
use super::{Console, Outcome};

#[derive(Args)]
pub(crate) struct Arguments {
    /// An official JSON document (`api-docs.json`), Markdown pages, or folders of them;
    /// what the authors of the spec added stays.
    #[arg(value_name = "DOCUMENTATION", required_unless_present = "from")]
    pages: Vec<PathBuf>,
    /// Instead of pages, a folder with new spec files; other spec files stay.
    #[arg(
        long,
        value_name = "NEW_SPEC_DIR",
        conflicts_with_all = ["pages", "no_prose", "closed_enums", "limits_from_prose", "prefer", "product", "api_version", "actions", "report"]
    )]
    from: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
    /// The spec folder to update; created if it does not exist.
    #[arg(long, value_name = "SPEC_DIR")]
    spec: PathBuf,
    /// Folder of the generated client. Without it, the client is only generated as
    /// a check, and only the spec is written.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Format of the changes.
    #[arg(long, default_value = "text")]
    format: Format,
    /// Write nothing and exit with 1 if there is such a change, or a worse one.
    #[arg(long, value_name = "VERDICT")]
    deny: Option<Deny>,
    /// Write nothing; show what would change.
    #[arg(long)]
    dry_run: bool,
}

/// Writes all or nothing. Standard output has only the changes, so that it can
/// become the description of a pull request; the written files are listed on
/// standard error.
pub(crate) fn run(console: &mut Console, arguments: &Arguments) -> Outcome {
    regenerate(console, arguments).unwrap_or_else(|failure| {
        console.note(failure);
        Outcome::Findings
    })
}

fn regenerate(console: &mut Console, arguments: &Arguments) -> Result<Outcome, Failure> {
    let (fresh, import) = match &arguments.from {
        Some(from) => (Fresh::of_folder(from)?, None),
        None => {
            let documents = pages::read(&arguments.pages)?;
            let mut imports = arguments.choices.imports(documents, &arguments.spec)?;
            imports.tell_refused(console);
            if imports.imports.len() > 1 {
                let message = "the documentation is about several product versions; \
                               regenerate one at a time, each with its own `--spec`";
                return Err(Failure::Message(message.to_owned()));
            }
            let Some((_, import)) = imports.imports.pop() else {
                return Ok(Outcome::Findings);
            };
            for line in pages::summary(&import, None) {
                console.note(line);
            }
            if pages::refused(console, &import) {
                console.note("nothing was written: not every page could become a spec");
                return Ok(Outcome::Findings);
            }
            (Fresh::of_import(&import, &arguments.spec), Some(import))
        }
    };
    let mut plan = Plan::new(fresh, &arguments.spec, arguments.out.as_deref())?;
    for warning in plan.warnings() {
        console.note(format_args!("{warning}\n"));
    }
    let denied = arguments.deny.is_some_and(|deny| deny.hits(plan.changes()));
    let written = if denied || arguments.dry_run {
        Vec::new()
    } else {
        plan.write()?
    };
    diff::show(console, plan.changes(), arguments.format);
    if !plan.kept().is_empty() {
        let kept = plan.kept().join(", ");
        console.note(format_args!("no new file for: {kept}; kept as it is"));
    }
    if denied {
        console.note("nothing was written: there are changes that are denied");
        return Ok(Outcome::Findings);
    }
    if arguments.dry_run {
        console.note("nothing was written: this was a dry run");
        return Ok(Outcome::Done);
    }
    tell(console, &written, import.as_ref());
    Ok(Outcome::Done)
}

/// Prints the status of every file, and the page that it was made from.
fn tell(console: &mut Console, written: &[(PathBuf, Status)], import: Option<&Import>) {
    let page = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        let files = &import?.files;
        files
            .iter()
            .find(|file| file.name == name)?
            .source
            .as_deref()
    };
    for (path, status) in written {
        let what = match status {
            Status::Created => "created",
            Status::Updated => "updated",
            Status::Removed => "removed",
            _ => continue,
        };
        let from = page(path).map_or_else(String::new, |page| format!("  from {}", page.display()));
        console.note(format_args!("{what:>9}  {}{from}", path.display()));
    }
}
