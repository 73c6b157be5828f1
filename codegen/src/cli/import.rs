//! `import`: reference pages into spec files, or into their neutral form.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use aliyun_codegen::import::{self, Document, Import, Options, PageReport};
use aliyun_codegen::{Failure, Status};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Console, Outcome};

/// Lines of each list on the terminal; the report has all of them.
const SHOWN: usize = 12;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Markdown pages, or folders of them.
    #[arg(required = true, value_name = "PAGES")]
    pages: Vec<PathBuf>,
    /// The spec folder to write to; what its authors added stays.
    #[arg(
        long,
        value_name = "SPEC_DIR",
        required_unless_present = "format",
        conflicts_with = "format"
    )]
    out: Option<PathBuf>,
    /// Write no spec; print one object a page, each on a line of its own.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Leave out the descriptions of the pages: facts only.
    #[arg(long)]
    no_prose: bool,
    /// Of several pages of an action, take one whose path has this text; may be
    /// given several times. Without it, the newer form wins, then the order.
    #[arg(long, value_name = "TEXT")]
    prefer: Vec<String>,
    /// Product code, where the pages do not say it or say several.
    #[arg(long, value_name = "CODE")]
    product: Option<String>,
    /// API version, where the pages do not say it or say several.
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Write what became of every page, and every note, to this JSON file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write no spec file; show what would change.
    #[arg(long)]
    dry_run: bool,
}

/// What is printed instead of writing a spec.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON, one object a line for every page that describes an action.
    Json,
}

pub(crate) fn run(console: &mut Console, arguments: &Arguments) -> Outcome {
    match read(arguments) {
        Ok(documents) if arguments.format.is_some() => print(console, arguments, &documents),
        Ok(documents) => spec(console, arguments, &documents),
        Err(failure) => Err(failure),
    }
    .unwrap_or_else(|failure| {
        console.note(failure);
        Outcome::Findings
    })
}

/// Reads the pages, with a line of progress where someone looks on.
fn read(arguments: &Arguments) -> Result<Vec<Document>, Failure> {
    let pages = import::find(&arguments.pages)?;
    let total = pages.len();
    let shown = std::io::stderr().is_terminal();
    let documents = import::read(&pages, &|done| {
        if shown && (done % 25 == 0 || done == total) {
            let _ = write!(std::io::stderr(), "\rreading pages: {done}/{total}");
        }
    });
    if shown {
        let _ = write!(std::io::stderr(), "\r{:40}\r", "");
    }
    documents
}

fn print(
    console: &mut Console,
    arguments: &Arguments,
    documents: &[Document],
) -> Result<Outcome, Failure> {
    let mut refused = 0;
    for document in documents {
        match document.refused() {
            None => console.line(document.neutral()),
            Some(reason) => {
                refused += 1;
                if refused <= SHOWN {
                    console.note(format_args!("no action: {}: {reason}", document.source()));
                }
            }
        }
    }
    if refused > SHOWN {
        console.note(format_args!(
            "… and {} more pages that describe no action",
            refused - SHOWN
        ));
    }
    if let Some(path) = &arguments.report {
        let pages: Vec<_> = documents
            .iter()
            .map(|document| {
                let notes: Vec<_> = document
                    .notes()
                    .map(|(line, what)| json!({"line": line, "what": what}))
                    .collect();
                json!({"source": document.source(), "refused": document.refused(), "notes": notes})
            })
            .collect();
        save(path, &json!({ "pages": pages }))?;
    }
    Ok(Outcome::Done)
}

fn spec(
    console: &mut Console,
    arguments: &Arguments,
    documents: &[Document],
) -> Result<Outcome, Failure> {
    let Some(out) = &arguments.out else {
        return Ok(Outcome::Usage);
    };
    let mut options = Options::default();
    options.no_prose = arguments.no_prose;
    options.prefer.clone_from(&arguments.prefer);
    options.product.clone_from(&arguments.product);
    options.version.clone_from(&arguments.api_version);
    let import = Import::new(documents, out, &options)?;
    let written = if arguments.dry_run {
        Vec::new()
    } else {
        import.write(out)?
    };
    if let Some(path) = &arguments.report {
        save(path, &report(&import))?;
    }
    for file in &import.files {
        for change in &file.changes {
            console.line(format_args!("{}: {change}", file.name));
        }
    }
    summary(console, &import, &written);
    let refused = import.pages.iter().any(|page| page.fate == "refused");
    Ok(if refused {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

fn save(path: &Path, value: &serde_json::Value) -> Result<(), Failure> {
    import::save(path, &format!("{value:#}\n"))
}

fn report(import: &Import) -> serde_json::Value {
    let pages: Vec<_> = import
        .pages
        .iter()
        .map(|page| {
            let [parameters, fields, errors, examples] = page.counts;
            let notes: Vec<_> = page.notes.iter().map(|(line, what)| json!({"line": line, "what": what})).collect();
            json!({
                "source": page.source, "action": page.action, "version": page.version, "fate": page.fate, "reason": page.reason,
                "parameters": parameters, "response_fields": fields, "errors": errors, "examples": examples, "notes": notes,
            })
        })
        .collect();
    let files: Vec<_> = import
        .files
        .iter()
        .map(|file| {
            json!({
                "name": file.name, "page": file.page.as_ref().map(|page| page.display().to_string()),
                "new": file.new, "changes": file.changes, "errata": file.errata,
            })
        })
        .collect();
    json!({ "pages": pages, "files": files, "kept": import.kept })
}

/// What was read and what was not, in a table.
fn summary(console: &mut Console, import: &Import, written: &[(String, Status)]) {
    let count = |fate: &str| import.pages.iter().filter(|page| page.fate == fate).count();
    let taken: Vec<&PageReport> = import
        .pages
        .iter()
        .filter(|page| page.fate == "taken")
        .collect();
    let sum = |index: usize| taken.iter().map(|page| page.counts[index]).sum::<usize>();
    let errata: usize = import.files.iter().map(|file| file.errata).sum();
    let status = |wanted: Status| {
        written
            .iter()
            .filter(|(_, status)| *status == wanted)
            .count()
    };
    let rows = [
        ("pages", import.pages.len()),
        ("  taken, one an action", taken.len()),
        ("  beaten by another page of the action", count("beaten")),
        ("  of another product or version", count("elsewhere")),
        ("  that describe no action", count("no action")),
        ("  refused: their spec has errors", count("refused")),
        ("parameters", sum(0)),
        ("response fields", sum(1)),
        ("errors", sum(2)),
        ("examples", sum(3)),
        ("errata written for contradictions", errata),
        ("files created", status(Status::Created)),
        ("files updated", status(Status::Updated)),
        ("files unchanged", status(Status::Unchanged)),
        ("files kept that no page describes", import.kept.len()),
    ];
    for (what, count) in rows {
        console.line(format_args!("{what:<42}{count:>8}"));
    }
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (_, what) in taken.iter().flat_map(|page| &page.notes) {
        *kinds.entry(kind(what)).or_default() += 1;
    }
    if !kinds.is_empty() {
        console.line("notes on the pages taken:");
    }
    for (kind, count) in &kinds {
        console.line(format_args!("  {count:>5}  {kind}"));
    }
    let mut refused = import.pages.iter().filter(|page| page.fate == "refused");
    for page in refused.by_ref().take(SHOWN) {
        console.note(format_args!("{}: {}", page.source, page.reason));
    }
    let more = refused.count();
    if more > 0 {
        console.note(format_args!("… and {more} more"));
    }
}

/// A note without the names in it.
fn kind(what: &str) -> String {
    let parts = what
        .split('`')
        .enumerate()
        .map(|(index, part)| if index % 2 == 0 { part } else { "…" });
    let text: String = parts.collect();
    text.split(" (")
        .next()
        .unwrap_or_default()
        .trim_start_matches("…: ")
        .to_owned()
}
