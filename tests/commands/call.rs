//! Calls actions of any spec folder, as `aliyun-codegen call` does.

use std::ffi::OsString;
use std::process::ExitCode;

use aliyun_cli_engine::Program;

fn main() -> Result<ExitCode, aliyun_codegen::Failure> {
    let mut arguments = std::env::args_os().skip(1);
    let model = aliyun_codegen::read(arguments.next().unwrap_or_default())?;
    let program = Program::new("call", "0.0.0", aliyun_codegen::catalog(&model));
    Ok(program.run_with([OsString::from("call")].into_iter().chain(arguments)))
}
