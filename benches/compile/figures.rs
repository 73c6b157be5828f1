//! The names of the figures, and their presentation.

use std::io;

use aliyun_benches::journal::Part;
use aliyun_benches::summary::{Goal, Report, Shown};

use crate::generator::OURS;
use crate::{BENCH, PARTS};

pub const EACH: &str = "CPU ms an action";
pub const PEAK: &str = "peak MiB of rustc";
pub const WHOLE: &str = "CPU ms in all";
pub const RELEASE: &str = "CPU ms an action (release)";
pub const RELEASE_ONCE: &str = "CPU ms an action, whole run (release)";
pub const DEBUG: &str = "CPU ms an action (opt-level 0)";
pub const DEBUG_ONCE: &str = "CPU ms an action, whole run (opt-level 0)";
pub const BUILD_WALL: &str = "seconds";
pub const BUILD_CPU: &str = "CPU seconds";
pub const BUILD_CRATES: &str = "crates";
pub const RERUN: &str = "programs run";
pub const IMPORT_WALL: &str = "pages a second";
pub const IMPORT_CPU: &str = "pages a CPU second";
pub const IMPORT_PEAK: &str = "peak MiB";

/// All kept figures.
pub fn report() -> io::Result<Report> {
    let mut report = Report::new("× ours");
    for part in PARTS {
        report.part(&Part::read(BENCH, part)?, OURS, &shown(part));
    }
    Ok(report)
}

/// The shown figures of a part.
fn shown(part: &str) -> Vec<Shown> {
    let most = |value| Some(Goal::AtMost(value));
    let compiled = |step: &str, goal| {
        vec![
            bars(format!("{step}, CPU ms an action"), EACH, goal),
            line(format!("{step}, CPU ms in all"), WHOLE, None),
            line(
                format!("{step}, peak memory of rustc, MiB"),
                PEAK,
                most(250.0),
            ),
        ]
    };
    match part {
        "check" => compiled("`cargo check`", 6.0),
        "debug" => compiled("debug build", 8.0),
        "release" => compiled("release build", 16.0),
        "generate" => vec![
            bars(
                "generation in process, release, CPU ms an action",
                RELEASE,
                0.1,
            ),
            bars(
                "generation in process, opt-level 0, CPU ms an action",
                DEBUG,
                0.6,
            ),
            line("a whole run, release, CPU ms an action", RELEASE_ONCE, None),
            line(
                "a whole run, opt-level 0, CPU ms an action",
                DEBUG_ONCE,
                None,
            ),
        ],
        "cold" => vec![
            bars("cold build of the generator, seconds", BUILD_WALL, 6.0),
            line("cold build of the generator, CPU seconds", BUILD_CPU, None),
            line("crates of the generator", BUILD_CRATES, most(20.0)),
        ],
        "rerun" => vec![line(
            "programs that a second build runs, spec unchanged",
            RERUN,
            most(0.0),
        )],
        _ => {
            let least = Some(Goal::AtLeast(1000.0));
            vec![
                line("import of 5,000 pages, pages a second", IMPORT_WALL, least),
                line(
                    "import of 5,000 pages, pages a CPU second",
                    IMPORT_CPU,
                    None,
                ),
                line("import of 5,000 pages, peak MiB", IMPORT_PEAK, None),
            ]
        }
    }
}

fn bars(title: impl Into<String>, figure: &'static str, goal: f64) -> Shown {
    let plot = true;
    Shown {
        plot,
        ..line(title, figure, Some(Goal::AtMost(goal)))
    }
}

fn line(title: impl Into<String>, figure: &'static str, goal: Option<Goal>) -> Shown {
    Shown {
        figure,
        title: title.into(),
        goal,
        plot: false,
    }
}
