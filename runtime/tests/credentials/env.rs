//! Keys in environment variables, given keys, and sources of one's own.

use std::ffi::OsString;
use std::sync::Arc;

use aliyun_runtime::{
    AccessKey, BoxFuture, Credentials, CredentialsError, EnvCredentials, ErrorKind,
};

use crate::parts::sign;
use crate::server::SECRET;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const KEY: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

fn env(variables: &[(&'static str, &str)]) -> EnvCredentials {
    let variables: Vec<_> = variables
        .iter()
        .map(|(name, value)| (*name, OsString::from(value)))
        .collect();
    EnvCredentials::from_lookup(move |name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone())
    })
}

#[tokio::test]
async fn a_key_from_the_environment() {
    let signed = sign(env(&[(ID, "LTAIexample"), (KEY, SECRET)]))
        .await
        .unwrap();
    let authorization = signed.header("authorization").unwrap();
    assert!(
        authorization.contains("Credential=LTAIexample,"),
        "{authorization}"
    );
    assert_eq!(signed.header("x-acs-security-token"), None);

    let signed = sign(env(&[(ID, "STS.example"), (KEY, SECRET), (TOKEN, "token")])).await;
    assert_eq!(
        signed.unwrap().header("x-acs-security-token"),
        Some("token")
    );
}

#[tokio::test]
async fn faults_name_the_variable_and_no_value() {
    let hidden = "hidden";
    for (variables, parts) in [
        (vec![], [ID, "neither"]),
        (vec![(TOKEN, hidden)], [TOKEN, "neither"]),
        (vec![(ID, hidden)], [KEY, "is not"]),
        (vec![(KEY, hidden)], [ID, "is not"]),
        (vec![(ID, ""), (KEY, hidden)], [ID, "is empty"]),
        (vec![(ID, hidden), (KEY, "")], [KEY, "is empty"]),
        (
            vec![(ID, hidden), (KEY, hidden), (TOKEN, "")],
            [TOKEN, "is empty"],
        ),
        (vec![(ID, hidden), (KEY, "hidden\n")], [KEY, "white space"]),
        (vec![(ID, " hidden"), (KEY, hidden)], [ID, "white space"]),
        (
            vec![(ID, "hid\u{a0}den"), (KEY, hidden)],
            [ID, "white space"],
        ),
        (vec![(ID, hidden), (KEY, "hid\u{0}den")], [KEY, "control"]),
        (vec![(ID, hidden), (KEY, "hidden密")], [KEY, "ASCII"]),
    ] {
        let source = env(&variables);
        let reason = source.read().unwrap_err().to_string();
        for part in parts {
            assert!(reason.contains(part), "{variables:?}: {reason}");
        }
        let error = sign(source).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert_eq!(error.message(), reason);
        assert!(!format!("{error} {error:?}").contains("hid"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStringExt;

    let source = EnvCredentials::from_lookup(|_| Some(OsString::from_vec(vec![b'a', 0xFF])));
    let reason = source.read().unwrap_err().to_string();
    assert_eq!(reason, format!("{ID} is not UTF-8"));
}

#[tokio::test]
async fn parts_of_a_given_key_are_checked_before_signing() {
    for (key, reason) in [
        (AccessKey::new("", SECRET), "access key id is empty"),
        (AccessKey::new("id", ""), "access key secret is empty"),
        (
            AccessKey::new("id", "sec ret"),
            "access key secret contains white space",
        ),
        (
            AccessKey::new("id\r\nx-y: z", SECRET),
            "access key id contains white space",
        ),
        (
            AccessKey::new("id", SECRET).with_security_token(""),
            "security token is empty",
        ),
    ] {
        let error = sign(key).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.message().contains(reason), "{error}");
        assert!(!error.may_have_been_sent());
    }
}

/// A source that has to wait for its key.
struct Slow(Result<AccessKey, CredentialsError>);

impl Credentials for Slow {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            self.0.clone()
        })
    }
}

#[tokio::test]
async fn a_source_of_ones_own() {
    let shared: Arc<dyn Credentials> = Arc::new(Slow(Ok(AccessKey::new("LTAIslow", SECRET))));
    let signed = sign(shared).await.unwrap();
    assert!(
        signed
            .header("authorization")
            .unwrap()
            .contains("=LTAIslow,")
    );

    let failing = Slow(Err(CredentialsError::new("the role is gone")));
    let error = sign(failing).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(
        error.to_string(),
        "SaveTask: no credentials: the role is gone"
    );
}
