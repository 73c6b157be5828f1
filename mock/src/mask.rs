//! Recordings of requests: enough for a test, nothing personal.

use std::time::SystemTime;

use aliyun_codegen::model::{Action, Type};
use serde_json::{Value, json};

use crate::auth;
use crate::check::locate;
use crate::request::{Pair, Request};
use crate::time;
use crate::trail::Check;

pub(crate) const REDACTED: &str = "<redacted>";

/// The most parameters of a request that are kept.
const MOST_PARAMETERS: usize = 1000;

/// The most characters that are kept of an unknown name or of a map key.
const LONGEST_NAME: usize = 100;

/// The most characters that are kept of a value.
const LONGEST_VALUE: usize = 1000;

/// The signature version of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureVersion {
    /// HMAC-SHA1 over parameters in the query and the form.
    V1,
    /// ACS3-HMAC-SHA256 in the `Authorization` header.
    V3,
}

/// One request that the gateway received, accepted or not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The number of the request, from 1, in the order of the answers.
    pub number: u64,
    /// When it was answered, by the gateway's clock.
    pub time: SystemTime,
    /// The HTTP method; empty if it could not be read.
    pub method: String,
    /// The path: `/` for RPC actions. `<redacted>` replaces segments with sensitive
    /// values, and those that no action has.
    pub path: String,
    /// The action that it named, even if the model does not have it.
    pub action: Option<String>,
    /// The version of its signature, valid or not. A request without an
    /// `Authorization` header counts as V1. `None` if the request could not be read, or
    /// if an anonymous action was called without a signature.
    pub signature: Option<SignatureVersion>,
    /// The HTTP status of the answer; `None` if the connection was closed without
    /// one.
    pub status: Option<u16>,
    /// The error code of the answer, if it was a refusal.
    pub code: Option<String>,
    /// The reason of the refusal, without sensitive values.
    pub message: Option<String>,
    /// The request id of the answer, if it had one.
    pub request_id: Option<String>,
    /// The kind of fault that it got, such as `delay`.
    pub fault: Option<&'static str>,
    /// The checks, in order; empty if a fault came first.
    pub checks: Vec<Check>,
    /// Parameters in the order received, the query's first. `<redacted>`
    /// replaces the values of sensitive parameters, of parameters that the
    /// action does not have, of the key id, the security token and the
    /// signature; keys of sensitive maps; and unknown names with characters
    /// that no name has. An image is replaced by its length. Unknown names and
    /// keys are cut after 100 characters, values after 1,000. After 1,000
    /// parameters the last entry is `…` with the number of further ones. Control
    /// characters are escaped.
    pub parameters: Vec<(String, String)>,
}

impl RecordedRequest {
    /// A request that was refused before it could be read.
    pub(crate) fn unread(status: u16, time: SystemTime) -> Self {
        Self {
            number: 0,
            time,
            method: String::new(),
            path: String::new(),
            message: None,
            request_id: None,
            fault: None,
            checks: Vec::new(),
            action: None,
            signature: None,
            status: Some(status),
            code: None,
            parameters: Vec::new(),
        }
    }

    /// The request as one JSON object on one line: `number`, `time` (UTC), `method`,
    /// `path`, `action`, `signature`, `status`, `code`, `message`, `request_id`,
    /// `fault`, `checks` (`what`, `outcome`, `problem`) and `parameters` (pairs
    /// of name and value). Absent values are `null`.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    pub(crate) fn to_value(&self) -> Value {
        let checks = self.checks.iter().map(|check| {
            json!({
                "what": check.what,
                "outcome": check.outcome.as_str(),
                "problem": check.problem,
            })
        });
        let signature = self.signature.map(|version| match version {
            SignatureVersion::V1 => "V1",
            SignatureVersion::V3 => "V3",
        });
        json!({
            "number": self.number,
            "time": time::stamp(self.time),
            "method": self.method,
            "path": self.path,
            "action": self.action,
            "signature": signature,
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "request_id": self.request_id,
            "fault": self.fault,
            "checks": checks.collect::<Vec<_>>(),
            "parameters": self.parameters,
        })
    }

    /// Its approximate size in bytes.
    pub(crate) fn size(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let parameters = self.parameters.iter();
        let checks = self.checks.iter();
        size_of::<Self>()
            + text(&self.action)
            + self.path.len()
            + text(&self.message)
            + parameters
                .map(|(name, value)| name.len() + value.len() + size_of::<(String, String)>())
                .sum::<usize>()
            + checks
                .map(|check| check.what.len() + text(&check.problem) + size_of::<Check>())
                .sum::<usize>()
    }
}

/// Records a request without what must not be kept.
pub(crate) fn record(
    request: &Request,
    action: Option<&Action>,
    path: &str,
    time: SystemTime,
) -> RecordedRequest {
    let version = auth::version(request);
    let show = |pair: &Pair| {
        let (name, value) = if auth::is_common(version, action, &pair.name) {
            (pair.name.clone(), common(pair))
        } else {
            match action {
                Some(action) => own(action, pair),
                None => (fit_name(&pair.name), None),
            }
        };
        (name, value.unwrap_or_else(|| REDACTED.to_owned()))
    };
    let pairs = &request.pairs;
    let mut parameters: Vec<_> = pairs.iter().take(MOST_PARAMETERS).map(show).collect();
    if pairs.len() > MOST_PARAMETERS {
        let more = format!("{} more", pairs.len() - MOST_PARAMETERS);
        parameters.push(("…".to_owned(), more));
    }
    RecordedRequest {
        method: fit(&request.method, LONGEST_NAME),
        path: fit(path, LONGEST_VALUE),
        action: auth::action(request).map(|name| fit(name, LONGEST_NAME)),
        signature: (!request.unsigned).then_some(version),
        parameters,
        status: None,
        ..RecordedRequest::unread(0, time)
    }
}

fn common(pair: &Pair) -> Option<String> {
    let hidden = matches!(
        pair.name.as_str(),
        "AccessKeyId" | "SecurityToken" | "Signature"
    );
    (!hidden).then(|| fit(&pair.value, LONGEST_VALUE))
}

/// A parameter of the action: the part of its name that may be kept, and its
/// value, or `None` if it must not be kept.
fn own(action: &Action, pair: &Pair) -> (String, Option<String>) {
    let mut fields = &action.request.fields;
    let mut name = pair.name.as_str();
    let mut shown = String::new();
    let mut hidden = false;
    let mut place = Some(pair.place);
    loop {
        let Some((at, mut rest)) = locate(fields, name, place.take()) else {
            push(&mut shown, name, hidden || !is_plain(name));
            return (shown, None);
        };
        let field = &fields[at];
        push(&mut shown, &field.name, false);
        hidden |= field.sensitive;
        let mut ty = &field.ty;
        while let Type::List(member) | Type::Map(member) = ty {
            let map = matches!(ty, Type::Map(_));
            // Keys of single values may hold dots, and those of sensitive maps
            // are values too.
            let whole = map && (hidden || !is_composite(member));
            let (step, after) = match rest.split_once('.') {
                Some(split) if !whole => split,
                _ => (rest, ""),
            };
            let number = !map && step.bytes().all(|byte| byte.is_ascii_digit());
            push(&mut shown, step, hidden && !number);
            if !map && !number {
                return (shown, None);
            }
            (rest, ty) = (after, member);
        }
        if let Type::Object(at) = ty {
            (fields, name) = (&action.objects[*at].fields, rest);
            continue;
        }
        push(&mut shown, rest, hidden);
        let value = match ty {
            _ if hidden || !rest.is_empty() => None,
            Type::Image => Some(format!("<image, {} characters>", pair.value.len())),
            _ => Some(fit(&pair.value, LONGEST_VALUE)),
        };
        return (shown, value);
    }
}

fn is_composite(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Map(_) | Type::Object(_))
}

/// Appends a step of a name, if there is one.
fn push(name: &mut String, step: &str, hidden: bool) {
    if step.is_empty() {
        return;
    }
    if !name.is_empty() {
        name.push('.');
    }
    if hidden {
        name.push_str(REDACTED);
    } else {
        name.push_str(&fit(step, LONGEST_NAME));
    }
}

/// The part of an unknown name that may be kept. A body that is not a form may be
/// read as one long name.
pub(crate) fn fit_name(name: &str) -> String {
    if is_plain(name) {
        fit(name, LONGEST_NAME)
    } else {
        REDACTED.to_owned()
    }
}

/// Whether a text looks like the name of a parameter.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    name.bytes().all(plain)
}

/// The part of a possible name that may be kept: its first step and the numbers
/// after it. Other steps may be keys of sensitive maps.
pub(crate) fn fit_start(name: &str) -> String {
    let mut steps = name.split('.');
    let mut shown = fit_name(steps.next().unwrap_or_default());
    for step in steps {
        if !step.bytes().all(|byte| byte.is_ascii_digit()) {
            shown.push_str(".…");
            break;
        }
        push(&mut shown, step, false);
    }
    shown
}

/// The part of a message that is kept.
pub(crate) fn fit_message(message: &str) -> String {
    fit(message, LONGEST_VALUE)
}

/// Whether a character breaks the line or changes the direction of the text.
fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// At most `limit` characters of the text, with control characters escaped.
fn fit(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == limit {
            out.push('…');
            break;
        }
        if c.is_control() || turns(c) {
            out.extend(c.escape_debug());
        } else {
            out.push(c);
        }
    }
    out
}
