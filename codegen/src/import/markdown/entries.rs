//! Rows and nodes of a page as entries of the neutral description: full names
//! such as `Tag.N.Key` become lists and objects.

use super::kind::Base;
use super::name::is_index;
use super::need;
use super::nest::Node;
use super::outline;
use super::request::Parameter;
use super::rows::Fact;
use super::values::{self, without_values};
use crate::import::description::{Entry, Evidence, Need, Note, Told, Type, Value, Values};
use crate::import::text::visible;

/// Levels of nested objects that are described.
const MAX_DEPTH: usize = 8;

/// One name, and the names below it.
#[derive(Debug, Default)]
struct Branch<'a> {
    name: &'a str,
    /// A number follows: it is a list.
    list: bool,
    /// The row of exactly this name, or of its members.
    fact: Option<&'a Fact>,
    children: Vec<Branch<'a>>,
}

/// Parameters as trees.
pub(super) fn parameters(parameters: &[Parameter], notes: &mut Vec<Note>) -> Vec<Entry> {
    let mut root = Branch::default();
    for parameter in parameters {
        grow(&mut root, parameter, notes);
    }
    root.children.iter().map(|branch| sent(branch, 0)).collect()
}

fn grow<'a>(root: &mut Branch<'a>, parameter: &'a Parameter, notes: &mut Vec<Note>) {
    let mut branch = root;
    for part in parameter.name.split('.').filter(|part| !part.is_empty()) {
        if is_index(part) && !branch.name.is_empty() {
            branch.list = true;
            continue;
        }
        let at = branch
            .children
            .iter()
            .position(|child| child.name == part)
            .unwrap_or_else(|| {
                branch.children.push(Branch {
                    name: part,
                    ..Branch::default()
                });
                branch.children.len() - 1
            });
        branch = &mut branch.children[at];
    }
    if branch.fact.is_some() {
        let what = format!("`{}` repeats another row; left out", parameter.name);
        notes.push(Note::new(parameter.fact.line, what));
    } else {
        branch.fact = Some(&parameter.fact);
    }
}

/// A parameter, or a field inside one.
fn sent(branch: &Branch<'_>, depth: usize) -> Entry {
    let (list, ty) = if branch.children.is_empty() {
        let list = branch.list || branch.fact.is_some_and(is_list);
        (
            list,
            branch.fact.map_or(Type::String, |fact| scalar(fact, list)),
        )
    } else {
        let below = branch.children.iter().filter(|_| depth < MAX_DEPTH);
        let fields = below.map(|child| sent(child, depth + 1)).collect();
        let list = branch.list || branch.fact.is_some_and(|fact| fact.kind.list);
        (list, Type::Object(fields))
    };
    let ty = if list { ty.list(None) } else { ty };
    let mut entry = Entry::new(branch.name, 1, ty);
    if let Some(fact) = branch.fact {
        fill(&mut entry, fact);
    }
    entry
}

fn is_list(fact: &Fact) -> bool {
    let json = fact.example.starts_with(['[', '{']);
    (fact.kind.list && !json)
        || fact
            .kind
            .named()
            .is_some_and(|name| name.ends_with("ListType"))
}

/// The type of a parameter, or of its members.
fn scalar(fact: &Fact, list: bool) -> Type {
    match &fact.kind.base {
        Base::Integer => Type::Integer,
        Base::Long => Type::Long,
        Base::Float => Type::Float,
        Base::Boolean => Type::Boolean,
        Base::Json => Type::Json,
        Base::Struct if !list => Type::Json,
        Base::Blank if fact.kind.list && !list => Type::Json,
        Base::Named(_) if fact.example.starts_with(['[', '{']) => Type::Json,
        _ => Type::String,
    }
}

/// Response fields as entries.
pub(super) fn response(nodes: &[Node]) -> Vec<Entry> {
    nodes.iter().map(|node| answered(node, 0)).collect()
}

fn answered(node: &Node, depth: usize) -> Entry {
    let member = member(node);
    let inside = member.unwrap_or(node);
    let ty = if inside.children.is_empty() || depth > MAX_DEPTH {
        shown(inside, node)
    } else {
        let fields = inside.children.iter();
        Type::Object(fields.map(|child| answered(child, depth + 1)).collect())
    };
    let ty = if member.is_some() || node.list {
        let item = node.shape.as_ref().and_then(|shape| shape.item.as_ref());
        ty.list(member.map(|member| &member.name).or(item).cloned())
    } else {
        ty
    };
    let mut entry = Entry::new(node.name.as_str(), 1, ty);
    match &node.fact {
        Some(fact) => fill(&mut entry, fact),
        None => entry.evidence = Evidence::Example,
    }
    entry
}

/// The element around each member of a list, if the field has one.
fn member(node: &Node) -> Option<&Node> {
    let [only] = node.children.as_slice() else {
        return None;
    };
    let kind = node.fact.as_ref().map(|fact| &fact.kind);
    let typed = kind.is_some_and(|kind| {
        kind.list
            && kind
                .named()
                .is_none_or(|name| name.eq_ignore_ascii_case(&only.name))
    });
    let shown = only.list
        && only.fact.as_ref().is_none_or(|fact| {
            !fact.kind.list
                || !fact.kind.may_contain()
                || only.children.is_empty()
                || fact.kind.base == Base::Blank
        });
    let (parent, child) = (node.name.to_lowercase(), only.name.to_lowercase());
    let plural = parent.len() > child.len()
        && (parent.starts_with(&child)
            || child.ends_with('y') && parent.starts_with(child.trim_end_matches('y')));
    let container = only.fact.as_ref().is_none_or(|fact| {
        fact.kind.base == Base::Blank
            || fact.kind.base == Base::Struct
            || fact.kind.named().is_some()
    });
    (typed || shown || (plural && container)).then_some(only)
}

/// The type of a response field without fields: from its row, or else from the
/// example.
fn shown(inside: &Node, node: &Node) -> Type {
    let bases = [inside, node].map(|node| node.fact.as_ref().map(|fact| &fact.kind.base));
    for base in bases.into_iter().flatten() {
        match base {
            Base::String => return Type::String,
            Base::Integer => return Type::Integer,
            Base::Long => return Type::Long,
            Base::Float => return Type::Float,
            Base::Boolean => return Type::Boolean,
            Base::Json => return Type::Json,
            _ => {}
        }
    }
    let any = |wanted: fn(&Base) -> bool| bases.into_iter().flatten().any(wanted);
    match &inside.shape {
        Some(shape) if shape.boolean => Type::Boolean,
        Some(shape) if shape.number => Type::Long,
        Some(shape) if shape.scalar => Type::String,
        _ if any(|base| *base == Base::Struct) => Type::Json,
        _ if inside.list || node.list => Type::String,
        _ if any(|base| matches!(base, Base::Odd(_))) => Type::String,
        _ => Type::Json,
    }
}

/// Fills in what the row says about the entry.
fn fill(entry: &mut Entry, fact: &Fact) {
    entry.origin = fact.line.into();
    entry.location = fact.location;
    entry.need = match &fact.need {
        need::Need::Yes => Need::Required,
        need::Need::No => Need::Optional,
        need::Need::When(sentence) => Need::Conditional(sentence.clone()),
        need::Need::Unsaid | need::Need::Odd(_) => Need::Unknown,
    };
    entry.values = fact.values.as_ref().map(neutral);
    entry.default.clone_from(&fact.default);
    entry.told = Told {
        range: fact.range.clone(),
        length: fact.length.clone(),
        items: fact.items.clone(),
    };
    entry.deprecated.clone_from(&fact.deprecated);
    entry.sample.clone_from(&fact.example);
    entry.doc = paragraphs(fact);
}

fn neutral(values: &values::Values) -> Values {
    let value = |(value, meaning): &(String, String)| Value {
        value: value.clone(),
        meaning: meaning.clone(),
    };
    Values {
        values: values.values.iter().map(value).collect(),
        open: values.open,
    }
}

/// The description of a row in its paragraphs, without its values.
fn paragraphs(fact: &Fact) -> String {
    let text = match &fact.values {
        Some(values) => without_values(&fact.doc, values),
        None => fact.doc.clone(),
    };
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let bullet = outline::bullet(line.trim());
        let line = bullet.map_or_else(|| visible(line), |item| format!("- {}", visible(item)));
        let repeated = line.is_empty() && lines.last().is_none_or(String::is_empty);
        if !repeated {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}
