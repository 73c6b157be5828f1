//! Documents checked by an independent validator: `openapi-spec-validator` from
//! PyPI. `OPENAPI_SPEC_VALIDATOR` is its path, if it is not on the `PATH`.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::support::{VERSIONS, depot, domain, export, text, yard};

fn validator() -> Option<String> {
    let named = std::env::var("OPENAPI_SPEC_VALIDATOR").ok();
    let program = named
        .clone()
        .unwrap_or_else(|| "openapi-spec-validator".to_owned());
    let works = Command::new(&program).arg("--version").output();
    let works = works.is_ok_and(|output| output.status.success());
    assert!(works || named.is_none(), "{program} does not run");
    works.then_some(program)
}

#[test]
fn a_public_validator_accepts_the_documents() {
    let Some(program) = validator() else {
        eprintln!("skipped: no openapi-spec-validator (pip install openapi-spec-validator)");
        return;
    };
    let dir = TempDir::new().unwrap();
    let validate = |text: &str, version: &str| {
        // JSON is YAML, too.
        let path = dir.path().join("document.yaml");
        fs::write(&path, text).unwrap();
        let mut command = Command::new(&program);
        let output = command
            .args(["--schema", version])
            .arg(&path)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), told)
    };
    for spec in [depot(), yard(), domain()] {
        for version in VERSIONS {
            let text = text(&spec, version);
            let (accepted, told) = validate(&text, version);
            assert!(accepted, "{version}: {told}");
            let spec = spec.to_str().unwrap();
            let yaml = export(["openapi", spec, "--openapi", version, "--format", "yaml"]);
            let (accepted, told) = validate(&yaml.stdout, version);
            assert!(accepted, "{version} as YAML: {told}");
            // The validator does find errors.
            let broken = text.replace("\"in\": \"query\"", "\"in\": \"cellar\"");
            assert!(!validate(&broken, version).0, "{version}");
        }
    }
}
