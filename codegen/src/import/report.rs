//! Options of an import, and its report.

use std::fmt;
use std::path::PathBuf;

use super::choice::Selection;
use super::description::{Description, Note};

/// How documentation becomes a spec.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Leave out the descriptions of the documentation: facts only.
    pub no_prose: bool,
    /// A request with a value that an enum does not list is refused. By default, enums
    /// are open, because services add values. Enums of answers are always open.
    pub closed_enums: bool,
    /// Ranges, lengths and numbers of members that only sentences state become limits.
    /// By default, only those that the documentation has as data do.
    pub limits_from_prose: bool,
    /// Parts of paths: of several descriptions of an action, one whose path has
    /// the first of them wins, then the second, and so on.
    pub prefer: Vec<String>,
    /// Product code, if the documentation does not say it or says several.
    pub product: Option<String>,
    /// API version, if the documentation does not say it or says several.
    pub version: Option<String>,
}

/// What the import made of a description.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DescriptionReport {
    /// Path of the source, as it was given.
    pub source: String,
    /// The action that it describes.
    pub action: Option<String>,
    /// The API version that it states.
    pub version: Option<String>,
    /// How it is used.
    pub outcome: Outcome,
    /// Why it is not used; empty if it is.
    pub reason: String,
    /// How much was read.
    pub counts: Counts,
    /// What could not be read, was guessed, or contradicts itself.
    pub notes: Vec<Note>,
}

/// How a description is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The spec of its action is made from it.
    Selected,
    /// Another description of the same action is used.
    Superseded,
    /// It is about another product or version.
    OtherProduct,
    /// It describes no action.
    NoAction,
    /// Its spec does not pass the check.
    Refused,
}

impl Outcome {
    /// The word for it in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Selected => "selected",
            Self::Superseded => "superseded",
            Self::OtherProduct => "other product",
            Self::NoAction => "no action",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How much was read of a description.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Parameters, those inside objects included.
    pub parameters: usize,
    /// Response fields, those inside objects included.
    pub fields: usize,
    /// Error codes.
    pub errors: usize,
    /// Documented requests and answers.
    pub examples: usize,
}

/// A file of the spec.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SpecFile {
    /// Name inside the folder.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The file that it was made from; none for the product file.
    pub source: Option<PathBuf>,
    /// What changes against the file that exists, one line each; empty if the
    /// file is new or does not change.
    pub changes: Vec<String>,
    /// Whether the folder has no such file yet.
    pub new: bool,
    /// Errata that answer contradictions of the documentation.
    pub errata: usize,
}

pub(super) fn reports(
    descriptions: &[Description],
    selections: &[Selection],
) -> Vec<DescriptionReport> {
    let report = |(description, selection): (&Description, &Selection)| {
        let (outcome, reason) = match selection {
            Selection::Selected => (Outcome::Selected, String::new()),
            Selection::Superseded(winner) => (
                Outcome::Superseded,
                format!("{} is used for the action", descriptions[*winner].source),
            ),
            Selection::OtherProduct(what) => (Outcome::OtherProduct, format!("it is about {what}")),
            Selection::NoAction(reason) => (Outcome::NoAction, reason.clone()),
        };
        let action = description.identity.action.clone();
        DescriptionReport {
            source: description.source.clone(),
            action: action.filter(|_| outcome != Outcome::NoAction),
            version: description.identity.version.clone(),
            outcome,
            reason,
            counts: counts(description),
            notes: description.notes.clone(),
        }
    };
    descriptions.iter().zip(selections).map(report).collect()
}

fn counts(description: &Description) -> Counts {
    let examples = &description.examples;
    let examples = [&examples.request, &examples.xml, &examples.json];
    Counts {
        parameters: description.index.parameters.len(),
        fields: description.index.fields.len(),
        errors: description.errors.len(),
        examples: examples.into_iter().flatten().count(),
    }
}
