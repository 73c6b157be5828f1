//! Structs: a request, a response, or an object nested in one.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::fields::Context;
use crate::emit::{doc, ident};
use crate::model::{Field, Object, Role, Rule, Type};

/// Whether a struct is a whole request or response, or nested in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Top,
    Nested,
}

/// The struct, its setters or slots, its table.
pub(crate) fn emit(
    context: Context<'_>,
    object: &Object,
    level: Level,
    docs: &TokenStream,
) -> TokenStream {
    let name = ident(&object.rust_name);
    let fields = object.fields.iter().map(|field| {
        let docs = doc::field(field, object.role);
        let name = ident(&field.ident);
        let ty = context.field_ty(&field.ty);
        quote!(#docs pub #name: #ty)
    });
    let setters = setters(context, object, level);
    let tables = tables(context, object, level);
    let record = record(object);
    let nested = (level == Level::Nested).then(|| nested(object));
    // pub struct QueryTaskDetailListRequest { pub page_num: Option<i64>, … }
    quote! {
        #docs
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }

        #setters
        #tables
        #record
        #nested
    }
}

/// `set_domain_name(…)`, one a field, and `validate` for a whole request.
fn setters(context: Context<'_>, object: &Object, level: Level) -> TokenStream {
    if object.role == Role::Response {
        return TokenStream::new();
    }
    let name = ident(&object.rust_name);
    let setters = object.fields.iter().map(|field| setter(context, field));
    let validate = (level == Level::Top).then(|| {
        quote! {
            /// Checks the request against the documented limits, as every call
            /// does before it sends anything.
            ///
            /// # Errors
            ///
            /// All violations at once; sensitive values are not repeated.
            #[inline]
            pub fn validate(&self) -> Result<(), rt::ValidationError> {
                rt::validate(self)
            }
        }
    });
    quote! {
        impl #name {
            /// A value with nothing set.
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }

            #(#setters)*

            #validate
        }
    }
}

/// `set_type` for `r#type`.
pub(crate) fn setter_name(field: &Field) -> String {
    let plain = field.ident.trim_start_matches("r#");
    format!("set_{}", plain.trim_start_matches('_'))
}

fn setter(context: Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    let plain = field.ident.trim_start_matches("r#");
    let setter = format_ident!("{}", setter_name(field));
    let all = if matches!(field.ty, Type::List(_) | Type::Map(_)) {
        "all of "
    } else {
        ""
    };
    let docs = doc::lines(&format!("Sets {all}[`{plain}`](Self::{plain})."));
    let deprecated = doc::deprecated(field.deprecated.as_ref());
    let (argument, value) = match &field.ty {
        Type::List(member) => {
            let member = context.ty(member);
            (
                quote!(impl IntoIterator<Item = impl Into<#member>>),
                quote!(value.into_iter().map(Into::into).collect()),
            )
        }
        Type::Map(value) => {
            let value = context.ty(value);
            (
                quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)>),
                quote!(
                    value
                        .into_iter()
                        .map(|(key, value)| (key.into(), value.into()))
                        .collect()
                ),
            )
        }
        ty => {
            let ty = context.ty(ty);
            (quote!(impl Into<#ty>), quote!(Some(value.into())))
        }
    };
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #setter(mut self, value: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// Name of the static that holds the table of a struct.
fn table_name(object: &Object) -> proc_macro2::Ident {
    use heck::ToShoutySnakeCase;
    format_ident!("{}_SHAPE", object.rust_name.to_shouty_snake_case())
}

fn tables(context: Context<'_>, object: &Object, level: Level) -> TokenStream {
    let table = table_name(object);
    let name = &object.rust_name;
    let fields = object
        .fields
        .iter()
        .map(|field| context.table(field, object.role, level == Level::Top));
    let constants = has_float(object)
        .then(|| quote!(#[allow(clippy::approx_constant, reason = "a documented limit")]));
    quote! {
        #constants
        static #table: rt::Shape = rt::Shape {
            name: #name,
            fields: &[#(#fields),*],
        };
    }
}

/// Whether a limit may look like a constant of mathematics.
fn has_float(object: &Object) -> bool {
    let mut rules = object.fields.iter().flat_map(|field| &field.rules);
    object.role == Role::Request && rules.any(|rule| matches!(rule, Rule::FloatRange(..)))
}

/// How the runtime walks over the fields.
fn record(object: &Object) -> TokenStream {
    let name = ident(&object.rust_name);
    let table = table_name(object);
    let fields: Vec<_> = object
        .fields
        .iter()
        .map(|field| ident(&field.ident))
        .collect();
    let decode = (object.role == Role::Response).then(|| {
        quote! {
            impl rt::Decode for #name {
                #[inline]
                fn slots(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn rt::Slot])) {
                    visit(&mut [#(&mut self.#fields),*]);
                }
            }
        }
    });
    quote! {
        impl rt::Record for #name {
            #[inline]
            fn shape(&self) -> &'static rt::Shape {
                &#table
            }

            #[inline]
            fn values(&self, visit: &mut dyn FnMut(&[&dyn rt::Value])) {
                visit(&[#(&self.#fields),*]);
            }
        }

        #decode

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::same(self, other)
            }
        }

        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                rt::debug(self, f)
            }
        }
    }
}

/// What makes an object a value of a field.
fn nested(object: &Object) -> TokenStream {
    let name = ident(&object.rust_name);
    let slot = (object.role == Role::Response).then(|| {
        quote! {
            impl rt::Slot for #name {
                #[inline]
                fn open(&mut self) -> rt::SlotMut<'_> {
                    rt::SlotMut::Record(self)
                }

                #[inline]
                fn empty() -> Self {
                    Self::default()
                }
            }
        }
    });
    quote! {
        impl rt::Value for #name {
            #[inline]
            fn get(&self) -> rt::ValueRef<'_> {
                rt::ValueRef::Record(self)
            }
        }

        #slot
    }
}
