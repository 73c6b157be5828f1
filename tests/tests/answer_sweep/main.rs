//! The documented examples of answers, read by the tables of their actions and written
//! back: nothing that the description declares may be lost.
//!
//! `API_METADATA` names the folder with the official documents,
//! `PRODUCT/VERSION/api-docs.json`. The default is `../shared/metadata/2024-07-30` beside
//! the checkout.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one prints a report"
)]
#![cfg(test)]

mod loss;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aliyun_codegen::import::{self, Import, Options};
use aliyun_codegen::model::Model;
use aliyun_runtime::dynamic::{Document, Entry};
use aliyun_runtime::generated::decode_lenient;

/// The numbers that must not fall.
const RECORDED: &str = include_str!("recorded.txt");

/// How many examples of a product came back whole.
#[derive(Default)]
struct Tally {
    examples: usize,
    whole: usize,
    losses: Vec<String>,
}

fn documents() -> (PathBuf, Vec<PathBuf>) {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata/2024-07-30");
    let folder = std::env::var_os("API_METADATA").map_or(beside, PathBuf::from);
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let versions = below(&folder)
        .into_iter()
        .flat_map(|product| below(&product));
    let files = versions.map(|version| version.join("api-docs.json"));
    let files = files.filter(|file| file.is_file()).collect();
    (folder, files)
}

#[test]
fn documented_answers_lose_nothing_that_is_declared() {
    let (folder, documents) = documents();
    if documents.is_empty() {
        println!("SKIPPED: there are no documents in {}", folder.display());
        return;
    }
    let mut products: BTreeMap<String, Tally> = BTreeMap::new();
    for document in &documents {
        let model = match imported(document) {
            Ok(model) => model,
            Err(failure) => {
                println!("{}: {failure}", document.display());
                continue;
            }
        };
        let key = format!("{} {}", model.product.name, model.product.version);
        sweep(&model, products.entry(key.to_lowercase()).or_default());
    }
    report(&products);
    let usual = std::env::var_os("API_METADATA").is_none();
    let fallen = fallen(&products, usual);
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

fn imported(document: &Path) -> Result<Model, aliyun_codegen::Failure> {
    let out = tempfile::tempdir().unwrap();
    let descriptions = import::read(&[document.to_path_buf()], &|_| {})?;
    Import::new(descriptions, out.path(), &Options::default())?.write(out.path())?;
    aliyun_codegen::read(out.path())
}

fn sweep(model: &Model, tally: &mut Tally) {
    let catalog = aliyun_codegen::catalog(model);
    for action in &model.actions {
        let entry = catalog.entry(&action.name).unwrap();
        for json in action
            .examples
            .iter()
            .filter_map(|example| example.json.as_deref())
        {
            // Examples that are no JSON are reported by the import.
            let Ok(example) = serde_json::from_str(json) else {
                continue;
            };
            tally.examples += 1;
            match losses(entry, json, &example) {
                found if found.is_empty() => tally.whole += 1,
                found => tally
                    .losses
                    .push(format!("{}: {}", action.name, found.join("; "))),
            }
        }
    }
}

/// What is lost of an example.
fn losses(entry: &'static Entry, json: &str, example: &serde_json::Value) -> Vec<String> {
    let mut answer = Document::new(entry.response);
    if let Err(error) = decode_lenient(json.as_bytes(), &mut answer) {
        return vec![error.to_string()];
    }
    loss::of(&answer, example)
}

fn report(products: &BTreeMap<String, Tally>) {
    const SHOWN: usize = 20;
    for (product, tally) in products {
        println!("{product}: {} whole of {}", tally.whole, tally.examples);
        let shown = match std::env::var_os("ANSWERS_ALL") {
            Some(_) => usize::MAX,
            None => SHOWN,
        };
        for loss in tally.losses.iter().take(shown) {
            println!("    {loss}");
        }
        let more = tally.losses.len().saturating_sub(shown);
        if more > 0 {
            println!("    and {more} more; ANSWERS_ALL=1 shows all");
        }
    }
    let whole: usize = products.values().map(|tally| tally.whole).sum();
    let examples: usize = products.values().map(|tally| tally.examples).sum();
    println!("all: {whole} whole of {examples}");
}

/// The products with fewer whole examples than were recorded. Other documents may have
/// other examples; in the usual ones no product and no example may be missing.
fn fallen(products: &BTreeMap<String, Tally>, usual: bool) -> Vec<String> {
    let lines = RECORDED.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [product, version, least, of] = words[..] else {
            panic!("recorded.txt: {line}")
        };
        let (least, of): (usize, usize) = (least.parse().unwrap(), of.parse().unwrap());
        let (whole, examples) = products
            .get(&format!("{product} {version}"))
            .map_or((0, 0), |tally| (tally.whole, tally.examples));
        let fell = whole < least && (usual || examples == of);
        fell.then(|| format!("{product}: {whole} whole of {examples}, {least} of {of} before"))
    });
    lines.collect()
}

/// The comparison finds what is lost.
#[test]
fn losses_are_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = aliyun_codegen::read(root.join("rest/spec")).unwrap();
    let catalog = aliyun_codegen::catalog(&model);
    let entry = catalog.entry("GetShelf").unwrap();
    let product = "sts 2015-04-01".to_owned();
    let tally = Tally {
        examples: 3,
        whole: 3,
        ..Tally::default()
    };
    let products = BTreeMap::from([(product, tally)]);
    let fell = |usual| {
        fallen(&products, usual)
            .iter()
            .any(|line| line.starts_with("sts:"))
    };
    assert!(fell(true) && !fell(false));
    let found = |json: &str| losses(entry, json, &serde_json::from_str(json).unwrap());
    let whole = r#"{"requestId":"r","goods":["x"],"egg":{"hen":{"name":"B"}},"other":1}"#;
    assert_eq!(found(whole), Vec::<String>::new());
    let wrong = r#"{"requestId":"r","goods":["x"],"egg":{"hen":"B"}}"#;
    assert_eq!(found(wrong), ["egg.hen: \"B\" is lost"]);
}
