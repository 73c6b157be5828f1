//! Areas from the directories of a document.

use std::collections::{BTreeMap, HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::text::singular;
use crate::import::metadata::document::{Directory, Document};
use crate::names;

/// The areas of a document.
#[derive(Default)]
pub(super) struct Areas {
    /// Names with titles, in the order of the document.
    pub(super) areas: Vec<(String, String)>,
    pub(super) of_action: HashMap<String, String>,
}

/// Each directory at the top is an area; actions beside them are in none.
pub(super) fn areas(document: &Document) -> Areas {
    let groups: Vec<(&str, Vec<&str>)> = document
        .directories
        .iter()
        .filter_map(|directory| match directory {
            Directory::Group(title, children) => {
                let mut actions = Vec::new();
                leaves(children, &mut actions);
                Some((title.as_str(), actions))
            }
            Directory::Action(_) => None,
        })
        .filter(|(_, actions)| !actions.is_empty())
        .collect();
    let mut out = Areas::default();
    // A single area says nothing.
    if groups.len() < 2 {
        return out;
    }
    let mut taken: HashSet<String> = document
        .actions
        .iter()
        .filter_map(|action| names::module(&action.name))
        .collect();
    for (title, actions) in groups {
        let name = candidates(title, &actions)
            .into_iter()
            .find(|name| names::area(name).is_some() && !taken.contains(name));
        let numbered = || {
            let numbers = (1..).map(|number| format!("area{number}"));
            numbers.into_iter().find(|name| !taken.contains(name))
        };
        let Some(name) = name.or_else(numbered) else {
            continue;
        };
        taken.insert(name.clone());
        for action in actions {
            out.of_action
                .entry(action.to_owned())
                .or_insert_with(|| name.clone());
        }
        out.areas.push((name, title.trim().to_owned()));
    }
    out
}

fn leaves<'a>(directories: &'a [Directory], out: &mut Vec<&'a str>) {
    for directory in directories {
        match directory {
            Directory::Action(name) => out.push(name),
            Directory::Group(_, children) => leaves(children, out),
        }
    }
}

/// Words that link nouns, and say nothing alone.
const LINKS: &[&str] = &[
    "and", "by", "for", "from", "in", "into", "of", "on", "to", "under", "with", "batch", "single",
];

/// Names for an area, the best one first: an English title, or what most of its actions
/// are about.
fn candidates(title: &str, actions: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    if title.is_ascii() {
        let snake = title.to_snake_case();
        if snake.len() <= 40 && snake.starts_with(|c: char| c.is_ascii_lowercase()) {
            out.push(snake);
        }
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    // Phrases at the end of a name, which tell what it is about.
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for action in actions {
        let snake = action.to_upper_camel_case().to_snake_case();
        let words: Vec<&str> = snake.split('_').skip(1).collect();
        let mut own = HashSet::new();
        for start in 0..words.len() {
            for end in start + 1..=words.len().min(start + 2) {
                let mut phrase: Vec<String> =
                    words[start..end].iter().map(|w| (*w).to_owned()).collect();
                if let Some(last) = phrase.last_mut()
                    && let Some(single) = singular(last)
                {
                    *last = single;
                }
                let links = phrase.iter().any(|word| LINKS.contains(&word.as_str()));
                let phrase = phrase.join("_");
                if end == words.len() {
                    *ends.entry(phrase.clone()).or_default() += 1;
                }
                if !links && phrase.len() > 2 && !phrase.starts_with(|c: char| c.is_ascii_digit()) {
                    own.insert(phrase);
                }
            }
        }
        for phrase in own {
            *counts.entry(phrase).or_default() += 1;
        }
    }
    let mut ranked: Vec<(&String, usize)> = counts.iter().map(|(p, n)| (p, *n)).collect();
    // Of phrases that are as frequent, the longer one says more, then one at the end.
    let score = |(phrase, count): &(&String, usize)| {
        let last = ends.get(*phrase).is_some_and(|ends| ends * 2 >= *count);
        count * 8 + 2 * phrase.matches('_').count() + usize::from(last)
    };
    ranked.sort_by(|one, other| score(other).cmp(&score(one)).then(one.0.cmp(other.0)));
    let ranked = ranked.iter();
    out.extend(ranked.map(|(phrase, count)| whole(phrase, *count, &counts)));
    out
}

/// The words before a noun that nearly always go with it: `load_balancer` for `balancer`.
fn whole(phrase: &str, count: usize, counts: &BTreeMap<String, usize>) -> String {
    let end = format!("_{phrase}");
    let longer = counts
        .iter()
        .filter(|(other, often)| other.ends_with(&end) && **often * 10 >= count * 7);
    let longer = longer.max_by_key(|(_, often)| **often);
    longer.map_or(phrase, |(longer, _)| longer).to_owned()
}
