//! Values as a table of text.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::visible::line;

/// A list of objects has one column per key, an object one row per member. A
/// single value is printed bare, as are the members of a list of single values.
pub(crate) fn render(value: &Value) -> String {
    match value {
        Value::Array(rows) if rows.iter().any(Value::is_object) => {
            let keys: BTreeSet<&String> = rows
                .iter()
                .filter_map(Value::as_object)
                .flat_map(|row| row.keys())
                .collect();
            let head = keys.iter().map(|key| line(key)).collect();
            let body = rows.iter().map(|row| {
                let cells = keys.iter().map(|key| row.get(key.as_str()));
                cells
                    .map(|value| value.map_or_else(String::new, cell))
                    .collect()
            });
            let mut lines: Vec<Vec<String>> = vec![head];
            lines.extend(body);
            align(&lines, true)
        }
        Value::Array(rows) => {
            let lines = rows.iter().map(|row| match row {
                Value::Array(cells) => cells.iter().map(cell).collect(),
                single => vec![cell(single)],
            });
            align(&lines.collect::<Vec<_>>(), false)
        }
        Value::Object(members) => {
            let lines = members
                .iter()
                .map(|(key, value)| vec![line(key), cell(value)]);
            align(&lines.collect::<Vec<_>>(), false)
        }
        single => cell(single) + "\n",
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => line(text),
        other => line(&other.to_string()),
    }
}

fn align(lines: &[Vec<String>], head: bool) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    let mut put = |cells: &mut dyn Iterator<Item = (String, usize)>| {
        let mut line = String::new();
        for (cell, width) in cells {
            let gap = width.saturating_sub(cell.width()) + 2;
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', gap));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    };
    for (index, line) in lines.iter().enumerate() {
        put(&mut line.iter().cloned().zip(widths.iter().copied()));
        if head && index == 0 {
            put(&mut widths.iter().map(|width| ("-".repeat(*width), *width)));
        }
    }
    out
}
