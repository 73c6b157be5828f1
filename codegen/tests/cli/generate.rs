//! `generate`.

use crate::support::{ACTION, DOUBTFUL, run_in, spec};

const GENERATE: [&str; 4] = ["generate", ".", "--out", "out"];

#[test]
fn files_are_written_once_and_then_left_alone() {
    let dir = spec(ACTION);
    let first = run_in(dir.path(), &GENERATE);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(
        first.stdout.contains("  created  out/store_goods.rs"),
        "{}",
        first.stdout
    );
    let second = run_in(dir.path(), &GENERATE);
    assert!(
        second.stdout.contains("unchanged  out/store_goods.rs"),
        "{}",
        second.stdout
    );
    let check = run_in(dir.path(), &[&GENERATE[..], &["--check"]].concat());
    assert_eq!((check.code, check.stdout.as_str()), (0, "up to date\n"));
}

#[test]
fn what_is_stale_is_shown_as_a_diff_and_not_written() {
    let dir = spec(ACTION);
    assert_eq!(run_in(dir.path(), &GENERATE).code, 0);
    let changed = ACTION.replace("doc: Stores goods.", "doc: Puts goods away.");
    std::fs::write(dir.path().join("StoreGoods.yaml"), changed).unwrap();
    let path = dir.path().join("out/store_goods.rs");
    let before = std::fs::read_to_string(&path).unwrap();
    let check = run_in(dir.path(), &[&GENERATE[..], &["--check"]].concat());
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.contains("--- out/store_goods.rs (on disk)\n"),
        "{}",
        check.stdout
    );
    assert!(
        check
            .stdout
            .lines()
            .any(|l| l.starts_with('-') && l.contains("Stores goods."))
    );
    assert!(
        check
            .stdout
            .lines()
            .any(|l| l.starts_with('+') && l.contains("Puts goods away."))
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn errors_go_to_stderr_and_nothing_is_written() {
    let dir = spec(&ACTION.replace("integer", "int"));
    let run = run_in(dir.path(), &GENERATE);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("error[E104]"), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("1 error; nothing was generated\n"),
        "{}",
        run.stderr
    );
    assert!(!dir.path().join("out").exists());
}

#[test]
fn json_leaves_standard_output_to_the_findings() {
    let json = [&GENERATE[..], &["--message-format", "json"]].concat();
    let wrong = spec(&ACTION.replace("integer", "int"));
    let run = run_in(wrong.path(), &json);
    assert_eq!(run.code, 1);
    assert_eq!(run.objects().len(), 1);
    assert_eq!(run.objects()[0]["code"], "E104");

    let doubtful = spec(DOUBTFUL);
    let run = run_in(doubtful.path(), &json);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.objects().len(), 1);
    assert_eq!(run.objects()[0]["severity"], "warning");
    assert!(run.stderr.contains("created"), "{}", run.stderr);
}

#[test]
fn files_of_someone_else_are_not_overwritten() {
    let dir = spec(ACTION);
    std::fs::create_dir(dir.path().join("out")).unwrap();
    let own = dir.path().join("out/store_goods.rs");
    std::fs::write(&own, "// mine\n").unwrap();
    let run = run_in(dir.path(), &GENERATE);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("store_goods.rs was not generated"),
        "{}",
        run.stderr
    );
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "// mine\n");
}
