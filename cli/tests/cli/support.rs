//! A gateway for the command line, and the requests it knows.

use std::fs;

use aliyun_codegen::model::Model;
use aliyun_mock::MockGateway;

pub(crate) use crate::shell::{Ran, SECRET, Shell};

pub(crate) const SUBMIT: &str = "SaveTaskForUpdatingRegistrantInfoByIdentityCredential";
pub(crate) const QUERY: &str = "QueryTaskDetailList";
pub(crate) const TASK: &str = "75addb07-28a3-450e-b5ec-test";

impl Shell {
    /// With them, and with the documented request in [`FILES`].
    pub(crate) fn with_request() -> Self {
        let shell = Self::with_key();
        shell.file("scan.jpg", jpeg(60 * 1024));
        shell.file("request.json", submission().to_string());
        shell
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

/// Flags that submit the request in a file (`-` is standard input) with this image.
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

/// The documented request without its image, as in the file of the README.
pub(crate) fn submission() -> serde_json::Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/contact.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// A file that begins like a JPEG.
pub(crate) fn jpeg(size: usize) -> Vec<u8> {
    picture(&[0xFF, 0xD8, 0xFF, 0xE0], size)
}

/// A file of this size that begins with these bytes.
pub(crate) fn picture(magic: &[u8], size: usize) -> Vec<u8> {
    let rest = (0..).map(|n: u32| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    magic.iter().copied().chain(rest).take(size).collect()
}
