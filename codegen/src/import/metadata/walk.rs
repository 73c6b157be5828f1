//! Walks through a document and notes, with a JSON pointer, what is unexpected or
//! unknown.

use std::collections::HashSet;
use std::fmt::{self, Write};

use super::node::Node;

/// What could not be read or was decided, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// JSON pointer into the document.
    pub(super) pointer: String,
    /// What was found, and what became of it.
    pub(super) what: String,
}

/// A place in a document, on the stack of the functions that read it.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    key: Key<'a>,
}

#[derive(Clone, Copy)]
enum Key<'a> {
    Root,
    Member(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    pub(super) const ROOT: At<'static> = At {
        parent: None,
        key: Key::Root,
    };

    pub(super) const fn member(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            key: Key::Member(name),
        }
    }

    pub(super) const fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            key: Key::Index(index),
        }
    }
}

/// The JSON pointer of the place.
impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.key {
            Key::Root => Ok(()),
            Key::Index(index) => write!(f, "/{index}"),
            Key::Member(name) => {
                f.write_char('/')?;
                for c in name.chars() {
                    match c {
                        '~' => f.write_str("~0")?,
                        '/' => f.write_str("~1")?,
                        c => f.write_char(c)?,
                    }
                }
                Ok(())
            }
        }
    }
}

/// Gathers notes while a document is read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) notes: Vec<Note>,
    /// Unknown keys that have been reported, with what they are keys of.
    unknown: HashSet<(&'static str, String)>,
}

impl Reader {
    pub(super) fn note(&mut self, at: &At<'_>, what: impl Into<String>) {
        self.notes.push(Note {
            pointer: at.to_string(),
            what: what.into(),
        });
    }

    pub(super) fn wrong(&mut self, at: &At<'_>, node: &Node, expected: &str) {
        let found = node.found();
        self.note(at, format!("expected {expected}, found {found}; left out"));
    }

    /// The members of an object, each key once. An empty list counts as an empty
    /// object, because some snapshots write it that way.
    pub(super) fn members<'n>(
        &mut self,
        at: &At<'_>,
        node: &'n Node,
        expected: &str,
    ) -> Vec<(&'n str, &'n Node)> {
        let members = match node {
            Node::Map(members) => members,
            Node::List(list) if list.is_empty() => return Vec::new(),
            other => {
                self.wrong(at, other, expected);
                return Vec::new();
            }
        };
        let mut seen = HashSet::new();
        let mut kept = Vec::with_capacity(members.len());
        for (key, value) in members {
            if seen.insert(key.as_str()) {
                kept.push((key.as_str(), value));
            } else {
                self.note(
                    &at.member(key),
                    "the key occurs twice; the first one is used",
                );
            }
        }
        kept
    }

    /// The object with its members, checked against the keys it may have.
    pub(super) fn object<'n>(
        &mut self,
        at: &At<'_>,
        node: &'n Node,
        what: &'static str,
        keys: &[&str],
    ) -> Object<'n> {
        let members = self.members(at, node, what);
        for (key, _) in &members {
            if !keys.contains(key) && self.unknown.insert((what, (*key).to_owned())) {
                let text = format!("unknown key of {what}; ignored here and wherever it occurs");
                self.note(&at.member(key), text);
            }
        }
        Object { members }
    }

    pub(super) fn text(&mut self, at: &At<'_>, node: &Node) -> Option<String> {
        match node {
            Node::Text(text) => Some(text.clone()),
            Node::Null => None,
            other => {
                self.wrong(at, other, "a text");
                None
            }
        }
    }

    pub(super) fn list<'n>(&mut self, at: &At<'_>, node: &'n Node, what: &str) -> &'n [Node] {
        match node {
            Node::List(list) => list,
            Node::Null => &[],
            other => {
                self.wrong(at, other, what);
                &[]
            }
        }
    }

    /// The texts of a list.
    pub(super) fn texts(&mut self, at: &At<'_>, node: &Node) -> Vec<String> {
        let list = self.list(at, node, "a list of texts");
        let texts = list.iter().enumerate();
        texts
            .filter_map(|(index, node)| self.text(&at.index(index), node))
            .collect()
    }
}

/// The members of an object.
pub(super) struct Object<'n> {
    members: Vec<(&'n str, &'n Node)>,
}

impl<'n> Object<'n> {
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        let mut members = self.members.iter();
        let found = members.find(|(name, _)| *name == key);
        found
            .map(|(_, node)| *node)
            .filter(|node| **node != Node::Null)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn text(&self, reader: &mut Reader, at: &At<'_>, key: &str) -> Option<String> {
        let node = self.get(key)?;
        reader.text(&at.member(key), node)
    }

    /// A text that is not empty.
    pub(super) fn words(&self, reader: &mut Reader, at: &At<'_>, key: &str) -> Option<String> {
        let text = self.text(reader, at, key)?;
        Some(text).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn flag(&self, reader: &mut Reader, at: &At<'_>, key: &str) -> Option<bool> {
        match self.get(key)? {
            Node::Flag(flag) => Some(*flag),
            other => {
                reader.wrong(&at.member(key), other, "true or false");
                None
            }
        }
    }

    pub(super) fn count(&self, reader: &mut Reader, at: &At<'_>, key: &str) -> Option<u64> {
        let node = self.get(key)?;
        let count = match node {
            Node::Whole(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        if count.is_none() {
            reader.wrong(&at.member(key), node, "a whole number, 0 or more");
        }
        count
    }

    pub(super) fn texts(&self, reader: &mut Reader, at: &At<'_>, key: &str) -> Vec<String> {
        let node = self.get(key);
        node.map(|node| reader.texts(&at.member(key), node))
            .unwrap_or_default()
    }
}
