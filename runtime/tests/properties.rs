//! What holds for any value: parameters sign to what an independent
//! implementation computes, and answers survive both formats.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

#[macro_use]
mod common;
#[path = "common/random.rs"]
mod random;
#[path = "common/server.rs"]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use aliyun_runtime::generated::{Core, decode, decode_lenient};
use aliyun_runtime::{Image, SignatureVersion, SignedRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Holder, Registrant, TaskDetail, TaskListResponse};
use hmac::{Hmac, KeyInit, Mac};
use random::Random;
use serde_json::{Value, json};
use server::{PRODUCT, SECRET, TOKEN, fixed, key};
use sha1::Sha1;
use sha2::{Digest, Sha256};

const RUNS: u64 = 300;

/// Percent-encoding as RFC 3986 has it, the slow way.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => write!(out, "%{other:02X}").unwrap(),
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `name=value&…`, sorted by the names.
fn canonical(parameters: &BTreeMap<String, String>) -> String {
    let pairs = parameters.iter();
    let pairs: Vec<_> = pairs
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// Signature of version 1 over what the caller gave and what version 1 adds.
fn signature_v1(own: &BTreeMap<String, String>) -> String {
    let mut all = own.clone();
    for (name, value) in [
        ("AccessKeyId", server::ID),
        ("Action", "SaveTask"),
        ("Format", "JSON"),
        ("SecurityToken", TOKEN),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "5ca1ab1e"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2023-10-26T10:22:32Z"),
        ("Version", "2018-01-29"),
    ] {
        assert!(all.insert(name.to_owned(), value.to_owned()).is_none());
    }
    let text = format!("POST&%2F&{}", encoded(&canonical(&all)));
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{SECRET}&").as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Signature of version 3 over the query, the headers of the request that are
/// to be signed, and the body.
fn signature_v3(query: &BTreeMap<String, String>, body: &str, signed: &SignedRequest) -> String {
    let mut headers: Vec<(String, &str)> = signed
        .headers()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| name == "host" || name == "content-type" || name.starts_with("x-acs-"))
        .collect();
    headers.sort();
    let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{}\n", value.trim()))
        .collect();
    let request = format!(
        "POST\n/\n{}\n{lines}\n{}\n{}",
        canonical(query),
        names.join(";"),
        hex(&Sha256::digest(body))
    );
    let text = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(request)));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// Parameters that are not those of version 1.
fn parameters(random: &mut Random, prefix: &str) -> BTreeMap<String, String> {
    let pairs = random.list(8, |random| {
        (format!("{prefix}{}", random.text()), random.text())
    });
    pairs.into_iter().collect()
}

#[tokio::test]
async fn any_parameters_sign_to_what_another_implementation_computes() {
    for seed in 0..RUNS {
        let mut random = Random(seed);
        let (query, body) = (parameters(&mut random, "q"), parameters(&mut random, "b"));
        for version in [SignatureVersion::V1, SignatureVersion::V3] {
            let config = fixed(key().with_security_token(TOKEN)).with_signature(version);
            let core = Core::new(&PRODUCT, config.with_endpoint("http://localhost")).unwrap();
            let call = core.call("SaveTask", query.clone()).with_body(body.clone());
            let signed = call.sign().await.unwrap();
            assert_eq!(signed.form(), canonical(&body), "seed {seed}");
            if version == SignatureVersion::V1 {
                let mut all = query.clone();
                all.extend(body.clone());
                let expected = format!("Signature={}", encoded(&signature_v1(&all)));
                let sent = signed.url().split(['?', '&']).any(|pair| pair == expected);
                assert!(sent, "seed {seed}: {}", signed.url());
            } else {
                let (_, sent) = signed.url().split_once('?').unwrap_or_default();
                assert_eq!(sent, canonical(&query), "seed {seed}");
                let expected = signature_v3(&query, signed.form(), &signed);
                let header = signed.header("authorization").unwrap();
                assert_eq!(header.rsplit('=').next(), Some(&*expected), "seed {seed}");
            }
        }
    }
}

fn detail(random: &mut Random) -> TaskDetail {
    TaskDetail {
        task_no: random.maybe(Random::text),
        try_count: random.maybe(|random| random.next().cast_signed()),
        task_result: random.maybe(Random::text),
        registrant_type: random.maybe(|random| match random.below(3) {
            0 => Registrant::Person,
            1 => Registrant::Organization,
            _ => Registrant::Other(random.name()),
        }),
    }
}

fn document(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.next()),
        3 => json!(random.next().cast_signed() as f64 / 1e7),
        4 => json!(random.text()),
        5 => Value::Array(random.list(3, |random| document(random, depth - 1))),
        _ => object(random, depth - 1),
    }
}

fn object(random: &mut Random, depth: usize) -> Value {
    let members = random.list(3, |random| (random.text(), document(random, depth)));
    Value::Object(members.into_iter().collect())
}

fn numbers(random: &mut Random) -> BTreeMap<String, i64> {
    let entries = random.list(4, |random| (random.name(), random.next().cast_signed()));
    entries.into_iter().collect()
}

fn response(random: &mut Random) -> TaskListResponse {
    TaskListResponse {
        request_id: Some(random.text()),
        total_item_num: random.maybe(|random| random.next().cast_signed()),
        next_page: random.maybe(|random| random.below(2) == 0),
        rate: random.maybe(|random| random.next().cast_signed() as f64 / 1e9),
        data: random.list(4, detail),
        domains: random.list(4, Random::text),
        ids: random.list(4, |random| format!("i{}", random.text())),
        labels: numbers(random),
        policy: random.maybe(|random| object(random, 3)),
        holder: random.maybe(|random| Holder {
            age: Some(random.next().cast_signed()),
            numbers: numbers(random),
            photo: random.maybe(|random| Image::from_bytes(random.text())),
        }),
        steps: random.list(3, |random| TaskDetail {
            try_count: Some(1),
            ..detail(random)
        }),
    }
}

/// The answer as a tree: what is absent is left out.
fn tree(response: &TaskListResponse) -> Value {
    let detail = |detail: &TaskDetail| {
        kept([
            ("TaskNo", json!(detail.task_no)),
            ("TryCount", json!(detail.try_count)),
            ("TaskResult", json!(detail.task_result)),
            (
                "RegistrantType",
                json!(detail.registrant_type.as_ref().map(|kind| match kind {
                    Registrant::Person => "1",
                    Registrant::Organization => "2",
                    Registrant::Other(text) => text,
                })),
            ),
        ])
    };
    let details = |list: &[TaskDetail]| Value::Array(list.iter().map(detail).collect());
    let holder = response.holder.as_ref().map(|holder| {
        let photo = holder.photo.as_ref().map(|i| STANDARD.encode(i.bytes()));
        kept([
            ("Age", json!(holder.age)),
            ("Numbers", json!(holder.numbers)),
            ("Photo", json!(photo)),
        ])
    });
    kept([
        ("RequestId", json!(response.request_id)),
        ("TotalItemNum", json!(response.total_item_num)),
        ("NextPage", json!(response.next_page)),
        ("Rate", json!(response.rate)),
        ("Data", json!({"TaskDetail": details(&response.data)})),
        ("Domains", json!({"Domain": response.domains})),
        ("Ids", json!(response.ids)),
        ("Labels", json!(response.labels)),
        ("Policy", json!(response.policy)),
        ("Holder", json!(holder)),
        ("Steps", details(&response.steps)),
    ])
}

fn kept<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(members.map(|(k, v)| (k.to_owned(), v)).collect())
}

/// An element, whose text is written in one of the ways that XML has for it.
fn element(out: &mut String, name: &str, value: &Value, random: &mut Random) {
    match value {
        // A document travels as text.
        Value::Object(_) if name == "Policy" => {
            write!(
                out,
                "<{name}>{}</{name}>",
                escaped(&value.to_string(), random)
            )
            .unwrap();
        }
        Value::Array(list) => {
            for member in list {
                element(out, name, member, random);
            }
        }
        Value::Object(members) => {
            write!(out, "<{name}>").unwrap();
            for (name, member) in members {
                element(out, name, member, random);
            }
            write!(out, "</{name}>").unwrap();
        }
        Value::String(text) => write!(out, "<{name}>{}</{name}>", escaped(text, random)).unwrap(),
        scalar => write!(out, "<{name}> {scalar}\n</{name}>").unwrap(),
    }
}

fn escaped(text: &str, random: &mut Random) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            // Line ends would be made alike by a reader of XML.
            '<' | '&' | '>' | '\r' => write!(out, "&#{};", u32::from(c)).unwrap(),
            _ if random.below(8) == 0 => write!(out, "&#x{:x};", u32::from(c)).unwrap(),
            ']' => out.push(c),
            _ if random.below(8) == 0 => write!(out, "<![CDATA[{c}]]>").unwrap(),
            _ => out.push(c),
        }
        if random.below(16) == 0 {
            out.push_str("<!-- - -->");
        }
    }
    out
}

fn read(body: &str, seed: u64) -> TaskListResponse {
    let mut response = TaskListResponse::default();
    let result = decode(body.as_bytes(), &mut response);
    assert!(result.is_ok(), "seed {seed}: {result:?} in {body}");
    response
}

#[test]
fn any_answer_survives_json_and_xml() {
    let mut seen = BTreeSet::new();
    for seed in 0..RUNS {
        let mut random = Random(seed);
        let response = response(&mut random);
        let tree = tree(&response);
        for json in [tree.to_string(), format!("{tree:#}")] {
            assert_eq!(read(&json, seed), response, "seed {seed}: {json}");
        }
        let mut xml = "<?xml version=\"1.0\"?>".to_owned();
        element(&mut xml, "TaskListResponse", &tree, &mut random);
        assert_eq!(read(&xml, seed), response, "seed {seed}: {xml}");
        seen.extend(tree.as_object().unwrap().keys().cloned());
    }
    assert_eq!(seen.len(), 11, "every field was there at least once");
}

/// Whatever stands in one field, the others are read.
#[test]
fn an_odd_value_loses_no_other_field() {
    let (mut odd, mut fine) = (0, 0);
    for seed in 0..4 * RUNS {
        let mut random = Random(seed);
        let response = response(&mut random);
        let mut members = tree(&response);
        let members = members.as_object_mut().unwrap();
        let names: Vec<String> = members.keys().cloned().collect();
        let name = names[random.below(names.len())].as_str();
        members.insert(name.to_owned(), document(&mut random, 3));
        // Something can be read, whichever field it is.
        for (known, value) in [("RequestId", json!("kept")), ("Ids", json!(["kept"]))] {
            if known != name {
                members.insert(known.to_owned(), value);
            }
        }
        let body = Value::Object(members.clone()).to_string();
        let mut read = TaskListResponse::default();
        let unread = decode_lenient(body.as_bytes(), &mut read);
        let unread = unread.unwrap_or_else(|error| panic!("seed {seed}: {error} in {body}"));
        if unread.is_empty() {
            fine += 1;
        } else {
            odd += 1;
        }
        for unread in unread {
            let path = unread.path();
            assert!(path.starts_with(name), "seed {seed}: {path} in {body}");
        }
        let read = tree(&read);
        for (other, value) in members.iter().filter(|(other, _)| *other != name) {
            assert_eq!(
                read.get(other),
                Some(value),
                "seed {seed}: {other} in {body}"
            );
        }
    }
    assert!(
        odd > 100 && fine > 100,
        "{odd} odd values, {fine} fine ones"
    );
}
