use std::fmt::Write as _;

use serde::de::Error;

use super::error::DecodeError;
use crate::debug::{escape, quote};
use crate::slot::Scalar;

/// Where reading stands, for both parsers.
pub(super) struct Context {
    /// Whether the document is XML, which knows neither types nor lists.
    pub(super) xml: bool,
    /// From the root to the value being read; left as it is by an error.
    pub(super) path: Vec<Step>,
    /// Whether the value being read must not be shown.
    pub(super) sensitive: bool,
    /// What went wrong; the parsers' own errors only carry the position.
    pub(super) failure: Option<DecodeError>,
}

/// One step of a path.
pub(super) enum Step {
    /// A field, or the wrapper of a list.
    Name(&'static str),
    /// The key of a map entry, fit to print.
    Key(String),
    /// Index of a list member.
    Index(usize),
}

/// What stands where something else is expected.
pub(super) enum Found<'a> {
    /// A scalar.
    Scalar(Scalar<'a>),
    /// `null`.
    Null,
    /// A JSON array.
    List,
    /// A JSON object or an element with child elements.
    Object,
}

impl Context {
    pub(super) fn new(xml: bool) -> Self {
        Self {
            xml,
            path: Vec::new(),
            sensitive: false,
            failure: None,
        }
    }

    /// The step to a map entry. Keys of sensitive maps are values too.
    pub(super) fn key(&self, key: &str) -> Step {
        Step::Key(if self.sensitive {
            "<redacted>".to_owned()
        } else {
            escape(key, 40, false).0
        })
    }

    /// An error at the current path.
    pub(super) fn error(&self, message: String) -> DecodeError {
        let mut path = String::new();
        for step in &self.path {
            let dot = if path.is_empty() { "" } else { "." };
            // Writing to a `String` cannot fail.
            let _ = match step {
                Step::Name(name) => write!(path, "{dot}{name}"),
                Step::Key(key) => write!(path, "{dot}{key}"),
                Step::Index(index) => write!(path, "[{index}]"),
            };
        }
        DecodeError::at_path(path, message)
    }

    /// Keeps an error at the current path, and gives one that makes the parser
    /// stop.
    pub(super) fn fail<E: Error>(&mut self, message: impl Into<String>) -> E {
        self.failure = Some(self.error(message.into()));
        E::custom("refused")
    }

    /// As [`Context::fail`], for a value of another type than expected.
    pub(super) fn mismatch<E: Error>(&mut self, expected: &str, found: Found<'_>) -> E {
        let found = self.describe(found);
        self.fail(format!("expected {expected}, found {found}"))
    }

    fn describe(&self, found: Found<'_>) -> String {
        let (kind, value) = match found {
            Found::Null => return "null".to_owned(),
            Found::List => return "a list".to_owned(),
            Found::Object if self.xml => return "child elements".to_owned(),
            Found::Object => return "an object".to_owned(),
            Found::Scalar(Scalar::Text(text)) => ("text", quote(text)),
            Found::Scalar(Scalar::Int(number)) => ("number", number.to_string()),
            Found::Scalar(Scalar::UInt(number)) => ("number", number.to_string()),
            Found::Scalar(Scalar::Float(number)) => ("number", format!("{number:?}")),
            Found::Scalar(Scalar::Bool(value)) => ("boolean", value.to_string()),
        };
        if self.sensitive {
            format!("a {kind}")
        } else {
            format!("the {kind} {value}")
        }
    }
}
