//! Positions of new values: looks up the paths of changes in the YAML files.

use std::collections::HashMap;

use crate::diagnostic::Report;
use crate::diff::change::{Change, Changes, Position};
use crate::load::PRODUCT_FILE;
use crate::model::Model;
use crate::names;
use crate::source::{Sources, Span};
use crate::yaml::{self, Kind, Node};

/// Adds the positions of all changes. A removed value gets the position of its
/// parent; a removed action gets none.
pub(super) fn locate(changes: &mut Changes, model: &Model, sources: &Sources) {
    let mut trees: HashMap<u32, Option<Node>> = HashMap::new();
    for change in &mut changes.changes {
        let name = match &change.action {
            None => PRODUCT_FILE,
            Some(name) => match model.actions.iter().find(|action| action.name == *name) {
                Some(action) => &action.file,
                None => continue,
            },
        };
        let Some(file) = sources.named(name) else {
            continue;
        };
        let tree = trees.entry(file).or_insert_with(|| {
            let text = &sources.get(file).text;
            yaml::parse(file, text, &mut Report::default())
        });
        if let Some(root) = tree {
            let span = Search { root }.change(change);
            let (line, column) = sources.position(span);
            change.position = Some(Position {
                file: sources.get(file).path.display().to_string(),
                line,
                column,
            });
        }
    }
}

struct Search<'a> {
    root: &'a Node,
}

impl<'a> Search<'a> {
    /// Position of the deepest part of a path that the file has.
    fn change(&self, change: &Change) -> Span {
        let steps = match &change.action {
            Some(_) => change.steps.get(1..).unwrap_or_default(),
            None => &change.steps[..],
        };
        let first = |node: &Node| entries(node).first().map(|(key, _)| key.span);
        let mut span = first(self.root).unwrap_or(self.root.span);
        let mut node = self.root;
        for step in steps {
            match self.step(node, step) {
                Some(found) => (span, node) = found,
                None => return span,
            }
        }
        // For a new member of a list: the member.
        match change.is.as_deref().and_then(|is| member(node, is)) {
            Some((found, _)) => found,
            None => span,
        }
    }

    fn step(&self, node: &'a Node, step: &str) -> Option<(Span, &'a Node)> {
        key(node, step)
            .or_else(|| member(node, step))
            .or_else(|| nested(node, step))
            .or_else(|| {
                let definition = self.definition(node)?;
                key(definition, step).or_else(|| nested(definition, step))
            })
    }

    /// The enum or object of the action that a field's `type` names.
    fn definition(&self, field: &'a Node) -> Option<&'a Node> {
        let ty = text_of(key(field, "type")?.1)?;
        let name = ty.rsplit('<').next()?.trim_end_matches('>');
        ["objects", "enums"].iter().find_map(|list| {
            let (_, list) = key(self.root, list)?;
            let same = |node: &&Node| named(node, "name") == Some(name);
            members(list).iter().find(same)
        })
    }
}

fn entries(node: &Node) -> &[(crate::source::Spanned<String>, Node)] {
    match &node.kind {
        Kind::Map(entries) => entries,
        _ => &[],
    }
}

fn members(node: &Node) -> &[Node] {
    match &node.kind {
        Kind::List(members) => members,
        _ => &[],
    }
}

fn text_of(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

/// The text behind a key.
fn named<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    text_of(key(node, name)?.1)
}

/// The value of a key, and the position of the key.
fn key<'a>(node: &'a Node, name: &str) -> Option<(Span, &'a Node)> {
    let found = entries(node).iter().find(|(key, _)| key.value == name);
    found.map(|(key, value)| (key.span, value))
}

/// The member of a list with this name.
fn member<'a>(list: &'a Node, name: &str) -> Option<(Span, &'a Node)> {
    let found = members(list).iter().find(|node| is_called(node, name))?;
    Some((found.span, found))
}

fn is_called(node: &Node, name: &str) -> bool {
    let keys = ["name", "code", "value"];
    let rust = named(node, "rust").or_else(|| named(node, "name"));
    text_of(node) == Some(name)
        || keys.iter().any(|key| named(node, key) == Some(name))
        || rust.and_then(names::type_name).as_deref() == Some(name)
        || named(node, "lint").is_some_and(|lint| match named(node, "subject") {
            Some(subject) => name.strip_prefix(lint).map(str::trim_start) == Some(subject),
            None => name == lint,
        })
}

/// A field of the object that a field defines in place.
fn nested<'a>(node: &'a Node, name: &str) -> Option<(Span, &'a Node)> {
    ["fields", "parameters"].iter().find_map(|list| {
        let (_, list) = key(node, list)?;
        member(list, name)
    })
}
