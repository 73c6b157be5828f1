//! `aliyun-domain`: every action of Alibaba Cloud Domain from a shell.
//!
//! The code here knows no action. What there is to call comes from tables that
//! the build script makes from the spec.

mod action;
mod app;
mod call;
mod client;
mod dry_run;
mod failure;
mod files;
mod fill;
mod grid;
mod json;
mod list;
mod options;
mod output;
mod progress;
mod shell;
mod shorthand;
mod suggest;

/// The actions, generated.
mod commands {
    include!(concat!(env!("OUT_DIR"), "/domain_commands/commands.rs"));
}

use std::process::ExitCode;

fn main() -> ExitCode {
    match app::run(&commands::CATALOG, std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
