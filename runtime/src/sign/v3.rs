//! Signature version 3: `ACS3-HMAC-SHA256` over headers, query and a hash of
//! the body.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{Envelope, METHOD, SignedRequest, Stages, distinct, hex, join, sorted, views};
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
    calculate(
        method,
        &query,
        &Signed::of(headers.iter().copied()),
        digest,
        secret,
    )
}

pub(super) fn sign(
    envelope: &Envelope<'_>,
    query: &[Pair],
    form: &Form,
) -> Result<SignedRequest, String> {
    let query = sorted(views(query));
    distinct(&query)?;
    distinct(&sorted(form.pairs()))?;
    let query = join(&query);

    let digest = form.digest();
    let mut headers = headers(envelope, form.text().as_str(), digest);
    let signed = Signed::of(headers.iter().map(|(name, value)| (*name, value.as_str())));
    let stages = calculate(METHOD, &query, &signed, digest, envelope.key.secret());
    headers.push((
        "authorization",
        format!(
            "{ALGORITHM} Credential={},SignedHeaders={},Signature={}",
            envelope.key.id(),
            signed.names,
            stages.signature
        ),
    ));
    Ok(SignedRequest {
        url: envelope.url(&query),
        headers,
        body: form.text().clone(),
        action: envelope.action.to_owned(),
        access_key_id: envelope.key.id().to_owned(),
        signature: stages.signature,
    })
}

fn headers(envelope: &Envelope<'_>, body: &str, digest: &str) -> Vec<(&'static str, String)> {
    let accept = match envelope.format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
    };
    let mut headers = envelope.headers(body);
    headers.extend([
        ("accept", accept.to_owned()),
        ("x-acs-action", envelope.action.to_owned()),
        ("x-acs-version", envelope.version.to_owned()),
        ("x-acs-date", envelope.timestamp.clone()),
        ("x-acs-signature-nonce", envelope.nonce.clone()),
        ("x-acs-content-sha256", digest.to_owned()),
    ]);
    if let Some(token) = envelope.key.security_token() {
        headers.push(("x-acs-accesskey-id", envelope.key.id().to_owned()));
        headers.push(("x-acs-security-token", token.to_owned()));
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
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
            .filter(|(name, _)| {
                name == "host" || name == "content-type" || name.starts_with("x-acs-")
            })
            .collect();
        headers.sort();
        let (mut lines, mut names) = (String::new(), String::new());
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

fn calculate(method: &str, query: &str, signed: &Signed, digest: &str, secret: &str) -> Stages {
    let Signed { lines, names } = signed;
    let canonical = format!("{method}\n/\n{query}\n{lines}\n{names}\n{digest}");
    let string_to_sign = format!("{ALGORITHM}\n{}", hex(&Sha256::digest(&canonical)));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("a keyed hash takes keys of any length");
    mac.update(string_to_sign.as_bytes());
    Stages {
        signature: hex(&mac.finalize().into_bytes()),
        canonical,
        string_to_sign,
    }
}
