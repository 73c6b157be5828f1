//! Taking what was sent as a secret out of answers that repeat it.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::credentials::AccessKey;
use crate::decode::excerpt;
use crate::error::Error;
use crate::percent;
use crate::shape::SENSITIVE;
use crate::text::clip;
use crate::value::{Record, ValueRef, each_field};

const REDACTED: &str = "<redacted>";

/// How much of a text of the service is kept, in characters.
const LONGEST_TEXT: usize = 2000;

/// ASCII values of fewer bytes are not looked for, as they occur by chance.
const SHORTEST: usize = 4;

/// So much of a value, in bytes, tells it apart. What follows is compared only
/// where this much matches, and goes as far as the echo does.
const HEAD: usize = 32;

/// Finds what one request must not leak: the secrets it was signed with and
/// the values of its sensitive fields.
#[derive(Default)]
pub(crate) struct Scrubber {
    needles: Vec<Needle>,
}

struct Needle {
    /// In lower case: echoes differ in the case of `%2F`, of domains, …
    text: Zeroizing<String>,
    /// Whether base64 that follows belongs to it.
    base64: bool,
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

    /// Looks for `value` as it is, percent-encoded once and twice, as a form
    /// encodes it, and as JSON or XML text.
    pub(crate) fn add(&mut self, value: &str) {
        if value.is_empty() || (value.is_ascii() && value.len() < SHORTEST) {
            return;
        }
        let once = Zeroizing::new(percent::encode(value));
        let twice = Zeroizing::new(percent::encode(&once));
        let form = Zeroizing::new(once.replace("%20", "+"));
        let json = Zeroizing::new(serde_json::Value::from(value).to_string());
        let json = Zeroizing::new(json[1..json.len() - 1].to_owned());
        let xml = Zeroizing::new(quick_xml::escape::escape(value).into_owned());
        let plain = Zeroizing::new(value.to_owned());
        for text in [plain, once, twice, form, json, xml, unicode(value)] {
            self.needle(&text, false);
        }
    }

    fn needle(&mut self, text: &str, base64: bool) {
        let text = Zeroizing::new(text.to_ascii_lowercase());
        let known = |needle: &Needle| *needle.text == *text && needle.base64 == base64;
        if !self.needles.iter().any(known) {
            self.needles.push(Needle { text, base64 });
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
                let head = &image.bytes()[..image.len().min(HEAD / 4 * 3)];
                let head = Zeroizing::new(STANDARD.encode(head));
                if head.len() >= SHORTEST {
                    let once = percent::encode(&head);
                    self.needle(&percent::encode(&once), true);
                    self.needle(&once, true);
                    self.needle(&head, true);
                }
            }
            ValueRef::Json(value) => self.json(value),
            // `true` and `false` tell nothing and occur everywhere.
            ValueRef::Bool(_) | ValueRef::Absent => {}
        }
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
    /// another signature.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let mut found = echoes(&lower);
        for needle in &self.needles {
            found.extend(needle.find(&lower));
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
        out.push_str(&text[done..]);
        out
    }
}

impl Needle {
    fn find(&self, lower: &str) -> Vec<Range<usize>> {
        let mut head = HEAD.min(self.text.len());
        while !self.text.is_char_boundary(head) {
            head -= 1;
        }
        let (head, tail) = self.text.split_at(head);
        find(lower, head, |after| {
            if self.base64 {
                let belongs =
                    |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '%');
                after.find(|c| !belongs(c)).unwrap_or(after.len())
            } else {
                let same = |(a, b): &(char, char)| a == b;
                let common = after.chars().zip(tail.chars()).take_while(same);
                common.map(|(c, _)| c.len_utf8()).sum()
            }
        })
    }
}

/// Where `head` occurs, together with as much of the text after it as `more`
/// says. The search goes on behind that, so that it takes one pass.
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

/// `value` with every character outside ASCII as JSON's `\uXXXX`.
fn unicode(value: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    for c in value.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Where the text repeats what was signed: the string to sign of version 1, or
/// the canonical request of version 3. They hold every parameter.
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
        let scrubber = scrubber(&[value]);
        assert_eq!(scrubber.scrub(&value[..40]), REDACTED);
        assert_eq!(scrubber.scrub(&format!("{value}!")), "<redacted>!");
        assert_eq!(scrubber.scrub(&value[..20]), &value[..20]);
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
