use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::error::Category;

use super::context::Context;
use super::error::DecodeError;
use super::fill::{Fill, Outcome, Target};
use super::tree::Tree;
use crate::slot::Decode;

type Source<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// Reads a JSON document; whether it has any documented field.
pub(super) fn read(
    text: &str,
    into: &mut dyn Decode,
    context: &mut Context,
) -> Result<bool, DecodeError> {
    let outcome = parse(text, context, |json, context| {
        let fill = Fill {
            target: Target::Root(into),
            item: "",
            context,
        };
        fill.deserialize(json)
    })?;
    Ok(outcome == Outcome::Done)
}

/// Reads a JSON document as it is.
pub(super) fn tree(text: &str) -> Result<Value, DecodeError> {
    parse(text, &mut Context::new(false), |json, context| {
        Tree(context).deserialize(json)
    })
}

fn parse<'t, T>(
    text: &'t str,
    context: &mut Context,
    read: impl FnOnce(&mut Source<'t>, &mut Context) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    check_depth(text)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let result = read(&mut json, context).and_then(|value| json.end().map(|()| value));
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

/// One pass ahead of the parser, so that no nesting, not even in parts that
/// are skipped, can exhaust the stack.
pub(super) fn check_depth(text: &str) -> Result<(), DecodeError> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut offset = 0;
    while let Some(&byte) = bytes.get(offset) {
        match byte {
            b'{' | b'[' if depth == super::DEPTH => {
                return Err(DecodeError::new(super::too_deep()).at_offset(text, offset));
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => offset = string_end(bytes, offset + 1),
            _ => {}
        }
        offset += 1;
    }
    Ok(())
}

/// Where the string that has begun before `offset` ends, or the text does.
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
