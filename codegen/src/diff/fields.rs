//! Parameters and response fields, level by level.

use std::collections::HashSet;

use crate::diff::change::{Kind, Verdict};
use crate::diff::definitions::{Shared, View};
use crate::diff::limits;
use crate::diff::log::{At, Effect, Log, flags};
use crate::diff::pair::pair_spelled;
use crate::diff::values;
use crate::model::{Field, NO_CONTENT_TYPE, Role};

/// Where a list of fields is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) role: Role,
    /// The fields of the request or the response itself.
    pub(super) top: bool,
}

/// Compares the fields of one action.
pub(super) struct Walk<'w, 'l> {
    pub(super) old: &'w View<'w>,
    pub(super) new: &'w View<'w>,
    pub(super) shared: &'w Shared,
    pub(super) log: &'l mut Log,
    /// Definitions that have been compared, by their indexes.
    pub(super) enums: HashSet<(usize, usize)>,
    pub(super) objects: HashSet<(usize, usize)>,
}

impl<'w, 'l> Walk<'w, 'l> {
    pub(super) fn new(
        old: &'w View<'w>,
        new: &'w View<'w>,
        shared: &'w Shared,
        log: &'l mut Log,
    ) -> Self {
        Self {
            old,
            new,
            shared,
            log,
            enums: HashSet::new(),
            objects: HashSet::new(),
        }
    }

    /// Compares two lists of fields. Returns the old ones that no longer exist.
    pub(super) fn fields(
        &mut self,
        at: &At,
        old: &'w [Field],
        new: &'w [Field],
        level: Level,
    ) -> Vec<&'w Field> {
        let pairs = pair_spelled(old, new, |field| &field.name);
        for was in &pairs.removed {
            let reason = match level.role {
                Role::Request | Role::Both => "programs that set it no longer compile",
                Role::Response => "programs that read it no longer compile",
            };
            let was = (&was.name, self.old.summary(was));
            self.log
                .removed(&at.to(was.0), &was.1, Effect::BREAKING, reason);
        }
        for is in &pairs.added {
            let (effect, reason) = addition(is, level.role);
            let summary = self.new.summary(is);
            self.log.added(&at.to(&is.name), &summary, effect, reason);
        }
        for (was, is) in &pairs.respelled {
            self.respelled(&at.to(&is.name), was, is);
        }
        for (was, is) in pairs.respelled.iter().chain(&pairs.same) {
            self.field(&at.to(&is.name), was, is, level);
        }
        pairs.removed
    }

    /// The wire name is written differently. Requests and decoding follow the
    /// spec, so only the Rust name can break a program.
    fn respelled(&mut self, at: &At, was: &Field, is: &Field) {
        let sides = [was.name.as_str(), is.name.as_str()];
        let source = if was.ident == is.ident {
            Verdict::Compatible
        } else {
            Verdict::Breaking
        };
        let effect = Effect {
            wire: Verdict::Compatible,
            source,
        };
        let reason = if was.ident == is.ident {
            "only the spelling; the Rust name stays".to_owned()
        } else {
            format!(
                "only the spelling, but `{}` becomes `{}` in Rust; `rust: {}` would keep it",
                was.ident, is.ident, was.name
            )
        };
        self.log.respelled(at, sides, effect, reason);
    }

    fn field(&mut self, at: &At, was: &'w Field, is: &'w Field, level: Level) {
        // Each field is named, so that a new one cannot be forgotten here.
        let Field {
            name,
            ident,
            doc,
            ty,
            location,
            encoding,
            content_type,
            required: _,
            documented_only: _,
            boxed,
            // It follows from the type and the location.
            numeric: _,
            required_when: _,
            default,
            rules,
            sensitive,
            deprecated,
            item,
            sample,
        } = was;
        if *name == is.name {
            self.log.rust(&at.to("rust"), ident, &is.ident);
        }
        self.log.prose(&at.to("doc"), doc, &is.doc);
        self.ty(at, ty, &is.ty, level);
        if level.top && *location != is.location {
            let sides = [location.word(), is.location.word()];
            let reason = match level.role {
                Role::Response => "it is in another part of the answer; programs read it as before",
                Role::Request | Role::Both => {
                    "it travels in another part of the request; programs set it as before"
                }
            };
            self.log
                .changed(&at.to("in"), sides, Effect::COMPATIBLE, reason);
        }
        if *encoding != is.encoding {
            let sides = [encoding.word(), is.encoding.word()];
            let reason = "it is encoded in another way; programs set it as before";
            self.log
                .changed(&at.to("encoding"), sides, Effect::COMPATIBLE, reason);
        }
        let media = |field: &Field| {
            let media = field.content_type.clone();
            media.map(|media| {
                if media.is_empty() {
                    NO_CONTENT_TYPE.to_owned()
                } else {
                    media
                }
            })
        };
        let (old, new) = (content_type.as_ref().and(media(was)), media(is));
        let content = at.to("content_type");
        self.log
            .option(&content, old.as_deref(), new.as_deref(), |_| {
                let reason = "the payload has another media type; programs set it as before";
                (Effect::COMPATIBLE, reason)
            });
        if *boxed != is.boxed {
            let reason = "the field is kept in a box, or no longer";
            let sides = flags(*boxed, is.boxed);
            self.log
                .changed(&at.to("boxed"), sides, Effect::SOURCE, reason);
        }
        if need(was) != need(is) {
            self.required(at, was, is);
        }
        self.required_when(at, was, is);
        self.default(at, default.as_ref(), is.default.as_ref());
        limits::compare(at, rules, &is.rules, level.role, self.log);
        if *sensitive != is.sensitive {
            self.sensitive(&at.to("sensitive"), is.sensitive);
        }
        values::deprecated(at, deprecated.as_ref(), is.deprecated.as_ref(), self.log);
        let (item, new_item) = (item.as_deref(), is.item.as_deref());
        self.log.option(&at.to("item"), item, new_item, |_| {
            let reason = "the list comes in another wrapper; programs read it as before";
            (Effect::COMPATIBLE, reason)
        });
        let (sample, new_sample) = (sample.as_deref(), is.sample.as_deref());
        self.log.option(&at.to("sample"), sample, new_sample, |_| {
            (Effect::DOCUMENTATION, "for examples and tests")
        });
    }

    fn required(&mut self, at: &At, was: &Field, is: &Field) {
        let (effect, reason) = match (is.required, &is.required_when) {
            (true, _) if is.documented_only && was.required => {
                (Effect::COMPATIBLE, "an unchecked call may omit it")
            }
            (true, _) if is.documented_only => (
                Effect::CALLS,
                "a call without it is refused unless it is unchecked",
            ),
            (true, _) if was.required => (
                Effect::CALLS,
                "an unchecked call without it is refused by the gateway",
            ),
            (true, _) => (Effect::CALLS, "a call without it is refused"),
            (false, None) => (Effect::COMPATIBLE, "a call may omit it"),
            (false, Some(_)) => (Effect::COMPATIBLE, "some calls may omit it"),
        };
        let sides = [need(was), need(is)];
        self.log.changed(&at.to("required"), sides, effect, reason);
    }

    fn required_when(&mut self, at: &At, was: &Field, is: &Field) {
        let at = at.to("required_when");
        let sides = (was.required_when.as_deref(), is.required_when.as_deref());
        if let (Some(was), Some(is)) = sides {
            self.log.prose(&at, was, is);
            return;
        }
        // A condition may disappear because the parameter becomes required, or
        // appear because it stops being required: that is one change.
        let part = Effect::DOCUMENTATION;
        self.log.option(&at, sides.0, sides.1, |kind| match kind {
            Kind::Added if was.required => (part, "when it is still required"),
            Kind::Added => (Effect::CALLS, "some calls without it may be refused"),
            _ if is.required => (part, "it is required in any case"),
            _ => (Effect::COMPATIBLE, "a call may omit it"),
        });
    }

    fn default(&mut self, at: &At, was: Option<&String>, is: Option<&String>) {
        let (was, is) = (was.map(String::as_str), is.map(String::as_str));
        self.log
            .option(&at.to("default"), was, is, |kind| match kind {
                Kind::Added => (Effect::DOCUMENTATION, "the default is now documented"),
                Kind::Removed => (Effect::DOCUMENTATION, "the default is no longer documented"),
                _ => (
                    Effect::CALLS,
                    "a call that omits it now means another value",
                ),
            });
    }

    fn sensitive(&mut self, at: &At, is: bool) {
        let (effect, reason) = if is {
            (Effect::COMPATIBLE, "it is no longer printed")
        } else {
            self.log.warn(
                at,
                "personal or secret data would be printed: make sure that it is neither",
            );
            (
                Effect::CALLS,
                "programs that print requests or answers show it",
            )
        };
        self.log.changed(at, flags(!is, is), effect, reason);
    }
}

/// As spec files say it.
fn need(field: &Field) -> &'static str {
    match (field.required, field.documented_only) {
        (false, _) => "false",
        (true, false) => "true",
        (true, true) => "documented",
    }
}

fn addition(field: &Field, role: Role) -> (Effect, &'static str) {
    let calls = Effect {
        wire: Verdict::Breaking,
        source: Verdict::Compatible,
    };
    match (role, field.required, &field.required_when) {
        (Role::Response, ..) => (Effect::COMPATIBLE, "a new field"),
        (_, true, _) => (calls, "a call without it is refused"),
        (_, false, Some(_)) => (calls, "some calls without it may be refused"),
        (_, false, None) => (Effect::COMPATIBLE, "a new parameter, which calls may omit"),
    }
}
