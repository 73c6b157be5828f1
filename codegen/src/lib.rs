//! Typed Rust clients for Alibaba Cloud products, generated from YAML
//! descriptions of their API actions.
//!
//! One direction, one module per stage:
//!
//! `load` (YAML with places) → `check` (all errors at once) → [`model`] (names
//! and types resolved) → `emit` (tokens, or text of known layout) → `format` (text).
//!
//! Start with [`Builder`].
#![cfg_attr(docsrs, feature(doc_cfg))]

mod analysis;
#[cfg(feature = "cli")]
pub mod author;
mod builder;
mod check;
#[cfg(feature = "cli")]
pub mod client;
mod codes;
mod diagnostic;
#[cfg(feature = "cli")]
pub mod diff;
mod emit;
#[cfg(feature = "examples")]
mod examples;
#[cfg(feature = "cli")]
pub mod export;
mod failure;
#[cfg(feature = "fetch")]
pub mod fetch;
mod form;
mod format;
#[cfg(feature = "import")]
pub mod import;
#[cfg(feature = "cli")]
mod json;
mod load;
mod location;
pub mod model;
mod names;
mod notation;
mod output;
mod prose;
#[cfg(feature = "cli")]
pub mod regenerate;
mod source;
mod spec;
mod suggest;
#[cfg(feature = "call")]
mod tables;
mod template;
mod yaml;

use std::path::Path;

use analysis::{Analysis, analyze};
use model::Model;

pub use builder::{Builder, Generated};
pub use codes::Severity;
pub use diagnostic::Diagnostic;
#[cfg(feature = "cli")]
pub use diff::diff;
pub use failure::Failure;
pub use output::{Difference, File, Status};
#[cfg(feature = "call")]
pub use tables::catalog;

/// Reads a spec folder into its model.
///
/// # Errors
///
/// All findings of all files, each with its position.
pub fn read(dir: impl AsRef<Path>) -> Result<Model, Failure> {
    let analysis = analyze(dir.as_ref());
    analysis.model.ok_or(Failure::Findings(analysis.findings))
}

/// The result of checking a spec folder.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// Every finding, in the order of files and lines.
    pub findings: Vec<Diagnostic>,
    /// Number of spec files in the folder.
    pub files: usize,
}

/// Checks a spec folder, including lints of its examples if the feature
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
