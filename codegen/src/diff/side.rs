//! The two sides of a comparison: a spec folder, the file of one action, or
//! either in a git revision.

use std::path::{Path, PathBuf};

use crate::analysis::judge;
use crate::diagnostic::{Diagnostic, Report};
use crate::diff::change::Changes;
use crate::diff::{diff, git, position};
use crate::failure::Failure;
use crate::load::{self, PRODUCT_FILE};
use crate::model::{EnumRef, Model, Submits, Type};
use crate::source::Sources;

/// One side of a comparison.
#[derive(Debug, Clone)]
pub struct Side {
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// A spec folder on disk.
    Folder(PathBuf),
    /// The files of a spec folder, by their displayed paths.
    Files(PathBuf, Vec<(PathBuf, Vec<u8>)>),
    /// The file of one action, with its product file if there is one.
    Lone(PathBuf, Vec<(PathBuf, Vec<u8>)>),
}

/// A spec that has been read.
pub(crate) struct Reading {
    pub(crate) model: Model,
    sources: Sources,
    /// Warnings; errors are a [`Failure`].
    pub(crate) findings: Vec<Diagnostic>,
    lone: bool,
}

/// Used in place of a missing product file. The action cannot then use types of
/// the product.
const STAND_IN: &str =
    "product: Unknown\nversion: 2000-01-01\ndoc: None is known.\nendpoint: unknown.invalid\n";

impl Side {
    /// Opens a folder, a file, or `REV:PATH` in the git repository of the
    /// current folder. A path on disk wins over a revision.
    ///
    /// # Errors
    ///
    /// If nothing has this name, git is missing, or git does not know the
    /// revision or the path.
    pub fn open(name: &str) -> Result<Self, Failure> {
        let path = Path::new(name);
        let content = if path.is_dir() {
            Content::Folder(path.to_path_buf())
        } else if path.exists() {
            file(path).map_err(Failure::Message)?
        } else {
            let Some((revision, path)) = git::split(name) else {
                return Err(Failure::Message(format!(
                    "`{name}` is not a file or folder; a git revision is written `REV:PATH`"
                )));
            };
            match git::open(revision, path).map_err(Failure::Message)? {
                git::Found::Folder(dir, files) => Content::Files(dir, files),
                git::Found::File(path, files) => Content::Lone(path, files),
            }
        };
        Ok(Self { content })
    }

    /// A spec folder on disk.
    pub(crate) fn folder(dir: &Path) -> Self {
        Self {
            content: Content::Folder(dir.to_path_buf()),
        }
    }

    /// A spec folder whose files are, or will be, the given ones.
    pub(crate) fn files(dir: &Path, files: Vec<(PathBuf, Vec<u8>)>) -> Self {
        Self {
            content: Content::Files(dir.to_path_buf(), files),
        }
    }

    /// Reads and checks it.
    pub(crate) fn read(&self) -> Result<Reading, Failure> {
        let mut sources = Sources::default();
        let mut report = Report::default();
        let mut spec = match &self.content {
            Content::Folder(dir) => load::load(dir, &mut sources, &mut report),
            Content::Files(dir, files) | Content::Lone(dir, files) => {
                load::load_files(dir, files.clone(), &mut sources, &mut report)
            }
        };
        let lone = matches!(self.content, Content::Lone(..));
        let mut submits = None;
        if lone {
            for action in &mut spec.actions {
                // A copy may have any file name, and the action that watches it may be in
                // another file.
                action.file = format!("{}.yaml", action.name.value);
                submits = action.submits.take();
            }
        }
        let model = judge(&spec, &sources, &mut report).map(|accepted| accepted.model);
        let findings = report.finish(&sources);
        let Some(mut model) = model else {
            return Err(Failure::Findings(findings));
        };
        if let (Some(submits), [action]) = (submits, &mut model.actions[..]) {
            action.submits = Some(Submits {
                task: submits.task.value,
                watched_by: submits.watched_by.value,
                items: submits.items.map(|items| items.value),
            });
        }
        if let (Content::Lone(path, _), [action]) = (&self.content, &mut model.actions[..]) {
            let name = path.file_name().unwrap_or_default();
            action.file = name.to_string_lossy().into_owned();
        }
        Ok(Reading {
            model,
            sources,
            findings,
            lone,
        })
    }
}

impl Reading {
    /// Adds the positions of the new values.
    pub(crate) fn locate(&self, changes: &mut Changes) {
        position::locate(changes, &self.model, &self.sources);
    }
}

/// A file on disk, with the product file beside it.
fn file(path: &Path) -> Result<Content, String> {
    if path.ends_with(PRODUCT_FILE) {
        return Err(format!(
            "{}: a product file is compared as part of its folder; give the folder",
            path.display()
        ));
    }
    let read = |path: &Path| -> Result<(PathBuf, Vec<u8>), String> {
        let bytes =
            load::file::bytes(path).map_err(|(_, error)| format!("{}: {error}", path.display()))?;
        Ok((path.to_path_buf(), bytes))
    };
    let mut files = vec![read(path)?];
    let product = path.with_file_name(PRODUCT_FILE);
    if product.exists() {
        files.push(read(&product)?);
    }
    Ok(lone(path, files))
}

/// Adds a product file if there is none.
fn lone(path: &Path, mut files: Vec<(PathBuf, Vec<u8>)>) -> Content {
    if files.len() == 1 {
        let product = path.with_file_name(PRODUCT_FILE);
        files.push((product, STAND_IN.as_bytes().to_vec()));
    }
    Content::Lone(path.to_path_buf(), files)
}

/// Compares two sides. Each change has the position of the new value, or of its
/// parent if the value was removed. A file is compared with a file, or with the
/// action of the same name in a folder; then only the shared enums of the
/// product that the action uses count.
///
/// # Errors
///
/// The findings of an invalid side.
pub fn compare(old: &Side, new: &Side) -> Result<Changes, Failure> {
    let (mut old, mut new) = (old.read()?, new.read()?);
    let focus = old.lone || new.lone;
    if focus {
        only(&mut old, &new);
        only(&mut new, &old);
    }
    let mut changes = diff(&old.model, &new.model);
    if focus {
        let used: Vec<&str> = [&old.model, &new.model]
            .into_iter()
            .flat_map(shared_enums)
            .collect();
        changes.changes.retain(|change| {
            let shared =
                |(list, name): (&String, &String)| list == "enums" && used.contains(&name.as_str());
            change.action.is_some()
                || change
                    .steps
                    .first()
                    .zip(change.steps.get(1))
                    .is_some_and(shared)
        });
        changes.warnings.retain(|warning| warning.action.is_some());
    }
    new.locate(&mut changes);
    Ok(changes)
}

/// Keeps only the action of the other side's file in a folder.
fn only(folder: &mut Reading, other: &Reading) {
    if !folder.lone && other.lone {
        let named = |name: &str| {
            let actions = &other.model.actions;
            actions
                .iter()
                .any(|action| action.name.eq_ignore_ascii_case(name))
        };
        folder.model.actions.retain(|action| named(&action.name));
    }
}

/// Names of the shared enums that the actions of a model use.
fn shared_enums(model: &Model) -> Vec<&str> {
    let objects = model.actions.iter().flat_map(|action| {
        let top = [&action.request, &action.response];
        action.objects.iter().chain(top)
    });
    let types = objects.flat_map(|object| object.fields.iter().map(|field| field.ty.innermost()));
    types
        .filter_map(|ty| match ty {
            Type::Enum(EnumRef::Shared(index)) => Some(model.enums[*index].rust_name.as_str()),
            _ => None,
        })
        .collect()
}
