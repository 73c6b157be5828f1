//! Changes something, with the action `AssumeRole`.
//!
//! `cargo run --example change`

use aliyun_sts::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The access key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and
    // ALIBABA_CLOUD_ACCESS_KEY_SECRET.
    let client = Client::from_env()?;
    let request = AssumeRoleRequest::new()
        .set_role_arn("acs:ram::1234567890123456:role/reader")
        .set_role_session_name("report");
    let answer = client.assume_role(&request).await?;
    println!("{answer:?}");
    Ok(())
}
