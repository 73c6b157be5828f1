//! The whole committed document. `GOLDEN=write` writes it again.

use std::fs;

use crate::support::{VERSIONS, depot, here, text, yard};

#[test]
fn documents_are_those_that_are_committed() {
    let specs = [("depot", depot()), ("yard", yard())];
    for (name, spec, version) in specs
        .iter()
        .flat_map(|(name, spec)| VERSIONS.map(|version| (name, spec, version)))
    {
        let path = here().join(format!("{name}-{version}.json"));
        let text = text(spec, version);
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
