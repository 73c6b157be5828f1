use std::fmt;

/// A field of an answer that could not be read, so that it stays unset.
///
/// It never holds the value of a sensitive field. Of other values it holds at
/// most a short, escaped piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub(crate) path: String,
    expected: String,
    pub(crate) found: String,
}

impl Unread {
    pub(super) fn new(path: String, expected: String, found: String) -> Self {
        Self {
            path,
            expected,
            found,
        }
    }

    /// The same without what `clean` takes out of texts of the service.
    pub(crate) fn cleaned(self, clean: impl Fn(&str) -> String) -> Self {
        Self {
            path: clean(&self.path),
            found: clean(&self.found),
            ..self
        }
    }

    /// The field, such as `Data.TaskDetail[2].TryCount`. The first member of a
    /// list is `[0]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The documented type, such as `an integer of 64 bits`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The value in the answer, such as `the text "x"`. For a sensitive field it is
    /// only the type, such as `a text`.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}
