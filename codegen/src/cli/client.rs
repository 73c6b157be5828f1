//! `client`: a product as a crate, from nothing or from the documentation of today.

use std::path::{Path, PathBuf};

use aliyun_codegen::client::{Choices, Document, Entry, Manifest, Plan, Runtime, Step, remembered};
use aliyun_codegen::fetch::{Catalog, Language, OFFICIAL, Source};
use aliyun_codegen::{Failure, Status};
use clap::Args;

use super::diff::{self, Deny, Format};
use super::pages::SHOWN;
use super::{Console, Outcome};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Product code, such as ecs; in any case.
    #[arg(value_name = "CODE", required_unless_present_any = ["metadata", "manifest"])]
    code: Option<String>,
    /// API version, such as 2014-05-26. By default, the one that the folder has, then the
    /// product's default version.
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    /// Folder of the crate. One that `client` wrote is updated; what you changed stays.
    #[arg(long, value_name = "DIR", required_unless_present = "manifest")]
    out: Option<PathBuf>,
    /// Use this official document (`api-docs.json`), or the one in this folder, and
    /// download nothing.
    #[arg(long, value_name = "PATH")]
    metadata: Option<PathBuf>,
    /// Address of a mirror of the metadata service.
    #[arg(long, value_name = "URL", default_value = OFFICIAL)]
    from: String,
    /// Name of the crate; `aliyun-CODE` by default.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where the crate gets the runtime: a version, `path=DIR` with a checkout of
    /// aliyun-codegen, or `git=URL`, with `,branch=…`, `,tag=…` or `,rev=…` if needed.
    #[arg(long, value_name = "SOURCE")]
    runtime: Option<Runtime>,
    /// Write the client's source into the crate, so that its build needs no generator;
    /// `--pregenerated false` goes back.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pregenerated: Option<bool>,
    /// Keep the descriptions of the documentation. By default, only facts are kept.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    prose: Option<bool>,
    /// Only these actions: names separated by commas, or patterns such as `List*`.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    actions: Option<Vec<String>>,
    /// Only the actions of these areas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    areas: Option<Vec<String>>,
    /// Do this for every product of a list.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = [
            "code", "version", "out", "metadata", "name", "runtime", "pregenerated", "prose",
            "actions", "areas",
        ]
    )]
    manifest: Option<PathBuf>,
    /// With --manifest: accept documents that have changed, and write their SHA-256 into
    /// the manifest.
    #[arg(long, requires = "manifest")]
    update: bool,
    /// Format of the changes.
    #[arg(long, default_value = "text")]
    format: Format,
    /// Write nothing and exit with 1 if there is such a change, or a worse one.
    #[arg(long, value_name = "VERDICT")]
    deny: Option<Deny>,
    /// Write nothing; name the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(console: &mut Console, arguments: &Arguments) -> Outcome {
    let done = match &arguments.manifest {
        Some(manifest) => every(console, arguments, manifest),
        None => one(console, arguments),
    };
    done.unwrap_or_else(|failure| {
        console.note(failure);
        Outcome::Findings
    })
}

fn one(console: &mut Console, arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut choices = Choices::default();
    choices.name.clone_from(&arguments.name);
    choices.runtime.clone_from(&arguments.runtime);
    choices.pregenerated = arguments.pregenerated;
    choices.prose = arguments.prose;
    choices.actions.clone_from(&arguments.actions);
    choices.areas.clone_from(&arguments.areas);
    let out = arguments.out.clone().unwrap_or_default();
    let version = version(
        &out,
        arguments.code.as_deref(),
        arguments.version.as_deref(),
    )?;
    let document = match (&arguments.metadata, &arguments.code) {
        (None, Some(code)) => {
            let mut mirror = Mirror::new(&arguments.from);
            mirror.document(code, version.as_deref())?
        }
        (path, code) => {
            let path = path.clone().unwrap_or_default();
            Document::open(&path, code.as_deref(), version.as_deref())?
        }
    };
    let plan = Plan::new(&document, &choices, Path::new("."), &out)?;
    if let Some(code) = &arguments.code
        && !plan.product().0.eq_ignore_ascii_case(code)
    {
        return Err(Failure::Message(format!(
            "{} describes {}, not {code}",
            document.origin.display(),
            plan.product().0
        )));
    }
    finish(console, arguments, &plan, &out)
}

/// The version to use: the one that is named, else the one of the earlier crate.
fn version(out: &Path, code: Option<&str>, named: Option<&str>) -> Result<Option<String>, Failure> {
    let Some((product, version)) = remembered(out)? else {
        return Ok(named.map(str::to_owned));
    };
    let same = code.is_none_or(|code| code.eq_ignore_ascii_case(&product));
    if !same || named.is_some_and(|named| named != version) {
        return Err(Failure::Message(format!(
            "{} has the client of {product} {version}; choose another folder with --out",
            out.display()
        )));
    }
    Ok(Some(version))
}

/// Documents from the service or a mirror of it, whose list is read once.
struct Mirror<'a> {
    address: &'a str,
    open: Option<(Source, Catalog)>,
}

impl<'a> Mirror<'a> {
    fn new(address: &'a str) -> Self {
        Self {
            address,
            open: None,
        }
    }

    fn document(&mut self, code: &str, version: Option<&str>) -> Result<Document, Failure> {
        let failed = |error| Failure::Message(format!("{error}"));
        if self.open.is_none() {
            let source = Source::new(self.address).map_err(failed)?;
            let catalog = source.catalog().map_err(failed)?;
            self.open = Some((source, catalog));
        }
        let Some((source, catalog)) = &self.open else {
            return Err(Failure::Message("there is no source".to_owned()));
        };
        let (code, version) = catalog.find(code, version).map_err(failed)?;
        let download = source.download(code, &version, Language::English, &mut |_, _| {});
        download.map(Document::downloaded).map_err(failed)
    }
}

/// Shows the changes, and writes the crate.
fn finish(
    console: &mut Console,
    arguments: &Arguments,
    plan: &Plan,
    out: &Path,
) -> Result<Outcome, Failure> {
    for warning in plan.warnings() {
        console.note(format_args!("{warning}\n"));
    }
    tell(console, plan.steps());
    if arguments.check {
        return check(console, plan);
    }
    if !plan.is_new() {
        diff::show(console, plan.changes(), arguments.format);
        if arguments.deny.is_some_and(|deny| deny.hits(plan.changes())) {
            console.note("nothing was written: there are changes that are denied");
            return Ok(Outcome::Findings);
        }
    }
    let written = plan.write()?;
    let count = |wanted| {
        written
            .iter()
            .filter(|(_, status)| *status == wanted)
            .count()
    };
    let (product, version) = plan.product();
    console.note(format_args!(
        "{}: {} with {} of {product} {version}; {} files created, {} updated, {} removed",
        out.display(),
        plan.name(),
        match plan.actions() {
            1 => "1 action".to_owned(),
            number => format!("{number} actions"),
        },
        count(Status::Created),
        count(Status::Updated),
        count(Status::Removed)
    ));
    if plan.is_new() {
        console.note(format_args!(
            "next: `cargo doc --open` in that folder; README.md has a first call"
        ));
    }
    Ok(Outcome::Done)
}

fn check(console: &mut Console, plan: &Plan) -> Result<Outcome, Failure> {
    let stale = plan.compare()?;
    for (path, status) in &stale {
        let what = match status {
            Status::Created => "missing",
            Status::Removed => "no longer needed",
            _ => "stale",
        };
        console.line(format_args!("{what}: {}", path.display()));
    }
    if stale.is_empty() {
        console.line(format_args!("{}: up to date", plan.name()));
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Findings)
}

/// Tells what stays as it is, and what is left out.
fn tell(console: &mut Console, steps: &[Step]) {
    for step in steps.iter().take(SHOWN) {
        match step {
            Step::Edited(path) => {
                console.note(format_args!("kept as you changed it: {}", path.display()));
            }
            Step::Deleted(path) => console.note(format_args!(
                "not written again, as you removed it: {}",
                path.display()
            )),
            Step::Features(names) => console.note(format_args!(
                "add to [features] in Cargo.toml: {}",
                names
                    .iter()
                    .map(|name| format!("{name} = []"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
            Step::Gone(path) => console.note(format_args!(
                "no longer in the document, kept: {} (remove it to drop the action)",
                path.display()
            )),
            Step::Refused(action, reason) => {
                console.note(format_args!("left out: `{action}`: {reason}"));
            }
            _ => {}
        }
    }
    if steps.len() > SHOWN {
        console.note(format_args!("… and {} more", steps.len() - SHOWN));
    }
}

/// Every product of a manifest. One that fails does not stop the others.
fn every(console: &mut Console, arguments: &Arguments, path: &Path) -> Result<Outcome, Failure> {
    let manifest = Manifest::open(path)?;
    let base = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut mirror = Mirror::new(&arguments.from);
    let mut failed = Vec::new();
    for entry in &manifest.products {
        console.line(format_args!("{}", entry.code));
        let done = product(console, arguments, &mut mirror, entry, (path, base));
        match done {
            Ok(Outcome::Done) => {}
            Ok(_) => failed.push(entry.code.as_str()),
            Err(failure) => {
                console.note(failure);
                failed.push(entry.code.as_str());
            }
        }
    }
    if failed.is_empty() {
        return Ok(Outcome::Done);
    }
    console.note(format_args!(
        "{} of {} products failed: {}",
        failed.len(),
        manifest.products.len(),
        failed.join(", ")
    ));
    Ok(Outcome::Findings)
}

fn product(
    console: &mut Console,
    arguments: &Arguments,
    mirror: &mut Mirror<'_>,
    entry: &Entry,
    (manifest, base): (&Path, &Path),
) -> Result<Outcome, Failure> {
    let out = base.join(&entry.out);
    let code = Some(entry.code.as_str());
    let version = version(&out, code, entry.version.as_deref())?;
    let document = match &entry.metadata {
        Some(path) => Document::open(&base.join(path), code, version.as_deref())?,
        None => mirror.document(&entry.code, version.as_deref())?,
    };
    let pinned = entry.sha256.as_ref();
    let changed = pinned.filter(|pinned| **pinned != document.sha256);
    if let Some(pinned) = changed
        && !arguments.update
    {
        return Err(Failure::Message(format!(
            "the document is not the pinned one: {} has SHA-256 {}, {} has {pinned}; run with \
             --update to accept it, and look at the changes",
            document.origin.display(),
            document.sha256,
            manifest.display()
        )));
    }
    let plan = Plan::new(&document, &entry.choices, base, &out)?;
    let outcome = finish(console, arguments, &plan, &out)?;
    if let Some(pinned) = changed
        && outcome == Outcome::Done
        && !arguments.check
    {
        pin(manifest, pinned, &document.sha256)?;
    }
    Ok(outcome)
}

/// Replaces a SHA-256 in the manifest; the rest of the file stays.
fn pin(manifest: &Path, old: &str, new: &str) -> Result<(), Failure> {
    let text = std::fs::read_to_string(manifest).map_err(|error| {
        Failure::Message(format!("cannot read {}: {error}", manifest.display()))
    })?;
    let text = text
        .replace(old, new)
        .replace(&old.to_ascii_uppercase(), new);
    aliyun_codegen::import::save(manifest, &text)
}
