//! What an import is told and what it tells.

use std::path::PathBuf;

use super::Document;
use super::choice::Fate;

/// How pages become a spec.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Leave out the descriptions of the pages: facts only.
    pub no_prose: bool,
    /// Parts of paths: of several pages of an action, one whose path has the
    /// first of them wins, then the second, and so on.
    pub prefer: Vec<String>,
    /// Product code, where the pages do not say it or say several.
    pub product: Option<String>,
    /// API version, where the pages do not say it or say several.
    pub version: Option<String>,
}

/// What became of a page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PageReport {
    /// Path, as it was given.
    pub source: String,
    /// The action that it describes.
    pub action: Option<String>,
    /// The API version that it states.
    pub version: Option<String>,
    /// `taken`, `beaten`, `elsewhere`, `no action` or `refused`.
    pub fate: &'static str,
    /// Why it is not taken.
    pub reason: String,
    /// Parameters, response fields, errors and examples that were read.
    pub counts: [usize; 4],
    /// Line, and what could not be read, was guessed, or contradicts itself.
    pub notes: Vec<(usize, String)>,
}

/// A file of the spec.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SpecFile {
    /// Name inside the folder.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The page that it was made from; none for the product file.
    pub page: Option<PathBuf>,
    /// What changes against the file that is there, one line each; empty where
    /// it is new or stays.
    pub changes: Vec<String>,
    /// Whether the folder has no such file yet.
    pub new: bool,
    /// Errata that answer contradictions of the page.
    pub errata: usize,
}

pub(super) fn reports(documents: &[Document], fates: &[Fate]) -> Vec<PageReport> {
    let report = |(document, fate): (&Document, &Fate)| {
        let page = &document.page;
        let examples = [
            &page.examples.request,
            &page.examples.xml,
            &page.examples.json,
        ];
        let (fate, reason) = match fate {
            Fate::Taken => ("taken", String::new()),
            Fate::Beaten(winner) => (
                "beaten",
                format!("{} speaks for the action", documents[*winner].source),
            ),
            Fate::Elsewhere(what) => ("elsewhere", format!("it is about {what}")),
            Fate::NoAction(reason) => ("no action", (*reason).to_owned()),
        };
        PageReport {
            source: document.source.clone(),
            action: page.identity.action.clone().filter(|_| fate != "no action"),
            version: page.identity.version.clone(),
            fate,
            reason,
            counts: [
                document.parameters.len(),
                super::nest::paths(&document.response).len(),
                page.errors.len(),
                examples.iter().filter(|example| example.is_some()).count(),
            ],
            notes: document
                .notes
                .iter()
                .map(|note| (note.line, note.what.clone()))
                .collect(),
        }
    };
    documents.iter().zip(fates).map(report).collect()
}
