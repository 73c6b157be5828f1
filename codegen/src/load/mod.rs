//! First stage: a spec folder into [`Spec`], every value with its place.
//!
//! Entry function: [`load`].

mod conform;
mod lower;
pub(crate) mod words;

#[cfg(feature = "import")]
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::codes::Code;
use crate::diagnostic::{Finding, Report, is_unsafe};
use crate::form;
use crate::source::{Sources, Span};
use crate::spec::Spec;
use crate::yaml::{self, Kind};

/// Largest spec file that is read.
pub(crate) const MAX_FILE: u64 = 8 * 1024 * 1024;

/// Invisible characters that are looked at; a file with more is refused anyway.
const MAX_UNSEEN: usize = 1000;

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
    whole(dir, &paths, sources, report);
    for path in paths {
        let file = open(&path, sources, report);
        read(&path, file, &mut spec, sources, report);
    }
    spec
}

/// Reads spec files that are not on disk, or not yet, as [`load`] reads those
/// of the folder.
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
    let paths = select(paths, sources, report);
    whole(dir, &paths, sources, report);
    for path in paths {
        let bytes = contents.remove(&path).unwrap_or_default();
        let file = decode(&path, bytes, sources, report);
        read(&path, file, &mut spec, sources, report);
    }
    spec
}

/// Whether a folder has all that it needs.
fn whole(dir: &Path, paths: &[PathBuf], sources: &mut Sources, report: &mut Report) {
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
    let paths = entries.iter().map(std::fs::DirEntry::path).collect();
    Some(select(paths, sources, report))
}

/// Those of the paths that are spec files, by name.
fn select(mut paths: Vec<PathBuf>, sources: &mut Sources, report: &mut Report) -> Vec<PathBuf> {
    paths.sort();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let extension = path.extension().unwrap_or_default();
        let hidden = name.starts_with('.');
        let spec = extension.eq_ignore_ascii_case("yml") || extension.eq_ignore_ascii_case("yaml");
        if spec && !hidden && name.contains(is_unsafe) {
            let file = sources.add(path, String::new());
            report.push(
                Finding::new(
                    Code::FileName,
                    Span::start_of(file),
                    "the name of the file holds a character that cannot be seen",
                )
                .help("rename the file; it would not be read as it is"),
            );
            return false;
        }
        if spec && !hidden && extension != "yaml" {
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
        if !hidden && !spec && holds_specs(path) {
            let file = sources.add(path, String::new());
            report.push(
                Finding::new(
                    Code::FileName,
                    Span::start_of(file),
                    "the spec files of a subfolder are not read",
                )
                .help("give that folder instead, or move them up; a folder holds one product at one version"),
            );
            return false;
        }
        !hidden && extension == "yaml"
    });
    paths
}

/// Whether a path is a folder with a spec file in it.
fn holds_specs(path: &Path) -> bool {
    let mut entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.any(|entry| entry.path().extension().is_some_and(|e| e == "yaml"))
}

/// Reads an opened file; one that could not be opened leaves a gap.
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
    unseen(file, text, report);
    if is_product {
        spec.product = lower::product(&root);
    } else if let Some(action) = lower::action(&root, path) {
        spec.actions.push(action);
    } else {
        return;
    }
    spec.incomplete = incomplete;
}

/// Reads a file as text, without a byte order mark, and returns its index.
pub(crate) fn open(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<u32> {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err((code, message)) => {
            let file = sources.add(path, String::new());
            report.push(Finding::new(code, Span::start_of(file), message));
            return None;
        }
    };
    decode(path, bytes, sources, report)
}

fn decode(path: &Path, bytes: Vec<u8>, sources: &mut Sources, report: &mut Report) -> Option<u32> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => without_mark(text),
        Err(error) => {
            not_utf8(path, &error, sources, report);
            return None;
        }
    };
    let file = sources.add(path, text);
    characters(file, &sources.get(file).text, report).then_some(file)
}

/// A byte order mark, as some editors write it, is not part of the text.
fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    text
}

pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, (Code, String)> {
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
    std::fs::read(path).map_err(unreadable)
}

/// Shows the line with what can be read of it.
fn not_utf8(
    path: &Path,
    error: &std::string::FromUtf8Error,
    sources: &mut Sources,
    report: &mut Report,
) {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let file = sources.add(path, String::from_utf8_lossy(error.as_bytes()).into_owned());
    let message = format!("the file is not UTF-8: the byte 0x{byte:02X} belongs to no character");
    report.push(
        Finding::new(Code::NotUtf8, at_character(file, at, '\u{fffd}'), message)
            .help("save the file as UTF-8"),
    );
}

fn at_character(file: u32, at: usize, character: char) -> Span {
    let bound = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    Span {
        file,
        start: bound(at),
        end: bound(at + character.len_utf8()),
    }
}

/// Control characters, which YAML does not allow. A carriage return alone ends
/// a line for YAML and not for editors, so that no place could be told.
fn characters(file: u32, text: &str, report: &mut Report) -> bool {
    let before = report.errors();
    let mut alone = false;
    for (at, character) in text.char_indices() {
        let finding = match character {
            // One stands for all: a file has one kind of line ends.
            '\r' if !alone && !text[at + 1..].starts_with('\n') => (
                "this carriage return is no end of a line".to_owned(),
                "end lines with a line feed, or with both",
            ),
            '\t' | '\n' | '\r' | '\u{85}' => continue,
            _ if character.is_control() => (
                format!(
                    "the character U+{:04X} may not stand in a file",
                    u32::from(character)
                ),
                "remove it",
            ),
            _ => continue,
        };
        alone |= character == '\r';
        let span = at_character(file, at, character);
        report.push(Finding::new(Code::Syntax, span, finding.0).help(finding.1));
    }
    report.errors() == before
}

/// Characters outside values, in comments and between them, that make a
/// reviewer see other text than a program; values have been checked.
fn unseen(file: u32, text: &str, report: &mut Report) {
    // Most files are of such characters only. A plain loop, as build scripts are not
    // optimized.
    let mut plain = true;
    for byte in text.as_bytes() {
        plain &= matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    }
    if plain {
        return;
    }
    let line = |c: char| matches!(c, '\t' | '\n' | '\r');
    let suspect = text
        .char_indices()
        .filter(|(_, c)| is_unsafe(*c) && !line(*c));
    for (at, character) in suspect.take(MAX_UNSEEN) {
        let span = at_character(file, at, character);
        if report.covers(span) {
            continue;
        }
        let message = format!(
            "the file holds the character U+{:04X}, which is invisible or turns the text around it",
            u32::from(character)
        );
        report.push(Finding::new(Code::BadText, span, message).help("remove it"));
    }
}
