//! What is kept of requests: enough for a test to look at, nothing personal.

use aliyun_codegen::model::{Action, Field, Type};

use crate::auth;
use crate::check::locate;
use crate::request::{Pair, Request};

/// Which of the two signatures a request carried.
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
    /// The action it named, whether or not the model has it.
    pub action: Option<String>,
    /// The signature it carried, right or wrong. A request without an
    /// `Authorization` header counts as V1; `None` where it could not be read.
    pub signature: Option<SignatureVersion>,
    /// The HTTP status of the answer; `None` where the connection was closed
    /// without one.
    pub status: Option<u16>,
    /// The error code of the answer, where it was a refusal.
    pub code: Option<String>,
    /// Parameters in the order received, the query's first. `<redacted>`
    /// stands for values of sensitive parameters, of parameters that the
    /// action does not have, of the key id, the security token and the
    /// signature; an image is shown by its length.
    pub parameters: Vec<(String, String)>,
}

impl RecordedRequest {
    /// A request that was refused before it could be read.
    pub(crate) fn unread(status: u16) -> Self {
        Self {
            action: None,
            signature: None,
            status: Some(status),
            code: None,
            parameters: Vec::new(),
        }
    }
}

/// Records a request, hiding what must not be kept.
pub(crate) fn record(request: &Request, action: Option<&Action>) -> RecordedRequest {
    let version = auth::version(request);
    let show = |pair: &Pair| {
        let value = if auth::is_common(version, &pair.name) {
            common(pair)
        } else {
            action.and_then(|action| own(action, pair))
        };
        (
            pair.name.clone(),
            value.unwrap_or_else(|| "<redacted>".to_owned()),
        )
    };
    RecordedRequest {
        action: auth::action(request).map(str::to_owned),
        signature: Some(version),
        status: None,
        code: None,
        parameters: request.pairs.iter().map(show).collect(),
    }
}

fn common(pair: &Pair) -> Option<String> {
    let hidden = matches!(
        pair.name.as_str(),
        "AccessKeyId" | "SecurityToken" | "Signature"
    );
    (!hidden).then(|| pair.value.clone())
}

/// The value of an action's own parameter; `None` where it must not be shown.
fn own(action: &Action, pair: &Pair) -> Option<String> {
    let mut fields = &action.request.fields;
    let mut name = pair.name.as_str();
    loop {
        let (at, mut rest) = locate(fields, name)?;
        let Field { ty, sensitive, .. } = &fields[at];
        if *sensitive {
            return None;
        }
        let mut ty = ty;
        while let Type::List(member) | Type::Map(member) = ty {
            rest = rest.split_once('.').map_or("", |(_, rest)| rest);
            ty = member;
        }
        match ty {
            Type::Object(at) => (fields, name) = (&action.objects[*at].fields, rest),
            Type::Image => return Some(format!("<image, {} characters>", pair.value.len())),
            _ => return Some(pair.value.clone()),
        }
    }
}
