//! Signature version 3: `ACS3-HMAC-SHA256` over headers, query and a hash of
//! the body.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{
    Envelope, Header, Headers, SignedRequest, Stages, Value, distinct, join, names, sorted, views,
};
use crate::decode::Format;
use crate::digest::hex;
use crate::encode::Pair;
use crate::request::Request;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// SHA-256 of a body in hexadecimal, as in the header `x-acs-content-sha256`.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// The stages of a signature. `path` is percent-encoded; `query` may be in any order; all
/// of `headers` are signed; `digest` is [`digest`] of the body.
#[must_use]
pub fn stages(
    method: &str,
    path: &str,
    query: &[Pair],
    headers: &[(&str, &str)],
    digest: &str,
    secret: &str,
) -> Stages {
    let query = join(&sorted(views(query)));
    let names: Vec<_> = headers.iter().map(|(name, _)| lower(name)).collect();
    let values = headers.iter().map(|(_, value)| *value);
    let signed = Signed::of(names.iter().map(AsRef::as_ref).zip(values));
    let canonical = canonical([method, path, &query], &signed, digest);
    let hash = hash(&canonical);
    Stages {
        signature: signature(&hash, secret),
        canonical: canonical.concat(),
        string_to_sign: [ALGORITHM, "\n", &hash].concat(),
    }
}

pub(super) fn sign(envelope: Envelope<'_>, request: &Request) -> Result<SignedRequest, String> {
    distinct(request.query.pairs())?;
    distinct(request.content.pairs())?;
    let query = request.query.as_str();
    let digest = request.content.digest();
    let mut headers = headers(&envelope, request, digest);
    headers.check(envelope.key.is_some())?;
    let (mut access_key_id, mut signature_part) = (0..0, 0..0);
    if let Some(key) = envelope.key {
        let common = headers.common().filter(|(name, _)| is_common(name));
        let signed = Signed::of(common.chain(headers.parameters()));
        let target = [request.method.as_str(), request.path.as_str(), query];
        let canonical = canonical(target, &signed, digest);
        let signature = signature(&hash(&canonical), key.secret());
        let start = headers.part(&[ALGORITHM, " Credential="]).start;
        access_key_id = headers.part(&[key.id()]);
        headers.part(&[",SignedHeaders=", signed.names(), ",Signature="]);
        signature_part = headers.part(&[&signature]);
        headers.list.push(Header {
            name: &names::AUTHORIZATION,
            value: Value::Part(start..signature_part.end),
        });
    }
    Ok(SignedRequest {
        method: request.method.clone(),
        target: envelope.target(&request.path, &[query]),
        headers,
        body: request.content.bytes(),
        action: envelope.action,
        access_key_id,
        signature: signature_part,
    })
}

fn headers(envelope: &Envelope<'_>, request: &Request, digest: &str) -> Headers {
    let accept = match envelope.format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
    };
    let mut headers = envelope.headers(request);
    headers.fixed(&names::ACCEPT, accept);
    headers.either(&names::ACTION, envelope.action.clone());
    headers.either(&names::VERSION, envelope.version.clone());
    headers.push(&names::DATE, envelope.timestamp);
    headers.push(&names::NONCE, envelope.nonce);
    headers.push(&names::DIGEST, digest);
    if let Some(key) = envelope.key
        && let Some(token) = key.security_token()
    {
        headers.push(&names::KEY_ID, key.id());
        headers.push(&names::TOKEN, token);
    }
    headers
}

/// Whether a header is signed although it is not a parameter.
fn is_common(name: &str) -> bool {
    name.starts_with("x-acs-") || matches!(name, "host" | "content-type")
}

/// The headers that are signed.
struct Signed {
    /// One line per header, and then their names, joined by `;`.
    text: String,
    /// The start of the names.
    names: usize,
}

impl Signed {
    /// From headers whose names are in lower case.
    fn of<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut headers: Vec<_> = headers.map(|(name, value)| (name, value.trim())).collect();
        headers.sort_unstable();
        let size = headers
            .iter()
            .map(|(name, value)| 2 * name.len() + value.len() + 3);
        let mut text = String::with_capacity(size.sum());
        for (name, value) in &headers {
            text.extend([name, ":", value, "\n"]);
        }
        let names = text.len();
        for (name, _) in &headers {
            if text.len() > names {
                text.push(';');
            }
            text.push_str(name);
        }
        Self { text, names }
    }

    fn lines(&self) -> &str {
        &self.text[..self.names]
    }

    fn names(&self) -> &str {
        &self.text[self.names..]
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The canonical form of a method, path and query with the signed headers and the
/// digest of the content, in pieces that are joined only when asked for.
fn canonical<'a>(
    [method, path, query]: [&'a str; 3],
    signed: &'a Signed,
    digest: &'a str,
) -> [&'a str; 11] {
    let (lines, names) = (signed.lines(), signed.names());
    [
        method, "\n", path, "\n", query, "\n", lines, "\n", names, "\n", digest,
    ]
}

/// SHA-256 of the canonical form, in hexadecimal.
fn hash(canonical: &[&str]) -> String {
    let mut hash = Sha256::new();
    for piece in canonical {
        hash.update(piece);
    }
    hex(&hash.finalize())
}

/// The keyed hash of the string to sign. Only `hash` differs between requests.
fn signature(hash: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("a keyed hash takes keys of any length");
    for piece in [ALGORITHM, "\n", hash] {
        mac.update(piece.as_bytes());
    }
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use reqwest::Method;
    use reqwest::header::HeaderName;

    use super::*;
    use crate::encode::{Flat, Parts};
    use crate::endpoint::Endpoint;
    use crate::identity::AccessKey;
    use crate::path::Path;
    use crate::request::Content;
    use crate::urlencoded::UrlEncoded;

    fn path(namespace: &str) -> Path {
        Path::of("/api/v2/namespaces/{n}", &[("n", namespace.to_owned())]).unwrap()
    }

    #[test]
    fn method_path_query_parameter_headers_and_content_are_signed() {
        let flat = |name: &str, value: &str| {
            let mut flat = Flat::default();
            flat.add(name, value);
            UrlEncoded::of(flat)
        };
        let request = || Request {
            method: Method::PUT,
            path: path("ns 1"),
            query: flat("k", "a b"),
            headers: vec![(HeaderName::from_static("workspace"), "w-1".to_owned())],
            content: Content::Form(flat("Php", "值&1")),
            ..Request::rpc(Parts::default(), crate::SignatureVersion::V3)
        };
        let sign = |request: Request| {
            let endpoint = Endpoint::parse("example.aliyuncs.com", false).unwrap();
            let envelope = Envelope {
                action: "GetDeployment".into(),
                version: "2022-07-18".into(),
                endpoint: &endpoint,
                key: Some(&AccessKey::new("testid", "testsecret")),
                timestamp: "2024-07-30T08:00:00Z",
                nonce: "0123456789abcdef0123456789abcdef",
                format: Format::Json,
                agent: "sample-agent/1.0",
            };
            envelope
                .sign(crate::SignatureVersion::V3, &request)
                .unwrap()
        };
        let signed = sign(request());
        assert_eq!(
            signed.url(),
            "https://example.aliyuncs.com/api/v2/namespaces/ns%201?k=a%20b"
        );
        assert_eq!(
            (signed.method(), signed.body()),
            ("PUT", b"Php=%E5%80%BC%261".as_slice())
        );
        assert_eq!(signed.header("workspace"), Some("w-1"));
        let authorization = signed.header("authorization").unwrap();
        let names = "SignedHeaders=content-type;host;workspace;x-acs-action;\
                     x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,";
        assert!(authorization.contains(names), "{authorization}");

        // Each part counts.
        let other: [fn(&mut Request); 5] = [
            |request| request.method = Method::POST,
            |request| request.path = path("ns 2"),
            |request| request.query = UrlEncoded::empty(),
            |request| request.headers[0].1.push('2'),
            |request| request.content = Content::None,
        ];
        for change in other {
            let mut request = request();
            change(&mut request);
            assert_ne!(sign(request).header("authorization"), Some(authorization));
        }
    }
}
