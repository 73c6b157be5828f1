//! Spec files as text: bytes, encoding and characters.

use std::path::Path;

use crate::codes::Code;
use crate::diagnostic::{Finding, Report, is_unsafe};
use crate::source::{Sources, Span};

/// Largest spec file that is read, in bytes.
pub(crate) const MAX_FILE: u64 = 8 * 1024 * 1024;

/// How many invisible characters of one file are examined; the first one already makes
/// the file invalid.
const MAX_UNSEEN: usize = 1000;

/// Reads a file as text, without a byte order mark, and returns its index. Returns
/// `None` if the file cannot be read; the report then says why.
pub(crate) fn open(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<u32> {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err((code, message)) => {
            let file = sources.add(path, String::new());
            report.push(Finding::new(code, Span::start_of(file), message));
            return None;
        }
    };
    decode(path, bytes, sources, report)
}

/// Takes the bytes of a file as text, as [`open`] does.
pub(super) fn decode(
    path: &Path,
    bytes: Vec<u8>,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<u32> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => without_mark(text),
        Err(error) => {
            not_utf8(path, &error, sources, report);
            return None;
        }
    };
    let file = sources.add(path, text);
    characters(file, &sources.get(file).text, report).then_some(file)
}

/// A byte order mark, as some editors write it, is not part of the text.
fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    text
}

/// Reads the bytes of a regular file of acceptable size.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, (Code, String)> {
    let unreadable =
        |error: std::io::Error| (Code::Unreadable, format!("cannot read the file: {error}"));
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            "a folder"
        } else {
            "not a regular file"
        };
        return Err((
            Code::Unreadable,
            format!("expected a spec file; this is {what}"),
        ));
    }
    if metadata.len() > MAX_FILE {
        return Err((
            Code::TooLarge,
            format!(
                "the file has {} bytes; a spec file may have {MAX_FILE}",
                metadata.len()
            ),
        ));
    }
    std::fs::read(path).map_err(unreadable)
}

/// Reports the first byte that is not UTF-8, with the readable part of its line.
fn not_utf8(
    path: &Path,
    error: &std::string::FromUtf8Error,
    sources: &mut Sources,
    report: &mut Report,
) {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let file = sources.add(path, String::from_utf8_lossy(error.as_bytes()).into_owned());
    let message = format!("the file is not UTF-8: the byte 0x{byte:02X} belongs to no character");
    report.push(
        Finding::new(Code::NotUtf8, at_character(file, at, '\u{fffd}'), message)
            .help("save the file as UTF-8"),
    );
}

fn at_character(file: u32, at: usize, character: char) -> Span {
    let bound = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    Span {
        file,
        start: bound(at),
        end: bound(at + character.len_utf8()),
    }
}

/// Reports control characters, which YAML does not allow, and returns whether there are
/// none. A lone carriage return ends a line for YAML but not for editors, so that line
/// numbers would be ambiguous.
fn characters(file: u32, text: &str, report: &mut Report) -> bool {
    let before = report.errors();
    let mut alone = false;
    for (at, character) in text.char_indices() {
        let finding = match character {
            // One finding is enough: a file has one kind of line ends.
            '\r' if !alone && !text[at + 1..].starts_with('\n') => (
                "this carriage return is no end of a line".to_owned(),
                "end lines with a line feed, or with both",
            ),
            '\t' | '\n' | '\r' | '\u{85}' => continue,
            _ if character.is_control() => (
                format!(
                    "the character U+{:04X} is not allowed in a file",
                    u32::from(character)
                ),
                "remove it",
            ),
            _ => continue,
        };
        alone |= character == '\r';
        let span = at_character(file, at, character);
        report.push(Finding::new(Code::Syntax, span, finding.0).help(finding.1));
    }
    report.errors() == before
}

/// Reports characters outside values, such as in comments, that make a reviewer see
/// another text than a program does. Values have been checked already.
pub(super) fn unseen(file: u32, text: &str, report: &mut Report) {
    // Most files have no other characters. This is a plain loop because build scripts
    // are not optimized.
    let mut plain = true;
    for byte in text.as_bytes() {
        plain &= matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    }
    if plain {
        return;
    }
    let line = |c: char| matches!(c, '\t' | '\n' | '\r');
    let suspect = text
        .char_indices()
        .filter(|(_, c)| is_unsafe(*c) && !line(*c));
    for (at, character) in suspect.take(MAX_UNSEEN) {
        let span = at_character(file, at, character);
        if report.covers(span) {
            continue;
        }
        let message = format!(
            "the file holds the character U+{:04X}, which is invisible or turns the text around it",
            u32::from(character)
        );
        report.push(Finding::new(Code::BadText, span, message).help("remove it"));
    }
}
