//! Any product as a crate of its own: a document into a spec folder, a client, and
//! the files around them.
//!
//! [`Plan::new`] makes all files and compares them with those of an earlier run;
//! [`Plan::write`] puts them in place. What a person has changed stays.

mod cargo;
mod document;
mod folder;
mod library;
mod manifest;
mod plan;
mod program;
mod readme;
mod runtime;
mod settings;
mod state;

pub use document::Document;
pub use manifest::{Entry, Manifest};
pub use plan::{Plan, Step};
pub use runtime::Runtime;
pub use settings::{Choices, Settings};
pub use state::remembered;
