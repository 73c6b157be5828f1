//! Output that nobody reads, or that cannot be written.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::process::Stdio;

use crate::support::{ACTION, Run, spec, tool};

/// Runs the tool with a closed standard output.
fn unread(dir: &Path, arguments: &[&str]) -> Run {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let child = tool()
        .current_dir(dir)
        .args(arguments)
        .stdout(Stdio::from(writer))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let sound = spec(ACTION);
    for arguments in [
        &["check", "."][..],
        &["explain"],
        &["explain", "E012"],
        &["schema", "action"],
        &["new", "QueryGoods"],
        &["generate", ".", "--out", "out"],
        &["fmt", "."],
    ] {
        let run = unread(sound.path(), arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        assert!(
            !run.stderr.contains("error"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn the_exit_code_does_not_depend_on_the_reader() {
    let wrong = spec(&ACTION.replace("integer", "int"));
    let run = unread(wrong.path(), &["check", "."]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn a_closed_standard_error_is_borne() {
    let wrong = spec(&ACTION.replace("integer", "int"));
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = tool()
        .current_dir(wrong.path())
        .args(["generate", ".", "--out", "out"])
        .stderr(Stdio::from(writer))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}

/// A device that is always full.
fn full() -> Option<File> {
    OpenOptions::new().write(true).open("/dev/full").ok()
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    // Only some systems have such a device.
    let Some(full) = full() else { return };
    let child = tool()
        .arg("schema")
        .stdout(Stdio::from(full))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("cannot write the output"),
        "{}",
        run.stderr
    );
}
