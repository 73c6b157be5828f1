//! The values of a documented request, typed as a user would write them.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::examples::tests::place;
use crate::examples::tests::{Pair, Value};
use crate::model::{Action, EnumRef, Model, Object, Type};

/// Parts of a key that are told apart; no type is nested as deep.
const MAX_PARTS: usize = 100;

/// Parameters by the parts of their keys.
#[derive(Default)]
pub(super) struct Tree<'a> {
    value: Option<&'a Value>,
    children: BTreeMap<Key, Tree<'a>>,
}

/// Member numbers in the order of numbers.
type Key = (usize, String);

pub(super) fn tree(pairs: &[Pair]) -> Tree<'_> {
    let mut root = Tree::default();
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

/// Writes the values of one action.
pub(super) struct Typed<'a> {
    model: &'a Model,
    action: &'a Action,
    client: &'a TokenStream,
    /// Path of the action's types.
    module: TokenStream,
}

impl<'a> Typed<'a> {
    pub(super) fn new(model: &'a Model, action: &'a Action, client: &'a TokenStream) -> Self {
        let place = place(model, action, client);
        let module = Ident::new(&action.module, Span::call_site());
        Self {
            model,
            action,
            client,
            module: quote!(#place::#module),
        }
    }

    /// `.set_domain_name(["example.com"])`
    pub(super) fn setters(&self, object: &Object, tree: &Tree<'_>) -> TokenStream {
        let calls = object.fields.iter().filter_map(|field| {
            let key = (field.name.parse().unwrap_or(0), field.name.clone());
            let tree = tree.children.get(&key)?;
            let value = match &field.ty {
                Type::List(_) | Type::Map(_) if tree.children.is_empty() => return None,
                Type::List(member) => {
                    let members = tree.children.values();
                    let members = members.map(|child| self.loose(member, child));
                    quote!([#(#members),*])
                }
                Type::Map(value) => {
                    let entries = tree.children.iter().map(|((_, key), child)| {
                        let value = self.loose(value, child);
                        quote!((#key, #value))
                    });
                    quote!([#(#entries),*])
                }
                ty => self.loose(ty, tree),
            };
            let plain = field.ident.trim_start_matches("r#").trim_start_matches('_');
            let setter = format_ident!("set_{plain}");
            Some(quote!(.#setter(#value)))
        });
        quote!(#(#calls)*)
    }

    /// A value that a setter converts.
    fn loose(&self, ty: &Type, tree: &Tree<'_>) -> TokenStream {
        match ty {
            Type::String | Type::Enum(_) => {
                let text = text(tree);
                quote!(#text)
            }
            ty => self.exact(ty, tree),
        }
    }

    /// A value of exactly this type.
    fn exact(&self, ty: &Type, tree: &Tree<'_>) -> TokenStream {
        let text = text(tree);
        match ty {
            Type::List(member) => {
                let member_ty = self.ty(member);
                let members = tree.children.values();
                let members = members.map(|child| self.exact(member, child));
                quote!(Vec::<#member_ty>::from([#(#members),*]))
            }
            Type::Map(value) => {
                let value_ty = self.ty(value);
                let entries = tree.children.iter().map(|((_, key), child)| {
                    let value = self.exact(value, child);
                    quote!((String::from(#key), #value))
                });
                quote!(::std::collections::BTreeMap::<String, #value_ty>::from([#(#entries),*]))
            }
            Type::Object(index) => {
                let object = &self.action.objects[*index];
                let name = self.ty(ty);
                let setters = self.setters(object, tree);
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
            Type::Image => match tree.value {
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

fn text<'a>(tree: &Tree<'a>) -> &'a str {
    match tree.value {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}
