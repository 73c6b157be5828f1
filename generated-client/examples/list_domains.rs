//! Lists domains that expire soon, page by page, as a stream. It fetches only the
//! pages it needs.
//!
//! `cargo run --locked -p aliyun-domain --example list_domains`
#![allow(clippy::print_stdout, reason = "a demonstration prints")]

use std::error::Error;
use std::path::Path;

use aliyun_domain::prelude::QueryDomainListRequest;
use aliyun_domain::{AccessKey, Client, Config};
use aliyun_mock::MockGateway;
use futures_util::{StreamExt, TryStreamExt};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let gateway = MockGateway::builder(aliyun_codegen::read(spec)?)
        .with_access_key("testid", "testsecret")
        .with_state((0..250).map(|n| format!("shop-{n:03}.com")))
        .start()
        .await?;
    let config =
        Config::new(AccessKey::new("testid", "testsecret")).with_endpoint(gateway.endpoint());
    let client = Client::new(config)?;

    // The first 60 of 250: two pages of 50.
    let request = QueryDomainListRequest::new().set_page_size(50);
    let names: Vec<String> = client
        .query_domain_list_items(request.clone())
        .try_filter_map(async |domain| Ok(domain.domain_name))
        .take(60)
        .try_collect()
        .await?;
    println!(
        "{} domains, {} to {}",
        names.len(),
        names[0],
        names[names.len() - 1]
    );
    println!("Pages: {}", gateway.executions("QueryDomainList"));

    // Without stream traits: one item after the other.
    let mut domains = client.query_domain_list_items(request);
    let mut count = 0;
    while let Some(domain) = domains.next().await {
        domain?;
        count += 1;
    }
    println!("{count} domains in all");
    println!("Pages: {}", gateway.executions("QueryDomainList"));
    Ok(())
}
