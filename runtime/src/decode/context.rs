use std::fmt::Write as _;

use serde::de::Error;

use super::error::DecodeError;
use super::memory::{EXPANSION, Memory};
use super::outcome::Outcome;
use super::unread::Unread;
use crate::debug::{escape, quote};
use crate::slot::Scalar;

/// The position of a reader, for both parsers.
pub(super) struct Context {
    /// Whether the document is XML, which has neither types nor lists.
    pub(super) xml: bool,
    /// The path from the root to the value being read. An error leaves it unchanged.
    pub(super) path: Vec<Step>,
    /// Whether the value being read must not be shown.
    pub(super) sensitive: bool,
    /// What went wrong; the parsers' own errors only carry the position.
    pub(super) failure: Option<DecodeError>,
    /// Whether a value that is not as documented is an error.
    pub(super) strict: bool,
    /// The fields that were left unset.
    pub(super) unread: Vec<Unread>,
    pub(super) memory: Memory,
}

/// How many fields are reported at most, of members of lists and in all. An
/// answer may have millions in its items, which must not hide those outside.
const MOST_UNREAD: [usize; 2] = [100, 200];

/// One step of a path.
pub(super) enum Step {
    /// A field, or the wrapper of a list.
    Name(&'static str),
    /// The key of a map entry, fit to print.
    Key(String),
    /// Index of a list member.
    Index(usize),
}

impl Step {
    fn write(&self, path: &mut String) {
        let dot = if path.is_empty() { "" } else { "." };
        // Writing to a `String` cannot fail.
        let _ = match self {
            Self::Name(name) => write!(path, "{dot}{name}"),
            Self::Key(key) => write!(path, "{dot}{key}"),
            Self::Index(index) => write!(path, "[{index}]"),
        };
    }
}

/// The value that was found instead of the expected one.
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
    /// To read an answer that is one of at most `largest` bytes.
    pub(super) fn new(strict: bool, largest: usize) -> Self {
        Self {
            xml: false,
            path: Vec::new(),
            sensitive: false,
            failure: None,
            strict,
            unread: Vec::new(),
            memory: Memory::new(largest),
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

    fn shown_path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            step.write(&mut path);
        }
        path
    }

    /// An error at the current path.
    pub(super) fn error(&self, message: String) -> DecodeError {
        DecodeError::at_path(self.shown_path(), message)
    }

    /// Keeps an error at the current path, and gives one that makes the parser
    /// stop.
    pub(super) fn fail<E: Error>(&mut self, message: impl Into<String>) -> E {
        self.failure = Some(self.error(message.into()));
        E::custom("refused")
    }

    /// A value of another type than expected; see [`Context::odd`].
    pub(super) fn mismatch<E: Error>(
        &mut self,
        expected: &str,
        found: Found<'_>,
    ) -> Result<Outcome, E> {
        let found = self.describe(found);
        self.odd(expected, found)
    }

    /// A value that cannot be read: an error, or the field stays unset.
    pub(super) fn odd<E: Error>(
        &mut self,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Result<Outcome, E> {
        let (expected, found) = (expected.into(), found.into());
        if self.strict {
            return Err(self.fail(format!("expected {expected}, found {found}")));
        }
        Ok(self.note(expected, found))
    }

    /// A field that occurs more than once; see [`Context::odd`].
    pub(super) fn twice<E: Error>(&mut self) -> Result<Outcome, E> {
        if self.strict {
            return Err(self.fail("is given twice"));
        }
        Ok(self.note("one value".to_owned(), "several".to_owned()))
    }

    fn note(&mut self, expected: String, found: String) -> Outcome {
        let is_index = |step: &Step| matches!(step, Step::Index(_));
        let member = self.path.iter().position(is_index);
        let in_member = member.is_some_and(|at| at + 1 < self.path.len());
        if self.unread.len() < MOST_UNREAD[usize::from(!in_member)] {
            let unread = Unread::new(self.shown_path(), expected, found);
            self.unread.push(unread);
        }
        Outcome::Unread
    }

    /// Puts a step into what has been noted since `from`, behind the current
    /// path. Documents keep no path while they are read, as hardly any needs it.
    pub(super) fn locate(&mut self, from: usize, step: &Step) {
        if self.unread.len() == from {
            return;
        }
        let outer = self.shown_path();
        let mut path = outer.clone();
        step.write(&mut path);
        for unread in &mut self.unread[from..] {
            let inner = unread.path.split_off(outer.len());
            let dot = outer.is_empty() && !inner.is_empty() && !inner.starts_with('[');
            unread.path = format!("{path}{}{inner}", if dot { "." } else { "" });
        }
    }

    /// Checks that [`Memory`] allows more.
    pub(super) fn enough<E: Error>(&mut self, enough: bool) -> Result<(), E> {
        if enough {
            return Ok(());
        }
        let message = format!(
            "expected values that take up to {} bytes of memory, {EXPANSION} times the largest \
             accepted answer; found more",
            self.memory.whole()
        );
        self.failure = Some(self.error(message).too_large());
        Err(E::custom("refused"))
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
