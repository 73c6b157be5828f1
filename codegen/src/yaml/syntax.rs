//! Explains syntax errors to the author of a file.

use granit_parser::{ErrorKind, ScanError};

/// A syntax error in plain words.
pub(super) struct Syntax {
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
    /// The bytes to point at.
    pub(super) place: std::ops::Range<usize>,
    /// The open bracket there, if the error is about brackets.
    pub(super) open: Option<usize>,
}

/// Explains an error of the parser.
pub(super) fn explain(error: &ScanError, text: &str) -> Syntax {
    let at = error.marker().byte_offset().unwrap_or(text.len());
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let (message, help) = words(error.kind());
    let message = message.map_or_else(|| error.info().to_string(), str::to_owned);
    if let Some(tab) = tab(error.kind(), text, at) {
        return Syntax {
            message: "a tab is no indentation".to_owned(),
            help: Some("indent with spaces; YAML does not allow tabs"),
            place: tab..tab + 1,
            open: None,
        };
    }
    let width = text[at..].chars().next().filter(|c| !c.is_control());
    Syntax {
        message: format!("this is not YAML: {message}"),
        help,
        place: at..at + width.map_or(0, char::len_utf8),
        open: about_brackets(error.kind())
            .then(|| open_bracket(&text[..at]))
            .flatten(),
    }
}

fn about_brackets(kind: &ErrorKind) -> bool {
    use ErrorKind as Kind;
    matches!(
        kind,
        Kind::BlockEntryInFlowCollection
            | Kind::UnclosedFlowCollection { .. }
            | Kind::ExpectedFlowMappingSeparator
            | Kind::ExpectedFlowSequenceSeparator
            | Kind::UnexpectedEofFlowMapping
            | Kind::UnexpectedEofFlowSequence
            | Kind::UnexpectedEofImplicitFlowMapping
            | Kind::InvalidFlowScalarIndent
    )
}

/// The last unclosed bracket before the end of a text. The parser does not report
/// it, because it reads ahead. Brackets inside a word or a quoted text do not
/// begin a list or map.
fn open_bracket(text: &str) -> Option<usize> {
    let mut closed = 0;
    for (at, character) in text.char_indices().rev() {
        let begins = || text[..at].ends_with([' ', '\n', '[', '{', ',']) || at == 0;
        match character {
            '}' | ']' => closed += 1,
            '{' | '[' if begins() && closed == 0 => return Some(at),
            '{' | '[' if begins() => closed -= 1,
            _ => {}
        }
    }
    None
}

/// The tab in an indentation that causes an error, if one does: the parser stops
/// before it, after it, or on the line that it breaks.
fn tab(kind: &ErrorKind, text: &str, at: usize) -> Option<usize> {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let indentation = |start: usize| {
        let rest = &text[start..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        rest[spaces..].starts_with('\t').then_some(start + spaces)
    };
    let about_tabs = matches!(
        kind,
        ErrorKind::TabInPlainScalar
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabAtBlockScalarStart
    );
    let next = || {
        let next = at + text[at..].find('\n')? + 1;
        indentation(next)
    };
    indentation(line).or_else(|| about_tabs.then(next).flatten())
}

/// Message and help, if the parser's own message is unclear.
fn words(kind: &ErrorKind) -> (Option<&'static str>, Option<&'static str>) {
    use ErrorKind as Kind;
    match kind {
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => (
            Some("a `:` cannot stand here"),
            Some("quote a text that holds `: `; or check the indentation of this line"),
        ),
        Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry => (
            Some("this line does not belong to the lines above"),
            Some("indent it as the other lines of its map or list"),
        ),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => (
            Some("a key without `:`"),
            Some("write `key: value`; or check the indentation of this line"),
        ),
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => {
            (Some("this quoted text does not end"), None)
        }
        Kind::InvalidQuotedScalarIndent => (
            Some("a line of a quoted text is not indented"),
            Some("close the quotes, or indent the lines of the text"),
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidUnicodeEscape => (
            Some("this text holds a `\\` that begins no known escape"),
            Some("write `\\\\` for a backslash, or put the text in single quotes"),
        ),
        Kind::UnclosedFlowCollection { .. }
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofImplicitFlowMapping => {
            (Some("the file ends before a bracket is closed"), None)
        }
        Kind::ExpectedFlowMappingSeparator => (
            Some("expected `,` or `}`"),
            Some("quote a text that holds `,`, `:`, a bracket or a quote"),
        ),
        Kind::ExpectedFlowSequenceSeparator => (
            Some("expected `,` or `]`"),
            Some("quote a text that holds `,`, `:`, a bracket or a quote"),
        ),
        Kind::BlockEntryInFlowCollection => (
            Some("`- ` cannot stand between brackets"),
            Some("close the bracket before this line"),
        ),
        Kind::UnexpectedCharacter { .. } => {
            (None, Some("quote a text that begins with this character"))
        }
        Kind::InvalidFlowScalarIndent => (
            Some("a line between brackets is not indented"),
            Some("close the bracket before this line, or indent it"),
        ),
        _ => (None, None),
    }
}
