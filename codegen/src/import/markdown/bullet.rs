//! Bullets of a description that name values: `-   **A**：meaning`.

use super::inline::BOLD;
use super::outline;
use crate::import::text::squeeze;

/// The first group of bullets: `None` if the text has none, an error if one of
/// them names no value.
pub(super) fn bullets(text: &str) -> Option<Result<Vec<(String, String)>, ()>> {
    let mut items: Vec<(usize, String)> = Vec::new();
    for line in text.lines() {
        let indent = outline::indent(line);
        if let Some(item) = outline::bullet(line.trim()).filter(|item| !item.trim().is_empty()) {
            items.push((indent, item.to_owned()));
        } else if let Some((_, last)) = items.last_mut() {
            let bare = line.trim();
            if indent >= 2 && !bare.is_empty() && !last.is_empty() {
                last.push(' ');
                last.push_str(bare);
            } else if !bare.is_empty() {
                break;
            }
        }
    }
    // Nested bullets explain the value above them. Only ` -   ` at the very
    // beginning of a list is indented by mistake.
    let depth = items
        .iter()
        .skip(1)
        .chain(items.first())
        .map(|(indent, _)| *indent)
        .min()?;
    let top: Vec<&String> = items
        .iter()
        .filter(|(indent, _)| *indent <= depth + 1)
        .map(|(_, item)| item)
        .collect();
    if top.len() < 2 {
        return None;
    }
    let read: Option<Vec<Vec<(String, String)>>> =
        top.iter().map(|item| one_or_more(item)).collect();
    Some(
        read.map(|read| read.into_iter().flatten().collect())
            .ok_or(()),
    )
}

/// `**1**, **2** and **3**: reviewing`: several values that mean the same.
pub(super) fn one_or_more(item: &str) -> Option<Vec<(String, String)>> {
    let mut values: Vec<String> = Vec::new();
    let mut rest = item.trim();
    while let Some((bold, after)) = rest
        .strip_prefix(BOLD)
        .and_then(|rest| rest.split_once(BOLD))
    {
        values.push(bold.trim().to_owned());
        rest = after;
        let next = rest.trim_start_matches([',', '，', '、', ' ', '/', '或', '和', '及', '与']);
        let next = ["and ", "or "]
            .iter()
            .find_map(|word| next.strip_prefix(word))
            .unwrap_or(next);
        if !next.starts_with(BOLD) {
            break;
        }
        rest = next;
    }
    if values.len() > 1 && values.iter().all(|value| is_value(value)) {
        return Some(
            values
                .into_iter()
                .map(|value| (value, meaning(rest)))
                .collect(),
        );
    }
    value(item).map(|value| vec![value])
}

/// `**A**：meaning`, `A: meaning`, `A 中文`, `A（默认）`, `A`.
pub(super) fn value(item: &str) -> Option<(String, String)> {
    let item = item.trim().trim_end_matches(['。', '；', ';', '，', ',']);
    if let Some(bold) = item.strip_prefix(BOLD) {
        let (value, rest) = bold.split_once(BOLD)?;
        // `**A：x**`, `**A**`.
        let (value, inner) = value
            .split_once(['：', ':'])
            .filter(|(head, _)| is_value(head.trim()))
            .unwrap_or((value, ""));
        // `**A（默认值）**`.
        let noted = value.trim().strip_suffix(['）', ')']);
        let value = noted
            .and_then(|inside| inside.split_once(['（', '(']))
            .map_or(value, |(value, _)| value);
        let value = value.trim().trim_matches(['"', '“', '”']);
        return (is_value(value) || is_chinese_word(value))
            .then(|| (value.to_owned(), meaning(&format!("{inner}{rest}"))));
    }
    let item = item.replace(BOLD, "");
    let item = item.trim_start_matches(['"', '“']);
    let token: String = item.chars().take_while(|c| is_value_char(*c)).collect();
    let rest = &item[token.len()..];
    // `New gTLD：x`: several words before the colon.
    if let Some((head, tail)) = item.split_once(['：', ':'])
        && is_value(head.trim())
        && head.trim().split(' ').count() <= 3
    {
        return Some((head.trim().to_owned(), meaning(tail)));
    }
    let token = token.trim_end_matches(['.', ':', '-']);
    if token.is_empty() || !is_value(token) {
        return None;
    }
    let rest = rest.trim_start_matches(['"', '”']);
    let next = rest.chars().find(|c| !c.is_whitespace());
    if is_value(item)
        && item.split(' ').count() <= 2
        && token.len() < item.len()
        && !rest.trim().is_empty()
        && item.split(' ').all(|word| word.len() > 2)
    {
        return Some((item.to_owned(), String::new()));
    }
    let separated = match next {
        None => true,
        Some(c) if !c.is_ascii() => true,
        Some(c) => matches!(c, '(' | ',' | ';' | '=' | '-' | '|'),
    };
    if separated {
        return Some((token.to_owned(), meaning(rest)));
    }
    // `SUSPEND The domain is suspended`: prose after a code.
    let code = token.len() > 1 && token.chars().all(|c| !c.is_ascii_lowercase());
    let number = token.parse::<i64>().is_ok();
    (rest.starts_with(' ') && (code || number)).then(|| (token.to_owned(), meaning(rest)))
}

pub(super) fn is_value_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '*' | '@' | '#' | '%')
}

/// Whether a text looks like a value on the wire.
pub(super) fn is_value(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|c| is_value_char(c) || c == ' ')
        && text.split(' ').count() <= 3
        && text.chars().any(|c| c.is_ascii_alphanumeric())
}

/// Some values are Chinese words; only bold type tells them from prose.
fn is_chinese_word(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 8
        && text.chars().all(|c| !c.is_ascii() && c.is_alphanumeric())
}

pub(super) fn meaning(text: &str) -> String {
    let mut text = text.replace(BOLD, "");
    for note in [
        "（默认值）",
        "（默认）",
        "(默认值)",
        "(默认)",
        "（default）",
        "(default)",
        "(Default)",
    ] {
        text = text.replace(note, "");
    }
    let text = text
        .trim()
        .trim_start_matches(['：', ':', '-', '－', '=', '，', ',', '、', ' ']);
    squeeze(text.trim_end_matches(['。', '；', ';', '，', ',', ' ']))
}
