//! Typed Rust clients for Alibaba Cloud products, generated from YAML
//! descriptions of their API actions.
//!
//! One direction, one module a stage:
//!
//! `load` (YAML with places) → `check` (all errors at once) → [`model`] (names
//! and types resolved) → `emit` (tokens) → `format` (text).
//!
//! Start with [`Builder`].

mod builder;
mod check;
mod codes;
mod diagnostic;
mod emit;
#[cfg(feature = "examples")]
mod examples;
mod form;
mod format;
mod load;
pub mod model;
mod names;
mod output;
mod source;
mod spec;
mod yaml;

use std::path::Path;

use model::Model;

pub use builder::{Builder, Generated};
pub use diagnostic::{Diagnostic, Failure, Severity};
pub use output::{Difference, File, Status};

/// What reading a spec folder brings.
pub(crate) struct Analysis {
    /// Absent where any finding is an error.
    pub(crate) model: Option<Model>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// Loads, checks and resolves a spec folder.
pub(crate) fn analyze(dir: &Path) -> Analysis {
    let mut sources = source::Sources::default();
    let mut report = diagnostic::Report::default();
    let spec = load::load(dir, &mut sources, &mut report);
    check::check(&spec, &mut report);
    let model = if report.failed() {
        None
    } else {
        model::resolve(&spec)
    };
    #[cfg(feature = "examples")]
    if let Some(model) = &model {
        examples::lint(&spec, model, &sources, &mut report);
    }
    let model = model.filter(|_| !report.failed());
    Analysis {
        model,
        findings: report.finish(&sources),
    }
}

/// Reads a spec folder into its model.
///
/// # Errors
///
/// All findings of all files, each with its place.
pub fn read(dir: impl AsRef<Path>) -> Result<Model, Failure> {
    let analysis = analyze(dir.as_ref());
    analysis
        .model
        .ok_or_else(|| Failure::findings(analysis.findings))
}
