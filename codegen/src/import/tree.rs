//! A spec file as maps, lists and scalars, without positions.

use crate::yaml::{Kind, Node};

/// A value of a spec file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Tree {
    Map(Vec<(String, Tree)>),
    List(Vec<Tree>),
    /// A text, even if it looks like another scalar.
    Text(String),
    /// `true`, a number: written without quotes.
    Plain(String),
    /// Nothing.
    Null,
}

impl Tree {
    /// A value that has been read.
    pub(super) fn of(node: &Node) -> Self {
        match &node.kind {
            Kind::Null => Self::Null,
            Kind::Scalar { text, plain: true } => Self::Plain(text.clone()),
            Kind::Scalar { text, plain: false } => Self::Text(text.clone()),
            Kind::List(members) => Self::List(members.iter().map(Self::of).collect()),
            Kind::Map(entries) => Self::Map(
                entries
                    .iter()
                    .map(|(key, node)| (key.value.clone(), Self::of(node)))
                    .collect(),
            ),
        }
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn flag(value: bool) -> Self {
        Self::Plain(value.to_string())
    }

    /// The value behind a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(other, _)| other == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The scalar behind a key.
    pub(super) fn word(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_word()
    }

    /// The text of a scalar.
    pub(super) fn as_word(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// The members behind a key; empty if the value is not a list.
    pub(super) fn members(&self, key: &str) -> &[Self] {
        match self.get(key) {
            Some(Self::List(members)) => members,
            _ => &[],
        }
    }

    /// Sets the value behind a key, replacing an old one.
    pub(super) fn set(&mut self, key: &str, value: Self) {
        if let Self::Map(entries) = self {
            match entries.iter_mut().find(|(other, _)| other == key) {
                Some((_, old)) => *old = value,
                None => entries.push((key.to_owned(), value)),
            }
        }
    }

    /// Removes a key.
    pub(super) fn remove(&mut self, key: &str) {
        if let Self::Map(entries) = self {
            entries.retain(|(other, _)| other != key);
        }
    }

    /// Whether both mean the same; quoting and the order of keys do not matter.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }

    /// A form that values share exactly if they mean the same.
    pub(super) fn canonical(&self) -> Self {
        match self {
            Self::Map(entries) => {
                let mut entries: Vec<(String, Self)> = entries
                    .iter()
                    .map(|(key, value)| (key.clone(), value.canonical()))
                    .collect();
                entries.sort_by(|(one, _), (other, _)| one.cmp(other));
                Self::Map(entries)
            }
            Self::List(members) => Self::List(members.iter().map(Self::canonical).collect()),
            Self::Text(text) | Self::Plain(text) => Self::text(text.trim_end_matches('\n')),
            Self::Null => Self::Null,
        }
    }
}

/// Collects the entries of a map.
#[derive(Debug, Default)]
pub(super) struct MapBuilder(Vec<(String, Tree)>);

impl MapBuilder {
    pub(super) fn put(&mut self, key: &str, value: Tree) {
        self.0.push((key.to_owned(), value));
    }

    pub(super) fn text(&mut self, key: &str, text: impl Into<String>) {
        self.put(key, Tree::Text(text.into()));
    }

    /// Adds the text if it is not empty.
    pub(super) fn text_if(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.text(key, text);
        }
    }

    /// Adds the flag if it is true.
    pub(super) fn flag(&mut self, key: &str, value: bool) {
        if value {
            self.put(key, Tree::flag(true));
        }
    }

    pub(super) fn list(&mut self, key: &str, members: Vec<Tree>) {
        if !members.is_empty() {
            self.put(key, Tree::List(members));
        }
    }

    pub(super) fn done(self) -> Tree {
        Tree::Map(self.0)
    }
}
