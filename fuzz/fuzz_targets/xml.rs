//! The decoder of XML answers. See `docs/fuzzing.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Only such a beginning is read as XML.
    let body = [b"<", data.strip_prefix(b"<").unwrap_or(data)].concat();
    if let Ok(answer) = aliyun_fuzz::read(&body) {
        // A comment after the root changes nothing.
        let again = [&body[..], b"\n<!-- end -->"].concat();
        let again = aliyun_fuzz::read(&again).expect("a comment changes nothing");
        assert_eq!(format!("{answer:?}"), format!("{again:?}"));
        // A part of a document is never a document.
        if body.ends_with(b">") && !body.ends_with(b"-->") && !body.ends_with(b"?>") {
            let cut = aliyun_fuzz::read(&body[..body.len() - 1]);
            assert!(cut.is_err(), "a truncated answer was taken for a whole one");
        }
    }
});
