//! The whole committed document. `GOLDEN=write` writes it again.

use std::fs;

use crate::support::{VERSIONS, depot, here, text};

#[test]
fn documents_are_those_that_are_committed() {
    for version in VERSIONS {
        let path = here().join(format!("depot-{version}.json"));
        let text = text(&depot(), version);
        if std::env::var_os("GOLDEN").is_some_and(|value| value == "write") {
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap();
        assert!(
            text == committed,
            "{} is stale: GOLDEN=write writes it anew; read the diff",
            path.display()
        );
    }
}
