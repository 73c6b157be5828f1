//! Values as YAML. Strings with characters that would control the terminal are in
//! double quotes with escapes.

use serde_json::Value;

use crate::visible::{self, is_obeyed};

/// # Errors
///
/// If a string cannot be written.
pub(crate) fn render(value: &Value) -> Result<String, serde_yaml::Error> {
    let mut out = String::new();
    if is_single(value) {
        out.push_str(&scalar(value)?);
        out.push('\n');
    } else {
        block(value, 0, &mut out)?;
    }
    Ok(out)
}

/// Whether a value follows its key on the same line.
fn is_single(value: &Value) -> bool {
    match value {
        Value::Array(members) => members.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => true,
    }
}

/// Writes the members of a list or an object, each on one or more lines. The first
/// line continues the current one, the others are indented.
fn block(value: &Value, indent: usize, out: &mut String) -> Result<(), serde_yaml::Error> {
    let mut first = true;
    let mut begin = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.extend(std::iter::repeat_n(' ', indent));
        }
    };
    match value {
        Value::Array(members) => {
            for member in members {
                begin(out);
                out.push_str("- ");
                inside(member, indent + 2, out)?;
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                begin(out);
                out.push_str(&text(key)?);
                out.push(':');
                if is_single(member) {
                    out.push(' ');
                    inside(member, indent, out)?;
                    continue;
                }
                let deeper = if member.is_array() {
                    indent
                } else {
                    indent + 2
                };
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', deeper));
                block(member, deeper, out)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn inside(value: &Value, indent: usize, out: &mut String) -> Result<(), serde_yaml::Error> {
    if !is_single(value) {
        return block(value, indent, out);
    }
    out.push_str(&scalar(value)?);
    out.push('\n');
    Ok(())
}

fn scalar(value: &Value) -> Result<String, serde_yaml::Error> {
    match value {
        Value::String(value) => text(value),
        other => Ok(other.to_string()),
    }
}

/// A string in its most readable form. A JSON string is also valid YAML.
fn text(text: &str) -> Result<String, serde_yaml::Error> {
    if text.chars().any(is_obeyed) {
        return Ok(visible::json(&Value::from(text).to_string()));
    }
    serde_yaml::to_string(text).map(|line| line.trim_end_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for value in [
            json!(null),
            json!([]),
            json!("yes"),
            json!([[1, [2]], [], {}, [[]], {"a": []}, {"a": [{"b": [1, {"c": {}}]}]}]),
            json!({"a": {"b": [{"c": null, "d": [true, 1.5]}], "e": {"f": {"g": "h"}}}}),
            json!({"": "", "~": "~", "1": "1", "- a": "- a", "a: b": "# c", "on": " x ", "?": "|"}),
            json!({"a\nb": "a\nb\n", "\u{202e}": "\u{85}\u{2028}\u{1b}\"\\", "\u{7f}": "😀\u{feff}"}),
            json!([u64::MAX, i64::MIN, 1e300, -0.5]),
        ] {
            let written = render(&value).expect("can be written");
            let read: Value = serde_yaml::from_str(&written).expect(&written);
            assert_eq!(read, value, "{written}");
            assert!(
                !written.chars().any(|c| c != '\n' && is_obeyed(c)),
                "{written:?}"
            );
        }
    }
}
