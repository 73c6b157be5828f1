//! Percent encoding of names and values in queries, forms and signatures.

/// Encodes everything but RFC 3986 unreserved characters, upper-case hex.
pub(crate) fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

/// Decodes `%XX` and, as form decoding does, `+` to a space.
///
/// The error does not repeat the text.
pub(crate) fn decode(text: &str) -> Result<String, &'static str> {
    read(text, b' ')
}

/// Decodes `%XX` in a segment of a path, where `+` is itself.
pub(crate) fn decode_segment(text: &str) -> Result<String, &'static str> {
    read(text, b'+')
}

fn read(text: &str, plus: u8) -> Result<String, &'static str> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => match (nibble(bytes.next()), nibble(bytes.next())) {
                (Some(high), Some(low)) => out.push(high << 4 | low),
                _ => return Err("has a `%` that two hexadecimal digits do not follow"),
            },
            b'+' => out.push(plus),
            other => out.push(other),
        }
    }
    String::from_utf8(out).map_err(|_| "is not UTF-8 once decoded")
}

fn nibble(byte: Option<u8>) -> Option<u8> {
    let digit = char::from(byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_rfc_3986() {
        assert_eq!(encode("AZaz09-_.~"), "AZaz09-_.~");
        assert_eq!(encode("a b*c+/=:&中"), "a%20b%2Ac%2B%2F%3D%3A%26%E4%B8%AD");
    }

    #[test]
    fn decodes_what_it_encodes_and_refuses_the_rest() {
        assert_eq!(
            decode(&encode("a b*+/=:&中%")).as_deref(),
            Ok("a b*+/=:&中%")
        );
        assert_eq!(decode("a+%2b").as_deref(), Ok("a +"));
        assert_eq!(decode_segment("a+%2b").as_deref(), Ok("a++"));
        assert!(decode("%").is_err());
        assert!(decode("%4").is_err());
        assert!(decode("%G0").is_err());
        assert!(decode("%FF").is_err());
    }
}
