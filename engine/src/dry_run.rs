//! A signed request for display, without secrets and personal values.

use aliyun_runtime::SignedRequest;
use aliyun_runtime::dynamic::{Document, Object, Type};
use aliyun_runtime::generated::{Core, SENSITIVE, percent};
use serde_json::{Map, Value, json};

const HIDDEN: &str = "<hidden>";

/// Parameters that signing adds to the query.
const COMMON: [&str; 7] = [
    "Action",
    "Format",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

/// Describes everything that would be sent.
pub(crate) fn describe(core: &Core, signed: &SignedRequest, request: &Document) -> Value {
    let (origin, query) = signed.url().split_once('?').unwrap_or((signed.url(), ""));
    let object = request.object();
    let headers = signed.headers().map(|(name, value)| {
        let shown = match name {
            "authorization" => authorization(value),
            "x-acs-security-token" => HIDDEN.to_owned(),
            // With few possible values, the hash would reveal the value.
            "x-acs-content-sha256" if !signed.body().is_empty() => HIDDEN.to_owned(),
            _ => value.to_owned(),
        };
        (name.to_owned(), Value::from(shown))
    });
    json!({
        "Method": signed.method(),
        "Url": origin,
        "HostChosenBy": core.host_chosen_by(),
        "Headers": headers.collect::<Map<_, _>>(),
        "Query": parameters(query, object),
        "Body": body(signed, object),
    })
}

/// The parameters of a form; of any other body, how long it is.
fn body(signed: &SignedRequest, object: &'static Object) -> Value {
    match (signed.form(), signed.body().len()) {
        ("", length) if length > 0 => Value::from(format!("<{length} bytes>")),
        (form, _) => Value::Object(parameters(form, object)),
    }
}

fn authorization(value: &str) -> String {
    let parts = value.split(',').map(|part| match part.split_once('=') {
        Some((name, _)) if name.trim() == "Signature" => format!("{name}={HIDDEN}"),
        Some((name, id)) if name.ends_with("Credential") => format!("{name}={}", short(id)),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(",")
}

/// Enough of an access key id to recognise it.
fn short(id: &str) -> String {
    match id.char_indices().nth(4) {
        Some((end, _)) => format!("{}…", &id[..end]),
        None => HIDDEN.to_owned(),
    }
}

fn parameters(text: &str, object: &'static Object) -> Map<String, Value> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let shown = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (percent::decode(name), percent::decode(value));
        let shown = if COMMON.contains(&name.as_str()) {
            value
        } else if name == "AccessKeyId" {
            short(&value)
        } else {
            shown(&name, value, object)
        };
        (name, Value::from(shown))
    });
    shown.collect()
}

/// The value of a parameter if the tables allow it to be shown.
fn shown(name: &str, value: String, object: &'static Object) -> String {
    let mut steps = name.split('.');
    let mut object = object;
    loop {
        let found = steps.next().and_then(|step| object.position(step));
        let Some((field, fact)) = found.and_then(|index| object.fields().nth(index)) else {
            return HIDDEN.to_owned();
        };
        if field.is(SENSITIVE) {
            return match fact.ty.innermost() {
                Type::Image => format!("<image, {} characters of base64>", value.len()),
                _ => HIDDEN.to_owned(),
            };
        }
        let mut ty = &fact.ty;
        while let Type::List(member) | Type::Map(member) = ty {
            steps.next();
            ty = member;
        }
        match ty {
            Type::Object(nested) if steps.clone().next().is_some() => object = nested,
            Type::Image => return format!("<image, {} characters of base64>", value.len()),
            _ => return value,
        }
    }
}
