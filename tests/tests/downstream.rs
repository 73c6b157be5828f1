//! A crate that uses the generator from its own build.rs, built and run.
#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::Command;

use aliyun_mock::MockGateway;

fn downstream() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("downstream")
}

fn cargo(subcommand: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args([subcommand, "--locked", "--manifest-path"])
        .arg(downstream().join("Cargo.toml"))
        .args(arguments)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("downstream"),
        )
        .env_remove("RUSTFLAGS");
    command
}

fn run(mut command: Command) -> (String, String) {
    let output = command.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{out}\n{err}");
    (out, err)
}

#[tokio::test]
async fn a_downstream_crate_builds_and_calls() {
    let model = aliyun_codegen::read(downstream().join("spec")).unwrap();
    let gateway = MockGateway::builder(model)
        .with_access_key("testid", "testsecret")
        .start()
        .await
        .unwrap();
    let endpoint = gateway.endpoint();
    let built = tokio::task::spawn_blocking(move || {
        let (_, log) = run(cargo("build", &[]));
        assert!(!log.contains("warning"), "{log}");
        let (_, log) = run(cargo("build", &[]));
        assert!(
            !log.contains("Compiling"),
            "a second build is not fresh: {log}"
        );
        run(cargo("run", &["--quiet", "--", &endpoint]))
    });
    let (out, _) = built.await.unwrap();
    assert!(out.starts_with("StoreGoodsResponse { RequestId: "), "{out}");
    assert!(out.contains("Total: 9007199254740993"), "{out}");
    assert!(out.contains("Code: \"B&2\""), "{out}");
    assert!(out.contains("Access: <redacted>"), "{out}");
    assert!(!out.contains("north-4711"), "{out}");

    let requests = gateway.requests();
    assert_eq!(requests.len(), 1);
    let sent = |key: &str| {
        let mut found = requests[0]
            .parameters
            .iter()
            .filter(|(name, _)| name == key);
        found.next().map(|(_, value)| value.as_str())
    };
    for (key, value) in [
        ("Type", "food"),
        ("Size", "L"),
        ("Weight", "12.5"),
        ("Shelves.1", "3"),
        ("Shelves.3", "2"),
        ("Labels.owner", "zhang san"),
        ("Labels.stage", "prod+test"),
        ("Options", "{\"cold\":true}"),
        ("Crates.1.Code", "A-1"),
        ("Crates.1.Fragile", "true"),
        ("Crates.2.Code", "B&2"),
        ("Crates.2.Notes.2", "second"),
    ] {
        assert_eq!(sent(key), Some(value), "{key}");
    }
}
