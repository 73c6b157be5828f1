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
mod progress;
mod query;
mod shell;
mod shorthand;
mod suggest;
mod visible;
mod yaml;

use std::process::ExitCode;

use aliyun_runtime::dynamic::Catalog;

/// A command line: what it is called and what it can call.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    name: &'static str,
    version: &'static str,
    catalog: &'static Catalog,
}

impl Program {
    /// A command line with this name and version for the actions of a catalog.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, catalog: &'static Catalog) -> Self {
        Self {
            name,
            version,
            catalog,
        }
    }

    /// Does what the arguments of the process ask for: prints the answer to
    /// standard output, or what went wrong to standard error. The exit code is
    /// one of those that `--help` lists.
    #[must_use]
    pub fn run(self) -> ExitCode {
        match app::run(self, std::env::args_os()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.tell(),
        }
    }
}
