//! Enums in a description: bullets, sentences, and what only looks like one.

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

/// The first group of bullets: nothing where there is none, an error where
/// one of them names no value.
fn bullets(text: &str) -> Option<Result<Vec<(String, String)>, ()>> {
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
fn one_or_more(item: &str) -> Option<Vec<(String, String)>> {
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
fn value(item: &str) -> Option<(String, String)> {
    let item = item.trim().trim_end_matches(['。', '；', ';', '，', ',']);
    if let Some(bold) = item.strip_prefix(BOLD) {
        let (value, rest) = bold.split_once(BOLD)?;
        // `**A：x**`, `**A**`.
        let (value, inner) = value
            .split_once(['：', ':'])
            .filter(|(head, _)| is_value(head.trim()))
            .unwrap_or((value, ""));
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

fn is_value_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '*' | '@' | '#' | '%')
}

/// Whether a text can be a value on the wire, as far as one can tell.
fn is_value(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|c| is_value_char(c) || c == ' ')
        && text.split(' ').count() <= 3
        && text.chars().any(|c| c.is_ascii_alphanumeric())
}

/// Some values are Chinese words; only bold ones can be told from prose.
fn is_chinese_word(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 8
        && text.chars().all(|c| !c.is_ascii() && c.is_alphanumeric())
}

fn meaning(text: &str) -> String {
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
    inline::squeeze(text.trim_end_matches(['。', '；', ';', '，', ',', ' ']))
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
