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
                let phrase = phrase.join("_");
                if phrase.len() > 2 && !phrase.starts_with(|c: char| c.is_ascii_digit()) {
                    own.insert(phrase);
                }
            }
        }
        for phrase in own {
            *counts.entry(phrase).or_default() += 1;
        }
    }
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    // Of phrases that are as frequent, the longer one says more.
    let score = |(phrase, count): &(String, usize)| count * 4 + phrase.matches('_').count();
    ranked.sort_by(|one, other| score(other).cmp(&score(one)).then(one.0.cmp(&other.0)));
    out.extend(ranked.into_iter().map(|(phrase, _)| phrase));
    out
}
