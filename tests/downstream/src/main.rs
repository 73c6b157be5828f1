//! Calls a custom product: `downstream ENDPOINT`.
#![deny(warnings, missing_docs)]

/// The generated client.
pub mod warehouse {
    aliyun_runtime::include_client!("warehouse");
}

use aliyun_runtime::{AccessKey, Config, Json};
use warehouse::store_goods::{Crate, Size};
use warehouse::{Client, StoreGoodsRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = std::env::args().nth(1).ok_or("usage: downstream ENDPOINT")?;
    let config = Config::new(AccessKey::new("testid", "testsecret")).with_endpoint(endpoint);
    let client = Client::new(config)?;
    let request = StoreGoodsRequest::new()
        .set_type("food")
        .set_size(Size::Large)
        .set_weight(12.5)
        .set_shelves([3, 1, 2])
        .set_labels([("owner", "zhang san"), ("stage", "prod+test")])
        .set_options(Json::from_iter([("cold", true)]))
        .set_crates([
            Crate::new().set_code("A-1").set_fragile(true),
            Crate::new().set_code("B&2").set_notes(["first", "second"]),
        ]);
    let answer = client.store_goods(&request).await?;
    println!("{answer:?}");
    Ok(())
}
