//! What building, signing and decoding allocate stays within a budget, so that
//! it cannot grow unnoticed. Nothing is timed: allocations are counted, and the
//! bytes that are asked for.
//!
//! Where a figure is above its budget, find what allocates and did not before;
//! if it is needed, raise the budget here and tell why in
//! `docs/performance/calls.md`. Where it is far below, lower the budget.
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

#[macro_use]
mod common;
#[path = "common/server.rs"]
mod server;

use std::fmt;
use std::fmt::Write as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_runtime::generated::{
    Core, Location, Record, Shape, Value, ValueRef, debug, decode, validate,
};
use aliyun_runtime::{Call, Config, Image, SignatureVersion};
use allocation_counter::measure;
use common::TaskListResponse;
use server::{PRODUCT, SAVE, key};

#[derive(Default)]
struct Contact {
    domain_name: Vec<String>,
    name: Option<String>,
    organization: Option<String>,
    province: Option<String>,
    city: Option<String>,
    address: Option<String>,
    country: Option<String>,
    postal_code: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
    page_num: Option<i64>,
    locked: Option<bool>,
    credential: Option<Image>,
}

record! { Contact {
    domain_name, name, organization, province, city, address, country, postal_code, email,
    telephone, page_num, locked, credential
} = [
    "DomainName", "RegistrantName", "RegistrantOrganization", "Province", "City", "Address",
    "Country", "PostalCode", "Email", "Telephone", "PageNum", "TransferOutProhibited",
    "IdentityCredential"
].flags("1320020022002").locations(&[(12, Location::Form)]) }

fn contact() -> Contact {
    let text = |text: &str| Some(text.to_owned());
    Contact {
        domain_name: vec!["example.com".to_owned(), "example.net".to_owned()],
        name: text("张三"),
        organization: text("示例贸易有限公司"),
        province: text("Zhe Jiang"),
        city: text("Hang Zhou"),
        address: text("1 Sample Road"),
        country: text("CN"),
        postal_code: text("310024"),
        email: text("zhang.san@example.com"),
        telephone: text("13800000000"),
        page_num: Some(1),
        locked: Some(false),
        credential: None,
    }
}

const IMAGE: usize = 1 << 20;

/// The same with an image.
fn with_image() -> Contact {
    let mut bytes: Vec<u8> = (0..IMAGE).map(|n| (n / 3 % 256) as u8).collect();
    bytes[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    let credential = Some(bytes.into());
    Contact {
        credential,
        ..contact()
    }
}

/// So many allocations, and so many bytes asked for.
#[derive(Clone, Copy)]
struct Budget {
    allocations: u64,
    bytes: u64,
}

const fn budget(allocations: u64, bytes: u64) -> Budget {
    Budget { allocations, bytes }
}

/// Compares what `work` allocates with what it may. The second time counts, as
/// the first sets things up that stay.
fn within(what: &str, budget: Budget, mut work: impl FnMut()) -> Result<(), String> {
    work();
    let info = measure(work);
    let mut faults = String::new();
    for (unit, found, most) in [
        ("allocations", info.count_total, budget.allocations),
        ("bytes", info.bytes_total, budget.bytes),
    ] {
        let verdict = match found {
            _ if found > most => "has grown beyond",
            _ if found < most - most / 5 => "is far below",
            _ => continue,
        };
        writeln!(
            faults,
            "{what}: {found} {unit}, which {verdict} its budget of {most}"
        )
        .unwrap();
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn all(results: impl IntoIterator<Item = Result<(), String>>) {
    let faults: String = results.into_iter().filter_map(Result::err).collect();
    assert!(faults.is_empty(), "\n{faults}");
}

fn sign(core: &Core, request: &Contact) {
    let call: Call<'_, TaskListResponse> = Call::new(core, &SAVE, request);
    let mut context = Context::from_waker(Waker::noop());
    match pin!(call.sign()).poll(&mut context) {
        Poll::Ready(signed) => assert!(!signed.unwrap().url().is_empty()),
        Poll::Pending => unreachable!("an access key is there at once"),
    }
}

#[test]
fn building_and_signing() {
    let core = |version| {
        let config = Config::new(key()).with_signature(version);
        Core::new(&PRODUCT, config).unwrap()
    };
    let (v1, v3) = (core(SignatureVersion::V1), core(SignatureVersion::V3));
    let (small, image) = (contact(), with_image());
    // An image is encoded once, in room for any image of its size.
    let body = (IMAGE / 2 * 3) as u64;
    all([
        within("validating", budget(1, 96), || validate(&small).unwrap()),
        within("V3, small", budget(21, 5_100), || sign(&v3, &small)),
        within("V3, with an image", budget(27, body + 5_400), || {
            sign(&v3, &image)
        }),
        within("V1, small", budget(37, 15_200), || sign(&v1, &small)),
        within("V1, with an image", budget(41, body + 15_400), || {
            sign(&v1, &image)
        }),
    ]);
}

/// An answer with 1,000 entries of four members.
fn rows(entry: &str, before: &str, between: &str, after: &str) -> String {
    let entries = (0..1000).map(|n| entry.replace('#', &n.to_string()));
    let entries: Vec<_> = entries.collect();
    format!("{before}{}{after}", entries.join(between))
}

#[test]
#[cfg_attr(
    feature = "arbitrary-precision-test",
    ignore = "numbers are texts then"
)]
fn decoding() {
    let json = rows(
        r##"{"TaskNo":"no-#","TryCount":#,"TaskResult":"done & <dusted>","RegistrantType":"1"}"##,
        r#"{"RequestId":"1","Data":{"TaskDetail":["#,
        ",",
        "]}}",
    );
    let xml = rows(
        "<TaskDetail><TaskNo>no-#</TaskNo><TryCount>#</TryCount>\
         <TaskResult>done &amp; &lt;dusted&gt;</TaskResult>\
         <RegistrantType>1</RegistrantType></TaskDetail>",
        "<R><RequestId>1</RequestId><Data>",
        "",
        "</Data></R>",
    );
    let read = |body: &str| {
        let mut answer = TaskListResponse::default();
        decode(body.as_bytes(), &mut answer).unwrap();
        assert_eq!(answer.data.len(), 1000);
    };
    // Two texts a row, and the list of rows as it grows.
    all([
        within("1,000 rows of JSON", budget(2_020, 205_000), || read(&json)),
        within("1,000 rows of XML", budget(2_020, 205_000), || read(&xml)),
    ]);
}
