//! The command line of an invented product.

use std::process::ExitCode;

use aliyun_cli_engine::Program;
use aliyun_tests::commands::depot::CATALOG;

fn main() -> ExitCode {
    Program::new("depot", "9.8.7", &CATALOG).run_with(std::env::args_os())
}
