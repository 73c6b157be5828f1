//! The product file: what pages of common parameters and of error codes say.

use super::Document;
use super::choice::{Fate, Target};
use super::draft::{COMMON, visible};
use super::tree::{MapBuilder, Tree};
use crate::names;

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

/// Errors of pages that are no action's: those that any action may answer with.
pub(super) fn errors(documents: &[Document], fates: &[Fate], prose: bool) -> Vec<Tree> {
    let mut seen: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for (document, _) in documents
        .iter()
        .zip(fates)
        .filter(|(_, fate)| matches!(fate, Fate::NoAction(_)))
    {
        for error in &document.page.errors {
            if seen.contains(&error.code.as_str()) || names::variant(&error.code).is_none() {
                continue;
            }
            seen.push(&error.code);
            let mut tree = MapBuilder::default();
            tree.text("code", visible(&error.code));
            if let Some(status @ 100..=599) = error.status {
                tree.put("http_status", Tree::Plain(status.to_string()));
            }
            let message = visible(&error.message);
            tree.text_if("message", &message);
            let doc = if prose {
                visible(&error.doc)
            } else {
                String::new()
            };
            let known = [
                doc,
                message,
                "An error that any action may answer with.".to_owned(),
            ];
            tree.text(
                "doc",
                known
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .unwrap_or_default(),
            );
            out.push(tree.done());
        }
    }
    out
}
