//! Enums and objects: which fields use them in which direction, and the pairs of
//! old and new definitions.

use std::collections::{HashMap, HashSet};

use crate::diff::log::{At, Effect, Log};
use crate::diff::values;
use crate::model::{Action, Enum, EnumRef, Field, Model, Role, Type};

/// How a definition is used.
#[derive(Debug, Clone, Default)]
pub(super) struct Use<'a> {
    /// Number of fields that use it.
    pub(super) count: usize,
    pub(super) request: bool,
    pub(super) response: bool,
    /// Descriptions of the fields; a definition in place has the same one.
    docs: Vec<&'a str>,
}

impl<'a> Use<'a> {
    fn add(&mut self, field: &'a Field, role: Role) {
        self.count += 1;
        self.request |= role == Role::Request;
        self.response |= role == Role::Response;
        self.docs.push(&field.doc);
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.request |= other.request;
        self.response |= other.response;
        self.docs.extend(&other.docs);
    }

    /// Directions of either spec.
    pub(super) fn either(&self, other: &Self) -> (bool, bool) {
        (
            self.request || other.request,
            self.response || other.response,
        )
    }

    /// Whether the description is that of a field, which is compared there.
    pub(super) fn describes(&self, doc: &str) -> bool {
        self.docs.contains(&doc)
    }
}

/// An action, and how its definitions are used.
pub(super) struct View<'a> {
    pub(super) model: &'a Model,
    pub(super) action: &'a Action,
    pub(super) objects: Vec<Use<'a>>,
    pub(super) enums: Vec<Use<'a>>,
    shared: Vec<Use<'a>>,
}

impl<'a> View<'a> {
    pub(super) fn all(model: &'a Model) -> Vec<Self> {
        let view = |action| Self::of(model, action);
        model.actions.iter().map(view).collect()
    }

    fn of(model: &'a Model, action: &'a Action) -> Self {
        let mut view = Self {
            model,
            action,
            objects: vec![Use::default(); action.objects.len()],
            enums: vec![Use::default(); action.enums.len()],
            shared: vec![Use::default(); model.enums.len()],
        };
        for object in [&action.request, &action.response] {
            view.fields(&object.fields, object.role);
        }
        view
    }

    fn fields(&mut self, fields: &'a [Field], role: Role) {
        for field in fields {
            match field.ty.innermost() {
                Type::Object(index) => {
                    let first = self.objects[*index].count == 0;
                    self.objects[*index].add(field, role);
                    if first {
                        self.fields(&self.action.objects[*index].fields, role);
                    }
                }
                Type::Enum(EnumRef::Action(index)) => self.enums[*index].add(field, role),
                Type::Enum(EnumRef::Shared(index)) => self.shared[*index].add(field, role),
                _ => {}
            }
        }
    }

    /// The enum behind a reference, and its Rust path.
    pub(super) fn enumeration(&self, reference: EnumRef) -> (&'a Enum, String) {
        match reference {
            EnumRef::Shared(index) => {
                let found = &self.model.enums[index];
                (found, found.rust_name.clone())
            }
            EnumRef::Action(index) => {
                let found = &self.action.enums[index];
                let path = format!("{}::{}", self.action.module, found.rust_name);
                (found, path)
            }
        }
    }
}

/// Indexes of the old shared enums, with the indexes of their new forms.
pub(super) type Shared = HashMap<usize, usize>;

/// Compares the shared enums.
pub(super) fn shared(
    old_views: &[View<'_>],
    new_views: &[View<'_>],
    (old, new): (&Model, &Model),
    log: &mut Log,
) -> Shared {
    let at = At::default().to("enums");
    let mut become_of = Shared::new();
    let mut free: HashSet<usize> = (0..new.enums.len()).collect();
    let mut find = |accept: &dyn Fn(&Enum, &Enum) -> bool, become_of: &mut Shared| {
        for (was, definition) in old.enums.iter().enumerate() {
            let found = (0..new.enums.len())
                .find(|is| free.contains(is) && accept(definition, &new.enums[*is]));
            if let (Some(is), false) = (found, become_of.contains_key(&was)) {
                free.remove(&is);
                become_of.insert(was, is);
            }
        }
    };
    find(&|was, is| was.rust_name == is.rust_name, &mut become_of);
    // The same values under another name: the enum was renamed.
    find(&|was, is| same_values(was, is), &mut become_of);
    for (index, was) in old.enums.iter().enumerate() {
        let Some(other) = become_of.get(&index) else {
            let reason = "programs that name the Rust type no longer compile";
            log.removed(&at.to(&was.rust_name), "an enum", Effect::SOURCE, reason);
            continue;
        };
        let is = &new.enums[*other];
        let at = at.to(&is.rust_name);
        log.rust(&at.to("rust"), &was.rust_name, &is.rust_name);
        let uses = [total(old_views, index), total(new_views, *other)];
        values::compare(&at, (was, is), uses[0].either(&uses[1]), log);
        log.prose(&at.to("doc"), &was.doc, &is.doc);
    }
    for index in 0..new.enums.len() {
        if free.contains(&index) {
            let at = at.to(&new.enums[index].rust_name);
            log.added(&at, "an enum", Effect::COMPATIBLE, "a new enum");
        }
    }
    become_of
}

fn same_values(was: &Enum, is: &Enum) -> bool {
    let texts = |definition: &Enum| {
        let mut texts: Vec<String> = definition.values.iter().map(|v| v.value.clone()).collect();
        texts.sort();
        texts
    };
    texts(was) == texts(is)
}

/// How all actions together use a shared enum.
fn total<'a>(views: &[View<'a>], index: usize) -> Use<'a> {
    let mut total = Use::default();
    for view in views {
        total.merge(&view.shared[index]);
    }
    total
}

/// Definitions that no field uses; their Rust types exist nevertheless. Returns
/// the definitions that both specs have, by index.
pub(super) fn unused(
    at: &At,
    old: &[(String, bool)],
    new: &[(String, bool)],
    log: &mut Log,
) -> Vec<(usize, usize)> {
    for (name, unused) in old {
        if *unused && !new.iter().any(|(other, _)| other == name) {
            let reason = "programs that name the Rust type no longer compile";
            log.removed(&at.to(name), "a type", Effect::SOURCE, reason);
        }
    }
    for (name, unused) in new {
        if *unused && !old.iter().any(|(other, _)| other == name) {
            let reason = "a new type, which no field uses";
            log.added(&at.to(name), "a type", Effect::COMPATIBLE, reason);
        }
    }
    let old = old.iter().enumerate().filter(|(_, (_, unused))| *unused);
    old.filter_map(|(was, (name, _))| {
        let is = new.iter().position(|(other, _)| other == name)?;
        Some((was, is))
    })
    .collect()
}

/// Rust names, and whether no field uses them.
pub(super) fn names<'a>(
    names: impl Iterator<Item = &'a String>,
    uses: &[Use<'_>],
) -> Vec<(String, bool)> {
    names
        .zip(uses)
        .map(|(name, used)| (name.clone(), used.count == 0))
        .collect()
}
