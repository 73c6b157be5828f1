//! Names in the first cell of a row, and the indentation before them.

use super::inline;
use super::table::Table;

/// Marks of nesting in front of a name.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '└' | '├'
            | '─'
            | '│'
            | '∟'
            | '┗'
            | '┕'
            | '┖'
            | '╰'
            | '>'
            | '+'
            | '→'
            | '»'
            | '-'
            | '–'
            | '—'
            | '·'
            | '•'
    )
}

/// The name in a cell: `└Data`, `Tag. N`, `**Type**`, `RR\_ID（域名）`.
pub(super) fn name(cell: &str) -> Option<String> {
    let text = inline::line(cell);
    let text = text
        .trim_start_matches(|c: char| is_mark(c) || c.is_whitespace() || c == '.')
        .trim();
    // `Tag. N. Key`, `Tag .1`: blanks around the dots.
    let mut text = text.replace(" .", ".").replace(". ", ".");
    for (damaged, right) in [
        ("．", "."),
        ("。", "."),
        ("[n]", ".N"),
        ("[N]", ".N"),
        ("{n}", "N"),
        ("{N}", "N"),
        ("<n>", "N"),
        ("<N>", "N"),
        ("[]", ""),
        (".#", ".N"),
        ("..", "."),
    ] {
        text = text.replace(damaged, right);
    }
    let end = text
        .find(|c: char| {
            !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '$' | '@'))
        })
        .unwrap_or(text.len());
    let rest = text[end..].trim();
    let name = text[..end].trim_end_matches(['.', ':', '-']);
    let starts =
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$' || c == '@');
    // Words after the name must be a remark, not more words of a sentence.
    let remark = rest.is_empty()
        || rest.starts_with(['(', '（', '[', '【', '*', '/', '，', ',', '、', '|', '\\'])
        || !rest.starts_with(|c: char| c.is_ascii());
    (starts && remark && !name.is_empty() && name.len() <= 100).then(|| name.to_owned())
}

/// `DomainName.N`, `DomainName.1`: the name of a list member.
pub(super) fn is_member(name: &str) -> bool {
    name.split('.').skip(1).any(is_index)
}

/// `N`, `n`, `1`, `m`: a placeholder for a number.
pub(super) fn is_index(part: &str) -> bool {
    matches!(part, "N" | "n" | "X" | "x" | "M" | "m" | "i" | "index")
        || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Depths by the spaces and marks before names.
pub(super) struct Indents {
    /// Spaces before every name.
    padding: usize,
    /// Widths of the open levels, outermost first.
    open: Vec<usize>,
}

impl Indents {
    pub(super) fn of(table: &Table) -> Self {
        Self {
            padding: padding(table),
            open: Vec::new(),
        }
    }

    pub(super) fn depth(&mut self, cell: &str) -> Option<usize> {
        // A difference of one space is a typing error, not indentation.
        let width = match width(cell).saturating_sub(self.padding) {
            1 => 0,
            width => width,
        };
        while self.open.last().is_some_and(|last| *last > width) {
            self.open.pop();
        }
        if self.open.last() != Some(&width) {
            self.open.push(width);
        }
        // The outermost level has no indentation.
        let base = usize::from(self.open.first() == Some(&0));
        Some(if width == 0 {
            0
        } else {
            self.open.len() - base
        })
    }
}

/// Spaces at the start of every cell: padding.
fn padding(table: &Table) -> usize {
    table
        .rows
        .iter()
        .filter_map(|row| row.cells.first())
        .filter(|cell| !cell.trim().is_empty())
        .map(|cell| cell.chars().take_while(|c| *c == ' ').count())
        .min()
        .unwrap_or(0)
}

/// Width of the text before a name; a mark counts as one level.
fn width(cell: &str) -> usize {
    let text = inline::marked(cell).replace(inline::BOLD, "");
    let mut width = 0;
    for c in text.chars() {
        match c {
            ' ' => width += 1,
            '\u{a0}' => width += 1,
            '\u{2002}' | '\u{2003}' | '\u{3000}' | '\t' => width += 2,
            '└' | '├' | '∟' | '┗' | '╰' | '>' | '→' | '»' => width += 2,
            '─' => {}
            _ => break,
        }
    }
    width
}
