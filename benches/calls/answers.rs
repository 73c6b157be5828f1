//! Decoding a long answer, compared with serde and derived structs.

use std::fmt::Write as _;

use aliyun_benches::rounds::Subject;
use aliyun_domain::runtime::generated::decode;
use aliyun_domain::tasks::QueryTaskDetailListResponse;
use serde::Deserialize;

const ROWS: usize = 1000;

/// The fields of one entry, in the documented example's order.
fn row(index: usize) -> [(&'static str, String, bool); 14] {
    let text = |value: &str| value.to_owned();
    [
        ("DomainName", format!("example-{index}.com"), true),
        ("InstanceId", format!("S20179H1BBI9test{index}"), true),
        ("TaskNo", text("60d6e201-8ee5-47ab-8fdc-test"), true),
        ("TaskStatusCode", text("2"), false),
        ("CreateTime", text("2018-01-25 20:46:57"), true),
        ("ErrorMsg", text("The operation is successful."), true),
        ("TaskStatus", text("EXECUTE_SUCCESS"), true),
        ("TaskTypeDescription", text("创建续费订单"), true),
        ("TryCount", text("0"), false),
        ("TaskType", text("ORDER_RENEW"), true),
        ("UpdateTime", text("2018-01-25 20:47:01"), true),
        ("TaskResult", text("12345"), true),
        ("FailReason", text("none & nothing"), true),
        (
            "TaskDetailNo",
            format!("75addb07-28a3-450e-b5ec-{index}"),
            true,
        ),
    ]
}

const HEAD: [(&str, &str, bool); 7] = [
    ("PrePage", "false", false),
    ("CurrentPageNum", "1", false),
    ("PageSize", "1000", false),
    ("RequestId", "6A2320E4-D870-49C9-A6DC-test", true),
    ("TotalPageNum", "1", false),
    ("TotalItemNum", "1000", false),
    ("NextPage", "false", false),
];

/// The answer as JSON.
pub fn json() -> String {
    let mut out = String::from("{");
    for (name, value, quoted) in HEAD {
        let quote = if quoted { "\"" } else { "" };
        // Writing to a `String` cannot fail.
        let _ = write!(out, "\"{name}\":{quote}{value}{quote},");
    }
    out.push_str("\"Data\":{\"TaskDetail\":[");
    for index in 0..ROWS {
        out.push(if index == 0 { '{' } else { ',' });
        if index > 0 {
            out.push('{');
        }
        for (place, (name, value, quoted)) in row(index).into_iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let quote = if quoted { "\"" } else { "" };
            let _ = write!(out, "{comma}\"{name}\":{quote}{value}{quote}");
        }
        out.push('}');
    }
    out.push_str("]}}");
    out
}

/// The answer as XML.
pub fn xml() -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><QueryTaskDetailListResponse>");
    for (name, value, _) in HEAD {
        let _ = write!(out, "<{name}>{value}</{name}>");
    }
    out.push_str("<Data>");
    for index in 0..ROWS {
        out.push_str("<TaskDetail>");
        for (name, value, _) in row(index) {
            let value = value.replace('&', "&amp;");
            let _ = write!(out, "<{name}>{value}</{name}>");
        }
        out.push_str("</TaskDetail>");
    }
    out.push_str("</Data></QueryTaskDetailListResponse>");
    out
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)] // what is in them is not looked at
struct Derived {
    request_id: Option<String>,
    total_item_num: Option<i64>,
    current_page_num: Option<i64>,
    page_size: Option<i64>,
    total_page_num: Option<i64>,
    pre_page: Option<bool>,
    next_page: Option<bool>,
    data: Option<DerivedData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DerivedData {
    #[serde(default)]
    task_detail: Vec<DerivedDetail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)] // what is in them is not looked at
struct DerivedDetail {
    task_no: Option<String>,
    task_detail_no: Option<String>,
    task_type: Option<String>,
    task_type_description: Option<String>,
    task_status: Option<String>,
    task_status_code: Option<i64>,
    task_result: Option<String>,
    domain_name: Option<String>,
    instance_id: Option<String>,
    try_count: Option<i64>,
    error_msg: Option<String>,
    fail_reason: Option<String>,
    create_time: Option<String>,
    update_time: Option<String>,
}

fn ours(body: &str) -> QueryTaskDetailListResponse {
    let mut answer = QueryTaskDetailListResponse::default();
    decode(body.as_bytes(), &mut answer).expect("an answer");
    assert_eq!(answer.data.len(), ROWS);
    answer
}

fn whole(answer: Derived) -> Derived {
    assert_eq!(
        answer
            .data
            .as_ref()
            .map_or(0, |data| data.task_detail.len()),
        ROWS
    );
    answer
}

/// JSON, beside serde_json.
pub fn json_subjects<'a>() -> Vec<Subject<'a>> {
    let (body, other) = (json(), json());
    vec![
        Subject::each("serde_json, derived", move || {
            // Both must check the bytes for UTF-8.
            whole(serde_json::from_slice(body.as_bytes()).expect("an answer"))
        }),
        Subject::each("ours, JSON", move || ours(&other)),
    ]
}

/// XML, beside quick-xml's serde.
pub fn xml_subjects<'a>() -> Vec<Subject<'a>> {
    let (body, other) = (xml(), xml());
    vec![
        Subject::each("quick-xml serde, derived", move || {
            let text = std::str::from_utf8(body.as_bytes()).expect("a text");
            whole(quick_xml::de::from_str(text).expect("an answer"))
        }),
        Subject::each("ours, XML", move || ours(&other)),
    ]
}
