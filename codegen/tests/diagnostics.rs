//! Broken specs with their exact reports.
//!
//! Every folder of `diagnostics` is a spec folder with the mistake that its name
//! describes, and `expected.txt` is the report. A folder without `product.yaml`
//! gets the one below. To update the expected texts, run `UPDATE=1 cargo test -p
//! aliyun-codegen --all-features --test diagnostics`, and read the difference as
//! the author of a spec would.
#![cfg(test)]
#![cfg(feature = "examples")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const PRODUCT: &str = "\
product: Depot
version: 2024-05-01
doc: Keeps things.
endpoint: depot.aliyuncs.com
common_parameters:
  - { name: Action, required: true, doc: Name of the action. }
enums:
  - name: Color
    doc: Color of a thing.
    values: [red, green]
errors:
  - { code: Throttling, http_status: 503, doc: Too many calls. }
";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn fixtures() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

/// A copy of a fixture as a whole spec folder. It contains what git cannot store:
/// `X.yaml.size` becomes a file of that size, a folder becomes an empty folder,
/// and with `product.yaml.none` there is no product file.
fn copy(fixture: &Path) -> tempfile::TempDir {
    let spec = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(fixture).unwrap() {
        let path = entry.unwrap().path();
        let to = spec.path().join(name(&path));
        if path.is_dir() {
            fs::create_dir(to).unwrap();
        } else if path
            .extension()
            .is_some_and(|extension| extension == "size")
        {
            let size = fs::read_to_string(&path).unwrap().trim().parse().unwrap();
            let file = fs::File::create(to.with_extension("")).unwrap();
            file.set_len(size).unwrap();
        } else if name(&path) != "expected.txt" {
            fs::copy(&path, to).unwrap();
        }
    }
    let product = spec.path().join("product.yaml");
    if !product.exists() && !spec.path().join("product.yaml.none").exists() {
        fs::write(product, PRODUCT).unwrap();
    }
    spec
}

/// The report about a fixture, with paths relative to it.
fn report(fixture: &Path) -> String {
    let spec = copy(fixture);
    let checked = aliyun_codegen::check(spec.path());
    let mut text = String::new();
    for finding in &checked.findings {
        text.push_str(&finding.to_string());
        text.push_str("\n\n");
    }
    let folder = spec.path().display().to_string();
    text.replace(&format!("{folder}/"), "")
        .replace(&folder, ".")
}

fn expected(fixture: &Path) -> String {
    fs::read_to_string(fixture.join("expected.txt")).unwrap_or_default()
}

#[test]
fn every_broken_spec_gets_the_expected_report() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    let fixtures = fixtures();
    assert!(fixtures.len() >= 80, "{} broken specs", fixtures.len());
    for fixture in fixtures {
        let (report, expected) = (report(&fixture), expected(&fixture));
        if report == expected {
            continue;
        }
        if update {
            fs::write(fixture.join("expected.txt"), report).unwrap();
        } else {
            wrong.push_str(&format!(
                "--- {}\n{}\n",
                name(&fixture),
                diff(&expected, &report)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}UPDATE=1 writes the reports anew");
}

/// Lines that only one of two texts has, in the order of both.
fn diff(old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let ends = old.iter().rev().zip(new.iter().rev());
    let tail = ends.take(rest).take_while(|(a, b)| a == b).count();
    let gone = old[same..old.len() - tail]
        .iter()
        .map(|l| format!("-{l}\n"));
    let came = new[same..new.len() - tail]
        .iter()
        .map(|l| format!("+{l}\n"));
    gone.chain(came).collect()
}

/// Codes in the heads of findings: `error[E010]: …`.
fn codes(report: &str) -> impl Iterator<Item = &str> {
    report.lines().filter_map(|line| {
        let rest = line
            .strip_prefix("error[")
            .or(line.strip_prefix("warning["))?;
        rest.split_once(']').map(|(code, _)| code)
    })
}

/// A fixture is named after its finding, and has no other.
#[test]
fn one_mistake_is_one_finding() {
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let name = name(&fixture);
        let report = report(&fixture);
        let found: Vec<&str> = codes(&report).collect();
        let code = name.split('-').next().unwrap().to_uppercase();
        if code.len() == 4 && code.ends_with(|c: char| c.is_ascii_digit()) {
            if found != [code.as_str()] {
                wrong.push(format!("{name} shows {found:?}"));
            }
        } else {
            assert!(found.len() > 1, "{name} shows {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_a_broken_spec() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/codes.rs");
    let source = fs::read_to_string(source).unwrap();
    let is_code = |word: &&str| {
        let mut bytes = word.bytes();
        matches!(bytes.next(), Some(b'E' | b'W'))
            && word.len() == 4
            && bytes.all(|b| b.is_ascii_digit())
    };
    let known: BTreeSet<&str> = source.split('"').filter(is_code).collect();
    assert!(known.len() > 40, "{known:?}");
    let reports: Vec<String> = fixtures().iter().map(|f| report(f)).collect();
    let shown: BTreeSet<&str> = reports.iter().flat_map(|report| codes(report)).collect();
    let missing: Vec<_> = known.difference(&shown).collect();
    assert!(missing.is_empty(), "no broken spec shows {missing:?}");
}

#[test]
fn ten_mistakes_in_three_files_are_found_where_they_are() {
    let spec = copy(&root().join("ten-mistakes-in-three-files"));
    let checked = aliyun_codegen::check(spec.path());
    let places: Vec<(String, usize, usize, &str)> = checked
        .findings
        .iter()
        .map(|finding| {
            let file = name(Path::new(&finding.file));
            (file, finding.line, finding.column, finding.code)
        })
        .collect();
    let expected = [
        ("GetThing.yaml", 3, 13, "E011"),
        ("GetThing.yaml", 6, 11, "E104"),
        ("GetThing.yaml", 10, 19, "E107"),
        ("GetThing.yaml", 11, 11, "E101"),
        ("PutThing.yaml", 7, 14, "E106"),
        ("PutThing.yaml", 10, 14, "E108"),
        ("PutThing.yaml", 12, 5, "E010"),
        ("PutThing.yaml", 15, 7, "E012"),
        ("product.yaml", 7, 19, "E102"),
        ("product.yaml", 9, 38, "E112"),
    ];
    let expected = expected.map(|(file, line, column, code)| (file.to_owned(), line, column, code));
    assert_eq!(places, expected);
}

/// The page shows the first finding about each of its specs exactly as it is
/// printed.
#[test]
fn the_page_shows_what_is_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut sections = page.split("<!-- ");
    let mut current = sections.next().unwrap().to_owned();
    let mut count = 0;
    for section in sections {
        let (fixture, rest) = section.split_once(" -->\n\n```text\n").unwrap();
        let (_, end) = rest.split_once("\n```\n").unwrap();
        let report = report(&root().join(fixture));
        let first = report.split("\n\n").next().unwrap();
        current += &format!("<!-- {fixture} -->\n\n```text\n{first}\n```\n{end}");
        let code = codes(first).next().unwrap();
        let row = format!("| {code} | [{fixture}](../codegen/tests/diagnostics/{fixture}) |");
        assert!(page.contains(&row), "{row}");
        count += 1;
    }
    assert_eq!(count, 25);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, current).unwrap();
    } else {
        assert!(
            page == current,
            "UPDATE=1 writes the page anew:\n{}",
            diff(&page, &current)
        );
    }
}

/// A `build.rs` prints its error with `Debug`.
#[test]
fn a_build_script_prints_the_report_as_it_is() {
    let spec = copy(&root().join("ten-mistakes-in-three-files"));
    let failure = aliyun_codegen::Builder::new(spec.path())
        .render()
        .unwrap_err();
    let shown = format!("{failure:?}");
    assert_eq!(shown, format!("\n{failure}"));
    assert!(
        shown.ends_with("\n\n10 errors; nothing was generated"),
        "{shown}"
    );
    assert!(!shown.contains("\\n"), "{shown}");
}
