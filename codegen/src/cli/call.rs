//! `call`: calls an action by its spec alone; nothing is generated or compiled.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use aliyun_cli_engine::Program;
use clap::Args;

use super::{Console, Outcome};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder with product.yaml and one file per action.
    #[arg(value_name = "SPEC_DIR")]
    spec: PathBuf,
    /// Name of the action, then its parameters and options; or `list`, or `help ACTION`.
    #[arg(
        value_name = "ACTION",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    action: Vec<OsString>,
}

/// Runs the command line that a program with the tables of the spec would have.
pub(crate) fn run(console: Console, arguments: Arguments) -> ExitCode {
    let model = match aliyun_codegen::read(&arguments.spec) {
        Ok(model) => model,
        Err(failure) => {
            let mut console = console;
            console.note(failure);
            // Nothing was sent.
            return console.finish(Outcome::Usage);
        }
    };
    let version = env!("CARGO_PKG_VERSION");
    let program = Program::new(NAME, version, aliyun_codegen::catalog(&model));
    program.run_with([NAME.into()].into_iter().chain(arguments.action))
}

/// The command in help texts and messages.
const NAME: &str = "aliyun-codegen call SPEC_DIR";
