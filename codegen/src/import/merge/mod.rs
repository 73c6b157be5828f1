//! An import into a spec folder that already has the action: documentation wins
//! for everything it can state; the file wins for what only its authors know.

use std::collections::{HashMap, HashSet};

use super::tree::Tree;

mod along;
mod enums;
mod objects;

/// Keys that documentation never states.
const AUTHORED: &[&str] = &[
    "rust",
    "rust_type",
    "sensitive",
    "pattern",
    "media",
    "raw_size",
    "override",
];

/// How one action is merged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Documented descriptions replace those of the file.
    pub(super) prose: bool,
    /// The documentation only links to its errors: those of the file stay.
    pub(super) errors_stay: bool,
    /// The documentation states where parameters travel.
    pub(super) document: bool,
    /// The documentation says nothing about answers: what the file says stays.
    pub(super) answers_stay: bool,
    /// Enums are closed, whatever the file says.
    pub(super) closed_enums: bool,
    /// The documentation states limits in sentences only, which are not read: those of
    /// the file stay.
    pub(super) limits_stay: bool,
}

/// Marks an enum whose documentation says that it has other values, too. Not written.
pub(super) const UNFINISHED: &str = "unfinished";

/// Limits of a parameter.
const LIMITS: &[&str] = &["length", "range", "items"];

/// Removes the marks that only merging needs.
pub(super) fn settle(tree: &mut Tree) {
    match tree {
        Tree::Map(entries) => {
            entries.retain(|(key, _)| key != UNFINISHED);
            entries.iter_mut().for_each(|(_, value)| settle(value));
        }
        Tree::List(members) => members.iter_mut().for_each(settle),
        Tree::Null | Tree::Plain(_) | Tree::Text(_) => {}
    }
}

/// Merges the objects that actions share into a product file. Others stay.
pub(super) fn shared(product: &mut Tree, fresh: Vec<Tree>, rules: Rules) {
    let side = Side {
        answered: &[],
        sent: true,
    };
    let merge = |old: &Tree, new: &Tree| {
        let mut merged = new.clone();
        keep(old, &mut merged, "rust");
        if !rules.prose || new.get("doc").is_none() {
            keep(old, &mut merged, "doc");
        }
        let fields = fields(
            old.members("fields"),
            new.members("fields"),
            "",
            side,
            rules,
        );
        merged.set("fields", Tree::List(fields));
        merged
    };
    let old = product.members("objects").to_vec();
    let all = by_name(&old, &fresh, "name", &|_| true, &merge);
    put_list(product, "objects", all);
}

/// Merges an action file with its draft.
pub(super) fn action(old: &Tree, new: &Tree, rules: Rules) -> Tree {
    let mut merged = new.clone();
    for key in ["area", "idempotent", "pagination", "waiter", "submits"] {
        keep(old, &mut merged, key);
    }
    if !rules.prose {
        keep(old, &mut merged, "doc");
        keep(old, &mut merged, "deprecated");
    }
    if new.get("deprecated").is_none() {
        keep(old, &mut merged, "deprecated");
    }
    let answered = answered(old);
    for key in ["parameters", "response"] {
        let side = Side {
            answered: &answered,
            sent: key == "parameters",
        };
        let fields = fields(old.members(key), new.members(key), "", side, rules);
        merged.set(key, Tree::List(fields));
    }
    let objects = objects::objects(old, new, &answered, rules);
    put_list(&mut merged, "objects", objects);
    put_list(&mut merged, "enums", enums::enums(old, new, rules));
    let errors = if rules.errors_stay && new.members("errors").is_empty() {
        old.members("errors").to_vec()
    } else {
        by_name(
            old.members("errors"),
            new.members("errors"),
            "code",
            &by_hand,
            &|old, new| error(old, new, rules),
        )
    };
    put_list(&mut merged, "errors", errors);
    put_list(
        &mut merged,
        "examples",
        examples(old.members("examples"), new.members("examples")),
    );
    let by_hand = old
        .members("errata")
        .iter()
        .filter(|erratum| erratum.word("imported") != Some("true"));
    put_list(&mut merged, "errata", by_hand.cloned().collect());
    if rules.answers_stay {
        for key in ["response", "errors", "examples", "errata", "doc", "page"] {
            keep(old, &mut merged, key);
        }
    }
    merged
}

/// Documented facts that the merged file does not follow.
pub(super) fn unfollowed(old: &Tree, new: &Tree, product: &Tree) -> Vec<String> {
    enums::unknown(old, new, product)
}

fn keep(old: &Tree, merged: &mut Tree, key: &str) {
    if let Some(value) = old.get(key) {
        merged.set(key, value.clone());
    }
}

fn put_list(tree: &mut Tree, key: &str, members: Vec<Tree>) {
    if members.is_empty() {
        tree.remove(key);
    } else {
        tree.set(key, Tree::List(members));
    }
}

fn name_of<'a>(tree: &'a Tree, key: &str) -> Option<&'a str> {
    tree.word(key).or_else(|| tree.as_word())
}

/// Members by name; the first one with each name.
fn by_key<'a>(list: &'a [Tree], key: &str) -> HashMap<Option<&'a str>, &'a Tree> {
    let mut out = HashMap::with_capacity(list.len());
    for tree in list {
        out.entry(name_of(tree, key)).or_insert(tree);
    }
    out
}

/// Index of the member with the same name.
fn find(list: &[Tree], tree: &Tree, key: &str) -> Option<usize> {
    list.iter()
        .position(|other| name_of(other, key) == name_of(tree, key))
}

/// Members in the order of the file; a new one follows its documented
/// predecessor. A member without documentation is kept only if it has
/// `override`.
fn by_name(
    old: &[Tree],
    new: &[Tree],
    key: &str,
    stays: &dyn Fn(&Tree) -> bool,
    merge: &dyn Fn(&Tree, &Tree) -> Tree,
) -> Vec<Tree> {
    let fresh = by_key(new, key);
    let mut kept: HashMap<Option<&str>, usize> = HashMap::new();
    // Each member that stays, followed by its new ones; the first slot holds the
    // new ones before all of them.
    let mut places: Vec<Vec<Tree>> = vec![Vec::new()];
    for old in old {
        let name = name_of(old, key);
        let member = match fresh.get(&name) {
            Some(new) => merge(old, new),
            None if stays(old) => old.clone(),
            None => continue,
        };
        kept.entry(name).or_insert(places.len());
        places.push(vec![member]);
    }
    let mut place = 0;
    let mut added = HashSet::new();
    for tree in new {
        let name = name_of(tree, key);
        match kept.get(&name) {
            Some(at) => place = *at,
            None if added.insert(name) => places[place].push(tree.clone()),
            None => {}
        }
    }
    places.into_iter().flatten().collect()
}

fn by_hand(tree: &Tree) -> bool {
    tree.word("override") == Some("true")
}

/// Merges parameters or response fields.
#[derive(Clone, Copy)]
struct Side<'a> {
    /// Paths that errata by the authors cover.
    answered: &'a [String],
    /// Whether they are in a request.
    sent: bool,
}

/// Fields that an erratum by the authors covers. The authors know that they
/// exist although an example, or the whole documentation, does not show them.
fn answered(tree: &Tree) -> Vec<String> {
    let errata = tree.members("errata").iter();
    errata
        .filter(|erratum| erratum.word("imported") != Some("true"))
        .filter(|erratum| {
            let lint = erratum.word("lint").unwrap_or_default();
            matches!(lint, "example-missing-field" | "example-missing-parameter")
        })
        .filter_map(|erratum| erratum.word("subject").map(plain))
        .collect()
}

/// A path without `.N`.
fn plain(path: &str) -> String {
    let parts = path.split('.').filter(|part| *part != "N");
    parts.collect::<Vec<_>>().join(".")
}

/// Parameters or fields below a path.
fn fields(old: &[Tree], new: &[Tree], path: &str, side: Side<'_>, rules: Rules) -> Vec<Tree> {
    let join = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    let own = |tree: &Tree| join(name_of(tree, "name").unwrap_or_default());
    let stays = |tree: &Tree| by_hand(tree) || side.answered.contains(&plain(&own(tree)));
    by_name(old, new, "name", &stays, &|old, new| {
        field(old, new, &own(old), side, rules)
    })
}

/// One parameter or response field.
fn field(old: &Tree, new: &Tree, path: &str, side: Side<'_>, rules: Rules) -> Tree {
    if by_hand(old) {
        return old.clone();
    }
    let mut merged = new.clone();
    for key in ["rust", "rust_type"] {
        merged.remove(key);
    }
    for key in AUTHORED {
        keep(old, &mut merged, key);
    }
    keep(old, &mut merged, "sample");
    if !rules.document {
        keep(old, &mut merged, "in");
    }
    // A documented name or secret may belong to a real person.
    if merged.word("sensitive") == Some("true") && old.get("sample").is_none() {
        merged.remove("sample");
    }
    if !rules.prose {
        keep(old, &mut merged, "doc");
        if new.get("required_when").is_some() {
            keep(old, &mut merged, "required_when");
        }
    }
    if !rules.prose || new.get("deprecated").is_none() {
        keep(old, &mut merged, "deprecated");
    }
    if new.get("item").is_none() && is_list(new) {
        keep(old, &mut merged, "item");
    }
    let (was, is) = (
        old.word("type").unwrap_or_default(),
        new.word("type").unwrap_or_default(),
    );
    if refines(was, is) {
        keep(old, &mut merged, "type");
        for key in ["values", "open", "length", "fields"] {
            merged.remove(key);
            keep(old, &mut merged, key);
        }
    } else if was.contains("enum") && is.contains("enum") {
        // The documentation itself says that its list is not complete.
        let unfinished = new.word(UNFINISHED) == Some("true");
        if !rules.closed_enums {
            merged.remove("open");
            keep(old, &mut merged, "open");
        }
        let values = by_name(
            old.members("values"),
            new.members("values"),
            "value",
            &|_| side.sent && unfinished,
            &|old, new| value(old, new, rules),
        );
        put_list(&mut merged, "values", values);
    }
    if rules.limits_stay && merged.word("type") == old.word("type") {
        keep_limits(old, &mut merged);
    }
    if !old.members("fields").is_empty() && !new.members("fields").is_empty() {
        let path = match old.word("item") {
            Some(item) => format!("{path}.{item}"),
            None => path.to_owned(),
        };
        let (was, is) = (old.members("fields"), new.members("fields"));
        put_list(&mut merged, "fields", fields(was, is, &path, side, rules));
    }
    let has_type = ["object", "enum"]
        .iter()
        .any(|word| merged.word("type").is_some_and(|ty| ty.contains(word)));
    if !has_type {
        merged.remove("rust_type");
    }
    merged
}

/// Keeps the limits of the file, unless the default now lies outside of them.
fn keep_limits(old: &Tree, merged: &mut Tree) {
    let default = merged.word("default").and_then(|text| text.parse().ok());
    for key in LIMITS.iter().filter(|key| old.get(key).is_some()) {
        let end = |end: &str| old.get(key)?.word(end)?.parse::<f64>().ok();
        let outside = default.is_some_and(|default: f64| {
            end("min").is_some_and(|min| default < min)
                || end("max").is_some_and(|max| default > max)
        });
        if !(*key == "range" && outside) {
            keep(old, merged, key);
        }
    }
}

fn is_list(tree: &Tree) -> bool {
    tree.word("type").is_some_and(|ty| ty.starts_with("list<"))
}

/// The member type of a list type.
fn member(ty: &str) -> Option<&str> {
    ty.strip_prefix("list<")?.strip_suffix('>')
}

/// Whether the file's type is more precise than the documented one: the name of
/// an enum defined elsewhere, or an image for a string.
fn refines(was: &str, is: &str) -> bool {
    let inner = |ty| member(ty).map_or((false, ty), |inner| (true, inner));
    let ((was_list, was), (is_list, is)) = (inner(was), inner(is));
    let named = was.starts_with(|c: char| c.is_ascii_uppercase());
    let simple = matches!(
        is,
        "string" | "enum" | "integer" | "enum<integer>" | "object" | "json"
    );
    was_list == is_list && ((named && simple) || (was == "base64-image" && is == "string"))
}

/// One value of an enum; the authors own its Rust name and description.
fn value(old: &Tree, new: &Tree, rules: Rules) -> Tree {
    if old.word("name").is_none()
        && (rules.prose || old.word("doc").is_none())
        && old.word("deprecated").is_none()
    {
        return new.clone();
    }
    let mut merged = Tree::Map(vec![(
        "value".to_owned(),
        Tree::text(name_of(new, "value").unwrap_or_default()),
    )]);
    for key in ["name", "doc"] {
        keep(new, &mut merged, key);
    }
    for key in ["name", "deprecated"] {
        keep(old, &mut merged, key);
    }
    if !rules.prose {
        keep(old, &mut merged, "doc");
    }
    merged
}

fn error(old: &Tree, new: &Tree, rules: Rules) -> Tree {
    // A code without fields refers to the product file.
    if old.as_word().is_some() {
        return old.clone();
    }
    let mut merged = new.clone();
    keep(old, &mut merged, "name");
    if !rules.prose {
        keep(old, &mut merged, "doc");
    }
    merged
}

/// The documented example replaces the one with its name, unless that one has
/// `override`; others stay.
fn examples(old: &[Tree], new: &[Tree]) -> Vec<Tree> {
    let mut out = Vec::new();
    for example in new {
        let was = old
            .iter()
            .find(|old| old.word("name") == example.word("name"));
        if let Some(was) = was.filter(|was| by_hand(was)) {
            out.push(was.clone());
            continue;
        }
        let mut merged = example.clone();
        if let Some(was) = was {
            let request = example.word("request").unwrap_or_default();
            let shown = |placeholder: &&Tree| {
                placeholder
                    .word("text")
                    .is_some_and(|text| request.contains(text))
            };
            let mut placeholders: Vec<Tree> = was
                .members("placeholders")
                .iter()
                .filter(shown)
                .cloned()
                .collect();
            for placeholder in example.members("placeholders") {
                if !placeholders
                    .iter()
                    .any(|other| other.word("text") == placeholder.word("text"))
                {
                    placeholders.push(placeholder.clone());
                }
            }
            put_list(&mut merged, "placeholders", placeholders);
        }
        out.push(merged);
    }
    out.extend(
        old.iter()
            .filter(|old| !new.iter().any(|new| new.word("name") == old.word("name")))
            .cloned(),
    );
    out
}

#[cfg(test)]
mod tests;
