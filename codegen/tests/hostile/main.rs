//! Specs that try to break out of their role: an accepted one compiles without
//! warnings, others are refused, and nothing is written elsewhere.
#![cfg(test)]

#[path = "../common/arbitrary.rs"]
mod arbitrary;
#[path = "../common/mod.rs"]
mod common;
mod compile;
mod nasty;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

fn write(files: &[(String, String)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

/// How many arbitrary specs are compiled.
const SAMPLES: u64 = 24;

#[test]
fn accepted_specs_compile_without_a_warning() {
    let mut built = compile::Crate::new("hostile");
    let nasty = write(&nasty::spec());
    built.add(nasty.path(), "depot");
    built.add(write(&nasty::bare()).path(), "bare");
    // More of them with `SAMPLES=200`.
    let samples = std::env::var("SAMPLES").ok();
    let samples = samples.map_or(SAMPLES, |count| count.parse().unwrap());
    for seed in 0..samples {
        built.add(
            write(&arbitrary::spec(seed)).path(),
            &format!("sample_{seed}"),
        );
    }
    built.cargo(&["clippy", "--all-targets"]);
    built.cargo(&["doc", "--no-deps", "--document-private-items"]);
    built.cargo(&["test", "--doc"]);
}

/// Every file below a folder, with its text.
fn tree(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            let text = fs::read(&path).unwrap();
            files.push((path, text));
        }
    }
    files.sort();
    files
}

#[test]
fn nothing_is_written_outside_of_the_output_folder() {
    let root = tempfile::tempdir().unwrap();
    let spec = root.path().join("spec");
    fs::create_dir(&spec).unwrap();
    for (name, text) in nasty::spec() {
        fs::write(spec.join(name), text).unwrap();
    }
    fs::write(root.path().join("mine.rs"), "mine").unwrap();
    let before = tree(root.path());
    let out = root.path().join("out/client");
    aliyun_codegen::Builder::new(&spec)
        .out_dir(&out)
        .generate()
        .unwrap();
    let after = tree(root.path());
    let (inside, outside): (Vec<_>, Vec<_>) = after
        .into_iter()
        .partition(|(path, _)| path.starts_with(&out));
    assert_eq!(outside, before);
    for (path, _) in inside {
        assert_eq!(path.parent(), Some(out.as_path()));
        let name = path.file_name().unwrap().to_str().unwrap();
        let stem = name.strip_suffix(".rs").unwrap();
        assert!(
            stem.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
            "{name}"
        );
        let devices = ["aux", "con", "nul", "prn", "com1", "lpt9"];
        assert!(!devices.contains(&stem), "{name}");
    }
}

#[test]
fn names_that_are_paths_are_refused() {
    for name in [
        "../../x",
        "/etc/x",
        "..",
        ".",
        "C:\\x",
        "a/b",
        "a\\b",
        "x.rs",
        "",
        " ",
        "-x",
        "1x",
        "é",
        "x\u{202e}y",
        "x y",
        "x;y",
        "x\"y",
        "{x}",
        "r#fn",
        "$x",
        "%2e%2e",
        "~",
        "*",
        "x'",
        "NameThings\u{0}",
    ] {
        let text = common::action("").replacen("GetThing", &arbitrary::quoted(name), 1);
        let dir = common::one(&text);
        let out = dir.path().join("out");
        let built = aliyun_codegen::Builder::new(dir.path())
            .out_dir(&out)
            .generate();
        let failure = built.unwrap_err();
        let codes: Vec<_> = failure.diagnostics().iter().map(|d| d.code).collect();
        assert!(
            matches!(codes[..], ["E103" | "E017" | "E003"]),
            "{name:?}: {failure}"
        );
        assert!(!out.exists(), "{name:?}");
    }
    for name in ["../x", "..", "", "a/b", "a.b", "é", "x y"] {
        let product = common::PRODUCT.replacen("Depot", &arbitrary::quoted(name), 1);
        let dir = common::one(common::action(""));
        fs::write(dir.path().join("product.yaml"), product).unwrap();
        let found = common::places(dir.path());
        assert!(
            matches!(found[..], [("E103" | "E017", 1, 10)]),
            "{name:?}: {found:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_output_folder_are_not_followed() {
    let dir = common::one(common::action(""));
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    let elsewhere = dir.path().join("elsewhere.txt");
    fs::write(&elsewhere, "").unwrap();
    for name in ["mod.rs", "errors.rs"] {
        std::os::unix::fs::symlink(&elsewhere, out.join(name)).unwrap();
    }
    aliyun_codegen::Builder::new(dir.path())
        .out_dir(&out)
        .generate()
        .unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "");
    assert!(
        !fs::symlink_metadata(out.join("mod.rs"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn texts_that_cannot_be_trusted_are_refused() {
    let texts = [
        "a\u{202e}b",
        "a\u{2067}b",
        "a\u{200b}b",
        "a\u{feff}b",
        "a\u{7}b",
        "a\u{2028}b",
        "a\rb",
    ];
    for text in texts {
        let escaped: String = text
            .chars()
            .map(|c| {
                if c.is_ascii_alphabetic() {
                    c.to_string()
                } else {
                    format!("\\u{:04x}", u32::from(c))
                }
            })
            .collect();
        for yaml in [
            format!("  - {{ name: \"{escaped}\", type: string }}"),
            format!("  - {{ name: Id, type: string, doc: \"{escaped}\" }}"),
            format!("  - {{ name: Id, type: string, pattern: \"{escaped}\" }}"),
            format!("  - {{ name: Id, type: string, default: \"{escaped}\" }}"),
            format!("  - {{ name: Id, type: string, deprecated: \"{escaped}\" }}"),
            format!("  - {{ name: Id, type: enum, values: [\"{escaped}\"] }}"),
        ] {
            let found = common::places(common::one(common::action(&yaml)).path());
            assert!(matches!(found[..], [("E017", 5, _)]), "{yaml}: {found:?}");
        }
    }
}

fn generated(dir: &Path) -> String {
    let files = aliyun_codegen::Builder::new(dir).render().unwrap();
    for file in &files {
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.name));
    }
    files.into_iter().map(|file| file.text).collect()
}

#[test]
fn large_specs_are_generated() {
    let actions: Vec<(String, String)> = (0..300)
        .map(|number| {
            let name = format!("GetThing{number}");
            let text = common::action("  - { name: Id, type: string }");
            (format!("{name}.yaml"), text.replace("GetThing", &name))
        })
        .collect();
    let dir = write(&actions);
    fs::write(dir.path().join("product.yaml"), common::PRODUCT).unwrap();
    assert_eq!(generated(dir.path()).matches("rt::Call<").count(), 300);

    let parameters: String = (0..10_000)
        .map(|number| format!("  - {{ name: P{number}, type: string }}\n"))
        .collect();
    let dir = common::one(common::action(parameters.trim_end()));
    assert_eq!(
        generated(dir.path()).matches("pub fn set_p").count(),
        10_000
    );
}
