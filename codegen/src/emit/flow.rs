//! Pages, waiters and submissions: tables, and methods that pass them to the
//! runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::fields::Context;
use crate::emit::{area, convention, doc, ident, text};
use crate::model::{Action, Pagination, Submits, Type, Waiter};

/// Everything beyond the plain call.
pub(crate) fn emit(context: Context<'_>) -> TokenStream {
    let action = context.action;
    let pages = action
        .pagination
        .as_ref()
        .map(|pagination| pages(context, pagination));
    let waiter = action.waiter.as_ref().map(|waiter| wait(context, waiter));
    let submits = action
        .submits
        .as_ref()
        .and_then(|submits| submit(context, submits));
    quote!(#pages #waiter #submits)
}

/// The beginning of the names of further methods: `type` for `type_`.
fn stem(action: &Action) -> &str {
    action.method.trim_end_matches('_')
}

/// Whether the client has a method for the items of all pages.
#[cfg(feature = "cli")]
pub(crate) fn has_pages(action: &Action) -> bool {
    let pagination = action.pagination.as_ref();
    pagination.is_some_and(|pagination| items(action, pagination).is_some())
}

/// `client.query_task_detail_list_items(request)`, and its table.
fn pages(context: Context<'_>, pagination: &Pagination) -> TokenStream {
    let action = context.action;
    let Some((items, member)) = items(action, pagination) else {
        return TokenStream::new();
    };
    let root = context.root();
    let request = ident(&action.request.rust_name);
    let response = ident(&action.response.rust_name);
    let item = text::tokens(&context.name(member));
    let table = table(pagination);
    let page_request = page_request(action, pagination);
    let method = format_ident!("{}_items", stem(action));
    let convention = text::tokens(convention(&action.method));
    let docs = doc::lines(&format!(
        "Items of all pages of\n{},\nfetched on demand, from the page that `request` names.",
        doc::link(&context.model.product, action)
    ));
    quote! {
        #table
        #page_request

        impl rt::Paginate for #request {
            type Answer = #response;
            type Item = #item;

            #[inline]
            fn items(answer: #response) -> Vec<#item> {
                #items
            }
        }

        impl #root::Client {
            #docs
            #convention
            #[inline]
            pub fn #method(&self, request: #request) -> rt::Items<'_, #request> {
                rt::Items::new(&self.core, &ACTION, &PAGINATION, request)
            }
        }
    }
}

/// An expression for the items in `answer`, and the type of an item.
fn items<'m>(action: &'m Action, pagination: &Pagination) -> Option<(TokenStream, &'m Type)> {
    let path = action.response_path(&pagination.items)?;
    let (list, outer) = path.split_last()?;
    let Type::List(member) = &list.ty else {
        return None;
    };
    let list = ident(&list.ident);
    let Some((first, inner)) = outer.split_first() else {
        return Some((quote!(answer.#list), member));
    };
    let first = ident(&first.ident);
    let inner = inner.iter().map(|field| {
        let field = ident(&field.ident);
        quote!(.and_then(|inner| inner.#field))
    });
    let items = quote!(answer.#first #(#inner)* .map(|inner| inner.#list).unwrap_or_default());
    Some((items, member))
}

/// The table of the pages.
pub(crate) fn table(pagination: &Pagination) -> TokenStream {
    let Pagination {
        items,
        position,
        size,
        default_size,
        more,
        total,
        total_items,
        cursor,
        offset,
        first_page,
    } = pagination;
    let start = match cursor {
        Some(cursor) => quote!(rt::Pagination::cursor(#items, #position, #cursor)),
        None if *offset => quote!(rt::Pagination::offset(#items, #position)),
        None => quote!(rt::Pagination::numbered(#items, #position)),
    };
    let first_page = (*first_page != 1).then(|| {
        let first_page = Literal::u64_unsuffixed(*first_page);
        quote!(.first_page(#first_page))
    });
    let size = size.as_ref().map(|size| quote!(.size(#size)));
    let default_size = default_size.map(|size| {
        let size = Literal::u64_unsuffixed(size);
        quote!(.default_size(#size))
    });
    let more = more.as_ref().map(|more| quote!(.more(#more)));
    let total = total.as_ref().map(|total| quote!(.total(#total)));
    let total_items = total_items
        .as_ref()
        .map(|total| quote!(.total_items(#total)));
    quote! {
        static PAGINATION: rt::Pagination =
            #start #first_page #size #default_size #more #total #total_items;
    }
}

/// Access to the parameters that the runtime sets.
fn page_request(action: &Action, pagination: &Pagination) -> TokenStream {
    let key = action.waiter.as_ref().map(|waiter| &waiter.key);
    let names = [Some(&pagination.position), pagination.size.as_ref(), key];
    let fields = action
        .request
        .fields
        .iter()
        .filter(|field| names.contains(&Some(&field.name)));
    let arms = fields.map(|field| {
        let name = &field.name;
        let field = ident(&field.ident);
        quote!(#name => Some(&mut self.#field))
    });
    let request = ident(&action.request.rust_name);
    quote! {
        impl rt::PageRequest for #request {
            #[inline]
            fn slot(&mut self, name: &str) -> Option<&mut dyn rt::Slot> {
                match name {
                    #(#arms,)*
                    _ => None,
                }
            }
        }
    }
}

/// `client.wait_for_task(&request)`
fn wait(context: Context<'_>, waiter: &Waiter) -> TokenStream {
    let action = context.action;
    let root = context.root();
    let docs = doc::lines(&doc::prose(&waiter.doc));
    let method = ident(&waiter.method);
    let table = waiter_table(waiter);
    let request = ident(&action.request.rust_name);
    let response = ident(&action.response.rust_name);
    quote! {
        static WAITER: rt::Waiter = #table;

        impl #root::Client {
            #docs
            #[inline]
            pub fn #method(&self, request: &#request) -> rt::Wait<'_> {
                rt::Wait::new(
                    &self.core,
                    &ACTION,
                    &WAITER,
                    Box::new(request.clone()),
                    || Box::new(#response::default()),
                )
            }
        }
    }
}

/// The table of a waiter, whose pages are those of `PAGINATION`.
pub(crate) fn waiter_table(waiter: &Waiter) -> TokenStream {
    let Waiter {
        key,
        id,
        subject,
        status,
        success,
        failure,
        messages,
        ..
    } = waiter;
    let id = id.as_ref().map(|id| quote!(.id(#id)));
    let subject = subject.as_ref().map(|subject| quote!(.subject(#subject)));
    let messages = (!messages.is_empty()).then(|| quote!(.messages(&[#(#messages),*])));
    quote! {
        rt::Waiter::new(&PAGINATION, #key, #status, &[#(#success),*], &[#(#failure),*])
            #id #subject #messages
    }
}

/// `client.save_task_and_wait(&request)`
fn submit(context: Context<'_>, submits: &Submits) -> Option<TokenStream> {
    let action = context.action;
    let watcher = context
        .model
        .actions
        .iter()
        .find(|action| action.name == submits.watched_by)?;
    let wait = ident(&watcher.waiter.as_ref()?.method);
    let query = ident(&watcher.request.rust_name);
    let method = format_ident!("{}_and_wait", stem(action));
    let request = ident(&action.request.rust_name);
    let response = ident(&action.response.rust_name);
    let task = &submits.task;
    let items = submits.items.as_deref().unwrap_or_default();
    let convention = text::tokens(convention(&action.method));
    let docs = doc::lines(&format!(
        "Calls\n{},\nthen waits with\n{}\nuntil every item of the task has ended.",
        doc::link(&context.model.product, action),
        doc::link(&context.model.product, watcher),
    ));
    let root = context.root();
    let module = ident(&watcher.module);
    let area = context.model.area(watcher);
    let query = match area {
        Some(area) => {
            let area = ident(&area.name);
            quote!(#root::#area::#module::#query)
        }
        None => quote!(#root::#module::#query),
    };
    // With this area alone, users get the submission without the wait.
    let elsewhere = area.filter(|area| Some(*area) != context.model.area(action));
    let feature = elsewhere.and_then(|area| area::feature(context.options, area));
    Some(quote! {
        #feature
        impl #root::Client {
            #docs
            #convention
            #[inline]
            pub fn #method<'a>(&'a self, request: &'a #request) -> rt::SubmitAndWait<'a> {
                rt::SubmitAndWait::new(
                    &self.core,
                    &ACTION,
                    request,
                    Box::new(#response::default()),
                    #task,
                    self.#wait(&#query::new()).with_submitted(request, #items),
                )
            }
        }
    })
}
