//! Figures on disk, written as they are measured. An interrupted run loses nothing,
//! and parts of a bench can be measured at different times.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::machine;

/// One figure of one subject in one turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was measured, with its unit.
    pub figure: String,
    /// The measured subject.
    pub subject: String,
    /// The turn, from 1.
    pub turn: u32,
    /// The value.
    pub value: f64,
    /// Load of the machine, mean of the last minute.
    pub load: f64,
}

/// The rows of a part of a bench, in a file under `target/measured/`.
#[derive(Debug)]
pub struct Journal {
    part: String,
    rows: Vec<Row>,
    file: File,
}

impl Journal {
    /// Starts a part again, or continues after the kept turns.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or written.
    pub fn open(bench: &str, part: &str, more: bool) -> io::Result<Self> {
        let path = path(bench, part);
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        let rows = if more {
            Part::read(bench, part)?.rows
        } else {
            Vec::new()
        };
        let file = File::options()
            .create(true)
            .append(more)
            .write(true)
            .truncate(!more)
            .open(path)?;
        let mut journal = Self {
            part: part.to_owned(),
            rows,
            file,
        };
        if journal.rows.is_empty() {
            writeln!(journal.file, "# {}", machine::line())?;
        }
        Ok(journal)
    }

    /// This many turns, after the kept ones.
    #[must_use]
    pub fn turns(&self, number: u32) -> std::ops::RangeInclusive<u32> {
        let done = self.rows.iter().map(|row| row.turn).max();
        let done = done.unwrap_or_default();
        done + 1..=done + number
    }

    /// Keeps the figures of a subject in a turn, and prints them.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn keep(&mut self, turn: u32, subject: &str, figures: &[(&str, f64)]) -> io::Result<()> {
        let load = machine::load();
        let mut lines = String::new();
        let mut shown = format!("{}, turn {turn}, {subject}:", self.part);
        for (figure, value) in figures {
            // Writing to a `String` cannot fail.
            let _ = writeln!(lines, "{figure}\t{subject}\t{turn}\t{value}\t{load}");
            let _ = write!(shown, " {} {figure};", crate::table::number(*value));
            self.rows.push(Row {
                figure: (*figure).to_owned(),
                subject: subject.to_owned(),
                turn,
                value: *value,
                load,
            });
        }
        self.file.write_all(lines.as_bytes())?;
        println!("{shown} load {load:.1}");
        Ok(())
    }
}

/// The kept figures of a part.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Machine and compiler; empty if nothing is kept.
    pub machine: String,
    /// All figures, in the order in which they were measured.
    pub rows: Vec<Row>,
}

impl Part {
    /// The kept figures; empty if the part has never been measured.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or one of its lines is not a row.
    pub fn read(bench: &str, part: &str) -> io::Result<Self> {
        let path = path(bench, part);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text)
                .map_err(|line| io::Error::other(format!("{}: no row: {line:?}", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Parses the text of a file; the error is the wrong line.
    fn parse(text: &str) -> Result<Self, &str> {
        let mut part = Self::default();
        // An incomplete last line is from an interrupted run.
        for line in text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
        {
            match line.strip_prefix("# ") {
                Some(machine) => machine.trim_end().clone_into(&mut part.machine),
                None => part.rows.push(row(line.trim_end()).ok_or(line)?),
            }
        }
        Ok(part)
    }
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.split('\t');
    let row = Row {
        figure: cells.next()?.to_owned(),
        subject: cells.next()?.to_owned(),
        turn: cells.next()?.parse().ok()?,
        value: cells.next()?.parse().ok()?,
        load: cells.next()?.parse().ok()?,
    };
    cells.next().is_none().then_some(row)
}

fn path(bench: &str, part: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/measured");
    target.join(bench).join(part).with_extension("tsv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cut_run_has_kept_can_be_read() {
        let part =
            Part::parse("# a machine\nCPU ms\tours\t1\t5.5\t2.1\nCPU ms\tours\t2\t5").unwrap();
        assert_eq!(part.machine, "a machine");
        assert_eq!(part.rows.len(), 1);
        assert_eq!(part.rows[0].value, 5.5);
    }

    #[test]
    fn a_line_that_is_no_row_is_told() {
        assert_eq!(Part::parse("# a machine\nours\n").unwrap_err(), "ours\n");
    }
}
