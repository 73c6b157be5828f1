//! The files on disk after generating, also with other programs at work there.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use aliyun_codegen::{Builder, Status};

fn domain() -> Builder {
    Builder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29"))
}

fn warehouse() -> Builder {
    Builder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/downstream/spec"))
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("out");
    (temporary, dir)
}

#[test]
fn tests_and_client_share_a_folder() {
    let (_temporary, dir) = folder();
    domain().out_dir(&dir).generate().unwrap();
    let before = names(&dir);
    domain()
        .out_dir(&dir)
        .generate_tests("aliyun_domain")
        .unwrap();
    domain().out_dir(&dir).generate().unwrap();
    let mut expected = before;
    expected.push("tests.rs".to_owned());
    expected.sort();
    assert_eq!(names(&dir), expected);
}

#[test]
fn another_product_is_not_overwritten() {
    let (_temporary, dir) = folder();
    domain().out_dir(&dir).generate().unwrap();
    let before = fs::read_to_string(dir.join("mod.rs")).unwrap();
    let error = warehouse().out_dir(&dir).generate().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("generated for Domain, not Warehouse"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(dir.join("mod.rs")).unwrap(), before);
}

#[test]
fn files_of_actions_that_are_gone_are_removed_and_others_stay() {
    let (_temporary, dir) = folder();
    domain().out_dir(&dir).generate().unwrap();
    fs::write(dir.join("mine.rs"), "// written by hand\n").unwrap();
    let less = domain().actions(["QueryTaskDetailList"]).out_dir(&dir);
    let generated = less.generate().unwrap();
    assert!(
        generated
            .files
            .iter()
            .any(|(_, status)| *status == Status::Removed)
    );
    let expected = [
        "enums.rs",
        "errors.rs",
        "mine.rs",
        "mod.rs",
        "query_task_detail_list.rs",
        "tasks.area.rs",
    ];
    assert_eq!(names(&dir), expected);
}

#[test]
fn a_file_written_by_hand_is_not_overwritten() {
    let (_temporary, dir) = folder();
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("enums.rs"), "// written by hand\n").unwrap();
    let error = domain().out_dir(&dir).generate().unwrap_err();
    assert!(
        error.to_string().contains("enums.rs was not generated"),
        "{error}"
    );
    assert_eq!(names(&dir), ["enums.rs"]);
}

#[test]
fn threads_do_not_disturb_one_another() {
    let (_temporary, dir) = folder();
    let files = warehouse().render().unwrap();
    for _ in 0..20 {
        let _ = fs::remove_dir_all(&dir);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| warehouse().out_dir(&dir).generate().unwrap());
            }
        });
        let expected: Vec<_> = files.iter().map(|file| file.name.clone()).collect();
        let mut expected = expected;
        expected.sort();
        assert_eq!(names(&dir), expected);
    }
}

#[test]
fn an_unknown_action_is_named_with_a_suggestion() {
    let (_temporary, dir) = folder();
    let error = domain()
        .actions(["QueryTaskDetailLists"])
        .out_dir(&dir)
        .generate()
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("QueryTaskDetailLists") && error.contains("did you mean"),
        "{error}"
    );
    assert!(!dir.exists());
}

#[test]
fn a_spec_in_a_subfolder_is_not_overlooked() {
    let temporary = tempfile::tempdir().unwrap();
    let spec = temporary.path().join("spec");
    fs::create_dir_all(spec.join("more")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/downstream/spec");
    for name in ["product.yaml", "StoreGoods.yaml"] {
        fs::copy(from.join(name), spec.join(name)).unwrap();
    }
    assert!(aliyun_codegen::read(&spec).is_ok());
    fs::copy(
        from.join("StoreGoods.yaml"),
        spec.join("more/StoreGoods.yaml"),
    )
    .unwrap();
    let error = aliyun_codegen::read(&spec).unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "E015");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let (_temporary, dir) = folder();
    warehouse().out_dir(&dir).generate().unwrap();
    let path = dir.join("mod.rs");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.clone() + "// more\n").unwrap();
    fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    warehouse().out_dir(&dir).generate().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}
