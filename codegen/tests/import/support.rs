//! What the tests have in common.

use std::path::{Path, PathBuf};

use aliyun_codegen::import::{self, Document};

/// The pages.
pub(crate) fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/pages")
}

/// All pages, in their order.
pub(crate) fn documents() -> Vec<Document> {
    let found = import::find(&[pages()]).unwrap();
    import::read(&found, &|_| {}).unwrap()
}

/// One page from its text.
pub(crate) fn page(text: &str) -> Document {
    Document::read(Path::new("page.md"), text)
}

/// One page in neutral form.
pub(crate) fn neutral(text: &str) -> serde_json::Value {
    serde_json::from_str(&page(text).neutral()).unwrap()
}
