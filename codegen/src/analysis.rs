//! The stages that read a spec, in their order: load, check, resolve, lint.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Report};
#[cfg(feature = "examples")]
use crate::examples;
use crate::model::{self, Model};
use crate::source::Sources;
use crate::spec::Spec;
use crate::{check, load};

/// What reading a spec folder yields.
pub(crate) struct Analysis {
    /// Absent if any finding is an error.
    pub(crate) model: Option<Model>,
    pub(crate) findings: Vec<Diagnostic>,
    /// Number of spec files that were found.
    pub(crate) files: usize,
}

/// Loads, checks and resolves a spec folder.
pub(crate) fn analyze(dir: &Path) -> Analysis {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let spec = load::load(dir, &mut sources, &mut report);
    Analysis {
        model: judge(&spec, &sources, &mut report).map(|accepted| accepted.model),
        files: sources.files(),
        findings: report.finish(&sources),
    }
}

/// A spec without errors, errors in its examples aside.
pub(crate) struct Accepted {
    pub(crate) model: Model,
    /// Where the documented examples contradict the spec; each one is a finding
    /// of the report too.
    #[cfg(feature = "examples")]
    #[cfg_attr(
        not(feature = "import"),
        expect(dead_code, reason = "only an import answers contradictions")
    )]
    pub(crate) contradictions: Vec<examples::Contradiction>,
}

/// Checks and resolves a spec that has been loaded, and lints its examples.
/// Returns `None` if the spec has an error.
///
/// Examples change no code: a build script, which does not lint them, generates
/// the same as the command line tool.
#[cfg_attr(
    not(feature = "examples"),
    expect(unused_variables, reason = "lints of examples need the feature")
)]
pub(crate) fn judge(spec: &Spec, sources: &Sources, report: &mut Report) -> Option<Accepted> {
    report.loaded();
    check::check(spec, report);
    if report.failed() {
        return None;
    }
    let model = model::resolve(spec)?;
    #[cfg(feature = "examples")]
    let contradictions = examples::lint(spec, &model, sources, report);
    Some(Accepted {
        model,
        #[cfg(feature = "examples")]
        contradictions,
    })
}
