//! Servers whose certificate nobody has signed.
#![cfg(any(feature = "rustls", feature = "native-tls"))]
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, mpsc};
use std::thread;

use aliyun_runtime::generated::Core;
use aliyun_runtime::{Call, Config, ErrorKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{SaveTaskRequest, TaskListResponse, request};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use server::{PRODUCT, SAVE, answer, key};

const JSON: &str = r#"{"RequestId":"r-1","TotalItemNum":2}"#;

fn call<'a>(core: &'a Core, request: &'a SaveTaskRequest) -> Call<'a, TaskListResponse> {
    Call::new(core, &SAVE, request)
}

// Made for this test; for the address 127.0.0.1, valid until the year 2126.
const CERTIFICATE: &str = "\
    MIIBoTCCAUegAwIBAgIUaRKEXjvte+IkZvwPAqnqqdxY/QUwCgYIKoZIzj0EAwIwHjEcMBoGA1UEAwwT\
    YWxpeXVuLXJ1bnRpbWUgdGVzdDAgFw0yNjExMjQxODE5MzNaGA8yMTI2MTAzMTE4MTkzM1owHjEcMBoG\
    A1UEAwwTYWxpeXVuLXJ1bnRpbWUgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHPYk15pTcLP\
    1KVTygMEzBzVegi2MwD4ilOtLv+kSyYik5BU9UHN+Nx+jYR2plZEdgrPj87xYEEnWSkPQMFyURujYTBf\
    MB0GA1UdDgQWBBRdjUAwBpy4QZ5Cju+2x5IOYZ0BQjAfBgNVHSMEGDAWgBRdjUAwBpy4QZ5Cju+2x5IO\
    YZ0BQjAPBgNVHREECDAGhwR/AAABMAwGA1UdEwEB/wQCMAAwCgYIKoZIzj0EAwIDSAAwRQIhAL91aP9E\
    XU+h4BYz+1nO8NzWFD3lCbNW/0nZPuqPZc/BAiB4C3f1Lfp8MKBummmwqTXM+G/LX9fUE/9BvPZvK2wh\
    WQ==";
const KEY: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgks9wppwgO9VXqLGDBbg23B9hpWnVWrMP\
    0XXTrpT/mlmhRANCAARz2JNeaU3Cz9SlU8oDBMwc1XoItjMA+IpTrS7/pEsmIpOQVPVBzfjcfo2EdqZW\
    RHYKz4/O8WBBJ1kpD0DBclEb";

/// Where such a server listens, and what it reads of the one connection
/// that it takes.
fn server() -> (String, mpsc::Receiver<Vec<u8>>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from(STANDARD.decode(CERTIFICATE).unwrap());
    let private = PrivatePkcs8KeyDer::from(STANDARD.decode(KEY).unwrap());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::Pkcs8(private))
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    let (sender, received) = mpsc::channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut bytes = Vec::new();
        let mut space = [0; 4096];
        while !bytes.ends_with(b"%3D%3D") {
            // The client may end the handshake with an alert, an error here.
            match stream.read(&mut space).unwrap_or(0) {
                0 => break,
                read => bytes.extend_from_slice(&space[..read]),
            }
        }
        let _ = stream.write_all(&answer("200 OK", "", JSON));
        stream.conn.send_close_notify();
        let _ = stream.flush();
        sender.send(bytes).unwrap();
    });
    (endpoint, received)
}

#[tokio::test]
async fn an_unknown_certificate_is_refused_once_and_for_all() {
    let (endpoint, received) = server();
    let core = Core::new(&PRODUCT, Config::new(key()).with_endpoint(endpoint)).unwrap();
    let error = call(&core, &request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    // What OpenSSL says where it is the platform's library.
    let reason = match cfg!(feature = "rustls") {
        true => "UnknownIssuer",
        false => "certificate verify failed",
    };
    if cfg!(any(feature = "rustls", target_os = "linux")) {
        assert!(error.message().contains(reason), "{error}");
    }
    assert!(!error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(error.attempts(), 1);
    drop(core);
    assert_eq!(received.recv().unwrap(), b"");
}

#[tokio::test]
async fn a_certificate_can_be_trusted_in_addition() {
    let (endpoint, received) = server();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{CERTIFICATE}\n-----END CERTIFICATE-----\n");
    let config = Config::new(key()).with_endpoint(endpoint);
    let core = Core::new(&PRODUCT, config.clone().with_root_certificate(pem)).unwrap();
    assert_eq!(
        call(&core, &request()).await.unwrap().total_item_num,
        Some(2)
    );
    assert!(received.recv().unwrap().starts_with(b"POST /?"));

    for (pem, reason) in [
        ("", "there is none"),
        (
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
            "root certificate 1",
        ),
    ] {
        let error = Core::new(&PRODUCT, config.clone().with_root_certificate(pem)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(reason), "{error}");
    }
}
