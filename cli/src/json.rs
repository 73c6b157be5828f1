//! JSON whose values know where they stand in their file.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The text of a JSON file.
pub(crate) struct Source<'t> {
    /// What the file is called in messages.
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
    /// Where the text is not UTF-8 or not JSON: file, line, column, reason.
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
        // The value is a part of the text.
        let start = raw.get().as_ptr().addr();
        let offset = start.saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default();
        format!("{}:{line}:{}", self.name, column.chars().count() + 1)
    }
}

/// `line:column: reason` of a syntax error.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let end = format!(" at line {line} column {column}");
    format!("{line}:{column}: {}", text.trim_end_matches(&end))
}

/// The members of an object, in their order.
pub(crate) fn members(raw: Raw<'_>) -> Result<Vec<(String, Raw<'_>)>, String> {
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
    let members = source.deserialize_map(Members);
    members.map_err(|error| error.to_string())
}

/// The members of a list.
pub(crate) fn elements(raw: Raw<'_>) -> Result<Vec<Raw<'_>>, String> {
    serde_json::from_str(raw.get()).map_err(|error| error.to_string())
}

/// The text of a string, or of a number or boolean as it is written.
pub(crate) fn scalar(raw: Raw<'_>) -> Result<String, String> {
    match Kind::of(raw) {
        Kind::Text => serde_json::from_str(raw.get()).map_err(|error| error.to_string()),
        _ => Ok(raw.get().to_owned()),
    }
}
