//! Defaults, ranges, lengths and deprecation in a description.

use super::bounds::{numbers, ordered, pairs};
use super::default::lowercase;
use super::inline;
use super::need::sentences;
use crate::import::description::Bounds;

/// The limits of a number.
pub(super) fn range(description: &str) -> Option<Bounds> {
    let plain = inline::plain(description);
    let mut bounds = Bounds::default();
    for sentence in sentences(&plain) {
        let lower = sentence.to_lowercase();
        let about_values = [
            "取值", "范围", "value", "range", "有效", "可选", "大小", "between", "介于", "支持",
            "限制", "from",
        ]
        .iter()
        .any(|word| lower.contains(word));
        let about_text = ["字符", "长度", "character", "length"]
            .iter()
            .any(|word| lower.contains(word));
        let about_condition = ["如果", "当", "when ", "if "]
            .iter()
            .any(|word| lower.replace("当前", "").contains(word));
        if about_text || about_condition {
            continue;
        }
        let whole = plain.trim().chars().count() < 40;
        if let Some((pair, ..)) = pairs(&sentence).into_iter().next()
            && (about_values || whole)
        {
            return Some(pair);
        }
        for (words, upper) in [
            (
                &[
                    "最大值为",
                    "最大值是",
                    "最大值",
                    "最大为",
                    "最大",
                    "最多",
                    "不超过",
                    "不能超过",
                    "上限为",
                    "小于等于",
                    "maximum value is",
                    "maximum value:",
                    "maximum value",
                    "maximum:",
                    "maximum",
                    "up to",
                    "at most",
                    "less than or equal to",
                ][..],
                true,
            ),
            (
                &[
                    "最小值为",
                    "最小值是",
                    "最小值",
                    "最小为",
                    "最小",
                    "至少",
                    "起始值为",
                    "起始值",
                    "大于等于",
                    "从",
                    "minimum value is",
                    "minimum value:",
                    "minimum value",
                    "minimum",
                    "starts from",
                    "start from",
                    "starting from",
                    "greater than or equal to",
                ][..],
                false,
            ),
        ] {
            let slot = if upper {
                &mut bounds.max
            } else {
                &mut bounds.min
            };
            if slot.is_none() {
                *slot = after(&sentence, words, &["年", "月", "m", "g", "k", "t"]);
            }
        }
    }
    ordered(bounds)
}

/// The number right after one of the words, unless one of the units follows.
fn after(sentence: &str, words: &[&str], not: &[&str]) -> Option<String> {
    let lower = lowercase(sentence);
    let found = numbers(&lower);
    for word in words {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            if let Some(number) = found.iter().find(|number| number.start >= end) {
                let between = &lower[end..number.start];
                let near = between
                    .chars()
                    .all(|c| matches!(c, ' ' | '：' | ':' | '为' | '是' | '\u{a0}'))
                    || matches!(between.trim(), "支持" | "可以" | "可" | "只能" | "允许");
                let rest = lower[number.end..].trim_start();
                if near && !not.iter().any(|unit| rest.starts_with(unit)) {
                    return Some(number.text.clone());
                }
            }
        }
    }
    None
}

/// The limits of a text, in characters.
pub(super) fn length(description: &str) -> Option<Bounds> {
    let plain = inline::plain(description);
    for sentence in sentences(&plain) {
        let lower = sentence.to_lowercase();
        let chars = [
            "个字符",
            "字符",
            "characters",
            "character",
            "个英文",
            "个汉字",
            "位字符",
        ];
        let about = lower.contains("长度")
            || lower.contains("length")
            || chars.iter().any(|word| lower.contains(word));
        let bytes = ["字节", "byte", "kb", "mb"]
            .iter()
            .any(|word| lower.contains(word));
        let several = ["汉字", "域名长度", "每个", "each", "单个"]
            .iter()
            .any(|word| lower.contains(word));
        let about_condition = ["如果", "当", "when ", "if "]
            .iter()
            .any(|word| lower.replace("当前", "").contains(word));
        if !about || bytes || several || about_condition {
            continue;
        }
        if let Some((bounds, ..)) = pairs(&sentence).into_iter().next()
            && whole(&bounds)
        {
            return Some(bounds);
        }
        let max = after(
            &sentence,
            &[
                "不超过",
                "不能超过",
                "不可超过",
                "最多",
                "最大",
                "最长为",
                "最长",
                "小于等于",
                "限制为",
                "以内",
                "up to",
                "at most",
                "cannot exceed",
                "not exceed",
                "maximum",
                "maximum of",
            ],
            &[],
        );
        let min = after(&sentence, &["至少", "最少", "at least", "minimum"], &[]);
        if let Some(bounds) = ordered(Bounds { min, max }).filter(whole) {
            return Some(bounds);
        }
    }
    None
}

fn whole(bounds: &Bounds) -> bool {
    [&bounds.min, &bounds.max]
        .into_iter()
        .flatten()
        .all(|end| end.parse::<u64>().is_ok())
}

/// The limits of a list, in members.
pub(super) fn items(description: &str) -> Option<Bounds> {
    let plain = inline::plain(description);
    for sentence in sentences(&plain) {
        let lower = sentence.to_lowercase();
        let of_n = lower.contains("n的取值")
            || lower.contains("n 的取值")
            || lower.contains("n取值")
            || lower.contains("values of n")
            || lower.contains("value of n")
            || lower.contains("n为")
            || lower.contains("n表示");
        if of_n
            && let Some((bounds, ..)) = pairs(&sentence).into_iter().next()
            && whole(&bounds)
        {
            return Some(bounds);
        }
        let max = after(
            &sentence,
            &[
                "最多支持",
                "最多可以",
                "最多可",
                "最多",
                "不超过",
                "不能超过",
                "上限为",
                "up to",
                "at most",
                "maximum of",
                "a maximum of",
            ],
            &["字符", "个字符", " 个字符", "character", "kb", "mb"],
        );
        let counted = [
            "个",
            "条",
            "项",
            "items",
            "entries",
            "domain",
            "tags",
            "标签",
            "instances",
            "ids",
        ]
        .iter()
        .any(|word| lower.contains(word));
        if let (Some(max), true) = (max, counted)
            && max.parse::<u64>().is_ok_and(|max| max > 0)
        {
            return Some(Bounds {
                min: None,
                max: Some(max),
            });
        }
    }
    None
}

/// The sentence that says that the parameter should no longer be used.
pub(super) fn deprecated(description: &str) -> Option<String> {
    let plain = inline::plain(description);
    sentences(&plain).into_iter().find(|sentence| {
        let lower = sentence.to_lowercase();
        [
            "弃用",
            "废弃",
            "已下线",
            "不再使用",
            "不推荐使用",
            "不建议使用",
            "已过时",
            "deprecated",
            "discontinued",
            "no longer used",
            "phased out",
            "no longer supported",
        ]
        .iter()
        .any(|word| lower.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::super::default::default;
    use super::{Bounds, deprecated, items, length, range};

    fn bounds(min: &str, max: &str) -> Option<Bounds> {
        let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Bounds {
            min: end(min),
            max: end(max),
        })
    }

    #[test]
    fn defaults_are_found() {
        for (text, expected) in [
            ("语言。默认值为**en**。", "en"),
            ("Default value: **20**.", "20"),
            ("不传此参数默认为DESC。", "DESC"),
            ("默认为false，不限制转出。", "false"),
            ("取值：**on**（默认）、**off**", "on"),
            ("The default value is 10.", "10"),
            ("每页行数，默认10条", "10"),
        ] {
            assert_eq!(default(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(default("默认为空"), None);
        assert_eq!(default("默认为一年"), None);
        assert_eq!(default("默认100M"), None);
        assert_eq!(default("By default, this parameter is empty."), None);
    }

    #[test]
    fn ranges_are_found() {
        assert_eq!(range("取值范围：1~100"), bounds("1", "100"));
        assert_eq!(range("Valid values: 0 to 65,535."), bounds("0", "65535"));
        assert_eq!(range("取值[1,50]"), bounds("1", "50"));
        assert_eq!(range("最大值**1000**，默认**20**"), bounds("", "1000"));
        assert_eq!(
            range("当前页数，起始值为**1**，默认为**1**。"),
            bounds("1", "")
        );
        assert_eq!(range("2019-01-02 到货"), None);
        assert_eq!(range("长度为2~128个字符"), None);
    }

    #[test]
    fn lengths_and_counts_are_found() {
        assert_eq!(length("长度为2~128个字符"), bounds("2", "128"));
        assert_eq!(
            length("The name must be 2 to 64 characters in length."),
            bounds("2", "64")
        );
        assert_eq!(length("不超过1024个字符"), bounds("", "1024"));
        assert_eq!(items("最多支持20个域名"), bounds("", "20"));
        assert_eq!(items("Valid values of N: 1 to 5."), bounds("1", "5"));
    }

    #[test]
    fn deprecation_is_found() {
        assert_eq!(
            deprecated("域名。该参数即将被弃用。").as_deref(),
            Some("该参数即将被弃用。")
        );
        assert_eq!(deprecated("域名。"), None);
    }
}
