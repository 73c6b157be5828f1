//! Enums that a file defines under a name follow the page's values of the
//! fields that have them.

use super::{Rules, by_hand, by_name, find, name_of, put_list, value};
use crate::import::tree::Tree;

/// What the page says of the values of one field.
struct Listed<'a> {
    /// Name of the enum that the field of the file has.
    name: &'a str,
    /// Path of the field.
    path: String,
    values: &'a [Tree],
    /// Whether values that the page does not have stay.
    unfinished: bool,
}

/// The enums of an action file, with the values that the page gives them. An
/// enum of which the page says nothing stays as it is.
pub(super) fn enums(old: &Tree, new: &Tree, rules: Rules) -> Vec<Tree> {
    let listed = listed(old, new);
    let merged = |definition: &Tree| {
        let mut definition = definition.clone();
        let lists: Vec<&Listed> = listed
            .iter()
            .filter(|list| Some(list.name) == definition.word("name"))
            .collect();
        if lists.is_empty() || by_hand(&definition) {
            return definition;
        }
        let mut is: Vec<Tree> = Vec::new();
        for tree in lists.iter().flat_map(|list| list.values) {
            if find(&is, tree, "value").is_none() {
                is.push(tree.clone());
            }
        }
        let unfinished = lists.iter().any(|list| list.unfinished);
        let values = by_name(
            definition.members("values"),
            &is,
            "value",
            &|_| unfinished,
            &|old, new| value(old, new, rules),
        );
        put_list(&mut definition, "values", values);
        definition
    };
    old.members("enums").iter().map(merged).collect()
}

/// Values of the page that enums of the product file do not have: those are of
/// all actions, and for their authors to change.
pub(super) fn unknown(old: &Tree, new: &Tree, product: &Tree) -> Vec<String> {
    let own = old.members("enums");
    let mut out = Vec::new();
    for list in listed(old, new) {
        let called = |tree: &&Tree| tree.word("name") == Some(list.name);
        if own.iter().any(|tree| called(&tree)) {
            continue;
        }
        let Some(shared) = product.members("enums").iter().find(called) else {
            continue;
        };
        let known = shared.members("values");
        out.extend(
            list.values
                .iter()
                .filter(|tree| find(known, tree, "value").is_none())
                .filter_map(|tree| name_of(tree, "value"))
                .map(|value| {
                    format!(
                        "`{}` can be `{value}`, which the enum `{}` of the product file does not \
                         have; it was not added",
                        list.path, list.name
                    )
                }),
        );
    }
    out
}

fn listed<'a>(old: &'a Tree, new: &'a Tree) -> Vec<Listed<'a>> {
    let mut out = Vec::new();
    for key in ["parameters", "response"] {
        let lists = [old.members(key), new.members(key)];
        collect(old.members("objects"), lists, key, &mut out);
    }
    out
}

/// Goes through the fields of the file along those of the page.
fn collect<'a>(
    objects: &'a [Tree],
    [old, new]: [&'a [Tree]; 2],
    path: &str,
    out: &mut Vec<Listed<'a>>,
) {
    for field in old.iter().filter(|field| !by_hand(field)) {
        let Some(page) = find(new, field, "name").map(|at| &new[at]) else {
            continue;
        };
        let path = format!("{path}.{}", field.word("name").unwrap_or_default());
        let ty = inner(field.word("type").unwrap_or_default());
        if !page.members("values").is_empty() {
            out.push(Listed {
                name: ty,
                path,
                values: page.members("values"),
                unfinished: page.word("open") == Some("true"),
            });
            continue;
        }
        let object = objects
            .iter()
            .find(|object| object.word("name") == Some(ty));
        let was = object.unwrap_or(field).members("fields");
        // A type that contains itself ends with the rows of the page.
        collect(objects, [was, page.members("fields")], &path, out);
    }
}

/// The type of the members of a list; any other type as it is.
fn inner(ty: &str) -> &str {
    ty.strip_prefix("list<")
        .and_then(|inner| inner.strip_suffix('>'))
        .unwrap_or(ty)
}
