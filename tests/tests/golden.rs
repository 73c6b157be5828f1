//! The expected files of the generated client.
//!
//! Two actions represent all: people read a few golden files, but not many. To
//! refresh: `GOLDEN=write cargo test -p aliyun-tests --test golden`

use std::path::Path;

use aliyun_codegen::Builder;

const ACTIONS: [&str; 2] = [
    "QueryTaskDetailList",
    "SaveTaskForUpdatingRegistrantInfoByIdentityCredential",
];

fn builder() -> Builder {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Builder::new(root.join("../spec/domain/2018-01-29"))
        .actions(ACTIONS)
        .example_path("aliyun_domain")
        .out_dir(root.join("golden"))
}

#[test]
fn the_generated_client_is_the_golden_one() {
    if std::env::var_os("GOLDEN").is_some() {
        builder().generate().unwrap();
    }
    let differences = builder().compare().unwrap();
    assert!(
        differences.is_empty(),
        "stale: {:?}; refresh with the command at the top of this file, and look at the diff",
        differences.iter().map(|d| &d.path).collect::<Vec<_>>()
    );
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    assert_eq!(builder().render().unwrap(), builder().render().unwrap());
}
