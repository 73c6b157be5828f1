//! Fourth stage: the model into Rust tokens, one file an action.
//!
//! Entry function: [`emit`]. Generated code is thin: structs, tables and the
//! few lines that connect both to the runtime, where all behaviour lives.

mod action;
pub(crate) mod commands;
mod doc;
mod enums;
mod fields;
mod flow;
mod object;
mod product;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::Model;

/// A file before it is formatted.
pub(crate) struct File {
    /// File name inside the product's folder.
    pub(crate) name: String,
    /// Product, and what of it where that is not the client.
    pub(crate) owner: String,
    /// Spec file it was made from.
    pub(crate) origin: String,
    pub(crate) tokens: TokenStream,
}

/// Emits every file of a product: `mod.rs`, the shared ones, the actions.
pub(crate) fn emit(model: &Model) -> Vec<File> {
    let shared = |name: &str, tokens| File {
        name: name.to_owned(),
        owner: model.product.name.clone(),
        origin: crate::load::PRODUCT_FILE.to_owned(),
        tokens,
    };
    let mut files = vec![
        shared("mod.rs", product::emit(model)),
        shared("enums.rs", enums::shared(model)),
        shared("errors.rs", enums::errors(model)),
    ];
    files.extend(model.actions.iter().map(|action| File {
        name: format!("{}.rs", action.module),
        owner: model.product.name.clone(),
        origin: action.file.clone(),
        tokens: action::emit(model, action),
    }));
    files
}

/// What a method needs whose name promises another kind of `self`: it is the
/// gateway's.
fn convention(method: &str) -> Option<TokenStream> {
    let promises = method.starts_with("from_") || method.starts_with("into_");
    promises.then(
        || quote!(#[allow(clippy::wrong_self_convention, reason = "the action is called so")]),
    )
}

/// A Rust name of the model as a token; `r#` makes it raw.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
