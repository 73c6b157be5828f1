//! Percent-encoding as the gateway signs it: RFC 3986 over UTF-8, upper-case
//! digits, a space as `%20`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::digest::{BLOCK, Digest};

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Whether a byte is not escaped: `A-Z a-z 0-9 - _ . ~`.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

/// Every byte with its escape.
const ESCAPES: [[u8; 3]; 256] = {
    let mut table = [[b'%'; 3]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte][1] = DIGITS[byte >> 4];
        table[byte][2] = DIGITS[byte & 15];
        byte += 1;
    }
    table
};

/// Whether nothing in `text` needs an escape.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    // No way out in between: names are short, and nearly all are plain.
    let plain = |plain: bool, &byte: &u8| plain & PLAIN[usize::from(byte)];
    let (eights, rest) = text.as_chunks::<8>();
    let start = eights.iter().all(|eight| eight.iter().fold(true, plain));
    start && rest.iter().fold(true, plain)
}

/// Appends `text`, percent-encoded, to `out`. What is appended is ASCII.
pub(crate) fn append(out: &mut Vec<u8>, text: &[u8]) {
    out.reserve(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let is = |plain: bool| move |&byte: &u8| PLAIN[usize::from(byte)] == plain;
        let (plain, tail) = rest.split_at(rest.iter().position(is(false)).unwrap_or(rest.len()));
        out.extend_from_slice(plain);
        let (escaped, after) = tail.split_at(tail.iter().position(is(true)).unwrap_or(tail.len()));
        out.reserve(escaped.len() * 3);
        for &byte in escaped {
            out.extend_from_slice(&ESCAPES[usize::from(byte)]);
        }
        rest = after;
    }
}

/// Appends `text`, percent-encoded, to `out`.
pub fn encode_into(out: &mut String, text: &str) {
    if is_plain(text.as_bytes()) {
        return out.push_str(text);
    }
    let mut bytes = Vec::new();
    append(&mut bytes, text.as_bytes());
    out.push_str(ascii(&bytes));
}

/// What this module has written, as the text that it is.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// `text`, percent-encoded.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    encode_into(&mut out, text);
    out
}

/// Two base64 characters by their 12 bits, percent-encoded, in the order in
/// which they are written; the last byte says how many bytes that is.
const fn base64_table() -> [[u8; 8]; 4096] {
    let mut table = [[0; 8]; 4096];
    let mut bits = 0;
    while bits < 4096 {
        let mut length = 0;
        let mut half = 0;
        while half < 2 {
            let sextet = if half == 0 { bits >> 6 } else { bits & 63 };
            let byte = SEXTETS[sextet];
            if PLAIN[byte as usize] {
                table[bits][length] = byte;
                length += 1;
            } else {
                table[bits][length] = b'%';
                table[bits][length + 1] = DIGITS[(byte >> 4) as usize];
                table[bits][length + 2] = DIGITS[(byte & 15) as usize];
                length += 3;
            }
            half += 1;
        }
        #[allow(clippy::cast_possible_truncation)] // at most 6
        let size = length as u8;
        table[bits][7] = size;
        bits += 1;
    }
    table
}

/// The alphabet of base64, the same that [`STANDARD`] has.
const SEXTETS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends the base64 of `bytes`, percent-encoded, to `out`. Both are one step:
/// of base64 only `+`, `/` and `=` need escapes, so that a table of two
/// characters at a time gives either form. An image is never in memory as plain
/// base64.
pub fn encode_base64_into(out: &mut String, bytes: &[u8]) {
    let mut text = Vec::with_capacity(base64_size(bytes.len()));
    append_base64(&mut text, bytes, None);
    if out.is_empty() {
        *out = String::from_utf8(text).unwrap_or_default();
    } else {
        out.push_str(ascii(&text));
    }
}

/// Appends the base64 of `bytes`, percent-encoded, to `out`, and keeps the
/// digest of `out` up with it. Steps are as small as what is hashed at a time,
/// so that a processor encodes one while it hashes another: hashing alone
/// leaves it mostly waiting.
pub(crate) fn append_base64(out: &mut Vec<u8>, bytes: &[u8], mut digest: Option<&mut Digest>) {
    static TABLE: [[u8; 8]; 4096] = base64_table();
    /// The buffer has room for the longest form of a step: every character
    /// escaped. A power of two, so that no place in it has to be checked.
    const ROOM: usize = 8192;
    const STEP: usize = BLOCK / 4 * 3;
    out.reserve(base64_size(bytes.len()));
    let mut buffer = [0; ROOM + 8];
    let (mut end, mut done) = (0, 0);
    if let Some(digest) = &mut digest {
        let rest = out.split_off(digest.follow(out));
        end = rest.len();
        buffer[..end].copy_from_slice(&rest);
    }
    let (steps, rest) = bytes.as_chunks::<STEP>();
    for step in steps {
        if end > ROOM - STEP * 4 {
            out.extend_from_slice(&buffer[..done]);
            buffer.copy_within(done..end, 0);
            (end, done) = (end - done, 0);
        }
        for six in step.as_chunks::<6>().0 {
            let bits = u64::from_be_bytes([0, 0, six[0], six[1], six[2], six[3], six[4], six[5]]);
            for shift in [36, 24, 12, 0] {
                let two = TABLE[(bits >> shift & 4095) as usize];
                let start = end & (ROOM - 1);
                buffer[start..start + 8].copy_from_slice(&two);
                end += usize::from(two[7]);
            }
        }
        done += match &mut digest {
            Some(digest) => digest.blocks(&buffer[done..end]),
            None => end - done,
        };
    }
    out.extend_from_slice(&buffer[..end]);
    append(out, STANDARD.encode(rest).as_bytes());
}

/// How many bytes the base64 of so many bytes takes, percent-encoded; a little
/// more than it does for bytes of a compressed image.
pub(crate) fn base64_size(bytes: usize) -> usize {
    bytes / 2 * 3 + 12
}

/// Reverses [`encode_into`]. A `%` without two hexadecimal digits after it stays
/// unchanged, and bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, tail)
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            bytes.push(high << 4 | low);
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[allow(clippy::cast_possible_truncation)] // a hexadecimal digit is below 16
fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_bytes_stand_for_themselves_and_all_others_do_not() {
        let plain = "ABCXYZabcxyz0189-_.~";
        assert_eq!(encode(plain), plain);
        assert_eq!(encode("a b*+/=%&中"), "a%20b%2A%2B%2F%3D%25%26%E4%B8%AD");
        assert_eq!(encode("中a文"), "%E4%B8%ADa%E6%96%87");
        assert_eq!(encode("\0\u{7f}"), "%00%7F");
        assert_eq!(encode(""), "");
    }

    #[test]
    fn decoding_undoes_encoding() {
        let all: String = (0..=0x2FF)
            .filter_map(char::from_u32)
            .chain("😀中".chars())
            .collect();
        assert_eq!(decode(&encode(&all)), all);
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%G1%4"), "%G1%4");
    }

    #[test]
    fn base64_in_pieces_is_base64_in_one() {
        for length in (0..40).chain(1000..1040).chain([3071, 3072, 3073, 10_000]) {
            let bytes: Vec<u8> = (0..length).map(|i: u32| (i * 7 % 251) as u8).collect();
            let mut out = String::new();
            encode_base64_into(&mut out, &bytes);
            assert_eq!(out, encode(&STANDARD.encode(&bytes)), "{length} bytes");
        }
    }
}
