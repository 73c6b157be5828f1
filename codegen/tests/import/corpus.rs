//! The real pages of one product compared with its published models. If the
//! pages are missing, the test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aliyun_codegen::import::{self, Counts, Import, Options, Outcome};
use aliyun_codegen::regenerate::{Fresh, Plan};
use serde_json::Value;

/// The folder with pages and facts, next to the project.
fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    shared
        .join("facts/domain-2018-01-29.json")
        .is_file()
        .then_some(shared)
}

fn texts(list: &Value, key: &str) -> BTreeSet<String> {
    let members = list.as_array().into_iter().flatten();
    members
        .filter_map(|member| {
            member
                .get(key)
                .unwrap_or(member)
                .as_str()
                .map(str::to_owned)
        })
        .collect()
}

/// `Tag.1.Key` as `Tag.N.Key`.
fn numbered(name: &str) -> String {
    let part = |part: &str| {
        if part == "n" || part.bytes().all(|byte| byte.is_ascii_digit()) {
            "N".to_owned()
        } else {
            part.to_owned()
        }
    };
    name.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// Hits and total of one kind, and the misses by page.
#[derive(Default)]
struct Score {
    hits: usize,
    all: usize,
    misses: BTreeMap<String, Vec<String>>,
}

impl Score {
    fn add(&mut self, page: &str, found: &BTreeSet<String>, known: &BTreeSet<String>) {
        self.all += found.len();
        self.hits += found.intersection(known).count();
        let misses: Vec<String> = found.difference(known).cloned().collect();
        if !misses.is_empty() {
            self.misses.insert(page.to_owned(), misses);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    fn share(&self) -> f64 {
        self.hits as f64 / self.all.max(1) as f64
    }
}

#[test]
fn domain_pages_agree_with_the_published_models() {
    let Some(shared) = shared() else {
        eprintln!("skipped: ../shared does not exist");
        return;
    };
    let facts = std::fs::read_to_string(shared.join("facts/domain-2018-01-29.json")).unwrap();
    let facts: Value = serde_json::from_str(&facts).unwrap();
    let pages = import::find(&[shared.join("corpus/domain")]).unwrap();
    let documents = import::read(&pages, &|_| {}).unwrap();
    let (mut request, mut response) = (Score::default(), Score::default());
    for document in documents
        .iter()
        .filter(|document| document.refused().is_none())
    {
        let page: Value = serde_json::from_str(&document.neutral()).unwrap();
        let known = &facts["actions"][page["action"].as_str().unwrap()];
        let names = texts(&page["request"], "name")
            .iter()
            .map(|name| numbered(name))
            .collect();
        request.add(document.source(), &names, &texts(&known["request"], "name"));
        response.add(
            document.source(),
            &texts(&page["response_fields"], ""),
            &texts(&known["response"], "path"),
        );
    }
    for (what, score, least) in [
        ("request parameters", &request, 0.98),
        ("response paths", &response, 0.95),
    ] {
        println!(
            "{what}: {} of {} right ({:.1} %)",
            score.hits,
            score.all,
            100.0 * score.share()
        );
        for (page, misses) in &score.misses {
            println!("  {page}: {}", misses.join(", "));
        }
        assert!(score.share() >= least, "{what}: {:.3}", score.share());
    }
}

/// A note without the names in it.
fn kind(what: &str) -> String {
    let part = |(index, part)| if index % 2 == 0 { part } else { "…" };
    let text: String = what.split('`').enumerate().map(part).collect();
    let text = text.split(" (").next().unwrap_or_default();
    let text = text.trim_start_matches("…: ");
    let text = text.split(", put into").next().unwrap_or_default();
    text.replace('|', "\\|")
}

/// The figures of the selected pages of one folder.
fn table(title: &str, pages: &Path) -> String {
    let found = import::find(&[pages.to_path_buf()]).unwrap();
    let documents = import::read(&found, &|_| {}).unwrap();
    let out = tempfile::tempdir().unwrap();
    let import = Import::new(documents, out.path(), &Options::default()).unwrap();
    let mut rows = BTreeMap::new();
    let of = |outcome| {
        let reports = import.descriptions.iter();
        reports.filter(move |report| report.outcome == outcome)
    };
    for page in of(Outcome::Selected) {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for note in &page.notes {
            *kinds.entry(kind(&note.what)).or_default() += 1;
        }
        let notes: Vec<String> = kinds
            .iter()
            .map(|(kind, count)| format!("{count} × {kind}"))
            .collect();
        let Counts {
            parameters,
            fields,
            errors,
            examples,
            ..
        } = page.counts;
        let action = page.action.clone().unwrap_or_default();
        let row = format!(
            "| {action} | {parameters} | {fields} | {errors} | {examples} | {} |\n",
            notes.join("; ")
        );
        rows.insert(action, row);
    }
    let count = |outcome| of(outcome).count();
    let rows: String = rows.into_values().collect();
    format!(
        "\n## {title}\n\n{} pages: {} selected, {} superseded by another page of the action, {} describe no action, {} refused.\n\n\
         | action | parameters | fields | errors | examples | notes |\n|---|---|---|---|---|---|\n{rows}",
        import.descriptions.len(),
        count(Outcome::Selected),
        count(Outcome::Superseded),
        count(Outcome::NoAction),
        count(Outcome::Refused),
    )
}

#[test]
fn the_figures_of_every_page_are_those_of_the_documentation() {
    let Some(shared) = shared() else {
        eprintln!("skipped: ../shared does not exist");
        return;
    };
    let text = format!(
        "# Figures of every page\n\nOf each page that wins: parameters, response fields, errors and examples that were \
         read, and notes.\n[import.md](import.md) explains how to write this file again.\n{}{}",
        table("Domain", &shared.join("corpus/domain")),
        table("DNS", &shared.join("corpus/dns")),
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/import-pages.md");
    if std::env::var_os("PAGES").is_some_and(|value| value == "write") {
        std::fs::write(&file, &text).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == text,
        "the figures have changed: docs/import.md explains how to write docs/import-pages.md again"
    );
}

#[test]
fn the_spec_says_what_the_pages_say_now() {
    let Some(shared) = shared() else {
        eprintln!("skipped: ../shared does not exist");
        return;
    };
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29");
    let pages = import::find(&[shared.join("corpus/domain")]).unwrap();
    let documents = import::read(&pages, &|_| {}).unwrap();
    let mut options = Options::default();
    options.no_prose = true;
    let import = Import::new(documents, &spec, &options).unwrap();
    let plan = Plan::new(Fresh::of_import(&import, &spec), &spec, None).unwrap();
    let changes: Vec<String> = plan
        .changes()
        .changes
        .iter()
        .map(|change| {
            let action = change.action.as_deref().unwrap_or_default();
            format!("{action}: {} ({})", change.path, change.reason)
        })
        .collect();
    assert!(changes.is_empty(), "{changes:#?}");
}
