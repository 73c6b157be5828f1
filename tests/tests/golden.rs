//! The expected files of generated clients.
//!
//! Two actions of Domain represent all: people read a few golden files, but not many. To
//! refresh: `GOLDEN=write cargo test -p aliyun-tests --test golden`

use std::path::Path;

use aliyun_codegen::Builder;

const ACTIONS: [&str; 2] = [
    "QueryTaskDetailList",
    "SaveTaskForUpdatingRegistrantInfoByIdentityCredential",
];

/// Two actions of Domain, and a REST product with every location, body and answer.
fn builders() -> [Builder; 2] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let domain = Builder::new(root.join("../spec/domain/2018-01-29"))
        .actions(ACTIONS)
        .example_path("aliyun_domain")
        .out_dir(root.join("golden"));
    let yard = Builder::new(root.join("rest/spec"))
        .example_path("aliyun_yard")
        .out_dir(root.join("rest/golden"));
    [domain, yard]
}

#[test]
fn the_generated_clients_are_the_golden_ones() {
    for builder in builders() {
        if std::env::var_os("GOLDEN").is_some() {
            builder.generate().unwrap();
        }
        let differences = builder.compare().unwrap();
        assert!(
            differences.is_empty(),
            "stale: {:?}; refresh with the command at the top of this file, and look at the diff",
            differences.iter().map(|d| &d.path).collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    for (first, second) in builders().into_iter().zip(builders()) {
        assert_eq!(first.render().unwrap(), second.render().unwrap());
    }
}
