//! Updates the named enums of a file from the documented values of the fields
//! that use them.

use std::collections::HashSet;

use super::along::{along, inner};
use super::{Rules, UNFINISHED, by_hand, by_key, by_name, name_of, put_list, value};
use crate::import::tree::Tree;

/// What the documentation says about the values of one field.
struct Listed<'a> {
    /// Name of the enum that the field of the file has.
    name: &'a str,
    /// Path of the field.
    path: String,
    values: &'a [Tree],
    /// Whether to keep values that the documentation does not have.
    unfinished: bool,
}

/// The enums of an action file, with their documented values. An enum without
/// documented values stays as it is.
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
        let mut seen = HashSet::new();
        let values = lists.iter().flat_map(|list| list.values);
        let is: Vec<Tree> = values
            .filter(|tree| seen.insert(name_of(tree, "value")))
            .cloned()
            .collect();
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

/// Documented values that enums of the product file do not have. All actions
/// share those enums, so only their authors change them.
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
        let known = by_key(shared.members("values"), "value");
        out.extend(
            list.values
                .iter()
                .filter_map(|tree| name_of(tree, "value"))
                .filter(|value| !known.contains_key(&Some(*value)))
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
    along(old, new, &mut |pair| {
        let values = pair.new.members("values");
        if values.is_empty() {
            return;
        }
        let side = if pair.sent { "parameters" } else { "response" };
        out.push(Listed {
            name: inner(pair.old),
            path: format!("{side}.{}", pair.path()),
            values,
            unfinished: pair.new.word(UNFINISHED) == Some("true"),
        });
    });
    out
}
