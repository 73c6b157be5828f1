//! Checks signatures with code of its own: nothing here is shared with the code that
//! signs.

use std::fmt::Write;

use aliyun_runtime::SignedRequest;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::compare::{decoded, target};

/// The access key that signs.
pub(crate) const ID: &str = "testid";
pub(crate) const SECRET: &str = "testsecret";

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// Checks that a request is signed, or that it is not.
pub(crate) fn verify(request: &SignedRequest, signed: bool) -> Result<(), String> {
    if !signed {
        let found = request.header("authorization").unwrap_or_default();
        return match found.contains(ALGORITHM) {
            true => Err("of a request that must not be signed".to_owned()),
            false => Ok(()),
        };
    }
    let authorization = request.header("authorization").ok_or("missing")?;
    let parts = authorization
        .strip_prefix(ALGORITHM)
        .ok_or("of another algorithm")?;
    let part = |name: &str| {
        let mut parts = parts
            .trim()
            .split(',')
            .filter_map(|part| part.split_once('='));
        parts.find_map(|(known, value)| (known.trim() == name).then_some(value))
    };
    let names = part("SignedHeaders").ok_or("without names of headers")?;
    let names: Vec<_> = names.split(';').collect();
    if part("Credential") != Some(ID) {
        return Err("of another access key".to_owned());
    }
    let unsigned = request
        .headers()
        .map(|(name, _)| name.to_lowercase())
        .find(|name| {
            let may = ["authorization", "accept", "user-agent", "content-length"];
            !names.contains(&name.as_str()) && !may.contains(&name.as_str())
        });
    if let Some(name) = unsigned {
        return Err(format!("that leaves out the header {name}"));
    }
    let hash = hex(&Sha256::digest(request.body()));
    if request.header("x-acs-content-sha256") != Some(&hash) {
        return Err("with another hash of the body".to_owned());
    }
    let canonical = canonical(request, &names, &hash);
    let string_to_sign = format!("{ALGORITHM}\n{}", hex(&Sha256::digest(canonical)));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).map_err(|e| e.to_string())?;
    mac.update(string_to_sign.as_bytes());
    let expected = hex(&mac.finalize().into_bytes());
    match part("Signature") == Some(expected.as_str()) {
        true => Ok(()),
        false => Err("that does not verify".to_owned()),
    }
}

/// Method, path as sent, sorted query, headers, their names and the hash of the body.
fn canonical(request: &SignedRequest, names: &[&str], hash: &str) -> String {
    let (path, query) = target(request.url());
    let mut query = decoded(query);
    query.sort();
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    let mut headers = String::new();
    for name in names {
        let value = request.header(name).unwrap_or_default().trim();
        let _ = writeln!(headers, "{name}:{value}");
    }
    let (method, query, names) = (request.method(), query.join("&"), names.join(";"));
    format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{hash}")
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
