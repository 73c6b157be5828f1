//! Measures what generated clients cost to compile, what generating them and
//! the generator itself cost, and importing.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/Cargo.toml --bin compile -- [FLAGS]
//!
//!   --rounds N     turns of each compilation; 3
//!   --progenitor   progenitor on the same 132 actions too
//!   --heavy        with it aws-sdk-route53domains, and cold builds of the peers' generators
//!   --write        keep the figures in docs/performance/compile.md and compile.svg
//! ```

mod client;
mod figures;
mod generator;

use std::error::Error;

/// What is measured.
#[derive(Debug, Clone, Copy)]
struct Flags {
    rounds: u32,
    progenitor: bool,
    heavy: bool,
    write: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut flags = Flags {
        rounds: 3,
        progenitor: false,
        heavy: false,
        write: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => {
                let number = arguments.next().and_then(|text| text.parse().ok());
                flags.rounds = number
                    .filter(|rounds| *rounds > 0)
                    .ok_or("--rounds needs a number from 1")?;
            }
            "--progenitor" => flags.progenitor = true,
            "--heavy" => (flags.progenitor, flags.heavy) = (true, true),
            "--write" => flags.write = true,
            other => {
                return Err(format!(
                    "unknown argument `{other}`; expected --rounds N, --progenitor, --heavy or --write"
                )
                .into());
            }
        }
    }
    let report = figures::measure(flags)?;
    println!("{}", report.text);
    if flags.write {
        aliyun_benches::report::write("compile.md", &report.text)?;
        std::fs::write(aliyun_benches::report::path("compile.svg"), report.plot)?;
    }
    Ok(())
}
