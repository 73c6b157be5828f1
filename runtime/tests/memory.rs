//! How much memory a call with an image takes.
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod common;
#[path = "common/server.rs"]
mod server;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use aliyun_runtime::generated::Core;
use aliyun_runtime::{Call, Config, Image, SignatureVersion};
use allocation_counter::measure;
use common::{SaveTaskRequest, TaskListResponse, request};
use server::{PRODUCT, SAVE, answer, key};

const MIB: usize = 1 << 20;
/// For everything that is not the image.
const SLACK: usize = 192 << 10;

/// What `work` gives, and the most memory that this thread had in use at a time
/// meanwhile beyond what was before.
fn measured<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let mut value = None;
    let info = measure(|| value = Some(work()));
    (value.unwrap(), usize::try_from(info.bytes_max).unwrap())
}

/// A JPEG whose base64 has every character equally often.
fn picture() -> Vec<u8> {
    let mut bytes = vec![0; MIB];
    let mut state = 1_u64;
    for byte in &mut bytes {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        *byte = (state >> 56) as u8;
    }
    bytes[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    bytes
}

/// Reads requests into a small space, so that they take no memory here, and
/// answers them; the address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            take(stream.unwrap());
        }
    });
    address
}

fn take(mut stream: TcpStream) {
    let mut space = [0; 4096];
    let mut head = Vec::new();
    let body = loop {
        let read = stream.read(&mut space).unwrap();
        head.extend_from_slice(&space[..read]);
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            break head.len() - end - 4;
        }
    };
    let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = text.split("content-length: ").nth(1).unwrap();
    let length: usize = length.lines().next().unwrap().parse().unwrap();
    let mut left = length - body;
    while left > 0 {
        left -= stream.read(&mut space).unwrap();
    }
    let reply = answer("200 OK", "", r#"{"TotalItemNum":1}"#);
    stream.write_all(&reply).unwrap();
}

fn call(core: &Core, request: &SaveTaskRequest) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let (count, peak) = measured(|| {
        let call: Call<'_, TaskListResponse> = Call::new(core, &SAVE, request);
        runtime.block_on(call.into_future()).unwrap().total_item_num
    });
    assert_eq!(count, Some(1));
    peak
}

#[test]
fn an_image_is_in_memory_once_and_once_in_the_body() {
    let bytes = picture();
    let file = std::env::temp_dir().join(format!("aliyun-memory-{}.jpg", std::process::id()));
    std::fs::write(&file, &bytes).unwrap();
    let (read, peak) = measured(|| Image::read(&file).unwrap());
    std::fs::remove_file(&file).unwrap();
    assert!(read.bytes() == bytes);
    assert!((MIB..MIB + SLACK).contains(&peak), "reading: {peak} bytes");
    drop(read);

    let (image, peak) = measured(|| Image::from_bytes(bytes));
    assert!(peak < SLACK, "taking over: {peak} bytes");

    let mut request = request();
    request.identity_credential = Some(image.clone());
    let address = server();
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let config = Config::new(key()).with_signature(version);
        let core = Core::new(&PRODUCT, config.with_endpoint(&address)).unwrap();
        // The first call sets things up that stay.
        call(&core, &common::request());
        let peak = call(&core, &request);
        // Base64 takes four characters for three bytes, `+` and `/` three each.
        let body = MIB / 3 * 4 * 17 / 16;
        assert!(peak > body, "not counted: {peak} bytes");
        let most = MIB / 2 * 3 + SLACK;
        assert!(
            peak < most,
            "{version:?}: {peak} bytes, and {most} would do"
        );
    }
}
