//! Recorded requests: one JSON object per line, in files that may be gzipped.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

/// One recorded request and the input that led to it.
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) action: String,
    /// Documented names of parameters and their values.
    pub(crate) input: Value,
    pub(crate) method: String,
    /// The path as it was sent.
    pub(crate) path: String,
    /// Decoded names and values.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
    /// Whether it was signed.
    pub(crate) signed: bool,
}

/// The files with records in a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let named = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".jsonl.gz") || name.ends_with(".jsonl")
    };
    let mut files: Vec<_> = entries.filter(named).collect();
    files.sort();
    files
}

/// The records of a file.
pub(crate) fn read(path: &Path) -> Vec<Record> {
    let mut text = String::new();
    let file = File::open(path).unwrap();
    let read = match path.extension().is_some_and(|extension| extension == "gz") {
        true => MultiGzDecoder::new(file).read_to_string(&mut text),
        false => {
            let mut file = file;
            file.read_to_string(&mut text)
        }
    };
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let records = lines.map(|(index, line)| {
        let value = serde_json::from_str(line).map_err(|error| error.to_string());
        let record = value.and_then(|value| Record::of(&value));
        record.unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), index + 1))
    });
    records.collect()
}

impl Record {
    pub(crate) fn of(value: &Value) -> Result<Self, String> {
        let text = |key: &str| {
            let text = value[key].as_str().map(str::to_owned);
            text.ok_or_else(|| format!("there is no text `{key}`"))
        };
        let headers = value["headers"].as_object().into_iter().flatten();
        let headers = headers.map(|(name, value)| (name.to_lowercase(), plain(value)));
        Ok(Self {
            id: text("id")?,
            product: text("product")?,
            version: text("version")?,
            action: text("action")?,
            input: value["input"].clone(),
            method: text("method")?,
            path: text("path")?,
            query: pairs(&value["query"]),
            headers: headers.collect(),
            body: value["body"].clone(),
            signed: value["sig"]["scheme"] != "none",
        })
    }
}

/// Pairs of names and values, as `[["Name", "Value"]]`.
pub(crate) fn pairs(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_array().into_iter().flatten();
    pairs
        .map(|pair| (plain(&pair[0]), plain(&pair[1])))
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
