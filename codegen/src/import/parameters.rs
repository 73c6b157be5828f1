//! The parameters of a page as entries of an action file: full names such as
//! `Tag.N.Key` become lists and objects.

use super::bounds::Bounds;
use super::draft::{COMMON, Definition, Draft, required};
use super::kind::Base;
use super::name::is_index;
use super::request::Parameter;
use super::rows::Fact;
use super::tree::{MapBuilder, Tree};
use crate::names;
use crate::notation;

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

/// Entries of `parameters`.
pub(super) fn parameters(draft: &mut Draft<'_>, parameters: &[Parameter]) -> Vec<Tree> {
    let mut root = Branch::default();
    for parameter in parameters {
        if COMMON.iter().any(|(name, ..)| *name == parameter.name) {
            draft.note(
                parameter.fact.line,
                format!(
                    "`{}` is a parameter of every call; left out",
                    parameter.name
                ),
            );
            continue;
        }
        grow(&mut root, parameter, draft);
    }
    entries(draft, &root.children, "", 0)
}

fn grow<'a>(root: &mut Branch<'a>, parameter: &'a Parameter, draft: &mut Draft<'_>) {
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
        draft.note(
            parameter.fact.line,
            format!("`{}` repeats another row; left out", parameter.name),
        );
    } else {
        branch.fact = Some(&parameter.fact);
    }
}

fn entries(
    draft: &mut Draft<'_>,
    branches: &[Branch<'_>],
    parent: &str,
    depth: usize,
) -> Vec<Tree> {
    let names: Vec<&str> = branches.iter().map(|branch| branch.name).collect();
    let mut taken: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for branch in branches {
        if depth > 8 {
            break;
        }
        let mut tree = MapBuilder::default();
        tree.text("name", branch.name);
        let mut ident = names::field(branch.name).unwrap_or_default();
        if taken.contains(&ident) {
            let other = format!("{}_{}", ident.trim_start_matches("r#"), taken.len() + 1);
            tree.text("rust", other.clone());
            ident = other;
        }
        taken.push(ident);
        match branch.children.is_empty() {
            true => leaf(draft, branch, parent, &names, &mut tree),
            false => object(draft, branch, parent, &names, depth, &mut tree),
        }
        out.push(tree.done());
    }
    out
}

fn object(
    draft: &mut Draft<'_>,
    branch: &Branch<'_>,
    parent: &str,
    names: &[&str],
    depth: usize,
    tree: &mut MapBuilder,
) {
    let list = branch.list || branch.fact.is_some_and(|fact| fact.kind.list);
    tree.text("type", if list { "list<object>" } else { "object" });
    if let Some(rust) = draft.rust_type(branch.name, parent, &Definition::Object) {
        tree.text("rust_type", rust);
    }
    if let Some(fact) = branch.fact {
        required(draft, &fact.need, branch.name, names, tree);
        if list && let Some(bounds) = &fact.items {
            tree.put("items", counts(bounds));
        }
        tree.text_if("doc", &draft.description(fact));
    } else if branch
        .children
        .iter()
        .any(|child| child.fact.is_some_and(|fact| fact.need.always()))
        && list
    {
        // A required field of a member requires no member.
    }
    let below = format!("{parent}{}", branch.name);
    let fields = entries(draft, &branch.children, &below, depth + 1);
    tree.list("fields", fields);
}

fn leaf(
    draft: &mut Draft<'_>,
    branch: &Branch<'_>,
    parent: &str,
    names: &[&str],
    tree: &mut MapBuilder,
) {
    let Some(fact) = branch.fact else {
        tree.text("type", "string");
        return;
    };
    let list = branch.list || is_list(fact);
    let base = base(fact, list);
    let base = match &fact.values {
        Some(_) if matches!(base, "integer" | "long") => "enum<integer>",
        Some(_) if base == "string" => "enum",
        _ => base,
    };
    tree.text(
        "type",
        if list {
            format!("list<{base}>")
        } else {
            base.to_owned()
        },
    );
    let is_enum = base.starts_with("enum");
    let values = fact.values.as_ref().filter(|_| is_enum);
    if let Some(values) = values {
        let listed = values
            .values
            .iter()
            .map(|(value, _)| value.clone())
            .collect();
        let definition = Definition::Enum(listed, base != "enum", values.open);
        if let Some(rust) = draft.rust_type(branch.name, parent, &definition) {
            tree.text("rust_type", rust);
        }
        tree.flag("open", values.open);
    }
    if let Some(position) = fact
        .position
        .filter(|position| *position == "body" && parent.is_empty())
    {
        tree.text("in", position);
    }
    required(draft, &fact.need, branch.name, names, tree);
    limits(draft, fact, list, base, tree);
    if let Some(sentence) = &fact.deprecated {
        tree.text("deprecated", draft.outdated(sentence));
    }
    tree.text_if("doc", &draft.description(fact));
    if let Some(sample) = sample(fact, base) {
        tree.text("sample", sample);
    }
    if let Some(values) = values {
        tree.list("values", draft.values(values));
    }
}

fn is_list(fact: &Fact) -> bool {
    let json = fact.example.starts_with(['[', '{']);
    (fact.kind.list && !json)
        || fact
            .kind
            .named()
            .is_some_and(|name| name.ends_with("ListType"))
}

fn base(fact: &Fact, list: bool) -> &'static str {
    match &fact.kind.base {
        Base::Integer => "integer",
        Base::Long => "long",
        Base::Float => "float",
        Base::Boolean => "boolean",
        Base::Json => "json",
        Base::Struct if !list => "json",
        Base::Blank if fact.kind.list && !list => "json",
        Base::Named(_) if fact.example.starts_with(['[', '{']) => "json",
        _ => "string",
    }
}

/// Limits and the default, each where the type and the others allow it.
fn limits(draft: &mut Draft<'_>, fact: &Fact, list: bool, base: &str, tree: &mut MapBuilder) {
    let number = matches!(base, "integer" | "long" | "float");
    let mut default = fact
        .default
        .clone()
        .filter(|value| !list && base != "json" && fits(value, base));
    if default.is_some() && fact.need.always() {
        draft.note(
            fact.line,
            format!(
                "`{}` is required and has a default; the default is left out",
                fact.name
            ),
        );
        default = None;
    }
    let mut range = fact
        .range
        .clone()
        .filter(|_| number && !list)
        .filter(|bounds| base == "float" || whole(bounds));
    if let (Some(value), Some(bounds)) = (&default, &range)
        && outside(value, bounds)
    {
        draft.note(
            fact.line,
            format!(
                "`{}`: the default `{value}` lies outside the range; the range is left out",
                fact.name
            ),
        );
        range = None;
    }
    if let Some(value) = default {
        tree.text("default", value);
    }
    if let Some(bounds) = fact.length.as_ref().filter(|_| base == "string" && !list) {
        tree.put("length", counts(bounds));
    }
    if let Some(bounds) = &range {
        tree.put("range", counts(bounds));
    }
    if let Some(bounds) = fact.items.as_ref().filter(|_| list) {
        tree.put("items", counts(bounds));
    }
}

fn whole(bounds: &Bounds) -> bool {
    [&bounds.min, &bounds.max]
        .into_iter()
        .flatten()
        .all(|end| end.parse::<i64>().is_ok() && notation::is_number(end))
}

fn outside(value: &str, bounds: &Bounds) -> bool {
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let value = number(value);
    bounds.min.as_deref().is_some_and(|min| value < number(min))
        || bounds.max.as_deref().is_some_and(|max| value > number(max))
}

fn fits(value: &str, base: &str) -> bool {
    match base {
        "integer" | "enum<integer>" => notation::is_number(value) && value.parse::<i32>().is_ok(),
        "long" => notation::is_number(value) && value.parse::<i64>().is_ok(),
        "float" => notation::is_number(value),
        "boolean" => matches!(value, "true" | "false"),
        _ => !value.contains('\n') && value.trim() == value && !value.is_empty(),
    }
}

/// `{ min: 1, max: 100 }`.
fn counts(bounds: &Bounds) -> Tree {
    let mut tree = MapBuilder::default();
    for (key, end) in [("min", &bounds.min), ("max", &bounds.max)] {
        if let Some(end) = end {
            tree.put(key, Tree::Plain(end.clone()));
        }
    }
    tree.done()
}

/// The value of the example column, where it is one of the parameter.
fn sample(fact: &Fact, base: &str) -> Option<String> {
    let value = super::draft::visible(&fact.example);
    let listed = fact
        .values
        .as_ref()
        .is_none_or(|values| values.values.iter().any(|(other, _)| *other == value));
    let limited = match base {
        "integer" | "long" | "float" => fact
            .range
            .as_ref()
            .is_none_or(|bounds| !outside(&value, bounds)),
        "string" => fact.length.as_ref().is_none_or(|bounds| {
            #[expect(clippy::cast_precision_loss, reason = "an example of some characters")]
            let count = value.chars().count() as f64;
            let end = |end: &Option<String>| end.as_deref().and_then(|end| end.parse::<f64>().ok());
            end(&bounds.min).is_none_or(|min| count >= min)
                && end(&bounds.max).is_none_or(|max| count <= max)
        }),
        _ => true,
    };
    let short = value.chars().count() <= 200;
    (!value.is_empty()
        && short
        && listed
        && limited
        && base != "json"
        && !base.starts_with("enum")
        && fits(&value, base))
    .then_some(value)
}
