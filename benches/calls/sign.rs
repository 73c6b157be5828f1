//! Building and signing a request without sending it, compared with a lower bound:
//! the hash of the signed bytes.

use aliyun_benches::rounds::Subject;
use aliyun_domain::SignatureVersion::{V1, V3};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::bench;
use crate::requests;
use crate::subjects::{config, ready};

/// The small request.
pub fn small<'a>() -> Vec<Subject<'a>> {
    let text = requests::signed_small(V3).url().to_owned();
    vec![
        Subject::each("SHA-256 of the query alone", move || Sha256::digest(&text)),
        small_with("ours, V3", V3),
        small_with("ours, V1", V1),
    ]
}

fn small_with(name: &str, version: aliyun_domain::SignatureVersion) -> Subject<'_> {
    let client = bench::Client::new(config(version)).expect("a client");
    let request = requests::small();
    Subject::each(name, move || {
        ready(client.submit_sms_qualification(&request).sign())
    })
}

/// The request with an image, signed with version 3.
pub fn image_v3<'a>() -> Vec<Subject<'a>> {
    let body = requests::signed_image(V3).form().to_owned();
    let other = body.clone();
    vec![
        Subject::each("SHA-256 of the body, sha2", move || Sha256::digest(&body)),
        Subject::each("SHA-256 of the body, ring", move || {
            ring::digest::digest(&ring::digest::SHA256, other.as_bytes())
        }),
        image_with("ours, V3", V3),
    ]
}

/// The request with an image, signed with version 1, which signs text that is
/// percent-encoded twice.
pub fn image_v1<'a>() -> Vec<Subject<'a>> {
    let body = requests::signed_image(V1).form().replace('%', "%25");
    let other = body.clone();
    vec![
        Subject::each("HMAC-SHA1 of what is signed, sha1", move || {
            let mut mac = Hmac::<Sha1>::new_from_slice(b"testsecret&").expect("a key");
            mac.update(body.as_bytes());
            mac.finalize().into_bytes()
        }),
        Subject::each("HMAC-SHA1 of what is signed, ring", move || {
            let algorithm = ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY;
            let key = ring::hmac::Key::new(algorithm, b"testsecret&");
            ring::hmac::sign(&key, other.as_bytes())
        }),
        image_with("ours, V1", V1),
    ]
}

fn image_with(name: &str, version: aliyun_domain::SignatureVersion) -> Subject<'_> {
    let client = aliyun_domain::Client::new(config(version)).expect("a client");
    let request = requests::with_image();
    Subject::each(name, move || {
        let call = client.save_task_for_updating_registrant_info_by_identity_credential(&request);
        ready(call.sign())
    })
}
