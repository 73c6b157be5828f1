//! Typed Rust clients for Alibaba Cloud products, generated from YAML
//! descriptions of their API actions.

mod check;
mod codes;
mod diagnostic;
mod form;
mod load;
pub mod model;
mod names;
mod source;
mod spec;
mod yaml;

use std::path::Path;

use model::Model;

pub use diagnostic::{Diagnostic, Failure, Severity};

/// Reads a spec folder: loads, checks and resolves it.
///
/// # Errors
///
/// All findings of all files, each with its place.
pub fn read(dir: impl AsRef<Path>) -> Result<Model, Failure> {
    let mut sources = source::Sources::default();
    let mut report = diagnostic::Report::default();
    let spec = load::load(dir.as_ref(), &mut sources, &mut report);
    check::check(&spec, &mut report);
    let model = if report.failed() { None } else { model::resolve(&spec) };
    model.ok_or_else(|| Failure::findings(report.finish(&sources)))
}
