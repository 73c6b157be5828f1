//! Types of fields and their entries in the tables.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::{Options, ident};
use crate::model::{Action, Enum, EnumRef, Field, Model, Position, Role, Rule, Type};

/// What is needed to name a type.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) model: &'a Model,
    pub(crate) action: &'a Action,
    pub(crate) options: &'a Options,
}

impl Context<'_> {
    /// The client's root module, seen from the action's.
    pub(crate) fn root(self) -> TokenStream {
        match self.model.area(self.action) {
            Some(_) => quote!(super::super),
            None => quote!(super),
        }
    }

    /// The type of a value.
    pub(crate) fn ty(self, ty: &Type) -> TokenStream {
        match ty {
            Type::String => quote!(String),
            Type::Integer | Type::Long => quote!(i64),
            Type::Float => quote!(f64),
            Type::Boolean => quote!(bool),
            Type::Json => quote!(rt::Json),
            Type::Image => quote!(rt::Image),
            Type::Enum(EnumRef::Action(index)) => {
                let name = ident(&self.action.enums[*index].rust_name);
                quote!(#name)
            }
            Type::Enum(EnumRef::Shared(index)) => {
                let name = ident(&self.model.enums[*index].rust_name);
                let root = self.root();
                quote!(#root::enums::#name)
            }
            Type::Object(index) => {
                let name = ident(&self.action.objects[*index].rust_name);
                quote!(#name)
            }
            Type::List(member) => {
                let member = self.ty(member);
                quote!(Vec<#member>)
            }
            Type::Map(value) => {
                let value = self.ty(value);
                quote!(BTreeMap<String, #value>)
            }
        }
    }

    /// The type of a struct field: a list may be empty, anything else absent.
    pub(crate) fn field_ty(self, ty: &Type) -> TokenStream {
        let value = self.ty(ty);
        match ty {
            Type::List(_) | Type::Map(_) => value,
            _ => quote!(Option<#value>),
        }
    }

    /// A field's entry in the table of its struct. Limits are for requests:
    /// what the gateway sends is taken as it is.
    pub(crate) fn table(self, field: &Field, role: Role, top: bool) -> TokenStream {
        self.entry(field, role, top, self.one_of(field))
    }

    /// As [`table`](Self::table), with the rule for the values of a closed enum.
    pub(crate) fn entry(
        self,
        field: &Field,
        role: Role,
        top: bool,
        values: Option<TokenStream>,
    ) -> TokenStream {
        let name = &field.name;
        let flags = flags(field, role, top);
        let mut rules = Vec::new();
        if role == Role::Request {
            rules.extend(field.rules.iter().map(rule));
            rules.extend(values);
        }
        let entry = quote!(rt::Field::new(#name, #flags, &[#(#rules),*]));
        match &field.item {
            Some(item) => quote!(#entry.item(#item)),
            None => entry,
        }
    }

    /// The rule for the values of a closed enum.
    fn one_of(self, field: &Field) -> Option<TokenStream> {
        let Type::Enum(reference) = field.ty.innermost() else {
            return None;
        };
        let definition = self.definition(*reference);
        let name = ident(&definition.rust_name);
        (!definition.open).then(|| match reference {
            EnumRef::Action(_) => quote!(rt::Rule::OneOf(#name::VALUES)),
            EnumRef::Shared(_) => {
                let root = self.root();
                quote!(rt::Rule::OneOf(#root::enums::#name::VALUES))
            }
        })
    }
}

impl<'a> Context<'a> {
    /// The enum that a reference means.
    pub(crate) fn definition(self, reference: EnumRef) -> &'a Enum {
        match reference {
            EnumRef::Action(index) => &self.action.enums[index],
            EnumRef::Shared(index) => &self.model.enums[index],
        }
    }
}

fn flags(field: &Field, role: Role, top: bool) -> TokenStream {
    let mut flags = Vec::new();
    if field.required {
        flags.push(quote!(rt::REQUIRED));
    }
    if field.sensitive {
        flags.push(quote!(rt::SENSITIVE));
    }
    if top && field.position == Position::Body {
        flags.push(quote!(rt::BODY));
    }
    if role == Role::Request && field.ty.innermost() == &Type::Integer {
        flags.push(quote!(rt::INT32));
    }
    if flags.is_empty() {
        quote!(0)
    } else {
        quote!(#(#flags)|*)
    }
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Length(min, max) => {
            let (min, max) = (count(*min), count(*max));
            quote!(rt::Rule::Length(#min, #max))
        }
        Rule::Items(min, max) => {
            let (min, max) = (count(*min), count(*max));
            quote!(rt::Rule::Items(#min, #max))
        }
        Rule::Range(min, max) => {
            let (min, max) = (whole(*min), whole(*max));
            quote!(rt::Rule::Range(#min, #max))
        }
        Rule::FloatRange(min, max) => {
            let (min, max) = (float(*min), float(*max));
            quote!(rt::Rule::FloatRange(#min, #max))
        }
        Rule::Pattern(pattern) => quote!(rt::Rule::Pattern(#pattern)),
        Rule::Image(media, min, max) => {
            let media = media.iter().map(|media| match media.as_str() {
                "jpeg" => quote!(rt::Media::Jpeg),
                "bmp" => quote!(rt::Media::Bmp),
                "png" => quote!(rt::Media::Png),
                _ => quote!(rt::Media::Gif),
            });
            let (min, max) = (count(*min), count(*max));
            quote!(rt::Rule::Image(&[#(#media),*], #min, #max))
        }
    }
}

fn count(number: u64) -> TokenStream {
    if number == u64::MAX {
        return quote!(u64::MAX);
    }
    let number = Literal::u64_unsuffixed(number);
    quote!(#number)
}

fn whole(number: i64) -> TokenStream {
    if number == i64::MAX {
        return quote!(i64::MAX);
    }
    if number == i64::MIN {
        return quote!(i64::MIN);
    }
    let digits = Literal::i64_unsuffixed(number);
    quote!(#digits)
}

fn float(number: f64) -> TokenStream {
    if number == f64::MAX {
        return quote!(f64::MAX);
    }
    if number == f64::MIN {
        return quote!(f64::MIN);
    }
    let digits = Literal::f64_unsuffixed(number);
    quote!(#digits)
}
