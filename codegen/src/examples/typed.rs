//! The arguments of a documented request, as a user would write them in Rust.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::examples::tests::types_path;
use crate::examples::tests::{Pair, Value};
use crate::model::{Action, EnumRef, Model, Object, Type};

/// Most parts of a key; no type is nested as deep.
const MAX_PARTS: usize = 100;

/// The arguments of a call, by the parts of their keys.
#[derive(Default)]
pub(super) struct Arguments<'a> {
    value: Option<&'a Value>,
    children: BTreeMap<Key, Arguments<'a>>,
}

/// A part of a key; member numbers are in numeric order.
type Key = (usize, String);

pub(super) fn arguments(pairs: &[Pair]) -> Arguments<'_> {
    let mut root = Arguments::default();
    for pair in pairs {
        let mut node = &mut root;
        for part in pair.key.splitn(MAX_PARTS, '.') {
            let key = (part.parse().unwrap_or(0), part.to_owned());
            node = node.children.entry(key).or_default();
        }
        node.value = Some(&pair.value);
    }
    root
}

/// Writes the arguments of one action.
pub(super) struct Typed<'a> {
    model: &'a Model,
    action: &'a Action,
    client: &'a TokenStream,
    /// Path of the action's types.
    module: TokenStream,
}

impl<'a> Typed<'a> {
    pub(super) fn new(model: &'a Model, action: &'a Action, client: &'a TokenStream) -> Self {
        let types = types_path(model, action, client);
        let module = Ident::new(&action.module, Span::call_site());
        Self {
            model,
            action,
            client,
            module: quote!(#types::#module),
        }
    }

    /// `.set_domain_name(["example.com"])`
    pub(super) fn setters(&self, object: &Object, arguments: &Arguments<'_>) -> TokenStream {
        let calls = object.fields.iter().filter_map(|field| {
            let key = (field.name.parse().unwrap_or(0), field.name.clone());
            let arguments = arguments.children.get(&key)?;
            let value = match &field.ty {
                Type::List(_) | Type::Map(_) if arguments.children.is_empty() => return None,
                Type::List(member) => {
                    let members = arguments.children.values();
                    let members = members.map(|child| self.loose(member, child));
                    quote!([#(#members),*])
                }
                Type::Map(value) => {
                    let entries = arguments.children.iter().map(|((_, key), child)| {
                        let value = self.loose(value, child);
                        quote!((#key, #value))
                    });
                    quote!([#(#entries),*])
                }
                ty => self.loose(ty, arguments),
            };
            let plain = field.ident.trim_start_matches("r#").trim_start_matches('_');
            let setter = format_ident!("set_{plain}");
            Some(quote!(.#setter(#value)))
        });
        quote!(#(#calls)*)
    }

    /// A value that a setter converts.
    fn loose(&self, ty: &Type, arguments: &Arguments<'_>) -> TokenStream {
        match ty {
            Type::String | Type::Enum(_) => {
                let text = text(arguments);
                quote!(#text)
            }
            ty => self.exact(ty, arguments),
        }
    }

    /// A value of exactly this type.
    fn exact(&self, ty: &Type, arguments: &Arguments<'_>) -> TokenStream {
        let text = text(arguments);
        match ty {
            Type::List(member) => {
                let member_ty = self.ty(member);
                let members = arguments.children.values();
                let members = members.map(|child| self.exact(member, child));
                quote!(Vec::<#member_ty>::from([#(#members),*]))
            }
            Type::Map(value) => {
                let value_ty = self.ty(value);
                let entries = arguments.children.iter().map(|((_, key), child)| {
                    let value = self.exact(value, child);
                    quote!((String::from(#key), #value))
                });
                quote!(::std::collections::BTreeMap::<String, #value_ty>::from([#(#entries),*]))
            }
            Type::Object(index) => {
                let object = &self.action.objects[*index];
                let name = self.ty(ty);
                let setters = self.setters(object, arguments);
                quote!(#name::new() #setters)
            }
            Type::Enum(_) => {
                let name = self.ty(ty);
                quote!(#name::from(#text))
            }
            Type::String => quote!(String::from(#text)),
            Type::Integer | Type::Long => {
                let number = Literal::i64_suffixed(text.parse().unwrap_or_default());
                quote!(#number)
            }
            Type::Float => {
                let number: f64 = text.parse().unwrap_or_default();
                let number = Literal::f64_suffixed(if number.is_finite() { number } else { 0.0 });
                quote!(#number)
            }
            Type::Boolean => {
                let value = text == "true";
                quote!(#value)
            }
            Type::Json | Type::Any => quote!(crate::conformance::json(#text)),
            Type::Bytes => quote!(::aliyun_runtime::Bytes::from_static(#text.as_bytes())),
            Type::Image => match arguments.value {
                Some(Value::Image(media, size)) => quote!(crate::conformance::image(#media, #size)),
                _ => quote!(crate::conformance::image("jpeg", 1)),
            },
        }
    }

    fn ty(&self, ty: &Type) -> TokenStream {
        let (client, module) = (self.client, &self.module);
        let named = |name: &str| Ident::new(name, Span::call_site());
        match ty {
            Type::String => quote!(String),
            Type::Integer | Type::Long => quote!(i64),
            Type::Float => quote!(f64),
            Type::Boolean => quote!(bool),
            Type::Json | Type::Any => quote!(::aliyun_runtime::Json),
            Type::Bytes => quote!(::aliyun_runtime::Bytes),
            Type::Image => quote!(::aliyun_runtime::Image),
            Type::Enum(EnumRef::Shared(index)) => {
                let name = named(&self.model.enums[*index].rust_name);
                quote!(#client::#name)
            }
            Type::Enum(EnumRef::Action(index)) => {
                let name = named(&self.action.enums[*index].rust_name);
                quote!(#module::#name)
            }
            Type::Object(index) => {
                let object = &self.action.objects[*index];
                let name = named(&object.rust_name);
                if object.shared {
                    quote!(#client::#name)
                } else {
                    quote!(#module::#name)
                }
            }
            Type::List(member) => {
                let member = self.ty(member);
                quote!(Vec<#member>)
            }
            Type::Map(value) => {
                let value = self.ty(value);
                quote!(::std::collections::BTreeMap<String, #value>)
            }
        }
    }
}

fn text<'a>(arguments: &Arguments<'a>) -> &'a str {
    match arguments.value {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}
