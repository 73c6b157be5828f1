//! Enums: documented values as variants, any other text kept as it is.
//!
//! Comparing and printing go through the wire text: a derive for each costs
//! several times as much to compile, and an unknown value that is spelled like
//! a documented one is the documented one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{doc, ident};
use crate::model::{Enum, EnumValue, Model};

/// `enums.rs`: the enums that several actions share.
pub(crate) fn shared(model: &Model) -> TokenStream {
    let enums = model.enums.iter().map(emit);
    let imports = (!model.enums.is_empty()).then(imports);
    quote! {
        #imports
        #(#enums)*
    }
}

fn imports() -> TokenStream {
    quote! {
        use std::fmt;

        use ::aliyun_runtime as rt;
    }
}

/// One enum with everything that connects it to the wire.
pub(crate) fn emit(definition: &Enum) -> TokenStream {
    let name = ident(&definition.rust_name);
    let docs = if definition.doc.trim().is_empty() {
        format!("{}.", doc::code(&definition.rust_name))
    } else {
        doc::prose(&definition.doc)
    };
    let unknown = if definition.open {
        "A value that the documentation does not list."
    } else {
        "A value that the documentation does not list; a request with it is refused."
    };
    let body = variants(&name, &docs, &definition.values, unknown);
    let values = definition.values.iter().map(|value| &value.value);
    let integer = definition.integer.then(|| {
        quote! {
            impl From<i64> for #name {
                #[inline]
                fn from(value: i64) -> Self {
                    Self::from(value.to_string())
                }
            }
        }
    });
    // pub enum Lang { Chinese, English, Unknown(String) }
    quote! {
        #body

        impl #name {
            /// The documented values, as they are on the wire.
            pub const VALUES: &'static [&'static str] = &[#(#values),*];
        }

        #integer

        impl rt::WireEnum for #name {
            #[inline]
            fn text(&self) -> &str {
                self.as_str()
            }
        }
    }
}

/// The enum itself and its conversions from and to text.
fn variants(
    name: &proc_macro2::Ident,
    docs: &str,
    values: &[EnumValue],
    unknown: &str,
) -> TokenStream {
    let docs = doc::lines(docs);
    let unknown = doc::lines(unknown);
    let variants = values.iter().map(|value| {
        let mut text = if value.doc.trim().is_empty() {
            format!("{}.", doc::code(&value.value))
        } else {
            doc::prose(&value.doc)
        };
        if let Some(reason) = &value.deprecated {
            text = format!("{text}\n\n**Deprecated**: {}", doc::sentence(reason));
        }
        let docs = doc::lines(&text);
        let ident = ident(&value.ident);
        quote!(#docs #ident)
    });
    let idents: Vec<_> = values.iter().map(|value| ident(&value.ident)).collect();
    let texts: Vec<_> = values.iter().map(|value| &value.value).collect();
    let as_str = if values.is_empty() {
        quote! {
            let Self::Unknown(text) = self;
            text
        }
    } else {
        quote! {
            match self {
                #(Self::#idents => #texts,)*
                Self::Unknown(text) => text,
            }
        }
    };
    let from = if values.is_empty() {
        quote!(Self::Unknown(text.to_owned()))
    } else {
        quote! {
            match text {
                #(#texts => Self::#idents,)*
                other => Self::Unknown(other.to_owned()),
            }
        }
    };
    let repetitive = repetitive(&name.to_string(), values)
        .then(|| quote!(#[allow(clippy::enum_variant_names, reason = "the values are called so")]));
    quote! {
        #docs
        #repetitive
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(String),
        }

        impl #name {
            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                #as_str
            }
        }

        impl From<&str> for #name {
            #[inline]
            fn from(text: &str) -> Self {
                #from
            }
        }

        impl From<String> for #name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for #name {}

        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

/// Whether names repeat the enum's name, or one another's ends.
fn repetitive(name: &str, values: &[EnumValue]) -> bool {
    let mut idents = values.iter().map(|value| value.ident.as_str());
    let all = !values.is_empty() && idents.clone().all(|ident| ident.ends_with("Unknown"));
    all || idents.any(|ident| ident.starts_with(name) || ident.ends_with(name))
}

/// `errors.rs`: every documented error code of the product.
pub(crate) fn errors(model: &Model) -> TokenStream {
    let values: Vec<EnumValue> = model
        .errors
        .iter()
        .map(|error| {
            let status = error
                .http_status
                .map_or_else(String::new, |status| format!(" HTTP {status}."));
            EnumValue {
                value: error.code.clone(),
                ident: error.ident.clone(),
                doc: format!("{}{status}", error.doc.trim()),
                deprecated: None,
            }
        })
        .collect();
    let name = ident("ErrorCode");
    let docs = "A documented error code of the product.\n\nWhich action answers with which is told with its method; any action may answer with\nany code of the product.";
    let body = variants(
        &name,
        docs,
        &values,
        "A code that the documentation does not list.",
    );
    let imports = imports();
    quote! {
        #imports

        #body

        impl ErrorCode {
            /// The code of an error that the gateway answered with; `None` for
            /// an error of another kind.
            #[must_use]
            #[inline]
            pub fn of(error: &rt::Error) -> Option<Self> {
                error.code().map(Self::from)
            }
        }
    }
}
