//! The command line tool `aliyun-codegen`.

mod cli;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

use cli::{Console, MessageFormat};

/// Typed Rust clients for Alibaba Cloud products, from YAML descriptions.
///
/// Exit codes: 0 done, 1 findings or stale files, 2 wrong usage.
#[derive(Parser)]
#[command(version, color = ColorChoice::Never)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the Rust client of a spec folder.
    Generate {
        /// Folder with product.yaml and one file per action.
        spec: PathBuf,
        /// Folder to write to; generated files of removed actions are deleted.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Write nothing; show what is stale, and exit with 1 if anything is.
        #[arg(long)]
        check: bool,
        /// How findings are shown: human on stderr, or json, one object per line, on stdout.
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        message_format: MessageFormat,
    },
    /// Find the mistakes in spec folders.
    Check {
        /// Folders with product.yaml and one file per action each.
        #[arg(required = true, value_name = "SPEC_DIR")]
        specs: Vec<PathBuf>,
        /// Exit with 1 if there are warnings, too.
        #[arg(long)]
        deny_warnings: bool,
        /// How findings are shown: human, or json, one object per line.
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        message_format: MessageFormat,
    },
    /// Explain cause and cure of a finding, or list all of them.
    Explain {
        /// Code of the finding, such as E012, or name of a lint, such as example-key-case.
        code: Option<String>,
    },
    /// Print the JSON Schema of spec files, for editors.
    Schema {
        /// Which files.
        #[arg(default_value = "action")]
        of: cli::schema::Of,
    },
    /// Write a commented action file to start from, and a product file if there is none.
    New {
        /// Name of the action, such as QueryTaskDetailList.
        action: String,
        /// The spec folder; created if it does not exist.
        #[arg(long, value_name = "SPEC_DIR", default_value = ".")]
        dir: PathBuf,
    },
    /// Bring spec files into their canonical form; comments and values stay as they are.
    Fmt {
        /// Files, or folders whose .yaml files are meant, at any depth.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Write nothing; show what would change, and exit with 1 if anything would.
        #[arg(long)]
        check: bool,
    },
    /// Show what changed between two specs, and whether it breaks programs.
    ///
    /// Exit codes: 0; 1 if a change is denied; 2 if the two cannot be compared.
    Diff {
        /// Spec folder, action file, or REV:PATH in git.
        old: String,
        /// Spec folder, action file, or REV:PATH in git.
        new: String,
        /// How the changes are shown.
        #[arg(long, default_value = "text")]
        format: cli::diff::Format,
        /// Exit with 1 if there is such a change, or a worse one.
        #[arg(long, value_name = "VERDICT")]
        deny: Option<cli::diff::Deny>,
    },
    /// Write a product as a crate, or update one: download, import, generate.
    ///
    /// What you changed in the crate stays. Options that are left out are as in the run
    /// that wrote it. Exit codes: 0; 1 if the crate cannot be written, a change is denied,
    /// or --check finds a stale file; nothing is written then.
    Client(Box<cli::client::Arguments>),
    /// Download the official documentation of a product, or list the products.
    ///
    /// Exit codes: 0; 1 if a document or the list cannot be fetched, and the old file stays.
    Fetch(cli::fetch::Arguments),
    /// Read reference pages into a spec folder.
    ///
    /// Exit codes: 0; 1 if a page cannot become a spec or a file cannot be read or written.
    Import(cli::import::Arguments),
    /// Write a spec folder in the language of another tool.
    Export {
        /// Which one.
        #[command(subcommand)]
        language: cli::export::Language,
    },
    /// Call an action by its spec alone: build, check, sign and send the request, print the
    /// answer.
    ///
    /// `call SPEC_DIR ACTION --help` shows the parameters and options of an action, and the
    /// exit codes of calls. `call SPEC_DIR list` names all actions.
    Call(cli::call::Arguments),
    /// Bring spec and client up to the reference pages: import, merge, check, compare,
    /// generate, then write all or nothing.
    ///
    /// Exit codes: 0; 1 for findings, pages that cannot become a spec, and denied changes.
    Regenerate(cli::regenerate::Arguments),
}

fn main() -> ExitCode {
    let mut console = Console::default();
    let code = match Arguments::parse().command {
        Command::Generate {
            spec,
            out,
            check,
            message_format,
        } => cli::generate::run(&mut console, spec, out, check, message_format),
        Command::Check {
            specs,
            deny_warnings,
            message_format,
        } => cli::check::run(&mut console, &specs, deny_warnings, message_format),
        Command::Explain { code } => cli::explain::run(&mut console, code.as_deref()),
        Command::Schema { of } => cli::schema::run(&mut console, of),
        Command::New { action, dir } => cli::new::run(&mut console, &action, &dir),
        Command::Fmt { paths, check } => cli::fmt::run(&mut console, &paths, check),
        Command::Diff {
            old,
            new,
            format,
            deny,
        } => cli::diff::run(&mut console, &old, &new, format, deny),
        Command::Client(arguments) => cli::client::run(&mut console, &arguments),
        Command::Fetch(arguments) => cli::fetch::run(&mut console, &arguments),
        Command::Import(arguments) => cli::import::run(&mut console, &arguments),
        Command::Export { language } => cli::export::run(&mut console, &language),
        Command::Call(arguments) => return cli::call::run(console, arguments),
        Command::Regenerate(arguments) => cli::regenerate::run(&mut console, &arguments),
    };
    console.finish(code)
}
