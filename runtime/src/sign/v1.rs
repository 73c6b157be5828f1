//! Signature version 1: `HMAC-SHA1` over all parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use super::{Envelope, SignedRequest, Stages, View, distinct, join, sorted, text, views};
use crate::decode::Format;
use crate::encode::{Flat, Pair};
use crate::percent;
use crate::request::Request;
use crate::urlencoded::UrlEncoded;

/// The stages of a signature over `parameters`: all of the query and of the
/// form body, except `Signature`, in any order.
#[must_use]
pub fn stages(method: &str, parameters: &[Pair], secret: &str) -> Stages {
    let sorted = sorted(views(parameters));
    let mut string_to_sign = Vec::new();
    write(method, &sorted, &mut |piece| {
        string_to_sign.extend_from_slice(piece);
    });
    Stages {
        canonical: join(&sorted),
        signature: signature(method, &sorted, secret),
        string_to_sign: text(string_to_sign),
    }
}

pub(super) fn sign(envelope: Envelope<'_>, request: &Request) -> Result<SignedRequest, String> {
    let common = UrlEncoded::of(common(&envelope));
    let all = sorted(common.pairs().chain(request.pairs()));
    distinct(all.iter().copied())?;

    let signature = signature(request.method.as_str(), &all, envelope.key.secret());
    let own = request.query.text().as_str();
    let mark = if own.is_empty() { "" } else { "&" };
    let (common, name) = (common.text().as_str(), "&Signature=");
    let query = [own, mark, common, name, &percent::encode(&signature)];
    let target = envelope.target(&request.path, &query);
    let mut headers = envelope.headers(request);
    Ok(SignedRequest {
        method: request.method.clone(),
        target,
        body: request.content.bytes(),
        access_key_id: headers.part(&[envelope.key.id()]),
        action: envelope.action,
        signature: headers.part(&[&signature]),
        headers,
    })
}

/// The parameters that every request has.
fn common(envelope: &Envelope<'_>) -> Flat {
    let format = match envelope.format {
        Format::Json => "JSON",
        Format::Xml => "XML",
    };
    let mut flat = Flat::default();
    for (name, value) in [
        ("AccessKeyId", envelope.key.id()),
        ("Action", &envelope.action),
        ("Format", format),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", envelope.nonce),
        ("SignatureVersion", "1.0"),
        ("Timestamp", envelope.timestamp),
        ("Version", &envelope.version),
    ] {
        flat.add(name, value);
    }
    if let Some(token) = envelope.key.security_token() {
        flat.add("SecurityToken", token);
    }
    flat
}

fn signature(method: &str, sorted: &[View<'_>], secret: &str) -> String {
    let key = Zeroizing::new(format!("{secret}&"));
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes())
        .expect("a keyed hash takes keys of any length");
    write(method, sorted, &mut |piece| mac.update(piece));
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Hands the string to sign to `out` in pieces. It encodes the canonical form
/// a second time, so that a whole copy would be half as large again as an
/// image in the body.
fn write(method: &str, sorted: &[View<'_>], out: &mut dyn FnMut(&[u8])) {
    /// How much is encoded at a time, in bytes.
    const PIECE: usize = 4096;
    let mut buffer = Vec::with_capacity(2 * PIECE);
    buffer.extend_from_slice(method.as_bytes());
    buffer.extend_from_slice(b"&%2F&");
    let mut name = Vec::new();
    for (index, (key, value)) in sorted.iter().enumerate() {
        if index > 0 {
            buffer.extend_from_slice(b"%26");
        }
        name.clear();
        percent::append(&mut name, key);
        percent::append(&mut buffer, &name);
        buffer.extend_from_slice(b"%3D");
        for piece in value.chunks(PIECE) {
            percent::append(&mut buffer, piece);
            if buffer.len() > PIECE {
                out(&buffer);
                buffer.clear();
            }
        }
    }
    out(&buffer);
}
