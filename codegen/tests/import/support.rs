//! Shared parts of the tests.

use std::path::{Path, PathBuf};

use aliyun_codegen::import::{self, Description, Origin};

/// The pages.
pub(crate) fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/pages")
}

/// All pages, in their order.
pub(crate) fn documents() -> Vec<Description> {
    let found = import::find(&[pages()]).unwrap();
    import::read(&found, &|_| {}).unwrap()
}

/// One page from its text.
pub(crate) fn page(text: &str) -> Description {
    import::markdown(Path::new("page.md"), text)
}

/// One page in neutral form.
pub(crate) fn neutral(text: &str) -> serde_json::Value {
    serde_json::from_str(&page(text).neutral()).unwrap()
}

/// The notes of a page, each with its line.
pub(crate) fn notes(page: &Description) -> Vec<(usize, &str)> {
    page.notes()
        .map(|note| match note.origin {
            Origin::Line(line) => (line, note.what.as_str()),
            Origin::Pointer(_) => panic!("a page has lines: {note:?}"),
        })
        .collect()
}
