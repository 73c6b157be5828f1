//! The Domain client against the embedded gateway, as a user would call it.
#![cfg(test)]

use aliyun_codegen::model::Model;
use aliyun_domain::IdentityCredentialType;
use aliyun_domain::contacts::SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest as SubmitRequest;
use aliyun_domain::contacts::save_task_for_updating_registrant_info_by_identity_credential::RegistrantType;
use aliyun_domain::tasks::QueryTaskDetailListRequest;
use aliyun_domain::tasks::query_task_detail_list::TaskStatus;
use aliyun_domain::{
    AccessKey, Client, Config, ErrorCode, ErrorKind, Image, Lang, SignatureVersion,
};
use aliyun_mock::MockGateway;
use aliyun_runtime::Format;
use aliyun_tests::picture::picture;

const SUBMIT: &str = "SaveTaskForUpdatingRegistrantInfoByIdentityCredential";
const SECRET: &str = "testsecret-5uP3r";
const IDENTITY: &str = "330106199001011234";

fn model() -> Model {
    let root = env!("CARGO_MANIFEST_DIR");
    aliyun_codegen::read(format!("{root}/../spec/domain/2018-01-29")).unwrap()
}

async fn gateway() -> MockGateway {
    let builder = MockGateway::builder(model()).with_access_key("testid", SECRET);
    builder.start().await.unwrap()
}

fn config(gateway: &MockGateway) -> Config {
    Config::new(AccessKey::new("testid", SECRET)).with_endpoint(gateway.endpoint())
}

fn submit(domains: impl IntoIterator<Item = String>) -> SubmitRequest {
    SubmitRequest::new()
        .set_domain_name(domains)
        .set_lang(Lang::English)
        .set_registrant_organization("Example Trading Co. Ltd.")
        .set_registrant_name("Zhang San")
        .set_province("Zhe Jiang")
        .set_city("Hang Zhou")
        .set_address("1 Sample Road")
        .set_country("CN")
        .set_email("zhang.san+domains@example.com")
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
        .set_identity_credential_no(IDENTITY)
        .set_identity_credential_type(IdentityCredentialType::IdentityCard)
        .set_identity_credential(picture("jpeg", 60 * 1024))
}

#[tokio::test]
async fn fifty_domains_change_their_registrant() {
    let gateway = gateway().await;
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        for format in [Format::Json, Format::Xml] {
            let config = config(&gateway).with_signature(version).with_format(format);
            let client = Client::new(config).unwrap();
            let domains = (1..=50).map(|n| format!("example{n}.com"));
            let request = submit(domains);
            let call =
                client.save_task_for_updating_registrant_info_by_identity_credential(&request);
            let task = call.await.unwrap().task_no.unwrap();
            let query = QueryTaskDetailListRequest::new()
                .set_task_no(&task)
                .set_page_num(1)
                .set_page_size(100);
            let mut seen = Vec::new();
            for _ in 0..3 {
                let answer = client.query_task_detail_list(&query).await.unwrap();
                assert_eq!(answer.data.len(), 50);
                let status = answer.data[49].task_status.clone().unwrap();
                assert!(
                    answer
                        .data
                        .iter()
                        .all(|d| d.task_status == Some(status.clone()))
                );
                seen.push(status);
            }
            let expected = [
                TaskStatus::Waiting,
                TaskStatus::Executing,
                TaskStatus::Succeeded,
            ];
            assert_eq!(seen, expected, "{version:?} {format:?}");
        }
    }
    assert_eq!(gateway.executions(SUBMIT), 4);
}

#[tokio::test]
async fn a_request_with_nothing_set_names_everything_that_is_missing() {
    let gateway = gateway().await;
    let client = Client::new(config(&gateway)).unwrap();
    let request = SubmitRequest::new();
    let error = client
        .save_task_for_updating_registrant_info_by_identity_credential(&request)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    let model = model();
    let action = model.actions.iter().find(|a| a.name == SUBMIT).unwrap();
    let required: Vec<&str> = action
        .request
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(required.len(), 21);
    let found: Vec<&str> = error
        .validation()
        .unwrap()
        .violations()
        .iter()
        .map(aliyun_runtime::Violation::parameter)
        .collect();
    assert_eq!(found, required);
    let text = error.to_string();
    assert!(required.iter().all(|name| text.contains(name)), "{text}");
    assert!(gateway.requests().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_small_png_is_refused_before_anything_is_sent() {
    let gateway = gateway().await;
    let client = Client::new(config(&gateway)).unwrap();
    let request =
        submit(["example.com".to_owned()]).set_identity_credential(picture("png", 10 * 1024));
    let error = client
        .save_task_for_updating_registrant_info_by_identity_credential(&request)
        .await
        .unwrap_err();
    let text = error.to_string();
    for part in [
        "IdentityCredential",
        "10240",
        "55 KiB",
        "1 MiB",
        "jpeg",
        "bmp",
        "png",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(gateway.requests().is_empty());
}

#[tokio::test]
async fn closed_enums_refuse_what_is_not_listed_and_open_ones_send_it() {
    let gateway = gateway().await;
    let client = Client::new(config(&gateway)).unwrap();
    let closed = submit(["example.com".to_owned()]).set_registrant_type("3");
    let error = closed.validate().unwrap_err().to_string();
    assert!(
        error.contains("RegistrantType") && error.contains('3'),
        "{error}"
    );
    let open = submit(["example.com".to_owned()]).set_identity_credential_type("NEWKIND");
    assert_eq!(
        open.identity_credential_type.as_ref().unwrap().as_str(),
        "NEWKIND"
    );
    client
        .save_task_for_updating_registrant_info_by_identity_credential(&open)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_the_gateway_refuses_is_a_typed_error() {
    let gateway = gateway().await;
    let config = config(&gateway);
    let wrong = Config::new(AccessKey::new("testid", "wrong")).with_endpoint(gateway.endpoint());
    let query = QueryTaskDetailListRequest::new()
        .set_task_no("no-such-task")
        .set_page_num(1)
        .set_page_size(1);
    for (config, code, status) in [
        (wrong, ErrorCode::SignatureDoesNotMatch, 403),
        (config, ErrorCode::InvalidParameter, 400),
    ] {
        let client = Client::new(config).unwrap();
        let error = client.query_task_detail_list(&query).await.unwrap_err();
        assert_eq!(ErrorCode::of(&error), Some(code));
        assert_eq!(error.http_status(), Some(status));
        assert!(error.request_id().is_some());
    }
}

/// Everything a program may print.
fn printed(values: &[&dyn std::fmt::Debug]) -> String {
    values
        .iter()
        .map(|value| format!("{value:?}\n{value:#?}\n"))
        .collect()
}

#[tokio::test]
async fn secrets_and_identity_are_found_nowhere() {
    let gateway = gateway().await;
    let config = config(&gateway);
    let client = Client::new(config.clone()).unwrap();
    let request = submit(["example.com".to_owned()]);
    let mut output = printed(&[&config, &client, &request]);
    let call = || client.save_task_for_updating_registrant_info_by_identity_credential(&request);
    output += &printed(&[&call()]);
    let signed = call().sign().await.unwrap();
    output += &printed(&[&signed]);

    let mut errors = Vec::new();
    errors.push(Error::from(
        request.clone().set_lang("klingon").validate().unwrap_err(),
    ));
    let bad = request
        .clone()
        .set_identity_credential(Image::from_bytes(IDENTITY.as_bytes()));
    let refused = client.save_task_for_updating_registrant_info_by_identity_credential(&bad);
    errors.push(Error::from(refused.await.unwrap_err()));
    let echo = format!("you sent {} and {}", signed.url(), signed.form());
    for body in [
        error_body(&echo),
        format!("<html>{echo}</html>"),
        echo.clone(),
    ] {
        for status in [200, 403, 500] {
            gateway.fail_next(aliyun_mock::Fault::Status(status, body.clone()));
            errors.push(Error::from(call().await.unwrap_err()));
        }
    }
    gateway.fail_next(aliyun_mock::Fault::Close);
    errors.push(Error::from(call().await.unwrap_err()));
    for error in &errors {
        output += &printed(&[error]);
        let mut source: Option<&dyn std::error::Error> = Some(error.as_ref());
        while let Some(cause) = source {
            output += &format!("{cause}\n{cause:?}\n");
            source = cause.source();
        }
    }
    call().await.unwrap();
    output += &printed(&[&gateway.requests()]);

    for secret in [
        SECRET,
        IDENTITY,
        "Zhang San",
        "Zhang%20San",
        "13800000000",
        "张三",
    ] {
        assert!(!output.contains(secret), "{secret} in {output}");
    }
}

type Error = Box<dyn std::error::Error>;

fn error_body(message: &str) -> String {
    aliyun_runtime::Json::from_iter([("Code", "SignatureDoesNotMatch"), ("Message", message)])
        .to_string()
}
