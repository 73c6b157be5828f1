//! The golden files compile without a warning, as a module of any crate does.
#![deny(warnings, missing_docs, unused, clippy::all)]

/// The golden files.
#[rustfmt::skip] // formatted by the generator
#[path = "../golden/mod.rs"]
pub mod golden;

/// The golden files of the REST product.
#[rustfmt::skip]
#[path = "../rest/golden/mod.rs"]
pub mod yard;

use golden::prelude::*;

#[test]
fn the_golden_client_validates() {
    assert!(QueryTaskDetailListRequest::new().validate().is_err());
}

#[test]
fn the_golden_rest_client_validates() {
    assert!(yard::GetShelfRequest::new().validate().is_err());
}
