//! The tree of a response. Most tables are flat: the rows of an object follow
//! its own row, and nothing marks its end. The example usually tells; if not,
//! the most likely reading is used and reported as a guess.

use super::beam::by_example;
use super::page::Group;
use super::rows::Fact;
use super::shape::Shape;
use super::subs;
use crate::import::description::Note;

/// A field of the response.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) name: String,
    /// The row; `None` if only the example shows the field.
    pub(super) fact: Option<Fact>,
    /// A list, by its type or by the example.
    pub(super) list: bool,
    /// Its structure in the example.
    pub(super) shape: Option<Shape>,
    pub(super) children: Vec<Node>,
}

/// Resolves the fields of a response.
pub(super) fn nest(group: &Group, example: Option<&Shape>, notes: &mut Vec<Note>) -> Vec<Node> {
    let tables = subs::assign(group, example, notes);
    let mut nodes = level(&group.main, example, &tables, 0, notes);
    complete(&mut nodes);
    nodes
}

/// One table together with the tables of its types.
fn level(
    facts: &[Fact],
    example: Option<&Shape>,
    tables: &subs::Tables<'_>,
    depth: usize,
    notes: &mut Vec<Note>,
) -> Vec<Node> {
    let explicit = facts.iter().any(|fact| fact.depth.is_some());
    // Many pages have one `└` at every depth; the example knows better.
    let deepest = facts.iter().filter_map(|fact| fact.depth).max();
    let once = deepest == Some(1) && example.is_some();
    let parents = if explicit && !once {
        by_depth(facts)
    } else {
        by_example(facts, example, tables, notes)
    };
    let mut nodes = build(facts, &parents, None, example);
    if depth < 8 {
        expand(&mut nodes, tables, depth, notes);
    }
    nodes
}

/// Parents by the indentation of the rows.
fn by_depth(facts: &[Fact]) -> Vec<Option<usize>> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut parents = Vec::new();
    for (index, fact) in facts.iter().enumerate() {
        let depth = fact.depth.unwrap_or(0);
        while open.last().is_some_and(|(other, _)| *other >= depth) {
            open.pop();
        }
        parents.push(open.last().map(|(_, index)| *index));
        open.push((depth, index));
    }
    parents
}

/// Elements without a row that may lie on the way to a name.
const STEPS: usize = 3;

/// Finds where the example shows a name inside a container.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) name: &'a str,
    pub(super) shape: &'a Shape,
    /// The elements without a row between the container and the name.
    via: [Option<&'a (String, Shape)>; STEPS],
}

impl<'a> Found<'a> {
    /// The elements between, outermost first.
    pub(super) fn via(&self) -> impl Iterator<Item = &'a (String, Shape)> {
        self.via.into_iter().flatten()
    }
}

/// The child with this name: a direct one, one in the single element that wraps
/// the members of a list, or the only one of its name behind elements without a
/// row.
pub(super) fn find<'a>(
    shape: &'a Shape,
    name: &str,
    is_row: &dyn Fn(&str) -> bool,
) -> Option<Found<'a>> {
    if let Some((key, child)) = shape.child(name) {
        return Some(Found {
            name: key,
            shape: child,
            via: [None; STEPS],
        });
    }
    let wrapped = wrapper(shape).into_iter().chain(
        shape
            .children
            .iter()
            .filter(|(_, child)| child.children.len() == 1),
    );
    let near = wrapped
        .filter(|(between, _)| !is_row(between))
        .find_map(|via| {
            let (key, child) = via.1.child(name)?;
            Some(Found {
                name: key,
                shape: child,
                via: [Some(via), None, None],
            })
        });
    near.or_else(|| {
        let mut found = Vec::new();
        search(shape, name, is_row, &mut Vec::new(), &mut found);
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    })
}

/// Paths to a name behind elements without a row; stops after two.
fn search<'a>(
    shape: &'a Shape,
    name: &str,
    is_row: &dyn Fn(&str) -> bool,
    path: &mut Vec<&'a (String, Shape)>,
    found: &mut Vec<Found<'a>>,
) {
    for child in &shape.children {
        if found.len() > 1 {
            return;
        }
        if child.0 == name && !path.is_empty() {
            let mut via = [None; STEPS];
            for (place, step) in via.iter_mut().zip(path.iter()) {
                *place = Some(*step);
            }
            found.push(Found {
                name: &child.0,
                shape: &child.1,
                via,
            });
        } else if path.len() < STEPS && child.1.mentions(name) && !is_row(&child.0) {
            path.push(child);
            search(&child.1, name, is_row, path, found);
            path.pop();
        }
    }
}

/// The single child of a shape that holds a list of objects.
pub(super) fn wrapper(shape: &Shape) -> Option<&(String, Shape)> {
    match shape.children.as_slice() {
        [only] if only.1.list || !only.1.children.is_empty() => Some(only),
        _ => None,
    }
}

/// Rows and their parents as trees.
fn build(
    facts: &[Fact],
    parents: &[Option<usize>],
    of: Option<usize>,
    shape: Option<&Shape>,
) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let is_row = |name: &str| {
        facts
            .iter()
            .any(|fact| fact.name.eq_ignore_ascii_case(name))
    };
    let siblings = parents.iter().filter(|parent| **parent == of).count();
    // A wrapper whose name differs between table and example has none.
    let alone = siblings == 1;
    for (index, fact) in facts.iter().enumerate() {
        if parents.get(index).copied().flatten() != of {
            continue;
        }
        let found = shape.and_then(|shape| find(shape, &fact.name, &is_row));
        let inside = found.map(|found| found.shape).or_else(|| {
            shape
                .filter(|_| of.is_some() && fact.kind.may_contain() && alone)
                .and_then(wrapper)
                .map(|(_, shape)| shape)
        });
        let node = Node {
            name: last_name(&fact.name),
            list: fact.kind.list || inside.is_some_and(|shape| shape.list),
            shape: inside.cloned(),
            fact: Some(fact.clone()),
            children: build(facts, parents, Some(index), inside),
        };
        let mut place = &mut nodes;
        for step in found.iter().flat_map(Found::via) {
            place = step_into(place, step);
        }
        place.push(node);
    }
    nodes
}

/// The children of the element without a row; adds the element if it is
/// missing.
fn step_into<'a>(nodes: &'a mut Vec<Node>, (name, shown): &(String, Shape)) -> &'a mut Vec<Node> {
    let known = |node: &Node| node.fact.is_none() && node.name == *name;
    let at = nodes.iter().position(known).unwrap_or_else(|| {
        nodes.push(Node {
            name: name.clone(),
            fact: None,
            list: shown.list,
            shape: Some(shown.clone()),
            children: Vec::new(),
        });
        nodes.len() - 1
    });
    &mut nodes[at].children
}

/// `Data.N.Name` in a response table: the last part.
fn last_name(name: &str) -> String {
    let parts: Vec<&str> = name
        .split('.')
        .filter(|part| !super::name::is_index(part))
        .collect();
    parts.last().map_or(name, |part| part).to_owned()
}

/// Puts the tables of types into the fields that have them.
fn expand(nodes: &mut [Node], tables: &subs::Tables<'_>, depth: usize, notes: &mut Vec<Note>) {
    for node in nodes {
        if node.children.is_empty()
            && let Some(sub) = node.fact.as_ref().and_then(|fact| tables.of(fact))
        {
            let shape = node
                .shape
                .as_ref()
                .filter(|shape| !shape.children.is_empty());
            node.children = level(&sub.facts, shape, tables, depth + 1, notes);
        } else {
            expand(&mut node.children, tables, depth, notes);
        }
    }
}

/// Moves fields that no example shows into the wrapper beside them, and adds
/// the wrapper of a list whose members have no rows.
fn complete(nodes: &mut [Node]) {
    for node in nodes.iter_mut() {
        complete(&mut node.children);
        // A container whose fields only the example shows.
        if node.children.is_empty()
            && container(node)
            && let Some(shape) = &node.shape
        {
            add_shown(&mut node.children, shape);
            continue;
        }
        let Some((name, _)) = node.shape.as_ref().and_then(wrapper) else {
            continue;
        };
        let name = name.clone();
        if let Some(at) = node
            .children
            .iter()
            .position(|child| child.fact.is_none() && child.name == name)
        {
            let mut wrapper = node.children.remove(at);
            let others = std::mem::take(&mut node.children);
            wrapper.children.extend(others);
            node.children.push(wrapper);
        }
    }
}

fn container(node: &Node) -> bool {
    node.fact
        .as_ref()
        .is_some_and(|fact| fact.kind.may_contain())
}

/// Adds fields that only the example shows.
pub(super) fn add_shown(nodes: &mut Vec<Node>, shape: &Shape) {
    for (name, inside) in &shape.children {
        match nodes
            .iter_mut()
            .find(|node| node.name.eq_ignore_ascii_case(name))
        {
            Some(node) => add_shown(&mut node.children, inside),
            None => {
                let mut children = Vec::new();
                add_shown(&mut children, inside);
                nodes.push(Node {
                    name: name.clone(),
                    fact: None,
                    list: inside.list,
                    shape: Some(inside.clone()),
                    children,
                });
            }
        }
    }
}

/// Paths of all fields: `Data.TaskDetail.TaskNo`.
pub(super) fn paths(nodes: &[Node]) -> Vec<String> {
    let mut out = Vec::new();
    walk(nodes, "", &mut out);
    out
}

fn walk(nodes: &[Node], parent: &str, out: &mut Vec<String>) {
    for node in nodes {
        let path = if parent.is_empty() {
            node.name.clone()
        } else {
            format!("{parent}.{}", node.name)
        };
        walk(&node.children, &path, {
            out.push(path.clone());
            out
        });
    }
}
