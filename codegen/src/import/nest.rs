//! The tree of a response. Most tables are flat: the rows of an object follow
//! the row that holds it, and nothing says where the object ends. The example
//! knows; where it does not, the likeliest reading is taken and reported.

use super::kind::{Base, Kind};
use super::page::Group;
use super::rows::{Fact, Note};
use super::shape::Shape;
use super::subs;

/// A field of the response.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) name: String,
    /// The row; none for what only the example shows.
    pub(super) fact: Option<Fact>,
    /// A list, by its type or by the example.
    pub(super) list: bool,
    /// What the example shows of it.
    pub(super) shape: Option<Shape>,
    pub(super) children: Vec<Node>,
}

/// Parsed alternatives that are kept at each row.
const BEAM: usize = 48;

/// Names that stand beside the data, not in it.
const TOP: &[&str] = &[
    "RequestId",
    "TotalCount",
    "PageNumber",
    "PageSize",
    "PageNum",
    "TotalItemNum",
    "TotalPageNum",
    "CurrentPageNum",
    "PrePage",
    "NextPage",
    "NextToken",
    "MaxResults",
    "CurrentPage",
];

/// Resolves the fields of a response.
pub(super) fn nest(group: &Group, example: Option<&Shape>, notes: &mut Vec<Note>) -> Vec<Node> {
    let tables = subs::assign(group, example, notes);
    let mut nodes = level(&group.main, example, &tables, 0, notes);
    complete(&mut nodes);
    nodes
}

/// One table with the tables of its types.
fn level(
    facts: &[Fact],
    example: Option<&Shape>,
    tables: &subs::Tables<'_>,
    depth: usize,
    notes: &mut Vec<Note>,
) -> Vec<Node> {
    let explicit = facts.iter().any(|fact| fact.depth.is_some());
    let parents = if explicit {
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

/// A container that is open at a row.
#[derive(Clone)]
struct Open<'a> {
    row: Option<usize>,
    shape: Option<&'a Shape>,
    /// Rows in it.
    children: Vec<usize>,
    /// May be left without children.
    may_be_empty: bool,
}

/// One reading of the rows so far.
#[derive(Clone)]
struct Reading<'a> {
    open: Vec<Open<'a>>,
    parents: Vec<Option<usize>>,
    sure: Vec<bool>,
    score: f64,
}

/// Parents by the example and by what is likely.
fn by_example(
    facts: &[Fact],
    example: Option<&Shape>,
    tables: &subs::Tables<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Option<usize>> {
    let sorted = sortedness(facts);
    let mut readings = vec![Reading {
        open: vec![Open {
            row: None,
            shape: example,
            children: Vec::new(),
            may_be_empty: true,
        }],
        parents: Vec::new(),
        sure: Vec::new(),
        score: 0.0,
    }];
    for index in 0..facts.len() {
        let mut next: Vec<Reading<'_>> = Vec::new();
        for reading in &readings {
            for level in 0..reading.open.len() {
                next.push(place(reading, level, index, facts, example, sorted, tables));
            }
        }
        next.sort_by(|a, b| b.score.total_cmp(&a.score));
        next.truncate(BEAM);
        readings = next;
    }
    for reading in &mut readings {
        while let Some(open) = reading.open.pop() {
            reading.score -= emptiness(&open);
        }
    }
    let best = readings
        .into_iter()
        .max_by(|a, b| a.score.total_cmp(&b.score));
    let Some(best) = best else { return Vec::new() };
    let nested = best.parents.iter().any(Option::is_some);
    for (index, fact) in facts.iter().enumerate() {
        if nested && !best.sure[index] {
            let place = best.parents[index].map_or_else(
                || "the top level".to_owned(),
                |parent| format!("`{}`", facts[parent].name),
            );
            notes.push(Note::new(
                fact.line,
                format!("`{}`: nesting guessed, put into {place}", fact.name),
            ));
        }
    }
    best.parents
}

/// Share of neighbours that are in alphabetical order, as a weight.
fn sortedness(facts: &[Fact]) -> f64 {
    let pairs = facts.windows(2).count();
    let ordered = facts
        .windows(2)
        .filter(|two| two[0].name.to_lowercase() <= two[1].name.to_lowercase())
        .count();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred rows")]
    let share = ordered as f64 / pairs.max(1) as f64;
    if pairs >= 4 && share > 0.65 { 1.2 } else { 0.0 }
}

fn emptiness(open: &Open<'_>) -> f64 {
    if open.children.is_empty() && !open.may_be_empty {
        4.0
    } else {
        0.0
    }
}

/// The reading in which a row goes into the open container at `level`.
fn place<'a>(
    reading: &Reading<'a>,
    level: usize,
    index: usize,
    facts: &[Fact],
    example: Option<&'a Shape>,
    sorted: f64,
    tables: &subs::Tables<'_>,
) -> Reading<'a> {
    let mut next = reading.clone();
    let fact = &facts[index];
    let closed = next.open.len() - 1 - level;
    for open in next.open.drain(level + 1..) {
        next.score -= emptiness(&open);
    }
    // What the example shows beside a container that it does not have.
    let outer = level
        .checked_sub(1)
        .and_then(|outer| next.open[outer].shape);
    let mut beside = None;
    let parent = next
        .open
        .last_mut()
        .unwrap_or_else(|| unreachable!("the root is never closed"));
    let is_row = |name: &str| {
        facts
            .iter()
            .any(|fact| fact.name.eq_ignore_ascii_case(name))
    };
    let found = parent
        .shape
        .and_then(|shape| find(shape, &fact.name, &is_row));
    // A wrapper that the table and the example spell differently.
    let alias = parent
        .shape
        .filter(|_| {
            found.is_none()
                && parent.row.is_some()
                && parent.children.is_empty()
                && fact.kind.may_contain()
        })
        .and_then(wrapper);
    let mut score = 0.0;
    let mut sure = true;
    let at_root = parent.row.is_none();
    match (found, parent.shape) {
        (Some(found), _) => {
            score += 10.0 + f64::from(u8::from(found.name == fact.name))
                - f64::from(u8::from(found.via.is_some()));
        }
        (None, _) if alias.is_some() => score += 3.0,
        (None, shape) => {
            sure = at_root && closed == 0;
            let elsewhere = example.is_some_and(|example| example.mentions(&fact.name));
            score -= match shape {
                Some(shape) if shape.scalar && !at_root => 9.0,
                Some(shape) if !shape.children.is_empty() && elsewhere => 8.0,
                Some(shape) if !shape.children.is_empty() => 1.0,
                Some(_) if elsewhere => 3.0,
                Some(_) => 0.0,
                None if elsewhere => 4.0,
                None => 0.0,
            };
            #[expect(clippy::cast_precision_loss, reason = "a handful of levels")]
            let levels = closed as f64;
            score -= 0.6 * levels;
            if !at_root && TOP.contains(&fact.name.as_str()) {
                score -= if fact.name == "RequestId" { 8.0 } else { 2.5 };
            }
        }
    }
    let twice = parent
        .children
        .iter()
        .any(|child| facts[*child].name.eq_ignore_ascii_case(&fact.name));
    if twice {
        score -= 20.0;
    }
    if let Some(row) = parent.row
        && parent.children.is_empty()
        && facts[row]
            .kind
            .named()
            .is_some_and(|name| name.eq_ignore_ascii_case(&fact.name))
    {
        // `Data: Array of Item`, and `Item` without a type below it.
        let typed = facts[row].kind.list && fact.kind.base == Base::Blank;
        score += if typed { 14.0 } else { 6.0 };
        beside = outer
            .filter(|_| typed && found.is_none())
            .and_then(|outer| outer.child(&fact.name))
            .map(|(_, shape)| shape)
            .filter(|shape| !shape.scalar);
    }
    // A list that has its member has nothing else.
    if let Some(row) = parent.row
        && facts[row].kind.list
        && parent.children.first().is_some_and(|child| {
            facts[row]
                .kind
                .named()
                .is_some_and(|name| name.eq_ignore_ascii_case(&facts[*child].name))
        })
    {
        score -= 8.0;
    }
    if let Some(last) = parent.children.last() {
        let ordered = facts[*last].name.to_lowercase() <= fact.name.to_lowercase();
        score += if ordered { sorted } else { -sorted };
    }
    parent.children.push(index);
    next.parents.push(parent.row);
    next.sure.push(sure);
    next.score += score;
    let shape = found
        .map(|found| found.shape)
        .or(alias.map(|(_, shape)| shape))
        .or(beside);
    let shows_children = shape.is_some_and(|shape| !shape.children.is_empty());
    let has_table = tables.of(fact).is_some();
    if (fact.kind.may_contain() || shows_children) && !has_table {
        next.open.push(Open {
            row: Some(index),
            shape,
            children: Vec::new(),
            may_be_empty: !expects_children(&fact.kind)
                || shape.is_some_and(|shape| shape.scalar || shape.children.is_empty()),
        });
    }
    next
}

/// Whether rows must follow that belong to it.
fn expects_children(kind: &Kind) -> bool {
    match kind.base {
        Base::Blank => !kind.list,
        Base::Named(_) => kind.list,
        Base::Struct => true,
        _ => false,
    }
}

/// Where the example shows a name inside a container.
#[derive(Clone, Copy)]
struct Found<'a> {
    name: &'a str,
    shape: &'a Shape,
    /// The element between the container and the name, which no row has.
    via: Option<&'a (String, Shape)>,
}

/// The child with this name: directly, in the one element that wraps the
/// members of a list, or as that one element of a list that has no row.
fn find<'a>(shape: &'a Shape, name: &str, is_row: &dyn Fn(&str) -> bool) -> Option<Found<'a>> {
    if let Some((key, child)) = shape.child(name) {
        return Some(Found {
            name: key,
            shape: child,
            via: None,
        });
    }
    let wrapped = wrapper(shape).into_iter().chain(
        shape
            .children
            .iter()
            .filter(|(_, child)| child.children.len() == 1),
    );
    wrapped
        .filter(|(between, _)| !is_row(between))
        .find_map(|via| {
            let (key, child) = via.1.child(name)?;
            Some(Found {
                name: key,
                shape: child,
                via: Some(via),
            })
        })
}

/// The one child of a shape that holds a list of objects.
fn wrapper(shape: &Shape) -> Option<&(String, Shape)> {
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
    for (index, fact) in facts.iter().enumerate() {
        if parents.get(index).copied().flatten() != of {
            continue;
        }
        let found = shape.and_then(|shape| find(shape, &fact.name, &is_row));
        let inside = found.map(|found| found.shape).or_else(|| {
            shape
                .filter(|_| of.is_some() && fact.kind.may_contain())
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
        let Some((between, shown)) = found.and_then(|found| found.via) else {
            nodes.push(node);
            continue;
        };
        match nodes
            .iter_mut()
            .find(|other| other.fact.is_none() && other.name == *between)
        {
            Some(wrapper) => wrapper.children.push(node),
            None => nodes.push(Node {
                name: between.clone(),
                fact: None,
                list: shown.list,
                shape: Some(shown.clone()),
                children: vec![node],
            }),
        }
    }
    nodes
}

/// `Data.N.Name` in a response table: the last part.
fn last_name(name: &str) -> String {
    let parts: Vec<&str> = name
        .split('.')
        .filter(|part| !super::rows::is_index(part))
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

/// Puts what no example shows into the wrapper beside it, and adds the wrapper
/// of a list whose members have no rows.
fn complete(nodes: &mut [Node]) {
    for node in nodes.iter_mut() {
        complete(&mut node.children);
        let Some((name, inside)) = node.shape.as_ref().and_then(wrapper) else {
            continue;
        };
        let (name, inside) = (name.clone(), inside.clone());
        if node.children.is_empty() && container(node) {
            node.children.push(Node {
                list: inside.list,
                name,
                fact: None,
                shape: Some(inside),
                children: Vec::new(),
            });
        } else if let Some(at) = node
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

/// Adds what only the example shows.
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
