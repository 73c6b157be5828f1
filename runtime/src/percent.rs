//! Percent-encoding as the gateway signs it: RFC 3986 over UTF-8, upper-case
//! digits, a space as `%20`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Whether a byte stands for itself: `A-Z a-z 0-9 - _ . ~`.
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

/// Appends `text`, percent-encoded, to `out`.
pub fn encode_into(out: &mut String, text: &str) {
    out.reserve(text.len());
    let mut start = 0;
    for (index, &byte) in text.as_bytes().iter().enumerate() {
        if PLAIN[usize::from(byte)] {
            continue;
        }
        if start < index {
            out.push_str(&text[start..index]);
        }
        out.push('%');
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
        start = index + 1;
    }
    if start < text.len() {
        out.push_str(&text[start..]);
    }
}

/// `text`, percent-encoded.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    encode_into(&mut out, text);
    out
}

/// Appends the base64 of `bytes`, percent-encoded, to `out`. It works in small
/// pieces, so that an image is never in memory as plain base64.
pub fn encode_base64_into(out: &mut String, bytes: &[u8]) {
    const PIECE: usize = 3 * 1024;
    out.reserve(bytes.len() / 2 * 3);
    let mut base64 = String::with_capacity(PIECE / 3 * 4);
    for piece in bytes.chunks(PIECE) {
        base64.clear();
        STANDARD.encode_string(piece, &mut base64);
        encode_into(out, &base64);
    }
}

/// Undoes [`encode_into`]. A `%` that two hexadecimal digits do not follow
/// stands for itself, and bytes that are not UTF-8 become U+FFFD.
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
        for length in [0, 1, 2, 3, 3071, 3072, 3073, 10_000] {
            let bytes: Vec<u8> = (0..length).map(|i: u32| (i * 7 % 251) as u8).collect();
            let mut out = String::new();
            encode_base64_into(&mut out, &bytes);
            assert_eq!(out, encode(&STANDARD.encode(&bytes)), "{length} bytes");
        }
    }
}
