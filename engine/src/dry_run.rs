//! A signed request for display, without secrets and personal values.

use std::borrow::Cow;

use aliyun_runtime::SignedRequest;
use aliyun_runtime::dynamic::{Entry, Object, Type};
use aliyun_runtime::generated::{Core, Field, Location, SENSITIVE, percent};
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
pub(crate) fn describe(core: &Core, signed: &SignedRequest, entry: &Entry) -> Value {
    let (url, query) = signed.url().split_once('?').unwrap_or((signed.url(), ""));
    let object = entry.request;
    let headers = signed.headers().map(|(name, value)| {
        let shown = match name {
            name if is_hidden_header(name, object) => HIDDEN.to_owned(),
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
        "Url": without_secrets(url, entry),
        "HostChosenBy": core.host_chosen_by(),
        "Headers": headers.collect::<Map<_, _>>(),
        "Query": parameters(query, object),
        "Body": body(signed, object),
    })
}

/// Whether the header is a parameter that must not be shown. A parameter of this name
/// holds a key, whatever the spec says of it.
fn is_hidden_header(name: &str, object: &Object) -> bool {
    let mut headers = object.shape.iter();
    let header = headers
        .find(|field| field.location == Location::Header && field.name.eq_ignore_ascii_case(name));
    header.is_some_and(|field| field.is(SENSITIVE) || name == "authorization")
}

/// The URL; if a parameter in the path must not be shown, with the template of the path.
fn without_secrets<'a>(url: &'a str, entry: &Entry) -> Cow<'a, str> {
    let secret = |field: Field| field.location == Location::Path && field.is(SENSITIVE);
    if !entry.request.shape.iter().any(secret) {
        return url.into();
    }
    let host = url.find("://").map_or(0, |end| end + "://".len());
    let path = url[host..].find('/').map_or(url.len(), |path| host + path);
    [&url[..path], entry.action.path].concat().into()
}

/// The parameters of a form, a document, or how many bytes the body has.
fn body(signed: &SignedRequest, object: &'static Object) -> Value {
    let (body, media_type) = (signed.body(), signed.header("content-type"));
    if body.is_empty() || !signed.form().is_empty() {
        return parameters(signed.form(), object).into();
    }
    let json = media_type.is_some_and(|media_type| media_type.starts_with("application/json"));
    let document = serde_json::from_slice(body).ok().filter(|_| json);
    let mut fields = object.fields();
    let payload = fields.find(|(field, _)| field.location == Location::Payload);
    match (document, payload) {
        (Some(document), Some((field, fact))) => masked(document, field, &fact.ty),
        (Some(document), None) => members(document, |name| object.member(name), object),
        (None, _) => format!("<{} bytes>", body.len()).into(),
    }
}

/// The value of a field if the tables allow it to be shown.
fn masked(value: Value, field: Field, ty: &'static Type) -> Value {
    match field.is(SENSITIVE) {
        true => HIDDEN.into(),
        false => typed(value, ty),
    }
}

fn typed(value: Value, ty: &'static Type) -> Value {
    match (value, ty) {
        (Value::Array(items), Type::List(member)) => {
            items.into_iter().map(|item| typed(item, member)).collect()
        }
        (Value::Object(entries), Type::Map(member)) => {
            let shown = entries
                .into_iter()
                .map(|(key, value)| (key, typed(value, member)));
            Value::Object(shown.collect())
        }
        (value @ Value::Object(_), Type::Object(object)) => {
            members(value, |name| object.position(name), object)
        }
        (Value::String(text), Type::Image | Type::Bytes) => image(&text).into(),
        (value, _) => value,
    }
}

/// The members of a document; those that the table does not have are hidden.
fn members(
    document: Value,
    position: impl Fn(&str) -> Option<usize>,
    object: &'static Object,
) -> Value {
    let Value::Object(members) = document else {
        return HIDDEN.into();
    };
    let shown = members.into_iter().map(|(name, value)| {
        let found = position(&name).and_then(|index| object.fields().nth(index));
        let shown = match found {
            Some((field, fact)) => masked(value, field, &fact.ty),
            None => HIDDEN.into(),
        };
        (name, shown)
    });
    Value::Object(shown.collect())
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

fn image(base64: &str) -> String {
    format!("<image, {} characters of base64>", base64.len())
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
    // A name may have dots itself.
    let (mut steps, mut found) = (name.split('.'), object.position(name));
    if found.is_some() {
        steps = "".split('.');
        steps.next();
    }
    let mut object = object;
    loop {
        found = found.or_else(|| steps.next().and_then(|step| object.position(step)));
        let Some((field, fact)) = found.and_then(|index| object.fields().nth(index)) else {
            return HIDDEN.to_owned();
        };
        if field.is(SENSITIVE) {
            return match fact.ty.innermost() {
                Type::Image => image(&value),
                _ => HIDDEN.to_owned(),
            };
        }
        let mut ty = &fact.ty;
        // A container in one pair is JSON, or a list joined by commas.
        let whole = steps.clone().next().is_none();
        if let (Type::Object(_), true) = (ty.innermost(), whole) {
            return match serde_json::from_str(&value) {
                Ok(document) => typed(document, ty).to_string(),
                Err(_) => HIDDEN.to_owned(),
            };
        }
        while let Type::List(member) | Type::Map(member) = ty {
            steps.next();
            ty = member;
        }
        match ty {
            Type::Object(nested) if steps.clone().next().is_some() => object = nested,
            Type::Image => return image(&value),
            _ => return value,
        }
        found = None;
    }
}
