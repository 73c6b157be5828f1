//! Reads something, with the action `GetCallerIdentity`.
//!
//! `cargo run --example read`

use aliyun_sts::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The access key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and
    // ALIBABA_CLOUD_ACCESS_KEY_SECRET.
    let client = Client::from_env()?;
    let request = GetCallerIdentityRequest::new();
    let answer = client.get_caller_identity(&request).await?;
    println!("{answer:?}");
    Ok(())
}
