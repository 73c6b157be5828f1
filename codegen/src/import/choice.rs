//! Which product and version a set of pages describes, and which page of
//! several speaks for an action.

use std::collections::BTreeMap;

use super::Document;
use super::identity::is_version;

/// What the caller says about it.
#[derive(Debug, Default, Clone)]
pub(super) struct Wanted<'a> {
    pub(super) product: Option<&'a str>,
    pub(super) version: Option<&'a str>,
    pub(super) prefer: &'a [String],
}

/// Product code, API version and host.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub(super) product: String,
    pub(super) version: String,
    pub(super) endpoint: String,
}

/// The most frequent of some texts; of equals, the first by order.
fn most<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let best = counts.values().max()?;
    counts
        .iter()
        .find(|(_, count)| *count == best)
        .map(|(text, _)| (*text).to_owned())
}

/// Decides on product, version and host.
pub(super) fn target(documents: &[Document], wanted: &Wanted<'_>) -> Result<Target, String> {
    let identities = || documents.iter().map(|document| &document.page.identity);
    let hosts = || documents.iter().filter_map(host);
    let product = wanted
        .product
        .map(str::to_owned)
        .or_else(|| most(identities().filter_map(|identity| identity.product.as_deref())));
    let product = product.or_else(|| {
        let host = most(hosts())?;
        let label = host.split('.').next()?.trim_end_matches("-intl").to_owned();
        let mut letters = label.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
    });
    let Some(product) = product else {
        return Err("no page says which product it is about: give it with `--product`".to_owned());
    };
    let own = || {
        identities().filter(|identity| {
            identity
                .product
                .as_ref()
                .is_none_or(|other| *other == product)
        })
    };
    let version = wanted
        .version
        .map(str::to_owned)
        .or_else(|| most(own().filter_map(|identity| identity.version.as_deref())));
    let Some(version) = version else {
        return Err("no page states an API version: give it with `--api-version`".to_owned());
    };
    if !is_version(&version) && wanted.version.is_none() {
        return Err(format!(
            "`{version}` is no API version: give it with `--api-version`"
        ));
    }
    let endpoint =
        most(hosts()).unwrap_or_else(|| format!("{}.aliyuncs.com", product.to_ascii_lowercase()));
    Ok(Target {
        product,
        version,
        endpoint,
    })
}

/// The host of a documented request.
fn host(document: &Document) -> Option<&str> {
    let request = document.page.examples.request.as_deref()?;
    let rest = &request[request.find("://")? + 3..];
    let host = &rest[..rest.find(['/', '?', ' ', '\n', '&']).unwrap_or(rest.len())];
    let named = host.ends_with(".aliyuncs.com")
        && host.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
        });
    named.then_some(host)
}

/// What becomes of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fate {
    /// It speaks for its action.
    Taken,
    /// Another page of the action, by index, does.
    Beaten(usize),
    /// It describes another product or version.
    Elsewhere(String),
    /// It describes no action; why.
    NoAction(&'static str),
}

/// Decides for every page. Of several pages of an action, a preferred one
/// wins; then one of the newer form; then one that states this version; then
/// the first.
pub(super) fn choose(documents: &[Document], target: &Target, wanted: &Wanted<'_>) -> Vec<Fate> {
    let mut best: BTreeMap<&str, usize> = BTreeMap::new();
    let mut fates: Vec<Fate> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let identity = &document.page.identity;
        let other_product = identity
            .product
            .as_ref()
            .filter(|product| **product != target.product);
        let other_version = identity
            .version
            .as_ref()
            .filter(|version| **version != target.version);
        let fate = match (document.refused(), identity.action.as_deref()) {
            (Some(reason), _) => Fate::NoAction(reason),
            (None, None) => Fate::NoAction("it names no action"),
            (None, Some(_)) if other_product.is_some() || other_version.is_some() => {
                let product = other_product.unwrap_or(&target.product);
                Fate::Elsewhere(format!(
                    "{product} {}",
                    other_version.unwrap_or(&target.version)
                ))
            }
            (None, Some(action)) => {
                let rank = |index: usize| rank(&documents[index], wanted);
                let winner = *best
                    .entry(action)
                    .and_modify(|best| {
                        if rank(index) < rank(*best) {
                            *best = index
                        }
                    })
                    .or_insert(index);
                Fate::Beaten(winner)
            }
        };
        fates.push(fate);
    }
    for (index, fate) in fates.iter_mut().enumerate() {
        if matches!(fate, Fate::Beaten(_)) {
            let action = documents[index]
                .page
                .identity
                .action
                .as_deref()
                .unwrap_or_default();
            let winner = best.get(action).copied().unwrap_or(index);
            *fate = if winner == index {
                Fate::Taken
            } else {
                Fate::Beaten(winner)
            };
        }
    }
    fates
}

fn rank(document: &Document, wanted: &Wanted<'_>) -> (usize, bool, bool, bool) {
    let preferred = wanted
        .prefer
        .iter()
        .position(|text| document.source.contains(text.as_str()));
    let page = &document.page;
    (
        preferred.unwrap_or(wanted.prefer.len()),
        !page.newer,
        page.identity.version.is_none(),
        !page.has_rows(),
    )
}
