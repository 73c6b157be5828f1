//! Files as they were read, and places in them.

use std::path::{Path, PathBuf};

/// A range of bytes in one of the [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    /// Index of the file.
    pub(crate) file: u32,
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

impl Span {
    /// The beginning of a file, for errors about all of it.
    pub(crate) fn start_of(file: u32) -> Self {
        Self {
            file,
            start: 0,
            end: 0,
        }
    }
}

/// A value and the place it was read from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl<T> Spanned<T> {
    pub(crate) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    /// The start of each line, so that a lookup need not count lines.
    lines: Vec<usize>,
}

impl Source {
    fn new(path: &Path, text: String) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        Self {
            path: path.to_path_buf(),
            text,
            lines,
        }
    }

    /// Zero-based line of a byte.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) - 1
    }

    /// Bytes of a line, without its end.
    pub(crate) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.get(line).copied().unwrap_or(self.text.len());
        let next = self.lines.get(line + 1).copied();
        let text = &self.text[start..next.unwrap_or(self.text.len())];
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// A range of bytes, cut to its first line and to whole characters.
    pub(crate) fn range(&self, span: Span) -> std::ops::Range<usize> {
        let mut start = (span.start as usize).min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (span.end as usize).min(self.line(self.line_of(start)).end);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }
}

/// Every file of one run, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its index.
    pub(crate) fn add(&mut self, path: &Path, text: String) -> u32 {
        self.files.push(Source::new(path, text));
        u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX)
    }

    /// Number of files that exist. A finding may be about a file that does not.
    pub(crate) fn files(&self) -> usize {
        self.files.iter().filter(|file| file.path.is_file()).count()
    }

    /// Index of the file of this name, without folder.
    #[cfg(feature = "cli")]
    pub(crate) fn named(&self, name: &str) -> Option<u32> {
        let same = |file: &Source| file.path.file_name().is_some_and(|other| other == name);
        u32::try_from(self.files.iter().position(same)?).ok()
    }

    /// The file at `index`.
    pub(crate) fn get(&self, index: u32) -> &Source {
        &self.files[index as usize]
    }

    /// One-based line and column (in characters) of a place.
    pub(crate) fn position(&self, span: Span) -> (usize, usize) {
        let source = self.get(span.file);
        let start = source.range(span).start;
        let line = source.line_of(start);
        let before = &source.text[source.line(line).start..start];
        (line + 1, 1 + before.chars().count())
    }
}
