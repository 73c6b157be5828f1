//! Measures whether an action costs the same in a small product and a large
//! one: generating, checking and importing made-up specs of 132 and 1,000
//! actions.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/Cargo.toml --bin growth -- [FLAGS]
//!
//!   --rounds N   turns; 3
//!   --heavy      10,000 actions too
//!   --write      keep the figures in docs/performance/growth.md and growth.svg
//! ```

use std::error::Error;
use std::io;

use aliyun_benches::stats::Summary;
use aliyun_benches::subjects::{Step, Subjects};
use aliyun_benches::svg::{self, Group};
use aliyun_benches::table::{Table, number};
use aliyun_benches::{machine, report, synthetic};

/// What was measured at one size.
struct Size {
    actions: u32,
    /// CPU milliseconds an action of `aliyun-codegen generate`.
    generate: Summary,
    /// CPU milliseconds an action of `cargo check`.
    check: Summary,
    /// MiB of rustc.
    peak: Summary,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut rounds, mut heavy, mut write) = (3_u32, false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => {
                let number = arguments.next().and_then(|text| text.parse().ok());
                rounds = number
                    .filter(|rounds| *rounds > 0)
                    .ok_or("--rounds needs a number from 1")?;
            }
            "--heavy" => heavy = true,
            "--write" => write = true,
            other => {
                return Err(format!(
                    "unknown argument `{other}`; expected --rounds N, --heavy or --write"
                )
                .into());
            }
        }
    }
    let mut subjects = Subjects::new("growth")?;
    let sizes: &[u32] = if heavy {
        &[132, 1_000, 10_000]
    } else {
        &[132, 1_000]
    };
    let sizes = measure(&mut subjects, sizes, rounds)?;
    let pages = import(&subjects, &[132, 1_000, 5_000], rounds)?;
    let text = format!(
        "{}\n{} turns each. {}.\n",
        table(&sizes, &pages),
        rounds,
        machine::line()
    );
    println!("{text}");
    if write {
        report::write("growth.md", &text)?;
        std::fs::write(report::path("growth.svg"), plot(&sizes, &pages))?;
    }
    Ok(())
}

fn measure(subjects: &mut Subjects, sizes: &[u32], rounds: u32) -> io::Result<Vec<Size>> {
    for actions in sizes {
        let spec = subjects.path(&format!("spec-{actions}"));
        synthetic::spec(&spec, *actions as usize)?;
        subjects.client(&format!("client-{actions}"), &spec)?;
    }
    subjects.cargo(Step::Check, &format!("client-{}", sizes[0]))?;
    let mut samples = vec![[Vec::new(), Vec::new(), Vec::new()]; sizes.len()];
    for _ in 0..rounds {
        for (samples, actions) in samples.iter_mut().zip(sizes) {
            let out = subjects.path("generated");
            if out.exists() {
                std::fs::remove_dir_all(&out)?;
            }
            let each = |cpu: f64| cpu * 1e3 / f64::from(*actions);
            let spec = format!("spec-{actions}");
            let cost = subjects.tool(&["generate", &spec, "--out", "generated"])?;
            samples[0].push(each(cost.cpu));
            let cost = subjects.again(Step::Check, &format!("client-{actions}"))?;
            samples[1].push(each(cost.cpu));
            samples[2].push(cost.peak);
        }
    }
    let sizes = samples.iter().zip(sizes).map(|(samples, actions)| Size {
        actions: *actions,
        generate: Summary::of(&samples[0]),
        check: Summary::of(&samples[1]),
        peak: Summary::of(&samples[2]),
    });
    Ok(sizes.collect())
}

/// CPU milliseconds a page, and the most MiB.
fn import(subjects: &Subjects, sizes: &[u32], rounds: u32) -> io::Result<Vec<(u32, Summary, f64)>> {
    let mut all = Vec::new();
    for pages in sizes {
        synthetic::pages(&subjects.path("pages"), *pages as usize)?;
        let (mut samples, mut peak) = (Vec::new(), 0.0_f64);
        for _ in 0..rounds {
            let cost = subjects.import(*pages as usize)?;
            samples.push(cost.cpu * 1e3 / f64::from(*pages));
            peak = peak.max(cost.peak);
        }
        all.push((*pages, Summary::of(&samples), peak));
    }
    Ok(all)
}

fn table(sizes: &[Size], pages: &[(u32, Summary, f64)]) -> Table {
    let mut table = Table::new(["figure", "median", "±", "× smallest", "peak MiB"]);
    let mut part = |title: &str, rows: Vec<(u32, Summary, String)>| {
        let empty = String::new;
        table.row([format!("**{title}**"), empty(), empty(), empty(), empty()]);
        let first = rows.first().map_or(f64::NAN, |(_, value, _)| value.median);
        for (size, value, peak) in rows {
            table.row([
                size.to_string(),
                number(value.median),
                format!("{:.0} %", value.spread_percent()),
                number(value.median / first),
                peak,
            ]);
        }
    };
    let generate = sizes
        .iter()
        .map(|size| (size.actions, size.generate, String::new()));
    part(
        "`aliyun-codegen generate`, CPU ms an action",
        generate.collect(),
    );
    let check = sizes
        .iter()
        .map(|size| (size.actions, size.check, number(size.peak.median)));
    part("`cargo check`, CPU ms an action", check.collect());
    let import = pages
        .iter()
        .map(|(pages, value, peak)| (*pages, *value, number(*peak)));
    part("`aliyun-codegen import`, CPU ms a page", import.collect());
    table
}

fn plot(sizes: &[Size], pages: &[(u32, Summary, f64)]) -> String {
    let group = |title: &str, bars: Vec<(u32, f64)>| Group {
        title: title.to_owned(),
        goal: None,
        bars: bars
            .into_iter()
            .map(|(size, value)| (size.to_string(), value, true))
            .collect(),
    };
    let generate = sizes
        .iter()
        .map(|size| (size.actions, size.generate.median));
    let check = sizes.iter().map(|size| (size.actions, size.check.median));
    let import = pages.iter().map(|(pages, value, _)| (*pages, value.median));
    svg::bars(
        &[
            group("generate, CPU ms an action", generate.collect()),
            group("cargo check, CPU ms an action", check.collect()),
            group("import, CPU ms a page", import.collect()),
        ],
        "",
    )
}
