//! Error codes of a description as entries of a spec file.

use super::description::ErrorCode;
use super::text::visible;
use super::tree::{MapBuilder, Tree};
use crate::names;

/// The entry of `errors`, or `None` for a code that makes no Rust name.
/// `unexplained` describes an error that has neither text nor message.
pub(super) fn error(error: &ErrorCode, prose: bool, unexplained: &str) -> Option<Tree> {
    names::variant(&error.code)?;
    let mut tree = MapBuilder::default();
    tree.text("code", visible(&error.code));
    if let Some(status) = error.status.filter(is_http) {
        tree.put("http_status", Tree::Plain(status.to_string()));
    }
    let message = visible(&error.message);
    tree.text_if("message", &message);
    let doc = if prose {
        visible(&error.doc)
    } else {
        String::new()
    };
    let texts = [doc, message, unexplained.to_owned()];
    let doc = texts.into_iter().find(|text| !text.is_empty());
    tree.text("doc", doc.unwrap_or_default());
    Some(tree.done())
}

/// Reports a status that is left out because it is invalid.
pub(super) fn odd_status(error: &ErrorCode) -> Option<String> {
    let status = error.status.filter(|status| !is_http(status))?;
    Some(format!(
        "`{}`: {status} is not an HTTP status; left out",
        error.code
    ))
}

fn is_http(status: &u64) -> bool {
    (100..=599).contains(status)
}
