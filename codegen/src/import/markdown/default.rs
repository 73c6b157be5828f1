//! The default that a description gives.

use super::inline::{self, BOLD};

/// Lead-ins of a default, longest first.
const DEFAULTS: &[&str] = &[
    "不传此参数时默认为",
    "不传此参数默认为",
    "不传此参数默认",
    "默认值为",
    "默认值是",
    "默认取值为",
    "默认取值",
    "缺省值为",
    "缺省为",
    "缺省值",
    "默认值",
    "默认为",
    "默认是",
    "默认：",
    "默认:",
    "默认",
    "the default value is",
    "the default value of this parameter is",
    "default value is",
    "default value:",
    "default value：",
    "default value",
    "defaults to",
    "default is",
    "default to",
    "default:",
    "by default, the value is",
    "default",
];

/// The default that a description gives, unchanged.
pub(super) fn default(description: &str) -> Option<String> {
    let marked = inline::marked(description);
    // `X（默认）` names the value before it.
    for note in [
        "（默认值）",
        "（默认）",
        "(默认值)",
        "(默认)",
        "（缺省值）",
        "（缺省）",
        " (default)",
        "（default）",
        "(default)",
    ] {
        if let Some(at) = marked
            .to_lowercase()
            .find(note)
            .filter(|at| marked.is_char_boundary(*at))
        {
            return last_token(&marked[..at]);
        }
    }
    let lower = lowercase(&marked);
    for lead in DEFAULTS {
        for (at, _) in lower.match_indices(lead) {
            if let Some(value) = first_token(&marked[at + lead.len()..]) {
                return Some(value);
            }
        }
    }
    None
}

/// Lower case, with every character at the same byte offset.
pub(super) fn lowercase(text: &str) -> String {
    text.chars().map(|c| c.to_ascii_lowercase()).collect()
}

/// Words that follow a lead-in but are not a value.
const NO_VALUE: &[&str] = &[
    "none", "null", "empty", "is", "the", "value", "to", "all", "no", "not", "values", "it",
    "this", "if", "n/a",
];

fn first_token(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '：', ':', '为', '是', '\u{a0}', '"', '“', '\'', '‘']);
    if let Some(bold) = text.strip_prefix(BOLD) {
        let value = bold.split(BOLD).next()?.trim();
        let value = value.trim_end_matches(['。', '.', '，', '；', ' ']);
        let plain =
            !value.is_empty() && value.chars().count() <= 64 && !value.contains(['：', '。', '，']);
        return (plain && !is_no_value(value)).then(|| unquoted(value));
    }
    let value: String = text
        .chars()
        .take_while(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '*' | '+')
        })
        .collect();
    let value = value.trim_end_matches(['.', ':', '-', '/']);
    // `100M`, `1y`: a number and its unit.
    let united = value.starts_with(|c: char| c.is_ascii_digit())
        && value.len() <= 8
        && value.ends_with(|c: char| c.is_ascii_alphabetic());
    let ends = !united
        && text[value.len()..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric() || is_unit(&text[value.len()..]));
    (!value.is_empty() && ends && !is_no_value(value)).then(|| value.to_owned())
}

fn is_no_value(value: &str) -> bool {
    NO_VALUE.contains(&value.to_lowercase().as_str())
}

/// Units that only count and may be dropped, as in `默认10条`. `默认100M` and
/// `默认为1年` mean nothing without theirs.
fn is_unit(rest: &str) -> bool {
    rest.starts_with(['条', '个', '秒', '页', '天', '分', '次', '行', '毫'])
}

fn unquoted(text: &str) -> String {
    text.trim_matches(['"', '“', '”', '\'', '`']).to_owned()
}

fn last_token(text: &str) -> Option<String> {
    let text = text.trim_end();
    if let Some(bold) = text.strip_suffix(BOLD) {
        return bold
            .rsplit(BOLD)
            .next()
            .map(unquoted)
            .filter(|value| !value.is_empty());
    }
    // `SFZ：身份证（默认）`: the value comes first.
    let piece = text.rsplit(['\n', '；', ';', '。', '、', '|']).next()?;
    let piece = super::outline::bullet(piece).unwrap_or(piece).trim();
    let piece = piece
        .rsplit(['：', ':'])
        .next_back()
        .map_or(piece, str::trim);
    let piece = piece.replace(BOLD, "");
    let value: String = piece
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .collect();
    (!value.is_empty()).then_some(value)
}
