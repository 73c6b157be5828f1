//! What a recording says about the checks, and settings of the gateway.

use std::sync::{Arc, Mutex};

use aliyun_mock::{ACCESS_KEY_ID, MockGateway, Outcome, RecordedRequest};

use crate::client::{Call, builder, gateway, v1, v3};

async fn recorded(call: Call) -> RecordedRequest {
    let gateway = gateway().await;
    call.send(&gateway).await;
    gateway.requests().remove(0)
}

fn outcomes(request: &RecordedRequest) -> Vec<(&str, &str)> {
    let checks = request.checks.iter();
    checks
        .map(|check| (check.what.as_str(), check.outcome.as_str()))
        .collect()
}

const PROTOCOL: [&str; 7] = [
    "request",
    "common parameters",
    "action",
    "access key",
    "signature",
    "timestamp",
    "nonce",
];

#[tokio::test]
async fn every_check_of_an_accepted_call_passed() {
    let call = v3("SaveTask")
        .query("DomainName.1", "a")
        .query("DomainName.2", "b");
    let seen = recorded(call.query("Count", "3")).await;
    let all = PROTOCOL
        .iter()
        .chain(&["parameter DomainName", "parameter Count"]);
    let expected: Vec<_> = all.map(|what| (*what, "passed")).collect();
    assert_eq!(outcomes(&seen), expected);
    assert_eq!((seen.status, seen.message.as_deref()), (Some(200), None));
    assert_eq!(seen.request_id.map(|id| id.len()), Some(36));
}

#[tokio::test]
async fn the_check_that_refused_is_told_and_later_ones_were_not_reached() {
    for (at, call) in [
        (
            0,
            Call {
                path: "/x",
                ..v3("Silent")
            },
        ),
        (
            1,
            Call {
                without: Some("x-acs-date"),
                ..v3("Silent")
            },
        ),
        (2, v3("Absent")),
        (
            2,
            Call {
                version: "2000-01-01",
                ..v3("Silent")
            },
        ),
        (
            3,
            Call {
                key: "stranger",
                ..v3("Silent")
            },
        ),
        (
            4,
            Call {
                secret: "wrong",
                ..v1("Silent")
            },
        ),
        (
            5,
            Call {
                time: "2020-01-02T03:04:05Z",
                ..v3("Silent")
            },
        ),
    ] {
        let seen = recorded(call).await;
        let expected: Vec<_> = PROTOCOL
            .iter()
            .enumerate()
            .map(|(step, what)| {
                let outcome = match step.cmp(&at) {
                    std::cmp::Ordering::Less => Outcome::Passed,
                    std::cmp::Ordering::Equal => Outcome::Refused,
                    std::cmp::Ordering::Greater => Outcome::NotReached,
                };
                (*what, outcome.as_str())
            })
            .collect();
        assert_eq!(outcomes(&seen), expected);
        assert_eq!(seen.checks[at].problem, seen.message);
        assert!(seen.message.is_some() && seen.code.is_some());
    }
}

#[tokio::test]
async fn every_wrong_parameter_is_told_at_once() {
    let call = v3("SaveTask")
        .query("Typo", "x")
        .query("Count", "99")
        .query("Secret", "hush!")
        .form("Note", "abc");
    let seen = recorded(call).await;
    let wrong: Vec<_> = seen.checks[7..]
        .iter()
        .map(|check| (check.what.as_str(), check.problem.as_deref().unwrap_or("")))
        .collect();
    let expected = [
        (
            "parameter Typo",
            "The parameter \"Typo\" is unknown to SaveTask.",
        ),
        (
            "parameter DomainName",
            "The required parameter \"DomainName\" is missing.",
        ),
        (
            "parameter Note",
            "The parameter \"Note\" belongs in the query, not in the body.",
        ),
        (
            "parameter Secret",
            "The parameter \"Secret\" does not match the pattern [0-9]{4}|x.",
        ),
        (
            "parameter Count",
            "The parameter \"Count\" must be a whole number from 1 to 9; found \"99\".",
        ),
    ];
    assert_eq!(wrong, expected);
    assert_eq!(
        seen.message.as_deref(),
        Some(expected[0].1),
        "the first one answers"
    );
}

#[tokio::test]
async fn messages_hold_no_key_of_a_sensitive_map_and_no_name_below_a_secret() {
    for name in [
        "Hidden.zhang.san",
        "Secret.zhang",
        "Vault.1.zhang",
        "Vault.1.Owner.zhang.san",
    ] {
        let seen = recorded(v3("SaveTask").query(name, "v").query("DomainName.1", "a")).await;
        assert!(!seen.to_json().contains("zhang"), "{}", seen.to_json());
    }
}

#[tokio::test]
async fn a_gateway_may_take_parameters_from_anywhere() {
    let gateway = builder().with_any_placement().start().await.unwrap();
    for call in [v1("SaveTask"), v3("SaveTask")] {
        let reply = call.form("DomainName.1", "a").send(&gateway).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    let reply = v3("SaveTask").form("Typo", "a").send(&gateway).await;
    assert_eq!(
        reply.code(),
        "InvalidParameter",
        "unknown ones are still refused"
    );
}

#[tokio::test]
async fn what_the_older_sdks_add_is_no_parameter_of_the_action() {
    let gateway = gateway().await;
    let add = |call: Call| {
        call.query("RegionId", "cn-hangzhou")
            .query("SignatureType", "")
    };
    assert_eq!(add(v1("Silent")).send(&gateway).await.status, 200);
    assert_eq!(
        add(v3("Silent")).send(&gateway).await.code(),
        "InvalidParameter"
    );
}

#[tokio::test]
async fn json_may_have_the_names_of_the_model() {
    let gateway = builder().with_model_names().start().await.unwrap();
    let reply = v3("SaveTask")
        .query("DomainName.1", "a")
        .send(&gateway)
        .await;
    let answer = reply.json();
    let mut names: Vec<&String> = answer.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["RequestId", "TaskNo"]);
}

#[tokio::test]
async fn several_keys_each_with_its_own_secret_and_token() {
    let gateway = builder()
        .with_access_key("second", "other")
        .with_access_key("temporary", "third")
        .with_security_token("token")
        .start()
        .await
        .unwrap();
    let call = |key, secret, token| Call {
        key,
        secret,
        token,
        ..v3("Silent")
    };
    for (call, code) in [
        (call("testid", "testsecret", None), ""),
        (call("second", "other", None), ""),
        (call("temporary", "third", Some("token")), ""),
        (call("temporary", "third", None), "MissingSecurityToken"),
        (
            call("second", "other", Some("token")),
            "InvalidSecurityToken.MismatchWithAccessKey",
        ),
        (call("second", "testsecret", None), "SignatureDoesNotMatch"),
    ] {
        assert_eq!(call.send(&gateway).await.code(), code);
    }
}

#[tokio::test]
async fn the_log_is_a_ring_and_the_observer_sees_all() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    let gateway = builder()
        .with_log_limit(3)
        .with_observer(move |request| heard.lock().unwrap().push(request.number))
        .start()
        .await
        .unwrap();
    for _ in 0..5 {
        v3("Silent").send(&gateway).await;
    }
    let kept: Vec<u64> = gateway
        .requests()
        .iter()
        .map(|request| request.number)
        .collect();
    assert_eq!(kept, [3, 4, 5]);
    assert_eq!(*told.lock().unwrap(), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn the_shortest_start_has_a_known_key() {
    let gateway = MockGateway::start(crate::model::model()).await.unwrap();
    let bad = v3("Silent");
    assert_eq!(bad.key, ACCESS_KEY_ID);
    // The tests' own clock is not the gateway's here.
    assert_eq!(bad.send(&gateway).await.code(), "InvalidTimeStamp.Expired");
}

#[tokio::test]
async fn stopping_ends_idle_connections_and_closes_the_port() {
    let gateway = gateway().await;
    let address = gateway.address();
    let mut idle = crate::client::connect(&gateway).await;
    let bytes = v3("Silent").sign(&gateway).bytes();
    assert!(crate::client::exchange(&mut idle, &bytes).await.is_some());
    gateway.stop().await;
    let read = tokio::io::AsyncReadExt::read(&mut idle, &mut [0]).await;
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
