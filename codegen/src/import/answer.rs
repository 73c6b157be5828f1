//! The fields of a response as entries of an action file.

use super::draft::{Definition, Draft};
use super::kind::Base;
use super::nest::Node;
use super::tree::{MapBuilder, Tree};
use crate::names;

/// Entries of `response`.
pub(super) fn fields(draft: &mut Draft<'_>, nodes: &[Node]) -> Vec<Tree> {
    entries(draft, nodes, "", 0)
}

fn entries(draft: &mut Draft<'_>, nodes: &[Node], parent: &str, depth: usize) -> Vec<Tree> {
    let mut taken: Vec<(String, String)> = Vec::new();
    let mut out = Vec::new();
    for node in nodes {
        let mut ident = names::field(&node.name).unwrap_or_default();
        let line = node.fact.as_ref().map_or(1, |fact| fact.line);
        if ident.is_empty() || taken.iter().any(|(name, _)| *name == node.name) {
            draft.note(
                line,
                format!(
                    "`{}` stands twice in one object; the first one is kept",
                    node.name
                ),
            );
            continue;
        }
        let mut tree = MapBuilder::default();
        tree.text("name", node.name.clone());
        if taken.iter().any(|(_, other)| *other == ident) {
            ident = format!("{}_{}", ident.trim_start_matches("r#"), taken.len() + 1);
            tree.text("rust", ident.clone());
        }
        taken.push((node.name.clone(), ident));
        field(draft, node, parent, depth, &mut tree);
        out.push(tree.done());
    }
    out
}

fn field(draft: &mut Draft<'_>, node: &Node, parent: &str, depth: usize, tree: &mut MapBuilder) {
    let member = member(node);
    let inside = member.unwrap_or(node);
    let list = member.is_some() || node.list;
    let item = node
        .shape
        .as_ref()
        .and_then(|shape| shape.item.as_ref())
        .filter(|_| list);
    let item = member.map(|member| &member.name).or(item);
    let source = item.unwrap_or(&node.name).as_str();
    let ty = if inside.children.is_empty() || depth > 8 {
        let base = base(inside, node);
        let values = node.fact.as_ref().and_then(|fact| fact.values.as_ref());
        match (values, base) {
            (Some(_), "integer" | "long") => "enum<integer>",
            (Some(_), "string") => "enum",
            _ => base,
        }
    } else {
        "object"
    };
    tree.text(
        "type",
        if list {
            format!("list<{ty}>")
        } else {
            ty.to_owned()
        },
    );
    let below = format!("{parent}{source}");
    let values = node
        .fact
        .as_ref()
        .and_then(|fact| fact.values.as_ref())
        .filter(|_| ty.starts_with("enum"));
    let definition = match values {
        Some(values) => Some(Definition::Enum(
            values
                .values
                .iter()
                .map(|(value, _)| value.clone())
                .collect(),
            ty != "enum",
            true,
        )),
        None => (ty == "object").then_some(Definition::Object),
    };
    if let Some(definition) = definition
        && let Some(rust) = draft.rust_type(source, parent, &definition)
    {
        tree.text("rust_type", rust);
    }
    if let Some(item) = item {
        tree.text("item", item.clone());
    }
    // A gateway may answer with a value that the page does not list yet.
    tree.flag("open", values.is_some());
    if let Some(sentence) = node.fact.as_ref().and_then(|fact| fact.deprecated.as_ref()) {
        tree.text("deprecated", draft.outdated(sentence));
    }
    match &node.fact {
        Some(fact) => tree.text_if("doc", &draft.description(fact)),
        None if draft.prose => tree.text("doc", "Only the example of the page shows it."),
        None => {}
    }
    if let Some(values) = values {
        tree.list("values", draft.values(values));
    }
    if ty == "object" {
        tree.list(
            "fields",
            entries(draft, &inside.children, &below, depth + 1),
        );
    }
}

/// The element around each member of a list, where the field has one.
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

fn base(inside: &Node, node: &Node) -> &'static str {
    let shape = inside.shape.as_ref();
    let kinds = [inside.fact.as_ref(), node.fact.as_ref()];
    for kind in kinds.into_iter().flatten().map(|fact| &fact.kind.base) {
        match kind {
            Base::String => return "string",
            Base::Integer => return "integer",
            Base::Long => return "long",
            Base::Float => return "float",
            Base::Boolean => return "boolean",
            Base::Json => return "json",
            _ => {}
        }
    }
    match shape {
        Some(shape) if shape.boolean => "boolean",
        Some(shape) if shape.number => "long",
        Some(shape) if shape.scalar => "string",
        _ if kinds
            .iter()
            .flatten()
            .any(|fact| fact.kind.base == Base::Struct) =>
        {
            "json"
        }
        _ if inside.list || node.list => "string",
        _ if kinds
            .iter()
            .flatten()
            .any(|fact| matches!(fact.kind.base, Base::Odd(_))) =>
        {
            "string"
        }
        _ => "json",
    }
}
