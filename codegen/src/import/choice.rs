//! Which product and version a set of descriptions is about, and which of
//! several descriptions of one action is used.

use std::collections::{BTreeMap, HashMap};

use super::description::Description;

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
pub(super) fn target(descriptions: &[Description], wanted: &Wanted<'_>) -> Result<Target, String> {
    let identities = || descriptions.iter().map(|description| &description.identity);
    let hosts = || identities().filter_map(|identity| identity.host.as_deref());
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
        return Err(
            "the documentation does not say which product it is about: give it with `--product`"
                .to_owned(),
        );
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
        return Err(
            "the documentation states no API version: give it with `--api-version`".to_owned(),
        );
    };
    let stated = descriptions.iter().any(Description::of_document);
    if !stated && !is_version(&version) && wanted.version.is_none() {
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

/// How a description is used.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selection {
    /// Its action is made from it.
    Selected,
    /// Another description of the action, by index, is used.
    Superseded(usize),
    /// It is about another product or version; the text names both.
    OtherProduct(String),
    /// It describes no action; the text says why.
    NoAction(String),
}

/// Decides for every description. Of several descriptions of an action, a
/// preferred one wins, then the one with the lowest rank, then the first.
pub(super) fn choose(
    descriptions: &[Description],
    target: &Target,
    wanted: &Wanted<'_>,
) -> Vec<Selection> {
    let mut best: HashMap<&str, usize> = HashMap::new();
    let rank = |index: usize| rank(&descriptions[index], wanted);
    for (index, description) in descriptions.iter().enumerate() {
        if let Ok(action) = candidate(description, target) {
            let best = best.entry(action).or_insert(index);
            if rank(index) < rank(*best) {
                *best = index;
            }
        }
    }
    let selection = |(index, description)| match candidate(description, target) {
        Ok(action) => match best.get(action) {
            Some(winner) if *winner != index => Selection::Superseded(*winner),
            _ => Selection::Selected,
        },
        Err(selection) => selection,
    };
    descriptions.iter().enumerate().map(selection).collect()
}

/// The action that a description may be used for.
fn candidate<'a>(description: &'a Description, target: &Target) -> Result<&'a str, Selection> {
    let identity = &description.identity;
    if let Some(reason) = &description.refused {
        return Err(Selection::NoAction(reason.clone()));
    }
    let Some(action) = identity.action.as_deref() else {
        return Err(Selection::NoAction("it names no action".to_owned()));
    };
    let product = identity.product.as_ref().unwrap_or(&target.product);
    let version = identity.version.as_ref().unwrap_or(&target.version);
    if *product != target.product || *version != target.version {
        return Err(Selection::OtherProduct(format!("{product} {version}")));
    }
    Ok(action)
}

fn rank(description: &Description, wanted: &Wanted<'_>) -> (usize, u8) {
    let preferred = wanted
        .prefer
        .iter()
        .position(|text| description.source.contains(text.as_str()));
    (preferred.unwrap_or(wanted.prefer.len()), description.rank)
}

/// `2018-01-29`
fn is_version(text: &str) -> bool {
    let date = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(date)
}
