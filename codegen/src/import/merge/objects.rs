//! Objects that a file defines under a name follow the page's rows of the
//! fields that have them.

use super::{Rules, Side, by_hand, fields, find, name_of};
use crate::import::tree::Tree;

/// What the page says of one object.
struct Rows<'a> {
    object: &'a Tree,
    /// Path of the first field that has the object.
    path: String,
    /// Whether that field is sent.
    sent: bool,
    /// The rows of all fields that have it, each name once.
    rows: Vec<Tree>,
}

/// The objects of a file, with the fields that the page gives them. An object
/// of which the page says nothing stays as it is.
pub(super) fn objects(old: &Tree, new: &Tree, answered: &[String], rules: Rules) -> Vec<Tree> {
    let objects = old.members("objects");
    let mut found = Vec::new();
    for key in ["parameters", "response"] {
        let sent = key == "parameters";
        collect(
            objects,
            [old.members(key), new.members(key)],
            ("", sent),
            &mut found,
        );
    }
    let merged = |object: &Tree| {
        let mut object = object.clone();
        if let Some(rows) = found.iter().find(|rows| same_name(rows.object, &object)) {
            let side = Side {
                answered,
                sent: rows.sent,
            };
            let was = object.members("fields").to_vec();
            let is = fields(&was, &rows.rows, &rows.path, side, rules);
            object.set("fields", Tree::List(is));
        }
        object
    };
    objects.iter().map(merged).collect()
}

fn same_name(one: &Tree, other: &Tree) -> bool {
    name_of(one, "name") == name_of(other, "name")
}

/// Goes through the fields of the file along those of the page.
fn collect<'a>(
    objects: &'a [Tree],
    [old, new]: [&[Tree]; 2],
    (path, sent): (&str, bool),
    found: &mut Vec<Rows<'a>>,
) {
    for field in old.iter().filter(|field| !by_hand(field)) {
        let Some(rows) = find(new, field, "name").map(|at| new[at].members("fields")) else {
            continue;
        };
        if rows.is_empty() {
            continue;
        }
        let inside = [Some(path), field.word("name"), field.word("item")]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(".");
        let ty = field.word("type").unwrap_or_default();
        let ty = ty
            .strip_prefix("list<")
            .and_then(|inner| inner.strip_suffix('>'))
            .unwrap_or(ty);
        let object = objects
            .iter()
            .find(|object| object.word("name") == Some(ty));
        if let Some(object) = object {
            add(object, &inside, sent, rows, found);
        }
        let was = object.unwrap_or(field).members("fields");
        collect(objects, [was, rows], (&inside, sent), found);
    }
}

fn add<'a>(object: &'a Tree, path: &str, sent: bool, rows: &[Tree], found: &mut Vec<Rows<'a>>) {
    if !found.iter().any(|known| same_name(known.object, object)) {
        found.push(Rows {
            object,
            path: path.to_owned(),
            sent,
            rows: Vec::new(),
        });
    }
    let known = found
        .iter_mut()
        .find(|known| same_name(known.object, object));
    let Some(known) = known else { return };
    for row in rows {
        if find(&known.rows, row, "name").is_none() {
            known.rows.push(row.clone());
        }
    }
}
