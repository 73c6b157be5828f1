//! The crates whose compilation is measured: a workspace in the target folder, so
//! that none of them is a dependency of the benches.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Cost};

/// The cargo command for a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// `cargo check`
    Check,
    /// `cargo build`
    Debug,
    /// `cargo build --release`
    Release,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "cargo check",
            Self::Debug => "debug build",
            Self::Release => "release build",
        }
    }

    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// A workspace under `target/`, and the tool that generates its clients.
#[derive(Debug)]
pub struct Subjects {
    dir: PathBuf,
    tool: PathBuf,
}

/// Arguments that import the invented pages of a folder into `imported`.
#[must_use]
pub fn importing(folder: &str) -> [&str; 8] {
    [
        "import",
        folder,
        "--out",
        "imported",
        "--product",
        "Synthetic",
        "--api-version",
        "2020-01-01",
    ]
}

impl Subjects {
    /// The workspace with this name and its existing crates. Builds the command line
    /// tool if it is not built yet.
    ///
    /// # Errors
    ///
    /// If files cannot be written or the tool does not compile.
    pub fn new(name: &str) -> io::Result<Self> {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile");
        let dir = target.join(name);
        fs::create_dir_all(dir.join("crates"))?;
        fs::write(
            dir.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
        )?;
        let lock = dir.join("Cargo.lock");
        if !lock.exists() {
            // The versions that the project is built with.
            fs::copy(root().join("Cargo.lock"), lock)?;
        }
        let built = target.join("tool");
        let mut build = cargo(&["build", "--release", "--locked", "-p", "aliyun-codegen"]);
        build
            .args(["--features", "cli", "--target-dir"])
            .arg(&built);
        process::run(build.current_dir(root()))?;
        Ok(Self {
            dir,
            tool: built.join("release/aliyun-codegen"),
        })
    }

    /// Path of a file of the workspace.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Path of the command line tool.
    #[must_use]
    pub fn tool_path(&self) -> &Path {
        &self.tool
    }

    /// Runs the command line tool.
    ///
    /// # Errors
    ///
    /// If it fails.
    pub fn tool(&self, arguments: &[&str]) -> io::Result<Cost> {
        process::run(
            Command::new(&self.tool)
                .args(arguments)
                .current_dir(&self.dir),
        )
    }

    /// Imports the pages in a folder into a new folder `imported`.
    ///
    /// # Errors
    ///
    /// If the tool fails, or a file is missing.
    pub fn import(&self, folder: &str, pages: usize) -> io::Result<Cost> {
        let out = self.path("imported");
        remove(&out)?;
        let cost = self.tool(&importing(folder))?;
        let written = fs::read_dir(&out)?.count();
        if written < pages {
            return Err(io::Error::other(format!(
                "{pages} pages became {written} files"
            )));
        }
        Ok(cost)
    }

    /// Path of a crate of the workspace.
    #[must_use]
    pub fn member_path(&self, name: &str) -> PathBuf {
        self.dir.join("crates").join(name)
    }

    /// Adds a crate, unless it already has the same text: its dependencies as TOML, and
    /// its files. `ROOT` in the dependencies is the folder of the project.
    ///
    /// # Errors
    ///
    /// If files cannot be written.
    pub fn member(&self, name: &str, dependencies: &str, files: &[(&str, &str)]) -> io::Result<()> {
        let dir = self.member_path(name);
        fs::create_dir_all(dir.join("src"))?;
        let dependencies = dependencies.replace("ROOT", &root().display().to_string());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n{dependencies}\n"
        );
        keep(&dir.join("Cargo.toml"), &manifest)?;
        for (file, text) in files {
            keep(&dir.join(file), text)?;
        }
        Ok(())
    }

    /// Adds the client that is generated from a spec folder.
    ///
    /// # Errors
    ///
    /// If the spec is refused or files cannot be written.
    pub fn client(&self, name: &str, spec: &Path) -> io::Result<()> {
        self.member(
            name,
            "[dependencies]\naliyun-runtime = { path = \"ROOT/runtime\", default-features = false }",
            &[("src/lib.rs", "pub mod client;\n")],
        )?;
        let out = self.member_path(name).join("src/client");
        let (spec, out) = (spec.display().to_string(), out.display().to_string());
        self.tool(&["generate", &spec, "--out", &out])?;
        Ok(())
    }

    /// Runs cargo in the workspace, for one crate of it.
    ///
    /// # Errors
    ///
    /// If cargo fails.
    pub fn cargo(&self, step: Step, package: &str) -> io::Result<Cost> {
        let mut command = cargo(step.arguments());
        process::run(command.args(["-p", package]).current_dir(&self.dir))
    }

    /// Compiles one crate again, without its dependencies.
    ///
    /// # Errors
    ///
    /// If cargo fails.
    pub fn again(&self, step: Step, package: &str) -> io::Result<Cost> {
        let mut clean = cargo(&["clean", "-p", package]);
        if step == Step::Release {
            clean.arg("--release");
        }
        process::run(clean.current_dir(&self.dir))?;
        self.cargo(step, package)
    }

    /// A program of the workspace that has been built.
    #[must_use]
    pub fn program(&self, step: Step, name: &str) -> Command {
        let profile = if step == Step::Release {
            "release"
        } else {
            "debug"
        };
        let mut command = Command::new(self.dir.join("target").join(profile).join(name));
        command.current_dir(&self.dir);
        command
    }

    /// A package and its version in the lock file of the workspace.
    ///
    /// # Errors
    ///
    /// If cargo fails, or no crate of the workspace needs the package.
    pub fn version(&self, package: &str) -> io::Result<String> {
        self.said(&["update", "--workspace"])?;
        let lock = fs::read_to_string(self.dir.join("Cargo.lock"))?;
        let head = format!("name = \"{package}\"\nversion = \"");
        let rest = lock.split_once(&head).map(|(_, rest)| rest);
        let version = rest.and_then(|rest| rest.split('"').next());
        let version = version.ok_or_else(|| {
            io::Error::other(format!(
                "{package} is not in the lock file of the workspace"
            ))
        })?;
        Ok(format!("{package} {version}"))
    }

    /// The output of cargo in the workspace, from both streams.
    ///
    /// # Errors
    ///
    /// If cargo fails.
    pub fn said(&self, arguments: &[&str]) -> io::Result<String> {
        let output = cargo(arguments).current_dir(&self.dir).output()?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        if output.status.success() {
            Ok(text)
        } else {
            Err(io::Error::other(format!(
                "cargo {arguments:?} has failed:\n{text}"
            )))
        }
    }

    /// Number of crates that this one needs, without itself.
    ///
    /// # Errors
    ///
    /// If cargo fails.
    pub fn crates(&self, package: &str) -> io::Result<usize> {
        // Cargo's messages about a changed lock file are not crates.
        self.said(&["update", "--workspace"])?;
        let edges = "normal,build";
        let text = self.said(&["tree", "--prefix", "none", "-e", edges, "-p", package])?;
        let text = text.replace(" (*)", "");
        let mut lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        lines.sort_unstable();
        lines.dedup();
        Ok(lines.len().saturating_sub(1))
    }

    /// Builds a crate and its dependencies with an empty target folder.
    ///
    /// # Errors
    ///
    /// If cargo fails.
    pub fn cold(&self, package: &str) -> io::Result<Cost> {
        let target = self.dir.join("cold");
        // An interrupted run may have left it.
        remove(&target)?;
        let mut command = cargo(&["build", "-p", package, "--target-dir"]);
        let cost = process::run(command.arg(&target).current_dir(&self.dir));
        remove(&target)?;
        cost
    }
}

/// Removes a folder, if it exists.
fn remove(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Writes a file unless it has this text, because cargo rebuilds touched files.
fn keep(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text)
}

/// The folder of the project.
#[must_use]
pub fn root() -> &'static Path {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    benches.parent().unwrap_or(benches)
}

/// Cargo as if called by hand: the environment of the benches must not affect the
/// subjects.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).env("CARGO_INCREMENTAL", "0");
    for name in ["CARGO_TARGET_DIR", "RUSTFLAGS", "CARGO_BUILD_TARGET_DIR"] {
        command.env_remove(name);
    }
    command
}
