//! The command line tool `aliyun-mock`.

mod cli;

use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

/// A gateway emulator: checks signed calls by a product's spec and answers them.
///
/// Exit codes: 0 ended by a signal, 1 could not start, 2 wrong usage.
#[derive(Parser)]
#[command(version, color = ColorChoice::Never)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a product until interrupted.
    Serve(Box<cli::serve::Arguments>),
}

fn main() -> ExitCode {
    let Command::Serve(arguments) = Arguments::parse().command;
    cli::serve::run(*arguments)
}
