//! A spec file on its way in or out: maps, lists and scalars, without places.

use crate::yaml::{Kind, Node};

/// A value of a spec file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Map(Vec<(String, Tree)>),
    List(Vec<Tree>),
    /// A text, whatever it looks like.
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

    /// The members behind a key; none where there is no list.
    pub(super) fn members(&self, key: &str) -> &[Self] {
        match self.get(key) {
            Some(Self::List(members)) => members,
            _ => &[],
        }
    }

    /// Puts a value behind a key, in place of another one.
    pub(super) fn set(&mut self, key: &str, value: Self) {
        if let Self::Map(entries) = self {
            match entries.iter_mut().find(|(other, _)| other == key) {
                Some((_, old)) => *old = value,
                None => entries.push((key.to_owned(), value)),
            }
        }
    }

    /// Takes a key away.
    pub(super) fn remove(&mut self, key: &str) {
        if let Self::Map(entries) = self {
            entries.retain(|(other, _)| other != key);
        }
    }

    /// Whether both say the same, however they are written.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Map(one), Self::Map(two)) => {
                one.len() == two.len()
                    && one
                        .iter()
                        .all(|(key, value)| other.get(key).is_some_and(|other| value.same(other)))
            }
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same(two))
            }
            (Self::Null, Self::Null) => true,
            _ => match (self.as_word(), other.as_word()) {
                (Some(one), Some(two)) => one.trim_end_matches('\n') == two.trim_end_matches('\n'),
                _ => false,
            },
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

    /// Only where the text says anything.
    pub(super) fn text_if(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.text(key, text);
        }
    }

    /// Only where it is true.
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
