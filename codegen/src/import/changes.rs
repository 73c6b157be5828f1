//! What differs between two spec files, in words.

use std::collections::{HashMap, HashSet};

use super::tree::Tree;

/// What differs, one line each: `parameters.Lang.type: string, now enum`.
pub(super) fn changes(old: &Tree, new: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    compare(old, new, "", &mut out);
    out
}

fn compare(old: &Tree, new: &Tree, path: &str, out: &mut Vec<String>) {
    if old.same(new) {
        return;
    }
    let join = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match (old, new) {
        (Tree::Map(was), Tree::Map(is)) => {
            for (key, value) in was {
                match new.get(key) {
                    Some(other) => compare(value, other, &join(key), out),
                    None => out.push(format!(
                        "{}: removed{}",
                        join(key),
                        brief(value).map_or_else(String::new, |text| format!(" ({text})"))
                    )),
                }
            }
            for (key, value) in is.iter().filter(|(key, _)| old.get(key).is_none()) {
                out.push(format!(
                    "{}: added{}",
                    join(key),
                    brief(value).map_or_else(String::new, |text| format!(" ({text})"))
                ));
            }
        }
        (Tree::List(was), Tree::List(is)) => {
            let name = |tree: &Tree| {
                ["value", "name", "code", "text"]
                    .iter()
                    .find_map(|key| tree.word(key))
                    .or(tree.as_word())
                    .map(str::to_owned)
                    .or_else(|| {
                        Some(format!(
                            "{} {}",
                            tree.word("lint")?,
                            tree.word("subject").unwrap_or_default()
                        ))
                    })
            };
            let mut fresh: HashMap<Option<String>, &Tree> = HashMap::new();
            for tree in is {
                fresh.entry(name(tree)).or_insert(tree);
            }
            let known: HashSet<Option<String>> = was.iter().map(name).collect();
            for tree in was {
                let name = name(tree);
                let path = join(name.as_deref().unwrap_or_default());
                match fresh.get(&name) {
                    Some(other) => compare(tree, other, &path, out),
                    None => out.push(format!("{path}: removed")),
                }
            }
            for name in is.iter().map(name).filter(|name| !known.contains(name)) {
                out.push(format!("{}: added", join(&name.unwrap_or_default())));
            }
        }
        _ => match (brief(old), brief(new)) {
            (Some(was), Some(is)) => out.push(format!("{path}: {was}, now {is}")),
            _ => out.push(format!("{path}: changed")),
        },
    }
}

/// A short scalar.
fn brief(tree: &Tree) -> Option<String> {
    let text = tree.as_word()?;
    (!text.trim().contains('\n') && text.chars().count() <= 60).then(|| text.trim().to_owned())
}
