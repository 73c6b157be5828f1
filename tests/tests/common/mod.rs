//! The Domain client against the embedded gateway, for the tests of faults.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test uses its own part")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aliyun_domain::IdentityCredentialType;
use aliyun_domain::contacts::SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest as SubmitRequest;
use aliyun_domain::contacts::save_task_for_updating_registrant_info_by_identity_credential::RegistrantType;
use aliyun_domain::tasks::QueryTaskDetailListRequest;
use aliyun_domain::{AccessKey, Client, Config, Error};
use aliyun_mock::MockGateway;
use aliyun_runtime::{CallReport, Observer};
use aliyun_tests::picture::picture;

pub(crate) const SUBMIT: &str = "SaveTaskForUpdatingRegistrantInfoByIdentityCredential";
pub(crate) const QUERY: &str = "QueryTaskDetailList";

pub(crate) async fn gateway() -> MockGateway {
    let spec = format!("{}/../spec/domain/2018-01-29", env!("CARGO_MANIFEST_DIR"));
    let model = aliyun_codegen::read(spec).unwrap();
    let builder = MockGateway::builder(model).with_access_key("testid", "testsecret");
    builder.start().await.unwrap()
}

pub(crate) fn config(gateway: &MockGateway) -> Config {
    Config::new(AccessKey::new("testid", "testsecret")).with_endpoint(gateway.endpoint())
}

/// How a call ended, and how often it was tried.
pub(crate) struct Outcome {
    pub(crate) result: Result<(), Error>,
    pub(crate) attempts: u32,
}

#[derive(Default)]
struct Attempts(AtomicU32);

impl Observer for Attempts {
    fn call(&self, report: &CallReport<'_>) {
        self.0.store(report.attempts, Ordering::Relaxed);
    }
}

/// Calls an idempotent action.
pub(crate) async fn query(config: Config) -> Outcome {
    let attempts = Arc::new(Attempts::default());
    let client = Client::new(config.with_observer(Arc::clone(&attempts))).unwrap();
    let request = listing();
    let result = client.query_task_detail_list(&request).await.map(drop);
    Outcome {
        result,
        attempts: attempts.0.load(Ordering::Relaxed),
    }
}

/// Calls an action that is not idempotent.
pub(crate) async fn submit(config: Config, limit: Option<Duration>) -> Outcome {
    let attempts = Arc::new(Attempts::default());
    let client = Client::new(config.with_observer(Arc::clone(&attempts))).unwrap();
    let request = submission();
    let mut call = client.save_task_for_updating_registrant_info_by_identity_credential(&request);
    if let Some(limit) = limit {
        call = call.with_timeout(limit);
    }
    let result = call.await.map(drop);
    Outcome {
        result,
        attempts: attempts.0.load(Ordering::Relaxed),
    }
}

pub(crate) fn listing() -> QueryTaskDetailListRequest {
    QueryTaskDetailListRequest::new()
        .set_task_no("75addb07-28a3-450e-b5ec-test")
        .set_page_num(1)
        .set_page_size(20)
}

pub(crate) fn submission() -> SubmitRequest {
    SubmitRequest::new()
        .set_domain_name(["example.com"])
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
        .set_identity_credential(picture("jpeg", 60 * 1024))
}
