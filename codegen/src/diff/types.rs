//! Types of fields, and the enums and objects behind them.

use crate::diff::definitions::{self, View};
use crate::diff::fields::{Level, Walk};
use crate::diff::log::{At, Effect};
use crate::diff::values;
use crate::model::{EnumRef, Field, Role, Type};

impl View<'_> {
    /// What a field is, in a few words: `list<string>, required`.
    pub(super) fn summary(&self, field: &Field) -> String {
        let mut text = self.type_name(&field.ty);
        if field.required {
            text.push_str(", required");
        }
        text
    }

    /// A type as a spec has it.
    fn type_name(&self, ty: &Type) -> String {
        match ty {
            Type::Enum(reference) => match reference {
                EnumRef::Shared(_) => self.enumeration(*reference).1,
                EnumRef::Action(_) if self.enumeration(*reference).0.integer => {
                    "enum<integer>".to_owned()
                }
                EnumRef::Action(_) => "enum".to_owned(),
            },
            other => form(other, &|ty| self.type_name(ty)),
        }
    }
}

/// A type, ignoring which enum or object it names.
fn form(ty: &Type, member: &dyn Fn(&Type) -> String) -> String {
    let name = match ty {
        Type::String => "string",
        Type::Integer => "integer",
        Type::Long => "long",
        Type::Float => "float",
        Type::Boolean => "boolean",
        Type::Json => "json",
        Type::Any => "any",
        Type::Bytes => "bytes",
        Type::Image => "base64-image",
        Type::Enum(_) => "enum",
        Type::Object(_) => "object",
        Type::List(inner) => return format!("list<{}>", member(inner)),
        Type::Map(inner) => return format!("map<{}>", member(inner)),
    };
    name.to_owned()
}

fn plain(ty: &Type) -> String {
    form(ty, &plain)
}

impl<'w> Walk<'w, '_> {
    pub(super) fn ty(&mut self, at: &At, old: &Type, new: &Type, level: Level) {
        let (was, is) = (plain(old), plain(new));
        if was != is {
            let (effect, reason) = conversion(&was, &is, level.role);
            let sides = [self.old.type_name(old), self.new.type_name(new)];
            let sides = [sides[0].as_str(), sides[1].as_str()];
            self.log.changed(&at.to("type"), sides, effect, reason);
            return;
        }
        match (old.innermost(), new.innermost()) {
            (Type::Enum(was), Type::Enum(is)) => self.enumeration(at, *was, *is, level),
            (Type::Object(was), Type::Object(is)) => self.object(at, (*was, *is), level.role),
            _ => {}
        }
    }

    fn enumeration(&mut self, at: &At, was: EnumRef, is: EnumRef, level: Level) {
        match (was, is) {
            (EnumRef::Action(was), EnumRef::Action(is)) => self.own_enum(at, was, is),
            (EnumRef::Shared(was), EnumRef::Shared(is)) if self.shared.get(&was) == Some(&is) => {}
            _ => {
                let (old, old_path) = self.old.enumeration(was);
                let (new, new_path) = self.new.enumeration(is);
                let sides = [old_path.as_str(), new_path.as_str()];
                let reason = "the Rust type is different";
                self.log
                    .changed(&at.to("type"), sides, Effect::SOURCE, reason);
                let request = level.role == Role::Request;
                values::compare(at, (old, new), (request, !request), self.log);
            }
        }
    }

    /// An enum of the action. If only one field uses it, its path is the field's.
    fn own_enum(&mut self, at: &At, was: usize, is: usize) {
        if !self.enums.insert((was, is)) {
            return;
        }
        let uses = (&self.old.enums[was], &self.new.enums[is]);
        let (old, new) = (&self.old.action.enums[was], &self.new.action.enums[is]);
        let own = At::default()
            .to(&self.new.action.name)
            .to("enums")
            .to(&new.rust_name);
        let (under, rust) = if uses.0.count == 1 && uses.1.count == 1 {
            (at, at.to("rust_type"))
        } else {
            (&own, own.to("rust"))
        };
        self.log.rust(&rust, &old.rust_name, &new.rust_name);
        values::compare(under, (old, new), uses.0.either(uses.1), self.log);
        if !(uses.0.describes(&old.doc) && uses.1.describes(&new.doc)) {
            self.log.prose(&own.to("doc"), &old.doc, &new.doc);
        }
    }

    /// An object of the action. If only one field uses it, its path is the field's.
    fn object(&mut self, at: &At, (was, is): (usize, usize), role: Role) {
        if !self.objects.insert((was, is)) {
            return;
        }
        let uses = (&self.old.objects[was], &self.new.objects[is]);
        let (old, new) = (&self.old.action.objects[was], &self.new.action.objects[is]);
        let own = At::default()
            .to(&self.new.action.name)
            .to("objects")
            .to(&new.rust_name);
        let (under, rust) = if uses.0.count == 1 && uses.1.count == 1 {
            (at, at.to("rust_type"))
        } else {
            (&own, own.to("rust"))
        };
        self.log.rust(&rust, &old.rust_name, &new.rust_name);
        if !(uses.0.describes(&old.doc) && uses.1.describes(&new.doc)) {
            self.log.prose(&own.to("doc"), &old.doc, &new.doc);
        }
        let level = Level { role, top: false };
        self.fields(under, &old.fields, &new.fields, level);
    }

    /// Definitions that no field uses.
    pub(super) fn unused(&mut self) {
        let at = At::default().to(&self.new.action.name);
        let names = |view: &View<'_>| {
            let names = view.action.enums.iter().map(|e| &e.rust_name);
            definitions::names(names, &view.enums)
        };
        let (old, new) = (names(self.old), names(self.new));
        for (was, is) in definitions::unused(&at.to("enums"), &old, &new, self.log) {
            self.own_enum(&at, was, is);
        }
        let names = |view: &View<'_>| {
            let names = view.action.objects.iter().map(|o| &o.rust_name);
            definitions::names(names, &view.objects)
        };
        let (old, new) = (names(self.old), names(self.new));
        for (was, is) in definitions::unused(&at.to("objects"), &old, &new, self.log) {
            let role = self.new.action.objects[is].role;
            self.object(&at, (was, is), role);
        }
    }
}

/// Verdict of another type. Both sizes of integers are one Rust type, so only
/// the limit of a request differs.
fn conversion(was: &str, is: &str, role: Role) -> (Effect, &'static str) {
    if was.replace("integer", "long") != is.replace("integer", "long") {
        return (Effect::BREAKING, "the Rust type is different");
    }
    match (role, is.contains("long")) {
        (Role::Request | Role::Both, true) => {
            (Effect::COMPATIBLE, "numbers beyond 32 bits are accepted")
        }
        (Role::Request | Role::Both, false) => {
            (Effect::CALLS, "numbers beyond 32 bits are refused")
        }
        (Role::Response, true) => (Effect::COMPATIBLE, "numbers may be beyond 32 bits"),
        (Role::Response, false) => (Effect::DOCUMENTATION, "numbers stay within 32 bits"),
    }
}
