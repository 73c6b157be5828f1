//! A crate that is complete except for writing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::document::{Document, is_of};
use super::folder::Files;
use super::program::programs;
use super::settings::{Choices, Settings};
use super::state::{self, State, sha256};
use super::{cargo, library, readme};
use crate::diagnostic::Diagnostic;
use crate::diff::{Changes, Side, diff};
use crate::failure::Failure;
use crate::fetch::PROVENANCE;
use crate::import::{self, Description, Import, Options, Outcome};
use crate::load::PRODUCT_FILE;
use crate::model::Model;
use crate::output::{File, Status};
use crate::{builder, emit};

/// The folder of the spec, in that of the crate.
const SPEC: &str = "spec";
/// The folder of a client that was generated before the build.
const CLIENT: &str = "src/client";
/// Without these files there is no crate: they are written again if they are missing.
const NEEDED: &[&str] = &["Cargo.toml", "build.rs", "src/lib.rs"];

/// What the texts of a crate are made from.
pub(super) struct Facts<'a> {
    pub(super) model: &'a Model,
    pub(super) settings: &'a Settings,
    /// Name of the crate.
    pub(super) name: String,
    /// Name of the crate in Rust.
    pub(super) path: String,
}

impl Facts<'_> {
    /// The areas that have an action.
    pub(super) fn areas(&self) -> Vec<&str> {
        let used: BTreeSet<&str> = self
            .model
            .actions
            .iter()
            .filter_map(|action| self.model.area(action))
            .map(|area| area.name.as_str())
            .collect();
        used.into_iter().collect()
    }
}

/// What happens to a file, or why nothing does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// A person changed the file, so it stays.
    Edited(PathBuf),
    /// A person removed the file, and it is not written again.
    Deleted(PathBuf),
    /// Features that an edited `Cargo.toml` does not declare.
    Features(Vec<String>),
    /// An action that the document has no longer; its file stays.
    Gone(PathBuf),
    /// An action that cannot be described, and the reason.
    Refused(String, String),
}

/// A crate that is complete except for writing.
#[derive(Debug)]
pub struct Plan {
    out: PathBuf,
    name: String,
    product: String,
    version: String,
    actions: usize,
    /// Whether there is no earlier crate.
    new: bool,
    changes: Changes,
    steps: Vec<Step>,
    warnings: Vec<Diagnostic>,
    files: Files,
}

impl Plan {
    /// Makes all files of the crate in the folder `out`. A path in `choices` starts at
    /// the folder `base`. Nothing is written.
    ///
    /// # Errors
    ///
    /// The document cannot be imported, `out` holds something else, or the findings of
    /// the spec with what a person has changed in it.
    pub fn new(
        document: &Document,
        choices: &Choices,
        base: &Path,
        out: &Path,
    ) -> Result<Self, Failure> {
        let old = State::open(out)?;
        let runtime = choices.runtime.as_ref();
        let runtime = runtime.map(|runtime| runtime.seen_from(base, out));
        let runtime = runtime.transpose().map_err(Failure::Message)?;
        let settings = old.as_ref().map(|old| old.settings.clone());
        let settings = settings.unwrap_or_default().with(choices, runtime);
        let spec = out.join(SPEC);
        let (chosen, left) = describe(document, &settings)?;
        let import = Import::new(chosen, &spec, &options(&settings))?;
        let mut steps = refused(&import, &settings)?;
        let dropped = dropped(left, &import, &spec, &settings)?;
        let kept: Vec<&String> = import
            .kept
            .iter()
            .filter(|name| !dropped.contains(name) && *name != PRODUCT_FILE)
            .collect();
        steps.extend(kept.iter().map(|name| Step::Gone(spec.join(name))));
        let new = read(&import, &kept, &spec)?;
        let before = match &old {
            Some(_) if spec.join(PRODUCT_FILE).exists() => Side::folder(&spec).read()?.model,
            _ => nothing(&new.model),
        };
        let mut changes = diff(&before, &new.model);
        new.locate(&mut changes);

        let name = settings.crate_name(&new.model.product.name);
        let name = name.map_err(Failure::Message)?;
        let facts = Facts {
            path: name.replace('-', "_"),
            model: &new.model,
            settings: &settings,
            name,
        };
        let mut files = Files {
            removed: dropped
                .iter()
                .map(|name| format!("{SPEC}/{name}"))
                .collect(),
            ..Files::default()
        };
        for file in &import.files {
            files.add(&format!("{SPEC}/{}", file.name), file.text.clone());
        }
        files.add(
            &format!("{SPEC}/{PROVENANCE}"),
            provenance(document, &spec.join(PROVENANCE)),
        );
        let options = emit::Options {
            area_features: !facts.areas().is_empty(),
            example_path: Some(facts.path.clone()),
        };
        // A client that cannot be generated is found now, not in the build of the crate.
        let generated = builder::render(&new.model, &options)?;
        client(&settings, generated, out, &mut files);
        let mut state = State {
            product: new.model.product.name.clone(),
            version: new.model.product.version.clone(),
            settings: settings.clone(),
            written: old
                .as_ref()
                .map_or_else(Default::default, |old| old.written.clone()),
        };
        around(&facts, out, &mut state, &mut files, &mut steps);
        files.add(state::FILE, state.text());
        Ok(Self {
            out: out.to_path_buf(),
            name: facts.name.clone(),
            product: state.product,
            version: state.version,
            actions: new.model.actions.len(),
            new: old.is_none(),
            changes,
            steps,
            warnings: new.findings,
            files,
        })
    }

    /// Name of the crate.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Product code and version.
    #[must_use]
    pub fn product(&self) -> (&str, &str) {
        (&self.product, &self.version)
    }

    /// Number of actions.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.actions
    }

    /// Whether there is no earlier crate.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.new
    }

    /// What the new spec means for programs that use the earlier crate.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// What stays as it is, and what is left out.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Contradictions of the documentation that no erratum of the spec answers.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The files that writing would change.
    ///
    /// # Errors
    ///
    /// The reason why a file cannot be read.
    pub fn compare(&self) -> Result<Vec<(PathBuf, Status)>, Failure> {
        self.files.compare(&self.out).map_err(Failure::Message)
    }

    /// Writes the files, all or none. Returns what happened to each.
    ///
    /// # Errors
    ///
    /// The reason why a file cannot be written.
    pub fn write(&self) -> Result<Vec<(PathBuf, Status)>, Failure> {
        self.files.write(&self.out).map_err(Failure::Message)
    }
}

fn options(settings: &Settings) -> Options {
    Options {
        no_prose: !settings.prose,
        ..Options::default()
    }
}

/// The descriptions of the chosen actions, and the other ones.
fn describe(
    document: &Document,
    settings: &Settings,
) -> Result<(Vec<Description>, Vec<Description>), Failure> {
    let all = || import::json(&document.origin, &document.text);
    let whole = import::batches(all(), Path::new(SPEC)).map_err(|failure| match failure {
        Failure::Message(text) => Failure::Message(format!(
            "{text}\n  no client can be made from this document; use the product's own SDK"
        )),
        other => other,
    })?;
    if whole.batches.len() > 1 {
        return Err(Failure::Message(format!(
            "{} describes several products; name the document of one",
            document.origin.display()
        )));
    }
    let chosen = import::select(all(), &settings.actions)?;
    let chosen = import::select_areas(chosen, &settings.areas)?;
    let names: BTreeSet<String> = chosen
        .iter()
        .filter_map(|description| description.action().map(str::to_owned))
        .collect();
    let is_left = |description: &Description| {
        let name = description.action();
        name.is_some_and(|name| !names.contains(name))
    };
    let left = all().into_iter().filter(is_left).collect();
    Ok((chosen, left))
}

/// The actions that cannot be described. One that was named is an error.
fn refused(import: &Import, settings: &Settings) -> Result<Vec<Step>, Failure> {
    let mut steps = Vec::new();
    for report in &import.descriptions {
        let refused = matches!(report.outcome, Outcome::Refused | Outcome::NoAction);
        let (true, Some(name)) = (refused, report.action.as_ref()) else {
            continue;
        };
        if settings.actions.contains(name) {
            return Err(Failure::Message(format!("`{name}`: {}", report.reason)));
        }
        steps.push(Step::Refused(name.clone(), report.reason.clone()));
    }
    Ok(steps)
}

/// Spec files of actions that are no longer chosen, if nobody has changed them.
fn dropped(
    left: Vec<Description>,
    import: &Import,
    spec: &Path,
    settings: &Settings,
) -> Result<Vec<String>, Failure> {
    let is_kept = |name: &str| import.kept.iter().any(|kept| kept == name);
    let left: Vec<Description> = left
        .into_iter()
        .filter(|left| {
            left.action()
                .is_some_and(|name| is_kept(&format!("{name}.yaml")))
        })
        .collect();
    if left.is_empty() {
        return Ok(Vec::new());
    }
    let fresh = Import::new(left, &spec.join("none"), &options(settings))?;
    let same = |name: &str, text: &str| {
        std::fs::read_to_string(spec.join(name)).is_ok_and(|present| present == text)
    };
    let files = fresh.files.iter();
    Ok(files
        .filter(|file| file.name != PRODUCT_FILE && same(&file.name, &file.text))
        .map(|file| file.name.clone())
        .collect())
}

/// The spec as it will be.
fn read(import: &Import, kept: &[&String], spec: &Path) -> Result<crate::diff::Reading, Failure> {
    let fresh = import.files.iter();
    let mut files: Vec<(PathBuf, Vec<u8>)> = fresh
        .map(|file| (spec.join(&file.name), file.text.clone().into_bytes()))
        .collect();
    for name in kept {
        let path = spec.join(name);
        let bytes = std::fs::read(&path).map_err(|error| {
            Failure::Message(format!("cannot read {}: {error}", path.display()))
        })?;
        files.push((path, bytes));
    }
    Side::files(spec, files).read()
}

/// The present provenance, as long as the document is the same.
fn provenance(document: &Document, path: &Path) -> String {
    let present = std::fs::read_to_string(path).ok();
    let present = present.filter(|text| is_of(text, &document.sha256));
    present.unwrap_or_else(|| document.provenance.clone())
}

/// The sources of the client, or the removal of those that are no longer wanted.
fn client(settings: &Settings, generated: Vec<File>, out: &Path, files: &mut Files) {
    if settings.pregenerated {
        files.generated = Some((CLIENT.to_owned(), generated));
        return;
    }
    for file in generated {
        let path = out.join(CLIENT).join(&file.name);
        let ours = std::fs::read_to_string(&path)
            .is_ok_and(|text| text.starts_with(crate::format::HEADER));
        if ours {
            files.removed.push(format!("{CLIENT}/{}", file.name));
        }
    }
}

/// The files around spec and client, unless a person has changed them.
fn around(
    facts: &Facts<'_>,
    out: &Path,
    state: &mut State,
    files: &mut Files,
    steps: &mut Vec<Step>,
) {
    let texts = texts(facts);
    for (name, text) in &texts {
        let path = out.join(name);
        let sha = sha256(text.as_bytes());
        let written = state.written.get(name);
        match std::fs::read(&path) {
            Ok(present) if present == text.as_bytes() => {}
            Ok(present) if written == Some(&sha256(&present)) => {}
            Ok(present) => {
                steps.push(Step::Edited(path));
                if name == "Cargo.toml" {
                    steps.extend(undeclared(facts, &String::from_utf8_lossy(&present)));
                }
                continue;
            }
            Err(_) if written.is_some() && !NEEDED.contains(&name.as_str()) => {
                steps.push(Step::Deleted(path));
                continue;
            }
            Err(_) => {}
        }
        files.add(name, text.clone());
        state.written.insert(name.clone(), sha);
    }
    let is_wanted = |name: &String| texts.iter().any(|(wanted, _)| wanted == name);
    let unwanted: Vec<String> = state.written.keys().cloned().collect();
    for name in unwanted.into_iter().filter(|name| !is_wanted(name)) {
        let sha = state.written.remove(&name);
        let path = out.join(&name);
        match std::fs::read(&path) {
            Ok(present) if Some(sha256(&present)) == sha => files.removed.push(name),
            Ok(_) => steps.push(Step::Edited(path)),
            Err(_) => {}
        }
    }
}

/// The features that a changed `Cargo.toml` lacks.
fn undeclared(facts: &Facts<'_>, text: &str) -> Option<Step> {
    let declares = |area: &str| {
        let mut lines = text.lines().map(str::trim_start);
        lines.any(|line| {
            let rest = line.trim_start_matches('"').strip_prefix(area);
            rest.is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with('='))
        })
    };
    let areas = facts.areas().into_iter();
    let missing: Vec<String> = areas
        .filter(|area| !declares(area))
        .map(str::to_owned)
        .collect();
    (!missing.is_empty()).then_some(Step::Features(missing))
}

fn texts(facts: &Facts<'_>) -> Vec<(String, String)> {
    let mut texts = vec![
        ("Cargo.toml".to_owned(), cargo::manifest(facts)),
        ("src/lib.rs".to_owned(), library::text(facts)),
        ("README.md".to_owned(), readme::text(facts)),
        ("LICENSE.md".to_owned(), readme::licence(facts)),
        (".gitignore".to_owned(), cargo::IGNORED.to_owned()),
    ];
    if !facts.settings.pregenerated {
        texts.push(("build.rs".to_owned(), cargo::build(facts)));
    }
    for program in programs(facts.model) {
        texts.push((
            format!("examples/{}.rs", program.kind.name()),
            program.file(facts.model, &facts.path),
        ));
    }
    texts
}

/// The empty model that a new spec is compared with.
fn nothing(new: &Model) -> Model {
    Model {
        product: new.product.clone(),
        enums: Vec::new(),
        objects: Vec::new(),
        errors: Vec::new(),
        actions: Vec::new(),
    }
}
