//! The committed list of damaged documented examples.
//!
//! To refresh: `DAMAGED=write cargo test -p aliyun-codegen --features examples --test damaged`

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aliyun_codegen::model::Action;
use aliyun_codegen::{Builder, check, read};
use serde_yaml::Value;

/// Damage of a single example, independent of other examples.
const LINTS: [(&str, &str); 4] = [
    ("E117", "example-malformed"),
    ("W205", "example-key-case"),
    ("W206", "example-type-differs"),
    ("W207", "example-root-element"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29")
}

/// A copy of the spec whose errata accept no damage, so that `check` finds all.
fn unexcused() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file: Value = serde_yaml::from_str(&text).unwrap();
        if let Some(Value::Sequence(errata)) = file.get_mut("errata") {
            errata.retain(|erratum| {
                let lint = erratum.get("lint").and_then(Value::as_str);
                !LINTS.iter().any(|(_, name)| Some(*name) == lint)
            });
        }
        let text = serde_yaml::to_string(&file).unwrap();
        std::fs::write(copy.path().join(path.file_name().unwrap()), text).unwrap();
    }
    copy
}

/// Names of the tests made from each action's examples.
fn tests() -> BTreeMap<String, Vec<String>> {
    let out = tempfile::tempdir().unwrap();
    let builder = Builder::new(folder()).out_dir(out.path());
    let generated = builder.generate_tests("aliyun_domain").unwrap();
    let (name, _) = &generated.files[0];
    let text = std::fs::read_to_string(generated.dir.join(name)).unwrap();
    let mut tests: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut module = String::new();
    for line in text.lines() {
        let word = |start| line.trim_start().strip_prefix(start);
        if let Some(rest) = word("mod ").filter(|_| line.starts_with("mod ")) {
            module = rest.trim_end_matches(" {").replace("r#", "");
        } else if let Some(rest) = word("fn ") {
            let name = rest.split('(').next().unwrap_or_default();
            tests
                .entry(module.clone())
                .or_default()
                .push(name.to_owned());
        }
    }
    tests
}

/// `QueryDnsHost` and `query_dns_host` as `querydnshost`.
fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

struct Row {
    action: String,
    part: &'static str,
    lint: &'static str,
    message: String,
    tests: String,
}

fn rows(actions: &[Action]) -> Vec<Row> {
    let copy = unexcused();
    let tests = tests();
    let mut rows = Vec::new();
    for finding in check(copy.path()).findings {
        let Some((_, lint)) = LINTS.iter().find(|(code, _)| *code == finding.code) else {
            continue;
        };
        let file = Path::new(&finding.file).file_name().unwrap();
        let action = actions
            .iter()
            .find(|action| Path::new(&action.file).file_name() == Some(file))
            .unwrap();
        // The help names the subject of a possible erratum.
        let help = finding.help.clone().unwrap_or_default();
        let subject = help
            .split_once("`subject: ")
            .and_then(|(_, rest)| rest.split_once('`'))
            .map(|(subject, _)| subject);
        // If types differ, the subject is a field of either answer.
        let part = match subject {
            Some("request") => "request",
            Some("xml") => "xml",
            Some("json") => "json",
            _ => "xml or json",
        };
        let made = tests
            .iter()
            .find(|(module, _)| plain(module) == plain(&action.name))
            .map(|(_, tests)| tests.as_slice())
            .unwrap_or_default();
        let of_part: Vec<String> = made
            .iter()
            .filter(|test| !test.contains("_as_"))
            .filter(|test| {
                part.split(" or ")
                    .any(|p| test.starts_with(&format!("documented_{p}")))
            })
            .map(|test| format!("`{test}`"))
            .collect();
        rows.push(Row {
            action: action.name.clone(),
            part,
            lint,
            message: finding.message,
            tests: of_part.join(", "),
        });
    }
    rows
}

fn page() -> String {
    let model = read(folder()).unwrap();
    let rows = rows(&model.actions);
    let examples: Vec<_> = model.actions.iter().flat_map(|a| &a.examples).collect();
    let malformed: BTreeSet<(&str, &str)> = rows
        .iter()
        .filter(|row| row.lint == "example-malformed")
        .map(|row| (row.action.as_str(), row.part))
        .collect();
    let mut page = String::from(
        "# Damaged examples of Domain\n\n\
         Every documented example is kept unchanged, except for personal data, and makes tests: a request is signed,\n\
         an answer is decoded and compared field by field. Most examples are correct. These are not:\n\n\
         | text | documented | malformed |\n|---|---|---|\n",
    );
    let of = |part, all: usize| {
        let bad = malformed.iter().filter(|(_, found)| *found == part).count();
        format!("| {part} | {all} | {bad} |\n")
    };
    page += &of(
        "request",
        examples.iter().filter(|e| e.request.is_some()).count(),
    );
    page += &of("xml", examples.iter().filter(|e| e.xml.is_some()).count());
    page += &of("json", examples.iter().filter(|e| e.json.is_some()).count());
    page += "\nThe kind is the name of the [lint](spec-language.md#lints). The tests are those made from the text.\n\
             In `…_is_refused` the client returns an error, and no part of the text as if it were whole. In\n\
             `…_without_root…` it refuses the text, and decodes it inside a root element.\n\n\
             | action | text | kind | damage | tests |\n|---|---|---|---|---|\n";
    for row in &rows {
        let Row {
            action,
            part,
            lint,
            message,
            tests,
        } = row;
        let message = message.replace('|', "\\|");
        writeln!(page, "| {action} | {part} | {lint} | {message} | {tests} |").unwrap();
    }
    page += "\n`DAMAGED=write cargo test -p aliyun-codegen --features examples --test damaged` writes this file. Without\n\
             `DAMAGED`, the test checks that it is up to date.\n";
    page
}

#[test]
fn the_list_of_damaged_examples_is_current() {
    let text = page();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/domain-examples.md");
    if std::env::var_os("DAMAGED").is_some_and(|value| value == "write") {
        std::fs::write(&file, &text).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == text,
        "docs/domain-examples.md is stale; refresh it with the command at the top of this file"
    );
}

#[test]
fn a_malformed_answer_is_refused_by_a_test() {
    let model = read(folder()).unwrap();
    let rows = rows(&model.actions);
    let malformed = rows
        .iter()
        .filter(|row| row.lint == "example-malformed" && row.part != "request");
    let mut count = 0;
    for row in malformed {
        assert!(
            row.tests.contains("_refused`"),
            "{} {}: {}",
            row.action,
            row.part,
            row.tests
        );
        count += 1;
    }
    assert!(count > 0);
}
