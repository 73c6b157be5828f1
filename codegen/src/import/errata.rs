//! Errata for the contradictions that the lints find in a draft.

use super::tree::{MapBuilder, Tree};
use crate::examples::{self, Contradiction};

/// The erratum that explains a contradiction; `xml` is the XML example.
pub(super) fn erratum(found: &Contradiction, xml: Option<&str>) -> Tree {
    let mut tree = MapBuilder::default();
    tree.text("lint", found.lint);
    if let Some(subject) = found.subject.as_ref().filter(|subject| !subject.is_empty()) {
        tree.text("subject", subject.clone());
    }
    let rootless = found.lint == "example-malformed"
        && found.subject.as_deref() == Some("xml")
        && xml.is_some_and(examples::lacks_root);
    if rootless {
        tree.text("use", "wrap-root");
    }
    tree.flag("imported", true);
    tree.text("reason", reason(found, rootless));
    tree.done()
}

fn reason(found: &Contradiction, rootless: bool) -> String {
    match found.lint {
        "example-unknown-parameter" => {
            "The example sends it; the documentation does not list it.".to_owned()
        }
        "example-missing-parameter" => {
            "The documentation requires it; the example does not send it.".to_owned()
        }
        "example-unknown-field" => {
            "The example shows it; the documentation does not list it.".to_owned()
        }
        "example-missing-field" => {
            "The documentation lists it; the example does not show it.".to_owned()
        }
        "examples-differ" => "The two answers were not made from the same call.".to_owned(),
        "example-malformed" if rootless => {
            "The XML has no root element; it is read within one.".to_owned()
        }
        _ => {
            let mut letters = found.message.chars();
            let first = letters
                .next()
                .map(|c| c.to_ascii_uppercase())
                .unwrap_or_default();
            let text = super::text::visible(&format!("{first}{}", letters.as_str()));
            let side = match found.lint {
                "example-malformed" => "It stays as documented.",
                _ => "The description is followed.",
            };
            format!("{text}. {side}")
        }
    }
}
