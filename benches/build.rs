//! Generates the client of the invented product, and records the compiler.

use std::process::Command;

fn main() -> Result<(), aliyun_codegen::Failure> {
    let compiler = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(compiler).arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    println!(
        "cargo:rustc-env=BENCH_RUSTC={}",
        version.unwrap_or_else(|_| "unknown".to_owned())
    );
    aliyun_codegen::Builder::new("spec").generate()?;
    Ok(())
}
