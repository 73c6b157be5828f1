//! Signatures of requests that the official SDKs sent, at all stages.

use std::str::FromStr;

use aliyun_runtime::generated::encode::Pair;
use aliyun_runtime::generated::percent;
use aliyun_runtime::generated::sign::{v1, v3};
use aliyun_runtime::{Image, Json};

const SECRET: &str = "testsecret";

fn samples() -> Vec<Json> {
    let samples = Json::from_str(include_str!("signatures.json")).unwrap();
    samples.as_array().unwrap().clone()
}

fn text<'a>(sample: &'a Json, name: &str) -> &'a str {
    sample[name].as_str().unwrap_or_default()
}

fn body(sample: &Json) -> Vec<u8> {
    match text(sample, "body_base64") {
        "" => text(sample, "body").as_bytes().to_vec(),
        base64 => Image::from_base64(base64).unwrap().bytes().to_vec(),
    }
}

/// The parameters of a query or a form.
fn pairs(encoded: &str) -> Vec<Pair> {
    let pairs = encoded.split('&').filter(|pair| !pair.is_empty());
    let plain = |text: &str| percent::decode(&text.replace('+', " "));
    pairs
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap();
            Pair::new(plain(key), &plain(value))
        })
        .collect()
}

#[test]
fn version_3_signs_method_path_query_headers_and_body() {
    let samples = samples();
    let samples = samples.iter().filter(|one| text(one, "scheme") == "acs3");
    let mut count = 0;
    for sample in samples {
        count += 1;
        let (path, query) = text(sample, "target")
            .split_once('?')
            .unwrap_or((text(sample, "target"), ""));
        let authorization = text(&sample["headers"], "authorization");
        let (_, names) = authorization.split_once("SignedHeaders=").unwrap();
        let names = names.split(',').next().unwrap().split(';');
        let headers: Vec<_> = names
            .map(|name| (name, text(&sample["headers"], name)))
            .collect();
        let digest = v3::digest(&body(sample));
        assert_eq!(digest, text(&sample["headers"], "x-acs-content-sha256"));
        let stages = v3::stages(
            text(sample, "method"),
            path,
            &pairs(query),
            &headers,
            &digest,
            SECRET,
        );
        assert_eq!(stages.canonical(), text(sample, "canonical_request"));
        assert_eq!(stages.string_to_sign(), text(sample, "string_to_sign"));
        assert_eq!(stages.signature(), text(sample, "signature"));
    }
    assert_eq!(count, 14);
}

#[test]
fn version_1_signs_all_parameters() {
    let samples = samples();
    let sample = samples
        .iter()
        .find(|one| text(one, "scheme") == "rpc1")
        .unwrap();
    let (_, query) = text(sample, "target").split_once('?').unwrap();
    let mut parameters = pairs(query);
    parameters.extend(pairs(text(sample, "body")));
    parameters.retain(|pair| pair.key != "Signature");
    let stages = v1::stages(text(sample, "method"), &parameters, SECRET);
    assert_eq!(stages.string_to_sign(), text(sample, "string_to_sign"));
    assert_eq!(stages.signature(), text(sample, "signature"));
}

#[test]
fn the_others_are_not_signed_or_signed_in_a_way_that_is_not_built() {
    let samples = samples();
    let of = |scheme| {
        samples
            .iter()
            .filter(move |one| text(one, "scheme") == scheme)
    };
    for sample in of("none") {
        assert!(sample["headers"].get("authorization").is_none());
        assert!(!text(sample, "target").contains("Signature="));
    }
    assert_eq!((of("none").count(), of("roa1").count()), (1, 2));
}
