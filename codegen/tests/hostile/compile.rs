//! A crate of generated clients, built with the strictest lints of users.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common;

/// Stubs of the functions that generated tests call.
const CONFORMANCE: &str = "#![allow(dead_code)]
use aliyun_runtime::generated::{Action, Decode};
use aliyun_runtime::{Config, Error, Image, Json, SignedRequest};
pub(crate) fn image(_: &str, _: u64) -> Image { Image::from_bytes(Vec::new()) }
pub(crate) fn image_text(_: &str, _: u64) -> String { String::new() }
pub(crate) fn json(text: &str) -> Json { text.into() }
pub(crate) fn request<F: AsyncFn(Config) -> Result<SignedRequest, Error>>(_: &[(&str, &str, String)], _: F) {}
pub(crate) fn answer<R: Decode + Default>(_: &mut R, _: &str, _: &[(&str, &str)]) {}
pub(crate) fn refused<R: Decode>(_: &mut R, _: &str) {}
pub(crate) fn error(_: &'static Action, _: &str, _: u16, _: &str, _: &str) -> Error { unreachable!() }
";

/// A crate in the folder for temporary files of tests, which keeps its build
/// from one run to the next.
pub(crate) struct Crate {
    name: String,
    dir: PathBuf,
    lib: String,
}

impl Crate {
    pub(crate) fn new(name: &str) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(dir.join("src"));
        fs::create_dir_all(dir.join("src")).unwrap();
        let runtime = common::workspace().join("runtime");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\naliyun-runtime = {{ path = {:?}, default-features = false, features = [\"dynamic\"] }}\n",
            runtime.canonicalize().unwrap()
        );
        fs::write(dir.join("Cargo.toml"), manifest).unwrap();
        fs::copy(
            common::workspace().join("Cargo.lock"),
            dir.join("Cargo.lock"),
        )
        .unwrap();
        fs::write(dir.join("src/conformance.rs"), CONFORMANCE).unwrap();
        let lib =
            "//! Generated clients.\n#![warn(missing_docs, unreachable_pub)]\n#[cfg(test)]\nmod conformance;\n"
                .to_owned();
        let name = name.to_owned();
        Self { name, dir, lib }
    }

    /// Adds the client of a spec folder, its tests, its commands, and a private copy
    /// of the client, because lints differ for private code.
    pub(crate) fn add(&mut self, spec: &Path, name: &str) {
        let out = self.dir.join("src").join(name);
        let builder = |out: &Path| aliyun_codegen::Builder::new(spec).out_dir(out);
        // The public one shows examples, which are compiled as tests.
        let path = format!("{}::{name}", self.name);
        builder(&out).example_path(path).generate().unwrap();
        let private = out.with_file_name(format!("private_{name}"));
        builder(&private).generate().unwrap();
        self.lib += &format!("/// Public.\npub mod {name};\nmod private_{name};\n");
        let commands = self.dir.join("src").join(format!("{name}_commands"));
        builder(&commands).generate_commands().unwrap();
        self.lib += &format!(
            "/// Tables.\n#[path = \"{name}_commands/commands.rs\"]\npub mod {name}_commands;\n"
        );
        #[cfg(feature = "examples")]
        {
            let tests = self.dir.join("src").join(format!("{name}_tests"));
            builder(&tests)
                .generate_tests(&format!("crate::{name}"))
                .unwrap();
            self.lib +=
                &format!("#[cfg(test)]\n#[path = \"{name}_tests/tests.rs\"]\nmod {name}_tests;\n");
        }
    }

    /// Runs cargo, which must print no warning.
    pub(crate) fn cargo(&self, arguments: &[&str]) {
        fs::write(self.dir.join("src/lib.rs"), &self.lib).unwrap();
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .arg("--manifest-path")
            .arg(self.dir.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", self.dir.join("target"))
            .env("RUSTFLAGS", "")
            .env("CARGO_BUILD_WARNINGS", "deny")
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let log = String::from_utf8_lossy(&output.stderr);
        let out = String::from_utf8_lossy(&output.stdout);
        let silent = output.status.success() && !log.contains("warning:");
        let end = log
            .char_indices()
            .nth(20_000)
            .map_or(log.len(), |(at, _)| at);
        assert!(silent, "cargo {arguments:?}\n{}\n{out}", &log[..end]);
    }
}
