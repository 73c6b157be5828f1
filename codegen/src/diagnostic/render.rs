//! A finding as rustc would show it: its lines, a caret, a note, a help.
//!
//! The renderer gets only the relevant lines, and long ones are shortened: a file or
//! a line may have megabytes, and a run a thousand findings.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::codes::Severity;
use crate::diagnostic::{Finding, is_unsafe};
use crate::source::{Source, Sources, Span};

/// Characters of a line that are shown on either side of its first mark.
const AROUND: usize = 100;

/// Lines between two marks up to which both are shown in one excerpt.
const TOGETHER: usize = 2000;

/// Characters of a message; what it repeats from the file may be longer.
const MESSAGE: usize = 1000;

/// Characters of one word in a message.
const WORD: usize = 200;

/// The finding as text without a line break at its end.
pub(super) fn render(finding: &Finding, sources: &Sources) -> String {
    let source = sources.get(finding.span.file);
    let mut places = vec![Mark::new(source, finding.span)];
    let label = printable(&finding.label);
    let mut labels = vec![label.as_str()];
    let related = finding
        .related
        .as_ref()
        .map(|(span, label)| (*span, printable(label)));
    let mut other = None;
    if let Some((span, label)) = &related {
        let place = Mark::new(sources.get(span.file), *span);
        if span.file == finding.span.file && place.line.abs_diff(places[0].line) <= TOGETHER {
            places.push(place);
            labels.push(label);
        } else {
            other = Some((
                Excerpt::new(sources.get(span.file), &[place]),
                label.as_str(),
            ));
        }
    }
    let excerpt = Excerpt::new(source, &places);
    let marks = excerpt.marks.iter().zip(&labels).enumerate();
    let annotations = marks.map(|(index, (mark, label))| {
        let kind = if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        kind.span(mark.clone())
            .label((!label.is_empty()).then_some(*label))
    });
    let message = printable(&finding.message);
    let title = level(finding.code.severity())
        .primary_title(message.as_str())
        .id(finding.code.name());
    let mut group: Group<'_> = if source.text.is_empty() {
        title.element(Origin::path(excerpt.path.as_str()))
    } else {
        title.element(excerpt.snippet().annotations(annotations))
    };
    if let Some((excerpt, label)) = &other {
        let mark = excerpt.marks.first().cloned().unwrap_or_default();
        let annotation = AnnotationKind::Context.span(mark).label(*label);
        group = group.element(excerpt.snippet().annotation(annotation));
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
    let text = Renderer::plain()
        .decor_style(DecorStyle::Ascii)
        .render(&[group]);
    excerpt.true_column(text)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

/// A mark in a file.
struct Mark {
    line: usize,
    range: Range<usize>,
}

impl Mark {
    fn new(source: &Source, span: Span) -> Self {
        let range = source.range(span);
        Self {
            line: source.line_of(range.start),
            range,
        }
    }
}

/// The lines of a file that a finding shows.
struct Excerpt {
    path: String,
    /// Number of the first line, from 1.
    first: usize,
    text: String,
    /// Where the marks are in the text.
    marks: Vec<Range<usize>>,
    /// Column of the first mark in the text and in the file, if they differ.
    columns: Option<(usize, usize)>,
    line: usize,
}

impl Excerpt {
    /// From the first of the places to the last one.
    fn new(source: &Source, places: &[Mark]) -> Self {
        let lines = places.iter().map(|place| place.line);
        let (first, last) = (
            lines.clone().min().unwrap_or_default(),
            lines.max().unwrap_or_default(),
        );
        let mut excerpt = Self {
            path: printable(&source.path.display().to_string()),
            first: first + 1,
            text: String::new(),
            marks: vec![0..0; places.len()],
            columns: None,
            line: places.first().map_or(1, |place| place.line + 1),
        };
        for line in first..=last {
            if line > first {
                excerpt.text.push('\n');
            }
            excerpt.line(source, line, places);
        }
        excerpt
    }

    /// Appends a line, cut around its first mark.
    fn line(&mut self, source: &Source, line: usize, places: &[Mark]) {
        let whole = source.line(line);
        let here = |place: &&Mark| place.line == line;
        let focus = places
            .iter()
            .find(here)
            .map_or(whole.start, |place| place.range.start);
        let (before, after) = (
            &source.text[whole.start..focus.min(whole.end)],
            &source.text[focus.min(whole.end)..whole.end],
        );
        let start = before
            .char_indices()
            .rev()
            .nth(AROUND - 1)
            .map_or(whole.start, |(at, _)| whole.start + at);
        let end = after
            .char_indices()
            .nth(AROUND)
            .map_or(whole.end, |(at, _)| focus + at);
        let begin = self.text.len();
        if start > whole.start {
            self.text.push('…');
        }
        // Marks stand on whole characters; each is copied when its place comes.
        let mut starts = vec![None; places.len()];
        let mut ends = vec![None; places.len()];
        for (at, character) in source.text[start..end].char_indices() {
            for (index, place) in places.iter().enumerate() {
                if start + at >= place.range.start {
                    starts[index].get_or_insert(self.text.len());
                }
                if start + at >= place.range.end {
                    ends[index].get_or_insert(self.text.len());
                }
            }
            self.text.push(shown(character));
        }
        let limit = self.text.len();
        for (index, _) in places.iter().enumerate().filter(|(_, p)| here(p)) {
            let mark = starts[index].unwrap_or(limit)..ends[index].unwrap_or(limit);
            if index == 0 && start > whole.start {
                let column = 1 + self.text[begin..mark.start].chars().count();
                self.columns = Some((column, 1 + before.chars().count()));
            }
            self.marks[index] = mark;
        }
        if end < whole.end {
            self.text.push('…');
        }
    }

    fn snippet<'a>(&'a self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text.as_str())
            .path(self.path.as_str())
            .line_start(self.first)
    }

    /// The renderer counts columns in the cut line.
    fn true_column(&self, text: String) -> String {
        let Some((cut, real)) = self.columns else {
            return text;
        };
        let place = format!("{}:{}", self.path, self.line);
        text.replacen(&format!("{place}:{cut}\n"), &format!("{place}:{real}\n"), 1)
    }
}

/// A character of a file as a terminal may get it.
fn shown(character: char) -> char {
    if character != '\t' && is_unsafe(character) {
        char::REPLACEMENT_CHARACTER
    } else {
        character
    }
}

/// Messages repeat what the file says: characters that are not what they seem
/// must not reach a terminal, nor texts without end.
pub(super) fn printable(text: &str) -> String {
    let mut out = String::new();
    let mut word = 0;
    for (count, character) in text.chars().enumerate() {
        if count == MESSAGE {
            out.push('…');
            break;
        }
        word = if character == ' ' { 0 } else { word + 1 };
        if word > WORD {
            if word == WORD + 1 {
                out.push('…');
            }
        } else if is_unsafe(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}
