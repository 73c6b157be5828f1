//! The product file: what every action of the product has in common.

use std::collections::HashSet;

use super::choice::{Selection, Target};
use super::description::{Description, Product};
use super::errors::error;
use super::tree::{MapBuilder, Tree};

/// How the names of actions that only read begin.
pub(super) const READS: &[&str] = &["Query", "Check", "List", "Describe", "Get"];

/// Parameters that the product file declares for every call.
const COMMON: &[(&str, bool, &str)] = &[
    ("Action", true, "Name of the action to perform."),
    ("Version", true, "API version of the product."),
    (
        "Format",
        false,
        "Format of the answer; XML if it is absent.",
    ),
    ("AccessKeyId", true, "The caller's access key."),
    ("Signature", true, "Signature of the call."),
    ("SignatureMethod", true, "Algorithm of the signature."),
    (
        "SignatureVersion",
        true,
        "Version of the signature algorithm.",
    ),
    (
        "SignatureNonce",
        true,
        "Random value that no other call has used.",
    ),
    (
        "Timestamp",
        true,
        "Time of the call in UTC, `YYYY-MM-DDThh:mm:ssZ`.",
    ),
    (
        "SecurityToken",
        false,
        "Token that belongs to a temporary access key.",
    ),
];

/// Whether this is the name of a parameter that every call has.
pub(super) fn is_common(name: &str) -> bool {
    COMMON.iter().any(|(common, ..)| *common == name)
}

/// The tree of a product file. A document lists the parameters of its actions, and the
/// others travel as headers, so none are reserved; pages list those of every call.
pub(super) fn product(target: &Target, errors: Vec<Tree>, document: bool) -> Tree {
    let mut tree = MapBuilder::default();
    tree.text("product", target.product.clone());
    tree.text("version", target.version.clone());
    tree.text("doc", format!("The product `{}`.", target.product));
    tree.text("endpoint", target.endpoint.clone());
    let common = COMMON.iter().map(|(name, required, doc)| {
        let mut tree = MapBuilder::default();
        tree.text("name", *name);
        tree.flag("required", *required);
        tree.text("doc", *doc);
        tree.done()
    });
    if !document {
        tree.list("common_parameters", common.collect());
    }
    tree.list("errors", errors);
    tree.done()
}

/// Puts the documented hosts into the tree of a product file; hosts of other regions
/// stay.
pub(super) fn regions(tree: &mut Tree, product: &Product) {
    let mut regions: Vec<(String, Tree)> = match tree.get("regions") {
        Some(Tree::Map(regions)) => regions.clone(),
        _ => Vec::new(),
    };
    for (region, host) in &product.regions {
        match regions.iter_mut().find(|(known, _)| known == region) {
            Some((_, known)) if known.as_word() == Some(host) => {}
            Some((_, known)) => *known = Tree::text(host.clone()),
            None => regions.push((region.clone(), Tree::text(host.clone()))),
        }
    }
    if !regions.is_empty() {
        tree.set("regions", Tree::Map(regions));
    }
}

/// The areas that actions are in: those of the file, then new ones.
pub(super) fn areas(
    tree: &mut Tree,
    old: &[Tree],
    product: &Product,
    used: &HashSet<String>,
    prose: bool,
) {
    let known = |name: &str| old.iter().any(|area| area.word("name") == Some(name));
    let fresh = product.areas.iter();
    let fresh = fresh.filter(|(name, _)| used.contains(name) && !known(name));
    let area = |(name, title): &(String, String)| {
        let mut area = MapBuilder::default();
        area.text("name", name.clone());
        let title = super::text::visible(title);
        let doc = if prose && !title.is_empty() {
            title
        } else {
            format!("The actions of the area `{name}`.")
        };
        area.text("doc", doc);
        area.done()
    };
    let all: Vec<Tree> = old.iter().cloned().chain(fresh.map(area)).collect();
    if all.is_empty() {
        tree.remove("areas");
    } else {
        tree.set("areas", Tree::List(all));
    }
}

/// Errors of descriptions that are about no action: any action may answer with
/// them.
pub(super) fn errors(
    descriptions: &[Description],
    selections: &[Selection],
    prose: bool,
) -> Vec<Tree> {
    let mut seen: HashSet<&str> = HashSet::new();
    let general = descriptions
        .iter()
        .zip(selections)
        .filter(|(_, selection)| matches!(selection, Selection::NoAction(_)))
        .flat_map(|(description, _)| &description.errors);
    general
        .filter(|error| seen.insert(&error.code))
        .filter_map(|found| error(found, prose, "An error that any action may answer with."))
        .collect()
}
