//! The real pages of one product against what its published models say. Where
//! they are not at hand, the test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aliyun_codegen::import;
use serde_json::Value;

/// The folder with pages and facts, beside the project.
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

/// Hits and all of one kind, and the misses by page.
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
        eprintln!("skipped: ../shared is not there");
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
