//! Measures whether an action costs the same in a small and in a large product:
//! generating, checking and importing invented specs.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/Cargo.toml --bin growth -- [FLAGS]
//!
//!   --only PARTS   some of generate,check,import
//!   --rounds N     turns of each figure; 3
//!   --more         add turns to those that are kept, instead of starting over
//!   --report       measure nothing, show what is kept
//!   --heavy        checks a client of 10,000 actions too
//!   --write        put what is kept into docs/performance/growth.md and growth.svg
//! ```
//!
//! Every figure is printed and kept under `target/measured/growth/` as soon as
//! there is one.

use std::error::Error;
use std::io;

use aliyun_benches::arguments::Arguments;
use aliyun_benches::journal::{Journal, Part};
use aliyun_benches::process::Cost;
use aliyun_benches::subjects::{Step, Subjects};
use aliyun_benches::summary::{Report, Shown};
use aliyun_benches::{report, synthetic};

/// The name of the bench.
const BENCH: &str = "growth";

const PARTS: [&str; 3] = ["generate", "check", "import"];

const EACH: &str = "CPU ms each";
const USER: &str = "CPU ms each, user";
const PEAK: &str = "peak MiB";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse(std::env::args().skip(1), &PARTS, &["--heavy"])?;
    for part in &arguments.parts {
        eprintln!("{part}: preparing");
        measure(part, &arguments)?;
    }
    let mut report = Report::new("× smallest");
    for part in PARTS {
        report.part(&Part::read(BENCH, part)?, "132", &shown(part));
    }
    println!("{}", report.text());
    if arguments.write {
        report::write("growth.md", &report.text())?;
        std::fs::write(report::path("growth.svg"), report.plot())?;
    }
    Ok(())
}

fn measure(part: &str, arguments: &Arguments) -> io::Result<()> {
    let subjects = Subjects::new(BENCH)?;
    let sizes: &[usize] = match part {
        "import" => &[132, 1_000, 5_000],
        "check" if !arguments.has("--heavy") => &[132, 1_000],
        _ => &[132, 1_000, 10_000],
    };
    for size in sizes {
        prepare(&subjects, part, *size)?;
    }
    let mut journal = Journal::open(BENCH, part, arguments.more)?;
    for turn in journal.turns(arguments.rounds) {
        for size in sizes {
            let cost = run(&subjects, part, *size)?;
            let each = |seconds: f64| seconds * 1e3 / *size as f64;
            let figures = [
                (EACH, each(cost.cpu)),
                (USER, each(cost.user)),
                (PEAK, cost.peak),
            ];
            journal.keep(turn, &size.to_string(), &figures)?;
        }
    }
    Ok(())
}

/// Invents a spec or pages of some size, and does the preparations.
fn prepare(subjects: &Subjects, part: &str, size: usize) -> io::Result<()> {
    if part == "import" {
        return synthetic::pages(&subjects.path(&format!("pages-{size}")), size);
    }
    let spec = subjects.path(&format!("spec-{size}"));
    synthetic::spec(&spec, size)?;
    if part == "check" {
        let client = format!("client-{size}");
        subjects.client(&client, &spec)?;
        eprintln!("check: {size} actions, and all that they depend on");
        subjects.cargo(Step::Check, &client)?;
    }
    Ok(())
}

fn run(subjects: &Subjects, part: &str, size: usize) -> io::Result<Cost> {
    match part {
        "import" => subjects.import(&format!("pages-{size}"), size),
        "check" => subjects.again(Step::Check, &format!("client-{size}")),
        _ => {
            let out = subjects.path("generated");
            if out.exists() {
                std::fs::remove_dir_all(&out)?;
            }
            subjects.tool(&["generate", &format!("spec-{size}"), "--out", "generated"])
        }
    }
}

/// The shown figures of a part.
fn shown(part: &str) -> [Shown; 3] {
    let (what, unit) = match part {
        "generate" => ("`aliyun-codegen generate`", "an action"),
        "check" => ("`cargo check`", "an action"),
        _ => ("`aliyun-codegen import`", "a page"),
    };
    let shown = |figure, title| Shown {
        figure,
        title,
        goal: None,
        plot: figure != USER,
    };
    [
        shown(EACH, format!("{what}, CPU ms {unit}")),
        shown(USER, format!("{what}, of it outside of the kernel")),
        shown(PEAK, format!("{what}, peak MiB")),
    ]
}
