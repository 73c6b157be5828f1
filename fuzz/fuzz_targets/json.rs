//! The decoder of JSON answers. See `docs/fuzzing.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;

fuzz_target!(|data: &[u8]| {
    // Only such a beginning is read as JSON.
    let body = [b"{", data.strip_prefix(b"{").unwrap_or(data)].concat();
    if aliyun_fuzz::read(&body).is_ok() {
        let parsed = serde_json::from_slice::<IgnoredAny>(&body);
        parsed.expect("what was read is JSON");
        // A part of a document is never a document.
        let cut = body.trim_ascii_end();
        let cut = aliyun_fuzz::read(&cut[..cut.len() - 1]);
        assert!(cut.is_err(), "a truncated answer was taken for a whole one");
    }
});
