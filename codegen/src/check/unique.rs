//! Names that must differ, both as they are written and as Rust names.

use std::collections::HashMap;

use crate::check::Subject;
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::names;
use crate::source::Span;
use crate::spec::Text;
use crate::yaml::excerpt;

/// One group of names that must differ from one another.
pub(crate) struct Unique<'a> {
    what: &'static str,
    subject: &'a Subject,
    wire: HashMap<(&'static str, String), Span>,
    rust: HashMap<String, (String, Span)>,
}

impl<'a> Unique<'a> {
    /// `what` names a member of the group: `parameter`.
    pub(crate) fn new(what: &'static str, subject: &'a Subject) -> Self {
        Self {
            what,
            subject,
            wire: HashMap::new(),
            rust: HashMap::new(),
        }
    }

    /// Adds a name. `rust` is the Rust name in the spec, if there is one; otherwise
    /// `make` derives one. `key` is the spec key for such a name.
    pub(crate) fn add(
        &mut self,
        name: &Text,
        rust: Option<&Text>,
        make: fn(&str) -> Option<String>,
        key: &str,
        report: &mut Report,
    ) {
        self.add_in("", name, rust, make, key, report);
    }

    /// Adds a name that may occur once in each location.
    pub(crate) fn add_in(
        &mut self,
        place: &'static str,
        name: &Text,
        rust: Option<&Text>,
        make: fn(&str) -> Option<String>,
        key: &str,
        report: &mut Report,
    ) {
        let what = self.what;
        if let Some(first) = self.wire.insert((place, name.value.clone()), name.span) {
            let message = format!("the {what} `{}` is defined twice", name.value);
            report.push(
                self.subject
                    .find(Code::Duplicate, name.span, message)
                    .related(first, "first here"),
            );
            return;
        }
        let ident = match rust {
            Some(rust) if !names::is_identifier(&rust.value) => {
                let message = format!("`{}` is not a Rust name", rust.value);
                report.push(
                    self.subject
                        .join(name)
                        .find(Code::BadName, rust.span, message)
                        .help("letters, digits and `_`, beginning with a letter, no keyword"),
                );
                return;
            }
            Some(rust) => make(&rust.value),
            None => make(&name.value),
        };
        let Some(ident) = ident else {
            let message = format!("no Rust name can be made from `{}`", name.value);
            report.push(
                self.subject
                    .join(name)
                    .find(Code::BadName, name.span, message)
                    .help(format!("give one with `{key}: NAME`")),
            );
            return;
        };
        let span = rust.unwrap_or(name).span;
        if ident.len() > names::MAX_LENGTH {
            let message = format!(
                "the name `{}` has {} characters in Rust; it may have {}",
                excerpt(&rust.unwrap_or(name).value),
                ident.len(),
                names::MAX_LENGTH
            );
            let help = (key != "action").then(|| format!("give a shorter one with `{key}: NAME`"));
            let subject = self.subject.join(name);
            report.push(subject.find(Code::BadName, span, message).help_if(help));
            return;
        }
        if let Some((other, first)) = self.rust.get(&ident) {
            let message = format!(
                "the {what}s {other} and `{}` both become `{ident}` in Rust",
                name.value
            );
            let help = if key == "action" {
                "a client can have only one of them".to_owned()
            } else {
                format!("give one of them another name with `{key}: NAME`")
            };
            let finding = self.subject.find(Code::Collision, span, message).help(help);
            report.push(if *first == span {
                finding
            } else {
                finding.related(*first, "the other one")
            });
        } else {
            self.rust.insert(ident, (format!("`{}`", name.value), span));
        }
    }
}
