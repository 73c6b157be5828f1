//! Enums in a description: bullets, sentences, and what only looks like one.

use super::bullet::{bullets, is_value, is_value_char, meaning, one_or_more, value};
use super::inline::{self, BOLD};
use super::kind::Base;
use super::outline;

/// The values of an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    /// Value on the wire, and its meaning (may be empty).
    pub(super) values: Vec<(String, String)>,
    /// The page says that there are others.
    pub(super) open: bool,
    /// No lead-in such as `取值：` announces the values.
    pub(super) guessed: bool,
}

/// What looking for an enum brought.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Search {
    None,
    Found(Values),
    /// Announced, but not readable.
    Unreadable,
}

/// Words that announce values.
const LEADS: &[&str] = &[
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
    // A value that the page itself uses and does not list: there are others.
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

/// A description without the bullets that `values` has, and without the words
/// that announced them.
pub(super) fn without_values(text: &str, values: &Values) -> String {
    let text = separate_bullets(text);
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines() {
        let listed = outline::bullet(line.trim())
            .and_then(one_or_more)
            .is_some_and(|found| {
                found
                    .iter()
                    .all(|(value, _)| values.values.iter().any(|(other, _)| other == value))
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

/// Values in the rest of the sentence after a lead-in.
fn sentence(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.trim_start_matches([' ', '：', ':', '是', '为', '有', '\u{a0}', '\n']);
    let end = text.find(['。', '\n']).unwrap_or(text.len());
    let mut text = &text[..end];
    if let Some(at) = text.find(". ").filter(|at| *at > 0) {
        text = &text[..at];
    }
    for stop in ["，默认", ",默认", "，不传", "。默认", "; default", "默认值"] {
        if let Some(at) = text.find(stop) {
            text = &text[..at];
        }
    }
    let text = text.trim_end_matches(['.', ' ', '；', ';', '，']);
    if has_range(text) {
        return None;
    }
    let strong = ['；', ';', '|', '｜'];
    let pieces: Vec<&str> = if text.contains(strong) {
        text.split(strong).collect()
    } else {
        text.split(['、', ',', '，', '/'])
            .flat_map(|piece| piece.split(" or "))
            .flat_map(|piece| piece.split(" and "))
            .flat_map(|piece| piece.split('或'))
            .flat_map(|piece| piece.split('和'))
            .collect()
    };
    let pieces: Vec<&str> = pieces
        .into_iter()
        .map(|piece| {
            piece
                .trim()
                .trim_start_matches("and ")
                .trim_start_matches("or ")
                .trim_start_matches("以及")
                .trim_start_matches(['-', ' '])
                .trim()
        })
        .filter(|piece| !piece.is_empty() && *piece != "等")
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let values: Option<Vec<_>> = pieces.iter().map(|piece| value(piece)).collect();
    values.or_else(|| pieces.iter().map(|piece| labelled(piece)).collect())
}

/// `1-需要续费 2-需要赎回`, without any lead-in: not read. `0：否，1：是` is.
fn terse(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.replace(BOLD, "");
    let pieces: Vec<&str> = text
        .split(['；', ';', '，', ',', '、', '。', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let with_colon = |piece: &&str| {
        piece
            .split_once(['：', ':'])
            .filter(|(head, tail)| {
                is_value(head) && !head.contains(' ') && !tail.is_empty() && !tail.is_ascii()
            })
            .map(|(head, tail)| (head.to_owned(), meaning(tail)))
    };
    let values: Vec<(String, String)> = pieces.iter().filter_map(with_colon).collect();
    (values.len() >= 2 && values.len() + 1 >= pieces.len()).then_some(values)
}

/// `开启 true`, `关闭：false`: the label comes first.
fn labelled(piece: &str) -> Option<(String, String)> {
    let piece = piece.replace(BOLD, "");
    let piece = piece.trim();
    let at = piece
        .rfind(|c: char| !is_value_char(c))
        .map(|at| at + piece[at..].chars().next().map_or(1, char::len_utf8))?;
    let (label, value) = piece.split_at(at);
    let label = label.trim().trim_end_matches(['：', ':', ' ']);
    let chinese = label.chars().next().is_some_and(|c| !c.is_ascii());
    (chinese && label.chars().count() <= 12 && is_value(value))
        .then(|| (value.to_owned(), label.to_owned()))
}

/// `1~100`, `[1,5]`, `1 to 10`: numbers between two ends.
fn has_range(text: &str) -> bool {
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
    let mut out: Vec<(String, String)> = Vec::new();
    for (value, meaning) in values {
        if !out.iter().any(|(other, _)| *other == value) {
            out.push((value, meaning));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Search, Values, search};
    use crate::import::kind::Base;

    fn read(text: &str, base: &Base, example: &str) -> Option<Values> {
        match search(text, base, example) {
            Search::Found(values) => Some(values),
            _ => None,
        }
    }

    fn list(text: &str) -> Vec<String> {
        let found = read(text, &Base::String, "");
        found
            .map(|found| {
                found
                    .values
                    .into_iter()
                    .map(|(value, meaning)| format!("{value}={meaning}"))
                    .collect()
            })
            .unwrap_or_default()
    }

    #[test]
    fn forms_of_enums_are_read() {
        for (text, expected) in [
            (
                "类型。取值：\n\n -   **ASC**：升序。\n-   **DESC**：倒序。",
                &["ASC=升序", "DESC=倒序"][..],
            ),
            (
                "证件，取值：-   SFZ：身份证\n-   HZ：护照",
                &["SFZ=身份证", "HZ=护照"],
            ),
            (
                "枚举值范围：-   CHG\\_DNS 修改DNS\n-   SYNC\\_HOST同步",
                &["CHG_DNS=修改DNS", "SYNC_HOST=同步"],
            ),
            ("Valid values:\n\n-   on\n-   off", &["on=", "off="]),
            (
                "Valid values:\n\n-   **zh**: Chinese\n-   **en**: English",
                &["zh=Chinese", "en=English"],
            ),
            ("取值：on | off", &["on=", "off="]),
            ("取值范围：1 个人；2 企业。", &["1=个人", "2=企业"]),
            ("取值：**A**、**B**", &["A=", "B="]),
            ("取值：**A**（默认）、**B**", &["A=", "B="]),
            (
                "可能值：registrant、admin、tech",
                &["registrant=", "admin=", "tech="],
            ),
            (
                "域名类型，枚举值范围：New gTLD；gTLD；ccTLD。",
                &["New gTLD=", "gTLD=", "ccTLD="],
            ),
            (
                "状态。取值：开启 true；关闭 false",
                &["true=开启", "false=关闭"],
            ),
            (
                "Valid values: * HTTP   * HTTPS   * PING",
                &["HTTP=", "HTTPS=", "PING="],
            ),
            (
                "Valid values:\n\n-   **1**, **2**, and **3**: reviewing\n-   **4**: done",
                &["1=reviewing", "2=reviewing", "3=reviewing", "4=done"],
            ),
            (
                "取值：\n\n-   **1**、**2**：审核中。\n-   **4**：完成。",
                &["1=审核中", "2=审核中", "4=完成"],
            ),
            (
                "Valid values: **PayAsYouGo** and **Subscription**.",
                &["PayAsYouGo=", "Subscription="],
            ),
        ] {
            assert_eq!(list(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_enum_is_none() {
        assert_eq!(list("取值范围：1~100"), Vec::<String>::new());
        assert_eq!(list("Valid values: 1 to 100."), Vec::<String>::new());
        assert_eq!(
            list("扩展信息，JSON格式，包含字段：\n-   host：地址\n-   port：端口"),
            Vec::<String>::new()
        );
        assert_eq!(
            read(
                "取值：\n-   **true**：是\n-   **false**：否",
                &Base::Boolean,
                ""
            ),
            None
        );
        assert_eq!(read("取值：-   A：x\n-   B：y", &Base::Integer, ""), None);
    }

    #[test]
    fn open_and_guessed_enums_are_marked() {
        let open = read(
            "取值：\n-   A：x\n-   B：y\n\n也可以自定义。",
            &Base::String,
            "",
        )
        .unwrap();
        assert!(open.open && !open.guessed);
        let guessed = read("类型：\n-   A：x\n-   B：y", &Base::String, "A").unwrap();
        assert!(guessed.guessed);
        assert_eq!(read("类型：\n-   A：x\n-   B：y", &Base::String, "C"), None);
        assert!(read("取值：A、B", &Base::String, "C").unwrap().open);
    }

    #[test]
    fn an_announced_list_that_cannot_be_read_is_told() {
        assert_eq!(
            search(
                "取值：\n-   好的 情况：x\n-   坏的 情况：y",
                &Base::String,
                ""
            ),
            Search::Unreadable
        );
    }
}
