//! Generating, building the generator, running it again, and importing.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use aliyun_benches::journal::Journal;
use aliyun_benches::process;
use aliyun_benches::subjects::{Step, Subjects, root};
use aliyun_benches::synthetic;

use crate::client::ACTIONS;
use crate::figures::{
    BUILD_CPU, BUILD_CRATES, BUILD_WALL, DEBUG, DEBUG_ONCE, IMPORT_CPU, IMPORT_PEAK, IMPORT_WALL,
    RELEASE, RELEASE_ONCE, RERUN,
};

/// The name of our own subjects.
pub const OURS: &str = "ours";

/// Opens the journal of the part, after all preparations.
pub trait Open: FnOnce() -> io::Result<Journal> {}
impl<T: FnOnce() -> io::Result<Journal>> Open for T {}

/// A program that generates a client a number of times.
pub struct Generator {
    package: &'static str,
    /// Its name in reports.
    pub name: String,
    input: PathBuf,
    style: Option<&'static str>,
}

impl Generator {
    /// The program, which has been built.
    pub fn command(&self, subjects: &Subjects, step: Step, times: u32) -> Command {
        let mut command = subjects.program(step, self.package);
        command.arg(&self.input).arg(times.to_string());
        command.args(self.style);
        command
    }
}

fn ours(subjects: &Subjects) -> io::Result<Generator> {
    let package = "generate-ours";
    let dependency = "[dependencies]\naliyun-codegen = { path = \"ROOT/codegen\" }";
    let main = include_str!("programs/ours.rs");
    subjects.member(package, dependency, &[("src/main.rs", main)])?;
    Ok(Generator {
        package,
        name: OURS.to_owned(),
        input: root().join("spec/domain/2018-01-29"),
        style: None,
    })
}

/// Progenitor in both of its styles, on the document that is exported from the
/// spec of our client; built for release.
pub fn progenitor(subjects: &Subjects) -> io::Result<[Generator; 2]> {
    let package = "generate-progenitor";
    let document = subjects.path("domain.json");
    let spec = root().join("spec/domain/2018-01-29").display().to_string();
    let out = document.display().to_string();
    let export = [
        "export",
        "openapi",
        &spec,
        "--openapi",
        "3.0",
        "--out",
        &out,
    ];
    subjects.tool(&export)?;
    let main = include_str!("programs/progenitor.rs");
    subjects.member(package, PROGENITOR, &[("src/main.rs", main)])?;
    eprintln!("building progenitor");
    subjects.cargo(Step::Release, package)?;
    let version = subjects.version("progenitor-impl")?;
    let version = version.replace("-impl", "");
    Ok(["builder", "positional"].map(|style| Generator {
        package,
        name: format!("{version}, {style}"),
        input: document.clone(),
        style: Some(style),
    }))
}

const PROGENITOR: &str = "[dependencies]\nprogenitor-impl = \"0.15\"\n\
     prettyplease = \"0.3\"\nserde_json = \"1\"\nsyn = \"3\"\n";

/// CPU milliseconds per action for generating inside a process: the difference
/// between runs that do it often and runs that do it once. Also the CPU time of a
/// whole run that does it once.
pub fn generate(
    subjects: &Subjects,
    journal: impl Open,
    rounds: u32,
    peers: bool,
) -> io::Result<()> {
    let mut generators = vec![ours(subjects)?];
    if peers {
        generators.extend(progenitor(subjects)?);
    }
    let profiles = [
        (Step::Release, 20, RELEASE, RELEASE_ONCE),
        (Step::Debug, 4, DEBUG, DEBUG_ONCE),
    ];
    for (step, ..) in profiles {
        for generator in &generators {
            eprintln!("generate: building {} ({})", generator.name, step.name());
            subjects.cargo(step, generator.package)?;
        }
    }
    let mut journal = journal()?;
    for turn in journal.turns(rounds) {
        for (step, often, each, once) in profiles {
            for generator in &generators {
                let run = |times| {
                    let cost = process::run(&mut generator.command(subjects, step, times))?;
                    io::Result::Ok(cost.cpu * 1e3 / ACTIONS)
                };
                let (first, all) = (run(1)?, run(often + 1)?);
                let inside = (all - first) / f64::from(often);
                journal.keep(turn, &generator.name, &[(each, inside), (once, first)])?;
            }
        }
    }
    Ok(())
}

/// Builds the generators from an empty folder: ours and, if requested, those of
/// others.
pub fn cold(
    subjects: &Subjects,
    journal: impl Open,
    rounds: u32,
    progenitor: bool,
    heavy: bool,
) -> io::Result<()> {
    let mut users = vec![("aliyun-codegen", "{ path = \"ROOT/codegen\" }")];
    if heavy {
        users.push(("prost-build", "\"0.14\""));
    }
    if progenitor {
        users.push(("progenitor", "\"0.15\""));
    }
    let mut all = Vec::new();
    for (package, source) in users {
        let user = format!("user-of-{package}");
        let dependencies = format!("[build-dependencies]\n{package} = {source}");
        let files = [("src/lib.rs", ""), ("build.rs", "fn main() {}\n")];
        subjects.member(&user, &dependencies, &files)?;
        let name = match package {
            "aliyun-codegen" => OURS.to_owned(),
            _ => subjects.version(package)?,
        };
        all.push((name, subjects.crates(&user)?, user));
    }
    let mut journal = journal()?;
    for turn in journal.turns(rounds) {
        for (name, crates, user) in &all {
            eprintln!("cold: building {name} in an empty folder");
            let cost = subjects.cold(user)?;
            let crates = (BUILD_CRATES, *crates as f64);
            let figures = [(BUILD_WALL, cost.wall), (BUILD_CPU, cost.cpu), crates];
            journal.keep(turn, name, &figures)?;
        }
    }
    Ok(())
}

/// How often the build script of the client runs in a second build without
/// changes.
pub fn rerun(subjects: &Subjects, journal: impl Open) -> io::Result<()> {
    let client = "[dependencies]\n\
         aliyun-domain = { path = \"ROOT/generated-client\", default-features = false, features = [\"all\"] }";
    subjects.member("user-of-domain", client, &[("src/lib.rs", "")])?;
    subjects.cargo(Step::Check, "user-of-domain")?;
    let mut journal = journal()?;
    let said = subjects.said(&["check", "-v", "-p", "user-of-domain"])?;
    if !said.contains("Fresh aliyun-domain") {
        return Err(io::Error::other(format!(
            "the second build has not looked at the client: {said}"
        )));
    }
    let ran = said
        .lines()
        .filter(|line| line.contains("Running `"))
        .count();
    for turn in journal.turns(1) {
        journal.keep(turn, OURS, &[(RERUN, ran as f64)])?;
    }
    Ok(())
}

/// Number of imported pages.
const PAGES: u32 = 5_000;

/// Imports invented pages.
pub fn import(subjects: &Subjects, journal: impl Open, rounds: u32) -> io::Result<()> {
    synthetic::pages(&subjects.path("pages"), PAGES as usize)?;
    let mut journal = journal()?;
    for turn in journal.turns(rounds) {
        let cost = subjects.import("pages", PAGES as usize)?;
        let pages = f64::from(PAGES);
        let figures = [
            (IMPORT_WALL, pages / cost.wall),
            (IMPORT_CPU, pages / cost.cpu),
            (IMPORT_PEAK, cost.peak),
        ];
        journal.keep(turn, OURS, &figures)?;
    }
    Ok(())
}
