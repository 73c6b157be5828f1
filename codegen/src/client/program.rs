//! The example programs of a crate: one for each kind of action that it has.

use crate::emit::{Options, example, fields::Context, flow};
use crate::model::{Action, Model, Type};

/// A kind of action that needs an example of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Read,
    Change,
    Pages,
    Wait,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Read, Self::Change, Self::Pages, Self::Wait];

    /// The name of the program.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Change => "change",
            Self::Pages => "pages",
            Self::Wait => "wait",
        }
    }

    /// What the program does with the action.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Read => "Reads something",
            Self::Change => "Changes something",
            Self::Pages => "Reads the items of all pages",
            Self::Wait => "Starts a task and waits until it has ended",
        }
    }

    fn fits(self, model: &Model, action: &Action) -> bool {
        match self {
            Self::Read => action.idempotent,
            Self::Change => !action.idempotent && !reads(action),
            Self::Pages => flow::has_pages(action),
            Self::Wait => action.submits.as_ref().is_some_and(|submits| {
                let watcher = model.actions.iter();
                let mut watcher = watcher.filter(|other| other.name == submits.watched_by);
                watcher.any(|other| other.waiter.is_some())
            }),
        }
    }
}

/// Whether the name says that the action only reads, though nothing promises that it may
/// be repeated.
fn reads(action: &Action) -> bool {
    const VERBS: &[&str] = &[
        "Check", "Describe", "Get", "List", "Query", "Search", "Validate",
    ];
    VERBS.iter().any(|verb| action.name.starts_with(verb))
}

/// A program about one action.
#[derive(Clone, Copy)]
pub(super) struct Program<'a> {
    pub(super) kind: Kind,
    pub(super) action: &'a Action,
}

/// The programs of a client: for each kind, about the action that is simplest to call.
pub(super) fn programs(model: &Model) -> Vec<Program<'_>> {
    let program = |kind: Kind| {
        let fitting = model.actions.iter();
        let fitting = fitting.filter(|action| kind.fits(model, action));
        let action = fitting.min_by_key(|action| cost(kind, action))?;
        Some(Program { kind, action })
    };
    Kind::ALL.into_iter().filter_map(program).collect()
}

/// The program of the first call: it reads, if anything can be read.
pub(super) fn first(model: &Model) -> Option<Program<'_>> {
    programs(model).into_iter().next()
}

/// Simple calls are good examples: nothing deprecated, few parameters, known values.
fn cost(kind: Kind, action: &Action) -> (bool, bool, usize, usize) {
    let required = || action.request.fields.iter().filter(|field| field.required);
    let plain = |ty: &Type| matches!(ty.innermost(), Type::Bytes | Type::Image | Type::Object(_));
    let unknown = required().filter(|field| {
        field.sample.is_none() && matches!(field.ty, Type::String) || plain(&field.ty)
    });
    // A list has an example of its own.
    let listed = kind == Kind::Read && flow::has_pages(action);
    let count = required().count();
    // A change without any parameter shows little.
    let bare = kind == Kind::Change && count == 0;
    (
        action.deprecated.is_some(),
        listed || bare,
        unknown.count(),
        count,
    )
}

impl Program<'_> {
    /// The feature that the program needs.
    pub(super) fn feature<'m>(&self, model: &'m Model) -> Option<&'m str> {
        model.area(self.action).map(|area| area.name.as_str())
    }

    /// The statements after the client has been made, indented once.
    pub(super) fn body(&self, model: &Model) -> String {
        let options = Options::default();
        let context = Context {
            model,
            action: self.action,
            options: &options,
        };
        let setters = example::setters(context);
        let name = &self.action.request.rust_name;
        let chain = setters.concat();
        let request = if name.len() + "::new()".len() + chain.len() <= 60 {
            format!("{name}::new(){chain}")
        } else {
            let lines: String = setters
                .iter()
                .map(|setter| format!("\n        {setter}"))
                .collect();
            format!("{name}::new(){lines}")
        };
        let method = &self.action.method;
        let stem = method.trim_end_matches('_');
        let rest = match self.kind {
            Kind::Read | Kind::Change => format!(
                "    let answer = client.{method}(&request).await?;\n    println!(\"{{answer:?}}\");\n"
            ),
            Kind::Pages => format!(
                "    let mut items = client.{stem}_items(request);\n    \
                 while let Some(item) = items.next().await {{\n        \
                 println!(\"{{:?}}\", item?);\n    }}\n"
            ),
            Kind::Wait => format!(
                "    let task = client.{stem}_and_wait(&request).await?;\n    \
                 println!(\"{{:?}}\", task.outcome.verdict());\n"
            ),
        };
        format!("    let request = {request};\n{rest}")
    }

    /// The whole program of a client with this path.
    pub(super) fn main(&self, model: &Model, path: &str) -> String {
        format!(
            "use {path}::prelude::*;\n\
             \n\
             #[tokio::main]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             // The access key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and\n    \
             // ALIBABA_CLOUD_ACCESS_KEY_SECRET.\n    \
             let client = Client::from_env()?;\n\
             {}    Ok(())\n}}\n",
            self.body(model)
        )
    }

    /// The file of the program.
    pub(super) fn file(&self, model: &Model, path: &str) -> String {
        format!(
            "//! {}, with the action `{}`.\n//!\n//! `cargo run --example {}`\n\n{}",
            self.kind.what(),
            self.action.name,
            self.kind.name(),
            self.main(model, path)
        )
    }
}
