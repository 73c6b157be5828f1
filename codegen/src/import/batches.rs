//! Descriptions of several products: one spec folder for each product version.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::description::Description;
use crate::failure::Failure;
use crate::suggest;

/// The descriptions of one spec folder.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batch {
    /// The spec folder.
    pub out: PathBuf,
    /// What becomes its files.
    pub descriptions: Vec<Description>,
}

/// All spec folders of an import.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batches {
    /// In the order of the documents.
    pub batches: Vec<Batch>,
    /// Documents that cannot become a spec: the path of each, and the reason.
    pub refused: Vec<(String, String)>,
}

/// Sorts descriptions by product and version. Those of one product version, and pages,
/// go to the folder `out`; documents of several to `out/PRODUCT/VERSION`, in lower case.
///
/// # Errors
///
/// If no document can become a spec, or there are pages beside documents of several
/// products.
pub fn batches(descriptions: Vec<Description>, out: &Path) -> Result<Batches, Failure> {
    let (documents, pages): (Vec<_>, Vec<_>) =
        descriptions.into_iter().partition(Description::of_document);
    let mut groups: Vec<((String, String), Vec<Description>)> = Vec::new();
    let mut refused = Vec::new();
    for description in documents {
        let identity = &description.identity;
        let (Some(product), Some(version)) = (&identity.product, &identity.version) else {
            let reason = description.refused.unwrap_or_default();
            refused.push((description.source, reason));
            continue;
        };
        let key = (product.to_lowercase(), version.clone());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(description),
            None => groups.push((key, vec![description])),
        }
    }
    groups.retain(|(_, group)| {
        let usable = group
            .iter()
            .any(|description| description.refused.is_none());
        if !usable {
            let reasons = group.iter().filter_map(|description| {
                let reason = description.refused.clone()?;
                Some((description.source.clone(), reason))
            });
            refused.extend(reasons);
        }
        usable
    });
    if groups.is_empty() && pages.is_empty() {
        let reasons = refused.iter().take(5);
        let lines: Vec<String> = reasons
            .map(|(source, reason)| format!("{source}: {reason}"))
            .collect();
        let text = if lines.is_empty() {
            "there is no documentation to import".to_owned()
        } else {
            lines.join("\n")
        };
        return Err(Failure::Message(text));
    }
    if groups.len() > 1 {
        if let Some(page) = pages.first() {
            return Err(Failure::Message(format!(
                "{} is a page, and there are documents of {} products; import it apart from them",
                page.source,
                groups.len()
            )));
        }
        let batch = |((product, version), descriptions): ((String, String), _)| Batch {
            out: out.join(folder(&product)).join(folder(&version)),
            descriptions,
        };
        let batches = groups.into_iter().map(batch).collect();
        return Ok(Batches { batches, refused });
    }
    let descriptions = groups.into_iter().flat_map(|(_, group)| group);
    let batch = Batch {
        out: out.to_path_buf(),
        descriptions: descriptions.chain(pages).collect(),
    };
    Ok(Batches {
        batches: vec![batch],
        refused,
    })
}

/// A name of a folder that stays inside of its parent.
fn folder(name: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = name
        .chars()
        .map(|c| if safe(c) { c } else { '_' })
        .collect();
    if name.chars().all(|c| c == '.') {
        "_".to_owned()
    } else {
        name
    }
}

/// The descriptions of actions that have one of these names. `*` stands for any letters
/// and `?` for one; case does not matter. Without names, all descriptions.
///
/// # Errors
///
/// If nothing has one of the names.
pub fn select(
    descriptions: Vec<Description>,
    patterns: &[String],
) -> Result<Vec<Description>, Failure> {
    if patterns.is_empty() {
        return Ok(descriptions);
    }
    let name = |description: &Description| description.identity.action.clone();
    for pattern in patterns {
        let mut names = descriptions.iter().filter_map(name);
        if names.any(|name| matches(pattern, &name)) {
            continue;
        }
        let names: Vec<String> = descriptions.iter().filter_map(name).collect();
        let help = suggest::did_you_mean(pattern, names.iter().map(String::as_str));
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        return Err(Failure::Message(format!(
            "the documentation has no action `{pattern}`{help}"
        )));
    }
    let wanted = |description: &Description| match &description.identity.action {
        Some(name) => patterns.iter().any(|pattern| matches(pattern, name)),
        // General error codes and reasons of refusal.
        None => true,
    };
    Ok(descriptions.into_iter().filter(wanted).collect())
}

/// The descriptions of actions in one of these areas. Without areas, all descriptions.
///
/// # Errors
///
/// If no action is in an area of one of the names.
pub fn select_areas(
    descriptions: Vec<Description>,
    areas: &[String],
) -> Result<Vec<Description>, Failure> {
    if areas.is_empty() {
        return Ok(descriptions);
    }
    let area = |description: &Description| description.call.area.clone();
    for wanted in areas {
        if descriptions
            .iter()
            .filter_map(area)
            .any(|name| matches(wanted, &name))
        {
            continue;
        }
        let known: BTreeSet<String> = descriptions.iter().filter_map(area).collect();
        let help = suggest::did_you_mean(wanted, known.iter().map(String::as_str));
        let help = help.unwrap_or_else(|| match known.len() {
            0 => "its actions have no areas".to_owned(),
            _ => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                format!("the areas are {}", known.join(", "))
            }
        });
        return Err(Failure::Message(format!(
            "the documentation has no area `{wanted}`; {help}"
        )));
    }
    let wanted = |description: &Description| match &description.call.area {
        Some(name) => areas.iter().any(|area| matches(area, name)),
        None => description.identity.action.is_none(),
    };
    Ok(descriptions.into_iter().filter(wanted).collect())
}

fn matches(pattern: &str, name: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[from] => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((back, used)) = star else {
                    return false;
                };
                star = Some((back, used + 1));
                at = back + 1;
                from = used + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_of_names() {
        for (pattern, name, expected) in [
            ("ListTags", "ListTags", true),
            ("listtags", "ListTags", true),
            ("List*", "ListTags", true),
            ("*Tags", "ListTags", true),
            ("L*T?gs", "ListTags", true),
            ("*", "ListTags", true),
            ("List", "ListTags", false),
            ("ListTags?", "ListTags", false),
            ("*x*", "ListTags", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern}");
        }
    }
}
