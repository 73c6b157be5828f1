//! JSON whose values know their place in the file.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// The text of a JSON file.
pub(crate) struct Source<'t> {
    /// The name of the file in messages.
    pub(crate) name: String,
    text: &'t str,
}

/// A value in the text.
pub(crate) type Raw<'t> = &'t RawValue;

/// The kinds of values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    pub(crate) fn of(raw: Raw<'_>) -> Self {
        match raw.get().bytes().next() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'"') => Self::Text,
            Some(b'[') => Self::List,
            Some(b'{') => Self::Object,
            _ => Self::Number,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

impl<'t> Source<'t> {
    /// The text and its outermost value.
    ///
    /// # Errors
    ///
    /// If the text is not UTF-8 or not JSON: file, line, column, reason.
    pub(crate) fn parse(name: &str, bytes: &'t [u8]) -> Result<(Self, Raw<'t>), String> {
        let name = name.to_owned();
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n');
            format!("{name}:{}: the text is not UTF-8", line.count())
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match serde_json::from_str(text) {
            Ok(raw) => Ok((Self { name, text }, raw)),
            Err(error) => Err(format!("{name}:{}", reason(&error))),
        }
    }

    /// `file:line:column` of a value.
    pub(crate) fn place(&self, raw: Raw<'_>) -> String {
        self.place_of(self.offset(raw))
    }

    /// `file:line:column: reason` of a mistake inside a value.
    pub(crate) fn fault(&self, raw: Raw<'_>, error: &serde_json::Error) -> String {
        let mut lines = raw.get().split_inclusive('\n');
        let before = lines.by_ref().take(error.line().saturating_sub(1));
        let line: usize = before.map(str::len).sum();
        let inside = line + error.column().saturating_sub(1);
        let place = self.place_of(self.offset(raw) + inside);
        format!("{place}: {}", bare(error))
    }

    /// The place where a value begins; the value is a part of the text.
    fn offset(&self, raw: Raw<'_>) -> usize {
        let start = raw.get().as_ptr().addr();
        start.saturating_sub(self.text.as_ptr().addr())
    }

    fn place_of(&self, offset: usize) -> String {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let before = String::from_utf8_lossy(before);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default();
        format!("{}:{line}:{}", self.name, column.chars().count() + 1)
    }
}

/// `line:column: reason` of a syntax error.
fn reason(error: &serde_json::Error) -> String {
    format!("{}:{}: {}", error.line(), error.column(), bare(error))
}

/// The mistake without its place.
fn bare(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = format!(" at line {} column {}", error.line(), error.column());
    text.trim_end_matches(&end).to_owned()
}

/// The members of an object, in their order.
pub(crate) fn members(raw: Raw<'_>) -> serde_json::Result<Vec<(String, Raw<'_>)>> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    let mut source = serde_json::Deserializer::from_str(raw.get());
    source.deserialize_map(Members)
}

/// The members of a list.
pub(crate) fn elements(raw: Raw<'_>) -> serde_json::Result<Vec<Raw<'_>>> {
    serde_json::from_str(raw.get())
}

/// The text of a string, or a number or boolean as written.
pub(crate) fn scalar(raw: Raw<'_>) -> serde_json::Result<String> {
    match Kind::of(raw) {
        Kind::Text => serde_json::from_str(raw.get()),
        _ => Ok(raw.get().to_owned()),
    }
}

/// The value itself.
pub(crate) fn whole(raw: Raw<'_>) -> serde_json::Result<Value> {
    serde_json::from_str(raw.get())
}
