//! `mod.rs`: the product's table, its client, and the list of modules.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Options, area, areas, doc, ident, members};
use crate::model::{Model, Outcome};

/// Emits the root of a generated client.
pub(crate) fn emit(model: &Model, options: &Options) -> TokenStream {
    let product = table(model);
    let client = client(model);
    let modules = modules(model, options);
    quote! {
        use ::aliyun_runtime::generated as rt;

        #modules
        #product
        #client
    }
}

/// The product's table.
pub(crate) fn table(model: &Model) -> TokenStream {
    let product = &model.product;
    let (name, version, endpoint) = (&product.name, &product.version, &product.endpoint);
    let regions = product.regions.iter();
    let regions = regions.map(|(region, host)| quote!((#region, #host)));
    let regions = list("regions", regions.collect());
    let codes = |outcome| {
        let codes = codes(model, outcome);
        codes.map(|code| quote!(#code)).collect()
    };
    let open = list("open_codes", codes(Outcome::Unknown));
    let refusals = list("refusals", codes(Outcome::Refused));
    quote! {
        /// What the runtime knows about the product.
        #[allow(unreachable_pub, reason = "a program may keep its client private")]
        pub static PRODUCT: rt::Product = rt::Product::new(#name, #version, #endpoint)
            #regions #open #refusals;
    }
}

/// A call of a table's builder with a list, unless the list is empty.
pub(crate) fn list(method: &str, entries: Vec<TokenStream>) -> Option<TokenStream> {
    let method = ident(method);
    (!entries.is_empty()).then(|| quote!(.#method(&[#(#entries),*])))
}

/// The error codes of which the spec says this.
pub(crate) fn codes(model: &Model, outcome: Outcome) -> impl Iterator<Item = &String> {
    let errors = model.errors.iter();
    let codes = errors.filter(move |error| error.outcome == Some(outcome));
    codes.map(|error| &error.code)
}

fn client(model: &Model) -> TokenStream {
    let product = &model.product;
    let docs = doc::lines(&format!(
        "Client of {}, version {}.\n\n{}\n\nCheap to clone; clones share connections.",
        doc::code(&product.name),
        doc::code(&product.version),
        doc::prose(&product.doc),
    ));
    quote! {
        #docs
        #[allow(dead_code, unreachable_pub, reason = "a program need not use everything")]
        #[derive(Clone, Debug)]
        pub struct Client {
            core: rt::Core,
        }

        #[allow(dead_code, unreachable_pub, reason = "a program need not use everything")]
        impl Client {
            /// A client with this configuration.
            ///
            /// # Errors
            ///
            /// If the endpoint is invalid, or TLS cannot be set up.
            pub fn new(config: rt::Config) -> Result<Self, rt::Error> {
                rt::Core::new(&PRODUCT, config).map(|core| Self { core })
            }

            /// A client with the access key from the environment variables
            /// `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET`
            /// and, if it is set, `ALIBABA_CLOUD_SECURITY_TOKEN`.
            ///
            /// # Errors
            ///
            /// If a variable is missing or its value is not usable.
            pub fn from_env() -> Result<Self, rt::Error> {
                Self::new(rt::Config::from_env()?)
            }

            /// A client with the credentials that the official tools would find:
            /// in the environment, in profiles, or from the machine's role. A source
            /// that is configured but fails is an error; no other one is tried.
            ///
            /// # Errors
            ///
            /// If no source is configured, or the first one is not usable.
            pub fn from_default_chain() -> Result<Self, rt::Error> {
                Self::new(rt::Config::from_default_chain()?)
            }

            /// Calls any action of the product by its name. Parameters have their
            /// names on the wire and are sent without checks.
            pub fn call<K: Into<String>, V: AsRef<str>>(
                &self,
                action: impl Into<String>,
                parameters: impl IntoIterator<Item = (K, V)>,
            ) -> rt::UntypedCall<'_> {
                self.core.call(action, parameters)
            }
        }
    }
}

fn modules(model: &Model, options: &Options) -> TokenStream {
    let areas = areas(model).map(|area| area::module(model, options, area));
    let actions = members(model, None).map(|action| {
        let docs = doc::lines(&format!("Types of {}.", doc::link(&model.product, action)));
        let module = ident(&action.module);
        // The module around is often called after the product.
        let inception = (action.module == model.product.name.to_snake_case()).then(inception);
        quote! {
            #docs
            #[allow(dead_code, unreachable_pub, reason = "a program need not use every action")]
            #inception
            pub mod #module;
        }
    });
    let types = members(model, None).map(|action| {
        let module = ident(&action.module);
        let request = ident(&action.request.rust_name);
        let response = ident(&action.response.rust_name);
        quote! {
            #[allow(unused_imports, unreachable_pub, reason = "a program need not use every action")]
            pub use #module::{#request, #response};
        }
    });
    let enums = model.enums.iter().map(|shared| ident(&shared.rust_name));
    let enums = (!model.enums.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports, unreachable_pub, reason = "a program need not use every enum")]
            pub use enums::{#(#enums),*};
        }
    });
    let objects = model.objects.iter().map(|shared| ident(&shared.rust_name));
    let objects = (!model.objects.is_empty()).then(|| {
        quote! {
            #[allow(dead_code, unreachable_pub, reason = "a program need not use every object")]
            mod objects;
            #[allow(unused_imports, unreachable_pub, reason = "a program need not use every object")]
            pub use objects::{#(#objects),*};
        }
    });
    let prelude = area::prelude(model, options);
    quote! {
        #(#areas)*
        #(#actions)*

        #[allow(dead_code, unreachable_pub, reason = "a program need not use every enum")]
        mod enums;
        #[allow(dead_code, unreachable_pub, reason = "a program need not look at error codes")]
        mod errors;

        #enums
        #objects
        #[allow(unused_imports, unreachable_pub, reason = "a program need not look at error codes")]
        pub use errors::ErrorCode;
        #(#types)*
        #prelude
    }
}

/// The attribute of a module with the name of its parent.
pub(crate) fn inception() -> TokenStream {
    quote!(#[allow(clippy::module_inception, reason = "the spec calls it so")])
}
