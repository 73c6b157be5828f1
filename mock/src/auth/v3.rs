//! Signature V3: ACS3-HMAC-SHA256 over a canonical request.

use aliyun_codegen::model::{Action, Location};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{Claims, mismatch, unusable_key};
use crate::mask::SignatureVersion;
use crate::percent::encode;
use crate::refusal::Refusal;
use crate::render::Format;
use crate::request::{Place, Request};

pub(super) const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The requested format: JSON unless `accept` names only XML.
pub(super) fn format(request: &Request) -> Format {
    let accept = request.header("accept").unwrap_or("").to_ascii_lowercase();
    if accept.contains("xml") && !accept.contains("json") {
        Format::Xml
    } else {
        Format::Json
    }
}

pub(super) fn claims<'r>(
    request: &'r Request,
    action: Option<&Action>,
) -> Result<Claims<'r>, Refusal> {
    let required = |name: &str| {
        let given = request.header(name).filter(|value| !value.is_empty());
        given.ok_or_else(|| Refusal::missing(name))
    };
    let authorization = Authorization::parse(required("authorization")?).ok_or_else(malformed)?;
    required("x-acs-action")?;
    let claims = Claims {
        version: SignatureVersion::V3,
        product_version: required("x-acs-version")?,
        key_id: authorization.credential,
        token: request.header("x-acs-security-token"),
        timestamp: required("x-acs-date")?,
        nonce: required("x-acs-signature-nonce")?,
        signature: authorization.signature,
        signed_headers: authorization.signed_headers,
    };
    covered(request, action, &claims.signed_headers)?;
    check_hash(request, required("x-acs-content-sha256")?)?;
    if request
        .header("x-acs-accesskey-id")
        .is_some_and(|id| id != claims.key_id)
    {
        return Err(mismatch(
            "The header x-acs-accesskey-id is not the signature's credential.",
        ));
    }
    Ok(claims)
}

/// The claims of a request that has no signature.
pub(super) fn anonymous(request: &Request) -> Result<Claims<'_>, Refusal> {
    let required = |name: &str| {
        let given = request.header(name).filter(|value| !value.is_empty());
        given.ok_or_else(|| Refusal::missing(name))
    };
    if let Some(hash) = request.header("x-acs-content-sha256") {
        check_hash(request, hash)?;
    }
    required("x-acs-action")?;
    Ok(Claims {
        version: SignatureVersion::V3,
        product_version: required("x-acs-version")?,
        key_id: "",
        token: None,
        timestamp: "",
        nonce: "",
        signature: "",
        signed_headers: Vec::new(),
    })
}

fn check_hash(request: &Request, given: &str) -> Result<(), Refusal> {
    if given == hex(&Sha256::digest(&request.body)) {
        return Ok(());
    }
    Err(mismatch(
        "The header x-acs-content-sha256 is not the hash of the body.",
    ))
}

struct Authorization<'r> {
    credential: &'r str,
    signed_headers: Vec<&'r str>,
    signature: &'r str,
}

impl<'r> Authorization<'r> {
    /// Accepts only the documented spelling: three parts in this order, separated by
    /// commas.
    fn parse(header: &'r str) -> Option<Self> {
        let rest = header
            .strip_prefix(ALGORITHM)?
            .strip_prefix(" Credential=")?;
        let (credential, rest) = rest.split_once(",SignedHeaders=")?;
        let (signed, signature) = rest.split_once(",Signature=")?;
        let signed_headers: Vec<&str> = signed.split(';').collect();
        let ordered = signed_headers.windows(2).all(|two| two[0] < two[1]);
        let plain = |text: &str| !text.is_empty() && !text.contains([',', ' ', '=']);
        let lower = signed_headers
            .iter()
            .all(|name| plain(name) && *name == name.to_ascii_lowercase());
        (ordered && lower && plain(credential) && plain(signature)).then_some(Self {
            credential,
            signed_headers,
            signature,
        })
    }
}

fn malformed() -> Refusal {
    Refusal::new(
        "IncompleteSignature",
        format!(
            "The header authorization is not of the form \
             {ALGORITHM} Credential=…,SignedHeaders=a;b,Signature=…, the headers sorted."
        ),
    )
}

/// Refuses signatures that leave out a header they must cover.
fn covered(request: &Request, action: Option<&Action>, signed: &[&str]) -> Result<(), Refusal> {
    let is_parameter = |name: &str| {
        let fields = action.map_or(&[][..], |action| &action.request.fields);
        let mut headers = fields
            .iter()
            .filter(|field| field.location == Location::Header);
        headers.any(|field| field.name.eq_ignore_ascii_case(name))
    };
    let must = |name: &str| {
        let typed_body = name == "content-type" && !request.body.is_empty();
        name == "host" || name.starts_with("x-acs-") || typed_body || is_parameter(name)
    };
    let incomplete = |what: String| Err(Refusal::new("IncompleteSignature", what));
    for (name, _) in request.headers.iter().filter(|(name, _)| must(name)) {
        if !signed.contains(&name.as_str()) {
            return incomplete(format!("The signature does not cover the header {name}."));
        }
    }
    for name in signed.iter().chain(&["host"]) {
        if request.header(name).is_none() {
            return incomplete("A header that must be signed was not sent.".to_owned());
        }
    }
    Ok(())
}

pub(super) fn sign(request: &Request, signed: &[&str], secret: &str) -> Result<String, Refusal> {
    let canonical = canonical(request, signed);
    let text = format!(
        "{ALGORITHM}\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(unusable_key)?;
    mac.update(text.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

fn canonical(request: &Request, signed: &[&str]) -> String {
    let mut query: Vec<(&str, String)> = request
        .pairs
        .iter()
        .filter(|pair| pair.place == Place::Query)
        .map(|pair| {
            (
                pair.name.as_str(),
                format!("{}={}", encode(&pair.name), encode(&pair.value)),
            )
        })
        .collect();
    query.sort();
    let query: Vec<String> = query.into_iter().map(|(_, text)| text).collect();
    let headers: String = signed
        .iter()
        .map(|name| format!("{name}:{}\n", request.header(name).unwrap_or("").trim()))
        .collect();
    format!(
        "{}\n{}\n{}\n{headers}\n{}\n{}",
        request.method,
        request.path,
        query.join("&"),
        signed.join(";"),
        hex(&Sha256::digest(&request.body)),
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Pair;

    const SIGNED: [&str; 6] = [
        "host",
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-version",
    ];
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const SIGNATURE: &str = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";

    /// The example of the reference.
    fn published() -> Request {
        let pair = |name: &str, value: &str| Pair {
            name: name.to_owned(),
            value: value.to_owned(),
            place: Place::Query,
        };
        let authorization = format!(
            "{ALGORITHM} Credential=YourAccessKeyId,SignedHeaders={},Signature={SIGNATURE}",
            SIGNED.join(";"),
        );
        let headers = [
            ("host", "ecs.cn-shanghai.aliyuncs.com"),
            ("x-acs-action", "RunInstances"),
            ("x-acs-content-sha256", EMPTY),
            ("x-acs-date", "2023-10-26T10:22:32Z"),
            ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
            ("x-acs-version", "2014-05-26"),
            ("authorization", &authorization),
        ];
        let pairs = vec![
            pair("RegionId", "cn-shanghai"),
            pair(
                "ImageId",
                "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            ),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Request::of_parts("POST", pairs, headers.to_vec())
    }

    #[test]
    fn published_example_at_every_stage() {
        let request = published();
        let expected = format!(
            "POST\n/\nImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai\n\
             host:ecs.cn-shanghai.aliyuncs.com\nx-acs-action:RunInstances\n\
             x-acs-content-sha256:{EMPTY}\nx-acs-date:2023-10-26T10:22:32Z\n\
             x-acs-signature-nonce:3156853299f313e23d1673dc12e1703d\nx-acs-version:2014-05-26\n\n\
             {}\n{EMPTY}",
            SIGNED.join(";"),
        );
        assert_eq!(canonical(&request, &SIGNED), expected);
        assert_eq!(
            sign(&request, &SIGNED, "YourAccessKeySecret").as_deref(),
            Ok(SIGNATURE)
        );
    }

    #[test]
    fn published_example_passes_and_lost_coverage_does_not() {
        let request = published();
        let claims = claims(&request, None)
            .map_err(|refusal| refusal.message)
            .unwrap();
        assert_eq!(
            (claims.key_id, claims.signature),
            ("YourAccessKeyId", SIGNATURE)
        );
        assert_eq!(claims.signed_headers, SIGNED);
        for left_out in SIGNED {
            let signed: Vec<&str> = SIGNED
                .into_iter()
                .filter(|name| *name != left_out)
                .collect();
            assert!(covered(&request, None, &signed).is_err(), "{left_out}");
        }
    }

    #[test]
    fn only_the_documented_spelling_is_taken() {
        let good = "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;b,Signature=00";
        assert!(Authorization::parse(good).is_some());
        for bad in [
            "",
            "Basic Zm9v",
            "ACS3-HMAC-SHA1 Credential=id,SignedHeaders=a;b,Signature=00",
            "ACS3-HMAC-SHA256 Credential=id, SignedHeaders=a;b, Signature=00",
            "ACS3-HMAC-SHA256 Credential=,SignedHeaders=a;b,Signature=00",
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=b;a,Signature=00",
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;a,Signature=00",
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=A;b,Signature=00",
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=,Signature=00",
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;b,Signature=",
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;b,Signature=00,",
        ] {
            assert!(Authorization::parse(bad).is_none(), "{bad}");
        }
    }
}
