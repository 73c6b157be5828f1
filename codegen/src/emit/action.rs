//! An action's file: request, response, nested types, client method.

use crate::emit::fields::Context;
use crate::emit::object::{self, Level};
use crate::emit::{Options, Part, convention, doc, enums, example, flow, text};
use crate::model::{Action, Method, Model, Object, Type};

/// Emits one action.
pub(crate) fn emit(context: Context<'_>) -> Vec<Part> {
    let Context { model, action, .. } = context;
    let own = action.objects.iter().filter(|object| !object.shared);
    let imports = imports(own.chain([&action.request, &action.response]));
    let call = [imports, table(context), method(context)].concat();
    let link = doc::link(&model.product, action);
    let whole = |object, is: &str| {
        let docs = format!("{is} of {link}.");
        Part::Text(object::emit(context, object, Level::Top, &docs))
    };
    let own = action.objects.iter().filter(|object| !object.shared);
    let objects = own.map(|object| {
        let docs = if object.doc.trim().is_empty() {
            format!("Part of {link}.")
        } else {
            doc::prose(&object.doc)
        };
        Part::Text(object::emit(context, object, Level::Nested, &docs))
    });
    let enums = action
        .enums
        .iter()
        .map(|definition| Part::Text(enums::emit(definition)));
    let mut parts = vec![
        Part::Text(call),
        Part::Tokens(flow::emit(context)),
        whole(&action.request, "Request"),
        whole(&action.response, "Answer"),
    ];
    parts.extend(objects.chain(enums));
    parts
}

/// Emits the objects that actions share.
pub(crate) fn shared(model: &Model, options: &Options) -> Vec<Part> {
    // Objects refer to each other like those of an action.
    let home = Action {
        objects: model.objects.clone(),
        ..Action::default()
    };
    let context = Context {
        model,
        action: &home,
        options,
    };
    let mut parts = vec![Part::Text(imports(model.objects.iter()))];
    parts.extend(model.objects.iter().map(|object| {
        let docs = if object.doc.trim().is_empty() {
            "Part of several requests or answers.".to_owned()
        } else {
            doc::prose(&object.doc)
        };
        Part::Text(object::emit(context, object, Level::Nested, &docs))
    }));
    parts
}

/// The `use` items that some structs need.
fn imports<'a>(objects: impl Iterator<Item = &'a Object>) -> String {
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
    let mut fields = objects.flat_map(|object| &object.fields);
    let map = if fields.any(|field| has_map(&field.ty)) {
        "use std::collections::BTreeMap;\n"
    } else {
        ""
    };
    [
        map,
        "use std::fmt;\n\nuse ::aliyun_runtime::generated as rt;\n",
    ]
    .concat()
}

fn table(context: Context<'_>) -> String {
    let name = text::string(&context.action.name);
    let root = context.root_path();
    let calls = builders(context.action);
    let start = "pub static ACTION: rt::Action =";
    let new = format!("rt::Action::new({name}, &{root}::PRODUCT)");
    let line = format!("{new}{};", calls.concat());
    let value = if text::fits(start, &line) {
        format!(" {line}")
    } else if calls.len() < 2 {
        format!("\n    {line}")
    } else {
        format!(" {new}\n    {};", calls.join("\n    "))
    };
    format!(
        "
/// What the runtime knows about the action.
{start}{value}
"
    )
}

/// The facts of an action beyond its name: calls of the table's builder.
pub(crate) fn builders(action: &Action) -> Vec<String> {
    let mut calls = Vec::new();
    if action.idempotent {
        calls.push(".idempotent()".to_owned());
    }
    if action.http_method != Method::Post {
        calls.push(format!(".method(rt::Method::{:?})", action.http_method));
    }
    if let Some(path) = &action.path {
        calls.push(format!(".path({})", text::string(&path.to_string())));
    }
    if action.anonymous {
        calls.push(".anonymous()".to_owned());
    }
    if let Some(token) = &action.idempotency_token {
        calls.push(format!(".idempotency_token({})", text::string(token)));
    }
    let payload = action.request.fields.iter();
    for media in payload.filter_map(|field| field.content_type.as_ref()) {
        calls.push(format!(".content_type({})", text::string(media)));
    }
    calls
}

/// `client.query_task_detail_list(&request).await?`
fn method(context: Context<'_>) -> String {
    let action = context.action;
    let docs = text::docs("    ", &method_docs(context));
    let deprecated = text::deprecated("    ", action.deprecated.as_ref());
    let convention = match convention(&action.method) {
        "" => String::new(),
        attribute => format!("    {attribute}\n"),
    };
    let (name, root) = (&action.method, context.root_path());
    let (request, response) = (&action.request.rust_name, &action.response.rust_name);
    let mut signature = format!(
        "pub fn {name}<'a>(&'a self, request: &'a {request}) -> rt::Call<'a, {response}> {{"
    );
    if !text::fits("    ", &signature) {
        signature = format!(
            "pub fn {name}<'a>(
        &'a self,
        request: &'a {request},
    ) -> rt::Call<'a, {response}> {{"
        );
    }
    format!(
        "
impl {root}::Client {{
{docs}{deprecated}{convention}    #[inline]
    {signature}
        rt::Call::new(&self.core, &ACTION, request)
    }}
}}
"
    )
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
    if let Some(path) = &action.path {
        let request = format!("{} {path}", action.http_method.word());
        text.push_str(&format!(", {}", doc::code(&request)));
    }
    text.push_str(".\n\n# Errors\n\nA request outside the documented limits is refused before anything is sent.");
    if !action.errors.is_empty() {
        text.push_str(" Documented codes:\n");
        for error in &action.errors {
            let status = error
                .http_status
                .map_or_else(String::new, |status| format!(" (HTTP {status})"));
            let doc = doc::sentence(&error.doc);
            let open = doc::open(error);
            text.push_str(&format!(
                "\n- {}{status}: {doc}{open}",
                doc::code(&error.code)
            ));
        }
    }
    if let Some(path) = &context.options.example_path {
        text.push_str("\n\n# Example\n\n");
        text.push_str(&example::emit(context, path));
    }
    text
}
