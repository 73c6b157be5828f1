//! The examples, as processes.
#![cfg(test)]

mod bulk;
mod printed;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command that runs an example. Cargo builds the examples next to the tests of this
/// package, unless you ask for this test alone.
fn example(name: &str) -> Command {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap().join("examples").join(name);
    let built = built.with_extension(std::env::consts::EXE_EXTENSION);
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let sources = files(&source).chain([source.with_extension("rs")]);
    let newest = sources.filter_map(|file| modified(&file).ok()).max();
    let fresh = modified(&built).is_ok_and(|built| newest.is_some_and(|source| source <= built));
    assert!(
        fresh,
        "{} is stale: `cargo build --examples` first",
        built.display()
    );
    let mut command = Command::new(built);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ALIBABA_CLOUD_") {
            command.env_remove(name);
        }
    }
    command
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path())
}

/// The folder of the spec. Without symbolic links, `spec` is a text file.
fn spec() -> PathBuf {
    let packaged = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    if packaged.is_dir() {
        packaged
    } else {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29")
    }
}
