//! Running the command line, and a gateway for it.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use aliyun_codegen::model::Model;
use aliyun_mock::MockGateway;
use tempfile::TempDir;

pub(crate) const SUBMIT: &str = "SaveTaskForUpdatingRegistrantInfoByIdentityCredential";
pub(crate) const QUERY: &str = "QueryTaskDetailList";
pub(crate) const SECRET: &str = "testsecret-of-the-key";
pub(crate) const TASK: &str = "75addb07-28a3-450e-b5ec-test";

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout: {}\nstderr: {}",
            self.out, self.err
        );
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text:?} in: {}", self.err);
        self
    }

    #[track_caller]
    pub(crate) fn hides(self, text: &str) -> Self {
        for shown in [&self.out, &self.err] {
            assert!(!shown.contains(text), "{text:?} in: {shown}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// A command line in an empty home folder.
pub(crate) struct Shell {
    home: TempDir,
    env: Vec<(String, String)>,
}

impl Shell {
    /// Without credentials.
    pub(crate) fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            env: Vec::new(),
        }
    }

    /// With those that the gateway knows.
    pub(crate) fn with_key() -> Self {
        Self::new()
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
    }

    /// With them, and with the documented request in [`FILES`].
    pub(crate) fn with_request() -> Self {
        let shell = Self::with_key();
        shell.file("scan.jpg", jpeg(60 * 1024));
        shell.file("request.json", submission().to_string());
        shell
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file in the home folder, which is also the current one.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aliyun-domain"));
        command
            .args(args)
            .current_dir(self.home.path())
            .env_clear()
            .env("HOME", self.home.path())
            .env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    /// Runs with this on standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(args).spawn().unwrap();
        // A run that does not read it may have ended.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn model() -> Model {
    let spec = format!("{}/../spec/domain/2018-01-29", env!("CARGO_MANIFEST_DIR"));
    aliyun_codegen::read(spec).unwrap()
}

pub(crate) async fn gateway() -> MockGateway {
    let builder = MockGateway::builder(model()).with_access_key("testid", SECRET);
    builder.start().await.unwrap()
}

/// Flags of a query that the gateway knows the answer to.
pub(crate) fn query<'a>(endpoint: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec![
        QUERY,
        "--page-num",
        "1",
        "--page-size",
        "20",
        "--task-no",
        TASK,
        "--endpoint",
        endpoint,
    ];
    args.extend(more);
    args
}

/// Flags that submit the request of a file (`-` is standard input) with this
/// image.
pub(crate) fn submit<'a>(
    endpoint: &'a str,
    (request, image): (&'a str, &'a str),
    more: &[&'a str],
) -> Vec<&'a str> {
    let mut args = vec![
        SUBMIT,
        "--from-json",
        request,
        "--identity-credential",
        image,
        "--endpoint",
        endpoint,
    ];
    args.extend(more);
    args
}

/// The files of [`Shell::with_request`].
pub(crate) const FILES: (&str, &str) = ("request.json", "@scan.jpg");

/// The documented request without its image, as the README has it in a file.
pub(crate) fn submission() -> serde_json::Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/contact.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// A JPEG file, as far as its first bytes go.
pub(crate) fn jpeg(size: usize) -> Vec<u8> {
    picture(&[0xFF, 0xD8, 0xFF, 0xE0], size)
}

/// A file of this size that begins so.
pub(crate) fn picture(magic: &[u8], size: usize) -> Vec<u8> {
    let rest = (0..).map(|n: u32| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    magic.iter().copied().chain(rest).take(size).collect()
}
