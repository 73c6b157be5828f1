//! Typed Rust clients for Alibaba Cloud products, generated from YAML
//! descriptions of their API actions.
//!
//! One direction, one module a stage:
//!
//! `load` (YAML with places) → `check` (all errors at once) → [`model`] (names
//! and types resolved) → `emit` (tokens, or text of known layout) → `format` (text).
//!
//! Start with [`Builder`].
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "cli")]
pub mod author;
mod builder;
mod check;
mod codes;
mod diagnostic;
#[cfg(feature = "cli")]
pub mod diff;
mod emit;
#[cfg(feature = "examples")]
mod examples;
#[cfg(feature = "cli")]
pub mod export;
#[cfg(feature = "fetch")]
pub mod fetch;
mod form;
mod format;
#[cfg(feature = "import")]
pub mod import;
#[cfg(feature = "cli")]
mod json;
mod load;
pub mod model;
mod names;
mod output;
#[cfg(feature = "cli")]
pub mod regenerate;
mod source;
mod spec;
mod yaml;

use std::path::Path;

use model::Model;

pub use builder::{Builder, Generated};
pub use diagnostic::{Diagnostic, Failure, Severity};
#[cfg(feature = "cli")]
pub use diff::diff;
pub use output::{Difference, File, Status};

/// What reading a spec folder brings.
pub(crate) struct Analysis {
    /// Absent where any finding is an error.
    pub(crate) model: Option<Model>,
    pub(crate) findings: Vec<Diagnostic>,
    /// Number of spec files that were found.
    pub(crate) files: usize,
}

/// Loads, checks and resolves a spec folder.
pub(crate) fn analyze(dir: &Path) -> Analysis {
    let mut sources = source::Sources::default();
    let mut report = diagnostic::Report::default();
    let spec = load::load(dir, &mut sources, &mut report);
    Analysis {
        model: judge(&spec, &sources, &mut report),
        files: sources.files(),
        findings: report.finish(&sources),
    }
}

/// Checks and resolves a spec that has been loaded; nothing where any finding
/// is an error, findings about examples aside.
#[cfg_attr(
    not(feature = "examples"),
    expect(unused_variables, reason = "lints of examples need the feature")
)]
pub(crate) fn judge(
    spec: &spec::Spec,
    sources: &source::Sources,
    report: &mut diagnostic::Report,
) -> Option<Model> {
    report.loaded();
    check::check(spec, report);
    if report.failed() {
        return None;
    }
    let model = model::resolve(spec)?;
    #[cfg(feature = "examples")]
    examples::lint(spec, &model, sources, report);
    // What the examples say changes no code: a build script, which does not
    // look at them, and the command line generate the same.
    Some(model)
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

/// What checking a spec folder brings.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// Every finding, in the order of files and lines.
    pub findings: Vec<Diagnostic>,
    /// Number of spec files that were found.
    pub files: usize,
}

/// Checks a spec folder, lints of its examples included where the feature
/// `examples` is on. A folder that cannot be read is a finding.
#[must_use]
pub fn check(dir: impl AsRef<Path>) -> Checked {
    let Analysis {
        findings, files, ..
    } = analyze(dir.as_ref());
    Checked { findings, files }
}

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
