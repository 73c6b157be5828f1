//! Tables. Their cells may span lines and hold blank lines, lists and unescaped
//! `|`, which no Markdown parser reads as one row. A row continues until it has
//! as many cells as the header.

use super::inline;
use super::outline;

/// A table of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row with as many cells as the header.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Line, from 1.
    pub(super) line: usize,
    /// Cells with their leading white space, which is indentation.
    pub(super) cells: Vec<String>,
    /// What was wrong, and how it was read.
    pub(super) trouble: Option<&'static str>,
}

/// Whether a table begins on this line.
pub(super) fn begins(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    if line.starts_with('|') && (pipes(line) >= 2 || tall_header(lines, at).is_some()) {
        return true;
    }
    // Without outer pipes, only the separator tells.
    line.contains('|')
        && lines
            .get(at + 1)
            .is_some_and(|next| is_separator(next.trim()))
}

/// Lines that a header of several lines may have, blank ones included.
const TALL: usize = 40;

/// A header with its cells on lines of their own, and the line of its separator.
fn tall_header(lines: &[&str], at: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    for (offset, line) in lines[at..].iter().take(TALL).enumerate() {
        let bare = line.trim();
        if is_separator(bare) {
            let fits = offset > 1 && pipes(&text) == pipes(bare);
            return fits.then_some((text, at + offset));
        }
        // The last cell closes the header.
        if text.ends_with('|') && !bare.is_empty() || !(bare.is_empty() || bare.starts_with('|')) {
            return None;
        }
        text.push_str(bare);
    }
    None
}

/// `|--|:-|`.
fn is_separator(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Number of `|` that are not escaped.
fn pipes(text: &str) -> usize {
    cuts(text).len()
}

/// Bytes of the `|` that are not escaped.
fn cuts(text: &str) -> Vec<usize> {
    let mut escaped = false;
    let mut cuts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '|' => cuts.push(at),
            _ => {}
        }
    }
    cuts
}

/// Cells between the outer pipes.
fn split(text: &str) -> Vec<String> {
    let text = text.trim();
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = match cuts(inner).last() {
        Some(at) if *at + 1 == inner.len() => &inner[..*at],
        _ => inner,
    };
    let mut cells = Vec::new();
    let mut start = 0;
    for at in cuts(inner) {
        cells.push(inner[start..at].to_owned());
        start = at + 1;
    }
    cells.push(inner[start..].to_owned());
    cells
}

/// Reads the table that begins at `at`; also returns the line after it.
pub(super) fn read(lines: &[&str], at: usize) -> (Table, usize) {
    let (text, mut next) = match tall_header(lines, at) {
        Some((text, separator)) => (text, separator),
        None => (lines[at].to_owned(), at + 1),
    };
    let header: Vec<String> = split(&text).iter().map(|cell| inline::line(cell)).collect();
    let columns = header.len();
    if lines
        .get(next)
        .is_some_and(|line| is_separator(line.trim()))
    {
        next += 1;
    }
    let mut table = Table {
        header,
        rows: Vec::new(),
    };
    loop {
        let mut begin = next;
        while lines.get(begin).is_some_and(|line| line.trim().is_empty()) {
            begin += 1;
        }
        let Some(line) = lines.get(begin) else { break };
        let bare = line.trim();
        if is_separator(bare) {
            next = begin + 1;
            continue;
        }
        let apart = begin > next;
        let continues = if apart {
            bare.starts_with('|') && !new_table(lines, begin, columns)
        } else {
            bare.starts_with('|') || (bare.contains('|') && outline::heading(line).is_none())
        };
        // A sub-table may follow without a blank line.
        let another =
            !apart && !table.rows.is_empty() && header_line(bare) && is_header(&split(bare));
        if !continues || another {
            break;
        }
        let (row, after) = read_row(lines, begin, columns);
        table.rows.push(row);
        next = after;
    }
    (table, next)
}

/// Whether rows after a blank line are a separate table.
fn new_table(lines: &[&str], at: usize, columns: usize) -> bool {
    let separated = lines
        .get(at + 1)
        .is_some_and(|line| is_separator(line.trim()));
    let cells = split(lines[at]);
    separated || is_header(&cells) || (cells.len() + 1 < columns && lines[at].trim().ends_with('|'))
}

fn header_line(line: &str) -> bool {
    line.starts_with('|') && line.ends_with('|')
}

/// Whether the cells are words of a header.
fn is_header(cells: &[String]) -> bool {
    let known = cells
        .iter()
        .filter(|cell| super::columns::role(cell).is_some())
        .count();
    cells.len() >= 2 && known == cells.len()
}

/// Reads one row with this many columns; also returns the line after it.
fn read_row(lines: &[&str], at: usize, columns: usize) -> (Row, usize) {
    let mut text = lines[at].trim().to_owned();
    let mut next = at + 1;
    let mut trouble = None;
    let wanted = columns + usize::from(text.starts_with('|'));
    let mut count = pipes(&text);
    // The answer to "is an open cell closed further down?" holds up to that line.
    let mut closing: Option<(usize, bool)> = None;
    loop {
        let closed = text.trim_end().ends_with('|') && !text.trim_end().ends_with("\\|");
        if closed && count >= wanted {
            break;
        }
        let Some(line) = lines.get(next) else {
            trouble = Some("the row has fewer cells than the header");
            break;
        };
        let bare = line.trim();
        let begins_row = bare.starts_with('|')
            && bare.len() > 1
            && !begins_with_close(bare, columns, count, wanted);
        let missing_close = count + 1 == wanted;
        if outline::heading(line).is_some_and(|(_, text)| super::heading::section(&text).is_some())
        {
            trouble = Some("the row is not closed before the next heading");
            break;
        }
        if begins_row && (closed || (missing_close && pipes(bare) >= wanted)) {
            if !(missing_close || closed && count + 1 >= wanted) {
                trouble = Some("the row has fewer cells than the header");
            }
            break;
        }
        // The last row of a table, which the author left open or short.
        if closing.is_none_or(|(line, _)| line < next) {
            closing = Some(closes_later(lines, next, columns));
        }
        if !bare.starts_with('|') && !closing.is_some_and(|(_, closes)| closes) {
            if !missing_close {
                trouble = Some("the row has fewer cells than the header");
            }
            break;
        }
        text.push('\n');
        text.push_str(line.trim_end());
        count += pipes(line);
        next += 1;
    }
    let mut cells = split(&text);
    if cells.len() > columns {
        trouble = Some("the row has more cells than the header; the last ones were joined");
        let extra: Vec<String> = cells.drain(columns - 1..).collect();
        cells.push(extra.join("|"));
    }
    cells.resize(columns, String::new());
    let row = Row {
        line: at + 1,
        cells,
        trouble,
    };
    (row, next)
}

/// Whether a line that begins with `|` closes an open cell and does not begin a
/// row.
fn begins_with_close(bare: &str, columns: usize, count: usize, wanted: usize) -> bool {
    let here = pipes(bare);
    here < columns && count + here <= wanted
}

/// Whether an open cell is closed further down, before another row or section;
/// also returns the line that decides.
fn closes_later(lines: &[&str], from: usize, columns: usize) -> (usize, bool) {
    for (at, line) in lines.iter().enumerate().skip(from) {
        let bare = line.trim();
        if bare.starts_with('#') {
            return (at, false);
        }
        if bare.starts_with('|') {
            return (at, pipes(bare) < columns);
        }
        if bare.ends_with('|') {
            return (at, true);
        }
    }
    (lines.len(), false)
}

#[cfg(test)]
mod tests {
    use super::{Table, read};

    fn table(text: &str) -> Table {
        read(&text.lines().collect::<Vec<_>>(), 0).0
    }

    fn cells(table: &Table) -> Vec<Vec<&str>> {
        table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.trim()).collect())
            .collect()
    }

    #[test]
    fn cells_span_lines_and_hold_lists() {
        let table = table(
            "|Name|Type|Doc|\n|-|-|-|\n|A|String|one of:\n\n-   **x**: X\n-   **y**: Y\n\n |\n|B|Long|b|\n",
        );
        assert_eq!(cells(&table)[0][2], "one of:\n\n-   **x**: X\n-   **y**: Y");
        assert_eq!(cells(&table)[1], ["B", "Long", "b"]);
        assert_eq!(table.rows[1].line, 9);
    }

    #[test]
    fn a_table_without_separator_is_read() {
        assert_eq!(
            cells(&table("|名称|类型|描述|\n|A|String|a|\n")),
            [["A", "String", "a"]]
        );
    }

    #[test]
    fn a_header_with_a_cell_a_line_is_read() {
        let table = table(
            "|Code\n\n|Status\n\n|Doc |\n|--|--|--|\n|A\n\n|404\n\n|a |\n|B\n\n|400\n\n|b |\n",
        );
        assert_eq!(table.header, ["Code", "Status", "Doc"]);
        assert_eq!(cells(&table), [["A", "404", "a"], ["B", "400", "b"]]);
    }

    #[test]
    fn pipes_that_are_not_escaped_stay_in_the_last_cell() {
        let table = table("|名称|类型|描述|\n|-|-|-|\n|A|String|取值：on | off|\n|B|String|b|\n");
        assert_eq!(cells(&table)[0][2], "取值：on | off");
        assert!(table.rows[0].trouble.is_some());
        assert_eq!(cells(&table)[1][0], "B");
    }

    #[test]
    fn short_rows_do_not_swallow_the_next() {
        let table = table("|Name|Type|Example|Doc|\n|-|-|-|-|\n|Data| |\n|B|String|x|b|\n");
        assert_eq!(
            cells(&table),
            [["Data", "", "", ""], ["B", "String", "x", "b"]]
        );
    }

    #[test]
    fn rows_without_a_closing_pipe_are_read() {
        let table = table("|名称|类型|描述|\n|-|-|-|\n|A|String|a\n|B|String|b|\n");
        assert_eq!(cells(&table), [["A", "String", "a"], ["B", "String", "b"]]);
    }

    #[test]
    fn a_header_after_a_blank_line_begins_another_table() {
        let lines: Vec<&str> =
            "|名称|类型|描述|\n|-|-|-|\n|A|String|a|\n\n|名称|类型|描述|\n|-|-|-|\n|B|String|b|"
                .lines()
                .collect();
        let (first, next) = read(&lines, 0);
        assert_eq!(first.rows.len(), 1);
        assert_eq!(read(&lines, next + 1).0.rows.len(), 1);
    }
}
