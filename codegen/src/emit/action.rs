//! An action's file: request, response, nested types, client method.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::fields::Context;
use crate::emit::object::{self, Level};
use crate::emit::{convention, doc, enums, example, flow, ident};
use crate::model::{Action, Type};

/// Emits one action.
pub(crate) fn emit(context: Context<'_>) -> TokenStream {
    let Context { model, action, .. } = context;
    let imports = imports(action);
    let table = table(context);
    let method = method(context);
    let link = doc::link(&model.product, action);
    let flow = flow::emit(context);
    let request = object::emit(
        context,
        &action.request,
        Level::Top,
        &doc::lines(&format!("Request of {link}.")),
    );
    let response = object::emit(
        context,
        &action.response,
        Level::Top,
        &doc::lines(&format!("Answer of {link}.")),
    );
    let objects = action.objects.iter().map(|object| {
        let text = if object.doc.trim().is_empty() {
            format!("Part of {link}.")
        } else {
            doc::prose(&object.doc)
        };
        object::emit(context, object, Level::Nested, &doc::lines(&text))
    });
    let enums = action.enums.iter().map(enums::emit);
    quote! {
        #imports
        #table
        #method
        #flow
        #request
        #response
        #(#objects)*
        #(#enums)*
    }
}

fn imports(action: &Action) -> TokenStream {
    let objects = action
        .objects
        .iter()
        .chain([&action.request, &action.response]);
    let has_map = |ty: &Type| {
        let mut ty = ty;
        loop {
            match ty {
                Type::Map(_) => return true,
                Type::List(member) => ty = member,
                _ => return false,
            }
        }
    };
    let map = objects
        .flat_map(|object| &object.fields)
        .any(|field| has_map(&field.ty))
        .then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
    quote! {
        #map
        use std::fmt;

        use ::aliyun_runtime as rt;
    }
}

fn table(context: Context<'_>) -> TokenStream {
    let root = context.root();
    let name = &context.action.name;
    let idempotent = context.action.idempotent;
    quote! {
        /// What the runtime knows about the action.
        pub static ACTION: rt::Action = rt::Action {
            name: #name,
            product: &#root::PRODUCT,
            idempotent: #idempotent,
        };
    }
}

/// `client.query_task_detail_list(&request).await?`
fn method(context: Context<'_>) -> TokenStream {
    let action = context.action;
    let root = context.root();
    let name = ident(&action.method);
    let request = ident(&action.request.rust_name);
    let response = ident(&action.response.rust_name);
    let docs = doc::lines(&method_docs(context));
    let deprecated = doc::deprecated(action.deprecated.as_ref());
    let convention = convention(&action.method);
    quote! {
        impl #root::Client {
            #docs
            #deprecated
            #convention
            #[inline]
            pub fn #name<'a>(&'a self, request: &'a #request) -> rt::Call<'a, #response> {
                rt::Call::new(&self.core, &ACTION, request)
            }
        }
    }
}

fn method_docs(context: Context<'_>) -> String {
    let Context { model, action, .. } = context;
    let mut text = format!(
        "{}\n\nReference: {}",
        doc::prose(&action.doc),
        doc::link(&model.product, action)
    );
    if let Some(page) = &action.page
        && page != &action.name
    {
        text.push_str(&format!(" ({})", doc::sentence(page)));
    }
    text.push_str(".\n\n# Errors\n\nA request outside the documented limits is refused before anything is sent.");
    if !action.errors.is_empty() {
        text.push_str(" Documented codes:\n");
        for error in &action.errors {
            let status = error
                .http_status
                .map_or_else(String::new, |status| format!(" (HTTP {status})"));
            let doc = doc::sentence(&error.doc);
            text.push_str(&format!("\n- {}{status}: {doc}", doc::code(&error.code)));
        }
    }
    if let Some(path) = &context.options.example_path {
        text.push_str("\n\n# Example\n\n");
        text.push_str(&example::emit(context, path));
    }
    text
}
