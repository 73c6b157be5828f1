//! The command line tool `aliyun-codegen`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool prints"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use aliyun_codegen::{Builder, Difference, Failure, Status};
use clap::{Parser, Subcommand};
use similar::TextDiff;

/// Typed Rust clients for Alibaba Cloud products, from YAML descriptions.
///
/// Exit codes: 0 done, 1 findings or a stale folder, 2 wrong usage.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the Rust client of a spec folder.
    Generate {
        /// Folder with product.yaml and one file an action.
        spec: PathBuf,
        /// Folder to write to; generated files of actions that are gone are removed.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Write nothing; show what is stale, and exit with 1 where anything is.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let Command::Generate { spec, out, check } = Arguments::parse().command;
    let builder = Builder::new(spec).out_dir(out);
    let done = if check {
        stale(&builder)
    } else {
        generate(&builder)
    };
    done.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}

fn generate(builder: &Builder) -> Result<ExitCode, Failure> {
    let generated = builder.generate()?;
    for warning in &generated.warnings {
        eprintln!("{warning}\n");
    }
    for (name, status) in &generated.files {
        let what = match status {
            Status::Created => "created",
            Status::Updated => "updated",
            Status::Unchanged => "unchanged",
            Status::Removed => "removed",
            _ => "done",
        };
        println!("{what:>9}  {}", generated.dir.join(name).display());
    }
    Ok(ExitCode::SUCCESS)
}

fn stale(builder: &Builder) -> Result<ExitCode, Failure> {
    let differences = builder.compare()?;
    if differences.is_empty() {
        println!("up to date");
        return Ok(ExitCode::SUCCESS);
    }
    for difference in &differences {
        println!("{}", show(difference));
    }
    eprintln!("{} stale; run without --check to write", differences.len());
    Ok(ExitCode::FAILURE)
}

/// A unified diff from the file on disk to what the spec generates.
fn show(difference: &Difference) -> String {
    let path = difference.path.display();
    match difference.status {
        Status::Created => format!("missing: {path}"),
        Status::Removed => format!("belongs to no action: {path}"),
        _ => {
            let old = std::fs::read_to_string(&difference.path).unwrap_or_default();
            TextDiff::from_lines(&old, &difference.generated)
                .unified_diff()
                .header(&format!("{path} (on disk)"), &format!("{path} (generated)"))
                .to_string()
        }
    }
}
