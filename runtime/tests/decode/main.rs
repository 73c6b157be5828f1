//! Decoding: JSON and XML into the same values, and everything that must not
//! pass for an answer.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

#[path = "../common/mod.rs"]
mod common;
mod lists;
mod numbers;
mod odd;

use aliyun_runtime::Image;
use aliyun_runtime::generated::{DecodeError, copy, decode, decode_error, excerpt};
use common::{Holder, Registrant, TaskDetail, TaskListResponse};
use serde_json::json;

const JSON: &str = r#"{
    "RequestId": "6A2320E4-made-up",
    "TotalItemNum": 3,
    "NextPage": false,
    "Rate": 0.25,
    "Data": {"TaskDetail": [
        {"TaskNo": "1a", "TryCount": 0, "TaskResult": "修改 & <ok>", "RegistrantType": "2"},
        {"TaskNo": "2b", "TryCount": 9223372036854775807, "TaskResult": 12345},
        {}
    ]},
    "Domains": {"Domain": ["a.example", "b.example"]},
    "Ids": ["x", "", "y"],
    "Labels": {"k.1": 1, "k2": -2},
    "Policy": {"Effect": "Deny", "Actions": ["a", "b"], "Count": 2},
    "Holder": {"Age": 44, "Photo": "Qk0AAA=="},
    "Future": {"Field": [1, 1e3, null, {"a": "é😀"}]}
}"#;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made up -->
<TaskListResponse xmlns="http://example.com/">
    <RequestId>6A2320E4-made-up</RequestId>
    <TotalItemNum> 3 </TotalItemNum>
    <NextPage>FALSE</NextPage>
    <Rate>0.25</Rate>
    <Data>
        <TaskDetail>
            <TaskNo>1<![CDATA[a]]></TaskNo>
            <TryCount>0</TryCount>
            <TaskResult>&#20462;&#x6539; &amp; <![CDATA[<ok]]>&gt;</TaskResult>
            <RegistrantType>2</RegistrantType>
        </TaskDetail>
        <TaskDetail><TaskNo>2<!-- - -->b</TaskNo><TryCount>9223372036854775807</TryCount><TaskResult>12345</TaskResult></TaskDetail>
        <TaskDetail/>
    </Data>
    <Domains><Domain>a.example</Domain><Domain>b.example</Domain></Domains>
    <Ids>x</Ids>
    <Labels><k.1>1</k.1><k2>-2</k2></Labels>
    <Ids/>
    <Policy>{"Effect": "Deny", "Actions": ["a", "b"], "Count": 2}</Policy>
    <Holder><Age>44</Age><Photo>Qk0AAA==</Photo></Holder>
    <Future><Field a="&lt;">1</Field><Field><x/>text</Field></Future>
    <Ids>y</Ids>
</TaskListResponseResponse>"#;

fn expected() -> TaskListResponse {
    let detail = |no: &str, count, result: &str| TaskDetail {
        task_no: Some(no.to_owned()),
        try_count: Some(count),
        task_result: Some(result.to_owned()),
        registrant_type: None,
    };
    TaskListResponse {
        request_id: Some("6A2320E4-made-up".to_owned()),
        total_item_num: Some(3),
        next_page: Some(false),
        rate: Some(0.25),
        data: vec![
            TaskDetail {
                registrant_type: Some(Registrant::Organization),
                ..detail("1a", 0, "修改 & <ok>")
            },
            detail("2b", i64::MAX, "12345"),
            TaskDetail::default(),
        ],
        domains: vec!["a.example".to_owned(), "b.example".to_owned()],
        ids: vec!["x".to_owned(), String::new(), "y".to_owned()],
        labels: [("k.1".to_owned(), 1), ("k2".to_owned(), -2)].into(),
        policy: Some(json!({"Effect": "Deny", "Actions": ["a", "b"], "Count": 2})),
        holder: Some(Holder {
            age: Some(44),
            photo: Some(Image::from(b"BM\0\0")),
            ..Holder::default()
        }),
        steps: Vec::new(),
    }
}

fn read(body: impl AsRef<[u8]>) -> Result<TaskListResponse, DecodeError> {
    let mut response = TaskListResponse::default();
    decode(body.as_ref(), &mut response).map(|()| response)
}

/// Reads the content of a root element or object: documents that start with
/// `<` are wrapped in one.
#[track_caller]
fn good(body: &str) -> TaskListResponse {
    read(rooted(body)).unwrap_or_else(|error| panic!("{error} in {body}"))
}

fn rooted(body: &str) -> String {
    if body.starts_with('<') {
        format!("<R>{body}</R>")
    } else {
        body.to_owned()
    }
}

/// The message of the error, without the position.
#[track_caller]
fn bad(body: &str) -> String {
    let error = match read(rooted(body)) {
        Ok(response) => panic!("{body} gives {response:?}"),
        Err(error) => error.to_string(),
    };
    error.split(" (line ").next().unwrap().to_owned()
}

#[test]
fn both_formats_give_the_same_values() {
    assert_eq!(read(JSON).unwrap(), expected());
    assert_eq!(read(XML).unwrap(), expected());
}

#[test]
fn a_byte_order_mark_and_white_space_around_are_passed_over() {
    for body in [JSON, XML] {
        let body = format!("\u{feff}\r\n {body} \n");
        assert_eq!(read(body).unwrap(), expected());
    }
}

#[test]
fn no_document_cut_at_any_byte_passes() {
    for document in [JSON, XML] {
        for end in 0..document.len() {
            let result = read(&document.as_bytes()[..end]);
            assert!(result.is_err(), "cut at {end} of {}", document.len());
        }
    }
}

#[test]
fn nothing_may_follow_the_document() {
    for tail in ["x", "{}", "<a/>", "</a>", "&amp;", "<![CDATA[]]>"] {
        assert!(read(format!("{JSON}{tail}")).is_err(), "{tail}");
        assert!(read(format!("{XML}{tail}")).is_err(), "{tail}");
    }
    assert!(read(format!("{XML}<!-- a comment -->")).is_ok());
}

#[test]
fn bodies_that_are_no_documents_say_what_they_are() {
    assert_eq!(bad(""), "the body is empty");
    assert_eq!(bad(" \r\n"), "the body is empty");
    assert_eq!(
        bad("[]"),
        "expected a JSON object or an XML element, found '[' at the start"
    );
    let error = read(b"{\"RequestId\": \"\xff\"}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body is not UTF-8: invalid byte at offset 15"
    );
    let html = read("<!DOCTYPE html><html><body>414</body></html>").unwrap_err();
    assert!(html.to_string().contains("DOCTYPE"), "{html}");
    let html = read("<html><body><hr>414</body></html>").unwrap_err();
    assert!(html.to_string().contains("another end tag"), "{html}");
    let latin = read("<?xml version='1.0' encoding='ISO-8859-1'?><R><RequestId/></R>").unwrap_err();
    assert!(latin.to_string().contains("\"ISO-8859-1\""), "{latin}");
}

#[test]
fn a_body_without_any_documented_field_is_no_answer() {
    let message = "the body has none of the documented fields (RequestId, TotalItemNum, \
                   NextPage, Rate, Data, Domains, Ids, Labels, Policy, Holder, Steps)";
    for body in [
        "{}",
        r#"{"Code":"X","Message":"y"}"#,
        "<Code>X</Code>",
        "<A/>",
    ] {
        assert_eq!(bad(body), message, "{body}");
    }
    for body in ["<R/>", "<R></R>", "<html><body>503</body></html>"] {
        assert_eq!(read(body).unwrap_err().to_string(), message, "{body}");
    }
}

#[test]
fn names_match_without_case_but_never_twice() {
    let camel = r#"{"requestId":"r","data":{"taskDetail":[{"taskNo":"1"}]}}"#;
    let response = good(camel);
    assert_eq!(response.request_id.as_deref(), Some("r"));
    assert_eq!(response.data[0].task_no.as_deref(), Some("1"));

    for body in [
        r#"{"RequestId":"a","RequestId":"a"}"#,
        r#"{"requestId":"a","RequestId":"b"}"#,
        r#"{"RequestId":"a","requestid":null}"#,
        "<RequestId>a</RequestId><requestId>a</requestId>",
    ] {
        assert_eq!(bad(body), "RequestId: is given twice", "{body}");
    }
    for (body, path) in [
        (r#"{"Labels":{"a":1,"a":1}}"#, "Labels.a"),
        (
            r#"{"Data":{"TaskDetail":[],"taskDetail":[]}}"#,
            "Data.TaskDetail",
        ),
        (r#"{"Data":[],"data":[]}"#, "Data"),
        (r#"{"Ids":["a"],"Ids":["b"]}"#, "Ids"),
        (r#"{"Ids":"","Ids":"b"}"#, "Ids"),
        ("<Labels><a>1</a><a>1</a></Labels>", "Labels.a"),
        ("<Data/><Data/>", "Data"),
        (
            "<Data><TaskDetail/></Data><Data><TaskDetail/></Data>",
            "Data",
        ),
    ] {
        assert_eq!(bad(body), format!("{path}: is given twice"), "{body}");
    }
    assert_eq!(
        bad(r#"{"Policy":{"a":{"b":1,"b":2}}}"#),
        "Policy: a member is given twice"
    );
}

#[test]
fn null_leaves_a_field_unset_but_is_no_member() {
    let response = good(r#"{"RequestId":null,"Data":null,"Policy":null,"Holder":null}"#);
    assert_eq!(response, TaskListResponse::default());
    assert_eq!(good(r#"{"Policy":[null]}"#).policy, Some(json!([null])));
    assert_eq!(
        bad(r#"{"Ids":["a",null]}"#),
        "Ids[1]: expected a value, found null"
    );
    assert_eq!(
        bad(r#"{"Labels":{"a":null}}"#),
        "Labels.a: expected a value, found null"
    );
}

#[test]
fn texts_are_kept_exactly() {
    let response = good("<RequestId> a\r\n b </RequestId><Ids>  x </Ids>");
    assert_eq!(response.request_id.as_deref(), Some(" a\n b "));
    assert_eq!(response.ids, ["  x "]);
    assert_eq!(
        good("<RequestId> </RequestId>").request_id.as_deref(),
        Some(" ")
    );
    assert_eq!(good("<RequestId/>").request_id.as_deref(), Some(""));
    assert_eq!(
        good("<RequestId><![CDATA[&amp;]]>&quot;&apos;&#x1F600;</RequestId>")
            .request_id
            .as_deref(),
        Some("&amp;\"'😀")
    );
}

#[test]
fn json_documents_inside_xml_are_text_or_elements() {
    for (xml, value) in [
        ("<Policy>[1, true]</Policy>", json!([1, true])),
        ("<Policy>1 2</Policy>", json!("1 2")),
        ("<Policy>a, b</Policy>", json!("a, b")),
        (
            "<Policy>{\"a\":1,\"a\":2}</Policy>",
            json!("{\"a\":1,\"a\":2}"),
        ),
        (
            "<Policy><A>x</A><B>1</B><B>[2]</B></Policy>",
            json!({"A": "x", "B": [1, [2]]}),
        ),
        (
            "<Policy><B>[2]</B><B>3</B></Policy>",
            json!({"B": [[2], 3]}),
        ),
    ] {
        assert_eq!(good(xml).policy, Some(value), "{xml}");
    }
}

#[test]
fn a_value_of_another_type_is_named_with_its_path() {
    for (body, message) in [
        (
            r#"{"Data":{"TaskDetail":[{},{},{"TryCount":"many"}]}}"#,
            "Data.TaskDetail[2].TryCount: expected an integer of 64 bits, found the text \"many\"",
        ),
        (
            "<Data><TaskDetail/><TaskDetail><TryCount>many</TryCount></TaskDetail></Data>",
            "Data.TaskDetail[1].TryCount: expected an integer of 64 bits, found the text \"many\"",
        ),
        (
            r#"{"Data":[{"TryCount":9223372036854775808}]}"#,
            "Data[0].TryCount: expected an integer of 64 bits, found the number 9223372036854775808",
        ),
        (
            r#"{"TotalItemNum":1.0}"#,
            "TotalItemNum: expected an integer of 64 bits, found the number 1.0",
        ),
        (
            r#"{"Rate":1e999}"#,
            "Rate: malformed JSON: number out of range",
        ),
        (
            "<Rate>1e999</Rate>",
            "Rate: expected a number, found the text \"1e999\"",
        ),
        (
            "<Rate>nan</Rate>",
            "Rate: expected a number, found the text \"nan\"",
        ),
        (
            "<TotalItemNum/>",
            "TotalItemNum: expected an integer of 64 bits, found the text \"\"",
        ),
        (
            r#"{"NextPage":1}"#,
            "NextPage: expected a boolean, found the number 1",
        ),
        (
            r#"{"RequestId":["a"]}"#,
            "RequestId: expected a string, found a list",
        ),
        (
            r#"{"RequestId":{}}"#,
            "RequestId: expected a string, found an object",
        ),
        (
            "<RequestId><a/></RequestId>",
            "RequestId: expected a string, found child elements",
        ),
        (
            r#"{"Data":5}"#,
            "Data[0]: expected an object, found the number 5",
        ),
        (
            r#"{"Labels":[]}"#,
            "Labels: expected an object, found a list",
        ),
        (
            r#"{"Data":{"TaskDetail":[""]}}"#,
            "Data.TaskDetail[0]: expected an object, found the text \"\"",
        ),
        (
            "<Data>junk<TaskDetail/></Data>",
            "Data: malformed XML: text beside child elements",
        ),
        (
            "<Data><TaskDetail/>junk</Data>",
            "Data: malformed XML: text beside child elements",
        ),
    ] {
        assert_eq!(bad(body), message, "{body}");
    }
}

#[test]
fn sensitive_values_are_in_no_message() {
    for (body, message) in [
        (
            r#"{"Holder":{"Age":"secret"}}"#,
            "Holder.Age: expected an integer of 64 bits, found a text",
        ),
        (
            r#"{"Holder":{"Age":31.5}}"#,
            "Holder.Age: expected an integer of 64 bits, found a number",
        ),
        (
            r#"{"Holder":"secret"}"#,
            "Holder: expected an object, found a text",
        ),
        (
            r#"{"Holder":{"Numbers":{"secret":"secret"}}}"#,
            "Holder.Numbers.<redacted>: expected an integer of 64 bits, found a text",
        ),
        (
            "<Holder><Photo>secret</Photo></Holder>",
            "Holder.Photo: expected an image in base64, found a text",
        ),
        (
            "<Holder><Age>secret&x31;</Age></Holder>",
            "Holder.Age: malformed XML: unknown entity or character reference",
        ),
        (
            "<Holder><Age>4<31secret></Age></Holder>",
            "Holder.Age: malformed XML: bad element name",
        ),
        (
            "<Holder><Numbers><secret>1</secre></Numbers></Holder>",
            "Holder.Numbers.<redacted>: malformed XML: expected the end of the element, found \
             another end tag",
        ),
        (
            "<Holder><Numbers><secret a=b>1</secret></Numbers></Holder>",
            "Holder.Numbers: malformed XML: bad attributes of an element",
        ),
        (
            "<Holder><Numbers><secret>1",
            "Holder.Numbers.<redacted>: malformed XML: expected the end of the element, found \
             another end tag",
        ),
    ] {
        let error = read(rooted(body)).unwrap_err();
        assert_eq!(bad(body), message, "{body}");
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        assert!(!format!("{error:?}").contains("31"), "{error:?}");
    }
    // Outside of it values are shown again, cut.
    let text = format!(r#"{{"Holder":{{}},"TotalItemNum":"{}"}}"#, "x".repeat(900));
    let message = bad(&text);
    assert!(
        message.contains("\"xxx") && message.len() < 120,
        "{message}"
    );
}

#[test]
fn errors_have_a_path_and_a_position() {
    let error = read("{\"RequestId\": \"é\",\n \"TotalItemNum\": []}").unwrap_err();
    assert_eq!(error.path(), "TotalItemNum");
    assert_eq!(error.line(), Some(2));
    let error = read("<R>\n<RequestId>a</RequestId>\n<x></y></R>").unwrap_err();
    assert_eq!(error.path(), "");
    assert_eq!(error.line(), Some(3));
    assert!(error.column() > Some(1), "{error}");
    assert_eq!(read("").unwrap_err().line(), None);
}

#[test]
fn only_the_root_may_end_under_another_name() {
    assert!(read("<A><RequestId>1</RequestId></B>").is_ok());
    assert!(read("<A><RequestId>1</RequestId></B\n >").is_ok());
    for body in [
        "<A><RequestId>1</Requestid></A>",
        "<A><RequestId>1</RequestId><Data><TaskDetail></Data></TaskDetail></A>",
        "<A><RequestId>1</RequestId><x><y></x></y></A>",
        "<A><RequestId>1</RequestId></A></A>",
        "<A><RequestId>1</A>",
        "<A><RequestId>1</RequestId></>extra",
        "<A><RequestId>1</RequestId></>",
        "<A><RequestId>1</RequestId></A b='1'>",
        "<A><RequestId>1</RequestId></ A>",
        "<A><RequestId>1</RequestId></1>",
        "<A><RequestId b='1' b='2'>1</RequestId></A>",
        "<A><RequestId b=1>1</RequestId></A>",
        "<A><Request Id>1</Request></A>",
        "<A><RequestId>\u{1}</RequestId></A>",
        "<A><RequestId>&#0;</RequestId></A>",
        "<A><RequestId>&amp</RequestId></A>",
        "<A><RequestId>&nbsp;</RequestId></A>",
        "<A><?xml version='1.0'?><RequestId>1</RequestId></A>",
        "<?xml version='1.0'?><?xml version='1.0'?><A><RequestId>1</RequestId></A>",
        "text<A><RequestId>1</RequestId></A>",
        "<><RequestId>1</RequestId></>",
    ] {
        assert!(read(body).is_err(), "{body}");
    }
}

#[test]
fn nesting_is_limited_wherever_it_is() {
    let json = |depth: usize| {
        let inner = format!("{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        format!(r#"{{"Ids":["]["],"Future":{inner}}}"#)
    };
    let xml = |depth: usize| {
        let inner = format!("{}{}", "<a>".repeat(depth - 1), "</a>".repeat(depth - 1));
        format!("<R><Ids>a</Ids>{inner}</R>")
    };
    for document in [json as fn(usize) -> String, xml] {
        assert!(read(document(64)).is_ok());
        for depth in [65, 100_000] {
            let error = read(document(depth)).unwrap_err().to_string();
            assert!(error.contains("nested deeper than 64 levels"), "{error}");
        }
    }
    for start in [
        "{\"Data\":",
        "{\"Policy\":[",
        "<Data>",
        "<Policy>",
        "<Data><TaskDetail>",
    ] {
        assert!(read(start.repeat(100_000)).is_err(), "{start}");
    }
    // Brackets in a text are not nesting, not even after an escaped quote.
    let brackets = format!(r#"{{"Ids":["\"{}"]}}"#, "[".repeat(100));
    assert_eq!(good(&brackets).ids[0].len(), 101);
    // Text that is JSON must not be a way around.
    let text = format!(
        "<Policy>{}{}</Policy>",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(good(&text).policy.unwrap().is_string());
}

#[test]
fn errors_are_read_from_both_formats() {
    let json = r#"{"Code":"Forbidden.RAM","Message":"no","RequestId":"r","HostId":"h",
        "Recommend":"https://example.com","AccessDeniedDetail":{"PolicyType":"x"},"More":[]}"#;
    let xml = "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>r</RequestId>\
        <HostId>h</HostId><Code>Forbidden.RAM</Code><Message>no</Message>\
        <Recommend>https://example.com</Recommend>\
        <AccessDeniedDetail><PolicyType>x</PolicyType></AccessDeniedDetail></Error>";
    for body in [json, xml] {
        let error = decode_error(body.as_bytes()).unwrap();
        assert_eq!(error.code, "Forbidden.RAM");
        assert_eq!(error.message, "no");
        assert_eq!(error.request_id.as_deref(), Some("r"));
        assert_eq!(error.host_id.as_deref(), Some("h"));
        assert_eq!(error.recommend.as_deref(), Some("https://example.com"));
        assert_eq!(
            error.access_denied_detail.as_deref(),
            Some(r#"{"PolicyType":"x"}"#)
        );
        assert!(!format!("{error:?}").contains("no\""), "{error:?}");
    }
    let empty = r#"{"Code":"a","RequestId":"","HostId":"","Recommend":"","AccessDeniedDetail":""}"#;
    let error = decode_error(empty.as_bytes()).unwrap();
    assert_eq!(error.request_id, None);
    assert_eq!(error.host_id, None);
    assert_eq!(error.recommend, None);
    assert_eq!(error.access_denied_detail, None);
    // One odd text does not hide the code.
    let odd = r#"{"Code":"a","Message":{"en":"no"},"RequestId":["r"],"HostId":"h"}"#;
    let error = decode_error(odd.as_bytes()).unwrap();
    assert_eq!((error.code.as_str(), error.message.as_str()), ("a", ""));
    assert_eq!(
        (error.request_id, error.host_id.as_deref()),
        (None, Some("h"))
    );
    for body in [r#"{"code":400}"#, "<Any><code>400</code></Any>"] {
        let error = decode_error(body.as_bytes()).unwrap();
        assert_eq!((error.code.as_str(), error.message.as_str()), ("400", ""));
    }
}

#[test]
fn what_is_no_error_document_gives_none() {
    for body in [
        "",
        "Service Unavailable",
        "<html><body>414</body></html>",
        "<!DOCTYPE html><Error><Code>a</Code></Error>",
        r#"{"RequestId":"r","TaskNo":"t"}"#,
        r#"{"Message":"m"}"#,
        r#"{"Code":"","Message":"m"}"#,
        r#"{"Code":null,"Message":"m"}"#,
        r#"{"Code":{},"Message":"m"}"#,
        r#"{"Code":"a","Code":"b","Message":"m"}"#,
        r#"{"Code":"a","Message":"m""#,
        "<Error><Code>a</Code>",
    ] {
        assert_eq!(decode_error(body.as_bytes()), None, "{body}");
    }
}

#[test]
fn excerpts_are_short_and_printable() {
    assert_eq!(excerpt(b""), "");
    assert_eq!(
        excerpt(b"{\"a\": 'b'}\r\n\x1b\xff"),
        "{\"a\": 'b'}\\r\\n\\u{1b}\u{fffd}"
    );
    let long = "é".repeat(3000);
    let text = excerpt(long.as_bytes());
    assert_eq!(text, format!("{}… (6000 bytes)", "é".repeat(200)));
    assert_eq!(excerpt(&"x".repeat(200).into_bytes()), "x".repeat(200));
}

#[test]
fn a_copy_is_equal_in_everything() {
    let whole = read(JSON).unwrap();
    let mut copied = TaskListResponse::default();
    copy(&whole, &mut copied);
    assert_eq!(copied, whole);
    let mut empty = TaskListResponse::default();
    copy(&TaskListResponse::default(), &mut empty);
    assert_eq!(empty, TaskListResponse::default());
}
