//! Reads something, with the action `ListDeployments`.
//!
//! `cargo run --example read`

use aliyun_ververica::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The access key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and
    // ALIBABA_CLOUD_ACCESS_KEY_SECRET.
    let client = Client::from_env()?;
    let request = ListDeploymentsRequest::new()
        .set_workspace("…")
        .set_namespace("…");
    let answer = client.list_deployments(&request).await?;
    println!("{answer:?}");
    Ok(())
}
