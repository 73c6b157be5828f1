//! How much memory a hostile answer may take. Its values can be a few bytes in
//! the body and hundreds in memory.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

#[path = "common/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::fmt;

use aliyun_runtime::generated::{Decode, Record, Shape, Slot, SlotMut, Value, ValueRef, debug};
use aliyun_runtime::{Call, Config, Error, ErrorKind, RetryPolicy};
use allocation_counter::measure;
use server::{SAVE, Server, answer, key};

/// The largest answer that the client accepts.
const LARGEST: usize = 1 << 20;

#[derive(Default)]
struct Wide {
    texts: [Option<String>; 32],
    inner: Vec<Wide>,
    numbers: BTreeMap<String, i64>,
    any: Option<serde_json::Value>,
}

static NAMES: [&str; 35] = {
    let mut names = ["T"; 35];
    names[32] = "L";
    names[33] = "M";
    names[34] = "J";
    names
};

impl Record for Wide {
    fn shape(&self) -> &'static Shape {
        const { &Shape::new("Wide", &NAMES) }
    }

    fn at(&self, index: usize) -> &dyn Value {
        match index {
            32 => &self.inner,
            33 => &self.numbers,
            34 => &self.any,
            _ => &self.texts[index],
        }
    }
}

impl Decode for Wide {
    fn at_mut(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            32 => &mut self.inner,
            33 => &mut self.numbers,
            34 => &mut self.any,
            _ => &mut self.texts[index],
        }
    }
}

impl Value for Wide {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Record(self)
    }
}

impl Slot for Wide {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Record(self)
    }

    fn empty() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Wide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

/// The most memory in use during a call, and what came of it.
fn taken(body: &str) -> (usize, Result<Wide, Error>) {
    let server = Server::fixed(answer("200 OK", "", body));
    let config = Config::new(key()).with_retry(RetryPolicy::none());
    let core = server.client(config.with_max_response_size(LARGEST));
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let request = Wide::default();
    let mut result = None;
    let info = measure(|| {
        let call: Call<'_, Wide> = Call::new(&core, &SAVE, &request);
        result = Some(runtime.block_on(call.into_future()));
    });
    (usize::try_from(info.bytes_max).unwrap(), result.unwrap())
}

/// As large a body as is accepted, with `item` as often as it fits.
fn filled(before: &str, item: &str, between: &str, after: &str) -> String {
    let room = LARGEST - before.len() - after.len();
    let count = room / (item.len() + between.len());
    format!("{before}{}{after}", vec![item; count].join(between))
}

#[test]
fn no_answer_takes_more_than_sixteen_times_what_may_come() {
    for (body, fits) in [
        (filled(r#"{"L":["#, "{}", ",", "]}"), false),
        (filled(r#"{"L":["#, r#"{"L":[{}]}"#, ",", "]}"), false),
        (filled(r#"{"L":["#, r#"{"M":{"":0}}"#, ",", "]}"), false),
        (filled("<R>", "<L/>", "", "<L><L/></L></R>"), false),
        (filled(r#"{"J":["#, r#"{"a":0}"#, ",", "]}"), false),
        (filled("<R><J>[", r#"{"a":0}"#, ",", "]</J></R>"), true),
        (filled(r#"{"J":["#, "[0]", ",", "]}"), false),
        (filled("<R><J>", "<a/>", "", "</J></R>"), true),
        (filled(r#"{"J":["#, "0", ",", "]}"), true),
        (filled(r#"{"T":""#, "é", "", r#""}"#), true),
    ] {
        let (bytes, result) = taken(&body);
        let start = &body[..12];
        // The body itself is in memory too, and a list may be copied when it grows.
        let most = 16 * LARGEST * 3 / 2 + 4 * LARGEST;
        assert!(bytes < most, "{start} takes {} KiB", bytes >> 10);
        match result {
            Ok(_) => assert!(fits, "{start} takes {} KiB", bytes >> 10),
            Err(error) => {
                assert!(!fits, "{error}");
                assert_eq!(error.cause_kind(), ErrorKind::TooLarge, "{error}");
            }
        }
    }
}

#[test]
fn a_small_answer_may_be_sparse() {
    let rows = vec!["{}"; 1_000].join(",");
    let (_, result) = taken(&format!(r#"{{"L":[{rows}]}}"#));
    assert_eq!(result.unwrap().inner.len(), 1_000);
}
