//! Where parameters travel. The runtime uses the same words.

/// Where a parameter of a request travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Location {
    /// In the query of the URL.
    #[default]
    Query,
    /// In the form body.
    Form,
}

impl Location {
    /// The words of spec files.
    pub(crate) const WORDS: &'static [&'static str] = &[Self::Query.word(), Self::Form.word()];

    /// The word of spec files, as in `in: query`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Form => "body",
        }
    }

    /// The location that a word of spec files names.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let all = [Self::Query, Self::Form];
        all.into_iter().find(|location| location.word() == word)
    }
}
