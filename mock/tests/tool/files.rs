//! Files that flags name and that nobody expects.

use std::path::Path;

use crate::run::{KEY, ends, spec, tool};

/// What is said about a file of faults, without the path.
fn faults(spec: &Path, path: &Path) -> String {
    let mut command = tool();
    command.args(["serve", "--port", "0", "--access-key", KEY, "--spec"]);
    let (code, message) = ends(command.arg(spec).arg("--faults").arg(path));
    assert_eq!(code, Some(1), "{message}");
    let start = format!("error: {}:", path.display());
    let rest = message.strip_prefix(&start);
    rest.unwrap_or_else(|| panic!("{message}"))
        .trim_end()
        .to_owned()
}

#[test]
fn a_bad_file_of_faults_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    let path = folder.path().join("faults.yaml");
    let deep = |open: &str, times: usize| format!("faults: {}", open.repeat(times));
    let block: String = (0..600)
        .map(|at| format!("{}a:\n", " ".repeat(at)))
        .collect();
    let pages = |setting: &str| format!("faults:\n- {{kind: pages, action: Act, {setting}}}");
    for (text, expected) in [
        (deep("[", 100_000), "1:25: lists and maps are nested deeper"),
        (deep("{a: ", 50_000), "1:"),
        (deep("- ", 50_000), "1:9: this is not YAML"),
        (block, "17:"),
        (" ".repeat(300_000), " has more than 262144 bytes"),
        (
            "faults:\n  - kind: &a close\n".to_owned(),
            "2:14: anchors are not allowed",
        ),
        ("faults: [*a]".to_owned(), "1:10: aliases are not allowed"),
        ("faults: !x []".to_owned(), "1:"),
        (
            "seed: 1\nseed: 2".to_owned(),
            "2:1: the key `seed` is given twice",
        ),
        ("seed: -1".to_owned(), "1:7: seed: expected a whole number"),
        (
            "seed: '1'".to_owned(),
            "1:7: seed: expected a whole number that is not negative, found the text \"1\"",
        ),
        (
            "- kind: close".to_owned(),
            "1:1: expected a map, found a list",
        ),
        (
            "faults:\n  kind: close".to_owned(),
            "2:3: faults: expected a list, found a map",
        ),
        (
            "faults:\n- [close]".to_owned(),
            "2:3: faults[0]: expected a map, found a list",
        ),
        (
            "faults:\n- kind: close\n- kind: bang".to_owned(),
            "3:9: faults[1].kind: expected one of `status`",
        ),
        (
            "faults:\n- count: 1".to_owned(),
            "2:3: faults[0]: this kind of fault needs `kind`",
        ),
        (
            "faults:\n- {kind: close, probability: .nan}".to_owned(),
            "2:30: faults[0].probability: expected 0 to 1, found `.nan`",
        ),
        (
            "faults:\n- {kind: script, steps: [{stall: yes}]}".to_owned(),
            "2:34: faults[0].steps[0].stall: expected `true` or `false`",
        ),
        (
            "faults:\n- {kind: pages, show: empty}".to_owned(),
            "2:3: faults[0]: this kind of fault needs `action`",
        ),
        (
            pages("show: gone"),
            "2:36: faults[0].show: expected one of `own`, `again`, `reversed`, `empty`, `absent`",
        ),
        (pages("cursor: none"), "2:38: faults[0].cursor: expected"),
        (
            pages("from: 0"),
            "2:36: faults[0].from: expected 1 at least",
        ),
        (
            pages("items: 100001"),
            "2:37: faults[0].items: expected 100000",
        ),
        (pages("total: -1"), "2:37: faults[0].total: expected"),
        (pages("shift: 1.5"), "2:37: faults[0].shift: expected"),
        (pages("more: 1"), "2:36: faults[0].more: expected"),
        (pages("bytes: 1"), "2:30: faults[0]: `bytes` does not go"),
        (
            "faults:\n- {kind: close, lead: 1}".to_owned(),
            "2:17: faults[0]: `lead` does not go",
        ),
        (
            "a: 1\n---\nb: 1\n".to_owned(),
            "2:1: a second YAML document",
        ),
        (
            "\"a\\u001b\": 1".to_owned(),
            "1:1: there is no key `a\\u{1b}`",
        ),
    ] {
        std::fs::write(&path, &text).unwrap();
        let told = faults(&spec, &path);
        assert!(
            told.starts_with(expected),
            "{}…: {told}",
            &text[..text.len().min(60)]
        );
        assert!(told.len() < 400, "{told}");
    }
    std::fs::write(&path, b"seed: 1\n# \xFF").unwrap();
    assert_eq!(faults(&spec, &path), " line 2 is not UTF-8");
}

#[test]
fn what_is_no_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for path in [&pipe, Path::new("/dev/zero")] {
        assert_eq!(
            faults(&spec, path),
            " is a pipe or a device; expected a file"
        );
    }
    assert_eq!(
        faults(&spec, folder.path()),
        " is a folder; expected a file"
    );
    for path in [&pipe, Path::new("/dev/zero"), folder.path()] {
        let mut command = tool();
        command.args(["serve", "--port", "0", "--spec"]).arg(&spec);
        let (code, message) = ends(command.arg("--access-key-file").arg(path));
        assert_eq!(code, Some(1), "{message}");
        assert!(message.contains("; expected a file"), "{message}");
        let mut command = tool();
        command.args(["serve", "--port", "0", "--access-key", "a:b", "--spec"]);
        let (code, message) = ends(command.arg(&spec).arg("--record").arg(path));
        assert_eq!(code, Some(1), "{message}");
        assert!(message.contains("cannot write the recording"), "{message}");
        assert!(message.contains("; expected a regular file"), "{message}");
    }
}
