//! A signer and an HTTP client of a few lines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use aliyun_mock::{Builder, MockGateway};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The gateway's fixed clock, 2026-01-02T03:04:05Z.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

pub(crate) fn builder() -> Builder {
    MockGateway::builder(crate::model::model())
        .with_access_key("testid", "testsecret")
        .with_clock(now)
}

pub(crate) async fn gateway() -> MockGateway {
    builder().start().await.unwrap()
}

/// A call to be signed. Every field may be set to something wrong.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) v3: bool,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) action: &'static str,
    pub(crate) version: &'static str,
    pub(crate) key: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) token: Option<&'static str>,
    pub(crate) time: &'static str,
    pub(crate) nonce: String,
    pub(crate) format: &'static str,
    pub(crate) content_type: &'static str,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
    /// A protocol parameter or header to leave out.
    pub(crate) without: Option<&'static str>,
}

pub(crate) fn v1(action: &'static str) -> Call {
    static NONCE: AtomicUsize = AtomicUsize::new(0);
    Call {
        v3: false,
        method: "POST",
        path: "/",
        action,
        version: "2018-01-29",
        key: "testid",
        secret: "testsecret",
        token: None,
        time: "2026-01-02T03:04:05Z",
        nonce: format!("nonce-{}", NONCE.fetch_add(1, Ordering::Relaxed)),
        format: "JSON",
        content_type: "application/x-www-form-urlencoded",
        query: Vec::new(),
        form: Vec::new(),
        without: None,
    }
}

pub(crate) fn v3(action: &'static str) -> Call {
    Call {
        v3: true,
        ..v1(action)
    }
}

impl Call {
    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn form(mut self, name: &str, value: &str) -> Self {
        self.form.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn sign(&self, gateway: &MockGateway) -> Wire {
        let host = gateway.endpoint().replace("http://", "");
        if self.v3 {
            self.sign_v3(&host)
        } else {
            self.sign_v1(&host)
        }
    }

    pub(crate) async fn send(&self, gateway: &MockGateway) -> Reply {
        send(gateway, &self.sign(gateway).bytes()).await
    }

    fn wire(&self, host: &str) -> Wire {
        let body = join(&self.form);
        let mut headers = vec![("host".to_owned(), host.to_owned())];
        if !body.is_empty() {
            headers.push(("content-type".to_owned(), self.content_type.to_owned()));
        }
        Wire {
            method: self.method,
            path: self.path,
            query: String::new(),
            headers,
            body,
        }
    }

    fn sign_v1(&self, host: &str) -> Wire {
        let common = [
            ("AccessKeyId", self.key),
            ("Action", self.action),
            ("Format", self.format),
            ("SecurityToken", self.token.unwrap_or("")),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &self.nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", self.time),
            ("Version", self.version),
        ];
        let mut query = self.query.clone();
        for (name, value) in common {
            if self.without != Some(name) && !value.is_empty() {
                query.push((name.to_owned(), value.to_owned()));
            }
        }
        let mut all = [query.clone(), self.form.clone()].concat();
        all.sort();
        let text = format!("{}&%2F&{}", self.method, percent(&join(&all)));
        let mut mac = Hmac::<Sha1>::new_from_slice(format!("{}&", self.secret).as_bytes()).unwrap();
        mac.update(text.as_bytes());
        if self.without != Some("Signature") {
            query.push((
                "Signature".to_owned(),
                STANDARD.encode(mac.finalize().into_bytes()),
            ));
        }
        Wire {
            query: join(&query),
            ..self.wire(host)
        }
    }

    fn sign_v3(&self, host: &str) -> Wire {
        let mut wire = self.wire(host);
        let hash = hex(&Sha256::digest(wire.body.as_bytes()));
        let values = [
            ("x-acs-action", self.action),
            ("x-acs-content-sha256", &hash),
            ("x-acs-date", self.time),
            ("x-acs-security-token", self.token.unwrap_or("")),
            ("x-acs-signature-nonce", &self.nonce),
            ("x-acs-version", self.version),
        ];
        for (name, value) in values {
            if self.without != Some(name) && !value.is_empty() {
                wire.headers.push((name.to_owned(), value.to_owned()));
            }
        }
        wire.headers.sort();
        let names: Vec<&str> = wire.headers.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let lines: String = wire
            .headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let mut sorted = self.query.clone();
        sorted.sort();
        let canonical = format!(
            "{}\n{}\n{}\n{lines}\n{names}\n{hash}",
            self.method,
            self.path,
            join(&sorted)
        );
        let text = format!(
            "ACS3-HMAC-SHA256\n{}",
            hex(&Sha256::digest(canonical.as_bytes()))
        );
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        let value = format!(
            "ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}",
            self.key
        );
        wire.headers.push(("authorization".to_owned(), value));
        wire.headers.push((
            "accept".to_owned(),
            format!("application/{}", self.format.to_lowercase()),
        ));
        Wire {
            query: join(&self.query),
            ..wire
        }
    }
}

/// A signed request, open to tampering.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Wire {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {}?{} HTTP/1.1\r\n", self.method, self.path, self.query);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!(
            "content-length: {}\r\n\r\n{}",
            self.body.len(),
            self.body
        ));
        text.into_bytes()
    }
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    /// As much of the body as arrived.
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn code(&self) -> String {
        self.json()["Code"].as_str().unwrap_or("").to_owned()
    }

    pub(crate) fn message(&self) -> String {
        self.json()["Message"].as_str().unwrap_or("").to_owned()
    }

    /// The length that the head announces.
    pub(crate) fn announced(&self) -> usize {
        let line = self
            .head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        line.unwrap().parse().unwrap()
    }
}

pub(crate) async fn connect(gateway: &MockGateway) -> TcpStream {
    TcpStream::connect(gateway.endpoint().replace("http://", ""))
        .await
        .unwrap()
}

pub(crate) async fn send(gateway: &MockGateway, bytes: &[u8]) -> Reply {
    try_send(gateway, bytes).await.expect("an answer")
}

/// `None` where the connection was closed without an answer.
pub(crate) async fn try_send(gateway: &MockGateway, bytes: &[u8]) -> Option<Reply> {
    let mut stream = connect(gateway).await;
    exchange(&mut stream, bytes).await
}

pub(crate) async fn exchange(stream: &mut TcpStream, bytes: &[u8]) -> Option<Reply> {
    stream.write_all(bytes).await.unwrap();
    let mut data = Vec::new();
    let mut space = vec![0; 65536];
    loop {
        if let Some(reply) = complete(&data) {
            return Some(reply);
        }
        match stream.read(&mut space).await {
            Ok(0) | Err(_) => return parse(&data),
            Ok(read) => data.extend_from_slice(&space[..read]),
        }
    }
}

fn complete(data: &[u8]) -> Option<Reply> {
    parse(data).filter(|reply| reply.body.len() == reply.announced())
}

fn parse(data: &[u8]) -> Option<Reply> {
    let text = String::from_utf8_lossy(data);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Reply {
        status,
        head: head.to_lowercase(),
        body: body.to_owned(),
    })
}

pub(crate) fn percent(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

fn join(pairs: &[(String, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
