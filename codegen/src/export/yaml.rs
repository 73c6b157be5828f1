//! A document as YAML. The text means the same for tools that read YAML 1.1 and
//! for those that read 1.2.

use crate::json::Json;
use crate::yaml::scalar::{is_printable, lines, pad, portable};

/// The value in block style, with a line break at the end.
pub(super) fn print(value: &Json) -> String {
    let mut out = String::new();
    match value {
        Json::Map(entries) if !entries.is_empty() => map(entries, 0, &mut out),
        Json::List(members) if !members.is_empty() => list(members, 0, &mut out),
        scalar => {
            out.push_str(&flow(scalar));
            out.push('\n');
        }
    }
    out
}

/// Writes entries; the first one starts on the current line.
fn map(entries: &[(String, Json)], indent: usize, out: &mut String) {
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 {
            pad(indent, out);
        }
        out.push_str(&portable(key));
        out.push(':');
        match value {
            Json::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                pad(indent + 2, out);
                map(entries, indent + 2, out);
            }
            Json::List(members) if !members.is_empty() => {
                out.push('\n');
                pad(indent, out);
                list(members, indent, out);
            }
            Json::Text(text) if is_literal(text) => literal(text, indent + 2, out),
            scalar => {
                out.push(' ');
                out.push_str(&flow(scalar));
                out.push('\n');
            }
        }
    }
}

/// Writes members; the first one starts on the current line.
fn list(members: &[Json], indent: usize, out: &mut String) {
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            pad(indent, out);
        }
        out.push_str("- ");
        match member {
            Json::Map(entries) if !entries.is_empty() => map(entries, indent + 2, out),
            Json::List(members) if !members.is_empty() => list(members, indent + 2, out),
            scalar => {
                out.push_str(&flow(scalar));
                out.push('\n');
            }
        }
    }
}

/// A value on one line.
fn flow(value: &Json) -> String {
    match value {
        Json::Text(text) => portable(text),
        Json::Fraction(_) => fraction(value.print().trim_end()),
        Json::List(_) => "[]".to_owned(),
        Json::Map(_) => "{}".to_owned(),
        other => other.print().trim_end().to_owned(),
    }
}

/// `1e-7` is a text in YAML 1.1, which needs a point and a sign.
fn fraction(number: &str) -> String {
    let Some((digits, exponent)) = number.split_once('e') else {
        return number.to_owned();
    };
    let point = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) {
        ""
    } else {
        "+"
    };
    format!("{digits}{point}e{sign}{exponent}")
}

/// Whether a text may be a literal block.
fn is_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with("\n\n")
        && text.chars().all(|c| c == '\n' || is_printable(c))
}

fn literal(text: &str, indent: usize, out: &mut String) {
    out.push_str(if text.ends_with('\n') {
        " |\n"
    } else {
        " |-\n"
    });
    lines(text, indent, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> serde_json::Value {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    #[test]
    fn every_value_is_read_as_it_was() {
        let texts = [
            "",
            " ",
            "a",
            "a b",
            " a",
            "a ",
            "a: b",
            "a:",
            ":a",
            "a #b",
            "#a",
            "- a",
            "-",
            "?",
            "~",
            "true",
            "No",
            "ON",
            "null",
            "y",
            "1",
            "1.5",
            "1e3",
            "0x1F",
            "010",
            "1_000",
            "2018-01-29",
            "12:30:45",
            ".inf",
            "=",
            "<<",
            "---",
            "...",
            "%a",
            "@a",
            "`a`",
            "'a'",
            "\"a\"",
            "[a]",
            "{a}",
            "a, b",
            "a\\b",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "$ref",
            "/A",
            "_a",
            "中文",
            "é: ü",
            "a\tb",
            "\t",
            "a\nb",
            "a\nb\n",
            "a\n\nb\n\n",
            "\na",
            " a\nb",
            "a\n b",
            "a \nb",
            "a\n",
            "\n",
            "a\r\nb",
            "a\u{7f}b",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "\u{feff}a",
            "\u{0}",
            "a\n\u{7}",
            "a\n---\nb",
            "a\n# b",
            "\u{1f600}",
            "key: |\n  x",
        ];
        let mut values: Vec<Json> = texts.into_iter().map(Json::text).collect();
        values.extend([0.5, -1.0, 1e-7, 1e21, 1.5e300, f64::MAX].map(Json::Fraction));
        values.extend([
            Json::Count(u64::MAX),
            Json::Whole(i64::MIN),
            Json::Flag(true),
        ]);
        values.extend([Json::List(Vec::new()), Json::Map(Vec::new())]);
        for value in values {
            let nested = Json::Map(vec![
                ("one".to_owned(), value.clone()),
                (
                    "more".to_owned(),
                    Json::List(vec![value.clone(), value.clone()]),
                ),
                (
                    "deep".to_owned(),
                    Json::List(vec![Json::List(vec![value.clone()])]),
                ),
                (
                    "map".to_owned(),
                    Json::map(vec![("a", value.clone()), ("b", Json::Flag(false))]),
                ),
                (
                    "maps".to_owned(),
                    Json::List(vec![Json::map(vec![("a", value.clone())])]),
                ),
            ]);
            let keyed = texts.iter().map(|text| ((*text).to_owned(), value.clone()));
            let keyed = Json::Map(keyed.collect());
            let all = [value, nested, keyed];
            for value in all {
                let expected: serde_json::Value = serde_json::from_str(&value.print()).unwrap();
                let text = print(&value);
                assert_eq!(read(&text), expected, "{text}");
            }
        }
    }
}
