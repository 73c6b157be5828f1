//! Authentication: the access key and the signature of a request.
//!
//! The code follows the published signature rules. It shares nothing with a
//! client's signer except the hash functions.

mod nonces;
mod v1;
mod v3;

use std::time::SystemTime;

use aliyun_codegen::model::{Action, Product};

use crate::listing::field;
use crate::mask::SignatureVersion;
use crate::refusal::Refusal;
use crate::render::Format;
use crate::request::Request;
use crate::time;

pub(crate) use nonces::Nonces;

/// An access key that the gateway knows. No `Debug`: it holds a secret.
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// The claims of a request, not yet verified.
pub(crate) struct Claims<'r> {
    pub(crate) version: SignatureVersion,
    product_version: &'r str,
    key_id: &'r str,
    token: Option<&'r str>,
    timestamp: &'r str,
    nonce: &'r str,
    signature: &'r str,
    /// Names of the headers that the signature covers; only V3 has them.
    signed_headers: Vec<&'r str>,
}

/// The signature version of a request. V1 has no header of its own, so every
/// request without `Authorization` counts as V1, except for REST and anonymous actions.
pub(crate) fn version(request: &Request) -> SignatureVersion {
    let has_header = request.header("authorization").is_some();
    if has_header || request.rest || request.unsigned {
        SignatureVersion::V3
    } else {
        SignatureVersion::V1
    }
}

/// Whether a request has a signature of version 3. An anonymous action may have another
/// `Authorization` as a parameter.
pub(crate) fn has_signature(request: &Request) -> bool {
    let given = request.header("authorization");
    given.is_some_and(|given| given.starts_with(v3::ALGORITHM))
}

/// The action of a request, from the place that its signature version uses.
pub(crate) fn action(request: &Request) -> Option<&str> {
    match version(request) {
        SignatureVersion::V1 => request
            .parameter("Action")
            .or_else(|| request.header("x-acs-action")),
        SignatureVersion::V3 => request.header("x-acs-action"),
    }
}

/// The format of the answer, also of a refusal.
pub(crate) fn format(request: &Request) -> Format {
    match version(request) {
        SignatureVersion::V1 => v1::format(request).unwrap_or_default(),
        SignatureVersion::V3 if request.rest => Format::Json,
        SignatureVersion::V3 => v3::format(request),
    }
}

/// Whether a parameter belongs to the protocol and not to the action. The
/// older SDKs add two more to every call, which the reference does not list;
/// they count only if the action has no parameter of that name.
pub(crate) fn is_common(version: SignatureVersion, action: Option<&Action>, name: &str) -> bool {
    let own = || action.is_some_and(|action| field(&action.request.fields, name).is_some());
    version == SignatureVersion::V1
        && (v1::COMMON.contains(&name) || (v1::ADDED.contains(&name) && !own()))
}

/// Reads the claims, refusing requests that lack a common parameter.
pub(crate) fn claims<'r>(
    request: &'r Request,
    action: Option<&Action>,
) -> Result<Claims<'r>, Refusal> {
    match version(request) {
        SignatureVersion::V1 => v1::claims(request),
        SignatureVersion::V3 if request.unsigned => v3::anonymous(request),
        SignatureVersion::V3 => v3::claims(request, action),
    }
}

/// Refuses versions that the product does not have.
pub(crate) fn check_version(claims: &Claims<'_>, product: &Product) -> Result<(), Refusal> {
    if claims.product_version == product.version {
        return Ok(());
    }
    let expected = format!(
        "The version does not exist; {} has {}.",
        product.name, product.version
    );
    Err(Refusal::new("NoSuchVersion", expected))
}

/// The access key of the claims; its token must match.
pub(crate) fn key<'k>(
    claims: &Claims<'_>,
    keys: &'k [AccessKey],
) -> Result<&'k AccessKey, Refusal> {
    let known = keys.iter().find(|key| key.id == claims.key_id);
    let key = known.ok_or_else(|| {
        Refusal::new(
            "InvalidAccessKeyId.NotFound",
            "The access key id is not known.",
        )
    })?;
    check_token(claims, key)?;
    Ok(key)
}

/// Refuses a signature that the key does not produce for this request.
pub(crate) fn check_signature(
    request: &Request,
    claims: &Claims<'_>,
    key: &AccessKey,
) -> Result<(), Refusal> {
    let expected = match claims.version {
        SignatureVersion::V1 => v1::sign(request, &key.secret),
        SignatureVersion::V3 => v3::sign(request, &claims.signed_headers, &key.secret),
    }?;
    if same(expected.as_bytes(), claims.signature.as_bytes()) {
        return Ok(());
    }
    Err(mismatch(
        "The signature is not the one that the request and the key give.",
    ))
}

/// Refuses timestamps of another form, or too far from the gateway's time.
pub(crate) fn check_time(claims: &Claims<'_>, now: SystemTime) -> Result<(), Refusal> {
    let Some(instant) = time::parse(claims.timestamp) else {
        return Err(Refusal::new(
            "InvalidTimeStamp.Format",
            "The timestamp is not of the form YYYY-MM-DDThh:mm:ssZ.",
        ));
    };
    if time::near(instant, now) {
        return Ok(());
    }
    Err(Refusal::new(
        "InvalidTimeStamp.Expired",
        "The timestamp is more than 15 minutes from the gateway's time.",
    ))
}

/// Refuses nonces that were used before. It comes last: only a request with a valid
/// signature uses up a nonce, so that nobody can use up another's.
pub(crate) fn check_nonce(
    claims: &Claims<'_>,
    now: SystemTime,
    nonces: &mut Nonces,
) -> Result<(), Refusal> {
    if nonces.spend(claims.key_id, claims.nonce, now) {
        return Ok(());
    }
    Err(Refusal::new(
        "SignatureNonceUsed",
        "The signature nonce was used before.",
    ))
}

fn check_token(claims: &Claims<'_>, key: &AccessKey) -> Result<(), Refusal> {
    match (claims.token, &key.token) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(Refusal::new(
            "MissingSecurityToken",
            "The access key needs its security token.",
        )),
        (Some(given), Some(have)) if same(given.as_bytes(), have.as_bytes()) => Ok(()),
        (Some(_), _) => Err(Refusal::new(
            "InvalidSecurityToken.MismatchWithAccessKey",
            "The security token does not belong to the access key.",
        )),
    }
}

fn mismatch(message: &str) -> Refusal {
    Refusal::new("SignatureDoesNotMatch", message)
}

/// A hash function refused its key; RustCrypto's HMAC takes any length.
fn unusable_key<E>(_: E) -> Refusal {
    Refusal::internal("The access key cannot key a hash.")
}

/// Compares in constant time.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
