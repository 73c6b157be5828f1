//! The written crates compile, and their examples too.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::support::{checkout, done, mirror};

/// Runs cargo in a workspace of the written crates, without network.
fn cargo(dir: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .current_dir(dir)
        .args(arguments)
        .env("CARGO_NET_OFFLINE", "true")
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("client"),
        )
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {log}");
    let warned = log.lines().any(|line| line.starts_with("warning"));
    assert!(!warned, "{arguments:?}: {log}");
}

#[test]
fn the_crates_pass_tests_lints_and_documentation() {
    let (mirror, dir) = (mirror(), TempDir::new().unwrap());
    let from = mirror.address();
    let runtime = format!("path={}", checkout().canonicalize().unwrap().display());
    for (code, more) in [
        ("shop", &[][..]),
        ("crane", &["--pregenerated"]),
        (
            "shop",
            &["--pregenerated", "--actions", "ListGoods", "--name", "few"],
        ),
    ] {
        let out = more.last().filter(|name| **name == "few").unwrap_or(&code);
        let arguments = [code, "--out", out, "--from", &from, "--runtime", &runtime];
        done(dir.path(), &[&arguments[..], more].concat());
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"shop\", \"crane\", \"few\"]\n";
    std::fs::write(dir.path().join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(checkout().join("Cargo.lock"), dir.path().join("Cargo.lock")).unwrap();
    cargo(
        dir.path(),
        &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-Wclippy::pedantic",
        ],
    );
    cargo(dir.path(), &["test", "--quiet", "--workspace"]);
    cargo(dir.path(), &["doc", "--quiet", "--workspace", "--no-deps"]);
    cargo(
        dir.path(),
        &["package", "--quiet", "--list", "-p", "aliyun-shop"],
    );
    let area = [
        "check",
        "--quiet",
        "-p",
        "aliyun-shop",
        "--no-default-features",
    ];
    cargo(
        dir.path(),
        &[&area[..], &["--features", "rustls,door"]].concat(),
    );
}
