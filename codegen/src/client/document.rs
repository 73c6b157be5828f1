//! The document that a crate is made from.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::state::sha256;
use crate::failure::Failure;
use crate::fetch::{self, PROVENANCE};
use crate::import;

/// An official document, with its provenance.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Document {
    /// The path or address that messages name.
    pub origin: PathBuf,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal digits.
    pub sha256: String,
    /// Where it came from, as JSON.
    pub(super) provenance: String,
}

impl Document {
    /// Reads the document in a file or folder. Of a folder with several documents, the
    /// one of this product and version.
    ///
    /// # Errors
    ///
    /// There is no document, or more than one; or it cannot be read.
    pub fn open(path: &Path, code: Option<&str>, version: Option<&str>) -> Result<Self, Failure> {
        let mut found = import::find(&[path.to_path_buf()])?;
        found.retain(|path| path.extension().is_none_or(|end| end != "md"));
        if found.len() > 1 {
            let is = |path: &PathBuf, word: &str| {
                let mut parts = path.components();
                parts.any(|part| part.as_os_str().eq_ignore_ascii_case(word))
            };
            let words: Vec<&str> = code.into_iter().chain(version).collect();
            found.retain(|path| words.iter().all(|word| is(path, word)));
        }
        let [file] = found.as_slice() else {
            let number = found.len();
            return Err(Failure::Message(format!(
                "{} has {number} documents{}; name one file, or the product code and version",
                path.display(),
                code.map_or_else(String::new, |code| format!(" of {code}"))
            )));
        };
        let text = std::fs::read_to_string(file).map_err(|error| {
            Failure::Message(format!("cannot read {}: {error}", file.display()))
        })?;
        let sha256 = sha256(text.as_bytes());
        let beside = std::fs::read_to_string(file.with_file_name(PROVENANCE)).ok();
        let beside = beside.filter(|beside| is_of(beside, &sha256));
        let provenance = beside.unwrap_or_else(|| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let value = json!({"file": name, "sha256": sha256, "bytes": text.len()});
            format!("{value:#}\n")
        });
        Ok(Self {
            origin: file.clone(),
            text,
            sha256,
            provenance,
        })
    }

    /// A document that has been downloaded.
    #[must_use]
    pub fn downloaded(download: fetch::Download) -> Self {
        Self {
            origin: PathBuf::from(&download.address),
            text: download.text,
            sha256: download.sha256,
            provenance: download.provenance,
        }
    }
}

/// Whether a provenance is the one of the document with this SHA-256.
pub(super) fn is_of(provenance: &str, sha256: &str) -> bool {
    serde_json::from_str::<Value>(provenance).is_ok_and(|value| value["sha256"] == sha256)
}
