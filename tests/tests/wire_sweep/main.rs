//! Requests that the official SDKs were seen to send, against those that the runtime
//! builds for the same inputs from descriptions of the actions.
//!
//! `WIRE_VECTORS` names the folder with the recorded requests, `API_METADATA` the folder
//! with the official documents, `PRODUCT/VERSION/api-docs.json`. The defaults are
//! `../shared/vectors` and `../shared/metadata/2024-07-30` beside the checkout.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one prints a report"
)]
#![cfg(test)]

mod build;
mod compare;
mod description;
mod record;
mod signature;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use description::Descriptions;
use record::Record;

/// How many records of a product are equal.
#[derive(Default)]
struct Tally {
    records: usize,
    equal: usize,
    differences: Vec<String>,
}

/// The numbers that must not fall.
const RECORDED: &str = include_str!("recorded.txt");

fn folder(variable: &str, default: &str) -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(default);
    std::env::var_os(variable).map_or(beside, PathBuf::from)
}

#[test]
fn requests_are_those_of_the_official_sdks() {
    let vectors = folder("WIRE_VECTORS", "../shared/vectors");
    if !vectors.is_dir() {
        println!("SKIPPED: there is no folder {}", vectors.display());
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let mut descriptions = Descriptions::default();
    let mut products: BTreeMap<String, Tally> = BTreeMap::new();
    for file in record::files(&vectors) {
        for record in record::read(&file) {
            let tally = products.entry(record.product.clone()).or_default();
            let compared = runtime.block_on(compared(&mut descriptions, &record));
            tally.records += 1;
            match compared {
                Ok(()) => tally.equal += 1,
                Err(difference) => tally
                    .differences
                    .push(format!("{}: {difference}", record.id)),
            }
        }
    }
    report(&products);
    assert!(
        !products.is_empty(),
        "there are no records in {}",
        vectors.display()
    );
    let fallen = fallen(&products, RECORDED);
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

async fn compared(descriptions: &mut Descriptions, record: &Record) -> Result<(), String> {
    let (catalog, core) = descriptions.product(&record.product, &record.version)?;
    let entry = catalog.entry(&record.action);
    let entry = entry.ok_or("the action is not described")?;
    let request = build::request(&core, entry, &record.input).await?;
    let differences = compare::differences(record, &request);
    match differences.is_empty() {
        true => Ok(()),
        false => Err(differences.join("; ")),
    }
}

fn report(products: &BTreeMap<String, Tally>) {
    /// How many differences of a product are printed.
    const SHOWN: usize = 40;
    for (product, tally) in products {
        println!("{product}: {} equal of {}", tally.equal, tally.records);
        let undescribed = |difference: &String| difference.ends_with(description::UNDESCRIBED);
        if tally.differences.len() == tally.records && tally.differences.iter().all(undescribed) {
            println!("    {}", description::UNDESCRIBED);
            continue;
        }
        let shown = if std::env::var_os("WIRE_ALL").is_some() {
            usize::MAX
        } else {
            SHOWN
        };
        for difference in tally.differences.iter().take(shown) {
            println!("    {difference}");
        }
        let more = tally.differences.len().saturating_sub(shown);
        if more > 0 {
            println!("    and {more} more; WIRE_ALL=1 shows all");
        }
    }
    let equal: usize = products.values().map(|tally| tally.equal).sum();
    let records: usize = products.values().map(|tally| tally.records).sum();
    println!("all: {equal} equal of {records}");
}

/// The products with fewer equal records than were recorded: lines of a product's name,
/// how many were equal, and of how many. Other records of a product are not comparable.
fn fallen(products: &BTreeMap<String, Tally>, recorded: &str) -> Vec<String> {
    let lines = recorded.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.filter_map(|line| {
        let mut words = line.split_whitespace();
        let product = words.next()?;
        let mut number = || words.next().and_then(|word| word.parse::<usize>().ok());
        let (least, of) = (number().unwrap(), number().unwrap());
        let tally = products.get(product).filter(|tally| tally.records == of)?;
        let message = format!("{product}: {} equal of {of}; expected {least}", tally.equal);
        (tally.equal < least).then_some(message)
    });
    lines.collect()
}

#[test]
fn a_number_that_falls_is_told() {
    let tally = |equal, records| Tally {
        equal,
        records,
        ..Tally::default()
    };
    let products = BTreeMap::from([
        ("alb".to_owned(), tally(3, 5)),
        ("cs".to_owned(), tally(1, 9)),
    ]);
    assert!(fallen(&products, "# name\nalb 3 5\ncs 4 10\n").is_empty());
    assert_eq!(
        fallen(&products, "alb 4 5\n"),
        ["alb: 3 equal of 5; expected 4"]
    );
}
