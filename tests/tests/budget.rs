//! The code emitted for an action stays within a budget, so that compile time
//! cannot grow unnoticed. The test counts tokens and functions; it measures no
//! time.
//!
//! `tests/budget.txt` says what each part of an action may cost. If an action
//! exceeds the sum of its parts, the emitted code has grown: make it smaller, or
//! raise the number in the file and explain why in
//! `docs/performance/compile-time.md`.
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aliyun_codegen::Builder;
use aliyun_codegen::model::{Action, Encoding, Enum, Field, Location, Object, Role};

/// A cost: tokens, functions, and the functions that are compiled even if nobody
/// calls them.
type Cost = [usize; 3];

const WHAT: [&str; 3] = ["tokens", "functions", "functions that are always compiled"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The spec folders, RPC and REST; `BUDGET_SPEC` selects another one.
fn specs() -> Vec<PathBuf> {
    match std::env::var_os("BUDGET_SPEC") {
        Some(other) => vec![other.into()],
        None => vec![
            root().join("../spec/domain/2018-01-29"),
            root().join("rest/spec"),
        ],
    }
}

/// Name of a part and its cost, one per line.
fn budget() -> BTreeMap<String, Cost> {
    let text = std::fs::read_to_string(root().join("budget.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next().unwrap().to_owned();
            let numbers: Vec<usize> = words.map(|word| word.parse().unwrap()).collect();
            (name, numbers.try_into().unwrap())
        })
        .collect()
}

/// The parts of an action by their names in the budget, with their numbers.
fn parts(action: &Action) -> Vec<(&'static str, usize)> {
    // A shared object is emitted once, in a file of its own.
    let own = || action.objects.iter().filter(|object| !object.shared);
    let objects = || {
        let whole = [&action.request, &action.response];
        own().chain(whole)
    };
    let nested = |role: Role| own().filter(|object| object.role == role).count();
    let fields = |role: Role| {
        let of = objects().filter(|object| object.role == role);
        of.map(|object: &Object| object.fields.len()).sum()
    };
    let rules = objects().filter(|object| object.role == Role::Request);
    let rules = rules.flat_map(|object| &object.fields);
    let sent = action.request.fields.iter().filter(|field: &&Field| {
        !matches!(field.location, Location::Query | Location::Form)
            || field.encoding != Encoding::Flattened
    });
    let received = action
        .response
        .fields
        .iter()
        .filter(|field| matches!(field.location, Location::Header | Location::Payload));
    let fields_of_all = objects().flat_map(|object| &object.fields);
    let boxed = fields_of_all.filter(|field| field.boxed).count();
    let located = sent.count() + received.count();
    let values = |definition: &Enum| definition.values.len();
    vec![
        ("action", 1),
        ("sent-object", nested(Role::Request)),
        ("sent-field", fields(Role::Request)),
        ("limit", rules.map(|field| field.rules.len()).sum()),
        ("received-object", nested(Role::Response)),
        ("received-field", fields(Role::Response)),
        ("path", usize::from(action.path.is_some())),
        ("located-field", located),
        ("boxed-field", boxed),
        ("enum", action.enums.len()),
        ("enum-value", action.enums.iter().map(values).sum()),
        ("pagination", usize::from(action.pagination.is_some())),
        ("waiter", usize::from(action.waiter.is_some())),
        ("submission", usize::from(action.submits.is_some())),
    ]
}

/// Words, texts and other characters of a source, without comments.
fn tokens(code: &str) -> usize {
    let mut count = 0;
    let mut rest = code.chars().peekable();
    while let Some(character) = rest.next() {
        let word = |c: &char| c.is_alphanumeric() || *c == '_';
        if character == '"' {
            while let Some(inside) = rest.next() {
                match inside {
                    '\\' => drop(rest.next()),
                    '"' => break,
                    _ => {}
                }
            }
        } else if word(&character) {
            while rest.next_if(word).is_some() {}
        }
        count += usize::from(!character.is_whitespace());
    }
    count
}

fn cost(source: &str) -> Cost {
    let lines: Vec<&str> = source
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .collect();
    let is_function = |line: &str| line.starts_with("fn ") || line.starts_with("pub fn ");
    let functions = lines.iter().filter(|line| is_function(line)).count();
    // Setters are generic: only their callers compile them.
    let lazy = lines
        .windows(2)
        .filter(|pair| {
            is_function(pair[1]) && (pair[0] == "#[inline]" || pair[1].starts_with("pub fn set_"))
        })
        .count();
    [tokens(&lines.join("\n")), functions, functions - lazy]
}

#[test]
fn no_action_costs_more_than_its_parts_may() {
    let budget = budget();
    let mut over = String::new();
    for spec in specs() {
        let model = aliyun_codegen::read(&spec).unwrap();
        let files = Builder::new(&spec).render().unwrap();
        for action in &model.actions {
            let name = format!("{}.rs", action.module);
            let file = files.iter().find(|file| file.name == name).unwrap();
            over += &excess(action, cost(&file.text), &budget);
        }
    }
    let file = Path::new("tests/budget.txt").display();
    assert!(
        over.is_empty(),
        "emitted code has grown:\n{over}Make it thinner, or raise what a part may cost in {file} and tell why in docs/performance/compile-time.md"
    );
}

/// What an action costs beyond the sum of its parts.
fn excess(action: &Action, cost: Cost, budget: &BTreeMap<String, Cost>) -> String {
    let parts = parts(action);
    if std::env::var_os("BUDGET_SHOW").is_some() {
        println!("{} {cost:?} {parts:?}", action.name);
    }
    let mut over = String::new();
    for (index, what) in WHAT.iter().enumerate() {
        let allowed = parts
            .iter()
            .map(|(part, count)| budget[*part][index] * count);
        let allowed: usize = allowed.sum();
        if cost[index] > allowed {
            let (name, cost) = (&action.name, cost[index]);
            over += &format!("{name}: {cost} {what}, {allowed} allowed\n");
        }
    }
    over
}

#[test]
fn the_count_sees_what_it_counts() {
    let source = "/// fn doc\n#[inline]\npub fn a() {}\nfn b(x: &str) { \"c d\\\" e\" }\n";
    // `# [ inline ] pub fn a ( ) { }` and `fn b ( x : & str ) { "…" }`
    assert_eq!(cost(source), [4 + 7 + 11, 2, 1]);
}
