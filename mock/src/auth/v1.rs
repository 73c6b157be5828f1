//! Signature V1: HMAC-SHA1 over the sorted parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::{Claims, unusable_key};
use crate::mask::SignatureVersion;
use crate::percent::encode;
use crate::refusal::Refusal;
use crate::render::Format;
use crate::request::{Pair, Request};

/// The parameters that belong to the protocol.
pub(super) const COMMON: [&str; 10] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

/// The parameters that the older SDKs add.
pub(super) const ADDED: [&str; 2] = ["RegionId", "SignatureType"];

/// The requested format; XML by default.
pub(super) fn format(request: &Request) -> Result<Format, Refusal> {
    match request.parameter("Format") {
        None => Ok(Format::Xml),
        Some(text) if text.eq_ignore_ascii_case("xml") => Ok(Format::Xml),
        Some(text) if text.eq_ignore_ascii_case("json") => Ok(Format::Json),
        Some(_) => Err(Refusal::invalid("Format", "must be JSON or XML")),
    }
}

pub(super) fn claims(request: &Request) -> Result<Claims<'_>, Refusal> {
    let required = |name: &str| {
        let given = request.parameter(name).filter(|value| !value.is_empty());
        given.ok_or_else(|| Refusal::missing(name))
    };
    required("Action")?;
    let claims = Claims {
        version: SignatureVersion::V1,
        product_version: required("Version")?,
        key_id: required("AccessKeyId")?,
        token: request.parameter("SecurityToken"),
        timestamp: required("Timestamp")?,
        nonce: required("SignatureNonce")?,
        signature: required("Signature")?,
        signed_headers: Vec::new(),
    };
    if required("SignatureMethod")? != "HMAC-SHA1" {
        return Err(Refusal::invalid("SignatureMethod", "must be HMAC-SHA1"));
    }
    if required("SignatureVersion")? != "1.0" {
        return Err(Refusal::invalid("SignatureVersion", "must be 1.0"));
    }
    format(request)?;
    Ok(claims)
}

pub(super) fn sign(request: &Request, secret: &str) -> Result<String, Refusal> {
    let key = format!("{secret}&");
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).map_err(unusable_key)?;
    mac.update(string_to_sign(&request.method, &request.pairs).as_bytes());
    Ok(STANDARD.encode(mac.finalize().into_bytes()))
}

fn string_to_sign(method: &str, pairs: &[Pair]) -> String {
    let mut signed: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| pair.place.is_named() && pair.name != "Signature")
        .collect();
    signed.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    let joined: Vec<String> = signed
        .iter()
        .map(|pair| format!("{}={}", encode(&pair.name), encode(&pair.value)))
        .collect();
    format!("{method}&%2F&{}", encode(&joined.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Place;

    /// The example of the reference.
    fn published(method: &str) -> Request {
        let values = [
            ("Timestamp", "2016-02-23T12:46:24Z"),
            ("Format", "XML"),
            ("AccessKeyId", "testid"),
            ("Action", "DescribeRegions"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
            ("Version", "2014-05-26"),
            ("SignatureVersion", "1.0"),
        ];
        let pair = |(name, value): (&str, &str)| Pair {
            name: name.to_owned(),
            value: value.to_owned(),
            place: Place::Query,
        };
        Request::of_parts(method, values.into_iter().map(pair).collect(), Vec::new())
    }

    #[test]
    fn published_example_at_every_stage() {
        let request = published("GET");
        assert_eq!(
            string_to_sign("GET", &request.pairs),
            "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML\
             %26SignatureMethod%3DHMAC-SHA1\
             %26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf\
             %26SignatureVersion%3D1.0%26Timestamp%3D2016-02-23T12%253A46%253A24Z\
             %26Version%3D2014-05-26"
        );
        assert_eq!(
            sign(&request, "testsecret").as_deref(),
            Ok("OLeaidS1JvxuMvnyHOwuJ+uX5qY=")
        );
    }

    #[test]
    fn method_and_secret_enter_the_signature() {
        let get = sign(&published("GET"), "testsecret");
        assert_ne!(sign(&published("POST"), "testsecret"), get);
        assert_ne!(sign(&published("GET"), "testsecres"), get);
    }

    #[test]
    fn names_sort_by_bytes_and_the_signature_is_left_out() {
        let pair = |name: &str| Pair {
            name: name.to_owned(),
            value: String::new(),
            place: Place::Form,
        };
        let pairs = ["a", "X.2", "Signature", "X.10", "Z"].map(pair);
        assert_eq!(
            string_to_sign("POST", &pairs),
            "POST&%2F&X.10%3D%26X.2%3D%26Z%3D%26a%3D"
        );
    }
}
