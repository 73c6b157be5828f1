//! Compares a built request with a recorded one.

use aliyun_runtime::SignedRequest;
use aliyun_runtime::generated::percent;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::record::{Record, pairs};
use crate::signature;
use crate::value::{same_json, same_text};

/// Headers that no parameter has.
const COMMON: [&str; 11] = [
    "accept",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
];

/// What is different: found first, then expected.
pub(crate) fn differences(record: &Record, built: &SignedRequest) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |what: &str, found: String, expected: String| {
        differences.push(format!("{what} {found}, expected {expected}"));
    };
    if built.method() != record.method {
        differ("method", built.method().to_owned(), record.method.clone());
    }
    let (path, query) = target(built.url());
    if path != record.path {
        differ("path", path.to_owned(), record.path.clone());
    }
    let query = decoded(query);
    if !same_pairs(&query, &record.query) {
        let (found, expected) = (only(&query, &record.query), only(&record.query, &query));
        differ("query", format!("{found:?}"), format!("{expected:?}"));
    }
    for (name, expected) in [
        ("x-acs-action", &record.action),
        ("x-acs-version", &record.version),
    ] {
        let found = built.header(name).unwrap_or_default();
        if found != expected {
            differ(name, found.to_owned(), expected.clone());
        }
    }
    let headers: Vec<_> = built
        .headers()
        .map(owned)
        .filter(is_parameter(record))
        .collect();
    let expected = record.headers.iter();
    let expected = expected
        .filter(|header| is_parameter(record)(header))
        .cloned();
    let expected: Vec<_> = expected.collect();
    if !same_pairs(&headers, &expected) {
        differ("headers", format!("{headers:?}"), format!("{expected:?}"));
    }
    let media_type = built.header("content-type");
    let recorded = record
        .headers
        .iter()
        .find(|(name, _)| name == "content-type");
    let recorded = recorded.map(|(_, value)| value.as_str());
    if media_type != recorded {
        differ(
            "content-type",
            format!("{media_type:?}"),
            format!("{recorded:?}"),
        );
    }
    if !same_body(built.body(), &record.body) {
        let found = String::from_utf8_lossy(built.body()).into_owned();
        differ("body", found, record.body.to_string());
    }
    if let Err(reason) = signature::verify(built, record.signed) {
        differ("signature", reason, "a valid one".to_owned());
    }
    differences
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_lowercase(), value.to_owned())
}

/// Whether a header is a parameter. A caller's own `authorization` is one if nothing is
/// signed.
fn is_parameter(record: &Record) -> impl Fn(&(String, String)) -> bool {
    let signed = record.signed;
    move |(name, _)| !COMMON.contains(&name.as_str()) || (name == "authorization" && !signed)
}

/// The path and the query of a URL, as they are sent.
pub(crate) fn target(url: &str) -> (&str, &str) {
    let start = url.find("://").map_or(0, |end| end + "://".len());
    let path = url[start..]
        .find('/')
        .map_or(url.len(), |path| start + path);
    let target = &url[path..];
    target.split_once('?').unwrap_or((target, ""))
}

/// The plain names and values of a query or a form.
pub(crate) fn decoded(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let plain = |text: &str| percent::decode(&text.replace('+', "%20"));
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

fn sorted(pairs: &[(String, String)]) -> Vec<&(String, String)> {
    let mut pairs: Vec<_> = pairs.iter().collect();
    pairs.sort();
    pairs
}

/// Whether the pairs are the same in any order. Each name is there once.
fn same_pairs(one: &[(String, String)], other: &[(String, String)]) -> bool {
    let (one, other) = (sorted(one), sorted(other));
    let same = |(one, other): (&&(String, String), &&(String, String))| {
        one.0 == other.0 && same_text(&one.1, &other.1)
    };
    one.len() == other.len() && one.iter().zip(&other).all(same)
}

/// The pairs that the other side has not.
fn only<'a>(of: &'a [(String, String)], other: &[(String, String)]) -> Vec<&'a (String, String)> {
    let has = |pair: &(String, String)| {
        let mut others = other.iter();
        others.any(|other| other.0 == pair.0 && same_text(&other.1, &pair.1))
    };
    of.iter().filter(|pair| !has(pair)).collect()
}

fn same_body(found: &[u8], expected: &Value) -> bool {
    let text = || std::str::from_utf8(found).unwrap_or_default();
    match expected["kind"].as_str().unwrap_or_default() {
        "none" => found.is_empty(),
        "json" => {
            serde_json::from_slice(found).is_ok_and(|found| same_json(&found, &expected["json"]))
        }
        "form" => same_pairs(&decoded(text()), &pairs(&expected["pairs"])),
        "binary" => expected["base64"].as_str().is_some_and(|base64| {
            STANDARD
                .decode(base64)
                .is_ok_and(|expected| found == expected)
        }),
        "text" => expected["text"] == text(),
        _ => false,
    }
}

#[test]
fn bodies_are_compared_by_their_kind() {
    for (found, expected, same) in [
        ("", serde_json::json!({"kind": "none"}), true),
        ("x", serde_json::json!({"kind": "none"}), false),
        (
            r#"{"a":1}"#,
            serde_json::json!({"kind": "json", "json": {"a": 1}}),
            true,
        ),
        (
            r#"{"a":2}"#,
            serde_json::json!({"kind": "json", "json": {"a": 1}}),
            false,
        ),
        (
            "b=2&a=x+y",
            serde_json::json!({"kind": "form", "pairs": [["a", "x y"], ["b", "2"]]}),
            true,
        ),
        (
            "a=1",
            serde_json::json!({"kind": "form", "pairs": [["a", "1"], ["b", "2"]]}),
            false,
        ),
        (
            "abc",
            serde_json::json!({"kind": "binary", "base64": "YWJj"}),
            true,
        ),
        (
            "abd",
            serde_json::json!({"kind": "binary", "base64": "YWJj"}),
            false,
        ),
        (
            "abc",
            serde_json::json!({"kind": "text", "text": "abc"}),
            true,
        ),
        ("abc", serde_json::json!({"kind": "unknown"}), false),
    ] {
        assert_eq!(
            same_body(found.as_bytes(), &expected),
            same,
            "{found} {expected}"
        );
    }
}
