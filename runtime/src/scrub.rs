//! Removes secrets from answers that repeat what was sent.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::decode::excerpt;
use crate::error::Error;
use crate::identity::AccessKey;
use crate::shape::SENSITIVE;
use crate::text::clip;
use crate::value::{Record, ValueRef, each_field};
use crate::view::View;

const REDACTED: &str = "<redacted>";

/// How much of a text of the service is kept, in characters.
const LONGEST_TEXT: usize = 2000;

/// How much of a text is searched, in bytes: enough for the part that is kept, and for
/// what is removed before it.
const LONGEST_SOURCE: usize = 128 * 1024;

/// The most bytes that the head of a value can take, in any escaped form.
const MARGIN: usize = 512;

/// ASCII values of fewer bytes are not looked for, because they occur by chance.
const SHORTEST: usize = 4;

/// Number of bytes that identify a value. The rest is compared only after these match,
/// as far as the echo goes, because it may be cut.
const HEAD: usize = 8;

/// Finds what one request must not leak: the secrets it was signed with and
/// the values of its sensitive fields.
#[derive(Default)]
pub(crate) struct Scrubber {
    needles: Vec<Needle>,
}

struct Needle {
    /// In lower case: echoes differ in the case of `%2F`, of domains, …
    plain: Zeroizing<String>,
    /// Without its own escapes.
    bare: Zeroizing<String>,
}

impl Scrubber {
    /// Looks for the secrets of the key.
    pub(crate) fn new(key: &AccessKey) -> Self {
        let mut scrubber = Self::default();
        scrubber.add(key.secret());
        if let Some(token) = key.security_token() {
            scrubber.add(token);
        }
        scrubber
    }

    /// Looks for the sensitive values of a request.
    pub(crate) fn request(&mut self, request: &dyn Record) {
        self.record(request, false);
    }

    /// Looks for `value`, for its escaped forms, and for its start.
    pub(crate) fn add(&mut self, value: &str) {
        if value.is_empty() || (value.is_ascii() && value.len() < SHORTEST) {
            return;
        }
        let mut plain = Zeroizing::new(start(value, LONGEST_SOURCE).to_owned());
        plain.make_ascii_lowercase();
        if !self.needles.iter().any(|needle| *needle.plain == *plain) {
            let bare = View::new(&plain).into_text();
            self.needles.push(Needle { plain, bare });
        }
    }

    fn record(&mut self, record: &dyn Record, sensitive: bool) {
        each_field(record, &mut |field, value| {
            self.value(value, sensitive || field.is(SENSITIVE));
        });
    }

    fn value(&mut self, value: ValueRef<'_>, sensitive: bool) {
        match value {
            ValueRef::List(list) => {
                (0..list.len()).for_each(|index| self.value(list.at(index), sensitive));
            }
            ValueRef::Map(map) => map.each(&mut |key, value| {
                if sensitive {
                    self.add(key);
                }
                self.value(value, sensitive);
            }),
            ValueRef::Record(record) => self.record(record, sensitive),
            _ if !sensitive => {}
            ValueRef::Text(text) => self.add(text),
            ValueRef::Int(number) => self.add(&number.to_string()),
            ValueRef::Float(number) => self.add(&number.to_string()),
            ValueRef::Image(image) => {
                // A multiple of three, so that no padding comes into it.
                let most = LONGEST_SOURCE / 4 * 3;
                let head = &image.bytes()[..image.len().min(most)];
                self.add(&Zeroizing::new(STANDARD.encode(head)));
            }
            ValueRef::Bytes(bytes) => self.content(bytes),
            ValueRef::Json(value) => self.json(value),
            // `true` and `false` are not secret and occur everywhere.
            ValueRef::Bool(_) | ValueRef::Absent => {}
        }
    }

    /// Looks for the start of bytes, as the text that they may be and in base64.
    fn content(&mut self, bytes: &[u8]) {
        // A multiple of three, so that no padding comes into it.
        let head = &bytes[..bytes.len().min(LONGEST_SOURCE / 4 * 3)];
        self.add(&String::from_utf8_lossy(head));
        self.add(&Zeroizing::new(STANDARD.encode(head)));
    }

    fn json(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.add(text),
            serde_json::Value::Number(number) => self.add(&number.to_string()),
            serde_json::Value::Array(members) => {
                members.iter().for_each(|member| self.json(member));
            }
            serde_json::Value::Object(entries) => {
                entries.values().for_each(|value| self.json(value));
            }
            serde_json::Value::Null | serde_json::Value::Bool(_) => {}
        }
    }

    /// The text with everything looked for replaced by `<redacted>`, and with
    /// it the copy of the request that the gateway sends back when it finds
    /// another signature. What is left of a very long text ends in `…`.
    pub(crate) fn scrub(&self, whole: &str) -> String {
        let text = start(whole, LONGEST_SOURCE);
        let lower = text.to_ascii_lowercase();
        let view = View::new(text);
        let mut found = echoes(&lower);
        for needle in &self.needles {
            found.extend(occurrences(&lower, &needle.plain));
            let seen = occurrences(view.text(), &needle.bare);
            found.extend(seen.iter().map(|part| view.origin(part)));
        }
        found.sort_by_key(|range| range.start);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for range in found {
            if range.start >= done && range.end > done {
                out.push_str(&text[done..range.start]);
                out.push_str(REDACTED);
            }
            done = done.max(range.end);
        }
        if text.len() == whole.len() {
            out.push_str(&text[done..]);
            return out;
        }
        // The text may end with a start of a value that is too short to be found.
        let rest = start(text, LONGEST_SOURCE - MARGIN).get(done..);
        out.push_str(rest.unwrap_or_default());
        out.push('…');
        out
    }
}

/// The first `limit` bytes of the text, with all of the character that the limit would cut.
fn start(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[..end]
}

/// The places of the needle, or of its start.
fn occurrences(text: &str, needle: &str) -> Vec<Range<usize>> {
    let head = start(needle, HEAD);
    let tail = &needle[head.len()..];
    if head.is_empty() || (head.is_ascii() && head.len() < SHORTEST - 1) {
        return Vec::new();
    }
    find(text, head, |after| {
        let same = |(a, b): &(char, char)| a == b;
        let common = after.chars().zip(tail.chars()).take_while(same);
        common.map(|(c, _)| c.len_utf8()).sum()
    })
}

/// The places of `head`, each extended by the length that `more` returns. The search
/// continues after that, so it takes one pass.
fn find(text: &str, head: &str, more: impl Fn(&str) -> usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut done = 0;
    while let Some(at) = text[done..].find(head) {
        let start = done + at;
        let after = start + head.len();
        done = after + more(&text[after..]);
        found.push(start..done);
    }
    found
}

/// The places that repeat the signed text: the string to sign of version 1, or the
/// canonical request of version 3. They contain every parameter.
fn echoes(lower: &str) -> Vec<Range<usize>> {
    const STRING: [&str; 4] = [
        "post&%2f&",
        "get&%2f&",
        "post&amp;%2f&amp;",
        "get&amp;%2f&amp;",
    ];
    const REQUEST: [&str; 4] = ["post\n/\n", "get\n/\n", "post\\n/\\n", "get\\n/\\n"];
    let mut found = Vec::new();
    for (markers, ends) in [(STRING, " \n\r\t\"'<])"), (REQUEST, "]\"<")] {
        let more = |after: &str| after.find(|c| ends.contains(c)).unwrap_or(after.len());
        for marker in markers {
            found.extend(find(lower, marker, more));
        }
    }
    found
}

/// The error without what the request must not leak, and with its texts cut.
pub(crate) fn scrubbed(error: Error, scrubber: &Scrubber) -> Error {
    // Cutting comes last, or half a secret could be left at the end.
    let clean = |text: &mut String| *text = clip(scrubber.scrub(text), LONGEST_TEXT);
    error.with(|inner| {
        clean(&mut inner.message);
        for text in [
            &mut inner.code,
            &mut inner.request_id,
            &mut inner.recommend,
            &mut inner.access_denied_detail,
            &mut inner.field,
        ] {
            text.iter_mut().for_each(clean);
        }
        if let Some(text) = &mut inner.excerpt {
            *text = excerpt(scrubber.scrub(text).as_bytes());
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubber(values: &[&str]) -> Scrubber {
        let mut scrubber = Scrubber::default();
        values.iter().for_each(|value| scrubber.add(value));
        scrubber
    }

    #[test]
    fn a_value_is_found_in_every_form() {
        let scrubber = scrubber(&["张三 & Söhne/\"x\""]);
        for form in [
            "张三 & Söhne/\"x\"",
            "张三 & SÖHNE/\"X\"".replace('Ö', "ö").as_str(),
            "%E5%BC%A0%E4%B8%89%20%26%20S%C3%B6hne%2F%22x%22",
            "%e5%bc%a0%e4%b8%89%20%26%20S%c3%b6hne%2f%22x%22",
            "%E5%BC%A0%E4%B8%89+%26+S%C3%B6hne%2F%22x%22",
            "%25E5%25BC%25A0%25E4%25B8%2589%2520%2526%2520S%25C3%25B6hne%252F%2522x%2522",
            "张三 & Söhne/\\\"x\\\"",
            "张三 &amp; Söhne/&quot;x&quot;",
            "\\u5f20\\u4e09 & S\\u00f6hne/\"x\"",
            "\\u5f20\\u4e09 \\u0026 S\\u00F6hne\\/\\u0022x\\u0022",
            "&#24352;&#x4e09; &#38; S&#xF6;hne&#47;&#34;x&quot;",
            "张三&Söhne/\"x\"",
            "%5Cu5f20%5Cu4e09 & Söhne/\\\"x\\\"",
        ] {
            let text = format!("before {form} after {form}.");
            assert_eq!(
                scrubber.scrub(&text),
                "before <redacted> after <redacted>.",
                "{form}"
            );
        }
    }

    #[test]
    fn short_values_stay_and_short_names_of_people_do_not() {
        assert_eq!(scrubber(&["abc"]).scrub("abcd"), "abcd");
        assert_eq!(scrubber(&["张"]).scrub("李四张三"), "李四<redacted>三");
    }

    #[test]
    fn overlapping_finds_become_one() {
        let scrubber = scrubber(&["abcdef", "defghi", "cdef"]);
        assert_eq!(scrubber.scrub("x abcdefghi y"), "x <redacted> y");
    }

    #[test]
    fn a_long_value_is_found_even_where_the_echo_is_cut() {
        let value = "No. 1 Some Long Road, Some District, Some City";
        let scrubber = scrubber(&[value, "四川省成都市武侯区"]);
        assert_eq!(scrubber.scrub(&format!("{value}!")), "<redacted>!");
        for length in 8..value.len() {
            let cut = format!("at {}…", &value[..length]);
            assert_eq!(scrubber.scrub(&cut), "at <redacted>…", "{length}");
        }
        assert_eq!(scrubber.scrub(&value[..6]), &value[..6]);
        assert_eq!(scrubber.scrub("在四川省成都…"), "在<redacted>…");
        assert_eq!(
            scrubber.scrub("%E5%9B%9B%E5%B7%9D%E7%9C%81%E6%88"),
            "<redacted>%E6%88"
        );
    }

    #[test]
    fn an_image_is_found_in_lines_and_cut() {
        let bytes: Vec<u8> = (0..900_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        let mut scrubber = Scrubber::default();
        scrubber.value(ValueRef::Image(&bytes.clone().into()), true);
        let text = STANDARD.encode(&bytes);
        for (width, gap) in [
            (76, "\n"),
            (64, "\r\n"),
            (76, "\\r\\n"),
            (60, "&#10;"),
            (10, "%0A "),
            (1200, ""),
        ] {
            let lines: Vec<&str> = (0..text.len())
                .step_by(width)
                .map(|at| &text[at..text.len().min(at + width)])
                .collect();
            let echo = format!("bad image {} of a person", lines.join(gap));
            assert_eq!(
                scrubber.scrub(&echo),
                "bad image <redacted> of a person",
                "{gap:?}"
            );
        }
        assert_eq!(
            scrubber.scrub(&format!("{}… is bad", &text[..100])),
            "<redacted>… is bad"
        );
    }

    #[test]
    fn a_very_long_text_is_cut_and_nothing_is_left_of_a_value_there() {
        let scrubber = scrubber(&["12345678"]);
        let text = format!("{}12345678{0}", "x".repeat(LONGEST_SOURCE - 5));
        let clean = scrubber.scrub(&text);
        assert_eq!(clean.trim_start_matches('x'), "…");
        let text = "12345678,".repeat(LONGEST_SOURCE / 8);
        let clean = scrubber.scrub(&text);
        assert_eq!(clean.replace("<redacted>,", ""), "<redacted>…");
    }

    #[test]
    fn the_copy_of_what_was_signed_goes() {
        let scrubber = Scrubber::default();
        for (text, expected) in [
            (
                "server string to sign is:POST&%2F&A%3Db rest",
                "server string to sign is:<redacted> rest",
            ),
            (
                "CanonicalRequest is [POST\n/\nA=b\nhost:x\n\nhost\n00] end",
                "CanonicalRequest is [<redacted>] end",
            ),
            ("{\"m\":\"POST\\n/\\nA=b\"}", "{\"m\":\"<redacted>\"}"),
            ("POST / is fine", "POST / is fine"),
        ] {
            assert_eq!(scrubber.scrub(text), expected);
        }
    }
}
