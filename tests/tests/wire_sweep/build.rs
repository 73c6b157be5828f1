//! Builds signed requests by the tables of a description.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use aliyun_cli_engine::document;
use aliyun_runtime::dynamic::{Call, Entry};
use aliyun_runtime::generated::{Core, Product};
use aliyun_runtime::{AccessKey, Config, SignedRequest};
use serde_json::Value;

use crate::signature::{ID, SECRET};

/// The request that the runtime would send for an input, or why there is none.
pub(crate) async fn request(
    core: &Core,
    entry: &'static Entry,
    input: &Value,
) -> Result<SignedRequest, String> {
    let document = document(entry, "input", input.to_string().as_bytes());
    let document = document.map_err(|problems| problems.join(", "))?;
    let call = Call::new(core, entry, &document).unchecked();
    call.sign().await.map_err(|error| error.to_string())
}

/// A client of a product, with a fixed clock and nonce.
pub(crate) fn client(product: &'static Product) -> Result<Core, String> {
    let config = Config::new(AccessKey::new(ID, SECRET))
        .with_endpoint("example.aliyuncs.com")
        .with_idempotency_tokens(false)
        .with_clock(Arc::new(|| UNIX_EPOCH + Duration::from_secs(1_722_326_400)))
        .with_nonce(Arc::new(|| "0123456789abcdef0123456789abcdef".to_owned()));
    Core::new(product, config).map_err(|error| error.to_string())
}
