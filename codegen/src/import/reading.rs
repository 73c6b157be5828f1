//! Documentation in files and folders, read by several threads.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::description::{Description, Identity, Origin};
use super::markdown as page_reader;
use super::metadata;
use crate::failure::Failure;
use crate::output;

/// Largest page that is read, in bytes; the largest known one has 200 KB.
const MAX_PAGE: u64 = 2 * 1024 * 1024;

/// Largest document that is read, in bytes; the largest official one has 8 MB.
const MAX_DOCUMENT: u64 = 64 * 1024 * 1024;

/// Folders in folders that are followed.
const MAX_DEPTH: usize = 64;

/// The Markdown pages and JSON documents among files and folders, sorted inside each
/// folder. A folder that is a link, or whose name begins with a dot, is not entered.
/// What `fetch` writes beside documents is left out.
///
/// # Errors
///
/// If a path does not exist, cannot be read, or has no documentation.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut pages = Vec::new();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if metadata.is_dir() {
            walk(path, 0, &mut pages)?;
        } else {
            pages.push(path.clone());
        }
    }
    let mut seen = std::collections::HashSet::new();
    pages.retain(|page| seen.insert(page.clone()));
    if pages.is_empty() {
        let shown: Vec<String> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(Failure::Message(format!(
            "there is no Markdown page (`*.md`) or document (`*.json`) in {}",
            shown.join(", ")
        )));
    }
    Ok(pages)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Message(format!("cannot read {}: {error}", path.display()))
}

fn walk(dir: &Path, depth: usize, pages: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if depth > MAX_DEPTH {
        return Err(Failure::Message(format!(
            "{} is nested deeper than {MAX_DEPTH} folders",
            dir.display()
        )));
    }
    let entries = std::fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = entries.map_err(|error| unreadable(dir, &error))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(&path, &error))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden {
            walk(&path, depth + 1, pages)?;
        } else if (is_page(&path) || is_document(&path)) && !hidden && path.is_file() {
            pages.push(path);
        }
    }
    Ok(())
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    })
}

fn is_document(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    name.ends_with(".json") && name != "products.json" && !name.ends_with(".provenance.json")
}

/// What a file describes.
type Read = Result<Vec<Description>, Failure>;

/// Reads pages and documents, in their order; a document has many descriptions.
/// `progress` is called after each file with the number of files that are done, by any
/// thread.
///
/// # Errors
///
/// The first file, by order, that cannot be read or is too large: a page may have
/// 2 MiB, a document 64 MiB.
pub fn read(
    pages: &[PathBuf],
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Description>, Failure> {
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Read)>> = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(pages.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut own = Vec::new();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = pages.get(index) else { break };
                    own.push((index, file(path)));
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
                if let Ok(mut results) = results.lock() {
                    results.append(&mut own);
                }
            });
        }
    });
    let mut results = results
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    let lists: Result<Vec<Vec<Description>>, Failure> =
        results.into_iter().map(|(_, result)| result).collect();
    Ok(lists?.into_iter().flatten().collect())
}

fn file(path: &Path) -> Result<Vec<Description>, Failure> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    // A pipe would block a reader forever.
    if !metadata.is_file() {
        return Err(Failure::Message(format!(
            "{} is not a regular file",
            path.display()
        )));
    }
    let size = metadata.len();
    let too_large = |limit: u64, what: &str| {
        Err(Failure::Message(format!(
            "{} has {size} bytes; {what} may have {limit}",
            path.display()
        )))
    };
    if size > MAX_DOCUMENT {
        return too_large(MAX_DOCUMENT, "a document");
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let begins = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    if begins.trim_ascii_start().starts_with(b"{") || is_document(path) {
        return Ok(document(path, begins));
    }
    if size > MAX_PAGE {
        return too_large(MAX_PAGE, "a page");
    }
    Ok(vec![page_reader::read(path, &bytes)])
}

/// The descriptions of a JSON document. If it is not an official document, the only
/// description says why.
fn document(source: &Path, bytes: &[u8]) -> Vec<Description> {
    let source = source.display().to_string();
    let read = std::str::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8: {error}"))
        .and_then(|text| metadata::read(&source, text));
    read.unwrap_or_else(|reason| {
        let origin = Origin::Pointer(String::new());
        let mut none = Description::blank(&source, origin, Identity::default());
        none.refused = Some(reason);
        vec![none]
    })
}

/// Reads an official JSON document from its text; `source` is the path that reports
/// name. If it is not an official document, the only description says why.
#[must_use]
pub fn json(source: &Path, text: &str) -> Vec<Description> {
    document(source, text.as_bytes())
}

/// Reads a Markdown page from its text; `source` is the path that reports name.
#[must_use]
pub fn markdown(source: &Path, text: &str) -> Description {
    page_reader::read(source, text.as_bytes())
}

/// Writes a report, whole or not at all; a pipe or device is written directly.
///
/// # Errors
///
/// What the file system refused.
pub fn save(path: &Path, text: &str) -> Result<(), Failure> {
    let special = std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    let parent = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    // A missing folder is an error; it is not created.
    if special || parent.is_some_and(|dir| !dir.exists()) {
        return std::fs::write(path, text).map_err(|error| {
            Failure::Message(format!("cannot write {}: {error}", path.display()))
        });
    }
    output::write_one(path, text.to_owned())
        .map(drop)
        .map_err(Failure::Message)
}
