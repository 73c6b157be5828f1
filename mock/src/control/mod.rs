//! Control below `/_mock/`: the page, its log of requests, and the faults.
//!
//! Only callers on this machine may use it. A page of another site in a browser on
//! this machine may not. Its origin gives it away, or the host name if the site has
//! bound its own name to this address.

mod faults;

use std::net::{IpAddr, SocketAddr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Bytes;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue,
    ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use faults::FaultFile;

use crate::io::Answer;
use crate::service::Service;

const PAGE: &str = include_str!("page.html");

/// The longest body that is accepted, in bytes.
const LONGEST_BODY: usize = FaultFile::LONGEST;

/// The most requests in one answer.
const MOST_REQUESTS: usize = 500;

/// The answer to a request below `/_mock`; `None` for other paths.
pub(crate) fn answer(
    service: &Service,
    peer: SocketAddr,
    parts: &Parts,
    body: Option<&Bytes>,
) -> Option<Response<Answer>> {
    let path = parts.uri.path().strip_prefix("/_mock")?;
    if !path.is_empty() && !path.starts_with('/') {
        return None;
    }
    let found = admit(peer, &parts.headers).and_then(|()| route(service, path, parts, body));
    Some(match found {
        Ok(Found::Page) => respond(StatusCode::OK, "text/html;charset=utf-8", PAGE.into()),
        Ok(Found::Json(value)) => json_answer(StatusCode::OK, &value),
        Err((status, message)) => json_answer(status, &json!({ "error": message })),
    })
}

enum Found {
    Page,
    Json(Value),
}

type Refused = (StatusCode, String);

/// Refuses callers on other machines and pages of other sites.
fn admit(peer: SocketAddr, headers: &HeaderMap) -> Result<(), Refused> {
    let forbidden = |what: &str| Err((StatusCode::FORBIDDEN, what.to_owned()));
    if !peer.ip().to_canonical().is_loopback() {
        return forbidden("only callers on the gateway's own machine may look at or change it");
    }
    let text = |name: HeaderName| {
        let value = headers.get(name)?;
        Some(value.to_str().unwrap_or("?"))
    };
    let host = text(HOST).unwrap_or("");
    if !is_local(host) {
        return forbidden("the host must be localhost or a loopback address");
    }
    if let Some(origin) = text(ORIGIN) {
        let own = origin.split_once("://").map(|(_, origin)| origin);
        if own != Some(host) {
            return forbidden("pages of other sites may not look at or change the gateway");
        }
    }
    Ok(())
}

/// Whether a host, with or without a port, is this machine by name or number.
fn is_local(host: &str) -> bool {
    if let Ok(address) = host.parse::<SocketAddr>() {
        return address.ip().is_loopback();
    }
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let number = name.trim_start_matches('[').trim_end_matches(']');
    let address = number.parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn route(
    service: &Service,
    path: &str,
    parts: &Parts,
    body: Option<&Bytes>,
) -> Result<Found, Refused> {
    let method = &parts.method;
    match (path, method) {
        ("" | "/", &Method::GET) => Ok(Found::Page),
        ("/info", &Method::GET) => Ok(Found::Json(info(service))),
        ("/requests", &Method::GET) => Ok(Found::Json(requests(service, parts.uri.query()))),
        ("/requests", &Method::DELETE) => {
            service.state().log.clear();
            Ok(Found::Json(requests(service, None)))
        }
        ("/faults", &Method::GET) => Ok(Found::Json(faults::show(&service.state().rules))),
        ("/faults", &Method::DELETE) => Ok(Found::Json(set(service, FaultFile::default()))),
        ("/faults", &Method::PUT) => put(service, &parts.headers, body),
        ("" | "/" | "/info" | "/requests" | "/faults", _) => Err((
            StatusCode::METHOD_NOT_ALLOWED,
            format!("{method} is not for /_mock{path}"),
        )),
        _ => Err((
            StatusCode::NOT_FOUND,
            "there are /_mock/, /_mock/info, /_mock/requests and /_mock/faults".to_owned(),
        )),
    }
}

fn info(service: &Service) -> Value {
    json!({
        "product": service.model.product.name,
        "version": service.model.product.version,
        "actions": service.model.actions.len(),
        "state": service.state().is_stateful(),
    })
}

/// The requests after this number, at most so many.
fn requests(service: &Service, query: Option<&str>) -> Value {
    let after = query.and_then(|query| query.strip_prefix("after=")?.parse::<u64>().ok());
    let state = service.state();
    let newer = state.log.iter().rev().take(MOST_REQUESTS);
    let newer = newer.take_while(|request| request.number > after.unwrap_or(0));
    let mut found: Vec<Value> = newer.map(crate::RecordedRequest::to_value).collect();
    found.reverse();
    json!({ "requests": found, "last": state.log.count() })
}

fn put(service: &Service, headers: &HeaderMap, body: Option<&Bytes>) -> Result<Found, Refused> {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|given| given.to_str().ok());
    let media = given.unwrap_or("").split(';').next().unwrap_or("").trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "faults are given as application/json".to_owned(),
        ));
    }
    let body = body
        .filter(|body| body.len() <= LONGEST_BODY)
        .ok_or_else(|| {
            let message = format!("faults take {LONGEST_BODY} bytes at most");
            (StatusCode::PAYLOAD_TOO_LARGE, message)
        })?;
    let invalid = |message| (StatusCode::BAD_REQUEST, message);
    let file = FaultFile::from_json(body).map_err(invalid)?;
    file.check(&service.model).map_err(invalid)?;
    Ok(Found::Json(set(service, file)))
}

fn set(service: &Service, file: FaultFile) -> Value {
    let mut state = service.state();
    state.rules = file.into_rules();
    faults::show(&state.rules)
}

fn json_answer(status: StatusCode, value: &Value) -> Response<Answer> {
    let text = value.to_string();
    respond(status, "application/json;charset=utf-8", text.into_bytes())
}

fn respond(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response<Answer> {
    let mut response = Response::new(Answer::whole(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(policy) = HeaderValue::from_str(&policy()) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Allows the page only its own script and style, and calls to its own gateway.
fn policy() -> String {
    let hash = |tag: &str| {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let inside = PAGE.split_once(&open).map_or("", |(_, rest)| rest);
        let inside = inside.split_once(&close).map_or("", |(inside, _)| inside);
        STANDARD.encode(Sha256::digest(inside))
    };
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; connect-src 'self'; \
         img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        hash("script"),
        hash("style"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_from_elsewhere_are_refused() {
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost:8080"))]);
        let admitted = |peer: &str| {
            let peer = peer.parse().unwrap();
            admit(peer, &headers).map_err(|(status, _)| status)
        };
        for peer in [
            "127.0.0.1:5",
            "127.9.9.9:5",
            "[::1]:5",
            "[::ffff:127.0.0.1]:5",
        ] {
            assert_eq!(admitted(peer), Ok(()), "{peer}");
        }
        for peer in [
            "192.0.2.1:5",
            "10.0.0.1:5",
            "[2001:db8::1]:5",
            "[::ffff:192.0.2.1]:5",
        ] {
            assert_eq!(admitted(peer), Err(StatusCode::FORBIDDEN), "{peer}");
        }
    }

    #[test]
    fn only_this_machine_is_local() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.0.0.1:1",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "localhost.example",
            "10.0.0.1:80",
            "127.0.0.1.example:80",
            "example:8080",
            "[::2]",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
