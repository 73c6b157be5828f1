//! Spans inside examples.

use crate::source::Span;
use crate::spec::{Field, Text};

/// The span of a word, or of the whole example if the word is escaped there.
pub(super) fn word(source: &str, text: &Text, word: &str) -> Span {
    let (start, end) = (text.span.start as usize, text.span.end as usize);
    source
        .get(start..end)
        .filter(|_| !word.is_empty())
        .and_then(|region| find(region, word))
        .and_then(|at| span(text, start + at, word.len()))
        .unwrap_or(text.span)
}

/// The first byte of a word, preferably not as a part of a longer one.
fn find(text: &str, word: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut places = text.match_indices(word).map(|(at, _)| at);
    places
        .clone()
        .find(|at| !text[..*at].ends_with(part) && !text[at + word.len()..].starts_with(part))
        .or_else(|| places.next())
}

/// The span of a line of an example, if each of its lines is a line of the file.
pub(super) fn line(source: &str, text: &Text, line: usize) -> Option<Span> {
    let (start, end) = (text.span.start as usize, text.span.end as usize);
    let region = source.get(start..end)?;
    if region.trim_end().lines().count() != text.value.trim_end().lines().count() {
        return None;
    }
    let mut before = 0;
    let mut place = None;
    for (number, written) in region.split_inclusive('\n').enumerate() {
        let inside = written.trim_start();
        place = span(
            text,
            start + before + written.len() - inside.len(),
            inside.trim_end().len(),
        );
        if number + 1 == line {
            break;
        }
        before += written.len();
    }
    place
}

fn span(text: &Text, start: usize, length: usize) -> Option<Span> {
    Some(Span {
        start: u32::try_from(start).ok()?,
        end: u32::try_from(start + length).ok()?,
        ..text.span
    })
}

/// The span of the name of the field with this path, or of its deepest parent
/// that is defined in place.
pub(super) fn field(written: &Field, path: &str) -> Span {
    let last = path.rsplit('.').next().unwrap_or_default();
    if written.name.value == last {
        return written.name.span;
    }
    let nested = written.fields.iter().flat_map(|fields| &fields.value);
    nested
        .filter(|nested| path.split('.').any(|part| part == nested.name.value))
        .map(|nested| self::field(nested, path))
        .next()
        .unwrap_or(written.name.span)
}
