//! Signature version 3: `ACS3-HMAC-SHA256` over headers, query and a hash of
//! the body.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{
    Envelope, Header, Headers, METHOD, SignedRequest, Stages, Value, distinct, join, names, sorted,
    views,
};
use crate::config::Format;
use crate::digest::hex;
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
    let names: Vec<_> = headers.iter().map(|(name, _)| lower(name)).collect();
    let values = headers.iter().map(|(_, value)| *value);
    let signed = Signed::of(names.iter().map(AsRef::as_ref).zip(values));
    let canonical = canonical(method, &query, &signed, digest);
    let hash = hash(&canonical);
    Stages {
        signature: signature(&hash, secret),
        canonical: canonical.concat(),
        string_to_sign: [ALGORITHM, "\n", &hash].concat(),
    }
}

pub(super) fn sign(
    envelope: Envelope<'_>,
    query: &Form,
    form: &Form,
) -> Result<SignedRequest, String> {
    distinct(query.pairs())?;
    distinct(form.pairs())?;
    let key = envelope.key;
    let query = query.text().as_str();
    let digest = form.digest();
    let mut headers = headers(&envelope, form, digest);
    let signed = Signed::of(headers.iter());
    let canonical = canonical(METHOD, query, &signed, digest);
    let signature = signature(&hash(&canonical), key.secret());
    let start = headers.part(&[ALGORITHM, " Credential="]).start;
    let access_key_id = headers.part(&[key.id()]);
    headers.part(&[",SignedHeaders=", signed.names(), ",Signature="]);
    let signature = headers.part(&[&signature]);
    headers.list.push(Header {
        name: &names::AUTHORIZATION,
        value: Value::Part(start..signature.end),
    });
    Ok(SignedRequest {
        url: envelope.url(&[query]),
        headers,
        body: form.text().clone(),
        action: envelope.action,
        access_key_id,
        signature,
    })
}

fn headers(envelope: &Envelope<'_>, form: &Form, digest: &str) -> Headers {
    let accept = match envelope.format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
    };
    let mut headers = envelope.headers(form);
    headers.fixed(&names::ACCEPT, accept);
    headers.either(&names::ACTION, envelope.action.clone());
    headers.either(&names::VERSION, envelope.version.clone());
    headers.push(&names::DATE, envelope.timestamp);
    headers.push(&names::NONCE, envelope.nonce);
    headers.push(&names::DIGEST, digest);
    if let Some(token) = envelope.key.security_token() {
        headers.push(&names::KEY_ID, envelope.key.id());
        headers.push(&names::TOKEN, token);
    }
    headers
}

/// The headers that are signed.
struct Signed {
    /// A line a header, and then their names, joined by `;`.
    text: String,
    /// Where the names begin.
    names: usize,
}

impl Signed {
    /// Of headers with names in lower case.
    fn of<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (name, value.trim()))
            .filter(|(name, _)| {
                name.starts_with("x-acs-") || matches!(*name, "host" | "content-type")
            })
            .collect();
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

/// The canonical form, in pieces that are only joined where it is asked for.
fn canonical<'a>(
    method: &'a str,
    query: &'a str,
    signed: &'a Signed,
    digest: &'a str,
) -> [&'a str; 9] {
    let (lines, names) = (signed.lines(), signed.names());
    [
        method, "\n/\n", query, "\n", lines, "\n", names, "\n", digest,
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

/// The keyed hash of the string to sign, which is all but `hash` the same for
/// all requests.
fn signature(hash: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("a keyed hash takes keys of any length");
    for piece in [ALGORITHM, "\n", hash] {
        mac.update(piece.as_bytes());
    }
    hex(&mac.finalize().into_bytes())
}
