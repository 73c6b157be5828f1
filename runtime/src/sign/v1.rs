//! Signature version 1: `HMAC-SHA1` over all parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use super::{Envelope, SignedRequest, Stages, View, distinct, join, sorted, text, views};
use crate::decode::Format;
use crate::encode::{Flat, Pair};
use crate::identity::AccessKey;
use crate::percent;
use crate::request::{Content, Request};
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
    let unsigned = match &request.content {
        _ if request.path.as_str() != "/" => Some("a path"),
        Content::Payload { .. } => Some("a body that is no form"),
        _ if !request.headers.is_empty() => Some("parameters in headers"),
        _ => None,
    };
    if let Some(unsigned) = unsigned {
        return Err(format!(
            "signature version 1 cannot sign {unsigned}, which the action {} has; \
             use `SignatureVersion::V3`",
            envelope.action
        ));
    }
    let common = UrlEncoded::of(common(&envelope));
    let all = sorted(common.pairs().chain(request.pairs()));
    distinct(all.iter().copied())?;

    let signature = envelope.key.map_or_else(String::new, |key| {
        signature(request.method.as_str(), &all, key.secret())
    });
    let own = request.query.as_str();
    let mark = if own.is_empty() { "" } else { "&" };
    let name = if signature.is_empty() {
        ""
    } else {
        "&Signature="
    };
    let query = [
        own,
        mark,
        common.as_str(),
        name,
        &percent::encode(&signature),
    ];
    let target = envelope.target(&request.path, &query);
    let mut headers = envelope.headers(request);
    Ok(SignedRequest {
        method: request.method.clone(),
        target,
        body: request.content.bytes(),
        access_key_id: headers.part(&[envelope.key.map_or("", AccessKey::id)]),
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
        ("Action", &*envelope.action),
        ("Format", format),
        ("SignatureNonce", envelope.nonce),
        ("Timestamp", envelope.timestamp),
        ("Version", &envelope.version),
    ] {
        flat.add(name, value);
    }
    let Some(key) = envelope.key else {
        return flat;
    };
    for (name, value) in [
        ("AccessKeyId", key.id()),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
    ] {
        flat.add(name, value);
    }
    if let Some(token) = key.security_token() {
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

/// Passes the string to sign to `out` in pieces. It is the canonical form, encoded a
/// second time. A whole copy would be about one and a half times the size of an image in
/// the body.
fn write(method: &str, sorted: &[View<'_>], out: &mut dyn FnMut(&[u8])) {
    /// The size of the piece that is encoded at a time, in bytes.
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
