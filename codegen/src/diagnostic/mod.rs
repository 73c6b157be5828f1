//! Findings about a spec, and how they are shown.

mod render;

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::codes::{Code, Severity};
use crate::source::{Sources, Span};
use crate::suggest;

/// One finding, before its place is resolved to a line.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    code: Code,
    message: String,
    span: Span,
    label: String,
    related: Option<(Span, String)>,
    help: Option<String>,
    subject: Option<String>,
}

impl Finding {
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span,
            label: String::new(),
            related: None,
            help: None,
            subject: None,
        }
    }

    /// Text beside the caret.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A second place with its own text.
    pub(crate) fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }

    /// What to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the help if there is one, and keeps the present one otherwise.
    pub(crate) fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The action and parameter concerned.
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject.get_or_insert(subject.into());
        self
    }
}

/// How many findings of one file are kept. A file of eight megabytes can have millions,
/// and nobody reads them all.
const MAX_FINDINGS: usize = 1000;

/// How many names are compared to suggest others. A spec can have a hundred thousand
/// names, and as many that are wrong.
const MAX_COMPARED: usize = 5_000_000;

/// All findings of one run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Names that have been compared.
    compared: usize,
    findings: Vec<Finding>,
    errors: usize,
    /// How many each file has, kept or not.
    counts: HashMap<u32, usize>,
    /// Places that loading has refused.
    refused: HashSet<Span>,
}

impl Report {
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.refused.contains(&finding.span) {
            // Loading has refused this value; checking it would only add noise.
            return;
        }
        self.errors += usize::from(finding.code.severity() == Severity::Error);
        let count = self.counts.entry(finding.span.file).or_default();
        *count += 1;
        if *count <= MAX_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// `did you mean …?`, as long as it does not take too long.
    pub(crate) fn suggest<'a>(
        &mut self,
        found: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<String> {
        if self.compared >= MAX_COMPARED {
            return None;
        }
        suggest::did_you_mean(found, candidates.inspect(|_| self.compared += 1))
    }

    /// Marks the end of loading. Later findings about a place that has one are dropped.
    pub(crate) fn loaded(&mut self) {
        self.refused = self.findings.iter().map(|finding| finding.span).collect();
    }

    /// Whether no further finding of a file would be shown.
    #[cfg(feature = "examples")]
    pub(crate) fn is_full(&self, file: u32) -> bool {
        self.counts
            .get(&file)
            .is_some_and(|count| *count >= MAX_FINDINGS)
    }

    /// Whether the span lies inside one that has a finding.
    pub(crate) fn covers(&self, span: Span) -> bool {
        self.findings.iter().any(|finding| {
            let other = finding.span;
            other.file == span.file && other.start <= span.start && span.end <= other.end
        })
    }

    /// Whether any finding is an error.
    pub(crate) fn failed(&self) -> bool {
        self.errors > 0
    }

    /// Number of errors so far; a later count tells whether a step added any.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// The findings in the order of files and lines, rendered.
    pub(crate) fn finish(mut self, sources: &Sources) -> Vec<Diagnostic> {
        self.findings.sort_by_key(|finding| finding.span);
        for (file, count) in &self.counts {
            let last = self.findings.iter_mut().rfind(|f| f.span.file == *file);
            if let (Some(last), Some(more)) = (last, count.checked_sub(MAX_FINDINGS))
                && more > 0
            {
                let help = last
                    .help
                    .take()
                    .map_or_else(String::new, |help| help + "; ");
                last.help = Some(format!(
                    "{help}{more} more findings in this file are not shown"
                ));
            }
        }
        self.findings
            .iter()
            .map(|finding| Diagnostic::new(finding, sources))
            .collect()
    }
}

/// One finding with its place, as shown to the author of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Path of the file, as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Line of the last character, from 1.
    pub end_line: usize,
    /// Column after the last character, from 1.
    pub end_column: usize,
    /// Stable code, such as `E010`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// Action and parameter concerned, such as `SaveTask.DomainName`.
    pub subject: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    rendered: String,
}

impl Diagnostic {
    fn new(finding: &Finding, sources: &Sources) -> Self {
        let (line, column) = sources.position(finding.span);
        let (end_line, end_column) = sources.position(Span {
            start: finding.span.end,
            ..finding.span
        });
        Self {
            file: sources.get(finding.span.file).path.display().to_string(),
            line,
            column,
            end_line,
            end_column,
            code: finding.code.name(),
            severity: finding.code.severity(),
            message: render::printable(&finding.message),
            subject: finding.subject.as_deref().map(render::printable),
            help: finding.help.as_deref().map(render::printable),
            rendered: render::render(finding, sources),
        }
    }
}

impl fmt::Display for Diagnostic {
    /// The finding as rustc would show it, with its line and a caret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered)
    }
}

/// Whether a character is a control character, changes the direction of the
/// text around it, is a line break for some programs only, or is invisible.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}
