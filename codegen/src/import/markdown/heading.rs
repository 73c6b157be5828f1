//! What a heading, or a label used as one, announces.

use super::inline;

/// A section of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Request,
    Response,
    Errors,
    /// Examples of any kind.
    Examples,
    RequestExample,
    ResponseExample,
    /// An example of a refused call; it says nothing about the response.
    ErrorExample,
    Debugging,
    /// A known section without facts: description, limits, permissions.
    Other,
}

/// Lower case, without spaces and punctuation; Chinese stays as it is.
pub(super) fn key(text: &str) -> String {
    inline::plain(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The section that a heading begins.
pub(super) fn section(text: &str) -> Option<Section> {
    let text = inline::plain(text);
    if text.chars().count() > 40 {
        return None;
    }
    let key = key(&text);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let is = |words: &[&str]| words.contains(&key.as_str());
    let example = has(&[
        "示例", "样例", "范例", "举例", "例子", "example", "sample", "demo",
    ]);
    let request = has(&["请求", "入参", "输入", "request", "input"]);
    let answer = has(&[
        "返回",
        "响应",
        "出参",
        "输出",
        "回参数",
        "应答",
        "response",
        "return",
        "output",
        "result",
    ]);
    if example {
        return Some(
            if has(&["异常", "错误", "失败", "error", "fail", "exception"]) {
                Section::ErrorExample
            } else if request && !answer {
                Section::RequestExample
            } else if answer {
                Section::ResponseExample
            } else {
                Section::Examples
            },
        );
    }
    if has(&[
        "错误码",
        "错误代码",
        "错误信息",
        "错误列表",
        "异常码",
        "errorcode",
        "errormessage",
    ]) || is(&["错误", "errors", "error", "异常", "错误响应"])
    {
        return Some(Section::Errors);
    }
    if has(&[
        "请求头",
        "请求语法",
        "请求方法",
        "请求路径",
        "请求地址",
        "请求格式",
        "requestheader",
        "requestsyntax",
        "requestmethod",
        "requestline",
    ]) {
        return Some(Section::Other);
    }
    if has(&[
        "响应头",
        "响应语法",
        "返回头",
        "responseheader",
        "responsesyntax",
    ]) {
        return Some(Section::Other);
    }
    // `Request prameters`, `回参数`, `请求参`: typos are common.
    let parameters = has(&[
        "参数", "参", "数据", "字段", "元素", "para", "pram", "field", "element", "body", "data",
        "消息", "结果", "值",
    ]);
    if request && (parameters || is(&["请求", "request", "输入"])) && !answer {
        return Some(Section::Request);
    }
    if answer && (parameters || is(&["返回", "响应", "response", "返回说明", "results", "result"]))
    {
        return Some(Section::Response);
    }
    if is(&[
        "参数",
        "参数说明",
        "接口参数",
        "parameters",
        "parameter",
        "参数列表",
    ]) {
        return Some(Section::Request);
    }
    if has(&["调试", "debug", "explorer"]) {
        return Some(Section::Debugging);
    }
    let other = has(&[
        "描述",
        "说明",
        "授权",
        "限制",
        "qps",
        "注意",
        "前提",
        "背景",
        "相关",
        "概述",
        "功能",
        "权限",
        "description",
        "authorization",
        "limit",
        "note",
        "usage",
        "prerequisite",
        "related",
        "background",
        "overview",
        "附录",
        "appendix",
        "scenario",
        "场景",
    ]);
    // `parameters` also contains these letters.
    let rights = key.starts_with("ram") && (is(&["ram"]) || has(&["polic", "鉴权", "resource"]));
    (other || rights).then_some(Section::Other)
}

#[cfg(test)]
mod tests {
    use super::{Section, section};

    #[test]
    fn headings_of_all_ages_are_known() {
        for (text, expected) in [
            ("请求参数", Section::Request),
            ("Request prameters", Section::Request),
            ("返回数据", Section::Response),
            ("回参数", Section::Response),
            ("Return parameters", Section::Response),
            ("错误信息", Section::Errors),
            ("Error codes", Section::Errors),
            ("示例", Section::Examples),
            ("**请求示例**", Section::RequestExample),
            ("Sample success responses", Section::ResponseExample),
            ("异常返回示例", Section::ErrorExample),
            ("调试", Section::Debugging),
        ] {
            assert_eq!(section(text), Some(expected), "{text}");
        }
        assert_eq!(section("DomainInfoType"), None);
    }
}
