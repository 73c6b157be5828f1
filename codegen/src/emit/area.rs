//! Functional areas: one module each, with the modules of its actions.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::product::inception;
use crate::emit::{Options, areas, doc, ident, members};
use crate::model::{Area, Model};

/// Name of an area's file. All files are in one folder, and no file of an action
/// can have this name.
pub(crate) fn file(area: &Area) -> String {
    format!("{}.area.rs", area.name)
}

/// The condition that includes an area; `None` if it is always included.
pub(crate) fn feature(options: &Options, area: &Area) -> Option<TokenStream> {
    let name = &area.name;
    options
        .area_features
        .then(|| quote!(#[cfg(feature = #name)]))
}

/// The declaration of an area's module in the root.
pub(crate) fn module(model: &Model, options: &Options, area: &Area) -> TokenStream {
    let docs = doc::lines(&docs(model, area));
    let feature = feature(options, area);
    let file = file(area);
    let inception = (area.name == model.product.name.to_snake_case()).then(inception);
    let name = ident(&area.name);
    // For a module with a `path` attribute, rustc looks for inner modules in the
    // folder of the file.
    quote! {
        #docs
        #feature
        #[allow(dead_code, unreachable_pub, unused_imports, reason = "a program need not use every action")]
        #inception
        #[path = #file]
        pub mod #name;
    }
}

/// The documentation of an area: its description and its actions.
fn docs(model: &Model, area: &Area) -> String {
    let mut text = format!("{}\n", doc::prose(&area.doc));
    for action in members(model, Some(area)) {
        // The first sentence is enough: the method has the rest.
        let summary = action.doc.split("\n\n").next().unwrap_or_default();
        text.push_str(&format!(
            "\n- [`{}`](Client::{}): {}",
            action.name,
            action.method,
            doc::sentence(summary)
        ));
    }
    text
}

/// The file of an area.
pub(crate) fn emit(model: &Model, area: &Area) -> TokenStream {
    let modules = members(model, Some(area)).map(|action| {
        let docs = doc::lines(&format!(
            "Types of [`Client::{method}`](super::Client::{method}).",
            method = action.method
        ));
        let inception = (action.module == area.name).then(inception);
        let module = ident(&action.module);
        quote!(#docs #inception pub mod #module;)
    });
    let types = members(model, Some(area)).map(|action| {
        let module = ident(&action.module);
        let request = ident(&action.request.rust_name);
        let response = ident(&action.response.rust_name);
        quote! {
            #[doc(inline)]
            pub use #module::{#request, #response};
        }
    });
    quote!(#(#modules)* #(#types)*)
}

/// Everything with one `use`: users need not remember the area of a request.
pub(crate) fn prelude(model: &Model, options: &Options) -> Option<TokenStream> {
    if model.product.areas.is_empty() {
        return None;
    }
    let enums = model.enums.iter().map(|shared| ident(&shared.rust_name));
    let objects = model.objects.iter().map(|shared| ident(&shared.rust_name));
    let shared = enums.chain(objects);
    let plain = members(model, None).map(|action| {
        let module = ident(&action.module);
        let request = ident(&action.request.rust_name);
        let response = ident(&action.response.rust_name);
        quote!(pub use super::#module::{self, #request, #response};)
    });
    let areas = areas(model).map(|area| {
        let feature = feature(options, area);
        let name = ident(&area.name);
        quote!(#feature pub use super::#name::*;)
    });
    Some(quote! {
        /// What most programs need: the client, its configuration and errors, the
        /// requests and answers of all areas, and the modules of the actions.
        #[allow(unused_imports, unreachable_pub, reason = "a program need not use it")]
        pub mod prelude {
            pub use super::{Client, ErrorCode, #(#shared),*};
            #(#plain)*
            #(#areas)*
            pub use ::aliyun_runtime::prelude::*;
        }
    })
}
