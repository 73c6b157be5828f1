//! A Markdown table.

use std::fmt;

/// Rows of text under a head. The first column is aligned left, the others
/// right.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with the names of its columns.
    #[must_use]
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self {
            rows: vec![head.map(str::to_owned).to_vec()],
        }
    }

    /// Appends a row that has only its first cell.
    pub fn head(&mut self, title: &str) {
        let columns = self.rows.first().map_or(1, Vec::len);
        let mut row = vec![String::new(); columns];
        title.clone_into(&mut row[0]);
        self.rows.push(row);
    }

    /// Appends a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
                .max(3)
        };
        for (index, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                match column {
                    0 => write!(f, "| {cell:<0$} ", width(column))?,
                    _ => write!(f, "| {cell:>0$} ", width(column))?,
                }
            }
            writeln!(f, "|")?;
            if index == 0 {
                for column in 0..columns {
                    let dashes = "-".repeat(width(column));
                    let end = if column == 0 { "-" } else { ":" };
                    write!(f, "|-{dashes}{end}")?;
                }
                writeln!(f, "|")?;
            }
        }
        Ok(())
    }
}

/// A number with as many decimals as three digits need.
#[must_use]
pub fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
