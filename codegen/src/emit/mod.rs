//! Fourth stage: the model into Rust tokens, one file an action.
//!
//! Entry function: [`emit`]. Generated code is thin: structs, tables and the
//! few lines that connect both to the runtime, where all behaviour lives.

mod action;
mod doc;
mod enums;
mod fields;
mod flow;
mod object;
mod product;

use proc_macro2::{Ident, Span, TokenStream};

use crate::model::Model;

/// A file before it is formatted.
pub(crate) struct File {
    /// File name inside the product's folder.
    pub(crate) name: String,
    /// Spec file it was made from.
    pub(crate) origin: String,
    pub(crate) tokens: TokenStream,
}

/// Emits every file of a product: `mod.rs`, the shared ones, the actions.
pub(crate) fn emit(model: &Model) -> Vec<File> {
    let shared = |name: &str, tokens| File {
        name: name.to_owned(),
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
        origin: action.file.clone(),
        tokens: action::emit(model, action),
    }));
    files
}

/// A Rust name of the model as a token; `r#` makes it raw.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
