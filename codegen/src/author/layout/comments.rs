//! Comments of a file, and their surroundings.

use granit_parser::{Event, Parser};

/// A comment and its position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comment<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// From `#` to the end of the line, without trailing white space.
    pub(super) text: &'a str,
    /// Whether nothing else precedes it on its line.
    pub(super) own_line: bool,
}

/// All comments, in the order of the file; `None` if the file is not YAML.
pub(super) fn comments(text: &str) -> Option<Vec<Comment<'_>>> {
    let options = granit_parser::options! {
        emit_comments: true,
        max_buffered_comment_events: usize::MAX,
        emit_unresolved_aliases: true,
    };
    let mut comments = Vec::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.ok()?;
        if let Event::Comment(..) = event {
            let range = span.byte_range()?;
            comments.push(Comment {
                start: range.start,
                end: range.end,
                text: text.get(range.clone())?.trim_end(),
                own_line: text[line_start(text, range.start)..range.start]
                    .trim()
                    .is_empty(),
            });
        }
    }
    // A comment beside a block scalar's `|` comes after the scalar.
    comments.sort_by_key(|comment| comment.start);
    Some(comments)
}

/// First byte of the line that contains `at`.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Bytes before `at` on its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// Whether something begins its line and follows a blank line. Lines before
/// `solid` belong to a scalar.
pub(super) fn after_blank(text: &str, at: usize, solid: usize) -> bool {
    let start = line_start(text, at);
    if start <= solid + 1 {
        return false;
    }
    let before = text[..start - 1].rfind('\n').map_or(0, |line| line + 1);
    text[start..at].trim().is_empty() && text[before..start].trim().is_empty()
}
