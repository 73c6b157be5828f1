//! Fourth stage: the model into Rust, one file per action. Code with a known layout is
//! written as text, other code as tokens.
//!
//! Entry function: [`emit`]. Generated code is thin: structs, tables and the
//! few lines that connect both to the runtime, where all behaviour lives.
//!
//! Every function is generic or `#[inline]`: it is compiled in the crate that
//! calls it and only there, which halves a debug build of the client and takes
//! two thirds off a release build (`docs/performance/compile-time.md`).

mod action;
mod area;
pub(crate) mod commands;
mod doc;
mod enums;
pub(crate) mod example;
pub(crate) mod fields;
pub(crate) mod flow;
mod object;
pub(crate) mod product;
mod text;

use proc_macro2::{Ident, Span, TokenStream};

use crate::emit::fields::Context;
use crate::model::{Action, Area, Model};

/// Options of a generated client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// Whether each area needs the cargo feature of its name.
    pub(crate) area_features: bool,
    /// Path of the client, for examples in the documentation.
    pub(crate) example_path: Option<String>,
}

/// A file before it is formatted.
pub(crate) struct File {
    /// File name inside the product's folder.
    pub(crate) name: String,
    /// The product and, for files beside the client, their kind.
    pub(crate) owner: String,
    /// The spec file that it was made from.
    pub(crate) origin: String,
    pub(crate) parts: Vec<Part>,
}

/// Items of a file.
pub(crate) enum Part {
    /// Any code, to be laid out.
    Tokens(TokenStream),
    /// Code with its final layout.
    Text(String),
}

/// Emits every file of a product: `mod.rs`, the shared ones, the actions.
pub(crate) fn emit(model: &Model, options: &Options) -> Vec<File> {
    let shared = |name: &str, parts| File {
        name: name.to_owned(),
        owner: model.product.name.clone(),
        origin: crate::load::PRODUCT_FILE.to_owned(),
        parts,
    };
    let mut files = vec![
        shared("mod.rs", vec![Part::Tokens(product::emit(model, options))]),
        shared("enums.rs", enums::shared(model)),
        shared("errors.rs", enums::errors(model)),
    ];
    if !model.objects.is_empty() {
        files.push(shared("objects.rs", action::shared(model, options)));
    }
    let areas = areas(model).map(|area| {
        let tokens = area::emit(model, area);
        shared(&area::file(area), vec![Part::Tokens(tokens)])
    });
    files.extend(areas);
    files.extend(model.actions.iter().map(|action| File {
        name: format!("{}.rs", action.module),
        owner: model.product.name.clone(),
        origin: action.file.clone(),
        parts: action::emit(Context {
            model,
            action,
            options,
        }),
    }));
    files
}

/// The areas that have an action; a client may have only some actions.
fn areas(model: &Model) -> impl Iterator<Item = &Area> {
    let used = |area: &&Area| members(model, Some(*area)).next().is_some();
    model.product.areas.iter().filter(used)
}

/// The actions of an area, or those without an area.
fn members<'a>(model: &'a Model, area: Option<&'a Area>) -> impl Iterator<Item = &'a Action> {
    let name = area.map(|area| &area.name);
    let within = move |action: &&Action| model.area(action).map(|area| &area.name) == name;
    model.actions.iter().filter(within)
}

/// The attribute for a method whose name suggests another kind of `self`, because
/// the gateway chose the name. Empty for other methods.
fn convention(method: &str) -> &'static str {
    if method.starts_with("from_") || method.starts_with("into_") {
        r#"#[allow(clippy::wrong_self_convention, reason = "the action is called so")]"#
    } else {
        ""
    }
}

/// A Rust name of the model as a token; `r#` makes it raw.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
