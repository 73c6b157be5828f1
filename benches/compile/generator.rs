//! Generating, building the generator, running it again, and importing.

use std::io;
use std::process::Command;

use aliyun_benches::process::{self, Cost};
use aliyun_benches::stats::Summary;
use aliyun_benches::subjects::{Step, Subjects, root};
use aliyun_benches::synthetic;

use crate::client::ACTIONS;

/// CPU milliseconds an action that generating takes within a process: of runs
/// that do it once and runs that do it often, the difference.
pub fn generation(subjects: &Subjects, step: Step, ours: bool, rounds: u32) -> io::Result<Summary> {
    let (program, input) = if ours {
        let spec = root().join("spec/domain/2018-01-29");
        ("generate-ours", spec)
    } else {
        ("generate-progenitor", subjects.path("domain.json"))
    };
    subjects.cargo(step, program)?;
    let often = if step == Step::Release { 20 } else { 4 };
    let run = |times: u32| -> io::Result<f64> {
        let mut command = subjects.program(step, program);
        Ok(process::run(command.arg(&input).arg(times.to_string()))?.cpu)
    };
    let mut samples = Vec::new();
    for _ in 0..rounds {
        let difference = run(often + 1)? - run(1)?;
        samples.push(difference * 1e3 / f64::from(often) / ACTIONS);
    }
    Ok(Summary::of(&samples))
}

/// A generator as a build-dependency: what it is called, what compiling it
/// anew costs, and how many crates that is.
pub struct Cold {
    pub name: String,
    pub cost: Cost,
    pub crates: usize,
}

/// Builds the generators from nothing: ours, and those of others where that is
/// wanted.
pub fn cold(subjects: &mut Subjects, heavy: bool) -> io::Result<Vec<Cold>> {
    let mut users = vec![("aliyun-codegen", "{ path = \"ROOT/codegen\" }")];
    if heavy {
        users.extend([("progenitor", "\"0.15\""), ("prost-build", "\"0.14\"")]);
    }
    let mut all = Vec::new();
    for (name, source) in users {
        let user = format!("user-of-{name}");
        let dependencies = format!("[build-dependencies]\n{name} = {source}");
        let files = [("src/lib.rs", ""), ("build.rs", "fn main() {}\n")];
        subjects.member(&user, &dependencies, &files)?;
        all.push(Cold {
            crates: subjects.crates(&user)?,
            cost: subjects.cold(&user)?,
            name: subjects.version(name),
        });
    }
    Ok(all)
}

/// How often the build script of the client runs in a second build, where
/// nothing has changed.
pub fn reruns(subjects: &mut Subjects) -> io::Result<usize> {
    let client = "[dependencies]\n\
         aliyun-domain = { path = \"ROOT/generated-client\", default-features = false, features = [\"all\"] }";
    subjects.member("user-of-domain", client, &[("src/lib.rs", "")])?;
    subjects.cargo(Step::Check, "user-of-domain")?;
    let mut again = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    again.args(["check", "-v", "-p", "user-of-domain"]);
    again
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("CARGO_TARGET_DIR");
    let output = again.current_dir(subjects.path("")).output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !text.contains("Fresh aliyun-domain") {
        return Err(io::Error::other(format!(
            "the second build went wrong: {text}"
        )));
    }
    Ok(text
        .lines()
        .filter(|line| line.contains("Running `"))
        .count())
}

/// Imports so many made-up pages; pages a second of wall time, and what it
/// cost.
pub fn import(subjects: &Subjects, pages: u32, rounds: u32) -> io::Result<(Summary, Summary)> {
    let dir = subjects.path("pages");
    synthetic::pages(&dir, pages as usize)?;
    let (mut wall, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let cost = subjects.import(pages as usize)?;
        wall.push(f64::from(pages) / cost.wall);
        cpu.push(f64::from(pages) / cost.cpu);
    }
    Ok((Summary::of(&wall), Summary::of(&cpu)))
}
