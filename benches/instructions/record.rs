//! Recorded counts.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Percent by which a count may differ: tables of hashes have seeds, so that no
/// two runs are the same.
pub const TOLERANCE: f64 = 2.0;

/// The instructions of each command, and the compiler of the tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub compiler: String,
    pub counts: Vec<(String, u64)>,
}

impl Record {
    /// Reads the record.
    pub fn read() -> io::Result<Self> {
        let text = std::fs::read_to_string(path())?;
        Self::parse(&text).map_err(|line| {
            io::Error::other(format!("instructions.txt: expected `NAME COUNT`: {line:?}"))
        })
    }

    fn parse(text: &str) -> Result<Self, &str> {
        let mut record = Self {
            compiler: String::new(),
            counts: Vec::new(),
        };
        for line in text.lines() {
            if let Some(compiler) = line.strip_prefix("# ") {
                compiler.clone_into(&mut record.compiler);
                continue;
            }
            let (name, count) = line.split_once(' ').ok_or(line)?;
            let count = count.parse().map_err(|_| line)?;
            record.counts.push((name.to_owned(), count));
        }
        Ok(record)
    }

    /// Writes the record.
    pub fn write(&self) -> io::Result<()> {
        let mut text = format!("# {}\n", self.compiler);
        for (name, count) in &self.counts {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{name} {count}");
        }
        std::fs::write(path(), text)
    }

    /// The count of a command.
    pub fn of(&self, name: &str) -> Option<u64> {
        let found = self.counts.iter().find(|(other, _)| other == name);
        found.map(|(_, count)| *count)
    }

    /// The commands that are not as recorded, or not recorded at all.
    pub fn apart(&self, recorded: &Self) -> Vec<&str> {
        let apart = |(name, count): &&(String, u64)| {
            recorded
                .of(name)
                .is_none_or(|old| (*count as f64 / old as f64 - 1.0).abs() * 100.0 > TOLERANCE)
        };
        let names = self.counts.iter().filter(apart);
        names.map(|(name, _)| name.as_str()).collect()
    }
}

fn path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.txt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> Record {
        Record::parse(text).unwrap()
    }

    #[test]
    fn more_and_less_than_recorded_is_told() {
        let recorded = counts("# rustc\ngenerate 1000\ncheck 1000\nimport 1000\n");
        let counted = counts("# rustc\ngenerate 1040\ncheck 1010\nimport 900\nexport 1\n");
        assert_eq!(counted.apart(&recorded), ["generate", "import", "export"]);
    }

    #[test]
    fn a_line_that_is_no_count_is_told() {
        assert_eq!(Record::parse("generate many").unwrap_err(), "generate many");
    }
}
