use std::fmt;

/// An answer that cannot be read. It shows at most a short, escaped piece of a
/// value, and nothing of fields marked sensitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
    too_large: bool,
}

impl DecodeError {
    pub(super) fn new(message: String) -> Self {
        Self::at_path(String::new(), message)
    }

    pub(super) fn at_path(path: String, message: String) -> Self {
        Self {
            path,
            message,
            position: None,
            too_large: false,
        }
    }

    /// The same error, because the answer takes too much memory.
    pub(super) fn too_large(mut self) -> Self {
        self.too_large = true;
        self
    }

    /// Whether the answer takes too much memory.
    pub(crate) fn is_too_large(&self) -> bool {
        self.too_large
    }

    /// The same error at a line and column.
    pub(super) fn at(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }

    /// The same error at a byte offset into `text`.
    pub(super) fn at_offset(self, text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = before.iter().rposition(|&byte| byte == b'\n');
        let column = before.len() - start.map_or(0, |start| start + 1) + 1;
        self.at(line, column)
    }

    /// The field it is about, such as `Data.TaskDetail[2].TryCount` (the first member
    /// is `[0]`); empty if the error is about the whole body.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line, from 1, at which reading stopped; `None` if it did not start.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.position.map(|(line, _)| line)
    }

    /// The column, in bytes from the start of the line.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.position.map(|(_, column)| column)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}
