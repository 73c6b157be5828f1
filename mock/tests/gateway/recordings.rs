//! What is kept of requests.

use aliyun_mock::SignatureVersion;

use crate::client::{Call, gateway, v1, v3};

#[tokio::test]
async fn recordings_hide_what_is_personal() {
    let gateway = gateway().await;
    let call = |call: Call| {
        call.query("DomainName.1", "a")
            .query("Secret", "1234")
            .query("Contact.1.Email", "me@here")
            .query("Contact.1.Age", "3")
    };
    call(v1("SaveTask")).send(&gateway).await;
    call(v3("SaveTask"))
        .query("Typo", "oops")
        .send(&gateway)
        .await;
    let photo = v3("UploadTask")
        .query("DomainName", "a")
        .form("Paper", "/9j/4AA=")
        .form("Photo", "AAAA");
    photo.send(&gateway).await;
    let requests = gateway.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|request| {
            (
                request.action.as_deref(),
                request.signature,
                request.status,
                request.code.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (
                Some("SaveTask"),
                Some(SignatureVersion::V1),
                Some(200),
                None
            ),
            (
                Some("SaveTask"),
                Some(SignatureVersion::V3),
                Some(400),
                Some("InvalidParameter")
            ),
            (
                Some("UploadTask"),
                Some(SignatureVersion::V3),
                Some(200),
                None
            ),
        ]
    );
    let shown = |at: usize, name: &str| {
        let found = requests[at]
            .parameters
            .iter()
            .find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str())
    };
    let hidden = Some("<redacted>");
    for name in ["Secret", "Contact.1.Email", "AccessKeyId", "Signature"] {
        assert_eq!(shown(0, name), hidden, "{name}");
    }
    assert_eq!(shown(0, "DomainName.1"), Some("a"));
    assert_eq!(shown(0, "Contact.1.Age"), Some("3"));
    assert_eq!(shown(0, "SignatureMethod"), Some("HMAC-SHA1"));
    assert_eq!(shown(1, "Typo"), hidden);
    assert_eq!(shown(2, "Paper"), hidden);
    assert_eq!(shown(2, "Photo"), Some("<image, 4 characters>"));
    let debug = format!("{gateway:?} {requests:?} {:?}", crate::client::builder());
    for secret in ["testsecret", "testid", "1234", "me@here", "oops", "/9j/"] {
        assert!(!debug.contains(secret), "{secret}");
    }
}

/// The one recording of a call, whatever became of it.
async fn recorded(call: Call) -> Vec<(String, String)> {
    let gateway = gateway().await;
    call.send(&gateway).await;
    let mut requests = gateway.requests();
    assert_eq!(requests.len(), 1);
    requests.remove(0).parameters
}

#[tokio::test]
async fn recordings_hide_names_that_are_personal_or_unknown() {
    let long = "x".repeat(5000);
    let cut = format!("{}…", "x".repeat(100));
    for (name, shown, value) in [
        ("DomainName.1", "DomainName.1", Some("v")),
        ("Label.zhang.san", "Label.zhang.san", Some("v")),
        ("Label.a\nb", "Label.a\\nb", Some("v")),
        ("Group.a.1", "Group.a.1", Some("v")),
        ("Hidden.zhang.san", "Hidden.<redacted>", None),
        ("Vault.1.Owner.zhang", "Vault.1.Owner.<redacted>", None),
        ("Vault.1.zhang", "Vault.1.<redacted>", None),
        ("Vault.zhang", "Vault.<redacted>", None),
        ("Secret.zhang", "Secret.<redacted>", None),
        ("Note.zhang", "Note.zhang", None),
        ("DomainName.x", "DomainName.x", None),
        ("Contact.1.Other", "Contact.1.Other", None),
        ("Contact.1", "Contact.1", None),
        ("zhang\u{1b}san", "<redacted>", None),
        ("{\"Secret\": \"zhang", "<redacted>", None),
        ("Label.a\u{202e}b", "Label.a\\u{202e}b", Some("v")),
        (&long, &cut, None),
    ] {
        let seen = recorded(v3("SaveTask").form(name, "v")).await;
        let value = value.unwrap_or("<redacted>");
        assert_eq!(seen, [(shown.to_owned(), value.to_owned())], "{name}");
    }
}

#[tokio::test]
async fn recordings_are_limited_in_size() {
    let seen = recorded(v3("SaveTask").form("Note", &"四".repeat(4000))).await;
    assert_eq!(seen[0].1, format!("{}…", "四".repeat(1000)));

    let mut call = v3("SaveTask");
    for number in 1..=1500 {
        call = call.form(&format!("DomainName.{number}"), "a");
    }
    let seen = recorded(call).await;
    assert_eq!(seen.len(), 1001);
    assert_eq!(seen[999].0, "DomainName.1000");
    assert_eq!(seen[1000], ("…".to_owned(), "500 more".to_owned()));

    let gateway = gateway().await;
    let mut call = v3("SaveTask");
    call.action = Box::leak("y".repeat(5000).into_boxed_str());
    call.send(&gateway).await;
    let action = gateway.requests()[0].action.clone().unwrap();
    assert_eq!(action, format!("{}…", "y".repeat(100)));
}

#[tokio::test]
async fn a_body_that_is_no_form_leaves_nothing_of_it() {
    let gateway = gateway().await;
    let json = |call: Call| call.form("{\"Secret\": \"zhang\", \"Paper\": \"/9j/", "=\"}");
    for call in [v1("SaveTask"), v3("SaveTask"), v3("Absent")] {
        json(call).send(&gateway).await;
    }
    for call in [v1("SaveTask"), v3("SaveTask")] {
        let twice = call.form("Hidden.zhang", "1").form("Hidden.zhang", "2");
        twice.send(&gateway).await;
    }
    let requests = gateway.requests();
    assert_eq!(requests.len(), 5);
    for request in requests {
        assert!(request.status >= Some(400), "{request:?}");
        let kept = format!("{request:?} {}", request.to_json());
        assert!(!kept.contains("zhang") && !kept.contains("9j"), "{kept}");
    }
}
