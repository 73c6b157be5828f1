//! What changed between two specs, and what that means for programs: every
//! difference with its verdict, independent of order and spacing.
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
mod position;
mod product;
mod render;
mod side;
mod types;
mod values;

pub use change::{Bump, Change, Changes, Kind, Position, Verdict, Warning};
pub(crate) use side::Reading;
pub use side::{Side, compare};

use crate::model::Model;
use log::Log;

/// Compares two models. Order does not matter: a moved row is not a change, nor are
/// other line breaks in a description.
///
/// The result has no positions; [`compare`] adds those of the new values.
#[must_use]
pub fn diff(old: &Model, new: &Model) -> Changes {
    let mut log = Log::default();
    product::compare(old, new, &mut log);
    log.finish()
}
