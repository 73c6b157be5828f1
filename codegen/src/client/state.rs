//! What an earlier run wrote, so that files which a person has changed since then stay.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::settings::Settings;
use crate::failure::Failure;

/// The file in the folder of the crate.
pub(super) const FILE: &str = "aliyun-client.json";

/// A crate that an earlier run wrote.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) product: String,
    pub(super) version: String,
    pub(super) settings: Settings,
    /// SHA-256 of the files around spec and client, as they were written.
    pub(super) written: BTreeMap<String, String>,
}

/// Product code and version of the crate in a folder, if an earlier run wrote one.
///
/// # Errors
///
/// The folder holds something else, or cannot be read.
pub fn remembered(out: &Path) -> Result<Option<(String, String)>, Failure> {
    Ok(State::open(out)?.map(|state| (state.product, state.version)))
}

impl State {
    /// The state of a folder; `None` if it is empty or does not exist.
    pub(super) fn open(out: &Path) -> Result<Option<Self>, Failure> {
        let path = out.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => return Self::read(&path, &text).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(message(format!("cannot read {}: {error}", path.display()))),
        }
        let entries = match std::fs::read_dir(out) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(message(format!("cannot read {}: {error}", out.display()))),
        };
        let mut names = entries.flatten().map(|entry| entry.file_name());
        match names.find(|name| name != ".git") {
            None => Ok(None),
            Some(name) => Err(message(format!(
                "{} is not empty and was not written by `aliyun-codegen client`: it has {}; \
                 choose another folder with --out",
                out.display(),
                name.to_string_lossy()
            ))),
        }
    }

    fn read(path: &Path, text: &str) -> Result<Self, Failure> {
        let wrong = |what: String| {
            message(format!(
                "{}: {what}; restore the file from version control, or write a new crate into \
                 another folder",
                path.display()
            ))
        };
        let value: Value = serde_json::from_str(text)
            .map_err(|error| wrong(format!("it is not correct JSON ({error})")))?;
        let missing = |key: &str| wrong(format!("/{key}: missing, or not of the expected type"));
        let word = |key: &str| value[key].as_str().map(str::to_owned);
        let settings = Settings::read(&value["settings"])
            .map_err(|key| missing(&format!("settings/{key}")))?;
        let written = value["written"].as_object();
        let written = written.ok_or_else(|| missing("written"))?.iter();
        let written = written.map(|(name, sha)| Some((name.clone(), sha.as_str()?.to_owned())));
        Ok(Self {
            product: word("product").ok_or_else(|| missing("product"))?,
            version: word("version").ok_or_else(|| missing("version"))?,
            settings,
            written: written
                .collect::<Option<_>>()
                .ok_or_else(|| missing("written"))?,
        })
    }

    pub(super) fn text(&self) -> String {
        let value = json!({
            "about": "Written by `aliyun-codegen client`, which needs it to update this crate.",
            "product": self.product,
            "version": self.version,
            "settings": self.settings.json(),
            "written": self.written,
        });
        format!("{value:#}\n")
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn message(text: String) -> Failure {
    Failure::Message(text)
}
