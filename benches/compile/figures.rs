//! The figures, as a table and as a plot.

use std::io;

use aliyun_benches::machine;
use aliyun_benches::stats::Summary;
use aliyun_benches::subjects::{Step, Subjects};
use aliyun_benches::svg::{self, Group};
use aliyun_benches::table::{Table, number};

use crate::{Flags, client, generator};

/// What is printed, and kept.
pub struct Report {
    pub text: String,
    pub plot: String,
}

/// Measures everything that the flags ask for.
pub fn measure(flags: Flags) -> io::Result<Report> {
    let mut subjects = Subjects::new("compile")?;
    let peers = client::prepare(&mut subjects, flags)?;
    let mut table = Table::new(["figure", "median", "±", "× ours", "goal"]);
    let mut groups = Vec::new();
    for (step, goal) in Step::ALL.into_iter().zip([6.0, 8.0, 16.0]) {
        eprintln!("{}", step.name());
        let figures = client::measure(&subjects, &peers, step, flags.rounds)?;
        let title = format!("{}, CPU ms an action", step.name());
        head(&mut table, &title);
        for (index, figure) in figures.iter().enumerate() {
            let judged = (index == 0).then_some(goal);
            line(
                &mut table,
                figure.name,
                &figure.each,
                Some(&figure.ratio),
                judged,
            );
        }
        head(
            &mut table,
            &format!("{}, peak memory of rustc, MiB", step.name()),
        );
        for (index, figure) in figures.iter().enumerate() {
            let judged = (index == 0).then_some(250.0);
            line(&mut table, figure.name, &figure.peak, None, judged);
        }
        groups.push(Group {
            title,
            goal: Some(goal),
            bars: figures
                .iter()
                .map(|figure| {
                    (
                        figure.name.to_owned(),
                        figure.each.median,
                        figure.name == "ours",
                    )
                })
                .collect(),
        });
    }
    for (step, goal) in [(Step::Release, 0.1), (Step::Debug, 0.6)] {
        eprintln!("generation");
        let level = if step == Step::Release {
            "release"
        } else {
            "opt-level 0"
        };
        let title = format!("generation in process, {level}, CPU ms an action");
        head(&mut table, &title);
        let ours = generator::generation(&subjects, step, true, flags.rounds)?;
        line(&mut table, "ours", &ours, None, Some(goal));
        let mut bars = vec![("ours".to_owned(), ours.median, true)];
        if flags.progenitor {
            let theirs = generator::generation(&subjects, step, false, flags.rounds)?;
            line(&mut table, "progenitor, builder", &theirs, None, None);
            let ratio = number(theirs.median / ours.median);
            bars.push((
                format!("progenitor, builder ({ratio} ×)"),
                theirs.median,
                false,
            ));
        }
        groups.push(Group {
            title,
            goal: Some(goal),
            bars,
        });
    }
    eprintln!("cold builds");
    head(
        &mut table,
        "cold build of the generator as a build-dependency, seconds",
    );
    let mut bars = Vec::new();
    for (index, cold) in generator::cold(&mut subjects, flags.heavy)?
        .iter()
        .enumerate()
    {
        let (wall, crates) = (cold.cost.wall, cold.crates);
        let name = format!(
            "{}, {crates} crates, {} s of CPU",
            cold.name,
            number(cold.cost.cpu)
        );
        let goal = if index == 0 {
            format!(
                "≤ 6 {}, 20 crates {}",
                mark(wall <= 6.0),
                mark(crates <= 20)
            )
        } else {
            String::new()
        };
        table.row([name, number(wall), String::new(), String::new(), goal]);
        bars.push((cold.name.clone(), wall, index == 0));
    }
    groups.push(Group {
        title: "cold build of the generator, seconds".to_owned(),
        goal: Some(6.0),
        bars,
    });
    let reruns = generator::reruns(&mut subjects)?;
    head(&mut table, "unchanged spec");
    let goal = format!("0 {}", mark(reruns == 0));
    table.row([
        "programs that a second build runs".to_owned(),
        reruns.to_string(),
        String::new(),
        String::new(),
        goal,
    ]);
    eprintln!("import");
    let (wall, cpu) = generator::import(&subjects, 1000, flags.rounds)?;
    head(&mut table, "import of 1,000 pages, pages a second");
    let spread = |summary: &Summary| format!("{:.0} %", summary.spread_percent());
    let goal = format!("≥ 1000 {}", mark(wall.median >= 1000.0));
    table.row([
        "of wall time".to_owned(),
        number(wall.median),
        spread(&wall),
        String::new(),
        goal,
    ]);
    table.row([
        "of CPU time".to_owned(),
        number(cpu.median),
        spread(&cpu),
        String::new(),
        String::new(),
    ]);
    let mut peers = vec![];
    if flags.progenitor {
        peers.push(subjects.version("progenitor-impl"));
    }
    if flags.heavy {
        peers.push(subjects.version("aws-sdk-route53domains"));
    }
    let text = format!(
        "{table}\n{} turns each. {}{}{}.\n",
        flags.rounds,
        machine::line(),
        if peers.is_empty() { "" } else { "; " },
        peers.join(", ")
    );
    Ok(Report {
        text,
        plot: svg::bars(&groups, ""),
    })
}

fn head(table: &mut Table, title: &str) {
    let empty = String::new;
    table.row([format!("**{title}**"), empty(), empty(), empty(), empty()]);
}

fn line(
    table: &mut Table,
    name: &str,
    value: &Summary,
    ratio: Option<&Summary>,
    goal: Option<f64>,
) {
    table.row([
        name.to_owned(),
        number(value.median),
        format!("{:.0} %", value.spread_percent()),
        ratio.map(|ratio| number(ratio.median)).unwrap_or_default(),
        goal.map(|goal| format!("≤ {goal} {}", mark(value.median <= goal)))
            .unwrap_or_default(),
    ]);
}

const fn mark(met: bool) -> &'static str {
    if met { "✓" } else { "✗" }
}
