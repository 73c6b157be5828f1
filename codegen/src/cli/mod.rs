//! The commands of the tool, one module each.

pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod client;
mod console;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod fetch;
pub(crate) mod fmt;
pub(crate) mod generate;
pub(crate) mod import;
mod message;
pub(crate) mod new;
mod pages;
mod patch;
pub(crate) mod regenerate;
pub(crate) mod schema;

pub(crate) use console::Console;
pub(crate) use message::MessageFormat;

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// There are findings, or something could not be done.
    Findings,
    /// The arguments make no sense.
    Usage,
}
