//! A page as the tree of an action file.

use std::collections::{HashMap, HashSet};

use super::answer;
use super::errors::ErrorFact;
use super::page;
use super::parameters;
use super::request;
use super::rows::{Fact, Note};
use super::tree::{MapBuilder, Tree};
use super::values::{Values, without_values};
use super::{Document, need};
use crate::diagnostic::is_unsafe;
use crate::names;

/// Beginnings of actions that only read.
const READS: &[&str] = &["Query", "Check", "List", "Describe", "Get"];

/// Parameters that the product file declares for every call.
pub(super) const COMMON: &[(&str, bool, &str)] = &[
    ("Action", true, "Name of the action to perform."),
    ("Version", true, "API version of the product."),
    (
        "Format",
        false,
        "Format of the answer; XML where it is absent.",
    ),
    ("AccessKeyId", true, "The caller's access key."),
    ("Signature", true, "Signature of the call."),
    ("SignatureMethod", true, "Algorithm of the signature."),
    (
        "SignatureVersion",
        true,
        "Version of the signature algorithm.",
    ),
    (
        "SignatureNonce",
        true,
        "Random value that no other call has used.",
    ),
    (
        "Timestamp",
        true,
        "Time of the call in UTC, `YYYY-MM-DDThh:mm:ssZ`.",
    ),
    (
        "SecurityToken",
        false,
        "Token that belongs to a temporary access key.",
    ),
];

/// What a draft needs to know beside the page.
pub(super) struct Draft<'a> {
    /// With the descriptions of the page.
    pub(super) prose: bool,
    pub(super) action: &'a str,
    /// Rust types that are taken, and what they are.
    types: HashMap<String, Definition>,
    pub(super) notes: Vec<Note>,
}

/// A type defined in place; equal enums are one type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Definition {
    Object,
    Enum(Vec<String>, bool, bool),
}

/// Makes the tree of an action file; what the language cannot say goes to the
/// notes.
pub(super) fn action(document: &Document, prose: bool) -> (Tree, Vec<Note>) {
    let page = &document.page;
    let action = page.identity.action.as_deref().unwrap_or_default();
    let mut draft = Draft {
        prose,
        action,
        types: HashMap::new(),
        notes: Vec::new(),
    };
    for suffix in ["Request", "Response"] {
        if let Some(ident) = names::type_name(&format!("{action}{suffix}")) {
            draft.types.insert(ident, Definition::Object);
        }
    }
    let mut tree = MapBuilder::default();
    tree.text("action", action);
    tree.text_if("page", &visible(&page.title));
    tree.text("doc", draft.doc(document));
    let reads = READS.iter().any(|word| action.starts_with(word));
    tree.put("idempotent", Tree::flag(reads));
    tree.text_if("deprecated", &draft.deprecated(document));
    let parameters = parameters::parameters(&mut draft, &document.parameters);
    tree.put("parameters", Tree::List(parameters));
    let response = answer::fields(&mut draft, &document.response);
    tree.put("response", Tree::List(response));
    let mut seen = HashSet::new();
    let first = page.errors.iter().filter(|error| seen.insert(&error.code));
    let errors = first.filter_map(|error| draft.error(error));
    tree.list("errors", errors.collect());
    if let Some(example) = draft.example(&page.examples) {
        tree.list("examples", vec![example]);
    }
    (tree.done(), draft.notes)
}

/// Without characters that a spec file refuses, on one line.
pub(super) fn visible(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_unsafe(*c))
        .collect();
    super::inline::squeeze(&text)
}

impl Draft<'_> {
    pub(super) fn note(&mut self, line: usize, what: impl Into<String>) {
        self.notes.push(Note::new(line, what));
    }

    fn doc(&self, document: &Document) -> String {
        let page = &document.page;
        let doc = visible(&page.doc);
        let doc = doc.strip_prefix(self.action).map_or(doc.as_str(), |rest| {
            rest.trim_start_matches(['：', ':', ' '])
        });
        if self.prose && !doc.is_empty() {
            doc.to_owned()
        } else if self.prose && !page.title.is_empty() {
            visible(&page.title)
        } else {
            format!(
                "The action `{}`, as its reference page describes it.",
                self.action
            )
        }
    }

    fn deprecated(&self, document: &Document) -> String {
        match super::limits::deprecated(&document.page.doc) {
            Some(sentence) if self.prose => visible(&sentence),
            Some(_) => "The page says that it should no longer be used.".to_owned(),
            None => String::new(),
        }
    }

    /// A description in one line.
    pub(super) fn prose(&self, text: &str) -> String {
        if self.prose {
            visible(text)
        } else {
            String::new()
        }
    }

    /// The description of a row, in its paragraphs; its values stand elsewhere.
    pub(super) fn description(&self, fact: &Fact) -> String {
        if !self.prose {
            return String::new();
        }
        let text = match &fact.values {
            Some(values) => without_values(&fact.doc, values),
            None => fact.doc.clone(),
        };
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            let bullet = super::outline::bullet(line.trim());
            let line = bullet.map_or_else(|| visible(line), |item| format!("- {}", visible(item)));
            let repeated = line.is_empty() && lines.last().is_none_or(String::is_empty);
            if !repeated {
                lines.push(line);
            }
        }
        lines.join("\n").trim_end().to_owned()
    }

    /// `required_when`: the sentence, or what it depends on.
    pub(super) fn condition(&self, sentence: &str, own: &str, names: &[&str]) -> String {
        if self.prose {
            return visible(sentence);
        }
        let words: Vec<&str> = sentence
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .collect();
        let mut others: Vec<String> = Vec::new();
        for word in words {
            let name = format!("`{word}`");
            if word != own && names.contains(&word) && !others.contains(&name) {
                others.push(name);
            }
        }
        if others.is_empty() {
            "Depends on other parameters; the page has the condition.".to_owned()
        } else {
            format!(
                "Depends on {}; the page has the condition.",
                others.join(" and ")
            )
        }
    }

    /// Why it should no longer be used.
    pub(super) fn outdated(&self, sentence: &str) -> String {
        if self.prose {
            visible(sentence)
        } else {
            "The page says that it should no longer be used.".to_owned()
        }
    }

    /// The values of an enum, with names where Rust has none of its own.
    pub(super) fn values(&self, values: &Values) -> Vec<Tree> {
        let mut taken: Vec<String> = Vec::new();
        let mut out = Vec::new();
        for (value, meaning) in &values.values {
            let value = visible(value);
            let mut name = None;
            let mut ident = names::variant(&value).unwrap_or_default();
            if ident.is_empty() || taken.contains(&ident) {
                let stem = if ident.is_empty() {
                    "Value".to_owned()
                } else {
                    ident
                };
                let free = (out.len() + 1..)
                    .map(|number| format!("{stem}{number}"))
                    .find(|name| !taken.contains(name));
                ident = free.unwrap_or(stem);
                name = Some(ident.clone());
            }
            taken.push(ident);
            let doc = self.prose(meaning);
            if name.is_none() && doc.is_empty() {
                out.push(Tree::Text(value));
                continue;
            }
            let mut tree = MapBuilder::default();
            tree.text("value", value);
            if let Some(name) = name {
                tree.text("name", name);
            }
            tree.text_if("doc", &doc);
            out.push(tree.done());
        }
        out
    }

    /// A Rust name for a type defined in place: none where the one that is
    /// derived from `source` is free.
    pub(super) fn rust_type(
        &mut self,
        source: &str,
        parent: &str,
        definition: &Definition,
    ) -> Option<String> {
        let joined = format!("{parent}{source}");
        let numbered = (2..1000).map(|number| format!("{joined}{number}"));
        for (index, name) in [source.to_owned(), joined.clone()]
            .into_iter()
            .chain(numbered)
            .enumerate()
        {
            let Some(ident) = names::type_name(&name) else {
                continue;
            };
            let same = self
                .types
                .get(&ident)
                .map(|other| other == definition && *definition != Definition::Object);
            if same.unwrap_or(true) {
                self.types.insert(ident.clone(), definition.clone());
                return (index > 0).then_some(ident);
            }
        }
        None
    }

    fn error(&mut self, error: &ErrorFact) -> Option<Tree> {
        let mut tree = MapBuilder::default();
        names::variant(&error.code)?;
        tree.text("code", visible(&error.code));
        match error.status {
            Some(status @ 100..=599) => tree.put("http_status", Tree::Plain(status.to_string())),
            Some(status) => self.note(
                error.line,
                format!("`{}`: {status} is no HTTP status; left out", error.code),
            ),
            None => {}
        }
        let message = visible(&error.message);
        tree.text_if("message", &message);
        let doc = if self.prose {
            visible(&error.doc)
        } else {
            String::new()
        };
        let doc = match (doc.is_empty(), message.is_empty()) {
            (false, _) => doc,
            (true, false) => message,
            (true, true) => "An error that the page lists.".to_owned(),
        };
        tree.text("doc", doc);
        Some(tree.done())
    }

    fn example(&mut self, examples: &page::Examples) -> Option<Tree> {
        let mut tree = MapBuilder::default();
        tree.text("name", "documented");
        let mut any = false;
        for (key, text) in [
            ("request", &examples.request),
            ("xml", &examples.xml),
            ("json", &examples.json),
        ] {
            let Some(text) = text else { continue };
            let body = if key == "request" {
                text
            } else {
                super::code::body(text)
            };
            let clean: String = body
                .chars()
                .filter(|c| !is_unsafe(*c) || matches!(c, '\n' | '\t'))
                .collect();
            if clean.len() != body.replace('\r', "").len() {
                self.note(
                    1,
                    format!("invisible characters were left out of the {key} example"),
                );
            }
            if !clean.trim().is_empty() {
                any = true;
                tree.text(key, clean);
            }
        }
        let placeholders: Vec<Tree> = examples
            .request
            .as_deref()
            .map(request::placeholders)
            .unwrap_or_default()
            .into_iter()
            .map(|text| {
                let mut tree = MapBuilder::default();
                tree.text("text", visible(&text));
                tree.put("stands_for", Tree::List(vec![Tree::text("common")]));
                tree.done()
            })
            .collect();
        tree.list("placeholders", placeholders);
        any.then(|| tree.done())
    }
}

/// Whether a parameter is required, as keys of the language.
pub(super) fn required(
    draft: &Draft<'_>,
    need: &need::Need,
    own: &str,
    names: &[&str],
    tree: &mut MapBuilder,
) {
    match need {
        need::Need::Yes => tree.flag("required", true),
        need::Need::When(sentence) => {
            tree.text("required_when", draft.condition(sentence, own, names))
        }
        _ => {}
    }
}
