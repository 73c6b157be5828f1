//! One client that several Tokio runtimes use.
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use aliyun_runtime::generated::Core;
use aliyun_runtime::{Call, Config, Error, ErrorKind};
use common::{TaskListResponse, request};
use server::{PRODUCT, SAVE, key};
use tokio::runtime::{Builder, Runtime};

const JSON: &str = r#"{"RequestId":"r-1","TotalItemNum":2}"#;

/// A server that keeps connections and takes a moment for every answer. It
/// counts connections.
struct Keeping {
    endpoint: String,
    connections: Arc<AtomicUsize>,
}

fn keeping() -> Keeping {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || serve(&stream.unwrap()));
        }
    });
    Keeping {
        endpoint,
        connections,
    }
}

fn serve(stream: &TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end().to_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            } else if line.is_empty() {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        thread::sleep(Duration::from_millis(3));
        let length = JSON.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{JSON}");
        (&mut &*stream).write_all(answer.as_bytes()).ok()?;
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn save(core: &Core) -> Result<TaskListResponse, Error> {
    Call::new(core, &SAVE, &request()).await
}

/// A call, and a moment in which another runtime could take the connection.
async fn save_and_linger(core: &Core) -> Result<TaskListResponse, Error> {
    let saved = save(core).await;
    tokio::time::sleep(Duration::from_millis(2)).await;
    saved
}

#[test]
fn runtimes_that_come_and_go_lose_no_answer() {
    let server = keeping();
    let config = Config::new(key()).with_endpoint(&server.endpoint);
    let core = Core::new(&PRODUCT, config).unwrap();
    let failed: Vec<Error> = thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let calls = (0..40).map(|_| runtime().block_on(save_and_linger(&core)));
                    calls.filter_map(Result::err).collect::<Vec<_>>()
                })
            })
            .collect();
        let ended = threads.into_iter().map(|thread| thread.join().unwrap());
        ended.flatten().collect()
    });
    assert!(
        failed.is_empty(),
        "{} of 240 failed: {:?}",
        failed.len(),
        failed[0]
    );
}

#[test]
fn a_runtime_keeps_its_connections() {
    let server = keeping();
    let config = Config::new(key()).with_endpoint(&server.endpoint);
    let core = Core::new(&PRODUCT, config).unwrap();
    let (one, other) = (runtime(), runtime());
    for _ in 0..5 {
        one.block_on(save(&core)).unwrap();
        other.block_on(save(&core)).unwrap();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
    // A clone of the client shares them.
    one.block_on(save(&core.clone())).unwrap();
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

#[cfg(feature = "rustls")]
#[test]
fn an_http_client_of_the_callers_own_serves_one_runtime_at_a_time() {
    let server = keeping();
    let builder = aliyun_runtime::reqwest::Client::builder().no_proxy();
    let builder = builder.tls_backend_preconfigured(server::tls());
    let client = builder.build().unwrap();
    let config = Config::new(key())
        .with_endpoint(&server.endpoint)
        .with_http_client(client);
    let core = Core::new(&PRODUCT, config).unwrap();
    let one = runtime();
    one.block_on(save(&core)).unwrap();
    let error = runtime().block_on(save(&core)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.message().contains("another Tokio runtime"), "{error}");
    assert!(!error.may_have_been_sent());
    one.block_on(save(&core)).unwrap();
    drop(one);
    runtime().block_on(save(&core)).unwrap();
}
