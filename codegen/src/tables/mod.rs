//! The tables of a product, made from its model at run time: those that generated code
//! has (`emit::commands`), without a compiler.
//!
//! Entry function: [`catalog`].

mod leak;
mod object;

use aliyun_runtime::dynamic as t;
use aliyun_runtime::generated as rt;

use crate::emit::commands;
use crate::emit::product::codes;
use crate::model::{
    Action, Enum, ErrorCode, Method, Model, Outcome, Pagination, Product, Submits, Waiter,
};
use crate::names;
use leak::{leak, list, text};
use object::Objects;

/// The tables of all actions, to call them with `aliyun_runtime::dynamic`.
///
/// They live as long as the process, as those of generated code do: make them once for
/// each spec.
#[must_use]
pub fn catalog(model: &Model) -> &'static t::Catalog {
    let product = product(model);
    let shared = Objects::shared(model);
    let actions = model.actions.iter();
    let actions = actions.map(|action| leak(entry(action, product, &shared)));
    leak(t::Catalog {
        product,
        doc: paragraphs(&model.product.doc),
        actions: list(actions),
    })
}

/// A text in one line; empty if there is none.
fn line(of: Option<&String>) -> &'static str {
    text(&commands::line(of))
}

/// A text in which only empty lines break it into paragraphs.
fn paragraphs(of: &str) -> &'static str {
    text(&commands::paragraphs(of))
}

fn product(model: &Model) -> &'static rt::Product {
    let Product {
        name,
        version,
        endpoint,
        regions,
        ..
    } = &model.product;
    let regions = regions
        .iter()
        .map(|(region, host)| (text(region), text(host)));
    let codes = |outcome| list(codes(model, outcome).map(|code| text(code)));
    leak(
        rt::Product::new(text(name), text(version), text(endpoint))
            .regions(list(regions))
            .open_codes(codes(Outcome::Unknown))
            .refusals(codes(Outcome::Refused)),
    )
}

fn entry(action: &Action, product: &'static rt::Product, shared: &Objects<'_>) -> t::Entry {
    let objects = shared.of(action);
    let pages = action
        .pagination
        .as_ref()
        .map(|pages| leak(pagination(pages)));
    let waiter = action.waiter.as_ref().zip(pages);
    let waiter = waiter.map(|(waiter, pages)| leak(watch(waiter, pages)));
    t::Entry {
        action: call(action, product),
        command: text(&names::command(&action.name)),
        area: line(action.area.as_ref()),
        doc: paragraphs(&action.doc),
        deprecated: line(action.deprecated.as_ref()),
        body: line(action.body.as_ref()),
        request: objects.top(&action.request),
        response: objects.top(&action.response),
        pagination: pages,
        waiter,
        submits: action
            .submits
            .as_ref()
            .map(|submits| leak(submission(submits))),
        errors: list(action.errors.iter().map(documented)),
    }
}

/// What a call needs.
fn call(action: &Action, product: &'static rt::Product) -> rt::Action {
    let mut table = rt::Action::new(text(&action.name), product).method(method(action.http_method));
    if action.idempotent {
        table = table.idempotent();
    }
    if let Some(path) = &action.path {
        table = table.path(text(&path.to_string()));
    }
    if action.anonymous {
        table = table.anonymous();
    }
    if let Some(token) = &action.idempotency_token {
        table = table.idempotency_token(text(token));
    }
    let mut fields = action.request.fields.iter();
    if let Some(media) = fields.find_map(|field| field.content_type.as_ref()) {
        table = table.content_type(text(media));
    }
    table
}

const fn method(method: Method) -> rt::Method {
    match method {
        Method::Post => rt::Method::Post,
        Method::Get => rt::Method::Get,
        Method::Put => rt::Method::Put,
        Method::Delete => rt::Method::Delete,
        Method::Patch => rt::Method::Patch,
        Method::Head => rt::Method::Head,
    }
}

fn documented(error: &ErrorCode) -> t::Documented {
    t::Documented {
        code: text(&error.code),
        http_status: error.http_status.unwrap_or(0),
        doc: line(Some(&error.doc)),
    }
}

fn pagination(pages: &Pagination) -> rt::Pagination {
    let name = |name: &Option<String>| text(name.as_deref().unwrap_or_default());
    let (items, position) = (text(&pages.items), text(&pages.position));
    let mut table = match &pages.cursor {
        Some(cursor) => rt::Pagination::cursor(items, position, text(cursor)),
        None if pages.offset => rt::Pagination::offset(items, position),
        None => rt::Pagination::numbered(items, position),
    };
    // Limits of check keep both within the range.
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    if let Some(size) = pages.default_size {
        table = table.default_size(count(size));
    }
    table
        .first_page(count(pages.first_page))
        .size(name(&pages.size))
        .more(name(&pages.more))
        .total(name(&pages.total))
        .total_items(name(&pages.total_items))
}

fn watch(waiter: &Waiter, pages: &'static rt::Pagination) -> t::Watch {
    let texts = |texts: &[String]| list(texts.iter().map(|known| text(known)));
    let name = |name: &Option<String>| text(name.as_deref().unwrap_or_default());
    let (success, failure) = (texts(&waiter.success), texts(&waiter.failure));
    let table = rt::Waiter::new(
        pages,
        text(&waiter.key),
        text(&waiter.status),
        success,
        failure,
    );
    t::Watch {
        doc: line(Some(&waiter.doc)),
        waiter: table
            .id(name(&waiter.id))
            .subject(name(&waiter.subject))
            .messages(texts(&waiter.messages)),
    }
}

fn submission(submits: &Submits) -> t::Submission {
    t::Submission {
        task: text(&submits.task),
        watched_by: text(&submits.watched_by),
        items: line(submits.items.as_ref()),
    }
}

fn enumeration(definition: &Enum) -> &'static t::Enum {
    let values = definition.values.iter();
    let values = values.map(|value| (text(&value.value), line(Some(&value.doc))));
    leak(t::Enum {
        open: definition.open,
        values: list(values),
    })
}
