//! Whose signature counts, when, and how often.

use crate::client::{Call, Wire, builder, gateway, send, try_send, v1, v3};

/// A call that is right in every way, with parameters in query and body.
fn good(call: Call) -> Call {
    call.query("DomainName", "a b*~中.example")
        .form("Paper", "/9j/4AA=")
}

fn both(action: &'static str) -> [Call; 2] {
    [v1(action), v3(action)]
}

#[tokio::test]
async fn right_signatures_pass() {
    let gateway = gateway().await;
    for call in both("UploadTask").map(good) {
        let reply = call.send(&gateway).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    for call in both("Silent") {
        let reply = Call {
            method: "GET",
            ..call
        }
        .send(&gateway)
        .await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    assert_eq!(gateway.executions("UploadTask"), 2);
    assert_eq!(gateway.executions("Silent"), 2);
}

#[tokio::test]
async fn order_in_the_query_does_not_matter() {
    let gateway = gateway().await;
    for call in both("SaveTask") {
        let mut call = call.query("Note", "ab");
        for number in (1..=3).rev() {
            call = call.query(&format!("DomainName.{number}"), "x");
        }
        assert_eq!(call.send(&gateway).await.status, 200);
    }
}

fn flip(text: &str, at: usize) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] ^= 1;
    String::from_utf8(bytes).ok()
}

/// Every request that differs from `wire` in one bit of the query, the body
/// or a header.
fn tampered(wire: &Wire, headers: bool) -> Vec<Wire> {
    let mut all = Vec::new();
    for at in 0..wire.query.len() {
        all.extend(flip(&wire.query, at).map(|query| Wire {
            query,
            ..wire.clone()
        }));
    }
    for at in 0..wire.body.len() {
        all.extend(flip(&wire.body, at).map(|body| Wire {
            body,
            ..wire.clone()
        }));
    }
    for (index, (name, value)) in wire.headers.iter().enumerate() {
        if !headers || name == "accept" {
            continue;
        }
        for at in 0..value.len() {
            let mut changed = wire.clone();
            changed.headers[index].1 = flip(value, at).unwrap();
            all.push(changed);
        }
    }
    all
}

#[tokio::test]
async fn tampering_is_refused_and_spends_no_nonce() {
    let gateway = gateway().await;
    for call in both("UploadTask").map(good) {
        let before = gateway.executions("UploadTask");
        let wire = call.sign(&gateway);
        let attacks = tampered(&wire, call.v3);
        assert!(
            attacks.len() > wire.query.len() + wire.body.len() - 1,
            "nothing was left out"
        );
        for attack in attacks {
            let bytes = attack.bytes();
            let reply = try_send(&gateway, &bytes).await;
            let status = reply.map(|reply| reply.status);
            assert!(
                status.is_some_and(|status| status >= 400),
                "{}",
                String::from_utf8_lossy(&bytes)
            );
        }
        assert_eq!(gateway.executions("UploadTask"), before);
        assert_eq!(send(&gateway, &wire.bytes()).await.status, 200);
    }
}

#[tokio::test]
async fn another_method_breaks_the_signature() {
    let gateway = gateway().await;
    for call in both("Silent") {
        let wire = Wire {
            method: "GET",
            ..call.sign(&gateway)
        };
        let reply = send(&gateway, &wire.bytes()).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (403, "SignatureDoesNotMatch")
        );
    }
}

#[tokio::test]
async fn each_wrong_claim_has_its_own_code() {
    let gateway = gateway().await;
    for base in both("Silent") {
        let refused = [
            (
                Call {
                    secret: "testsecres",
                    ..base.clone()
                },
                403,
                "SignatureDoesNotMatch",
            ),
            (
                Call {
                    key: "testie",
                    ..base.clone()
                },
                400,
                "InvalidAccessKeyId.NotFound",
            ),
            // The model lists a status of its own for this one.
            (
                Call {
                    version: "2018-01-30",
                    ..base.clone()
                },
                410,
                "NoSuchVersion",
            ),
            (
                Call {
                    action: "silent",
                    ..base.clone()
                },
                404,
                "InvalidAction.NotFound",
            ),
            (
                Call {
                    token: Some("t"),
                    ..base.clone()
                },
                400,
                "InvalidSecurityToken.MismatchWithAccessKey",
            ),
            (
                Call {
                    time: "2026-01-02 03:04:05",
                    ..base.clone()
                },
                400,
                "InvalidTimeStamp.Format",
            ),
            (
                Call {
                    method: "PUT",
                    ..base.clone()
                },
                405,
                "UnsupportedHTTPMethod",
            ),
            (
                Call {
                    path: "/x",
                    ..base.clone()
                },
                404,
                "InvalidPath",
            ),
        ];
        for (call, status, code) in refused {
            let reply = call.send(&gateway).await;
            assert_eq!((reply.status, reply.code().as_str()), (status, code));
        }
    }
    assert_eq!(gateway.executions("Silent"), 0);
}

#[tokio::test]
async fn timestamps_hold_for_fifteen_minutes_both_ways() {
    let gateway = gateway().await;
    for base in both("Silent") {
        for (time, code) in [
            ("2026-01-02T02:49:05Z", ""),
            ("2026-01-02T03:19:05Z", ""),
            ("2026-01-02T02:49:04Z", "InvalidTimeStamp.Expired"),
            ("2026-01-02T03:19:06Z", "InvalidTimeStamp.Expired"),
        ] {
            let nonce = format!("{}-{time}", base.nonce);
            let reply = Call {
                time,
                nonce,
                ..base.clone()
            }
            .send(&gateway)
            .await;
            assert_eq!(reply.code(), code, "{time}");
        }
    }
}

#[tokio::test]
async fn a_nonce_counts_once() {
    let gateway = gateway().await;
    for call in both("Silent") {
        let bytes = call.sign(&gateway).bytes();
        assert_eq!(send(&gateway, &bytes).await.status, 200);
        let reply = send(&gateway, &bytes).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "SignatureNonceUsed")
        );
    }
    assert_eq!(gateway.executions("Silent"), 2);
}

#[tokio::test]
async fn missing_protocol_parameters_are_named() {
    let gateway = gateway().await;
    let v1_names = [
        "AccessKeyId",
        "Action",
        "Signature",
        "SignatureMethod",
        "SignatureNonce",
        "SignatureVersion",
        "Timestamp",
        "Version",
    ];
    let v3_names = [
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-version",
    ];
    let calls = v1_names.map(|name| Call {
        without: Some(name),
        ..v1("Silent")
    });
    for call in calls.into_iter().chain(v3_names.map(|name| Call {
        without: Some(name),
        ..v3("Silent")
    })) {
        let name = call.without.unwrap_or_default();
        let reply = call.send(&gateway).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "MissingParameter"),
            "{name}"
        );
        assert!(reply.message().contains(name), "{}", reply.message());
    }
}

#[tokio::test]
async fn duplicates_are_refused() {
    let gateway = gateway().await;
    for call in both("SaveTask") {
        let call = call.query("DomainName.1", "a").query("DomainName.1", "a");
        let reply = call.send(&gateway).await;
        assert_eq!(reply.code(), "InvalidParameter");
        assert!(reply.message().contains("twice"), "{}", reply.message());
    }
    let mut wire = v3("Silent").sign(&gateway);
    wire.headers
        .push(("x-acs-action".to_owned(), "Silent".to_owned()));
    let reply = send(&gateway, &wire.bytes()).await;
    assert!(
        reply.message().contains("x-acs-action"),
        "{}",
        reply.message()
    );
}

#[tokio::test]
async fn headers_that_v3_must_sign_cannot_be_added_unsigned() {
    let gateway = gateway().await;
    let mut wire = v3("Silent").sign(&gateway);
    wire.headers
        .push(("x-acs-security-token".to_owned(), "t".to_owned()));
    let reply = send(&gateway, &wire.bytes()).await;
    assert_eq!(reply.code(), "IncompleteSignature");
}

#[tokio::test]
async fn a_temporary_key_needs_its_token() {
    let gateway = builder()
        .with_security_token("token-1")
        .start()
        .await
        .unwrap();
    for base in both("Silent") {
        assert_eq!(base.send(&gateway).await.code(), "MissingSecurityToken");
        let wrong = Call {
            token: Some("token-2"),
            ..base.clone()
        };
        assert_eq!(
            wrong.send(&gateway).await.code(),
            "InvalidSecurityToken.MismatchWithAccessKey"
        );
        assert_eq!(
            Call {
                token: Some("token-1"),
                ..base
            }
            .send(&gateway)
            .await
            .status,
            200
        );
    }
}

#[tokio::test]
async fn v3_has_no_protocol_parameters_in_the_query() {
    let gateway = gateway().await;
    let reply = v3("Silent").query("Action", "Silent").send(&gateway).await;
    assert_eq!(reply.code(), "InvalidParameter");
}

#[tokio::test]
async fn a_gateway_needs_an_access_key() {
    let start = aliyun_mock::MockGateway::builder(crate::model::model()).start();
    assert_eq!(
        start.await.unwrap_err().kind(),
        std::io::ErrorKind::InvalidInput
    );
    let start = builder().with_access_key("testid", "").start();
    assert_eq!(
        start.await.unwrap_err().kind(),
        std::io::ErrorKind::InvalidInput
    );
}
