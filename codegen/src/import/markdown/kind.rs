//! Types as pages write them.

use super::inline;

/// The kind of a value, as far as one cell tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Base {
    String,
    Integer,
    Long,
    Float,
    Boolean,
    Json,
    /// An object whose fields are elsewhere.
    Struct,
    /// A type that the page defines or refers to.
    Named(String),
    /// The cell is empty, as for containers.
    Blank,
    /// An unknown word.
    Odd(String),
}

/// Types that pages spell correctly; they stay as they are.
const WORDS: &[&str] = &[
    "string",
    "integer",
    "int",
    "long",
    "float",
    "double",
    "decimal",
    "number",
    "boolean",
    "bool",
    "json",
    "object",
    "struct",
    "map",
    "list",
    "array",
    "date",
    "datetime",
    "timestamp",
    "enum",
    "repeatlist",
];

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kind {
    pub(super) base: Base,
    pub(super) list: bool,
    /// As on the page, without markup and known misspellings.
    pub(super) text: String,
}

impl Kind {
    /// Reads a cell.
    pub(super) fn read(cell: &str) -> Self {
        let text = inline::line(cell);
        let (base, list) = expression(&text);
        let text = match (&base, list) {
            _ if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) => text,
            (Base::String, false) => "String".to_owned(),
            (Base::Integer, false) => "Integer".to_owned(),
            (Base::Long, false) => "Long".to_owned(),
            (Base::Float, false) => "Float".to_owned(),
            (Base::Boolean, false) => "Boolean".to_owned(),
            (Base::Struct, false) => "Struct".to_owned(),
            (Base::Json, false) => "Json".to_owned(),
            (Base::Blank, true) if !text.eq_ignore_ascii_case("repeatlist") => "Array".to_owned(),
            (Base::Blank, true) => "RepeatList".to_owned(),
            _ => text,
        };
        Self { base, list, text }
    }

    /// Whether rows after this one may belong to it.
    pub(super) fn may_contain(&self) -> bool {
        self.list
            || matches!(
                self.base,
                Base::Struct | Base::Named(_) | Base::Blank | Base::Json
            )
    }

    /// Name of the type that it refers to.
    pub(super) fn named(&self) -> Option<&str> {
        match &self.base {
            Base::Named(name) => Some(name),
            _ => None,
        }
    }
}

/// Base, and whether it is a list.
fn expression(text: &str) -> (Base, bool) {
    let text = text.trim().trim_end_matches(['。', '.', '，', ',']);
    // `String（必选）`, `Integer (32)`: the note does not belong to the type.
    let text = match text.find(['（', '(']) {
        Some(at) if at > 0 => text[..at].trim(),
        _ => text,
    };
    let lower = text.to_lowercase();
    for open in [
        "array of ",
        "list of ",
        "arrayof ",
        "array<",
        "list<",
        "array [",
        "array[",
    ] {
        if let Some(rest) = lower.strip_prefix(open) {
            let inner = text[text.len() - rest.len()..].trim_end_matches(['>', ']', ' ']);
            return (expression(inner).0, true);
        }
    }
    if let Some(inner) = text.strip_suffix("[]").or_else(|| text.strip_suffix("[ ]")) {
        return (expression(inner).0, true);
    }
    for close in ["数组", "列表", " array", " list"] {
        if let Some(inner) = lower.strip_suffix(close) {
            let inner = inner.trim();
            if inner.is_empty() {
                return (Base::Blank, true);
            }
            if let base @ (Base::String
            | Base::Integer
            | Base::Long
            | Base::Json
            | Base::Struct
            | Base::Boolean
            | Base::Float) = word(inner, inner)
            {
                return (base, true);
            }
        }
    }
    // `Item parameters`, `Item数据结构`: the type, and a noun for it.
    for what in [
        " parameters",
        " parameter",
        " object",
        "数据结构",
        "参数",
        "结构体",
    ] {
        if let Some(name) = lower.strip_suffix(what)
            && let base @ Base::Named(_) = word(text[..name.len()].trim(), name.trim())
        {
            return (base, false);
        }
    }
    match lower.as_str() {
        "repeatlist" | "repeat list" | "array" | "list" | "arraylist" | "集合" | "jsonarray"
        | "json array" => (Base::Blank, true),
        _ => (word(text, &lower), false),
    }
}

fn word(text: &str, lower: &str) -> Base {
    match lower {
        "" | "-" | "--" | "—" | "无" | "n/a" | "none" => Base::Blank,
        "string" | "字符串" | "字符" | "字符型" | "字符串类型" | "str" | "text" | "varchar"
        | "stirng" | "sting" | "strng" | "stringc" | "date" | "datetime" | "time" | "timestamp"
        | "日期" | "日期时间" | "时间" | "char" | "enum" | "枚举" | "url" | "file" | "binary"
        | "base64" => Base::String,
        "integer" | "int" | "int32" | "interger" | "intger" | "integar" | "整型" | "整数"
        | "整形" | "number" | "数字" | "数值" | "short" | "uint32" | "数值型" | "inetger"
        | "interget" | "intege" => Base::Integer,
        "long" | "int64" | "长整型" | "长整数" | "长整形" | "bigint" | "uint64" | "biginteger" => {
            Base::Long
        }
        "float" | "double" | "decimal" | "bigdecimal" | "浮点" | "浮点型" | "浮点数"
        | "float64" | "float32" | "双精度" => Base::Float,
        "boolean" | "bool" | "布尔" | "布尔型" | "布尔值" | "布尔类型" | "boolen" | "bolean"
        | "booelan" | "booean" | "boolearn" => Base::Boolean,
        "json"
        | "jsonobject"
        | "json object"
        | "json字符串"
        | "json string"
        | "json格式字符串"
        | "json串"
        | "any" => Base::Json,
        "struct" | "object" | "结构体" | "对象" | "map" | "hashmap" | "dict" | "structure"
        | "hash" => Base::Struct,
        _ if text.len() > 1
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
            && text.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            Base::Named(text.to_owned())
        }
        _ => Base::Odd(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Base, Kind};

    #[test]
    fn spellings_of_types_are_known() {
        for (cell, base, list, text) in [
            ("Interger", Base::Integer, false, "Integer"),
            ("字符串", Base::String, false, "String"),
            (
                "Array of TaskDetail",
                Base::Named("TaskDetail".into()),
                true,
                "Array of TaskDetail",
            ),
            (r"String\[\]", Base::String, true, "String[]"),
            ("RepeatList", Base::Blank, true, "RepeatList"),
            ("List", Base::Blank, true, "List"),
            ("Int", Base::Integer, false, "Int"),
            ("列表", Base::Blank, true, "Array"),
            (
                "[DomainListType](x.md#)",
                Base::Named("DomainListType".into()),
                false,
                "DomainListType",
            ),
            (" ", Base::Blank, false, ""),
            ("Long（毫秒）", Base::Long, false, "Long"),
        ] {
            let kind = Kind::read(cell);
            assert_eq!(
                (kind.base, kind.list, kind.text.as_str()),
                (base, list, text),
                "{cell}"
            );
        }
        assert!(matches!(Kind::read("取值范围").base, Base::Odd(_)));
    }
}
