//! Regenerates the Domain client from its spec, then changes the registrant of
//! two domains against the embedded gateway and waits for the outcome.
//!
//! `cargo run --locked -p aliyun-domain --example change_registrant`
#![allow(clippy::print_stdout, reason = "a demonstration prints")]

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use aliyun_codegen::Builder;
use aliyun_domain::IdentityCredentialType;
use aliyun_domain::contacts::SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest;
use aliyun_domain::contacts::save_task_for_updating_registrant_info_by_identity_credential::RegistrantType;
use aliyun_domain::{AccessKey, Client, Config, Image, Progress};
use aliyun_mock::MockGateway;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");

    let out = std::env::temp_dir().join(format!("aliyun-domain-{}", std::process::id()));
    let generated = Builder::new(&spec).out_dir(&out).generate()?;
    let mut bytes = 0;
    for (name, _) in &generated.files {
        bytes += std::fs::metadata(generated.dir.join(name))?.len();
    }
    println!(
        "Generated {} files, {} KiB",
        generated.files.len(),
        bytes / 1024
    );
    std::fs::remove_dir_all(&out)?;

    let model = aliyun_codegen::read(&spec)?;
    let gateway = MockGateway::builder(model)
        .with_access_key("testid", "testsecret")
        .start()
        .await?;
    println!("Gateway listens at {}", gateway.endpoint());

    let scan = std::env::temp_dir().join(format!("scan-{}.bmp", std::process::id()));
    std::fs::write(&scan, bitmap(160, 128))?;
    let image = Image::read(&scan)?;
    std::fs::remove_file(&scan)?;
    println!("Scan of the identity paper: {image:?}");

    let config =
        Config::new(AccessKey::new("testid", "testsecret")).with_endpoint(gateway.endpoint());
    let client = Client::new(config)?;
    let request = request(image);
    let task = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&request)
        .with_interval(Duration::from_millis(200), Duration::from_secs(1))
        .with_progress(show)
        .await?;
    println!("Task {}", task.number);
    println!("Final status: {:?}", task.outcome.verdict());
    Ok(())
}

/// The request that the reference documents.
fn request(scan: Image) -> SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest {
    SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest::new()
        .set_domain_name(["alibabacloud.com", "aliyun.com"])
        .set_transfer_out_prohibited(true)
        .set_registrant_organization("Example Trading Co. Ltd.")
        .set_registrant_name("Zhang San")
        .set_province("Zhe Jiang")
        .set_city("Hang Zhou")
        .set_address("1 Sample Road")
        .set_country("CN")
        .set_email("zhang.san@example.com")
        .set_postal_code("310024")
        .set_tel_area("86")
        .set_telephone("13800000000")
        .set_tel_ext("0001")
        .set_zh_registrant_name("张三")
        .set_zh_registrant_organization("示例贸易有限公司")
        .set_zh_province("浙江省")
        .set_zh_city("杭州市")
        .set_zh_address("示例路 1 号")
        .set_registrant_type(RegistrantType::Individual)
        .set_identity_credential_no("5****************9")
        .set_identity_credential_type(IdentityCredentialType::IdentityCard)
        .set_identity_credential(scan)
}

/// Prints the progress of each domain.
fn show(progress: Progress<'_>) {
    if progress.items.is_empty() {
        println!("Submitted task {}", progress.task.unwrap_or("?"));
    }
    for item in progress.items {
        println!(
            "  {}: {}",
            item.subject.as_deref().unwrap_or("?"),
            item.status
        );
    }
}

/// An uncompressed 24-bit bitmap of this size that shows a gradient.
fn bitmap(width: u32, height: u32) -> Vec<u8> {
    let pixels = width * height * 3;
    let mut file = Vec::new();
    file.extend(b"BM");
    file.extend((54 + pixels).to_le_bytes());
    file.extend([0; 4]);
    file.extend(54_u32.to_le_bytes());
    file.extend(40_u32.to_le_bytes());
    file.extend(width.to_le_bytes());
    file.extend(height.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(24_u16.to_le_bytes());
    file.extend([0; 4]);
    file.extend(pixels.to_le_bytes());
    file.extend([0; 16]);
    for row in 0..height {
        for column in 0..width {
            let shade = (row + column) % 256;
            file.extend([shade as u8, 128, 255 - shade as u8]);
        }
    }
    file
}
