//! Enums in a description: bullets, sentences, and text that only looks like one.

use std::collections::HashSet;

use super::bullet::{bullets, is_value_char, one_or_more};
use super::inline::{self, BOLD};
use super::kind::Base;
use super::outline;
use super::sentence::{sentence, terse};

/// The values of an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    /// Value on the wire, and its meaning (may be empty).
    pub(super) values: Vec<(String, String)>,
    /// The page says that there are more values.
    pub(super) open: bool,
    /// No lead-in such as `取值：` announces the values.
    pub(super) guessed: bool,
}

/// The result of a search for an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Search {
    None,
    Found(Values),
    /// Announced, but not readable.
    Unreadable,
}

/// Words that announce values.
pub(super) const LEADS: &[&str] = &[
    "枚举值范围",
    "枚举值",
    "枚举范围",
    "取值范围",
    "取值如下",
    "取值说明",
    "取值为",
    "取值",
    "可选值为",
    "可选值",
    "可能值",
    "可能取值",
    "有效值",
    "可选项",
    "可取值",
    "包括以下",
    "valid values",
    "valid value",
    "possible values",
    "allowed values",
    "value range",
    "values:",
    "valid options",
    "available values",
    "possible value",
];

/// Looks for an enum. `example` is the value that the table shows, if any.
pub(super) fn search(description: &str, base: &Base, example: &str) -> Search {
    if matches!(
        base,
        Base::Boolean | Base::Json | Base::Struct | Base::Float
    ) {
        return Search::None;
    }
    let text = separate_bullets(&inline::marked(description));
    let lower: String = text.chars().map(|c| c.to_ascii_lowercase()).collect();
    let lead = LEADS
        .iter()
        .filter_map(|lead| lower.find(lead).map(|at| (at, at + lead.len())))
        .min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let (before, after) = match lead {
        Some((start, end)) => (&text[..start], &text[end..]),
        None => ("", text.as_str()),
    };
    let announced = lead.is_some();
    let mut found = bullets(after);
    if let Some(Err(())) = found {
        return if announced {
            Search::Unreadable
        } else {
            Search::None
        };
    }
    if found.is_none() && announced {
        found = sentence(after).map(Ok);
    }
    if found.is_none() && !announced {
        found = terse(&text).map(Ok);
    }
    let Some(Ok(values)) = found else {
        return Search::None;
    };
    let mut values = Values {
        values: unique(values),
        open: open(&text),
        guessed: !announced,
    };
    let fits = values.values.len() >= 2
        && match base {
            Base::Integer | Base::Long => values
                .values
                .iter()
                .all(|(value, _)| value.parse::<i64>().is_ok()),
            _ => true,
        };
    let example = inline::line(example);
    let shown = example.is_empty() || values.values.iter().any(|(value, _)| *value == example);
    if !fits
        || (values.guessed && (!shown || example.is_empty() || describes_fields(before, after)))
    {
        return Search::None;
    }
    if !shown && describes_fields(before, after) {
        return Search::None;
    }
    // The page itself uses a value that it does not list: there are more.
    if !shown && !example.contains(' ') {
        values.open = true;
    }
    Search::Found(values)
}

/// `取值：-   A：x` has its first bullet on the line of the lead-in, and
/// `* A   * B` all of them.
fn separate_bullets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = line.trim_start();
        let starred =
            bare.matches(" * ").count() >= 2 || bare.contains("：* ") || bare.contains(": * ");
        let line = if starred {
            line.replace("* ", "\n-   ")
        } else {
            line.to_owned()
        };
        let line = line
            .replacen("：-   ", "：\n-   ", 1)
            .replacen(":-   ", ":\n-   ", 1);
        let line = line
            .replacen("： -   ", "：\n-   ", 1)
            .replacen(": -   ", ":\n-   ", 1)
            .replacen("，-   ", "，\n-   ", 1);
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// A description without the bullets that became `values`, and without the words
/// that announced them.
pub(super) fn without_values(text: &str, values: &Values) -> String {
    let text = separate_bullets(text);
    let known: HashSet<&str> = values
        .values
        .iter()
        .map(|(value, _)| value.as_str())
        .collect();
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines() {
        let listed = outline::bullet(line.trim())
            .and_then(one_or_more)
            .is_some_and(|found| {
                found
                    .iter()
                    .all(|(value, _)| known.contains(value.as_str()))
            });
        if !listed {
            out.push(line);
            continue;
        }
        if let Some(last) = out.iter_mut().rfind(|line| !line.trim().is_empty())
            && last.trim_end().ends_with(['：', ':'])
        {
            let lower: String = last.chars().map(|c| c.to_ascii_lowercase()).collect();
            let start = LEADS.iter().filter_map(|lead| lower.rfind(lead)).min();
            if let Some(start) = start {
                *last = last[..start].trim_end_matches([' ', '，', ',', '；', '。']);
            }
        }
    }
    out.join("\n")
}

/// `1~100`, `[1,5]`, `1 to 10`: two ends of a range.
pub(super) fn has_range(text: &str) -> bool {
    let text = text.replace(BOLD, "");
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    for mark in ["~", "～", " to ", "到", "至", "–", "∼"] {
        for (at, _) in text.match_indices(mark) {
            if digit(text[..at].trim_end().chars().next_back())
                && digit(text[at + mark.len()..].trim_start().chars().next())
            {
                return true;
            }
        }
    }
    for (at, _) in text.match_indices('-') {
        let (left, right) = (text[..at].trim_end(), text[at + 1..].trim_start());
        let number = |text: &str| {
            text.chars()
                .all(|c| c.is_ascii_digit() || c == ',' || c == '.')
                && !text.is_empty()
        };
        let l: String = left
            .chars()
            .rev()
            .take_while(|c| is_value_char(*c))
            .collect();
        let r: String = right.chars().take_while(|c| is_value_char(*c)).collect();
        if number(&l) && number(&r) {
            return true;
        }
    }
    let trimmed = text.trim_start();
    trimmed.starts_with(['[', '【', '('])
        && digit(
            trimmed[trimmed.chars().next().map_or(0, char::len_utf8)..]
                .chars()
                .next(),
        )
        || [
            "大于",
            "小于",
            "不超过",
            "整数",
            "最大",
            "最小",
            "less than",
            "greater than",
            "integer",
            "multiple",
            "倍数",
            "any ",
        ]
        .iter()
        .any(|word| text.to_lowercase().contains(word))
}

/// Whether the bullets name fields of a JSON text rather than values.
fn describes_fields(before: &str, after: &str) -> bool {
    let head: String = after.lines().take(1).collect();
    let text = format!("{before}{head}").to_lowercase();
    [
        "json",
        "字段",
        "子参数",
        "结构",
        "包含",
        "由以下",
        "格式",
        "fields",
        "format",
        "consists",
        "following parameters",
        "contains",
    ]
    .iter()
    .any(|word| text.contains(word))
}

fn open(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "自定义",
        "custom value",
        "user-defined",
        "等等",
        "其他值",
        "以此类推",
        "and so on",
        "etc.",
        "不在上述",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

fn unique(values: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    values
        .into_iter()
        .filter(|(value, _)| seen.insert(value.clone()))
        .collect()
}

#[cfg(test)]
mod tests;
