//! The machine and the compiler of the figures.

use std::fmt::Write as _;

/// One line about the processor, its cores, the system and the compiler, without
/// the name of the host.
#[must_use]
pub fn line() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = info.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("model name").unwrap_or_else(|| "unknown processor".to_owned());
    let sha = match field("flags") {
        Some(flags) if flags.split(' ').any(|flag| flag == "sha_ni") => " (with SHA extensions)",
        _ => "",
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{model}{sha}, {cores} cores, {}, {}",
        std::env::consts::OS,
        compiler()
    )
}

/// The compiler of this program and of its builds.
#[must_use]
pub fn compiler() -> &'static str {
    env!("BENCH_RUSTC")
}

/// Load of the last minute; NaN if the system does not report it.
#[must_use]
pub fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split(' ').next();
    first.and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

/// The versions of these packages in this workspace's lock file, as
/// `name version` joined by commas.
#[must_use]
pub fn versions(packages: &[&str]) -> String {
    let lock = include_str!("../Cargo.lock");
    let mut out = String::new();
    for package in packages {
        let head = format!("name = \"{package}\"\nversion = \"");
        // If a lock file has several, the newest is last.
        let version = lock
            .rsplit_once(&head)
            .and_then(|(_, rest)| rest.split('"').next());
        let separator = if out.is_empty() { "" } else { ", " };
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{separator}{package} {}", version.unwrap_or("?"));
    }
    out
}
