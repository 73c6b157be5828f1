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

use std::ffi::OsString;
use std::process::ExitCode;

use aliyun_runtime::dynamic::Catalog;

/// A command line: its name, its version and the actions it can call.
///
/// A build script usually generates the catalog. A program that makes one at run
/// time, from a spec that it has just read, leaks it (`Box::leak`): the catalog
/// lives as long as the process in both cases.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    name: &'static str,
    version: &'static str,
    catalog: &'static Catalog,
}

impl Program {
    /// Makes a command line with this name and version for the actions of a catalog.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, catalog: &'static Catalog) -> Self {
        Self {
            name,
            version,
            catalog,
        }
    }

    /// Runs with the arguments of the process; see [`Program::run_with`].
    #[must_use]
    pub fn run(self) -> ExitCode {
        self.run_with(std::env::args_os())
    }

    /// Runs with these arguments; the first one is the name of the program.
    ///
    /// The answer goes to standard output, an error to standard error. `--help`
    /// lists the exit codes.
    #[must_use]
    pub fn run_with(self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        match app::run(self, args.into_iter()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.tell(),
        }
    }
}
