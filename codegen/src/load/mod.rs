//! First stage: reads a spec folder into [`Spec`], every value with its span.
//!
//! Entry function: [`load`].

mod conform;
pub(crate) mod file;
pub(crate) mod folder;
mod lower;

#[cfg(feature = "import")]
use std::collections::BTreeMap;
use std::path::Path;
#[cfg(feature = "import")]
use std::path::PathBuf;

use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::form;
use crate::source::{Sources, Span};
use crate::spec::Spec;
use crate::yaml::{self, Kind};

pub(crate) use folder::PRODUCT_FILE;

/// Reads every spec file of a folder.
///
/// All findings of all files go to `report`. Files that cannot be read are left
/// out, so the result is only complete if the report has no error.
pub(crate) fn load(dir: &Path, sources: &mut Sources, report: &mut Report) -> Spec {
    let mut spec = Spec::default();
    let entries = match folder::entries(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let file = sources.add(dir, String::new());
            let message = format!("cannot read the spec folder: {error}");
            report.push(Finding::new(
                Code::Unreadable,
                Span::start_of(file),
                message,
            ));
            return spec;
        }
    };
    let paths = folder::select(entries, sources, report);
    folder::check_folder(dir, &paths, sources, report);
    for path in paths {
        let file = file::open(&path, sources, report);
        read(&path, file, &mut spec, sources, report);
    }
    spec
}

/// Reads spec files from memory, as [`load`] reads those of a folder.
#[cfg(feature = "import")]
pub(crate) fn load_files(
    dir: &Path,
    files: Vec<(PathBuf, Vec<u8>)>,
    sources: &mut Sources,
    report: &mut Report,
) -> Spec {
    let mut spec = Spec::default();
    let paths = files.iter().map(|(path, _)| path.clone()).collect();
    let mut contents: BTreeMap<PathBuf, Vec<u8>> = files.into_iter().collect();
    let paths = folder::select(paths, sources, report);
    folder::check_folder(dir, &paths, sources, report);
    for path in paths {
        let bytes = contents.remove(&path).unwrap_or_default();
        let file = file::decode(&path, bytes, sources, report);
        read(&path, file, &mut spec, sources, report);
    }
    spec
}

/// Adds a file to the spec. `file` is its index, or `None` if it could not be opened;
/// the spec is then incomplete.
fn read(
    path: &Path,
    file: Option<u32>,
    spec: &mut Spec,
    sources: &mut Sources,
    report: &mut Report,
) {
    // Until the end of this function, a part of the spec is missing.
    let incomplete = std::mem::replace(&mut spec.incomplete, true);
    let Some(file) = file else {
        return;
    };
    let text = &sources.get(file).text;
    let Some(root) = yaml::parse(file, text, report) else {
        return;
    };
    let is_product = path.ends_with(PRODUCT_FILE);
    let form = if is_product {
        &form::PRODUCT
    } else {
        &form::ACTION
    };
    if let Kind::Map(entries) = &root.kind
        && !is_product
        && let Some((key, _)) = entries.iter().find(|(key, _)| key.value == "product")
        && !entries.iter().any(|(key, _)| key.value == "action")
    {
        report.push(
            Finding::new(Code::ProductFile, key.span, "this file describes a product").help(
                format!("name it `{PRODUCT_FILE}`; a folder holds one product at one version"),
            ),
        );
        return;
    }
    conform::conform(&root, form, report);
    file::unseen(file, text, report);
    if is_product {
        spec.product = lower::product(&root);
    } else if let Some(action) = lower::action(&root, path) {
        spec.actions.push(action);
    } else {
        return;
    }
    spec.incomplete = incomplete;
}
