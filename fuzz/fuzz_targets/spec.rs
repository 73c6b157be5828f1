//! Load, check and emit with arbitrary bytes as a file of an otherwise valid spec.
//! See `docs/fuzzing.md`.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use aliyun_codegen::{Builder, Severity};
use libfuzzer_sys::fuzz_target;

const PRODUCT: &str = "\
product: Depot
version: 2024-05-01
doc: Keeps things.
endpoint: depot.aliyuncs.com
common_parameters:
  - { name: Action, required: true, doc: Name of the action. }
enums:
  - { name: Lang, values: [zh, en] }
errors:
  - { code: Throttling, doc: Too many calls. }
";

const ACTION: &str = "\
action: GetThing
doc: Gets a thing.
idempotent: true
parameters:
  - { name: Id, type: string }
response: []
";

/// One folder for all runs of the process, in memory if the system has such a
/// folder.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() {
        memory.to_path_buf()
    } else {
        std::env::temp_dir()
    };
    let folder = parent.join(format!("aliyun-codegen-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the spec");
    folder
});

/// The name of the file, which must be the name of its action.
fn name(data: &[u8]) -> String {
    if data.starts_with(b"product:") {
        return "product.yaml".to_owned();
    }
    let text = String::from_utf8_lossy(data);
    let named = text.lines().find_map(|line| line.strip_prefix("action: "));
    let valid = |name: &&str| {
        name.len() < 100 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let stem = named.filter(valid).filter(|name| !name.is_empty());
    format!("{}.yaml", stem.unwrap_or("GetThing"))
}

fuzz_target!(|data: &[u8]| {
    let folder = FOLDER.as_path();
    let name = name(data);
    let other = if name == "product.yaml" {
        ("GetThing.yaml", ACTION)
    } else {
        ("product.yaml", PRODUCT)
    };
    let file = folder.join(&name);
    fs::write(folder.join(other.0), other.1).expect("a file of the spec");
    fs::write(&file, data).expect("a file of the spec");
    check(folder, data, &name);
    fs::remove_file(&file).expect("the file is gone");
});

fn check(folder: &Path, data: &[u8], name: &str) {
    let findings = aliyun_codegen::check(folder).findings;
    let lines: Vec<usize> = String::from_utf8_lossy(data)
        .split('\n')
        .map(|line| line.chars().count())
        .collect();
    let mut failed = false;
    for finding in &findings {
        // A malformed example is an error that does not change the code.
        failed |= finding.severity == Severity::Error && finding.code != "E117";
        assert!(finding.to_string().len() < 20_000, "a report without end");
        if finding.file.ends_with(name) {
            let width = lines[finding.line - 1];
            assert!((1..=width + 1).contains(&finding.column), "{finding}");
        }
    }
    let builder = Builder::new(folder);
    match builder.render() {
        Ok(first) => {
            assert!(!failed, "an error, and code all the same");
            assert_eq!(first, builder.render().expect("the same again"));
            let tests = folder.join("tests");
            builder
                .out_dir(&tests)
                .generate_tests("client")
                .expect("tests of an accepted spec");
            // The next spec may describe another product.
            fs::remove_file(tests.join("tests.rs")).expect("the file is gone");
        }
        Err(failure) => assert!(failed, "{failure}"),
    }
}
