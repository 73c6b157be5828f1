//! `src/lib.rs`: the front page of the documentation, and the client.

use std::collections::HashSet;
use std::fmt::Write;

use heck::ToSnakeCase;

use super::plan::Facts;
use super::program::{Kind, first, programs};
use crate::model::Model;

/// Types of the runtime that programs use.
const EXPORTS: &[&str] = &[
    "AccessKey",
    "Config",
    "Credentials",
    "CredentialsChain",
    "CredentialsError",
    "Error",
    "ErrorKind",
    "Format",
    "Image",
    "ItemOutcome",
    "ItemState",
    "Json",
    "Outcome",
    "Progress",
    "RetryPolicy",
    "SignatureVersion",
    "SignedRequest",
    "Task",
    "ValidationError",
    "Verdict",
];

/// The text of `src/lib.rs`.
pub(super) fn text(facts: &Facts<'_>) -> String {
    let model = facts.model;
    let mut out = front(facts);
    out.push_str("#![cfg_attr(docsrs, feature(doc_cfg))]\n\npub use aliyun_runtime as runtime;\n");
    let taken = taken(model);
    let exports: Vec<&str> = EXPORTS
        .iter()
        .copied()
        .filter(|name| !taken.contains(*name))
        .collect();
    let _ = write!(
        out,
        "#[rustfmt::skip]\npub use aliyun_runtime::{{\n{}}};\n\n",
        listed(&exports)
    );
    if facts.settings.pregenerated {
        out.push_str("#[rustfmt::skip]\nmod client;\npub use client::*;\n");
    } else {
        let folder = model.product.name.to_snake_case();
        let _ = writeln!(out, "aliyun_runtime::include_client!(\"{folder}\");");
    }
    if model.product.areas.is_empty() {
        out.push_str(&prelude(model));
    }
    if let Some(program) = first(model) {
        let feature = program.feature(model);
        let feature = feature.map_or_else(
            || "doctest".to_owned(),
            |name| format!("all(doctest, feature = \"{name}\")"),
        );
        let _ = write!(
            out,
            "\n/// The examples of the README are compiled.\n\
             #[cfg({feature})]\n\
             #[doc = include_str!(\"../README.md\")]\n\
             struct Readme;\n"
        );
    }
    out
}

/// What programs use with one line, for a product without areas.
fn prelude(model: &Model) -> String {
    let mut names = vec!["Client", "ErrorCode"];
    names.extend(model.enums.iter().map(|item| item.rust_name.as_str()));
    names.extend(model.objects.iter().map(|item| item.rust_name.as_str()));
    for action in &model.actions {
        let types = [&action.request, &action.response];
        names.push(&action.module);
        names.extend(types.map(|object| object.rust_name.as_str()));
    }
    format!(
        "\n/// What most programs need: the client, its configuration and errors, the requests\n\
         /// and answers, and the modules of the actions.\n\
         #[rustfmt::skip]\n\
         pub mod prelude {{\n    \
         pub use super::{{\n{}    }};\n    \
         pub use aliyun_runtime::prelude::*;\n}}\n",
        listed(&names).replace("    ", "        ")
    )
}

/// Names in lines.
fn listed(names: &[&str]) -> String {
    names.iter().fold(String::new(), |mut out, name| {
        let _ = writeln!(out, "    {name},");
        out
    })
}

/// The names that the client has in the root of the crate.
fn taken(model: &Model) -> HashSet<&str> {
    let enums = model.enums.iter().map(|item| item.rust_name.as_str());
    let objects = model.objects.iter().map(|item| item.rust_name.as_str());
    let types = model
        .actions
        .iter()
        .filter(|action| model.area(action).is_none())
        .flat_map(|action| [&action.request, &action.response])
        .map(|object| object.rust_name.as_str());
    enums.chain(objects).chain(types).collect()
}

fn front(facts: &Facts<'_>) -> String {
    let model = facts.model;
    let product = &model.product;
    let mut out = format!(
        "//! Typed client of Alibaba Cloud {}, API version {}.\n//!\n",
        product.name, product.version
    );
    if let Some(program) = first(model) {
        let gate = program.feature(model).map_or_else(String::new, |feature| {
            format!("//! # #[cfg(feature = \"{feature}\")]\n")
        });
        let _ = write!(
            out,
            "//! ```no_run\n{gate}//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             //! use {}::prelude::*;\n//!\n//! let client = Client::from_env()?;\n",
            facts.path
        );
        for line in program.body(model).lines() {
            let _ = writeln!(out, "//! {}", line.strip_prefix("    ").unwrap_or(line));
        }
        out.push_str("//! # Ok(())\n//! # }\n//! ```\n//!\n");
    }
    out.push_str(
        "//! Every request is checked against the documented limits before it is sent; all\n\
         //! violations come back in one error.\n//!\n\
         //! # How to\n//!\n\
         //! | | |\n//! |---|---|\n\
         //! | call an action | its method of [`Client`], in snake case, with a request; each has an example |\n",
    );
    let kinds: Vec<Kind> = programs(model).iter().map(|program| program.kind).collect();
    if kinds.contains(&Kind::Pages) {
        out.push_str(
            "//! | get the items of all pages | `…_items`, if the answer comes in pages |\n",
        );
    }
    if kinds.contains(&Kind::Wait) {
        out.push_str("//! | wait for a task | `…_and_wait` of the method that submits it |\n");
    }
    out.push_str(
        "//! | look at an error | [`runtime::ErrorKind`], `ErrorCode::of`, [`runtime::Error::request_id`] |\n\
         //! | know whether to send it again | [`runtime::Error::is_retryable`] |\n\
         //! | set region, endpoint, time limits, proxy, retries | [`runtime::Config`], and `with_…` of a single call |\n\
         //! | find keys as the official tools do | [`Client::from_default_chain`] |\n\
         //! | see what would be sent | `.sign().await` instead of `.await` |\n\
         //! | get request id and headers of a success | `.send_with_meta().await` |\n\
         //! | call without async | the feature `blocking`: `.send_blocking()` |\n\
         //! | trace calls | the feature `tracing`, or [`runtime::Config::with_observer`] |\n\
         //! | call an action that has no method | [`Client::call`] with the action's name |\n",
    );
    let areas = facts.areas();
    if let Some(area) = areas.first() {
        let _ = write!(
            out,
            "//!\n//! # Areas\n//!\n\
             //! Actions are grouped into areas. Each area is a module and a cargo feature, and\n\
             //! all are on by default. To compile only what you call, name the areas you need:\n//!\n\
             //! ```toml\n\
             //! {} = {{ version = \"…\", default-features = false, features = [\"rustls\", \"{area}\"] }}\n\
             //! ```\n",
            facts.name
        );
    }
    out
}
