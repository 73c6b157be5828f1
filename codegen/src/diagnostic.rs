//! Findings about a spec, and how they are shown.

use std::fmt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::codes::Code;
use crate::source::{Sources, Span};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The page contradicts itself and the spec does not say which side it
    /// follows; code is generated all the same.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

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

    /// The same, where there may be nothing to say.
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

/// All findings of one run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
    errors: usize,
}

impl Report {
    pub(crate) fn push(&mut self, finding: Finding) {
        self.errors += usize::from(finding.code.severity() == Severity::Error);
        self.findings.push(finding);
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
        Self {
            file: sources.get(finding.span.file).path.display().to_string(),
            line,
            column,
            code: finding.code.name(),
            severity: finding.code.severity(),
            message: printable(&finding.message),
            subject: finding.subject.as_deref().map(printable),
            help: finding.help.as_deref().map(printable),
            rendered: render(finding, sources),
        }
    }
}

impl fmt::Display for Diagnostic {
    /// The finding as rustc would show it, with its line and a caret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered)
    }
}

fn render(finding: &Finding, sources: &Sources) -> String {
    let level = match finding.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = printable(&finding.message);
    let source = sources.get(finding.span.file);
    let path = source.path.display().to_string();
    let label = printable(&finding.label);
    let mut primary = AnnotationKind::Primary.span(range(&source.text, finding.span));
    if !label.is_empty() {
        primary = primary.label(label.as_str());
    }
    let mut snippet = Snippet::source(source.text.as_str())
        .path(path.as_str())
        .annotation(primary);
    let mut other = None;
    let related = finding
        .related
        .as_ref()
        .map(|(span, label)| (*span, printable(label)));
    if let Some((span, label)) = &related {
        let file = sources.get(span.file);
        let note = AnnotationKind::Context
            .span(range(&file.text, *span))
            .label(label.as_str());
        if span.file == finding.span.file {
            snippet = snippet.annotation(note);
        } else {
            other = Some(
                Snippet::source(file.text.as_str())
                    .path(file.path.display().to_string())
                    .annotation(note),
            );
        }
    }
    let mut group: Group<'_> = level
        .primary_title(message.as_str())
        .id(finding.code.name())
        .element(snippet);
    if let Some(other) = other {
        group = group.element(other);
    }
    let note = finding
        .subject
        .as_deref()
        .map(|subject| format!("in {}", printable(subject)));
    if let Some(note) = &note {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    let help = finding.help.as_deref().map(printable);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    Renderer::plain()
        .decor_style(DecorStyle::Ascii)
        .render(&[group])
}

/// The range, cut to the first line and to whole characters.
fn range(text: &str, span: Span) -> std::ops::Range<usize> {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = (span.end as usize).clamp(start, text.len());
    let mut end = text[start..]
        .find(['\n', '\r'])
        .map_or(end, |newline| end.min(start + newline));
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end.max(start)
}

/// Messages repeat what the file says: control characters and characters that
/// turn the direction of text must not reach a terminal.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) && character != '\n' {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// Whether a character is a control character or changes the direction of
/// the text around it.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Why no code was generated: every finding of the run, or what the file
/// system said.
///
/// `Debug` is the same as `Display`, so that a `build.rs` whose `main` returns
/// this error shows the report as it is meant to be read.
pub struct Failure {
    diagnostics: Vec<Diagnostic>,
    io: Option<String>,
}

impl Failure {
    pub(crate) fn findings(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            io: None,
        }
    }

    pub(crate) fn io(message: String) -> Self {
        Self {
            diagnostics: Vec::new(),
            io: Some(message),
        }
    }

    /// The findings; empty where the cause was the file system outside the spec.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(message) = &self.io {
            return write!(f, "error: {message}");
        }
        let mut errors = 0;
        let mut warnings = 0;
        for diagnostic in &self.diagnostics {
            writeln!(f, "{diagnostic}\n")?;
            match diagnostic.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
            }
        }
        write!(f, "{}", count(errors, "error"))?;
        if warnings > 0 {
            write!(f, ", {}", count(warnings, "warning"))?;
        }
        f.write_str("; nothing was generated")
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Failure {}
