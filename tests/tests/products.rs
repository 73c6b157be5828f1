//! The products in the repository are what `aliyun-codegen client` makes of their
//! documents today.
#![cfg(test)]

use std::path::{Path, PathBuf};

use aliyun_codegen::client::{Choices, Document, Plan, Step};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn no_file_of_a_product_is_stale() {
    for code in ["sts", "ververica"] {
        let metadata = root().join("tests/metadata");
        let document = Document::open(&metadata, Some(code), None).unwrap();
        let out = root().join("clients").join(code);
        let plan = Plan::new(&document, &Choices::default(), &root(), &out).unwrap();
        let stale = plan.compare().unwrap();
        assert!(stale.is_empty(), "run `client {code}` again: {stale:?}");
        assert!(plan.changes().is_empty(), "{:?}", plan.changes());
        assert_eq!(plan.steps(), &[] as &[Step], "{code}");
    }
}

#[test]
fn the_documents_hold_facts_only() {
    for code in ["sts", "ververica"] {
        let metadata = root().join("tests/metadata");
        let document = Document::open(&metadata, Some(code), None).unwrap();
        for key in ["description", "title", "summary", "example", "responseDemo"] {
            let found = document.text.contains(&format!("\"{key}\": \""));
            assert!(!found, "{code}: {key}");
        }
        assert!(document.text.is_ascii(), "{code}");
    }
}

#[test]
fn secrets_of_the_products_are_marked() {
    let model = aliyun_codegen::read(root().join("clients/sts/spec")).unwrap();
    let secrets = [
        "SecurityToken",
        "AccessKeySecret",
        "OIDCToken",
        "SAMLAssertion",
    ];
    let mut marked = 0;
    for action in &model.actions {
        let objects = action.objects.iter().chain([&action.request]);
        for field in objects.flat_map(|object| &object.fields) {
            let secret = secrets.contains(&field.name.as_str());
            assert_eq!(field.sensitive, secret, "{}.{}", action.name, field.name);
            marked += usize::from(secret);
        }
    }
    assert_eq!(marked, 8);
}
