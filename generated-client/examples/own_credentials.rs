//! Keys from a source of your own: here a vault that gives out temporary keys, each
//! valid for a minute. The source keeps a key until shortly before it expires.
//!
//! `cargo run --locked -p aliyun-domain --example own_credentials`
#![allow(clippy::print_stdout, reason = "a demonstration prints")]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aliyun_domain::runtime::BoxFuture;
use aliyun_domain::tasks::QueryTaskDetailListRequest;
use aliyun_domain::{AccessKey, Client, Config, Credentials, CredentialsError};
use aliyun_mock::MockGateway;
use tokio::sync::Mutex;

/// How long a key is used. A key is valid for a minute; it is replaced a little early.
const KEPT: Duration = Duration::from_secs(45);

/// The source. The client asks it before every attempt of every call.
#[derive(Default)]
struct Vault {
    key: Mutex<Option<(AccessKey, Instant)>>,
    fetches: AtomicUsize,
}

impl Credentials for Vault {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            // Other callers wait here for the same key.
            let mut kept = self.key.lock().await;
            if let Some((key, since)) = &*kept
                && since.elapsed() < KEPT
            {
                return Ok(key.clone());
            }
            let key = self.fetch().await?;
            *kept = Some((key.clone(), Instant::now()));
            Ok(key)
        })
    }
}

impl Vault {
    /// Simulates a request to the vault. Keep secrets out of its errors: they become
    /// the errors of calls.
    async fn fetch(&self) -> Result<AccessKey, CredentialsError> {
        let before = self.fetches.fetch_add(1, Ordering::Relaxed);
        if before == 0 {
            return Err(CredentialsError::new("the vault is sealed"));
        }
        Ok(AccessKey::new("testid", "testsecret").with_security_token("token"))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let gateway = MockGateway::builder(aliyun_codegen::read(spec)?)
        .with_access_key("testid", "testsecret")
        .with_security_token("token")
        .start()
        .await?;
    let vault = Arc::new(Vault::default());
    let config = Config::new(Arc::clone(&vault)).with_endpoint(gateway.endpoint());
    let client = Client::new(config)?;

    let request = QueryTaskDetailListRequest::new()
        .set_task_no("75addb07-28a3-450e-b5ec-test")
        .set_page_num(1)
        .set_page_size(20);
    match client.query_task_detail_list(&request).await {
        Ok(_) => println!("The vault was open"),
        Err(error) => println!("{:?}: {error}", error.kind()),
    }
    for _ in 0..3 {
        client.query_task_detail_list(&request).await?;
    }
    println!(
        "{} calls carried out, {} keys fetched",
        gateway.executions("QueryTaskDetailList"),
        vault.fetches.load(Ordering::Relaxed) - 1
    );
    println!("{:?}", vault.key.lock().await.as_ref().map(|(key, _)| key));
    Ok(())
}
