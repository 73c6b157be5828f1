//! Starting the tool, and talking to it without a library for HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub(crate) const KEY: &str = "testid:testsecret";

/// The smallest product: one action without parameters.
pub(crate) fn spec(folder: &Path) -> PathBuf {
    let spec = folder.join("spec");
    std::fs::create_dir(&spec).unwrap();
    let product = "product: Sample\nversion: 2018-01-29\ndoc: A sample.\n\
                   endpoint: sample.example\n";
    std::fs::write(spec.join("product.yaml"), product).unwrap();
    let action = "action: Ping\ndoc: Answers.\nidempotent: true\nparameters: []\n\
                  response:\n  - { name: RequestId, type: string, doc: The request. }\n";
    std::fs::write(spec.join("Ping.yaml"), action).unwrap();
    let list = "action: List\ndoc: Lists.\nidempotent: true\n\
                parameters: [{ name: Page, type: integer, doc: Which page. }]\nresponse:\n\
                - { name: Pages, type: integer, doc: How many. }\n\
                - { name: Items, type: list<object>, doc: All., \
                fields: [{ name: Name, type: string, doc: Its name. }] }\n\
                pagination: { items: Items, position: Page, total: Pages }\n";
    std::fs::write(spec.join("List.yaml"), list).unwrap();
    spec
}

pub(crate) fn tool() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aliyun-mock"));
    command.env_clear();
    command
}

/// Runs the tool where it is to end by itself.
pub(crate) fn ends(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = command.output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

/// The tool while it serves. Killed when it is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) endpoint: String,
    /// What it says about its page.
    pub(crate) page: String,
    rest: BufReader<std::process::ChildStdout>,
}

impl Serving {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut rest = BufReader::new(child.stdout.take().unwrap());
        let mut lines = [String::new(), String::new()];
        for line in &mut lines {
            rest.read_line(line).unwrap();
        }
        let (_, endpoint) = lines[0].trim_end().split_once(", on ").unwrap();
        Self {
            endpoint: endpoint.to_owned(),
            page: lines[1].trim_end().to_owned(),
            child,
            rest,
        }
    }

    pub(crate) fn address(&self) -> &str {
        self.endpoint.split_once("://").unwrap().1
    }

    /// Sends a signal, and tells how the tool ended and what it printed.
    pub(crate) fn signal(mut self, name: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap();
        assert!(sent.success());
        let status = self.child.wait().unwrap();
        let mut printed = String::new();
        self.rest.read_to_string(&mut printed).unwrap();
        (status.code(), printed)
    }

    /// An exchange over plain HTTP: the status and the body.
    pub(crate) fn exchange(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    /// A request of the control endpoint.
    pub(crate) fn control(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> (u16, Value) {
        let host = if headers.contains("host:") {
            String::new()
        } else {
            format!("host: {}\r\n", self.address())
        };
        let (status, text) = self.exchange(&format!(
            "{method} /_mock{path} HTTP/1.1\r\n{host}{headers}connection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len(),
        ));
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
