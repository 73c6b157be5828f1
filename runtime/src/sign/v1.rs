//! Signature version 1: `HMAC-SHA1` over all parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use super::{Envelope, METHOD, SignedRequest, Stages, View, distinct, join, sorted, views};
use crate::config::Format;
use crate::encode::Pair;
use crate::form::Form;
use crate::percent;

/// The stages of a signature over `parameters`: all of the query and of the
/// form body, except `Signature`, in any order.
#[must_use]
pub fn stages(method: &str, parameters: &[Pair], secret: &str) -> Stages {
    let sorted = sorted(views(parameters));
    let mut string_to_sign = String::new();
    write(method, &sorted, &mut |piece| string_to_sign.push_str(piece));
    Stages {
        canonical: join(&sorted),
        signature: signature(method, &sorted, secret),
        string_to_sign,
    }
}

pub(super) fn sign(
    envelope: Envelope<'_>,
    query: &Form,
    form: &Form,
) -> Result<SignedRequest, String> {
    let common = common(&envelope);
    let all = sorted(views(&common).chain(query.pairs()).chain(form.pairs()));
    distinct(all.iter().copied())?;

    let signature = signature(METHOD, &all, envelope.key.secret());
    let mut more = join(&sorted(views(&common)));
    more.push_str("&Signature=");
    percent::encode_into(&mut more, &signature);
    let own = query.text().as_str();
    let mark = if own.is_empty() { "" } else { "&" };
    Ok(SignedRequest {
        url: envelope.url(&[own, mark, &more]),
        headers: envelope.headers(form),
        body: form.text().clone(),
        access_key_id: envelope.key.id().to_owned(),
        action: envelope.action,
        signature,
    })
}

/// The parameters that every request has.
fn common(envelope: &Envelope<'_>) -> Vec<Pair> {
    let format = match envelope.format {
        Format::Json => "JSON",
        Format::Xml => "XML",
    };
    let mut pairs = vec![
        Pair::new("AccessKeyId", envelope.key.id()),
        Pair::new("Action", &envelope.action),
        Pair::new("Format", format),
        Pair::new("SignatureMethod", "HMAC-SHA1"),
        Pair::new("SignatureNonce", &envelope.nonce),
        Pair::new("SignatureVersion", "1.0"),
        Pair::new("Timestamp", &envelope.timestamp),
        Pair::new("Version", &envelope.version),
    ];
    if let Some(token) = envelope.key.security_token() {
        pairs.push(Pair::new("SecurityToken", token));
    }
    pairs
}

fn signature(method: &str, sorted: &[View<'_>], secret: &str) -> String {
    let key = Zeroizing::new(format!("{secret}&"));
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes())
        .expect("a keyed hash takes keys of any length");
    write(method, sorted, &mut |piece| mac.update(piece.as_bytes()));
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Hands the string to sign to `out` in pieces. It encodes the canonical form
/// a second time, so that a whole copy would be half as large again as an
/// image in the body.
fn write(method: &str, sorted: &[View<'_>], out: &mut dyn FnMut(&str)) {
    /// How much is encoded at a time, in bytes.
    const PIECE: usize = 4096;
    out(method);
    out("&%2F&");
    let mut buffer = String::new();
    for (index, (key, value)) in sorted.iter().enumerate() {
        if index > 0 {
            out("%26");
        }
        buffer.clear();
        percent::encode_into(&mut buffer, &percent::encode(key));
        out(&buffer);
        out("%3D");
        // An encoded value is ASCII, so that it may be cut anywhere; of all
        // that it has, only `%` needs encoding.
        let mut rest = *value;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(PIECE));
            buffer.clear();
            for (index, plain) in piece.split('%').enumerate() {
                if index > 0 {
                    buffer.push_str("%25");
                }
                buffer.push_str(plain);
            }
            out(&buffer);
            rest = after;
        }
    }
}
