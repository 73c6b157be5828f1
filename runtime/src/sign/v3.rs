//! Signature version 3: `ACS3-HMAC-SHA256` over headers, query and a hash of
//! the body.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{Envelope, Header, METHOD, SignedRequest, Stages, distinct, hex, join, sorted, views};
use crate::config::Format;
use crate::encode::Pair;
use crate::form::Form;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// SHA-256 of a body in hexadecimal, as in the header `x-acs-content-sha256`.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// The stages of a signature over the path `/`. `query` may be in any order;
/// of `headers`, those that are `host`, `content-type` or start with `x-acs-`
/// are signed; `digest` is [`digest`] of the body.
#[must_use]
pub fn stages(
    method: &str,
    query: &[Pair],
    headers: &[(&str, &str)],
    digest: &str,
    secret: &str,
) -> Stages {
    let query = join(&sorted(views(query)));
    let signed = Signed::of(headers.iter().copied());
    let canonical = canonical(method, &query, &signed, digest);
    let string_to_sign = string_to_sign(&canonical);
    Stages {
        signature: signature(&string_to_sign, secret),
        canonical: canonical.concat(),
        string_to_sign,
    }
}

pub(super) fn sign(
    envelope: Envelope<'_>,
    query: &Form,
    form: &Form,
) -> Result<SignedRequest, String> {
    distinct(query.pairs())?;
    distinct(form.pairs())?;
    let url = envelope.url(&[query.text().as_str()]);
    let (key, action) = (envelope.key, envelope.action.clone());

    let digest = form.digest();
    let mut headers = headers(envelope, form, digest);
    let signed = Signed::of(headers.iter().map(|(name, value)| (*name, value.as_ref())));
    let canonical = canonical(METHOD, query.text().as_str(), &signed, digest);
    let signature = signature(&string_to_sign(&canonical), key.secret());
    let authorization = [
        ALGORITHM,
        " Credential=",
        key.id(),
        ",SignedHeaders=",
        &signed.names,
        ",Signature=",
        &signature,
    ];
    headers.push(("authorization", authorization.concat().into()));
    Ok(SignedRequest {
        url,
        headers,
        body: form.text().clone(),
        action,
        access_key_id: key.id().to_owned(),
        signature,
    })
}

fn headers(envelope: Envelope<'_>, form: &Form, digest: &str) -> Vec<Header> {
    let accept = match envelope.format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
    };
    let mut headers = envelope.headers(form);
    headers.extend([
        ("accept", accept.into()),
        ("x-acs-action", envelope.action),
        ("x-acs-version", envelope.version),
        ("x-acs-date", envelope.timestamp.into()),
        ("x-acs-signature-nonce", envelope.nonce.into()),
        ("x-acs-content-sha256", digest.to_owned().into()),
    ]);
    if let Some(token) = envelope.key.security_token() {
        headers.push(("x-acs-accesskey-id", envelope.key.id().to_owned().into()));
        headers.push(("x-acs-security-token", token.to_owned().into()));
    }
    headers
}

/// The headers that are signed.
struct Signed {
    /// A line a header.
    lines: String,
    /// Their names, joined by `;`.
    names: String,
}

impl Signed {
    fn of<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (lower(name), value.trim()))
            .filter(|(name, _)| {
                name == "host" || name == "content-type" || name.starts_with("x-acs-")
            })
            .collect();
        headers.sort();
        let size = headers
            .iter()
            .map(|(name, value)| name.len() + value.len() + 2);
        let mut lines = String::with_capacity(size.sum());
        let mut names = String::with_capacity(headers.iter().map(|(name, _)| name.len() + 1).sum());
        for (name, value) in headers {
            lines.extend([&name, ":", value, "\n"]);
            if !names.is_empty() {
                names.push(';');
            }
            names.push_str(&name);
        }
        Self { lines, names }
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The canonical form, in pieces that are only joined where it is asked for.
fn canonical<'a>(
    method: &'a str,
    query: &'a str,
    signed: &'a Signed,
    digest: &'a str,
) -> [&'a str; 9] {
    let Signed { lines, names } = signed;
    [
        method, "\n/\n", query, "\n", lines, "\n", names, "\n", digest,
    ]
}

fn string_to_sign(canonical: &[&str]) -> String {
    let mut hash = Sha256::new();
    for piece in canonical {
        hash.update(piece);
    }
    [ALGORITHM, "\n", &hex(&hash.finalize())].concat()
}

fn signature(string_to_sign: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("a keyed hash takes keys of any length");
    mac.update(string_to_sign.as_bytes());
    hex(&mac.finalize().into_bytes())
}
