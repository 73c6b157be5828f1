//! Compares `docs/spec-language.md` with the language.

use std::fs;

use serde_json::Value;

use crate::support::{root, run};

fn reference() -> String {
    fs::read_to_string(root().join("docs/spec-language.md")).unwrap()
}

/// The lines below a heading, to the next one.
fn section<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let mut lines = text.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "no heading {heading:?}");
    lines.take_while(|line| !line.starts_with('#')).collect()
}

/// The keys of a map, from the rows of its table.
fn rows(form: &Value) -> Vec<(String, String)> {
    let required = form["required"].as_array().cloned().unwrap_or_default();
    let keys = form["properties"].as_object().unwrap();
    keys.iter()
        .map(|(name, key)| {
            let must = required.iter().any(|required| required == name);
            let mark = if must { " (required)" } else { "" };
            let description = key["description"].as_str().unwrap();
            (
                format!("| `{name}`{mark} | "),
                format!(" | {description} |"),
            )
        })
        .collect()
}

#[test]
fn every_key_is_described_in_the_words_of_the_schema() {
    let text = reference();
    for of in ["action", "product"] {
        let schema: Value = serde_json::from_str(&run(["schema", of]).stdout).unwrap();
        let definitions = schema["definitions"].as_object().unwrap();
        let named = definitions.iter().map(|(name, form)| (name.as_str(), form));
        for (name, form) in named.chain([(of, &schema)]) {
            let heading = format!("### Keys of {}", what(name));
            let table: Vec<&str> = section(&text, &heading)
                .into_iter()
                .filter(|line| line.starts_with("| `"))
                .collect();
            let rows = rows(form);
            assert_eq!(table.len(), rows.len(), "{heading}");
            for (start, end) in rows {
                let found = table
                    .iter()
                    .any(|row| row.starts_with(&start) && row.ends_with(&end));
                assert!(found, "{heading}: {start}…{end}");
            }
        }
    }
}

/// The name of a definition, as headings use it.
fn what(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!(
        "{} {}",
        if vowel { "an" } else { "a" },
        name.replace('-', " ")
    )
}

#[test]
fn every_code_is_listed_in_the_words_of_explain() {
    let text = reference();
    let table = section(&text, "## Findings");
    let codes: Vec<&&str> = table
        .iter()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let list = run(["explain"]).stdout;
    assert_eq!(codes.len(), list.lines().count());
    for line in list.lines() {
        let (code, title) = line.split_once("  ").unwrap();
        let title = title.split(" (example").next().unwrap();
        let title = title.split(" (examples").next().unwrap();
        let found = codes
            .iter()
            .any(|row| row.starts_with(&format!("| `{code}` | {title} |")));
        assert!(found, "{line}");
    }
}

#[test]
fn every_type_and_lint_is_described() {
    let text = reference();
    let types = section(&text, "## Types").join("\n");
    for name in [
        "string",
        "integer",
        "long",
        "float",
        "boolean",
        "json",
        "base64-image",
        "enum",
    ] {
        assert!(types.contains(&format!("| `{name}` |")), "{name}");
    }
    let schema: Value = serde_json::from_str(&run(["schema"]).stdout).unwrap();
    let lints = &schema["definitions"]["erratum"]["properties"]["lint"]["enum"];
    let section = section(&text, "### Lints").join("\n");
    for lint in lints.as_array().unwrap() {
        let lint = lint.as_str().unwrap();
        assert!(section.contains(&format!("| `{lint}` |")), "{lint}");
    }
}
