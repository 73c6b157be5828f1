//! A description as the tree of an action file.

use std::collections::{HashMap, HashSet};

use super::description::{Call, Description, Examples, Note, Origin, Product, Values};
use super::errors;
use super::fields;
use super::product::READS;
use super::report::Options;
use super::text::visible;
use super::tree::{MapBuilder, Tree};
use crate::diagnostic::is_unsafe;
use crate::names;

/// A draft in the making.
pub(super) struct Draft<'a> {
    /// Whether to use the texts of the documentation.
    pub(super) prose: bool,
    pub(super) options: &'a Options,
    /// Whether sentences about deprecation are the reader's own.
    own_words: bool,
    action: &'a str,
    /// Rust types that are taken, and what they are.
    types: HashMap<String, Definition>,
    notes: Vec<Note>,
}

/// A type defined in place; equal enums are one type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Definition {
    Object,
    Enum {
        values: Vec<String>,
        numbers: bool,
        open: bool,
    },
}

/// Makes the tree of an action file. The notes report what the language cannot
/// express.
pub(super) fn action(description: &Description, options: &Options) -> (Tree, Vec<Note>) {
    let prose = !options.no_prose;
    let action = description.identity.action.as_deref().unwrap_or_default();
    let mut draft = Draft {
        prose,
        options,
        own_words: description.product.is_some(),
        action,
        types: HashMap::new(),
        notes: Vec::new(),
    };
    for suffix in ["Request", "Response"] {
        if let Some(ident) = names::type_name(&format!("{action}{suffix}")) {
            draft.types.insert(ident, Definition::Object);
        }
    }
    if let Some(product) = &description.product {
        draft.reserve(product);
    }
    let call = &description.call;
    let mut tree = MapBuilder::default();
    tree.text("action", action);
    tree.text_if("page", &description.title);
    if let Some(area) = &call.area {
        tree.text("area", area.clone());
    }
    travel(call, &mut tree);
    tree.text("doc", draft.doc(description));
    let verb = || READS.iter().any(|word| action.starts_with(word));
    tree.put("idempotent", Tree::flag(call.reads.unwrap_or_else(verb)));
    if let Some(token) = &call.token {
        tree.text("idempotency_token", token.clone());
    }
    if let Some(sentence) = &description.deprecated {
        tree.text_if("deprecated", &draft.outdated(sentence));
    }
    let of_page = description.product.is_none();
    let parameters = fields::parameters(&mut draft, &description.parameters, of_page);
    tree.put("parameters", Tree::List(parameters));
    let response = fields::response(&mut draft, &description.response);
    tree.put("response", Tree::List(response));
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    for error in description
        .errors
        .iter()
        .filter(|error| seen.insert(&error.code))
    {
        if let Some(tree) = errors::error(error, prose, "A documented error.") {
            errors.push(tree);
            if let Some(what) = errors::odd_status(error) {
                draft.note(error.origin.clone(), what);
            }
        }
    }
    tree.list("errors", errors);
    pages(call, &mut tree);
    if let Some(example) = draft.example(&description.examples, &description.origin) {
        tree.list("examples", vec![example]);
    }
    (tree.done(), draft.notes)
}

/// The objects that actions share, as entries of a product file.
pub(super) fn objects(product: &Product, options: &Options) -> (Vec<Tree>, Vec<Note>) {
    let mut draft = Draft {
        prose: !options.no_prose,
        options,
        own_words: true,
        action: "",
        types: HashMap::new(),
        notes: Vec::new(),
    };
    draft.reserve(product);
    let mut out = Vec::new();
    for object in &product.objects {
        let mut tree = MapBuilder::default();
        tree.text("name", object.name.clone());
        if draft.prose {
            tree.text_if("doc", &object.doc);
        }
        let members = fields::members(&mut draft, &object.name, &object.fields);
        tree.put("fields", Tree::List(members));
        out.push(tree.done());
    }
    (out, draft.notes)
}

/// How an action travels.
fn travel(call: &Call, tree: &mut MapBuilder) {
    if let Some(method) = call.method {
        tree.text("method", method.word());
    }
    if let Some(path) = &call.path {
        tree.text("path", path.clone());
    }
    tree.flag("anonymous", call.anonymous);
    if let Some(body) = &call.body {
        tree.text("body", body.clone());
    }
}

fn pages(call: &Call, tree: &mut MapBuilder) {
    let Some(pages) = &call.pages else { return };
    let mut map = MapBuilder::default();
    map.text("items", pages.items.clone());
    map.text("position", pages.position.clone());
    for (key, name) in [
        ("size", &pages.size),
        ("total_items", &pages.total_items),
        ("cursor", &pages.cursor),
    ] {
        if let Some(name) = name {
            map.text(key, name.clone());
        }
    }
    tree.put("pagination", map.done());
}

impl Draft<'_> {
    /// Keeps the names of the objects that actions share from other types.
    fn reserve(&mut self, product: &Product) {
        for object in &product.objects {
            if let Some(ident) = names::type_name(&object.name) {
                self.types.insert(ident, Definition::Object);
            }
        }
    }

    pub(super) fn note(&mut self, origin: Origin, what: impl Into<String>) {
        self.notes.push(Note::new(origin, what));
    }

    fn doc(&self, description: &Description) -> String {
        let texts = [&description.summary, &description.title];
        match texts.into_iter().find(|text| !text.is_empty()) {
            Some(text) if self.prose => text.clone(),
            _ => format!(
                "The action `{}`, as its documentation describes it.",
                self.action
            ),
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

    /// Why an entry should no longer be used.
    pub(super) fn outdated(&self, sentence: &str) -> String {
        if self.prose || self.own_words {
            visible(sentence)
        } else {
            "The documentation says that it should no longer be used.".to_owned()
        }
    }

    /// The values of an enum. Values that make no Rust name get a `name`.
    pub(super) fn values(&self, values: &Values) -> Vec<Tree> {
        let mut taken: HashSet<String> = HashSet::new();
        let mut next: HashMap<String, usize> = HashMap::new();
        let mut out = Vec::new();
        for one in &values.values {
            let value = visible(&one.value);
            let mut name = None;
            let mut ident = names::variant(&value).unwrap_or_default();
            if ident.is_empty() || taken.contains(&ident) {
                let stem = if ident.is_empty() {
                    "Value".to_owned()
                } else {
                    ident
                };
                // Lower numbers were already tried for this stem.
                let number = next.entry(stem.clone()).or_default();
                *number = (*number).max(out.len() + 1);
                while taken.contains(&format!("{stem}{number}")) {
                    *number += 1;
                }
                ident = format!("{stem}{number}");
                name = Some(ident.clone());
            }
            taken.insert(ident);
            let doc = self.prose(&one.meaning);
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

    /// A Rust name for a type defined in place; `None` if the name derived from
    /// `source` is free.
    pub(super) fn rust_type(
        &mut self,
        source: &str,
        parent: &str,
        definition: Definition,
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
                .map(|other| *other == definition && definition != Definition::Object);
            if same.unwrap_or(true) {
                self.types.insert(ident.clone(), definition);
                return (index > 0).then_some(ident);
            }
        }
        None
    }

    fn example(&mut self, examples: &Examples, origin: &Origin) -> Option<Tree> {
        let mut tree = MapBuilder::default();
        tree.text("name", "documented");
        let mut any = false;
        for (key, text) in [
            ("request", &examples.request),
            ("xml", &examples.xml),
            ("json", &examples.json),
        ] {
            let Some(text) = text else { continue };
            let clean: String = text
                .chars()
                .filter(|c| !is_unsafe(*c) || matches!(c, '\n' | '\t'))
                .collect();
            if clean.len() != text.replace('\r', "").len() {
                let what = format!("invisible characters were left out of the {key} example");
                self.note(origin.clone(), what);
            }
            if !clean.trim().is_empty() {
                any = true;
                tree.text(key, clean);
            }
        }
        let placeholder = |text: &String| {
            let mut tree = MapBuilder::default();
            tree.text("text", visible(text));
            tree.put("stands_for", Tree::List(vec![Tree::text("common")]));
            tree.done()
        };
        let placeholders = examples.placeholders.iter().map(placeholder);
        tree.list("placeholders", placeholders.collect());
        any.then(|| tree.done())
    }
}
