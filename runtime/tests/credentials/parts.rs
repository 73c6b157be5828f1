//! What the tests are made of: surroundings, answers, and a look at a key.

use std::ffi::OsString;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use aliyun_runtime::credentials::Surroundings;
use aliyun_runtime::generated::Core;
use aliyun_runtime::{AccessKey, Call, Config, Credentials, Error, SignedRequest};

use crate::common::{TaskListResponse, request};
use crate::server::{PRODUCT, SAVE, answer};

/// Part of every value that no message may show.
pub(crate) const HIDDEN: &str = "hush";

/// 2026-01-01T00:00:00Z.
pub(crate) const START: u64 = 1_767_225_600;

/// An address where nothing listens.
pub(crate) const NOBODY: &str = "http://127.0.0.1:1";

/// Surroundings without variables, without services, at a fixed time.
pub(crate) fn nowhere() -> Surroundings {
    let base = Instant::now();
    Surroundings::default()
        .with_variables(|_| None)
        .with_clocks(|| UNIX_EPOCH + Duration::from_secs(START), move || base)
        .with_sts(NOBODY)
        .with_metadata(NOBODY)
}

/// A lookup of variables in a list.
pub(crate) fn variables(
    list: impl IntoIterator<Item = (String, String)>,
) -> impl Fn(&str) -> Option<OsString> + Send + Sync + 'static {
    let list: Vec<_> = list.into_iter().collect();
    move |name| {
        let found = list.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| OsString::from(value))
    }
}

/// Two clocks, in seconds since [`START`], that can be set.
#[derive(Clone, Default)]
pub(crate) struct Clocks {
    wall: Arc<AtomicI64>,
    steady: Arc<AtomicI64>,
}

impl Clocks {
    pub(crate) fn pass(&self, seconds: i64) {
        self.jump(seconds);
        self.steady.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets only the clock on the wall.
    pub(crate) fn jump(&self, seconds: i64) {
        self.wall.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn surroundings(&self) -> Surroundings {
        let base = Instant::now();
        let (wall, steady) = (Arc::clone(&self.wall), Arc::clone(&self.steady));
        let seconds = |clock: &AtomicI64| clock.load(Ordering::SeqCst);
        nowhere().with_clocks(
            move || {
                UNIX_EPOCH + Duration::from_secs(START.checked_add_signed(seconds(&wall)).unwrap())
            },
            move || base + Duration::from_secs(seconds(&steady).unsigned_abs()),
        )
    }
}

/// A time as services write it, in seconds since [`START`]; of the first day
/// of 2026 only.
pub(crate) fn time(seconds: u64) -> String {
    assert!(seconds < 86_400);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("2026-01-01T{hour:02}:{minute:02}:{second:02}Z")
}

/// A key as services hand it out, that ends so many seconds after [`START`].
pub(crate) fn key_json(id: &str, end: u64) -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"hush-{id}-secret","SecurityToken":"hush-{id}-token","Expiration":"{}"}}"#,
        time(end)
    )
}

/// The same as an answer of STS.
pub(crate) fn sts_json(id: &str, end: u64) -> String {
    format!(
        r#"{{"RequestId":"1-2-3","Credentials":{}}}"#,
        key_json(id, end)
    )
}

/// The key that [`key_json`] holds.
pub(crate) fn expected(id: &str) -> AccessKey {
    AccessKey::new(id, format!("hush-{id}-secret")).with_security_token(format!("hush-{id}-token"))
}

pub(crate) fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "", body)
}

/// A call signed with a key of the source, at a fixed time with a fixed nonce.
pub(crate) async fn sign(credentials: impl Credentials + 'static) -> Result<SignedRequest, Error> {
    let config = Config::new(credentials)
        .with_clock(Arc::new(|| SystemTime::UNIX_EPOCH))
        .with_nonce(Arc::new(|| "5ca1ab1e".to_owned()));
    let core = Core::new(&PRODUCT, config).unwrap();
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &SAVE, &request);
    call.sign().await
}

/// Whether two keys are the same in all their parts: they sign alike.
pub(crate) async fn assert_same(found: AccessKey, expected: AccessKey) {
    assert_eq!(found.id(), expected.id());
    let headers = |signed: SignedRequest| -> Vec<(String, String)> {
        let headers = signed.headers();
        headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    };
    let found = headers(sign(found).await.unwrap());
    // The message of a failing comparison would show the token.
    assert!(found == headers(sign(expected).await.unwrap()));
}

/// The message of a source that fails, once it is known to show no secret.
pub(crate) async fn failure(source: &impl Credentials) -> String {
    let error = source.credentials().await.unwrap_err();
    let text = error.to_string();
    assert!(!format!("{text} {error:?}").contains(HIDDEN), "{text}");
    text
}

/// Fails unless the text has all the parts.
pub(crate) fn assert_parts(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing: {text}");
    }
}
