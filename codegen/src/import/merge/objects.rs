//! Updates the named objects of a file from the documented fields of the
//! fields that use them.

use super::along::along;
use super::{Rules, Side, fields, find, name_of};
use crate::import::tree::Tree;

/// What the documentation says about one object.
struct Rows<'a> {
    object: &'a Tree,
    /// Path of the first field that uses the object.
    path: String,
    /// Whether that field is in a request.
    sent: bool,
    /// The rows of all fields that use it, each name once.
    rows: Vec<Tree>,
}

/// The objects of a file, with their documented fields. An object without
/// documentation stays as it is.
pub(super) fn objects(old: &Tree, new: &Tree, answered: &[String], rules: Rules) -> Vec<Tree> {
    let objects = old.members("objects");
    let mut found: Vec<Rows<'_>> = Vec::new();
    along(old, new, &mut |pair| {
        let rows = pair.new.members("fields");
        if let Some(object) = pair.object.filter(|_| !rows.is_empty()) {
            add(object, &pair.inside(), pair.sent, rows, &mut found);
        }
    });
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
