//! A server on this machine that answers every request with given bytes, and
//! what the client tests call it with.
#![allow(dead_code)] // each test crate uses its own part

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use aliyun_runtime::generated::{Action, Core, Product};
use aliyun_runtime::{AccessKey, Config};

pub(crate) static PRODUCT: Product = Product::new("Sample", "2018-01-29", "sample.aliyuncs.com")
    .regions(&[("ap-southeast-1", "sample-intl.aliyuncs.com")])
    .open_codes(&["ShelfMoved"])
    .refusals(&["LocationServiceTimeout"]);

pub(crate) static SAVE: Action = Action::new("SaveTask", &PRODUCT);

pub(crate) static LIST: Action = Action::new("ListTasks", &PRODUCT).idempotent();

pub(crate) const ID: &str = "LTAIexampleid";
pub(crate) const SECRET: &str = "example+secret/value";
pub(crate) const TOKEN: &str = "example-token==";

pub(crate) fn key() -> AccessKey {
    AccessKey::new(ID, SECRET)
}

/// Settings with a fixed time and nonce.
pub(crate) fn fixed(key: AccessKey) -> Config {
    Config::new(key)
        .with_clock(Arc::new(|| UNIX_EPOCH + Duration::from_secs(1_698_315_752)))
        .with_nonce(Arc::new(|| "5ca1ab1e".to_owned()))
}

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(&**value))
    }

    /// Path and query.
    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

pub(crate) struct Server {
    pub(crate) endpoint: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// A server that answers with whatever bytes `reply` returns and then
    /// closes the connection, or where there are none keeps it open.
    pub(crate) fn start(reply: impl Fn(&Received) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&received);
        thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&stream);
                let bytes = reply(&request);
                seen.lock().unwrap().push(request);
                // A client that stops reading early is what some tests are about.
                let _ = stream.write_all(&bytes);
                if bytes.is_empty() {
                    open.push(stream);
                }
            }
        });
        Self { endpoint, received }
    }

    /// A server with one answer for everything.
    pub(crate) fn fixed(reply: impl Into<Vec<u8>>) -> Self {
        let reply = reply.into();
        Self::start(move |_| reply.clone())
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// A client of this server.
    pub(crate) fn client(&self, config: Config) -> Core {
        Core::new(&PRODUCT, config.with_endpoint(&self.endpoint)).unwrap()
    }
}

fn read(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let first = line();
    let mut headers = Vec::new();
    loop {
        let line = line();
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut received = Received {
        line: first,
        headers,
        body: Vec::new(),
    };
    let length = received.header("content-length").unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    received.body = body;
    received
}

/// Whether version 3 signs the header although it is no parameter.
pub(crate) fn is_signed((name, _): &(&str, &str)) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-acs-") || matches!(&*name, "host" | "content-type")
}

/// The bytes of an answer; `status` is such as `200 OK`.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// Settings of TLS that trust nobody.
#[cfg(feature = "rustls")]
pub(crate) fn tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
