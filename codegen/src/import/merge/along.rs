//! Pairs the fields of a file with those of the documentation.

use super::{by_hand, find, member};
use crate::import::tree::Tree;

/// A field that both have.
pub(super) struct Pair<'a, 'p> {
    pub(super) old: &'a Tree,
    pub(super) new: &'a Tree,
    /// Path of the object that has the field; empty at the top.
    within: &'p str,
    /// The object that the file defines under the name of the field's type.
    pub(super) object: Option<&'a Tree>,
    /// Whether it is in a request, not in a response.
    pub(super) sent: bool,
}

impl Pair<'_, '_> {
    /// Its path.
    pub(super) fn path(&self) -> String {
        join(&[self.within, self.old.word("name").unwrap_or_default()])
    }

    /// The path of its inner fields.
    pub(super) fn inside(&self) -> String {
        join(&[&self.path(), self.old.word("item").unwrap_or_default()])
    }
}

fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    parts.join(".")
}

/// The type of a field; for a list, the type of its members.
pub(super) fn inner(field: &Tree) -> &str {
    let ty = field.word("type").unwrap_or_default();
    member(ty).unwrap_or(ty)
}

/// Visits the fields of an action file that the documentation also has, also
/// inside named objects. Skips entries corrected by hand.
pub(super) fn along<'a>(old: &'a Tree, new: &'a Tree, visit: &mut dyn FnMut(&Pair<'a, '_>)) {
    for key in ["parameters", "response"] {
        let sides = [old.members(key), new.members(key)];
        fields(
            old.members("objects"),
            sides,
            ("", key == "parameters"),
            visit,
        );
    }
}

fn fields<'a>(
    objects: &'a [Tree],
    [old, new]: [&'a [Tree]; 2],
    (within, sent): (&str, bool),
    visit: &mut dyn FnMut(&Pair<'a, '_>),
) {
    for old in old.iter().filter(|field| !by_hand(field)) {
        let Some(at) = find(new, old, "name") else {
            continue;
        };
        let ty = inner(old);
        let pair = Pair {
            old,
            new: &new[at],
            within,
            object: objects
                .iter()
                .find(|object| object.word("name") == Some(ty)),
            sent,
        };
        visit(&pair);
        let was = pair.object.unwrap_or(old).members("fields");
        // A type that contains itself ends with the documented rows.
        let sides = [was, pair.new.members("fields")];
        fields(objects, sides, (&pair.inside(), sent), visit);
    }
}
