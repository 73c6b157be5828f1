//! `aliyun-domain`: every action of Alibaba Cloud Domain from a shell.

use std::process::ExitCode;

use aliyun_cli_engine::Program;

/// The generated tables of the actions.
mod commands {
    include!(concat!(env!("OUT_DIR"), "/domain_commands/commands.rs"));
}

fn main() -> ExitCode {
    Program::new(
        "aliyun-domain",
        env!("CARGO_PKG_VERSION"),
        &commands::CATALOG,
    )
    .run()
}
