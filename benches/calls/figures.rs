//! The figures, and their presentation.

use std::error::Error;
use std::time::Duration;

use aliyun_benches::machine;
use aliyun_benches::memory;
use aliyun_benches::rounds::{Effort, Measured, Subject, compare};
use aliyun_benches::svg::{self, Group};
use aliyun_benches::table::{Table, number};
use tokio::runtime::{Builder, Runtime};

use crate::requests::IMAGE_SIZE;
use crate::server::Server;
use crate::subjects::{self, Load};
use crate::{answers, sign};

/// The figures as text and as a plot.
pub struct Report {
    pub text: String,
    pub plot: String,
}

/// The goal for our client.
#[derive(Clone, Copy)]
enum Goal {
    /// At most this many times the first subject.
    Times(f64),
    /// At most this many microseconds.
    Micros(f64),
    None,
}

struct Figure {
    title: String,
    goal: Goal,
    measured: Vec<Measured>,
}

/// Measures the figures whose titles have `only` in them.
pub fn measure(full: bool, only: Option<&str>) -> Result<Report, Box<dyn Error>> {
    let effort = Effort {
        rounds: if full { 41 } else { 15 },
        turn: Duration::from_millis(100),
    };
    let server = Server::start()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let wanted = |title: &str| only.is_none_or(|text| title.contains(text));
    let mut figures = Vec::new();
    let mut figure = |title: &str, goal, subjects: &dyn Fn() -> Vec<Subject<'static>>| {
        if wanted(title) {
            eprintln!("{title} …");
            let measured = compare(subjects(), effort);
            figures.push(Figure {
                title: title.to_owned(),
                goal,
                measured,
            });
        }
    };
    figure("Build and sign, small", Goal::Micros(3.0), &sign::small);
    figure(
        "Build and sign, 1 MiB image, V3",
        Goal::Micros(1000.0),
        &sign::image_v3,
    );
    figure(
        "Build and sign, 1 MiB image, V1",
        Goal::None,
        &sign::image_v1,
    );
    figure(
        "Decode 1,000 rows of JSON",
        Goal::Times(1.5),
        &answers::json_subjects,
    );
    figure(
        "Decode 1,000 rows of XML",
        Goal::Times(1.0),
        &answers::xml_subjects,
    );

    let mut calls = vec![
        (Load::Small, 1, Goal::Times(1.3)),
        (Load::Small, 32, Goal::Times(1.3)),
        (Load::Small, 256, Goal::Times(1.3)),
        (Load::Image, 1, Goal::Times(8.0)),
        (Load::Image, 32, Goal::Times(8.0)),
    ];
    if full {
        calls.push((Load::Image, 256, Goal::Times(8.0)));
    }
    for (load, at_once, goal) in calls {
        let what = match load {
            Load::Small => "Small call",
            Load::Image => "Call with a 1 MiB image",
        };
        let title = match at_once {
            1 => format!("{what}, one at a time"),
            _ => format!("{what}, {at_once} at once"),
        };
        if wanted(&title) {
            eprintln!("{title} …");
            let subjects = subjects::all(&runtime, server.address, load, at_once);
            let measured = compare(subjects, effort);
            figures.push(Figure {
                title,
                goal,
                measured,
            });
        }
    }
    let memory = match wanted("Memory") {
        true => memory_of(&runtime, &server, full),
        false => String::new(),
    };
    Ok(Report {
        text: text(&figures, &memory, effort),
        plot: plot(&figures),
    })
}

fn memory_of(runtime: &Runtime, server: &Server, full: bool) -> String {
    let mut table = Table::new([
        "memory",
        "calls at once",
        "allocations a call",
        "peak a call",
        "× image",
    ]);
    let many: &[u32] = if full { &[1, 32, 256] } else { &[1, 32] };
    for (load, what) in [(Load::Small, "small"), (Load::Image, "1 MiB image")] {
        for &at_once in many {
            for mut subject in subjects::all(runtime, server.address, load, at_once) {
                // Connections and their buffers already exist.
                (subject.run)(at_once * 2);
                let allocated = memory::count(|| (subject.run)(at_once));
                let peak = allocated.peak as f64 / f64::from(at_once);
                let times = match load {
                    Load::Small => String::new(),
                    Load::Image => number(peak / IMAGE_SIZE as f64),
                };
                table.row([
                    format!("{what}: {}", subject.name),
                    at_once.to_string(),
                    (allocated.number / at_once as usize).to_string(),
                    format!("{} KiB", number(peak / 1024.0)),
                    times,
                ]);
            }
        }
    }
    table.to_string()
}

fn is_ours(measured: &Measured) -> bool {
    measured.name.starts_with("ours")
}

fn text(figures: &[Figure], memory: &str, effort: Effort) -> String {
    let mut table = Table::new(["figure", "CPU µs", "±", "× first", "±", "goal"]);
    for figure in figures {
        let empty = String::new;
        table.row([
            format!("**{}**", figure.title),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
        ]);
        for measured in &figure.measured {
            let (value, goal) = match figure.goal {
                Goal::Times(goal) => (measured.ratio.median, Some((goal, format!("≤ {goal} ×")))),
                Goal::Micros(goal) => {
                    (measured.micros.median, Some((goal, format!("≤ {goal} µs"))))
                }
                Goal::None => (0.0, None),
            };
            let goal = match goal {
                Some((goal, text)) if is_ours(measured) => {
                    format!("{text} {}", if value <= goal { "✓" } else { "✗" })
                }
                _ => empty(),
            };
            table.row([
                measured.name.clone(),
                number(measured.micros.median),
                format!("{:.0} %", measured.micros.spread_percent()),
                number(measured.ratio.median),
                format!("{:.0} %", measured.ratio.spread_percent()),
                goal,
            ]);
        }
    }
    let versions = machine::versions(&[
        "reqwest",
        "hyper",
        "tokio",
        "ali-acs",
        "serde_json",
        "quick-xml",
        "sha2",
        "sha1",
        "ring",
    ]);
    format!(
        "{table}\n{memory}\nMedians of {} turns; ± is half of what the middle half of the turns \
         spreads.\n{}.\n{versions}.\n",
        effort.rounds,
        machine::line(),
    )
}

fn plot(figures: &[Figure]) -> String {
    let groups: Vec<Group> = figures
        .iter()
        .map(|figure| Group {
            title: format!("{} (CPU µs)", figure.title),
            goal: match figure.goal {
                Goal::Times(times) => figure.measured.first().map(|m| m.micros.median * times),
                Goal::Micros(micros) => Some(micros),
                Goal::None => None,
            },
            bars: figure
                .measured
                .iter()
                .map(|m| (m.name.clone(), m.micros.median, is_ours(m)))
                .collect(),
        })
        .collect();
    svg::bars(&groups, "")
}
