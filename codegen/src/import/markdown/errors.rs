//! Error codes, in tables and in lists.

use std::collections::HashSet;

use super::columns::{Column, Columns, role};
use super::inline;
use super::outline::{Block, Kind};
use super::table::{Row, Table};
use crate::import::description::{ErrorCode, Note};

/// Reads a table. It keeps both rows of a repeated code.
pub(super) fn read(
    table: &Table,
    columns: &Columns,
    errors: &mut Vec<ErrorCode>,
    notes: &mut Vec<Note>,
) {
    let mut seen: HashSet<String> = errors.iter().map(|error| error.code.clone()).collect();
    for row in &table.rows {
        let code = code(&inline::line(&columns.cell(&row.cells, Column::Code)));
        if code.is_empty() || code.chars().any(char::is_whitespace) || !code.is_ascii() {
            if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
                let shown: String = code.chars().take(60).collect();
                let what = format!("error not read: `{shown}` is not an error code");
                notes.push(Note::new(row.line, what));
            }
            continue;
        }
        if !seen.insert(code.clone()) {
            let what = format!("the error `{code}` appears twice; a spec keeps the first row");
            notes.push(Note::new(row.line, what));
        }
        errors.push(error(row, columns, code));
    }
}

fn error(row: &Row, columns: &Columns, code: String) -> ErrorCode {
    let text = |column| inline::line(&columns.cell(&row.cells, column));
    let meaning = text(Column::Meaning);
    ErrorCode {
        origin: row.line.into(),
        code,
        status: number(&text(Column::Status)),
        message: text(Column::Message),
        doc: if meaning.is_empty() {
            text(Column::Description)
        } else {
            meaning
        },
    }
}

/// Reads codes that stand out in bold, with items such as `HTTP Status：400`.
pub(super) fn listed(blocks: &[&Block]) -> Vec<ErrorCode> {
    let mut errors: Vec<ErrorCode> = Vec::new();
    let mut told = 0;
    for block in blocks {
        match &block.kind {
            Kind::Text(text) | Kind::Heading(_, text) => {
                let code = code(&inline::line(text));
                let alone =
                    text.trim().starts_with("**") || matches!(block.kind, Kind::Heading(..));
                let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
                if alone && !code.is_empty() && code.chars().all(letter) {
                    errors.push(ErrorCode {
                        origin: block.line.into(),
                        code,
                        status: None,
                        message: String::new(),
                        doc: String::new(),
                    });
                }
            }
            Kind::Item(_, text) => {
                let labelled = text.split_once(['：', ':']);
                let Some(((label, value), error)) = labelled.zip(errors.last_mut()) else {
                    continue;
                };
                let value = inline::line(value);
                match role(&inline::line(label)) {
                    Some(Column::Status) => error.status = number(&value),
                    Some(Column::Message) => error.message = value,
                    Some(Column::Description | Column::Meaning) => error.doc = value,
                    _ => continue,
                }
                told += 1;
            }
            _ => {}
        }
    }
    // Bold words without items are not codes.
    if told < errors.len() {
        errors.clear();
    }
    errors
}

/// The first number of a text.
fn number(text: &str) -> Option<u64> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let digits = &text[from..];
    let end = digits.find(|c: char| !c.is_ascii_digit());
    digits[..end.unwrap_or(digits.len())].parse().ok()
}

/// `InvalidName. Malformed` and `"InvalidName"` are damaged codes.
fn code(text: &str) -> String {
    let text = text.trim_matches(['"', ' ', '\u{200b}']);
    text.replace(". ", ".").replace(" .", ".")
}
