//! Entries of a description as entries of an action file.

use super::description::{Entry, Evidence, Need, Type, Values};
use super::draft::{Definition, Draft};
use super::limits;
use super::merge;
use super::product;
use super::secrets;
use super::text::visible;
use super::tree::{MapBuilder, Tree};
use crate::location::{Encoding, Location};
use crate::names;

/// Which side of a call entries are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
    /// An object that actions share.
    Shared,
}

impl Side {
    fn is_sent(self) -> bool {
        self != Self::Response
    }
}

/// Entries of `parameters`.
pub(super) fn parameters(draft: &mut Draft<'_>, entries: &[Entry], of_page: bool) -> Vec<Tree> {
    let mut own: Vec<&Entry> = Vec::new();
    for entry in entries {
        if of_page && product::is_common(&entry.name) {
            let what = format!("`{}` is a parameter of every call; left out", entry.name);
            draft.note(entry.origin.clone(), what);
        } else {
            own.push(entry);
        }
    }
    fields(draft, own.into_iter(), Side::Request, &Parent::default())
}

/// Entries of `response`.
pub(super) fn response(draft: &mut Draft<'_>, entries: &[Entry]) -> Vec<Tree> {
    fields(draft, entries.iter(), Side::Response, &Parent::default())
}

/// Members of an object that actions share.
pub(super) fn members(draft: &mut Draft<'_>, object: &str, entries: &[Entry]) -> Vec<Tree> {
    let parent = Parent {
        path: format!("{object}."),
        ident: object.to_owned(),
    };
    fields(draft, entries.iter(), Side::Shared, &parent)
}

/// The object that contains the entries; empty at the top.
#[derive(Debug, Default)]
struct Parent {
    /// `Tag.N.`
    path: String,
    /// The same as the start of a type name: `Tag`.
    ident: String,
}

/// Entries of one object.
fn fields<'a>(
    draft: &mut Draft<'_>,
    entries: impl Iterator<Item = &'a Entry> + Clone,
    side: Side,
    parent: &Parent,
) -> Vec<Tree> {
    let names: Vec<&str> = entries.clone().map(|entry| entry.name.as_str()).collect();
    let mut taken = Taken::default();
    entries
        .filter_map(|entry| field(draft, entry, side, parent, &names, &mut taken))
        .collect()
}

/// Names that the fields of an object already use: documented ones, with where they
/// travel, and Rust ones.
#[derive(Debug, Default)]
struct Taken(Vec<(String, Option<Location>, String)>);

impl Taken {
    fn has(&self, entry: &Entry) -> bool {
        let place = |location: Option<Location>| location.unwrap_or_default();
        let mut taken = self.0.iter();
        taken.any(|(name, location, _)| {
            *name == entry.name && place(*location) == place(entry.location)
        })
    }

    /// Takes the Rust name of a field. If another field has it, takes a free name
    /// and returns that. Fields with other names do not change it.
    fn take(&mut self, entry: &Entry, ident: String) -> Option<String> {
        let free = |name: &str| !self.0.iter().any(|(_, _, other)| other == name);
        let stem = ident.trim_start_matches("r#");
        let other = (!free(&ident)).then(|| {
            let mut numbered = (2..).map(|number| format!("{stem}_{number}"));
            numbered.find(|name| free(name)).unwrap_or_default()
        });
        let taken = other.clone().unwrap_or(ident);
        self.0.push((entry.name.clone(), entry.location, taken));
        other
    }
}

fn field(
    draft: &mut Draft<'_>,
    entry: &Entry,
    side: Side,
    parent: &Parent,
    names: &[&str],
    taken: &mut Taken,
) -> Option<Tree> {
    let source = entry.rust.as_ref().unwrap_or(&entry.name);
    let ident = names::field(source).unwrap_or_default();
    if side == Side::Response && (ident.is_empty() || taken.has(entry)) {
        let what = format!(
            "`{}` appears twice in one object; the first one is kept",
            entry.name
        );
        draft.note(entry.origin.clone(), what);
        return None;
    }
    let mut tree = MapBuilder::default();
    tree.text("name", entry.name.clone());
    if let Some(other) = taken.take(entry, ident).or_else(|| entry.rust.clone()) {
        tree.text("rust", other);
    }
    let kind = Kind::of(entry);
    tree.text("type", kind.in_lists(&entry.ty));
    let item = match &entry.ty {
        Type::List { item, .. } => item.as_deref(),
        _ => None,
    };
    let source = item.unwrap_or(&entry.name);
    let called = entry.type_name.as_deref().unwrap_or(source);
    // A gateway may answer with a value that is not documented yet.
    let closed = draft.options.closed_enums;
    let open = |values: &Values| values.open || side == Side::Response || !closed;
    let definition = match kind.values {
        Some(values) => Some(Definition::Enum {
            values: values.values.iter().map(|one| one.value.clone()).collect(),
            numbers: kind.word != "enum",
            open: open(values),
        }),
        None => (kind.word == "object").then_some(Definition::Object),
    };
    if let Some(definition) = definition {
        let rust = draft.rust_type(called, &parent.ident, definition);
        // The name that is made from the field need not be written.
        let rust = rust.or_else(|| names::type_name(called).filter(|_| called != source));
        if let Some(rust) = rust {
            tree.text("rust_type", rust);
        }
    }
    if let Some(item) = item {
        tree.text("item", item);
    }
    tree.flag("open", kind.values.is_some_and(open));
    let unfinished = kind.values.is_some_and(|values| values.open);
    tree.flag(merge::UNFINISHED, unfinished);
    if parent.path.is_empty() {
        travel(entry, &mut tree);
    }
    if side.is_sent() {
        required(draft, &entry.need, &entry.name, names, &mut tree);
        let path = format!("{}{}", parent.path, entry.name);
        limits::limits(draft, entry, &path, kind.word, &mut tree);
    }
    let secret = secrets::is_secret(entry);
    tree.flag("sensitive", secret);
    if let Some(sentence) = &entry.deprecated {
        tree.text("deprecated", draft.outdated(sentence));
    }
    tree.text_if("doc", doc(draft, entry));
    // A documented secret may be somebody's.
    if side.is_sent()
        && !secret
        && let Some(sample) = limits::sample(draft, entry, kind.word)
    {
        tree.text("sample", sample);
    }
    if let Some(values) = kind.values {
        tree.list("values", draft.values(values));
    }
    if let Type::Object(inside) = entry.ty.member() {
        let member = if entry.ty.has_members() { ".N." } else { "." };
        let below = Parent {
            path: format!("{}{}{member}", parent.path, entry.name),
            ident: format!("{}{called}", parent.ident),
        };
        tree.list("fields", fields(draft, inside.iter(), side, &below));
    }
    Some(tree.done())
}

/// Where a parameter travels, or a field of an answer is found.
fn travel(entry: &Entry, tree: &mut MapBuilder) {
    if let Some(location) = entry.location.filter(|it| *it != Location::Query) {
        tree.text("in", location.word());
    }
    if let Some(encoding) = entry.encoding.filter(|it| *it != Encoding::Flattened) {
        tree.text("encoding", encoding.word());
    }
    if let Some(content_type) = &entry.content_type {
        tree.text("content_type", content_type.clone());
    }
}

/// The type of an entry in the words of the language.
struct Kind<'a> {
    /// The word for it, or for the members of a list.
    word: &'a str,
    /// Its values, if it is an enum.
    values: Option<&'a Values>,
}

impl<'a> Kind<'a> {
    fn of(entry: &'a Entry) -> Self {
        let plain = match entry.ty.member() {
            Type::String => "string",
            Type::Integer => "integer",
            Type::Long => "long",
            Type::Float => "float",
            Type::Boolean => "boolean",
            Type::Json => "json",
            Type::Any => "any",
            Type::Bytes => "bytes",
            Type::Object(_) => "object",
            Type::Reference(name) => name,
            // `member` is what is inside of them.
            Type::List { .. } | Type::Map(_) => "any",
        };
        let word = match (&entry.values, plain) {
            (Some(_), "integer" | "long") => "enum<integer>",
            (Some(_), "string") => "enum",
            _ => plain,
        };
        Self {
            word,
            values: entry.values.as_ref().filter(|_| word != plain),
        }
    }

    /// `list<string>`
    fn in_lists(&self, ty: &Type) -> String {
        match ty {
            Type::List { of, .. } => format!("list<{}>", self.in_lists(of)),
            Type::Map(of) => format!("map<{}>", self.in_lists(of)),
            _ => self.word.to_owned(),
        }
    }
}

fn doc<'a>(draft: &Draft<'_>, entry: &'a Entry) -> &'a str {
    match entry.evidence {
        _ if !draft.prose => "",
        Evidence::Stated => &entry.doc,
        Evidence::Example => "Only the documented example shows it.",
    }
}

/// Whether a parameter is required, as keys of the language.
fn required(draft: &Draft<'_>, need: &Need, own: &str, names: &[&str], tree: &mut MapBuilder) {
    match need {
        Need::Required => tree.flag("required", true),
        Need::Documented => tree.put("required", Tree::Plain("documented".to_owned())),
        Need::Conditional(sentence) => {
            tree.text("required_when", condition(draft, sentence, own, names));
        }
        Need::Optional | Need::Unknown => {}
    }
}

/// `required_when`: the sentence, or the parameters it depends on.
fn condition(draft: &Draft<'_>, sentence: &str, own: &str, names: &[&str]) -> String {
    if draft.prose {
        return visible(sentence);
    }
    let mut others: Vec<String> = Vec::new();
    for word in sentence.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let name = format!("`{word}`");
        if word != own && names.contains(&word) && !others.contains(&name) {
            others.push(name);
        }
    }
    if others.is_empty() {
        "Depends on other parameters; the documentation has the condition.".to_owned()
    } else {
        format!(
            "Depends on {}; the documentation has the condition.",
            others.join(" and ")
        )
    }
}
