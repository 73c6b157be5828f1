//! Measures the cost of compiling generated clients, of generating them, of
//! building the generator, and of importing.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/Cargo.toml --bin compile -- [FLAGS]
//!
//!   --only PARTS   some of check,debug,release,generate,cold,rerun,import
//!   --rounds N     turns of each figure; 3
//!   --more         add turns to those that are kept, instead of starting over
//!   --report       measure nothing, show what is kept
//!   --progenitor   progenitor on the same 132 actions too
//!   --heavy        with it prost-build, and a check of aws-sdk-route53domains
//!   --write        put what is kept into docs/performance/compile.md and compile.svg
//! ```
//!
//! Every figure is printed and kept under `target/measured/compile/` as soon as
//! there is one.

mod client;
mod figures;
mod generator;

use std::error::Error;

use aliyun_benches::arguments::Arguments;
use aliyun_benches::journal::Journal;
use aliyun_benches::subjects::{Step, Subjects};

/// The name of the bench.
const BENCH: &str = "compile";

const PARTS: [&str; 7] = [
    "check", "debug", "release", "generate", "cold", "rerun", "import",
];

fn main() -> Result<(), Box<dyn Error>> {
    let switches = ["--progenitor", "--heavy"];
    let arguments = Arguments::parse(std::env::args().skip(1), &PARTS, &switches)?;
    for part in &arguments.parts {
        eprintln!("{part}: preparing");
        measure(part, &arguments)?;
    }
    let report = figures::report()?;
    println!("{}", report.text());
    if arguments.write {
        aliyun_benches::report::write("compile.md", &report.text())?;
        std::fs::write(aliyun_benches::report::path("compile.svg"), report.plot())?;
    }
    Ok(())
}

fn measure(part: &'static str, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let subjects = Subjects::new(BENCH)?;
    let journal = || Journal::open(BENCH, part, arguments.more);
    let heavy = arguments.has("--heavy");
    let progenitor = heavy || arguments.has("--progenitor");
    let rounds = arguments.rounds;
    match part {
        "cold" => generator::cold(&subjects, journal, rounds, progenitor, heavy)?,
        "generate" => generator::generate(&subjects, journal, rounds, progenitor)?,
        "rerun" => generator::rerun(&subjects, journal)?,
        "import" => generator::import(&subjects, journal, rounds)?,
        name => {
            let steps = Step::ALL.into_iter().zip(PARTS);
            let step = steps
                .filter(|(_, part)| *part == name)
                .map(|(step, _)| step);
            for step in step {
                let heavy = heavy && step == Step::Check;
                let peers = client::prepare(&subjects, progenitor, heavy)?;
                client::measure(&subjects, journal()?, &peers, step, rounds)?;
            }
        }
    }
    Ok(())
}
