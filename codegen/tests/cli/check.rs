//! `check`.

use std::fs;

use crate::support::{ACTION, DOUBTFUL, PRODUCT, folder, root, run, run_in, spec};

#[test]
fn a_sound_folder_has_no_findings() {
    let dir = spec(ACTION);
    let run = run([
        "check".as_ref(),
        dir.path().as_os_str(),
        "--deny-warnings".as_ref(),
    ]);
    assert_eq!(run.stdout, "0 errors, 0 warnings in 2 files\n");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn the_spec_of_the_project_has_no_findings() {
    let folder = root().join("spec/domain/2018-01-29");
    let run = run([
        "check".as_ref(),
        folder.as_os_str(),
        "--deny-warnings".as_ref(),
    ]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn every_finding_of_every_folder_is_shown_with_its_place() {
    let one = spec(&ACTION.replace("integer", "int"));
    let other = spec(&ACTION.replace("idempotent: false", "idempotent: no"));
    let run = run([
        "check".as_ref(),
        one.path().as_os_str(),
        other.path().as_os_str(),
    ]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[E104]"), "{}", run.stdout);
    assert!(
        run.stdout.contains("StoreGoods.yaml:5:26"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("error[E011]"), "{}", run.stdout);
    assert!(
        run.stdout.contains("StoreGoods.yaml:3:13"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.ends_with("\n2 errors, 0 warnings in 4 files\n"));
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let dir = spec(DOUBTFUL);
    let allowed = run_in(dir.path(), &["check", "."]);
    assert_eq!(allowed.code, 0, "{}", allowed.stdout);
    assert!(
        allowed.stdout.contains("warning[W203]"),
        "{}",
        allowed.stdout
    );
    assert!(allowed.stdout.ends_with("0 errors, 1 warning in 2 files\n"));
    let denied = run_in(dir.path(), &["check", ".", "--deny-warnings"]);
    assert_eq!(denied.code, 1);
    assert_eq!(denied.stdout, allowed.stdout);
}

#[test]
fn findings_as_json_are_one_object_a_line() {
    let dir = spec(&ACTION.replace("type: integer", "type: int"));
    let run = run_in(dir.path(), &["check", ".", "--message-format", "json"]);
    assert_eq!(run.code, 1);
    let objects = run.objects();
    assert_eq!(objects.len(), 1, "{}", run.stdout);
    let finding = &objects[0];
    assert_eq!(finding["file"], "./StoreGoods.yaml");
    assert_eq!(finding["line"], 5);
    assert_eq!(finding["column"], 26);
    assert_eq!(finding["end_line"], 5);
    assert_eq!(finding["end_column"], 29);
    assert_eq!(finding["code"], "E104");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["message"], "there is no type `int`");
    assert_eq!(finding["subject"], "`StoreGoods.Shelf`");
    assert!(finding["help"].is_string());
    assert_eq!(finding.as_object().unwrap().len(), 10);
}

#[test]
fn json_has_nothing_to_say_about_a_sound_folder() {
    let dir = spec(ACTION);
    let run = run_in(dir.path(), &["check", ".", "--message-format=json"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
}

#[test]
fn a_path_that_cannot_be_read_is_a_finding() {
    let dir = folder(&[("product.yaml", PRODUCT), ("StoreGoods.yaml/x", "")]);
    let missing = run_in(dir.path(), &["check", "nowhere"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stdout.contains("error[E001]"), "{}", missing.stdout);
    assert!(missing.stdout.contains("nowhere"), "{}", missing.stdout);
    let file = run_in(dir.path(), &["check", "product.yaml"]);
    assert_eq!(file.code, 1);
    assert!(file.stdout.contains("error[E001]"), "{}", file.stdout);
    let inside = run_in(dir.path(), &["check", "."]);
    assert_eq!(inside.code, 1);
    assert!(
        inside.stdout.contains("this is a folder"),
        "{}",
        inside.stdout
    );
}

#[test]
fn folders_may_have_any_name_and_be_given_in_any_way() {
    let dir = folder(&[
        ("my spec/产品/product.yaml", PRODUCT),
        ("my spec/产品/StoreGoods.yaml", ACTION),
    ]);
    let relative = run_in(dir.path(), &["check", "my spec/产品"]);
    assert_eq!(relative.code, 0, "{}", relative.stdout);
    let up = run_in(&dir.path().join("my spec"), &["check", "../my spec/产品/"]);
    assert_eq!(up.code, 0, "{}", up.stdout);
    let absolute = fs::canonicalize(dir.path().join("my spec/产品")).unwrap();
    assert_eq!(run(["check".as_ref(), absolute.as_os_str()]).code, 0);
}

#[test]
fn wrong_usage_exits_with_2() {
    for arguments in [
        &["check"][..],
        &["check", ".", "--message-format", "xml"],
        &["check", ".", "--no-such-flag"],
        &["chek", "."],
        &[],
    ] {
        let run = run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}
