//! The command line of a product, from the tables of its actions.
//!
//! The code here knows no action and no product. The command line of a product is
//! a build script that calls `aliyun_codegen::Builder::generate_commands`, and this
//! program:
//!
//! ```ignore
//! mod commands {
//!     include!(concat!(env!("OUT_DIR"), "/depot_commands/commands.rs"));
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     let version = env!("CARGO_PKG_VERSION");
//!     aliyun_cli_engine::Program::new("depot", version, &commands::CATALOG).run()
//! }
//! ```

mod action;
mod app;
mod call;
mod client;
mod command;
mod dry_run;
mod failure;
mod files;
mod fill;
mod gathered;
mod grid;
mod interrupt;
mod json;
mod list;
mod options;
mod output;
mod program;
mod progress;
mod query;
mod report;
mod shell;
mod shorthand;
mod suggest;
mod visible;
mod yaml;

pub use fill::document;
pub use program::Program;
