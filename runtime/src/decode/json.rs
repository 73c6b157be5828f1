use std::borrow::Cow;

use serde_json::error::Category;

use super::context::Context;
use super::error::DecodeError;

/// What reads from the text of an answer.
pub(super) type Source<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// Reads a JSON document. One that is nested too deeply is read up to there.
pub(super) fn parse<T>(
    text: &str,
    context: &mut Context,
    read: impl for<'t> FnOnce(&mut Source<'t>, &mut Context) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    let Scan { depth, exponent } = scan(text);
    let whole = &text[..depth.unwrap_or(text.len())];
    let mended = if exponent && !context.strict {
        mend(whole)
    } else {
        Cow::Borrowed(whole)
    };
    let mut json = serde_json::Deserializer::from_str(&mended);
    let result = read(&mut json, context).and_then(|value| json.end().map(|()| value));
    if let Some(offset) = depth {
        return Err(DecodeError::new(super::too_deep()).at_offset(text, offset));
    }
    result.map_err(|error| {
        let failure = context.failure.take();
        let failure = failure.unwrap_or_else(|| context.error(syntax(&error)));
        match error.line() {
            // What is found between values has no place.
            0 => failure,
            line => failure.at(line, error.column()),
        }
    })
}

/// What the parser says, without the position that it appends.
pub(super) fn syntax(error: &serde_json::Error) -> String {
    if error.classify() == Category::Data {
        // Could show a value, and cannot happen: every visitor takes every type.
        return "unexpected JSON data".to_owned();
    }
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or_default();
    format!("malformed JSON: {message}")
}

/// What a look over the text finds before the parser runs.
struct Scan {
    /// The place at which nesting is too deep.
    depth: Option<usize>,
    /// There is a number with an exponent, at which the parser may give up.
    exponent: bool,
}

/// The place at which nesting is too deep. This pass runs before the parser, so that no
/// nesting can exhaust the stack, not even in parts that are skipped.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    scan(text).depth
}

fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut scan = Scan {
        depth: None,
        exponent: false,
    };
    let mut depth = 0_usize;
    let mut offset = 0;
    while let Some(&byte) = bytes.get(offset) {
        match byte {
            b'{' | b'[' if depth == super::DEPTH => {
                scan.depth = Some(offset);
                break;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => offset = string_end(bytes, offset + 1),
            // Of a number with an exponent, or of `true` and `false`.
            b'e' | b'E' => scan.exponent |= offset > 0 && bytes[offset - 1].is_ascii_digit(),
            _ => {}
        }
        offset += 1;
    }
    scan
}

/// The same document in which a number beyond 64 bits of floating point is a text, so that
/// it does not lose all other values.
fn mend(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut offset) = (0, 0);
    while let Some(&byte) = bytes.get(offset) {
        match byte {
            b'"' => offset = string_end(bytes, offset + 1),
            b'-' | b'0'..=b'9' => {
                let number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = bytes[offset..]
                    .iter()
                    .take_while(|byte| number(byte))
                    .count();
                let token = &text[offset..offset + length];
                if token.parse::<f64>().is_ok_and(f64::is_infinite) {
                    out.push_str(&text[copied..offset]);
                    out.push_str(&format!("\"{token}\""));
                    copied = offset + length;
                }
                offset += length - 1;
            }
            _ => {}
        }
        offset += 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The end of the string that started before `offset`, or of the text.
fn string_end(bytes: &[u8], mut offset: usize) -> usize {
    while let Some(rest) = bytes.get(offset..) {
        let mark = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
        match mark.map(|mark| offset + mark) {
            Some(mark) if bytes[mark] == b'"' => return mark,
            Some(mark) => offset = mark + 2,
            None => break,
        }
    }
    bytes.len()
}
