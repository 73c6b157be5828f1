//! The features of the crate are the areas of the spec.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Features that are not areas.
const OTHERS: [&str; 6] = [
    "all",
    "blocking",
    "default",
    "native-tls",
    "rustls",
    "tracing",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn spec() -> PathBuf {
    root().join("../spec/domain/2018-01-29")
}

/// The features in a manifest, and what each one turns on.
fn features(manifest: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(manifest).unwrap();
    let (_, section) = text.split_once("\n[features]\n").unwrap();
    let section = section.split("\n[").next().unwrap();
    let lines: String = section
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| format!("{} ", line.trim()))
        .collect();
    lines
        .split_inclusive(']')
        .filter_map(|entry| entry.split_once('='))
        .map(|(name, on)| {
            let on = on.split('"').skip(1).step_by(2).map(str::to_owned);
            (name.trim().to_owned(), on.collect())
        })
        .collect()
}

#[test]
fn every_area_is_a_feature_and_no_other() {
    let model = aliyun_codegen::read(spec()).unwrap();
    let areas = model.product.areas.iter().map(|area| area.name.clone());
    let areas: BTreeSet<String> = areas.collect();
    assert!(!areas.is_empty());
    let features = features(&root().join("Cargo.toml"));
    assert_eq!(features["all"], areas, "the feature `all` of Cargo.toml");
    for area in &areas {
        let on = features.get(area);
        assert!(on.is_some_and(BTreeSet::is_empty), "{area} = {on:?}");
    }
    let names: BTreeSet<&str> = features.keys().map(String::as_str).collect();
    let expected = areas.iter().map(String::as_str).chain(OTHERS).collect();
    assert_eq!(names, expected, "the features of Cargo.toml");
}

#[test]
fn every_action_is_in_an_area() {
    let model = aliyun_codegen::read(spec()).unwrap();
    let outside = model.actions.iter().filter(|a| model.area(a).is_none());
    assert_eq!(outside.map(|a| &a.name).collect::<Vec<_>>(), [""; 0]);
}
