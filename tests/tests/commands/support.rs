//! The gateway of the invented product.

use std::path::Path;

use aliyun_codegen::model::Model;
use aliyun_mock::{MockGateway, RecordedRequest};

use crate::shell::{SECRET, Shell};

pub(crate) fn model(spec: &str) -> Model {
    aliyun_codegen::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(spec)).unwrap()
}

pub(crate) async fn gateway() -> MockGateway {
    let builder = MockGateway::builder(model("commands/spec")).with_access_key("testid", SECRET);
    builder.start().await.unwrap()
}

/// The parameters of a request, one per line, by their names.
pub(crate) fn parameters(request: &RecordedRequest) -> Vec<String> {
    let pairs = request.parameters.iter();
    let mut pairs: Vec<_> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.sort();
    pairs
}

/// Packs goods, with these additional flags.
pub(crate) fn pack<'a>(endpoint: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["pack-goods", "--label", "BOX", "--endpoint", endpoint];
    args.extend(more);
    args
}

/// The request that the gateway gets when goods are packed with these flags.
#[track_caller]
pub(crate) fn packed(gateway: &MockGateway, shell: &Shell, more: &[&str]) -> Vec<String> {
    let before = gateway.requests().len();
    let endpoint = gateway.endpoint();
    shell.run(&pack(&endpoint, more)).exits(0);
    let requests = gateway.requests();
    assert_eq!(requests.len(), before + 1);
    let mut sent = parameters(requests.last().unwrap());
    let label = sent.iter().position(|pair| pair == "Label=BOX");
    sent.remove(label.unwrap());
    sent
}
