//! Shared parts of `import` and `regenerate`: reading documentation, and
//! reporting its outcome.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use aliyun_codegen::import::{
    self, Counts, Description, DescriptionReport, Import, Note, Options, Origin, Outcome,
};
use aliyun_codegen::{Failure, Status};
use clap::Args;
use serde_json::{Value, json};

use super::Console;

/// Lines of each list on the terminal; the report has all of them.
pub(crate) const SHOWN: usize = 12;

/// How pages become a spec.
#[derive(Args)]
pub(crate) struct Choices {
    /// Leave out the descriptions of the pages: facts only.
    #[arg(long)]
    no_prose: bool,
    /// Refuse requests with values that an enum does not list. By default, every enum
    /// accepts other values, because services add some.
    #[arg(long)]
    closed_enums: bool,
    /// Make limits of the ranges, lengths and numbers of members that sentences state.
    /// By default, only limits that a document has as data are checked.
    #[arg(long)]
    limits_from_prose: bool,
    /// Of several pages about an action, use one with this text in its path. May be
    /// repeated. By default, the newer form wins, then the order of paths.
    #[arg(long, value_name = "TEXT")]
    prefer: Vec<String>,
    /// Product code, if the pages name none or several.
    #[arg(long, value_name = "CODE")]
    product: Option<String>,
    /// API version, if the pages name none or several.
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Only these actions: names separated by commas, or patterns such as `List*`.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    actions: Vec<String>,
    /// Write the outcome of every page, and all notes, to this JSON file.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

impl Choices {
    /// A spec for each product version, in `out` or in folders of it. Nothing is
    /// written yet but the report.
    pub(crate) fn imports(
        &self,
        descriptions: Vec<Description>,
        out: &Path,
    ) -> Result<Imports, Failure> {
        let chosen = import::select(descriptions, &self.actions)?;
        let batches = import::batches(chosen, out)?;
        let mut imports = Vec::new();
        for batch in batches.batches {
            let import = self.import(batch.descriptions, &batch.out)?;
            imports.push((batch.out, import));
        }
        let refused = batches.refused;
        self.save(|| match imports.as_slice() {
            [(_, only)] if refused.is_empty() => report(only),
            all => {
                let refused = refused.iter();
                let refused: Vec<Value> = refused
                    .map(|(source, reason)| json!({"source": source, "reason": reason}))
                    .collect();
                let specs: Vec<Value> = all
                    .iter()
                    .map(|(out, import)| json!({"out": out.display().to_string(), "import": report(import)}))
                    .collect();
                json!({"specs": specs, "refused": refused})
            }
        })?;
        Ok(Imports { imports, refused })
    }

    fn import(&self, descriptions: Vec<Description>, out: &Path) -> Result<Import, Failure> {
        let mut options = Options::default();
        options.no_prose = self.no_prose;
        options.closed_enums = self.closed_enums;
        options.limits_from_prose = self.limits_from_prose;
        options.prefer.clone_from(&self.prefer);
        options.product.clone_from(&self.product);
        options.version.clone_from(&self.api_version);
        Import::new(descriptions, out, &options)
    }

    /// Writes the report, if requested.
    pub(crate) fn save(&self, report: impl FnOnce() -> Value) -> Result<(), Failure> {
        match &self.report {
            Some(path) => import::save(path, &format!("{:#}\n", report())),
            None => Ok(()),
        }
    }
}

/// What documentation becomes.
pub(crate) struct Imports {
    /// Spec folders, each with what goes into it.
    pub(crate) imports: Vec<(PathBuf, Import)>,
    /// Documents that cannot become a spec, with the reason.
    pub(crate) refused: Vec<(String, String)>,
}

impl Imports {
    /// Tells which documents cannot become a spec.
    pub(crate) fn tell_refused(&self, console: &mut Console) {
        for (source, reason) in &self.refused {
            console.note(format_args!("left out: {source}: {reason}"));
        }
    }
}

/// Reads the pages, with a line of progress on a terminal.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Description>, Failure> {
    let pages = import::find(paths)?;
    let total = pages.len();
    let shown = std::io::stderr().is_terminal();
    let descriptions = import::read(&pages, &|done| {
        if shown && (done % 25 == 0 || done == total) {
            let _ = write!(std::io::stderr(), "\r{}", bar(done, total));
        }
    });
    if shown {
        let _ = write!(std::io::stderr(), "\r{:60}\r", "");
    }
    descriptions
}

/// A bar of 24 places, and the numbers.
fn bar(done: usize, total: usize) -> String {
    const WIDTH: usize = 24;
    let full = done * WIDTH / total.max(1);
    format!(
        "reading pages [{:<WIDTH$}] {done}/{total}",
        "#".repeat(full.min(WIDTH))
    )
}

fn report(import: &Import) -> Value {
    let pages: Vec<_> = import
        .descriptions
        .iter()
        .map(|page| {
            let counts = page.counts;
            json!({
                "source": page.source, "action": page.action, "version": page.version,
                "outcome": page.outcome.name(), "reason": page.reason,
                "parameters": counts.parameters, "response_fields": counts.fields,
                "errors": counts.errors, "examples": counts.examples,
                "notes": notes(page.notes.iter()),
            })
        })
        .collect();
    let files: Vec<_> = import
        .files
        .iter()
        .map(|file| {
            json!({
                "name": file.name, "page": file.source.as_ref().map(|path| path.display().to_string()),
                "new": file.new, "changes": file.changes, "errata": file.errata,
            })
        })
        .collect();
    json!({ "pages": pages, "files": files, "kept": import.kept })
}

/// Notes, each with its origin.
pub(crate) fn notes<'a>(notes: impl Iterator<Item = &'a Note>) -> Vec<Value> {
    notes
        .map(|note| match &note.origin {
            Origin::Line(line) => json!({"line": line, "what": note.what}),
            Origin::Pointer(pointer) => json!({"pointer": pointer, "what": note.what}),
        })
        .collect()
}

/// The lines of a table with the outcomes of all pages, and of the files if they
/// have been written.
pub(crate) fn summary(import: &Import, written: Option<&[(String, Status)]>) -> Vec<String> {
    let of = |outcome| {
        let reports = import.descriptions.iter();
        reports.filter(move |report| report.outcome == outcome)
    };
    let count = |outcome| of(outcome).count();
    let selected: Vec<&DescriptionReport> = of(Outcome::Selected).collect();
    let sum = |count: fn(&Counts) -> usize| -> usize {
        let reports = selected.iter();
        reports.map(|report| count(&report.counts)).sum()
    };
    let errata: usize = import.files.iter().map(|file| file.errata).sum();
    let mut rows = vec![
        ("pages", import.descriptions.len()),
        ("  selected, one per action", selected.len()),
        (
            "  superseded by another page of the action",
            count(Outcome::Superseded),
        ),
        (
            "  of another product or version",
            count(Outcome::OtherProduct),
        ),
        ("  that describe no action", count(Outcome::NoAction)),
        ("  refused: their spec has errors", count(Outcome::Refused)),
        ("parameters", sum(|counts| counts.parameters)),
        ("response fields", sum(|counts| counts.fields)),
        ("errors", sum(|counts| counts.errors)),
        ("examples", sum(|counts| counts.examples)),
        ("errata written for contradictions", errata),
    ];
    for (what, wanted) in [
        ("files created", Status::Created),
        ("files updated", Status::Updated),
        ("files unchanged", Status::Unchanged),
    ] {
        if let Some(written) = written {
            let found = written.iter().filter(|(_, status)| *status == wanted);
            rows.push((what, found.count()));
        }
    }
    rows.push(("files kept that no page describes", import.kept.len()));
    let row = |(what, count)| format!("{what:<42}{count:>8}");
    let mut lines: Vec<String> = rows.into_iter().map(row).collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for note in selected.iter().flat_map(|report| &report.notes) {
        *kinds.entry(kind(&note.what)).or_default() += 1;
    }
    if !kinds.is_empty() {
        lines.push(
            "notes on the selected pages (`--report FILE` has each with its line):".to_owned(),
        );
    }
    let note = |(kind, count)| format!("  {count:>5}  {kind}");
    lines.extend(kinds.iter().map(note));
    lines
}

/// One of several products on one line.
pub(crate) fn line(out: &Path, import: &Import) -> String {
    let count = |outcome| {
        let reports = import.descriptions.iter();
        reports.filter(|report| report.outcome == outcome).count()
    };
    let reports = import.descriptions.iter();
    let notes: usize = reports.map(|report| report.notes.len()).sum();
    format!(
        "{}: {} actions, {} left out, {notes} notes",
        out.display(),
        count(Outcome::Selected),
        count(Outcome::Refused) + count(Outcome::NoAction),
    )
}

/// Prints the pages whose spec has errors; returns whether there are any.
pub(crate) fn refused(console: &mut Console, import: &Import) -> bool {
    let refused: Vec<&DescriptionReport> = import
        .descriptions
        .iter()
        .filter(|report| report.outcome == Outcome::Refused)
        .collect();
    for page in refused.iter().take(SHOWN) {
        console.note(format_args!(
            "{}: {}{}",
            page.source,
            page.action
                .as_ref()
                .map_or_else(String::new, |name| format!("`{name}`: ")),
            page.reason
        ));
    }
    if refused.len() > SHOWN {
        console.note(format_args!("… and {} more", refused.len() - SHOWN));
    }
    !refused.is_empty()
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
