//! Tables of whole actions, for command lines: `aliyun_runtime::dynamic`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::fields::Context;
use crate::emit::{Options, action, flow, ident, product, text};
use crate::model::{Action, Enum, EnumRef, ErrorCode, Field, Model, Object, Submits, Type, Waiter};
use crate::names;
use crate::prose;

/// A command line has every action, whatever its area.
static PLAIN: Options = Options {
    area_features: false,
    example_path: None,
};

/// Emits the catalog of a product: one module per action, and shared enums.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let product = product::table(model);
    let doc = paragraphs(&model.product.doc);
    let modules = model.actions.iter().map(|action| ident(&action.module));
    let enums = enums(&model.enums, "SHARED");
    let actions = model.actions.iter().map(|action| module(model, action));
    quote! {
        use ::aliyun_runtime::generated as rt;
        use ::aliyun_runtime::dynamic as t;

        /// Every action of the product.
        #[allow(unreachable_pub, reason = "a program may keep it private")]
        pub static CATALOG: t::Catalog = t::Catalog {
            product: &PRODUCT,
            doc: #doc,
            actions: &[#(&#modules::ENTRY),*],
        };

        #product
        #enums
        #(#actions)*
    }
}

fn module(model: &Model, action: &Action) -> TokenStream {
    let context = Context {
        model,
        action,
        options: &PLAIN,
    };
    let module = ident(&action.module);
    let enums = enums(&action.enums, "ENUM");
    let objects = action.objects.iter().enumerate();
    let objects =
        objects.map(|(index, nested)| object(context, nested, &numbered("OBJECT", index), false));
    let request = object(context, &action.request, &format_ident!("REQUEST"), true);
    let response = object(context, &action.response, &format_ident!("RESPONSE"), true);
    let entry = entry(action);
    let pagination = action.pagination.as_ref().map(flow::table);
    quote! {
        #[allow(dead_code, clippy::approx_constant, reason = "a spec may have types that no field is of, and any limit")]
        mod #module {
            use super::{rt, t};

            #entry
            #pagination
            #request
            #response
            #(#objects)*
            #enums
        }
    }
}

fn numbered(stem: &str, index: usize) -> Ident {
    format_ident!("{stem}_{index}")
}

/// A text in which only empty lines break it into paragraphs.
pub(crate) fn paragraphs(text: &str) -> String {
    prose::plain(text.trim())
}

/// A text on one line; empty if there is none.
pub(crate) fn line(text: Option<&String>) -> String {
    let text = text.map(|text| prose::plain(text)).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entry(action: &Action) -> TokenStream {
    let name = &action.name;
    let builders = text::tokens(&action::builders(action).concat());
    let command = names::command(name);
    let area = line(action.area.as_ref());
    let doc = paragraphs(&action.doc);
    let deprecated = line(action.deprecated.as_ref());
    let body = line(action.body.as_ref());
    let pagination = optional(action.pagination.as_ref().map(|_| quote!(&PAGINATION)));
    let waiter = optional(action.waiter.as_ref().map(watch));
    let submits = optional(action.submits.as_ref().map(submission));
    let errors = action.errors.iter().map(documented);
    quote! {
        pub(super) static ENTRY: t::Entry = t::Entry {
            action: rt::Action::new(#name, &super::PRODUCT) #builders,
            command: #command,
            area: #area,
            doc: #doc,
            deprecated: #deprecated,
            body: #body,
            request: &REQUEST,
            response: &RESPONSE,
            pagination: #pagination,
            waiter: #waiter,
            submits: #submits,
            errors: &[#(#errors),*],
        };
    }
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn watch(waiter: &Waiter) -> TokenStream {
    let doc = line(Some(&waiter.doc));
    let table = flow::waiter_table(waiter);
    quote! {
        &t::Watch {
            doc: #doc,
            waiter: #table,
        }
    }
}

fn submission(submits: &Submits) -> TokenStream {
    let Submits {
        task, watched_by, ..
    } = submits;
    let items = line(submits.items.as_ref());
    quote! {
        &t::Submission {
            task: #task,
            watched_by: #watched_by,
            items: #items,
        }
    }
}

fn documented(error: &ErrorCode) -> TokenStream {
    let code = &error.code;
    let status = Literal::u16_unsuffixed(error.http_status.unwrap_or(0));
    let doc = line(Some(&error.doc));
    quote!(t::Documented { code: #code, http_status: #status, doc: #doc })
}

fn object(context: Context<'_>, object: &Object, table: &Ident, top: bool) -> TokenStream {
    let shape = context.table("", object, top, |field| {
        let values = closed(context, field)?;
        let values: Vec<_> = values.iter().map(|value| text::string(value)).collect();
        Some(format!("rt::Rule::OneOf(&[{}])", values.join(", ")))
    });
    let shape = text::tokens(&shape);
    let facts = object.fields.iter().map(|field| fact(field, object));
    quote! {
        static #table: t::Object = t::Object::new(#shape, &[#(#facts),*]);
    }
}

/// The values of a field with a closed enum.
fn closed<'m>(context: Context<'m>, field: &Field) -> Option<Vec<&'m String>> {
    let Type::Enum(reference) = field.ty.innermost() else {
        return None;
    };
    let definition = context.definition(*reference);
    let values = definition.values.iter().map(|value| &value.value);
    (!definition.open).then(|| values.collect())
}

/// The texts about a field; empty if they do not apply.
pub(crate) struct Texts {
    pub(crate) flag: String,
    pub(crate) doc: String,
    pub(crate) default: String,
    pub(crate) sample: String,
    pub(crate) required_when: String,
    pub(crate) deprecated: String,
}

impl Texts {
    /// Those about a field of this object.
    pub(crate) fn of(field: &Field, object: &Object) -> Self {
        let sent = |text: &'_ Option<String>| line(text.as_ref().filter(|_| object.role.is_sent()));
        let flag = names::command(&field.name);
        let taken = |other: &Field| other.name != field.name && names::command(&other.name) == flag;
        // Two of one flag: each has the name on the wire.
        let unique = !object.fields.iter().any(taken);
        Self {
            flag: if unique { flag } else { String::new() },
            doc: line(Some(&field.doc)),
            default: sent(&field.default),
            sample: if field.sensitive {
                String::new()
            } else {
                sent(&field.sample)
            },
            required_when: sent(&field.required_when),
            deprecated: line(field.deprecated.as_ref()),
        }
    }
}

fn fact(field: &Field, object: &Object) -> TokenStream {
    let ty = ty(&field.ty);
    let Texts {
        flag,
        doc,
        default,
        sample,
        required_when,
        deprecated,
    } = Texts::of(field, object);
    quote! {
        t::Fact {
            flag: #flag,
            doc: #doc,
            ty: #ty,
            default: #default,
            sample: #sample,
            required_when: #required_when,
            deprecated: #deprecated,
        }
    }
}

fn ty(of: &Type) -> TokenStream {
    match of {
        Type::String => quote!(t::Type::Text),
        Type::Integer | Type::Long => quote!(t::Type::Integer),
        Type::Float => quote!(t::Type::Float),
        Type::Boolean => quote!(t::Type::Boolean),
        Type::Json => quote!(t::Type::Json),
        Type::Any => quote!(t::Type::Any),
        Type::Bytes => quote!(t::Type::Bytes),
        Type::Image => quote!(t::Type::Image),
        Type::Enum(EnumRef::Action(index)) => {
            let table = numbered("ENUM", *index);
            quote!(t::Type::Enum(&#table))
        }
        Type::Enum(EnumRef::Shared(index)) => {
            let table = numbered("SHARED", *index);
            quote!(t::Type::Enum(&super::#table))
        }
        Type::Object(index) => {
            let table = numbered("OBJECT", *index);
            quote!(t::Type::Object(&#table))
        }
        Type::List(member) => {
            let member = ty(member);
            quote!(t::Type::List(&#member))
        }
        Type::Map(value) => {
            let value = ty(value);
            quote!(t::Type::Map(&#value))
        }
    }
}

fn enums(enums: &[Enum], stem: &str) -> TokenStream {
    // Those of an action are in a module that allows it.
    let allow = (stem == "SHARED")
        .then(|| quote!(#[allow(dead_code, reason = "a spec may have enums that no field is of")]));
    let tables = enums.iter().enumerate().map(|(index, definition)| {
        let table = numbered(stem, index);
        let open = definition.open;
        let values = definition.values.iter().map(|value| {
            let (text, doc) = (&value.value, line(Some(&value.doc)));
            quote!((#text, #doc))
        });
        quote! {
            #allow
            static #table: t::Enum = t::Enum {
                open: #open,
                values: &[#(#values),*],
            };
        }
    });
    quote!(#(#tables)*)
}
