use serde::de::DeserializeSeed;
use serde_json::error::Category;

use super::context::Context;
use super::error::DecodeError;
use super::fill::{Fill, Outcome, Target};
use crate::slot::Decode;

/// Reads a JSON document; whether it has any documented field.
pub(super) fn read(
    text: &str,
    into: &mut dyn Decode,
    context: &mut Context,
) -> Result<bool, DecodeError> {
    check_depth(text)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let fill = Fill {
        target: Target::Root(into),
        item: "",
        context: &mut *context,
    };
    let result = fill
        .deserialize(&mut json)
        .and_then(|outcome| json.end().map(|()| outcome != Outcome::Unknown));
    result.map_err(|error| {
        let failure = context.failure.take();
        let failure = failure.unwrap_or_else(|| context.error(syntax(&error)));
        failure.at(error.line(), error.column())
    })
}

/// What the parser says, without the position that it appends.
fn syntax(error: &serde_json::Error) -> String {
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
fn check_depth(text: &str) -> Result<(), DecodeError> {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => loop {
                match bytes.next() {
                    Some((_, b'\\')) => drop(bytes.next()),
                    Some((_, b'"')) | None => break,
                    Some(_) => {}
                }
            },
            _ => {}
        }
        if depth > super::DEPTH {
            return Err(DecodeError::new(super::too_deep()).at_offset(text, offset));
        }
    }
    Ok(())
}
