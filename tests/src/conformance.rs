//! Functions that the tests from documented examples call.

use aliyun_runtime::generated::{Action, Decode, Record, Shape, Slot, Value};
use aliyun_runtime::{AccessKey, Call, Config, Error, Image, SignatureVersion, SignedRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::flatten::flatten;
use crate::picture::picture;
use crate::server::answering;

/// Parameters that the runtime adds to every V1 call.
const COMMON: &[&str] = &[
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
];

/// An image of this format and size.
#[must_use]
pub fn image(media: &str, size: u64) -> Image {
    Image::from_bytes(picture(media, size))
}

/// The text of the same image in a request.
#[must_use]
pub fn image_text(media: &str, size: u64) -> String {
    STANDARD.encode(picture(media, size))
}

/// A JSON parameter.
#[must_use]
pub fn json(text: &str) -> aliyun_runtime::Json {
    text.parse().unwrap()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

fn config() -> Config {
    Config::new(AccessKey::new("testid", "testsecret"))
}

/// Asserts that the signed request has exactly these parameters, each in its
/// location, with either signature.
pub fn request<F>(expected: &[(&str, &str, String)], sign: F)
where
    F: AsyncFn(Config) -> Result<SignedRequest, Error>,
{
    let mut expected: Vec<(&str, String, String)> = expected
        .iter()
        .map(|(position, key, value)| (*position, (*key).to_owned(), value.clone()))
        .collect();
    expected.sort();
    for version in [SignatureVersion::V3, SignatureVersion::V1] {
        let signed = block_on(sign(config().with_signature(version))).unwrap();
        let (_, query) = signed.url().split_once('?').unwrap_or_default();
        let mut sent: Vec<(&str, String, String)> = pairs("query", query);
        sent.extend(pairs("form", signed.form()));
        if version == SignatureVersion::V1 {
            let before = sent.len();
            sent.retain(|(_, key, _)| !COMMON.contains(&key.as_str()));
            assert_eq!(before - sent.len(), COMMON.len(), "common parameters");
        }
        sent.sort();
        assert_eq!(sent, expected, "{version:?}");
    }
}

fn pairs<'a>(position: &'a str, encoded: &str) -> Vec<(&'a str, String, String)> {
    encoded
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap();
            (position, decode(key), decode(value))
        })
        .collect()
}

/// Strict percent-decoding: a raw character that has to be encoded fails.
fn decode(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let hex: Vec<u8> = bytes.by_ref().take(2).collect();
                let hex = String::from_utf8(hex).unwrap();
                assert_eq!(hex, hex.to_uppercase(), "lower case in {text}");
                out.push(u8::from_str_radix(&hex, 16).unwrap());
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte),
            other => panic!("raw {:?} in {text}", char::from(other)),
        }
    }
    String::from_utf8(out).unwrap()
}

/// Asserts that the answer decodes to exactly these values, and that no proper
/// beginning of it decodes.
pub fn answer<R: Decode + Default>(into: &mut R, text: &str, expected: &[(&str, &str)]) {
    aliyun_runtime::generated::decode(text.as_bytes(), into).unwrap();
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(flatten(into), expected);
    for end in 0..text.trim_end().len() {
        let result = aliyun_runtime::generated::decode(&text.as_bytes()[..end], &mut R::default());
        assert!(result.is_err(), "the first {end} bytes decode");
    }
}

/// Asserts that the answer is refused.
pub fn refused<R: Decode>(into: &mut R, text: &str) {
    assert!(aliyun_runtime::generated::decode(text.as_bytes(), into).is_err());
}

/// The error that a caller gets if the gateway answers like this.
#[must_use]
pub fn error(
    action: &'static Action,
    format: &str,
    status: u16,
    code: &str,
    message: &str,
) -> Error {
    let request_id = "7B3D1E5A-0000-4F0E-9C5D-TEST";
    let body = match format {
        "json" => aliyun_runtime::Json::from_iter([
            ("Code", code),
            ("Message", message),
            ("RequestId", request_id),
        ])
        .to_string(),
        _ => format!(
            "<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId></Error>"
        ),
    };
    let error = block_on(async {
        let address = answering(status, body).await;
        let config = config().with_endpoint(format!("http://{address}"));
        let core = aliyun_runtime::generated::Core::new(action.product, config).unwrap();
        let call: Call<'_, Nothing> = Call::new(&core, action, &Nothing);
        call.await.unwrap_err()
    });
    assert_eq!(error.code(), Some(code));
    assert_eq!(error.message(), message);
    assert_eq!(error.http_status(), Some(status));
    assert_eq!(error.request_id(), Some(request_id));
    error
}

/// A request and a response without fields.
#[derive(Debug, Default)]
struct Nothing;

static NOTHING: Shape = Shape::new("Nothing", &[]);

impl Record for Nothing {
    fn shape(&self) -> &'static Shape {
        &NOTHING
    }

    fn at(&self, _: usize) -> &dyn Value {
        &()
    }
}

impl Decode for Nothing {
    fn at_mut(&mut self, _: usize) -> &mut dyn Slot {
        unreachable!("there is no field")
    }
}
