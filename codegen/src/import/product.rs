//! The product file: what every action of the product has in common.

use std::collections::HashSet;

use super::choice::{Selection, Target};
use super::description::Description;
use super::errors::error;
use super::tree::{MapBuilder, Tree};

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

/// The tree of a product file.
pub(super) fn product(target: &Target, errors: Vec<Tree>) -> Tree {
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
    tree.list("common_parameters", common.collect());
    tree.list("errors", errors);
    tree.done()
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
