//! The INI format: sections of keys and values.

/// The sections of a file, in its order.
pub(super) struct Sections<'a> {
    sections: Vec<Section<'a>>,
}

/// One section. Values are borrowed from the text, which is wiped on drop.
pub(super) struct Section<'a> {
    pub(super) name: &'a str,
    /// The line that names it, counted from 1.
    pub(super) line: usize,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    key: String,
    value: &'a str,
    line: usize,
}

impl<'a> Sections<'a> {
    /// Reads `[section]`, `key = value` or `key: value`, and comments: lines
    /// that start with `#` or `;`, and the rest of a line after a blank and
    /// one of the two. A value may be in quotes. Keys have no case.
    ///
    /// # Errors
    ///
    /// If a line has another form, or something occurs twice. The error names the line,
    /// but shows no value.
    pub(super) fn parse(text: &'a str) -> Result<Self, String> {
        let mut sections: Vec<Section<'a>> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let fault = |reason: &str| Err(format!("line {number}: {reason}"));
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                let Some(name) = bare(rest).strip_suffix(']') else {
                    return fault("expected `]` at the end of the section's name");
                };
                let name = name.trim();
                if name.is_empty() {
                    return fault("the section has no name");
                }
                if let Some(first) = sections.iter().find(|known| known.name == name) {
                    return fault(&format!("the same section as in line {}", first.line));
                }
                sections.push(Section {
                    name,
                    line: number,
                    entries: Vec::new(),
                });
                continue;
            }
            let Some((key, value)) = line.split_once(['=', ':']) else {
                return fault("neither `[section]` nor `key = value`");
            };
            let key = key.trim().to_ascii_lowercase();
            if key.is_empty() {
                return fault("there is no key before the value");
            }
            let Some(section) = sections.last_mut() else {
                return fault("a key before the first `[section]`");
            };
            if let Some(first) = section.entries.iter().find(|known| known.key == key) {
                return fault(&format!("the same key as in line {}", first.line));
            }
            let Some(value) = unquoted(value.trim()) else {
                return fault("the quotation mark of the value is not closed");
            };
            section.entries.push(Entry {
                key,
                value,
                line: number,
            });
        }
        Ok(Self { sections })
    }

    pub(super) fn named(&self, name: &str) -> Option<&Section<'a>> {
        self.sections.iter().find(|section| section.name == name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|section| section.name)
    }
}

impl<'a> Section<'a> {
    /// A value that is not empty.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, String> {
        match self.entries.iter().find(|entry| entry.key == key) {
            None => Ok(None),
            Some(entry) if entry.value.is_empty() => {
                Err(format!("line {}: `{key}` is empty", entry.line))
            }
            Some(entry) => Ok(Some(entry.value)),
        }
    }

    pub(super) fn required(&self, key: &str) -> Result<&'a str, String> {
        let missing = || format!("line {}: the section has no `{key}`", self.line);
        self.text(key)?.ok_or_else(missing)
    }

    /// The line of a key, or else of the section.
    pub(super) fn line_of(&self, key: &str) -> usize {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map_or(self.line, |entry| entry.line)
    }
}

/// The text without the comment at its end.
fn bare(text: &str) -> &str {
    let comment = text
        .char_indices()
        .zip(text.chars().skip(1))
        .find(|((_, before), mark)| before.is_whitespace() && matches!(mark, '#' | ';'));
    comment.map_or(text, |((at, _), _)| &text[..at]).trim_end()
}

/// The value without quotation marks, or else without the comment after it.
fn unquoted(text: &str) -> Option<&str> {
    if text.starts_with(['#', ';']) {
        return Some("");
    }
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Some(bare(text));
    };
    let (value, rest) = text[1..].split_once(quote)?;
    let rest = rest.trim_start();
    (rest.is_empty() || rest.starts_with(['#', ';'])).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> String {
        let text = format!("[s]\n{line}");
        let sections = Sections::parse(&text).unwrap();
        let section = sections.named("s").unwrap();
        section.required("k").unwrap().to_owned()
    }

    #[test]
    fn ways_to_write_a_value() {
        for (line, expected) in [
            ("k=v", "v"),
            ("  K = v  ", "v"),
            ("k: v", "v"),
            ("k = a=b:c", "a=b:c"),
            ("k = v # comment", "v"),
            ("k = v\t; comment", "v"),
            ("k = a#b;c", "a#b;c"),
            ("k = \"v # kept\" # comment", "v # kept"),
            ("k = 'it is \"v\"'", "it is \"v\""),
            ("k = acs:ram::1:role/r", "acs:ram::1:role/r"),
            ("k = 中文 # 注", "中文"),
            ("k = v\r", "v"),
        ] {
            assert_eq!(value(line), expected, "{line}");
        }
    }

    #[test]
    fn faults_name_the_line_and_no_value() {
        for (text, reason) in [
            ("k = hidden", "line 1: a key before"),
            ("[s]\n\nhidden", "line 3: neither"),
            ("[s\nk = hidden", "line 1: expected `]`"),
            ("[]", "line 1: the section has no name"),
            ("[s]\n= hidden", "line 2: there is no key"),
            (
                "[s]\nk = hidden\nK = hidden",
                "line 3: the same key as in line 2",
            ),
            (
                "[s]\n[t]\n[ s ] # x",
                "line 3: the same section as in line 1",
            ),
            ("[s]\nk = \"hidden", "line 2: the quotation mark"),
            ("[s]\nk = \"hid\"den", "line 2: the quotation mark"),
        ] {
            let error = Sections::parse(text).err().unwrap();
            assert!(error.contains(reason), "{text}: {error}");
            assert!(!error.contains("hid"), "{error}");
        }
    }

    #[test]
    fn missing_and_empty_values_name_the_line() {
        let sections = Sections::parse("# c\n[s]\nk = # nothing\n").unwrap();
        let section = sections.named("s").unwrap();
        assert_eq!(section.text("k").unwrap_err(), "line 3: `k` is empty");
        let missing = section.required("x").unwrap_err();
        assert_eq!(missing, "line 2: the section has no `x`");
        assert_eq!(sections.names().collect::<Vec<_>>(), ["s"]);
    }
}
