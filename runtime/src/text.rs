//! Making texts from outside fit to be kept and printed.

use crate::debug::escape;

/// The text in one line, with whatever does not print as escapes.
pub(crate) fn one_line(text: &str) -> String {
    escape(text, usize::MAX, false).0
}

/// The first `limit` characters of the text, and `…` where there are more.
pub(crate) fn clip(mut text: String, limit: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The structure of a document without its values, which may be anybody's
/// personal data: names of JSON members and XML tags stay, text and numbers
/// become `…`. What is neither JSON nor XML is returned as it is.
pub(crate) fn skeleton(text: &str) -> String {
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    match start.chars().next() {
        Some('{' | '[' | '"') => json_skeleton(start),
        Some('<') => xml_skeleton(start),
        _ => text.to_owned(),
    }
}

fn json_skeleton(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let end = string_end(rest);
            let (string, after) = rest.split_at(end);
            let name = after.trim_start().starts_with(':');
            out.push_str(if name { string } else { "…" });
            rest = after;
        } else {
            let mark = matches!(c, '{' | '}' | '[' | ']' | ':' | ',');
            if mark {
                out.push(c);
            } else if !c.is_whitespace() && !out.ends_with('…') {
                out.push('…');
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Length of the JSON string at the start of the text, quotes included; the
/// whole text where it does not end.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

fn xml_skeleton(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive('>') {
        // CDATA is a value that looks like a tag.
        let tag = piece
            .find('<')
            .filter(|at| !piece[*at..].starts_with("<!["));
        let (value, tag) = piece.split_at(tag.unwrap_or(piece.len()));
        if !value.trim().is_empty() && !out.ends_with('…') {
            out.push('…');
        }
        // Attributes are values too.
        let name = tag.find(char::is_whitespace).unwrap_or(tag.len());
        out.push_str(&tag[..name]);
        if name < tag.len() && tag.ends_with('>') {
            out.push('>');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skeleton_has_names_and_no_values() {
        for (text, expected) in [
            (
                r#"{"Email": "a@b.c", "Age": 42, "Tags": ["x", "y\"z:"], "Cut": "half"#,
                r#"{"Email":…,"Age":…,"Tags":[…,…],"Cut":…"#,
            ),
            ("\u{feff} {\"a\":tru", "{\"a\":…"),
            (
                "<?xml version=\"1.0\"?>\n<R a=\"secret\"><E>a@b.c</E><N/><C><![CDATA[x<y>z]]></C>",
                "<?xml><R><E>…</E><N/><C>…</C>",
            ),
            ("<R><E>half", "<R><E>…"),
            ("upstream failed", "upstream failed"),
        ] {
            assert_eq!(skeleton(text), expected);
        }
    }

    #[test]
    fn clipping_counts_characters() {
        assert_eq!(clip("中文字".to_owned(), 2), "中文…");
        assert_eq!(clip("中文".to_owned(), 2), "中文");
        assert_eq!(one_line("a\nb\u{1b}[1m\"c\""), "a\\nb\\u{1b}[1m\"c\"");
    }
}
