//! Counts the instructions of the command line tool on the Domain spec, and compares
//! them with the recorded counts. The load of the machine does not change them.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/Cargo.toml --bin instructions -- [FLAGS]
//!
//!   --write   record what is counted in benches/instructions.txt
//! ```
//!
//! It needs valgrind; where there is none, it says so and does nothing. The profiles
//! stay under `target/compile/instructions/` for `callgrind_annotate`.

mod record;

use std::error::Error;
use std::io;
use std::process::{Command, ExitCode};

use aliyun_benches::subjects::{Subjects, importing, root};
use aliyun_benches::table::{Table, number};
use aliyun_benches::{machine, process, synthetic};
use record::{Record, TOLERANCE};

/// Number of actions in the Domain spec, and of invented pages.
const ACTIONS: usize = 132;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let write = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--write") => true,
        Some(other) => return Err(format!("unknown argument `{other}`; expected --write").into()),
    };
    if !Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|run| run.status.success())
    {
        println!("skipped: valgrind is not installed");
        return Ok(ExitCode::SUCCESS);
    }
    let counted = count()?;
    if write {
        counted.write()?;
        println!("recorded: {counted:?}");
        return Ok(ExitCode::SUCCESS);
    }
    let recorded = Record::read()?;
    print!("{}", table(&counted, &recorded));
    Ok(judge(&counted, &recorded))
}

/// Counts the instructions of each command.
fn count() -> io::Result<Record> {
    let subjects = Subjects::new("instructions")?;
    let spec = root().join("spec/domain/2018-01-29").display().to_string();
    synthetic::pages(&subjects.path("pages"), ACTIONS)?;
    let import = importing("pages");
    let commands: [(&str, &[&str]); 3] = [
        ("generate", &["generate", &spec, "--out", "generated"]),
        ("check", &["check", &spec]),
        ("import", &import),
    ];
    let mut counts = Vec::new();
    for (name, arguments) in commands {
        eprintln!("{name}: counting");
        for folder in ["generated", "imported"] {
            let folder = subjects.path(folder);
            if folder.exists() {
                std::fs::remove_dir_all(folder)?;
            }
        }
        let out = subjects.path(&format!("{name}.callgrind"));
        let mut valgrind = Command::new("valgrind");
        valgrind.arg("--tool=callgrind");
        valgrind.arg(format!("--callgrind-out-file={}", out.display()));
        valgrind.arg(subjects.tool_path()).args(arguments);
        process::run(valgrind.current_dir(subjects.path("")))?;
        let profile = std::fs::read_to_string(&out)?;
        let total = profile
            .lines()
            .find_map(|line| line.strip_prefix("totals: "));
        let total = total.and_then(|total| total.trim().parse().ok());
        let total =
            total.ok_or_else(|| io::Error::other(format!("{} has no total", out.display())))?;
        counts.push((name.to_owned(), total));
    }
    Ok(Record {
        compiler: machine::compiler().to_owned(),
        counts,
    })
}

fn table(counted: &Record, recorded: &Record) -> Table {
    let head = [
        "command",
        "instructions",
        "an action or page",
        "recorded",
        "change",
    ];
    let mut table = Table::new(head);
    for (name, count) in &counted.counts {
        let old = recorded.of(name);
        let percent = |old| (*count as f64 / old as f64 - 1.0) * 100.0;
        table.row([
            name.clone(),
            count.to_string(),
            number(*count as f64 / ACTIONS as f64),
            old.map_or_else(String::new, |old| old.to_string()),
            old.map_or_else(String::new, |old| format!("{:+.1} %", percent(old))),
        ]);
    }
    table
}

/// Whether all counts are as recorded. Another compiler gives other counts.
fn judge(counted: &Record, recorded: &Record) -> ExitCode {
    if counted.compiler != recorded.compiler {
        println!(
            "nothing to compare: recorded with {}, counted with {}",
            recorded.compiler, counted.compiler
        );
        return ExitCode::SUCCESS;
    }
    let apart = counted.apart(recorded);
    for name in &apart {
        println!(
            "`{name}` is more than {TOLERANCE} % away from what is recorded; where that is meant, \
             record it with --write"
        );
    }
    if apart.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
