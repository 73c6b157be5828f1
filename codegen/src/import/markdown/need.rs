//! Whether a parameter is required: a word, a sentence, or a remark in the
//! description that contradicts the word.

use super::heading::key;
use super::inline;
use crate::import::text::squeeze;

/// Whether a parameter is required.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Need {
    Yes,
    No,
    /// It depends on other parameters, as this sentence says.
    When(String),
    /// The page does not say.
    Unsaid,
    /// An unreadable word.
    Odd(String),
}

impl Need {
    /// Whether every call must have it.
    pub(super) fn always(&self) -> bool {
        *self == Self::Yes
    }
}

/// Reads the cell and the description; with `inverse`, the column asks whether
/// the parameter may be left out.
pub(super) fn read(cell: &str, description: &str, inverse: bool) -> Need {
    let need = word(cell);
    let need = match (need, inverse) {
        (Need::Yes, true) => Need::No,
        (Need::No, true) => Need::Yes,
        (need, _) => need,
    };
    match need {
        Need::No | Need::Unsaid => match remark(description) {
            Some(sentence) => Need::When(sentence),
            None => need,
        },
        other => other,
    }
}

fn word(cell: &str) -> Need {
    let text = inline::line(cell);
    let key = key(&text);
    match key.as_str() {
        "" => Need::Unsaid,
        "是" | "yes" | "y" | "true" | "ture" | "必选" | "必须" | "必填" | "必需" | "必传"
        | "required" | "mandatory" | "1" | "m" | "要" | "需要" | "tes" | "yse" | "yes是" => {
            Need::Yes
        }
        "否" | "no" | "n" | "false" | "fasle" | "flase" | "可选" | "选填" | "非必选" | "非必填"
        | "非必须" | "非必需" | "不必须" | "不必填" | "不是" | "不" | "optional" | "o" | "0"
        | "notrequired" | "无" | "否可选" | "yesoptional" | "nooptional" | "不需要" => {
            Need::No
        }
        _ if text.chars().count() > 3 && conditional(&text) => Need::When(text),
        _ if key.starts_with("是") || key.starts_with("yes") || key.starts_with("必") => {
            Need::Yes
        }
        _ if key.starts_with("否") || key.starts_with("no") || key.starts_with("可选") => {
            Need::No
        }
        _ if text.chars().count() > 5 => Need::When(text),
        _ => Need::Odd(text),
    }
}

fn conditional(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "时",
        "当",
        "如果",
        "若",
        "when",
        "if ",
        "条件",
        "二选一",
        "至少",
        "其中",
        "either",
        "unless",
        "depend",
        "情况",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// A sentence that says when the parameter is required.
fn remark(description: &str) -> Option<String> {
    let plain = inline::plain(description);
    sentences(&plain).into_iter().find_map(|sentence| {
        let lower = sentence.to_lowercase();
        let required = [
            "必选",
            "必填",
            "必须传",
            "必须设置",
            "必须指定",
            "必传",
            "必需",
            "必须输入",
            "必须填写",
            "为必须",
            "才必须",
            "时必须",
            "不能为空",
            "不可为空",
            "required if",
            "required when",
            "is required",
            "are required",
            "must be specified",
            "must be set when",
            "must specify",
            "must set this",
        ]
        .iter()
        .any(|word| lower.contains(word));
        let negated = [
            "非必",
            "不是必",
            "不必",
            "无需",
            "not required",
            "是否必",
            "is not",
            "must be specified in",
        ]
        .iter()
        .any(|word| lower.contains(word));
        (required && !negated && conditional(&sentence) && sentence.chars().count() <= 200)
            .then_some(sentence)
    })
}

/// Sentences, on one line each.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut sentence = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = matches!(c, '。' | '\n' | '！' | '；')
            || (c == '.' && chars.peek().is_none_or(|next| next.is_whitespace()));
        if !ends {
            sentence.push(c);
            continue;
        }
        if c != '\n' {
            sentence.push(c);
        }
        take(&mut sentence, &mut out);
    }
    take(&mut sentence, &mut out);
    out
}

fn take(sentence: &mut String, out: &mut Vec<String>) {
    let text = squeeze(sentence);
    if !text.is_empty() {
        out.push(text);
    }
    sentence.clear();
}

#[cfg(test)]
mod tests {
    use super::{Need, read};

    #[test]
    fn words_are_read() {
        for word in ["是", "Yes", "TRUE", "必选", "**是**"] {
            assert_eq!(read(word, "", false), Need::Yes, "{word}");
        }
        for word in ["否", "No", "FASLE", "可选", "Yes. Optional", "非必选"] {
            assert_eq!(read(word, "", false), Need::No, "{word}");
        }
        assert_eq!(read("是", "", true), Need::No);
        assert_eq!(read("", "", false), Need::Unsaid);
    }

    #[test]
    fn sentences_are_conditions() {
        let sentence = "创建模板时必须，更新模板时可选";
        assert_eq!(read(sentence, "", false), Need::When(sentence.into()));
        assert_eq!(
            read(
                "No",
                "The name. This parameter is required if Type is set to RR.",
                false
            ),
            Need::When("This parameter is required if Type is set to RR.".into())
        );
        assert_eq!(
            read("否", "批量操作类型为**RR\\_ADD**时必需。", false),
            Need::When("批量操作类型为RR_ADD时必需。".into())
        );
        assert_eq!(read("否", "该参数非必选。当需要时传入。", false), Need::No);
    }
}
