//! Signatures: the published examples at every stage, and whole requests.
#![cfg(any(feature = "rustls", feature = "native-tls"))] // for https endpoints
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

#[macro_use]
mod common;
#[path = "common/server.rs"]
mod server;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use aliyun_runtime::generated::{
    Core, Record, Shape, Value, ValueRef, debug,
    encode::Pair,
    percent,
    sign::{v1, v3},
};
use aliyun_runtime::{AccessKey, Call, Config, ErrorKind, Format, SignatureVersion, SignedRequest};
use common::{SaveTaskRequest, TaskListResponse, request};
use server::{ID, PRODUCT, SAVE, SECRET, TOKEN, fixed, key};

fn pairs(pairs: &[(&str, &str)]) -> Vec<Pair> {
    pairs
        .iter()
        .map(|(key, value)| Pair::new(*key, value))
        .collect()
}

#[test]
fn published_example_of_version_1() {
    let parameters = pairs(&[
        ("Timestamp", "2016-02-23T12:46:24Z"),
        ("Format", "XML"),
        ("AccessKeyId", "testid"),
        ("Action", "DescribeRegions"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
        ("Version", "2014-05-26"),
        ("SignatureVersion", "1.0"),
    ]);
    let stages = v1::stages("GET", &parameters, "testsecret");
    assert_eq!(
        stages.canonical(),
        "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&\
         SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&\
         Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26"
    );
    assert_eq!(
        stages.string_to_sign(),
        "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26\
         SignatureMethod%3DHMAC-SHA1%26\
         SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26\
         Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26"
    );
    assert_eq!(stages.signature(), "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
}

#[test]
fn published_example_of_version_3() {
    let query = pairs(&[
        ("RegionId", "cn-shanghai"),
        (
            "ImageId",
            "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        ),
    ]);
    let digest = v3::digest(b"");
    assert_eq!(
        digest,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let headers = [
        ("X-Acs-Version", "2014-05-26"),
        ("host", "ecs.cn-shanghai.aliyuncs.com"),
        ("x-acs-action", " RunInstances "),
        ("x-acs-content-sha256", &digest),
        ("x-acs-date", "2023-10-26T10:22:32Z"),
        ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
    ];
    let stages = v3::stages(
        "POST",
        "/",
        &query,
        &headers,
        &digest,
        "YourAccessKeySecret",
    );
    assert_eq!(
        stages.canonical(),
        "POST\n/\n\
         ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai\n\
         host:ecs.cn-shanghai.aliyuncs.com\n\
         x-acs-action:RunInstances\n\
         x-acs-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n\
         x-acs-date:2023-10-26T10:22:32Z\n\
         x-acs-signature-nonce:3156853299f313e23d1673dc12e1703d\n\
         x-acs-version:2014-05-26\n\
         \n\
         host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version\n\
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        stages.string_to_sign(),
        "ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
    );
    assert_eq!(
        stages.signature(),
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    );
}

#[test]
fn parameters_are_sorted_by_the_bytes_of_their_names() {
    let unsorted = [
        ("b", ""),
        ("DomainName.2", "a b*~"),
        ("a", "é+/="),
        ("DomainName.10", "中"),
        ("B", "%"),
    ];
    let canonical = "B=%25&DomainName.10=%E4%B8%AD&DomainName.2=a%20b%2A~&a=%C3%A9%2B%2F%3D&b=";
    let stages = v1::stages("POST", &pairs(&unsorted), "secret");
    assert_eq!(stages.canonical(), canonical);
    assert_eq!(
        stages.string_to_sign(),
        format!("POST&%2F&{}", percent::encode(canonical))
    );
    let stages = v3::stages("POST", "/", &pairs(&unsorted), &[], "00", "secret");
    assert_eq!(stages.canonical(), format!("POST\n/\n{canonical}\n\n\n00"));
}

#[test]
fn long_values_are_signed_whole() {
    let value = "+a".repeat(10_000);
    let stages = v1::stages("POST", &pairs(&[("Image", &value)]), "secret");
    assert_eq!(
        stages.string_to_sign(),
        format!("POST&%2F&Image%3D{}", "%252Ba".repeat(10_000))
    );
}

async fn sign(config: Config, request: &SaveTaskRequest) -> SignedRequest {
    let core = Core::new(&PRODUCT, config).unwrap();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, request);
    call.sign().await.unwrap()
}

/// The decoded parameters of a query or form.
fn form(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(key, value)| (percent::decode(key), percent::decode(value)))
        .collect()
}

fn query(signed: &SignedRequest) -> Vec<(String, String)> {
    form(signed.url().split_once('?').unwrap().1)
}

fn get<'a>(pairs: &'a [(String, String)], key: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(known, _)| known == key)
        .map(|(_, value)| &**value)
}

/// What the gateway does: signs again what it received.
fn resign_v1(signed: &SignedRequest) -> String {
    let parameters: Vec<_> = query(signed)
        .into_iter()
        .chain(form(signed.form()))
        .filter(|(key, _)| key != "Signature")
        .map(|(key, value)| Pair::new(key, &value))
        .collect();
    v1::stages(signed.method(), &parameters, SECRET)
        .signature()
        .to_owned()
}

fn resign_v3(signed: &SignedRequest) -> String {
    let query: Vec<_> = query(signed)
        .into_iter()
        .map(|(key, value)| Pair::new(key, &value))
        .collect();
    let headers: Vec<_> = signed.headers().filter(server::is_signed).collect();
    let digest = v3::digest(signed.body());
    let stages = v3::stages(signed.method(), "/", &query, &headers, &digest, SECRET);
    stages.signature().to_owned()
}

#[tokio::test]
async fn whole_request_of_version_1() {
    let config = fixed(key()).with_signature(SignatureVersion::V1);
    let signed = sign(config, &request()).await;
    assert_eq!(signed.method(), "POST");
    assert_eq!(signed.action(), "SaveTask");
    assert!(signed.url().starts_with("https://sample.aliyuncs.com/?"));
    let sent = query(&signed);
    for (key, value) in [
        ("AccessKeyId", ID),
        ("Action", "SaveTask"),
        ("Version", "2018-01-29"),
        ("Format", "JSON"),
        ("Timestamp", "2023-10-26T10:22:32Z"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", "5ca1ab1e"),
        ("DomainName.1", "a.example"),
        ("DomainName.2", "b.example"),
        ("Telephone", "123456789"),
    ] {
        assert_eq!(get(&sent, key), Some(value), "{key}");
    }
    assert_eq!(sent.len(), 12, "{signed:?}");
    assert_eq!(get(&sent, "Signature"), Some(&*resign_v1(&signed)));

    let body = form(signed.form());
    assert_eq!(body.len(), 1);
    assert_eq!(
        get(&body, "IdentityCredential").unwrap().len(),
        56_320_usize.div_ceil(3) * 4
    );
    let headers: Vec<_> = signed.headers().map(|(name, _)| name).collect();
    assert_eq!(headers, ["host", "user-agent", "content-type"]);
}

#[tokio::test]
async fn whole_request_of_version_3() {
    let config = fixed(key())
        .with_endpoint("gateway.example:8443")
        .with_format(Format::Xml)
        .with_user_agent("tool/1.0");
    let signed = sign(config, &request()).await;
    assert_eq!(
        signed.url(),
        "https://gateway.example:8443/?DomainName.1=a.example&DomainName.2=b.example\
         &Telephone=123456789"
    );
    let agent = concat!("aliyun-runtime/", env!("CARGO_PKG_VERSION"), " tool/1.0");
    for (name, value) in [
        ("host", "gateway.example:8443"),
        ("accept", "application/xml"),
        ("user-agent", agent),
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-acs-action", "SaveTask"),
        ("x-acs-version", "2018-01-29"),
        ("x-acs-date", "2023-10-26T10:22:32Z"),
        ("x-acs-signature-nonce", "5ca1ab1e"),
        ("x-acs-content-sha256", &v3::digest(signed.body())),
    ] {
        assert_eq!(signed.header(name), Some(value), "{name}");
    }
    assert_eq!(
        signed.header("authorization").unwrap(),
        format!(
            "ACS3-HMAC-SHA256 Credential={ID},SignedHeaders=content-type;host;x-acs-action;\
             x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature={}",
            resign_v3(&signed)
        )
    );
}

#[tokio::test]
async fn a_security_token_is_sent_and_signed() {
    let key = key().with_security_token(TOKEN);
    let config = fixed(key.clone()).with_signature(SignatureVersion::V1);
    let signed = sign(config, &request()).await;
    assert_eq!(get(&query(&signed), "SecurityToken"), Some(TOKEN));
    assert_eq!(
        get(&query(&signed), "Signature"),
        Some(&*resign_v1(&signed))
    );

    let signed = sign(fixed(key), &request()).await;
    assert_eq!(signed.header("x-acs-security-token"), Some(TOKEN));
    assert_eq!(signed.header("x-acs-accesskey-id"), Some(ID));
    let authorization = signed.header("authorization").unwrap();
    for name in [";x-acs-accesskey-id;", ";x-acs-security-token;"] {
        assert!(authorization.contains(name), "{authorization}");
    }
    assert!(authorization.ends_with(&resign_v3(&signed)));
}

#[tokio::test]
async fn each_request_has_a_nonce_of_its_own() {
    let core = Core::new(&PRODUCT, Config::new(key())).unwrap();
    let mut nonces = Vec::new();
    for _ in 0..3 {
        let request = request();
        let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
        let signed = call.sign().await.unwrap();
        let nonce = signed.header("x-acs-signature-nonce").unwrap().to_owned();
        assert!(
            nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_hexdigit()),
            "{nonce}"
        );
        assert!(!nonces.contains(&nonce));
        nonces.push(nonce);
    }
}

/// A request with a parameter that version 1 sends in the query already.
struct Clash {
    version: String,
}

record! { Clash { version } = ["Version"] }

/// A request without parameters.
struct Empty;

record! { Empty {} = [] }

#[tokio::test]
async fn a_parameter_is_never_sent_twice() {
    let request = Clash {
        version: "latest".to_owned(),
    };
    let config = fixed(key()).with_signature(SignatureVersion::V1);
    let core = Core::new(&PRODUCT, config).unwrap();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    let error = call.sign().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.message().contains("`Version`"), "{error}");

    let core = Core::new(&PRODUCT, fixed(key())).unwrap();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    let signed = call.sign().await.unwrap();
    assert_eq!(signed.url(), "https://sample.aliyuncs.com/?Version=latest");
}

#[tokio::test]
async fn a_request_without_parameters() {
    let core = Core::new(&PRODUCT, fixed(key())).unwrap();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &Empty);
    let signed = call.sign().await.unwrap();
    assert_eq!(signed.url(), "https://sample.aliyuncs.com/");
    assert_eq!((signed.form(), signed.header("content-type")), ("", None));
}

#[tokio::test]
async fn a_clock_out_of_range_is_an_error() {
    let config = Config::new(AccessKey::new(ID, SECRET))
        .with_clock(Arc::new(|| UNIX_EPOCH - Duration::from_secs(1)));
    let core = Core::new(&PRODUCT, config).unwrap();
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    let error = call.sign().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.message().contains("1970"), "{error}");
}
