//! Converts a document into neutral descriptions: one for each action, with what the
//! document says about its product.

mod answer;
mod area;
mod pages;
mod product;
mod request;
mod text;
mod told;
mod types;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::document::{Action, Document, ErrorRow};
use super::walk;
use crate::import::description::{
    Description, ErrorCode, Identity, Index, IndexEntry, Note, Origin, Product,
};
use crate::import::product::READS;
use crate::import::prose;
use crate::names;
use types::Types;

/// Why the actions of a gateway cannot be called; `None` if they can.
fn gateway(style: &str) -> Option<String> {
    let signature = match style {
        "RPC" | "ROA" | "V3" | "FC" => return None,
        "OSS" | "SLS" | "PDS" => "its gateway has a signature of its own",
        "AliGenie" => "its gateway proves who calls with tokens of its own",
        _ => "this style of gateway is not known",
    };
    Some(format!(
        "the product has the style `{style}`: {signature}, which is not supported"
    ))
}

/// The descriptions of all actions. Without any, one description says why.
pub(super) fn lower(source: &str, document: &Document, notes: Vec<walk::Note>) -> Vec<Description> {
    let blank = || blank(source, document);
    let reason = gateway(&document.style).or_else(|| {
        let none = document.actions.is_empty();
        none.then(|| "the document has no actions".to_owned())
    });
    if let Some(reason) = reason {
        let mut description = blank();
        description.refused = Some(reason);
        description.notes = notes.into_iter().map(note).collect();
        return vec![description];
    }
    let mut types = Types::new(document);
    let areas = area::areas(document);
    let names: HashSet<&str> = document.actions.iter().map(|a| a.name.as_str()).collect();
    let mut descriptions = Vec::with_capacity(document.actions.len());
    for action in &document.actions {
        let mut description = blank();
        description.origin = Origin::Pointer(action.pointer.clone());
        description.identity.action = Some(action.name.clone());
        description.call.area = areas.of_action.get(&action.name).cloned();
        lower_action(action, document, &mut types, &names, &mut description);
        description.notes = types.take_notes();
        descriptions.push(description);
    }
    let hosts = product::hosts(document, &mut types);
    let objects = types.objects();
    let told = types.told;
    if told > 0 {
        let what = format!("enums read from sentences, which may lack values: {told}");
        types.note(Origin::Pointer("/apis".to_owned()), what);
    }
    let whole = Arc::new(Product {
        regions: hosts.regions,
        areas: areas.areas,
        objects,
    });
    for description in &mut descriptions {
        description.product = Some(Arc::clone(&whole));
        description.identity.host = hosts.endpoint.clone();
    }
    share(notes, types.take_notes(), &mut descriptions);
    descriptions
}

/// Gives each note to the action that it is about; others to the first one.
fn share(notes: Vec<walk::Note>, own: Vec<Note>, descriptions: &mut [Description]) {
    let places: HashMap<String, usize> = descriptions
        .iter()
        .enumerate()
        .map(|(index, description)| (description.origin.to_string(), index))
        .collect();
    let action = |pointer: &str| {
        let end = pointer
            .match_indices('/')
            .nth(2)
            .map_or(pointer.len(), |(at, _)| at);
        places.get(&pointer[..end]).copied().unwrap_or(0)
    };
    for note in notes.into_iter().map(note).chain(own) {
        let index = action(&note.origin.to_string());
        if let Some(description) = descriptions.get_mut(index) {
            description.notes.push(note);
        }
    }
}

fn note(note: walk::Note) -> Note {
    Note {
        origin: Origin::Pointer(note.pointer),
        what: note.what,
    }
}

fn blank(source: &str, document: &Document) -> Description {
    let identity = Identity {
        product: Some(document.product.clone()),
        version: Some(document.version.clone()),
        ..Identity::default()
    };
    Description::blank(source, Origin::Pointer(String::new()), identity)
}

fn lower_action(
    action: &Action,
    document: &Document,
    types: &mut Types<'_>,
    names: &HashSet<&str>,
    out: &mut Description,
) {
    if action.methods.is_empty() && action.security.is_empty() && action.parameters.is_empty() {
        out.refused = Some("the document does not say how it is called".to_owned());
        return;
    }
    out.summary = doc(action);
    out.deprecated = action
        .deprecated
        .then(|| deprecated(&action.substitutions, document));
    request::lower(action, &document.style, types, out);
    match &action.responses {
        Some(responses) => out.response = answer::lower(responses, types),
        None => out.call.answers_unstated = true,
    }
    out.call.reads = Some(reads(action));
    out.call.pages = pages::pages(action, out, names);
    errors(&action.errors, types, &mut out.errors);
    let payload = out.response.iter().any(|entry| entry.location.is_some());
    // Examples are compared with the members of an object.
    let json = action.examples.iter().find(|demo| demo.format == "json");
    out.examples.json = json
        .filter(|_| !payload && !out.response.is_empty())
        .map(|demo| demo.example.clone());
    out.index = index(out);
}

/// What the action does, in one paragraph, then notes about it.
fn doc(action: &Action) -> String {
    let texts = [&action.summary, &action.title];
    let summary = texts.into_iter().flatten().map(|text| prose::line(text));
    let summary = summary.into_iter().find(|text| !text.is_empty());
    let notes = action.description.as_deref().map(prose::description);
    let mut parts = vec![summary.unwrap_or_default()];
    // Some notes only repeat the summary.
    if let Some(notes) = notes.filter(|notes| !parts[0].contains(notes.as_str())) {
        if notes.starts_with(parts[0].as_str()) {
            parts.clear();
        }
        parts.push(notes);
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// An action is repeated after a failure only if its name and its tag both say that it
/// reads: either alone is often wrong.
fn reads(action: &Action) -> bool {
    let verb = READS.iter().any(|verb| action.name.starts_with(verb));
    verb && matches!(action.operation.as_deref(), Some("get" | "list"))
}

fn deprecated(successors: &[String], document: &Document) -> String {
    let own = format!("{}::{}::", document.product, document.version).to_lowercase();
    let short = |name: &String| {
        let same = name.to_lowercase().starts_with(&own);
        let rest = if same { &name[own.len()..] } else { name };
        format!("`{}`", rest.replace('`', "'"))
    };
    let names: Vec<String> = successors.iter().map(short).collect();
    if names.is_empty() {
        "The documentation says that it should no longer be used.".to_owned()
    } else {
        format!("Use {} instead.", names.join(" or "))
    }
}

fn errors(rows: &[ErrorRow], types: &mut Types<'_>, out: &mut Vec<ErrorCode>) {
    let mut seen: HashSet<String> = HashSet::new();
    for row in rows {
        let code = crate::import::text::visible(&row.code);
        let pointer = || Origin::Pointer(row.pointer.clone());
        if code != row.code {
            let what = format!("`{code}`: blanks or invisible characters around it are removed");
            types.note(pointer(), what);
        }
        match names::variant(&code) {
            Some(ident) if ident.len() <= names::MAX_LENGTH => {}
            _ => {
                types.note(pointer(), format!("`{code}` makes no Rust name; left out"));
                continue;
            }
        }
        if !seen.insert(code.clone()) {
            continue;
        }
        out.push(ErrorCode {
            origin: pointer(),
            code,
            status: row.status.parse().ok(),
            message: row.message.clone().unwrap_or_default(),
            doc: String::new(),
        });
    }
}

fn index(description: &Description) -> Index {
    use crate::import::description::{Entry, Need, Type};
    fn paths(entries: &[Entry], within: &str, out: &mut Vec<String>) {
        for entry in entries {
            let path = format!("{within}{}", entry.name);
            if let Type::Object(inside) = entry.ty.member() {
                paths(inside, &format!("{path}."), out);
            }
            out.push(path);
        }
    }
    let mut fields = Vec::new();
    paths(&description.response, "", &mut fields);
    let parameter = |entry: &Entry| IndexEntry {
        name: entry.name.clone(),
        ty: text::type_word(&entry.ty).to_owned(),
        required: entry.need == Need::Required,
    };
    Index {
        parameters: description.parameters.iter().map(parameter).collect(),
        fields,
    }
}
