//! First stage: a spec folder into [`Spec`], every value with its place.
//!
//! Entry function: [`load`].

mod conform;
mod lower;
pub(crate) mod words;

use std::path::{Path, PathBuf};

use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::form;
use crate::source::{Sources, Span};
use crate::spec::Spec;
use crate::yaml::{self, Kind};

/// Largest spec file that is read.
const MAX_FILE: u64 = 8 * 1024 * 1024;

/// The file that describes the product.
pub(crate) const PRODUCT_FILE: &str = "product.yaml";

/// Reads every spec file of a folder.
///
/// All findings of all files go to `report`; what could not be read is left
/// out, so the result is only complete where the report has no error.
pub(crate) fn load(dir: &Path, sources: &mut Sources, report: &mut Report) -> Spec {
    let mut spec = Spec::default();
    let Some(paths) = list(dir, sources, report) else {
        return spec;
    };
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
            .help("write one file an action, named after it, such as `QueryTaskDetailList.yaml`"),
        );
    }
    for path in paths {
        read(&path, &mut spec, sources, report);
    }
    spec
}

/// The spec files of a folder, by name.
fn list(dir: &Path, sources: &mut Sources, report: &mut Report) -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            let file = sources.add(dir, String::new());
            let message = format!("cannot read the spec folder: {error}");
            report.push(Finding::new(
                Code::Unreadable,
                Span::start_of(file),
                message,
            ));
            return None;
        }
    };
    let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
    paths.sort();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let extension = path.extension().unwrap_or_default();
        let hidden = name.starts_with('.');
        if !hidden
            && (extension.eq_ignore_ascii_case("yml")
                || extension.eq_ignore_ascii_case("yaml") && extension != "yaml")
        {
            let file = sources.add(path, String::new());
            report.push(
                Finding::new(
                    Code::FileName,
                    Span::start_of(file),
                    "spec files end in `.yaml`",
                )
                .help("rename the file; it would not be read as it is"),
            );
            return false;
        }
        !hidden && extension == "yaml"
    });
    Some(paths)
}

fn read(path: &Path, spec: &mut Spec, sources: &mut Sources, report: &mut Report) {
    let text = match text(path) {
        Ok(text) => text,
        Err((code, message)) => {
            let file = sources.add(path, String::new());
            report.push(Finding::new(code, Span::start_of(file), message));
            return;
        }
    };
    let file = sources.add(path, text);
    let Some(root) = yaml::parse(file, &sources.get(file).text, report) else {
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
    if is_product {
        spec.product = lower::product(&root);
    } else if let Some(action) = lower::action(&root, path) {
        spec.actions.push(action);
    }
}

/// The text of a file, without a byte order mark.
fn text(path: &Path) -> Result<String, (Code, String)> {
    let unreadable =
        |error: std::io::Error| (Code::Unreadable, format!("cannot read the file: {error}"));
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            "a folder"
        } else {
            "not a regular file"
        };
        return Err((
            Code::Unreadable,
            format!("expected a spec file; this is {what}"),
        ));
    }
    if metadata.len() > MAX_FILE {
        return Err((
            Code::TooLarge,
            format!(
                "the file has {} bytes; a spec file may have {MAX_FILE}",
                metadata.len()
            ),
        ));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        (
            Code::NotUtf8,
            format!(
                "the file is not UTF-8: byte {} (line {line}) does not belong to a character",
                at + 1
            ),
        )
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}
