//! Objects that actions share: resolved once, and copied into each action that
//! uses them, so that an index always points into one list.

use std::collections::{HashMap, HashSet};

use super::resolve::{Resolver, own, type_ident};
use super::{Enum, Object, Role, Type};
use crate::spec;

/// The objects and enums of a product.
pub(super) struct Shared<'a> {
    pub(super) enum_names: HashMap<&'a str, usize>,
    pub(super) object_names: HashMap<&'a str, usize>,
    pub(super) enums: Vec<Enum>,
    pub(super) objects: Vec<Object>,
}

impl<'a> Shared<'a> {
    pub(super) fn resolve(product: &'a spec::Product) -> Self {
        let names = |(index, name): (usize, &'a spec::Text)| (name.value.as_str(), index);
        let enums = product.enums.iter().map(|definition| &definition.name);
        let objects = product.objects.iter().map(|object| &object.name);
        let mut shared = Self {
            enum_names: enums.enumerate().map(names).collect(),
            object_names: objects.enumerate().map(names).collect(),
            enums: product
                .enums
                .iter()
                .map(super::resolve::enumeration)
                .collect(),
            objects: Vec::new(),
        };
        let (objects, enums) = Resolver::of_product(&shared).objects(&product.objects);
        shared.objects = objects;
        shared.enums = enums;
        for object in &mut shared.objects {
            object.shared = true;
        }
        shared
    }

    /// Removes the objects that no action uses, and marks the others as sent, received,
    /// or both.
    pub(super) fn settle(&mut self, actions: &mut [super::Action]) {
        let mut roles: HashMap<String, (bool, bool)> = HashMap::new();
        for action in &*actions {
            for (fields, sent) in [
                (&action.request.fields, true),
                (&action.response.fields, false),
            ] {
                let mut seen = HashSet::new();
                let mut open: Vec<usize> = reached(fields).collect();
                while let Some(index) = open.pop() {
                    if !seen.insert(index) {
                        continue;
                    }
                    let object = &action.objects[index];
                    if object.shared {
                        let role = roles.entry(object.rust_name.clone()).or_default();
                        *role = (role.0 || sent, role.1 || !sent);
                    }
                    open.extend(reached(&object.fields));
                }
            }
        }
        let role = |object: &Object| match roles.get(&object.rust_name) {
            Some((true, true)) => Some(Role::Both),
            Some((true, false)) => Some(Role::Request),
            Some((false, _)) => Some(Role::Response),
            None => None,
        };
        for object in actions.iter_mut().flat_map(|action| &mut action.objects) {
            if object.shared {
                object.role = role(object).unwrap_or(Role::Response);
            }
        }
        let mut places = Vec::new();
        let mut kept = Vec::new();
        for mut object in std::mem::take(&mut self.objects) {
            let found = role(&object);
            places.push(found.map(|_| kept.len()));
            if let Some(found) = found {
                object.role = found;
                kept.push(object);
            }
        }
        for field in kept.iter_mut().flat_map(|object| &mut object.fields) {
            // An object inside a used object is used.
            field
                .ty
                .each_object(&mut |index| *index = places[*index].unwrap_or_default());
        }
        self.objects = kept;
    }
}

/// The objects that some fields refer to.
fn reached(fields: &[super::Field]) -> impl Iterator<Item = usize> {
    fields
        .iter()
        .filter_map(|field| match field.ty.innermost() {
            Type::Object(index) => Some(*index),
            _ => None,
        })
}

/// Boxes the fields through which an object would contain itself without end. Lists and
/// maps keep their members elsewhere already.
pub(super) fn box_cycles(objects: &mut [Object]) {
    let direct = |object: &Object| -> Vec<usize> {
        let direct = object.fields.iter().filter_map(|field| match field.ty {
            Type::Object(index) => Some(index),
            _ => None,
        });
        direct.collect()
    };
    let contains: Vec<Vec<usize>> = objects.iter().map(direct).collect();
    let cycles = cycles(&contains);
    for (index, object) in objects.iter_mut().enumerate() {
        for field in &mut object.fields {
            if let Type::Object(to) = field.ty {
                field.boxed = cycles[to] == cycles[index];
            }
        }
    }
}

/// Numbers for objects; two have the same one if each contains the other, and only then.
/// Takes time in proportion to the fields (Kosaraju's algorithm), without recursion.
fn cycles(contains: &[Vec<usize>]) -> Vec<usize> {
    let mut within = vec![Vec::new(); contains.len()];
    for (index, contained) in contains.iter().enumerate() {
        for other in contained {
            within[*other].push(index);
        }
    }
    // The objects, each after all that it reaches, cycles aside.
    let mut order = Vec::with_capacity(contains.len());
    let mut seen = vec![false; contains.len()];
    for start in 0..contains.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut open = vec![(start, 0)];
        while let Some((index, next)) = open.last_mut() {
            if let Some(other) = contains[*index].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[*other], true) {
                    open.push((*other, 0));
                }
            } else {
                order.push(*index);
                open.pop();
            }
        }
    }
    let mut numbers = vec![usize::MAX; contains.len()];
    for start in order.into_iter().rev() {
        let mut open = vec![start];
        while let Some(index) = open.pop() {
            if numbers[index] == usize::MAX {
                numbers[index] = start;
                open.extend(&within[index]);
            }
        }
    }
    numbers
}

/// Copies shared objects into the list of an action, each once.
#[derive(Default)]
pub(super) struct Copies(HashMap<usize, usize>);

impl Copies {
    /// The index of the shared object in the list of the action.
    pub(super) fn copy(
        &mut self,
        shared: usize,
        from: &[Object],
        objects: &mut Vec<Object>,
    ) -> usize {
        if let Some(index) = self.0.get(&shared) {
            return *index;
        }
        let mut open = vec![shared];
        let first = objects.len();
        while let Some(index) = open.pop() {
            if self.0.contains_key(&index) {
                continue;
            }
            self.0.insert(index, objects.len());
            objects.push(from[index].clone());
            open.extend(reached(&from[index].fields));
        }
        for object in &mut objects[first..] {
            for field in &mut object.fields {
                field.ty.each_object(&mut |index| {
                    *index = self.0.get(index).copied().unwrap_or_default();
                });
            }
        }
        self.0[&shared]
    }
}

/// The struct of a shared object.
pub(super) fn blank(object: &spec::Object) -> Object {
    Object {
        rust_name: type_ident(object.rust.as_ref().unwrap_or(&object.name)),
        doc: own(object.doc.as_ref()).unwrap_or_default(),
        role: match object.usage {
            spec::Usage::Sent => Role::Request,
            spec::Usage::Received => Role::Response,
            spec::Usage::Shared => Role::Both,
        },
        shared: false,
        fields: Vec::new(),
    }
}
