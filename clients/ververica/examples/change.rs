//! Changes something, with the action `CreateMember`.
//!
//! `cargo run --example change`

use aliyun_ververica::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The access key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and
    // ALIBABA_CLOUD_ACCESS_KEY_SECRET.
    let client = Client::from_env()?;
    let request = CreateMemberRequest::new()
        .set_workspace("…")
        .set_namespace("…");
    let answer = client.create_member(&request).await?;
    println!("{answer:?}");
    Ok(())
}
