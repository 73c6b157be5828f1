//! What is sent to STS, and builders of the sources that have settings.

use std::collections::BTreeMap;
use std::time::Duration;

use aliyun_runtime::credentials::{
    AssumeRoleCredentials, EcsCredentials, IniCredentials, OidcCredentials, ProfileCredentials,
    UriCredentials,
};
use aliyun_runtime::generated::{encode::Pair, percent, sign::v3};
use aliyun_runtime::{AccessKey, Credentials, CredentialsChain};

use crate::parts::{
    HIDDEN, assert_parts, assert_same, expected, failure, key_json, nowhere, ok, sts_json,
};
use crate::server::{Received, Server};

const ROLE: &str = "acs:ram::123:role/reader";

fn form(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(key, value)| (percent::decode(key), percent::decode(value)))
        .collect()
}

fn body(received: &Received) -> BTreeMap<String, String> {
    form(std::str::from_utf8(&received.body).unwrap())
}

#[tokio::test]
async fn assuming_a_role_is_signed_with_the_first_key() {
    let server = Server::fixed(ok(&sts_json("STS.reader", 3600)));
    let first = AccessKey::new("LTAIfirst", "hush-first").with_security_token("hush-token");
    let role = AssumeRoleCredentials::new(first, ROLE)
        .with_session_name("backup@host")
        .with_external_id("hush-external")
        .with_duration(Duration::from_secs(900))
        .with_policy(r#"{"Version":"1"}"#)
        .with_endpoint(&server.endpoint)
        .with_surroundings(nowhere());
    assert_same(role.credentials().await.unwrap(), expected("STS.reader")).await;

    let [received] = &server.received()[..] else {
        panic!("not one request")
    };
    assert_eq!(received.line, "POST / HTTP/1.1");
    let sent = [
        ("DurationSeconds", "900"),
        ("ExternalId", "hush-external"),
        ("Policy", r#"{"Version":"1"}"#),
        ("RoleArn", ROLE),
        ("RoleSessionName", "backup@host"),
    ];
    let sent = sent.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(body(received), BTreeMap::from(sent));
    for (name, value) in [
        ("x-acs-action", "AssumeRole"),
        ("x-acs-version", "2015-04-01"),
        ("x-acs-date", "2026-01-01T00:00:00Z"),
        ("x-acs-security-token", "hush-token"),
        ("content-type", "application/x-www-form-urlencoded"),
    ] {
        assert_eq!(received.header(name), Some(value), "{name}");
    }
    let headers: Vec<(&str, &str)> = received
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(crate::server::is_signed)
        .collect();
    let digest = v3::digest(&received.body);
    let no_query: [Pair; 0] = [];
    let stages = v3::stages("POST", "/", &no_query, &headers, &digest, "hush-first");
    let authorization = received.header("authorization").unwrap();
    assert_parts(
        authorization,
        &["Credential=LTAIfirst,", stages.signature()],
    );
}

#[tokio::test]
async fn an_oidc_token_is_sent_unsigned_and_read_anew() {
    let server = Server::fixed(ok(&sts_json("STS.pod", 3600)));
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("oidc-token");
    std::fs::write(&file, "hush-token-1\n").unwrap();
    let pod = |name: &str| {
        OidcCredentials::new(ROLE, "acs:ram::123:oidc-provider/ack", &file)
            .with_session_name(name)
            .with_endpoint(&server.endpoint)
            .with_surroundings(nowhere())
    };
    let key = pod("first").credentials().await.unwrap();
    assert_same(key, expected("STS.pod")).await;
    std::fs::write(&file, "hush-token-2").unwrap();
    pod("second").credentials().await.unwrap();

    let received = server.received();
    let query = received[0].target().strip_prefix("/?").unwrap();
    let sent = [
        ("Action", "AssumeRoleWithOIDC"),
        ("Format", "JSON"),
        ("Timestamp", "2026-01-01T00:00:00Z"),
        ("Version", "2015-04-01"),
    ];
    let sent = sent.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(form(query), BTreeMap::from(sent));
    assert_eq!(received[0].header("authorization"), None);
    let tokens: Vec<_> = received
        .iter()
        .map(|r| body(r)["OIDCToken"].clone())
        .collect();
    assert!(tokens == ["hush-token-1", "hush-token-2"]);
    let first = body(&received[0]);
    assert_eq!(first["RoleArn"], ROLE);
    assert_eq!(first["OIDCProviderArn"], "acs:ram::123:oidc-provider/ack");
    assert_eq!(first["RoleSessionName"], "first");
    assert!(!first.contains_key("DurationSeconds"));
}

#[tokio::test]
async fn settings_that_cannot_be_right_send_nothing() {
    let key = || AccessKey::new("LTAIfirst", "hush-first");
    let good = || AssumeRoleCredentials::new(key(), ROLE);
    for (role, reason) in [
        (
            AssumeRoleCredentials::new(key(), "hush"),
            "acs:ram::ACCOUNT:role/NAME",
        ),
        (good().with_session_name("x"), "session name"),
        (good().with_session_name("hush hush"), "session name"),
        (
            good().with_duration(Duration::from_secs(899)),
            "899 seconds; expected 900 to 43200",
        ),
        (
            good().with_duration(Duration::from_secs(43_201)),
            "43201 seconds",
        ),
        (good().with_endpoint("http://sts.example"), "unencrypted"),
        (
            good().with_endpoint("ftp://sts.example"),
            "neither https nor http",
        ),
        (
            AssumeRoleCredentials::new(AccessKey::new("LTAIfirst", "hush hush"), ROLE),
            "the access key secret contains white space",
        ),
    ] {
        let text = failure(&role.with_surroundings(nowhere())).await;
        assert_parts(&text, &["assuming the role: ", reason]);
    }
}

#[tokio::test]
async fn the_region_makes_the_host() {
    // Without an override of STS: the host is checked before anything is sent.
    let bad = |region| {
        AssumeRoleCredentials::new(AccessKey::new("LTAIfirst", "hush-first"), ROLE)
            .with_region(region)
            .with_surroundings(aliyun_runtime::credentials::Surroundings::default())
    };
    for region in ["", "evil.example/", "cn hangzhou", "hush.evil.example"] {
        assert_parts(&failure(&bad(region)).await, &["no region id"]);
    }
    let vpc =
        AssumeRoleCredentials::new(AccessKey::new("LTAIfirst", "hush-first"), ROLE).with_vpc(true);
    assert_parts(&failure(&vpc).await, &["needs a region"]);
}

#[tokio::test]
async fn the_error_of_sts_is_told_without_what_was_sent() {
    let body = r#"{"Code":"NoPermission","RequestId":"ABC-1","Message":"You may not use hush-first, hush-token or hush-external: POST&%2F&Role%3Dhush"}"#;
    let server = Server::fixed(crate::server::answer("403 Forbidden", "", body));
    let first = AccessKey::new("LTAIfirst", "hush-first").with_security_token("hush-token");
    let role = AssumeRoleCredentials::new(first, ROLE)
        .with_external_id("hush-external")
        .with_endpoint(&server.endpoint)
        .with_surroundings(nowhere());
    let text = failure(&role).await;
    assert_parts(
        &text,
        &[
            "assuming the role: STS answered NoPermission (HTTP 403): You may not use <redacted>",
            "[request id ABC-1]",
        ],
    );
}

#[tokio::test]
async fn a_role_assumed_with_an_assumed_role() {
    let server = Server::start(|received| {
        let second = received.header("x-acs-security-token").is_some();
        ok(&sts_json(if second { "STS.two" } else { "STS.one" }, 3600))
    });
    let assume = |source: std::sync::Arc<dyn Credentials>| {
        AssumeRoleCredentials::new(source, ROLE)
            .with_endpoint(&server.endpoint)
            .with_surroundings(nowhere())
    };
    let one = assume(std::sync::Arc::new(AccessKey::new(
        "LTAIfirst",
        "hush-first",
    )));
    let two = assume(std::sync::Arc::new(one));
    assert_same(two.credentials().await.unwrap(), expected("STS.two")).await;
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert!(received[1].header("x-acs-security-token") == Some("hush-STS.one-token"));
}

#[tokio::test]
async fn debug_shows_no_secrets() {
    let key = AccessKey::new("hush-id", "hush-secret").with_security_token("hush-token");
    let uri = "http://localhost/?token=hush";
    for shown in [
        format!(
            "{:?}",
            AssumeRoleCredentials::new(key, "hush").with_external_id("hush")
        ),
        format!("{:?}", OidcCredentials::new("hush", "hush", "hush")),
        format!("{:?}", EcsCredentials::new().with_role("hush")),
        format!("{:?}", UriCredentials::new(uri)),
        format!("{:?}", ProfileCredentials::new().with_profile("prod")),
        format!("{:?}", IniCredentials::new().with_section("prod")),
        format!("{:?}", CredentialsChain::new()),
        format!("{:?}", nowhere().with_variables(|_| Some("hush".into()))),
    ] {
        assert!(!shown.contains(HIDDEN), "{shown}");
        assert!(shown.contains(".."), "{shown}");
    }
    let server = Server::fixed(ok(&key_json("STS.server", 3600)));
    let source = UriCredentials::new(&server.endpoint).with_surroundings(nowhere());
    let key = source.credentials().await.unwrap();
    assert_eq!(format!("{key:?}"), "AccessKey { id: STS.…, .. }");
    assert!(!format!("{source:?}").contains(HIDDEN));
}
