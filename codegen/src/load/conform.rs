//! Compares a file with the tables of the spec language, and reports unknown, missing
//! and mistyped keys in one pass.

use crate::codes::Code;
use crate::diagnostic::{Finding, Report, is_unsafe};
use crate::form::{Form, Shape};
use crate::notation;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::yaml::{Kind, Node, excerpt};

/// Checks a file's root against its form.
pub(crate) fn conform(root: &Node, form: &Form, report: &mut Report) {
    let mut conform = Conform {
        report,
        subject: Vec::new(),
    };
    conform.form(root, form);
}

struct Conform<'a> {
    report: &'a mut Report,
    /// Names of the action and the parameters on the way down.
    subject: Vec<String>,
}

impl Conform<'_> {
    fn push(&mut self, finding: Finding) {
        let finding = if self.subject.is_empty() {
            finding
        } else {
            finding.about(format!("`{}`", self.subject.join(".")))
        };
        self.report.push(finding);
    }

    fn form(&mut self, node: &Node, form: &Form) {
        let Kind::Map(entries) = &node.kind else {
            let message = format!(
                "expected {} (a map), found {}",
                form.what,
                node.kind.describe()
            );
            let finding = Finding::new(Code::WrongType, node.span, message);
            self.push(finding.help_if(outline(form)));
            return;
        };
        let name = name_of(entries);
        let named = name.is_some();
        self.subject.extend(name);
        for (key, value) in entries {
            match form.key(&key.value) {
                Some(known) => self.shape(value, known.shape, known.name),
                None => self.unknown(key, form, entries),
            }
        }
        let missing: Vec<String> = form
            .keys
            .iter()
            .filter(|known| {
                known.required && !entries.iter().any(|(key, _)| key.value == known.name)
            })
            .map(|known| format!("`{}`", known.name))
            .collect();
        if !missing.is_empty() {
            let span = entries.first().map_or(node.span, |(key, _)| key.span);
            let message = format!("{} needs {}", form.what, missing.join(", "));
            self.push(Finding::new(Code::MissingKey, span, message).label("in this map"));
        }
        if named {
            self.subject.pop();
        }
    }

    fn unknown(&mut self, key: &Spanned<String>, form: &Form, entries: &[(Spanned<String>, Node)]) {
        let names = form.keys.iter().map(|known| known.name);
        let absent = names
            .clone()
            .filter(|name| entries.iter().all(|(key, _)| key.value != *name));
        let help = if key.value == "<<" {
            "merge keys are not part of the spec language; write the keys out".to_owned()
        } else {
            suggest::did_you_mean(&key.value, absent)
                .unwrap_or_else(|| format!("it has: {}", names.collect::<Vec<_>>().join(", ")))
        };
        let message = format!("{} has no key `{}`", form.what, excerpt(&key.value));
        self.push(Finding::new(Code::UnknownKey, key.span, message).help(help));
    }

    fn shape(&mut self, node: &Node, shape: Shape, key: &str) {
        match (shape, &node.kind) {
            (Shape::Form(form), _) => self.form(node, form),
            (Shape::TextOr(form), Kind::Map(_)) => self.form(node, form),
            (Shape::List(member), Kind::List(members)) => {
                for node in members {
                    self.shape(node, *member, key);
                }
            }
            (Shape::Map(value), Kind::Map(entries)) => {
                for (name, node) in entries {
                    self.text(&name.value, name.span, key, false);
                    self.shape(node, *value, key);
                }
            }
            (Shape::List(_) | Shape::Map(_), kind) => {
                let what = if matches!(shape, Shape::List(_)) {
                    "a list"
                } else {
                    "a map"
                };
                self.wrong(node, what, key, kind, None);
            }
            (_, Kind::Scalar { text, plain }) => self.scalar(node.span, shape, key, text, *plain),
            (_, kind) => {
                let help = match (kind, node.span.start == node.span.end) {
                    (Kind::Null, true) => Some("write one, or remove the key"),
                    (Kind::Null, false) => Some("quote it to mean the text, or remove it"),
                    _ => None,
                };
                self.wrong(node, expected(shape), key, kind, help.map(str::to_owned));
            }
        }
    }

    fn scalar(&mut self, span: Span, shape: Shape, key: &str, text: &str, plain: bool) {
        match shape {
            Shape::Text | Shape::Type | Shape::Lint | Shape::TextOr(_) => {
                self.text(text, span, key, false);
            }
            Shape::Value => self.text(text, span, key, true),
            Shape::Prose | Shape::Verbatim => self.prose(text, span, key),
            Shape::Flag if !plain || !matches!(text, "true" | "false") => {
                self.flag(span, shape, key, text, plain);
            }
            Shape::Need
                if text != "documented" && (!plain || !matches!(text, "true" | "false")) =>
            {
                self.flag(span, shape, key, text, plain);
            }
            Shape::Count if notation::whole(text).is_none() => self.number(span, shape, key, text),
            Shape::Size if notation::size(text).is_none() => self.number(span, shape, key, text),
            Shape::Number if !notation::is_number(text) => self.number(span, shape, key, text),
            Shape::Word(accepted) if !accepted.contains(&text) => {
                let help = suggest::did_you_mean(text, accepted.iter().copied());
                let message = format!(
                    "`{key}` is one of {}; found `{}`",
                    accepted.join(", "),
                    excerpt(text)
                );
                self.push(Finding::new(Code::UnknownWord, span, message).help_if(help));
            }
            _ => {}
        }
    }

    fn flag(&mut self, span: Span, shape: Shape, key: &str, text: &str, plain: bool) {
        let help = match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" | "y" | "1" => Some("write `true`, without quotes"),
            "no" | "off" | "false" | "n" | "0" => Some("write `false`, without quotes"),
            _ => None,
        };
        let text = text.to_owned();
        let found = Kind::Scalar { text, plain }.describe();
        let expected = expected(shape);
        let message = format!("expected {expected} for `{key}`, found {found}");
        let finding = Finding::new(Code::WrongType, span, message);
        self.push(finding.help_if(help.map(str::to_owned)));
    }

    fn number(&mut self, span: Span, shape: Shape, key: &str, text: &str) {
        let message = format!(
            "expected {} for `{key}`, found `{}`",
            expected(shape),
            excerpt(text)
        );
        let help = match shape {
            Shape::Size => Some("bytes, or KiB, MiB, GiB (powers of 1024): `512`, `55KiB`, `1MiB`"),
            _ if notation::whole(text.trim_start_matches('0')).is_some() => {
                Some("write it without leading zeros")
            }
            Shape::Number if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                Some("digits, with `-` before and `.` between where they are needed")
            }
            _ => None,
        };
        let finding = Finding::new(Code::BadNumber, span, message);
        self.push(finding.help_if(help.map(str::to_owned)));
    }

    fn text(&mut self, text: &str, span: Span, key: &str, may_be_empty: bool) {
        if text.trim().is_empty() && !(may_be_empty && text.is_empty()) {
            self.blank(text, span, key);
        } else if text.contains('\n') {
            let message = format!("expected one line for `{key}`, found several");
            self.push(Finding::new(Code::BadText, span, message));
        } else {
            self.characters(text, span, key, false);
        }
    }

    fn prose(&mut self, text: &str, span: Span, key: &str) {
        if text.trim().is_empty() {
            self.blank(text, span, key);
        } else {
            self.characters(text, span, key, true);
        }
    }

    fn blank(&mut self, text: &str, span: Span, key: &str) {
        let found = if text.is_empty() {
            "an empty one"
        } else {
            "only spaces"
        };
        let message = format!("expected a text for `{key}`, found {found}");
        self.push(Finding::new(Code::BadText, span, message));
    }

    /// Reports characters that make a reviewer see another text than a compiler does.
    fn characters(&mut self, text: &str, span: Span, key: &str, lines: bool) {
        let refused = text
            .chars()
            .find(|c| is_unsafe(*c) && !(lines && matches!(c, '\n' | '\t')));
        if let Some(character) = refused {
            let message = format!(
                "`{key}` holds the character U+{:04X}, which is invisible or turns the text around it",
                u32::from(character)
            );
            self.push(Finding::new(Code::BadText, span, message).help("remove it"));
        }
    }

    fn wrong(&mut self, node: &Node, what: &str, key: &str, kind: &Kind, help: Option<String>) {
        let message = format!("expected {what} for `{key}`, found {}", kind.describe());
        self.push(Finding::new(Code::WrongType, node.span, message).help_if(help));
    }
}

/// How a map is written that has so few keys that all of them can be shown.
fn outline(form: &Form) -> Option<String> {
    let keys: Vec<String> = form
        .keys
        .iter()
        .map(|key| format!("{}: …", key.name))
        .collect();
    (keys.len() <= 2).then(|| format!("write it as `{{ {} }}`", keys.join(", ")))
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Flag => "`true` or `false`",
        Shape::Need => "`true`, `false` or `documented`",
        Shape::Count => "a whole number from 0",
        Shape::Number => "a number",
        Shape::Size => "a size",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Form(_) => "a map",
        Shape::TextOr(_) => "a text or a map",
        Shape::Text
        | Shape::Type
        | Shape::Lint
        | Shape::Value
        | Shape::Prose
        | Shape::Verbatim
        | Shape::Word(_) => "a text",
    }
}

/// How an author calls a map: by its action, parameter, code or value.
fn name_of(entries: &[(Spanned<String>, Node)]) -> Option<String> {
    entries.iter().find_map(|(key, node)| match &node.kind {
        Kind::Scalar { text, .. }
            if matches!(
                key.value.as_str(),
                "action" | "product" | "name" | "code" | "value"
            ) && !text.trim().is_empty() =>
        {
            Some(excerpt(text))
        }
        _ => None,
    })
}
