//! What changed between two specs, and what that means for programs: every
//! difference with its verdict, whatever order or spacing the files have.
//!
//! [`diff`] compares two models; [`Side`] reads what `aliyun-codegen diff`
//! takes: a folder, one file, or a git revision. The rules are in
//! `docs/diff.md`.

mod action;
mod change;
mod definitions;
mod errors;
mod fields;
mod flow;
mod git;
mod limits;
mod log;
mod pair;
mod place;
mod product;
mod render;
mod side;
mod types;
mod values;

pub use change::{Bump, Change, Changes, Kind, Place, Verdict, Warning};
pub use side::{Side, compare};

use crate::model::Model;
use log::Log;

/// Compares two models. Nothing is said about order: a row that has moved is
/// no change, nor are other line breaks in a description.
///
/// The result has no places; [`compare`] knows where the new values stand.
#[must_use]
pub fn diff(old: &Model, new: &Model) -> Changes {
    let mut log = Log::default();
    product::compare(old, new, &mut log);
    log.finish()
}
