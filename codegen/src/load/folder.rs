//! Spec folders: which of their entries are spec files.

use std::io;
use std::path::{Path, PathBuf};

use crate::codes::Code;
use crate::diagnostic::{Finding, Report, is_unsafe};
use crate::source::{Sources, Span};

/// The file that describes the product.
pub(crate) const PRODUCT_FILE: &str = "product.yaml";

/// What an entry of a spec folder is, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A spec file.
    Spec,
    /// A YAML file whose name does not end in `.yaml`; such a file is refused.
    Misnamed,
    /// A hidden file, or no YAML file.
    Other,
}

impl Entry {
    /// What the entry at `path` is.
    pub(crate) fn of(path: &Path) -> Self {
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        match path.extension() {
            _ if hidden => Self::Other,
            Some(extension) if extension == "yaml" => Self::Spec,
            Some(extension)
                if extension.eq_ignore_ascii_case("yml")
                    || extension.eq_ignore_ascii_case("yaml") =>
            {
                Self::Misnamed
            }
            _ => Self::Other,
        }
    }
}

/// The entries of a folder, sorted by name.
pub(crate) fn entries(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = std::fs::read_dir(dir)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The spec files of a folder, sorted by name.
pub(crate) fn spec_files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = entries(dir)?;
    paths.retain(|path| Entry::of(path) == Entry::Spec);
    Ok(paths)
}

/// The spec files among `paths`, sorted by name. Files that were probably meant to be
/// read, and are not, are findings.
pub(super) fn select(
    mut paths: Vec<PathBuf>,
    sources: &mut Sources,
    report: &mut Report,
) -> Vec<PathBuf> {
    paths.sort();
    paths.retain(|path| {
        let (message, help) = match misplaced(path) {
            Some(finding) => finding,
            None => return Entry::of(path) == Entry::Spec,
        };
        let file = sources.add(path, String::new());
        report.push(Finding::new(Code::FileName, Span::start_of(file), message).help(help));
        false
    });
    paths
}

/// Why an entry that may hold a spec is not read, and what to do about it.
fn misplaced(path: &Path) -> Option<(&'static str, &'static str)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match Entry::of(path) {
        Entry::Spec | Entry::Misnamed if name.contains(is_unsafe) => Some((
            "the name of the file holds a character that cannot be seen",
            "rename the file; it would not be read as it is",
        )),
        Entry::Misnamed => Some((
            "spec files end in `.yaml`",
            "rename the file; it would not be read as it is",
        )),
        Entry::Other if !name.starts_with('.') && holds_specs(path) => Some((
            "the spec files of a subfolder are not read",
            "give that folder instead, or move them up; a folder holds one product at one version",
        )),
        _ => None,
    }
}

/// Whether a path is a folder with a spec file in it.
fn holds_specs(path: &Path) -> bool {
    spec_files(path).is_ok_and(|files| !files.is_empty())
}

/// Reports a folder without product file, and one without actions.
pub(super) fn check_folder(
    dir: &Path,
    paths: &[PathBuf],
    sources: &mut Sources,
    report: &mut Report,
) {
    if !paths.iter().any(|path| path.ends_with(PRODUCT_FILE)) {
        let file = sources.add(&dir.join(PRODUCT_FILE), String::new());
        report.push(
            Finding::new(
                Code::ProductFile,
                Span::start_of(file),
                "the spec folder has no product file",
            )
            .help("write one with the keys `product`, `version`, `doc` and `endpoint`"),
        );
    }
    if paths.iter().all(|path| path.ends_with(PRODUCT_FILE)) {
        let file = sources.add(dir, String::new());
        report.push(
            Finding::new(
                Code::ProductFile,
                Span::start_of(file),
                "the spec folder has no action",
            )
            .help("write one file per action, named after it, such as `QueryTaskDetailList.yaml`"),
        );
    }
}
