//! Calls actions of any spec folder, as `aliyun-codegen call` does.

use std::ffi::OsString;
use std::process::ExitCode;

use aliyun_cli_engine::Program;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let spec = arguments.next().unwrap_or_default();
    match aliyun_codegen::read(spec) {
        Ok(model) => {
            let program = Program::new("call", "0.0.0", aliyun_codegen::catalog(&model));
            program.run_with([OsString::from("call")].into_iter().chain(arguments))
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
