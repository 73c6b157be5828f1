//! The spec language as tables: which keys a map has, which are required and
//! what may stand behind them. Loading checks files against these tables, and
//! whatever else describes the language reads the same ones.

mod action;
mod field;
mod product;

pub(crate) use action::ACTION;
pub(crate) use product::PRODUCT;

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// One line of text; an unquoted number stays the text it is.
    Text,
    /// One line of text that may be empty: a value on the wire.
    Value,
    /// Text of any number of lines.
    Prose,
    /// Text kept to the last character: an example of the page.
    Verbatim,
    /// `true` or `false`.
    Flag,
    /// `true`, `false` or `documented`.
    Need,
    /// A whole number from 0.
    Count,
    /// A number, possibly negative or with a fraction.
    Number,
    /// A size in bytes: `512`, `55KiB`, `1MiB`.
    Size,
    /// The type of a parameter or a field.
    Type,
    /// The name of a lint that an erratum can answer.
    Lint,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// A map from any text.
    Map(&'static Shape),
    /// A map with known keys.
    Form(&'static Form),
    /// A text in place of a map with known keys.
    TextOr(&'static Form),
}

/// A map with known keys.
#[derive(Debug)]
pub(crate) struct Form {
    /// What it is, for messages: `a parameter`.
    pub(crate) what: &'static str,
    /// Its keys, in the order in which a file in canonical form has them.
    pub(crate) keys: &'static [Key],
}

impl Form {
    /// The key of this name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Where a key belongs in a canonical file; unknown keys come last.
    #[cfg(feature = "import")]
    pub(crate) fn place(&self, name: &str) -> usize {
        let place = self.keys.iter().position(|key| key.name == name);
        place.unwrap_or(usize::MAX)
    }
}

/// A key of a [`Form`].
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    /// What it says, in one sentence.
    #[cfg_attr(
        not(feature = "cli"),
        expect(dead_code, reason = "only the JSON Schema shows it")
    )]
    pub(crate) doc: &'static str,
}

const fn must(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key {
        name,
        shape,
        required: true,
        doc,
    }
}

const fn may(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key {
        name,
        shape,
        required: false,
        doc,
    }
}
