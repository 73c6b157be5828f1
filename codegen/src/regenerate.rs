//! Updates a spec folder and its client with new spec files. They are merged with the
//! present files, checked, compared and generated before anything is written.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diff::{Changes, Side, diff};
use crate::failure::Failure;
use crate::load::PRODUCT_FILE;
use crate::model::Model;
use crate::output::{self, File, Status};
use crate::{builder, emit, load};

/// A regeneration that is complete except for writing.
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
    /// The path that messages name.
    pub origin: PathBuf,
}

impl Fresh {
    /// Creates a spec file with this name and text. Messages name the path `origin`.
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
    /// If the folder or one of its files cannot be read, or if it has no spec file.
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
    /// Merges new spec files into the folder `spec`: a new file replaces the one of its
    /// name, and other files stay. The result is checked and compared with the present
    /// spec, and the client is generated, for `out` if it is given. Nothing is written.
    ///
    /// # Errors
    ///
    /// The findings of either spec, or the reason why a file cannot be read.
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

    /// The changes, with their places in the new files.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Files of actions that are not among the new files; they stay.
    #[must_use]
    pub fn kept(&self) -> &[String] {
        &self.kept
    }

    /// Contradictions of the documentation that no erratum of the new spec answers.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Writes the spec files that have changed and, if it has a folder, the client. All
    /// files are complete on disk before the first one is put in place. The spec comes
    /// last, so that a run after an interruption finds the same changes again.
    /// Afterwards, the places of the changes are in the spec folder.
    ///
    /// # Errors
    ///
    /// The reason why a file cannot be written, or a file in the way that was not
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
            if let Some(position) = &mut change.position
                && let Some(name) = Path::new(&position.file).file_name()
            {
                position.file = self.spec.join(name).display().to_string();
            }
        }
        Ok(done)
    }
}

/// An error in the last step, which puts files in place; it hardly ever fails.
fn halfway(error: String) -> Failure {
    Failure::Message(format!(
        "{error}; some files may have been written: run the command again once it can write"
    ))
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
