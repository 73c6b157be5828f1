//! New spec files on their way into a spec folder and its client: merged with
//! what is there, checked, compared and generated before anything is written.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diff::{Changes, Side, diff};
use crate::failure::Failure;
use crate::load::PRODUCT_FILE;
use crate::model::Model;
use crate::output::{self, File, Status};
use crate::{builder, emit, load};

/// A regeneration in which everything but writing has succeeded.
#[derive(Debug)]
pub struct Plan {
    spec: PathBuf,
    out: Option<PathBuf>,
    /// Spec files that are new or have changed.
    sources: Vec<File>,
    generated: Vec<File>,
    changes: Changes,
    kept: Vec<String>,
    warnings: Vec<Diagnostic>,
}

/// A new spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fresh {
    /// Name inside the spec folder, such as `QueryTaskDetailList.yaml`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where it was read from, for messages about it.
    pub origin: PathBuf,
}

impl Fresh {
    /// A spec file with this name and text; messages call it `origin`.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>, origin: PathBuf) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            origin,
        }
    }

    /// The files of an import for the folder `spec`.
    #[must_use]
    pub fn of_import(import: &crate::import::Import, spec: &Path) -> Vec<Self> {
        let files = import.files.iter();
        files
            .map(|file| Self::new(&file.name, &file.text, spec.join(&file.name)))
            .collect()
    }

    /// The spec files of a folder.
    ///
    /// # Errors
    ///
    /// Where the folder or one of its files cannot be read, or it has none.
    pub fn of_folder(dir: impl AsRef<Path>) -> Result<Vec<Self>, Failure> {
        let dir = dir.as_ref();
        let files = spec_files(dir).map_err(Failure::Message)?;
        if files.is_empty() {
            let message = format!("{} has no spec file (`*.yaml`)", dir.display());
            return Err(Failure::Message(message));
        }
        Ok(files)
    }
}

impl Plan {
    /// Brings new spec files together with the folder `spec`: a new file takes
    /// the place of the one of its name, any other stays. The result is
    /// checked and compared with what is there; the client is generated, for
    /// `out` where that is given. Nothing is written.
    ///
    /// # Errors
    ///
    /// The findings of either spec, or what the file system refused.
    pub fn new(fresh: Vec<Fresh>, spec: &Path, out: Option<&Path>) -> Result<Self, Failure> {
        let present = if spec.exists() {
            spec_files(spec).map_err(Failure::Message)?
        } else {
            Vec::new()
        };
        let old = if present.is_empty() {
            None
        } else {
            Some(Side::folder(spec).read()?.model)
        };
        let is_fresh = |name: &str| fresh.iter().any(|file| file.name == name);
        let stays: Vec<&Fresh> = present
            .iter()
            .filter(|file| !is_fresh(&file.name))
            .collect();
        let kept = stays
            .iter()
            .filter(|file| file.name != PRODUCT_FILE)
            .map(|file| file.name.clone())
            .collect();
        let all = fresh.iter().chain(stays);
        let files = all.map(|file| (file.origin.clone(), file.text.clone().into_bytes()));
        let new = Side::files(spec, files.collect()).read()?;
        let old = old.unwrap_or_else(|| nothing(&new.model));
        let mut changes = diff(&old, &new.model);
        new.locate(&mut changes);
        let generated = builder::render(&new.model, &emit::Options::default())?;
        let changed = |file: &&Fresh| {
            let same = |other: &Fresh| other.name == file.name && other.text == file.text;
            !present.iter().any(same)
        };
        let sources = fresh.iter().filter(changed).map(|file| File {
            name: file.name.clone(),
            text: file.text.clone(),
        });
        Ok(Self {
            spec: spec.to_path_buf(),
            out: out.map(Path::to_path_buf),
            sources: sources.collect(),
            generated,
            changes,
            kept,
            warnings: new.findings,
        })
    }

    /// What changes; the places are those in the new files.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Files of actions that the new ones say nothing about; they stay.
    #[must_use]
    pub fn kept(&self) -> &[String] {
        &self.kept
    }

    /// Contradictions of the reference that the new spec does not answer.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Writes the spec files that have changed, and the client where there is
    /// a folder for it. All of them are complete on disk before the first one
    /// takes its place; the spec comes last, so that after an interruption the
    /// same changes are found again. Places of changes are then in the spec
    /// folder.
    ///
    /// # Errors
    ///
    /// What the file system refused, or a file in the way that was not
    /// generated.
    pub fn write(&mut self) -> Result<Vec<(PathBuf, Status)>, Failure> {
        let client = match &self.out {
            Some(out) => Some((
                out,
                output::stage(out, &self.generated).map_err(Failure::Message)?,
            )),
            None => None,
        };
        let spec = output::stage_sources(&self.spec, &self.sources).map_err(Failure::Message)?;
        let mut done = Vec::new();
        if let Some((out, staged)) = client {
            let files = staged.commit().map_err(halfway)?;
            done.extend(
                files
                    .into_iter()
                    .map(|(name, status)| (out.join(name), status)),
            );
        }
        let files = spec.commit().map_err(halfway)?;
        let files = files.into_iter();
        done.extend(files.map(|(name, status)| (self.spec.join(name), status)));
        for change in &mut self.changes.changes {
            if let Some(place) = &mut change.place
                && let Some(name) = Path::new(&place.file).file_name()
            {
                place.file = self.spec.join(name).display().to_string();
            }
        }
        Ok(done)
    }
}

/// Swapping files in is the last step and hardly ever fails.
fn halfway(error: String) -> Failure {
    Failure::Message(format!(
        "{error}; some files may have been written: run the command again once it can write"
    ))
}

/// The spec before there was one.
fn nothing(new: &Model) -> Model {
    Model {
        product: new.product.clone(),
        enums: Vec::new(),
        errors: Vec::new(),
        actions: Vec::new(),
    }
}

/// The spec files of a folder, misnamed ones included: reading the folder reports them.
fn spec_files(dir: &Path) -> Result<Vec<Fresh>, String> {
    let unreadable =
        |error: std::io::Error| format!("cannot read the folder {}: {error}", dir.display());
    let paths = load::folder::entries(dir).map_err(unreadable)?;
    let paths = paths
        .into_iter()
        .filter(|path| load::folder::Entry::of(path) != load::folder::Entry::Other);
    paths.map(fresh).collect()
}

fn fresh(path: PathBuf) -> Result<Fresh, String> {
    let bytes =
        load::file::bytes(&path).map_err(|(_, error)| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("{}: the file is not UTF-8", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Fresh {
        name: name.into_owned(),
        text,
        origin: path,
    })
}
