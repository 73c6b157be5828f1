//! The spec language as tables: the keys of each map, whether they are required,
//! and their values. Loading checks files against these tables, and all
//! descriptions of the language are made from them.

mod action;
mod field;
mod product;

pub(crate) use action::ACTION;
pub(crate) use product::PRODUCT;

/// The value of a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// One line of text; an unquoted number is also text.
    Text,
    /// One line of text that may be empty: a value on the wire.
    Value,
    /// Text of any number of lines.
    Prose,
    /// Text kept exactly: a documented example.
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
    /// The name of a lint that an erratum can accept.
    Lint,
    /// One of several words.
    Word(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// A map with any keys.
    Map(&'static Shape),
    /// A map with known keys.
    Form(&'static Form),
    /// A text, or a map with known keys.
    TextOr(&'static Form),
}

/// A map with known keys.
#[derive(Debug)]
pub(crate) struct Form {
    /// What it is, for messages: `a parameter`.
    pub(crate) what: &'static str,
    /// Its keys, in the order of the canonical form.
    pub(crate) keys: &'static [Key],
}

impl Form {
    /// The key of this name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The rank of a key in the canonical form; unknown keys come last.
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
    /// Its meaning, in one sentence.
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
