//! Which parameters the documentation allows.

use aliyun_mock::MockGateway;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::client::{Call, gateway, v1, v3};

/// Sends the parameters beside a valid list of domains, with each signature,
/// and gives status, code and message, which must not depend on it.
async fn outcome(gateway: &MockGateway, pairs: &[(&str, &str)]) -> (u16, String, String) {
    let with = |call: Call| {
        let call = call.query("DomainName.1", "a.example");
        pairs
            .iter()
            .fold(call, |call, (name, value)| call.query(name, value))
    };
    let mut outcomes = Vec::new();
    for call in [v1("SaveTask"), v3("SaveTask")] {
        let reply = with(call).send(gateway).await;
        outcomes.push((reply.status, reply.code(), reply.message()));
    }
    assert_eq!(outcomes[0], outcomes[1]);
    outcomes.remove(0)
}

#[tokio::test]
async fn allowed_values_pass() {
    let gateway = gateway().await;
    let allowed: &[&[(&str, &str)]] = &[
        &[],
        &[("Note", "中文字符")],
        &[("Secret", "1234")],
        &[
            ("Count", "9"),
            ("Total", "-9223372036854775808"),
            ("Ratio", "0.5"),
        ],
        &[("Flag", "true")],
        &[("Flag", "FALSE")],
        &[("Extra", "{\"a\":[1]}")],
        &[("Lang", "zh"), ("Kind", "unheard of"), ("Level", "2")],
        &[
            ("Contact.1.Email", "e"),
            ("Contact.1.Age", "3"),
            ("Contact.2.Email", "f"),
        ],
        &[("Label.any.key", ""), ("Label.other", "x")],
        &[("Group.k.1", "1"), ("Group.k.2", "2"), ("Group.Name", "n")],
    ];
    for pairs in allowed {
        let (status, code, message) = outcome(&gateway, pairs).await;
        assert_eq!((status, code.as_str()), (200, ""), "{pairs:?} {message}");
    }
}

#[tokio::test]
async fn other_values_are_refused_by_name() {
    let gateway = gateway().await;
    let refused: &[(&str, &str, &str)] = &[
        ("Nope", "1", "unknown"),
        ("domainname.2", "a", "unknown"),
        ("Note.1", "ab", "unknown"),
        ("Note", "a", "expected 2 to 4"),
        ("Note", "中文字符中", "has 5 characters"),
        ("Note", "", "has 0 characters"),
        ("Count", "x", "32 bits"),
        ("Count", "+1", "32 bits"),
        ("Count", "", "32 bits"),
        ("Count", "2147483648", "32 bits"),
        ("Count", "10", "from 1 to 9"),
        ("Total", "9223372036854775808", "64 bits"),
        ("Ratio", "1.5", "from 0 to 1"),
        ("Ratio", "inf", "not a number"),
        ("Flag", "yes", "neither true nor false"),
        ("Extra", "{", "not JSON"),
        ("Lang", "fr", "one of zh, en"),
        ("Lang", "ZH", "one of zh, en"),
        ("Level", "A", "not a whole number"),
        ("Level", "3", "one of 1, 2"),
        ("Contact.1", "x", "a plain value"),
        ("Contact.1.Phone", "x", "unknown"),
        ("Contact", "x", "is a list"),
        ("Contact.x.Email", "x", "is a list"),
        ("Contact.01.Email", "x", "is a list"),
        ("Contact.0.Email", "x", "is a list"),
        ("Contact.2.Email", "x", "no member 1"),
        ("DomainName.3", "x", "no member 2"),
        ("Label", "x", "expected keys"),
        ("Group.k.1", "x", "32 bits"),
        ("Group.k.2", "1", "no member 1"),
        ("Group.k", "1", "is a list"),
    ];
    for &(name, value, what) in refused {
        let (status, code, message) = outcome(&gateway, &[(name, value)]).await;
        assert_eq!(
            (status, code.as_str()),
            (400, "InvalidParameter"),
            "{name}={value}: {message}"
        );
        let stem = name.split('.').next().unwrap_or(name);
        assert!(
            message.contains(stem) && message.contains(what),
            "{name}={value}: {message}"
        );
    }
    assert_eq!(gateway.executions("SaveTask"), 0);
}

#[tokio::test]
async fn lists_have_bounds() {
    let gateway = gateway().await;
    let more = [
        ("DomainName.2", "b"),
        ("DomainName.3", "c"),
        ("DomainName.4", "d"),
    ];
    assert_eq!(outcome(&gateway, &more[..2]).await.0, 200);
    let (_, code, message) = outcome(&gateway, &more).await;
    assert_eq!(code, "InvalidParameter");
    assert!(
        message.contains("has 4 members; expected 1 to 3"),
        "{message}"
    );
}

#[tokio::test]
async fn required_parameters_must_be_there_and_filled() {
    let gateway = gateway().await;
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[], "DomainName"),
        (&[("DomainName.1", "")], "DomainName.1"),
        (
            &[("DomainName.1", "a"), ("Contact.1.Age", "3")],
            "Contact.1.Email",
        ),
        (
            &[("DomainName.1", "a"), ("Contact.1.Email", "")],
            "Contact.1.Email",
        ),
    ];
    for (pairs, missing) in cases {
        for call in [v1("SaveTask"), v3("SaveTask")] {
            let call = pairs
                .iter()
                .fold(call, |call, (name, value)| call.query(name, value));
            let reply = call.send(&gateway).await;
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (400, "MissingParameter")
            );
            assert!(
                reply.message().contains(&format!("\"{missing}\"")),
                "{}",
                reply.message()
            );
        }
    }
}

#[tokio::test]
async fn parameters_stay_in_their_place() {
    let gateway = gateway().await;
    for sign in [v1, v3] {
        let call = sign("UploadTask")
            .query("DomainName", "a")
            .query("Paper", "/9j/4AA=");
        let reply = call.send(&gateway).await;
        assert_eq!(reply.code(), "InvalidParameter");
        assert!(
            reply.message().contains("belongs in the body"),
            "{}",
            reply.message()
        );
        let call = sign("UploadTask")
            .form("DomainName", "a")
            .form("Paper", "/9j/4AA=");
        let reply = call.send(&gateway).await;
        assert_eq!(reply.code(), "InvalidParameter");
        assert!(
            reply.message().contains("belongs in the query"),
            "{}",
            reply.message()
        );
    }
}

#[tokio::test]
async fn images_are_looked_at() {
    let gateway = gateway().await;
    let image = |magic: &[u8], size: usize| {
        let mut raw = magic.to_vec();
        raw.resize(size, 0);
        STANDARD.encode(raw)
    };
    let (jpeg, bmp): (&[u8], &[u8]) = (b"\xff\xd8\xff", b"BM");
    let cases = [
        (image(jpeg, 5), ""),
        (image(bmp, 1_048_576), ""),
        (image(jpeg, 4), "is 4 bytes; expected 5 to 1048576"),
        (image(jpeg, 1_048_577), "is 1048577 bytes"),
        (image(b"\x89PNG", 50), "is png; expected jpeg or bmp"),
        (image(b"GIF8", 50), "is gif"),
        (image(b"PDF-", 50), "is no image of a known format"),
        ("not base64!".to_owned(), "is not base64"),
        (
            image(jpeg, 5).trim_end_matches('=').to_owned(),
            "is not base64",
        ),
    ];
    for (paper, what) in cases {
        for call in [v1("UploadTask"), v3("UploadTask")] {
            let reply = call
                .query("DomainName", "a")
                .form("Paper", &paper)
                .send(&gateway)
                .await;
            if what.is_empty() {
                assert_eq!(reply.status, 200, "{}", reply.body);
            } else {
                // The action documents this code with this status.
                assert_eq!(
                    (reply.status, reply.code().as_str()),
                    (422, "ParameterIllegal")
                );
                assert!(reply.message().contains(what), "{}", reply.message());
                assert!(!reply.body.contains(&paper));
            }
        }
    }
}

#[tokio::test]
async fn an_image_without_limits_need_only_decode() {
    let gateway = gateway().await;
    let call = |photo| {
        v3("UploadTask")
            .query("DomainName", "a")
            .form("Paper", "/9j/4AA=")
            .form("Photo", photo)
    };
    assert_eq!(call("AAAA").send(&gateway).await.status, 200);
    assert_eq!(call("AAA").send(&gateway).await.code(), "ParameterIllegal");
}

#[tokio::test]
async fn messages_show_values_unless_they_are_sensitive() {
    let gateway = gateway().await;
    let (_, _, message) = outcome(&gateway, &[("Flag", "perhaps")]).await;
    assert!(message.contains("perhaps"), "{message}");
    let (_, code, message) = outcome(&gateway, &[("Secret", "12345-private")]).await;
    assert_eq!(code, "InvalidParameter");
    assert!(
        message.contains("pattern") && !message.contains("private"),
        "{message}"
    );
}

#[tokio::test]
async fn patterns_match_the_whole_value() {
    let gateway = gateway().await;
    assert_eq!(outcome(&gateway, &[("Secret", "x")]).await.0, 200);
    for value in ["12345", "xx", "1234x", "ax"] {
        assert_eq!(
            outcome(&gateway, &[("Secret", value)]).await.0,
            400,
            "{value}"
        );
    }
}

#[tokio::test]
async fn malformed_queries_and_forms_are_refused() {
    let gateway = gateway().await;
    for broken in [
        "a", "=1", "a=%", "a=%4", "a=%zz", "a=%FF", "&a=1", "a=1&&b=1",
    ] {
        let mut wire = v1("Silent").sign(&gateway);
        wire.query = format!("{}&{broken}", wire.query);
        let reply = crate::client::send(&gateway, &wire.bytes()).await;
        assert_eq!(reply.status, 400, "{broken}");
        let mut wire = v1("Silent").sign(&gateway);
        wire.body = broken.to_owned();
        wire.headers.push((
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        ));
        let reply = crate::client::send(&gateway, &wire.bytes()).await;
        assert_eq!(reply.status, 400, "{broken}");
        assert_eq!(gateway.executions("Silent"), 0);
    }
}

#[tokio::test]
async fn bodies_must_be_forms() {
    let gateway = gateway().await;
    let call = Call {
        content_type: "application/json",
        ..v3("UploadTask")
    };
    let reply = call
        .query("DomainName", "a")
        .form("Paper", "/9j/4AA=")
        .send(&gateway)
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (415, "InvalidContentType")
    );
}
