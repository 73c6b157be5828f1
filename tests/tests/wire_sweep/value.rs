//! When two values mean the same: booleans without case, numbers by their value, JSON by
//! its structure.

use serde_json::Value;

/// Whether two texts mean the same.
pub(crate) fn same_text(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let is_boolean = |text: &str| {
        ["true", "false"]
            .iter()
            .any(|b| text.eq_ignore_ascii_case(b))
    };
    if is_boolean(one) && one.eq_ignore_ascii_case(other) {
        return true;
    }
    match (serde_json::from_str(one), serde_json::from_str(other)) {
        (Ok(one), Ok(other)) => same_json(&one, &other),
        _ => false,
    }
}

/// Whether two JSON values mean the same. The order of members does not matter.
pub(crate) fn same_json(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same_json(a, b))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(key, value)| other.get(key).is_some_and(|other| same_json(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        // Whole numbers have more digits than a float.
        (Value::Number(one), Value::Number(other)) if !one.is_f64() && !other.is_f64() => {
            one == other
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    }
}

#[test]
fn values_are_compared_by_what_they_mean() {
    for (one, other) in [
        ("True", "true"),
        ("1.0", "1"),
        ("2.50", "2.5"),
        (r#"{"a":1,"b":[true]}"#, r#"{"b": [true], "a": 1}"#),
        ("x", "x"),
    ] {
        assert!(same_text(one, other), "{one} {other}");
    }
    for (one, other) in [
        ("9007199254740993", "9007199254740992"),
        ("X", "x"),
        ("[1,2]", "[2,1]"),
        ("", "null"),
        ("a b", "a+b"),
        (r#"{"a":1}"#, r#"{"a":1,"b":2}"#),
        (r#"{"a":"1"}"#, r#"{"a":1}"#),
    ] {
        assert!(!same_text(one, other), "{one} {other}");
    }
}
