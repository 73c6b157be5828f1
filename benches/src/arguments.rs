//! The command line of benches with parts.

use std::fmt;

/// The arguments of a bench.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// Turns of each figure.
    pub rounds: u32,
    /// The parts to measure, in the order of the bench.
    pub parts: Vec<&'static str>,
    /// Whether turns are added to the kept ones.
    pub more: bool,
    /// Whether the report is written to the documentation.
    pub write: bool,
    switches: Vec<&'static str>,
}

impl Arguments {
    /// Reads a command line. A bench has parts and its own switches.
    ///
    /// # Errors
    ///
    /// A sentence about the first wrong argument.
    pub fn parse(
        arguments: impl IntoIterator<Item = String>,
        parts: &[&'static str],
        switches: &[&'static str],
    ) -> Result<Self, String> {
        let mut parsed = Self {
            rounds: 3,
            parts: parts.to_vec(),
            more: false,
            write: false,
            switches: Vec::new(),
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--rounds" => {
                    let number = arguments.next().and_then(|text| text.parse().ok());
                    parsed.rounds = number
                        .filter(|rounds| *rounds > 0)
                        .ok_or("--rounds needs a number from 1")?;
                }
                "--only" => {
                    let names = arguments.next().unwrap_or_default();
                    parsed.parts = chosen(&names, parts)?;
                }
                "--report" => parsed.parts.clear(),
                "--more" => parsed.more = true,
                "--write" => parsed.write = true,
                other => match switches.iter().find(|switch| **switch == other) {
                    Some(switch) => parsed.switches.push(switch),
                    None => {
                        return Err(format!(
                            "unknown argument `{other}`; expected --rounds N, --only PARTS, \
                             --more, --report, --write{}",
                            Each(switches)
                        ));
                    }
                },
            }
        }
        Ok(parsed)
    }

    /// Whether a switch was given.
    #[must_use]
    pub fn has(&self, switch: &str) -> bool {
        self.switches.contains(&switch)
    }
}

fn chosen(names: &str, parts: &[&'static str]) -> Result<Vec<&'static str>, String> {
    for name in names.split(',') {
        if !parts.contains(&name) {
            return Err(format!(
                "no part `{name}`; --only takes some of{}, joined by commas",
                Each(parts)
            ));
        }
    }
    let wanted = |part: &&&'static str| names.split(',').any(|name| name == **part);
    Ok(parts.iter().filter(wanted).copied().collect())
}

struct Each<'a>(&'a [&'static str]);

impl fmt::Display for Each<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(f, " {word}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        let words = line.split_whitespace().map(str::to_owned);
        Arguments::parse(words, &["check", "cold"], &["--heavy"])
    }

    #[test]
    fn all_parts_unless_some_are_named() {
        assert_eq!(parse("").unwrap().parts, ["check", "cold"]);
        assert_eq!(parse("--only cold").unwrap().parts, ["cold"]);
        assert_eq!(parse("--only cold,check").unwrap().parts, ["check", "cold"]);
        assert!(parse("--report").unwrap().parts.is_empty());
        assert!(parse("--heavy").unwrap().has("--heavy"));
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert!(parse("--only warm").unwrap_err().contains("`warm`"));
        assert!(parse("--rounds 0").unwrap_err().contains("from 1"));
        assert!(parse("--fast").unwrap_err().contains("`--fast`"));
    }
}
