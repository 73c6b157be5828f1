//! Values that are not what is documented, in an answer that is otherwise
//! whole: what has one meaning is read, and the rest is reported.

use super::*;
use aliyun_runtime::Unread;
use aliyun_runtime::generated::decode_lenient;

/// What is read of a document, and what is not.
#[track_caller]
fn lenient(body: &str) -> (TaskListResponse, Vec<Unread>) {
    let mut response = TaskListResponse::default();
    match decode_lenient(rooted(body).as_bytes(), &mut response) {
        Ok(unread) => (response, unread),
        Err(error) => panic!("{error} in {body:.200}"),
    }
}

/// What is read of a document that can be read whole.
#[track_caller]
fn whole(body: &str) -> TaskListResponse {
    let (response, unread) = lenient(body);
    assert_eq!(unread, [], "{body}");
    response
}

#[test]
fn a_value_with_one_meaning_is_read() {
    for (value, number) in [
        ("7", Some(7)),
        ("7.0", Some(7)),
        ("-2e1", Some(-20)),
        (r#""7""#, Some(7)),
        (r#""7.0""#, Some(7)),
        (r#"" 9223372036854775807.00 ""#, Some(i64::MAX)),
        ("true", Some(1)),
        ("false", Some(0)),
        (r#""""#, None),
        (r#"" ""#, None),
        ("null", None),
    ] {
        let body = format!(r#"{{"TotalItemNum":{value},"RequestId":"r"}}"#);
        let response = whole(&body);
        assert_eq!(response.total_item_num, number, "{body}");
        assert_eq!(response.request_id.as_deref(), Some("r"), "{body}");
    }
    for (value, flag) in [
        ("true", Some(true)),
        (r#""False""#, Some(false)),
        ("1", Some(true)),
        ("0", Some(false)),
        (r#""1""#, Some(true)),
        (r#""0""#, Some(false)),
        (r#""""#, None),
    ] {
        let body = format!(r#"{{"NextPage":{value}}}"#);
        assert_eq!(whole(&body).next_page, flag, "{body}");
    }
    for (value, rate) in [
        (r#""""#, None),
        ("true", Some(1.0)),
        (r#""0.5""#, Some(0.5)),
    ] {
        let body = format!(r#"{{"Rate":{value}}}"#);
        assert_eq!(whole(&body).rate, rate, "{body}");
    }
    let xml = whole(
        "<TotalItemNum>3.0</TotalItemNum><NextPage>1</NextPage><Rate/><RequestId>r</RequestId>",
    );
    assert_eq!((xml.total_item_num, xml.next_page), (Some(3), Some(true)));
    assert_eq!((xml.rate, xml.request_id.as_deref()), (None, Some("r")));
}

#[test]
fn an_empty_text_or_list_is_no_object() {
    for empty in [r#""""#, "[]"] {
        let body =
            format!(r#"{{"Holder":{empty},"Labels":{empty},"Data":{empty},"RequestId":"r"}}"#);
        let response = whole(&body);
        assert_eq!(response.holder, None, "{body}");
        assert!(
            response.labels.is_empty() && response.data.is_empty(),
            "{body}"
        );
        assert_eq!(response.request_id.as_deref(), Some("r"));
    }
}

#[test]
fn a_field_that_cannot_be_read_stays_unset_and_is_named() {
    for (odd, message) in [
        (
            r#""TotalItemNum":"many""#,
            r#"TotalItemNum: expected an integer of 64 bits, found the text "many""#,
        ),
        (
            r#""TotalItemNum":1.5"#,
            "TotalItemNum: expected an integer of 64 bits, found the number 1.5",
        ),
        // A number that has lost digits has more than one meaning.
        (
            r#""TotalItemNum":9007199254740993.0"#,
            "TotalItemNum: expected an integer of 64 bits, found the number 9007199254740992.0",
        ),
        (
            r#""TotalItemNum":[1,{"a":[]}]"#,
            "TotalItemNum: expected an integer of 64 bits, found a list",
        ),
        (
            r#""TotalItemNum":{"a":{"b":[1]}}"#,
            "TotalItemNum: expected an integer of 64 bits, found an object",
        ),
        (
            r#""NextPage":2"#,
            "NextPage: expected a boolean, found the number 2",
        ),
        (
            r#""Ids":{"a":1}"#,
            "Ids: expected a list, found an object with none of the documented fields",
        ),
        (
            r#""Labels":[["a"]]"#,
            "Labels: expected an object, found a list",
        ),
        (
            r#""Data":5"#,
            "Data[0]: expected an object, found the number 5",
        ),
        (
            r#""Data":{"Detail":[{"TaskNo":"1"}]}"#,
            "Data: expected a list of TaskDetail, found an object with none of the documented \
             fields",
        ),
        (
            r#""Data":{"TaskNo":"z","TaskDetail":[{"TaskNo":"1"}]}"#,
            "Data: expected a list or a single member, found TaskDetail, as the wrapper of a \
             list, beside TaskNo, as a single member",
        ),
        (
            r#""Data":{"TaskDetail":[{"TaskNo":"1"}],"TaskNo":"z","x":[{}]}"#,
            "Data: expected a list or a single member, found TaskDetail, as the wrapper of a \
             list, beside TaskNo, as a single member",
        ),
        (
            r#""Holder":{"Holder":{"Age":1}}"#,
            "Holder: expected an object with Age, Numbers or Photo, found one with none of them",
        ),
        (
            r#""Ids":["a"],"Ids":["b"]"#,
            "Ids: expected one value, found several",
        ),
    ] {
        let body = format!(r#"{{"RequestId":"r",{odd},"Steps":[{{"TryCount":7}}]}}"#);
        let (response, found) = lenient(&body);
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, [message], "{body}");
        let expected = TaskListResponse {
            request_id: Some("r".to_owned()),
            steps: vec![TaskDetail {
                try_count: Some(7),
                ..TaskDetail::default()
            }],
            ..TaskListResponse::default()
        };
        assert_eq!(response, expected, "{body}");
        // The same is an error where every value must be as documented.
        assert!(read(&body).is_err(), "{body}");
    }
    let (response, found) =
        lenient("<RequestId>r</RequestId><TotalItemNum><a/><b>c</b></TotalItemNum>");
    assert_eq!(response.request_id.as_deref(), Some("r"));
    assert_eq!(found[0].path(), "TotalItemNum");
    assert_eq!(found[0].expected(), "an integer of 64 bits");
    assert_eq!(found[0].found(), "child elements");
}

#[test]
fn a_text_that_is_no_unicode_loses_nothing_else() {
    let (response, found) = lenient(r#"{"RequestId":"\ud83d","TotalItemNum":1}"#);
    assert_eq!(
        (response.request_id, response.total_item_num),
        (None, Some(1))
    );
    assert_eq!(found[0].path(), "RequestId");
}

#[test]
fn members_keep_their_places_as_far_as_they_can() {
    // An object of which nothing can be read still counts: it may be an item.
    let (response, found) = lenient(
        r#"{"Data":{"TaskDetail":[{"TaskNo":"1"},null,5,{"Wrapped":{}},{"TaskNo":{},"TryCount":2}]}}"#,
    );
    assert_eq!(response.data.len(), 5);
    assert_eq!(response.data[1], TaskDetail::default());
    assert_eq!(response.data[4].task_no, None);
    assert_eq!(response.data[4].try_count, Some(2));
    let paths: Vec<_> = found.iter().map(Unread::path).collect();
    assert_eq!(
        paths,
        [
            "Data.TaskDetail[1]",
            "Data.TaskDetail[2]",
            "Data.TaskDetail[3]",
            "Data.TaskDetail[4].TaskNo",
        ]
    );
    // A scalar that is made up would be a value.
    let (response, found) =
        lenient(r#"{"Ids":["a",null,["b"],"c"],"Labels":{"a":null,"b":"x","c":"3"}}"#);
    assert_eq!(response.ids, ["a", "c"]);
    assert_eq!(response.labels, [("c".to_owned(), 3)].into());
    let paths: Vec<_> = found.iter().map(Unread::path).collect();
    assert_eq!(paths, ["Ids[1]", "Ids[2]", "Labels.a", "Labels.b"]);
}

#[test]
fn repeated_elements_keep_what_can_be_read() {
    let (response, found) = lenient(
        "<Steps><TaskNo>1</TaskNo></Steps><Steps>junk</Steps><Steps><TaskNo>3</TaskNo></Steps>",
    );
    assert_eq!(response.steps.len(), 3);
    assert_eq!(response.steps[2].task_no.as_deref(), Some("3"));
    assert_eq!(found.len(), 1);
}

#[test]
fn the_exact_name_wins_over_another_case() {
    for body in [
        r#"{"requestId":"a","RequestId":"b","TotalItemNum":1}"#,
        r#"{"RequestId":"b","requestId":"a","TotalItemNum":1}"#,
        "<requestId>a</requestId><RequestId>b</RequestId><TotalItemNum>1</TotalItemNum>",
    ] {
        let response = whole(body);
        assert_eq!(response.request_id.as_deref(), Some("b"), "{body}");
        assert_eq!(response.total_item_num, Some(1), "{body}");
    }
}

#[test]
fn documents_name_the_member_that_is_given_twice() {
    let (response, found) =
        lenient(r#"{"RequestId":"r","Policy":{"x":[0,{"a":{"b":1,"c":2,"b":3}}]}}"#);
    assert_eq!(response.policy, Some(json!({"x": [0, {"a": {"c": 2}}]})));
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["Policy.x[1].a.b: expected one value, found several"]
    );
    // The text of an element that is no JSON stays a text.
    let xml = "<Policy>{\"a\":1,\"a\":2}</Policy>";
    assert_eq!(whole(xml).policy, Some(json!("{\"a\":1,\"a\":2}")));
}

#[test]
fn no_sensitive_value_is_in_a_report() {
    let (response, found) = lenient(
        r#"{"RequestId":"r","Holder":{"Age":"secret","Numbers":{"secret":"secret","b":1},"Photo":["secret"]}}"#,
    );
    assert_eq!(
        response.holder.unwrap().numbers,
        [("b".to_owned(), 1)].into()
    );
    let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "Holder.Age: expected an integer of 64 bits, found a text",
            "Holder.Numbers.<redacted>: expected an integer of 64 bits, found a text",
            "Holder.Photo: expected an image in base64, found a list",
        ]
    );
    assert!(!format!("{found:?}").contains("secret"));
}

#[test]
fn reports_have_an_end() {
    let odd = vec!["{}"; 10_000].join(",");
    let (response, found) = lenient(&format!(r#"{{"RequestId":"r","Ids":[{odd}]}}"#));
    assert!(response.ids.is_empty());
    assert_eq!(found.len(), 200);
    // Those in items do not hide what says how many items there are.
    let odd = vec![r#"{"TryCount":{}}"#; 10_000].join(",");
    let (response, found) = lenient(&format!(
        r#"{{"RequestId":"r","Data":[{odd}],"NextPage":"x"}}"#
    ));
    assert_eq!(response.data.len(), 10_000);
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].path(), "NextPage");
}

/// An answer that tells nothing is none, however lenient the reader.
#[test]
fn an_answer_of_which_nothing_can_be_read_is_an_error() {
    for (body, message) in [
        (
            r#"{"RequestId":{},"TotalItemNum":"x"}"#,
            "RequestId: expected a string, found an object; no other field could be read",
        ),
        ("{}", "the body has none of the documented fields"),
        (
            "<html><body>503</body></html>",
            "the body has none of the documented fields",
        ),
        (
            r#"{"Code":"X"}"#,
            "the body has none of the documented fields",
        ),
        ("[]", "expected a JSON object"),
    ] {
        let mut response = TaskListResponse::default();
        let error = decode_lenient(body.as_bytes(), &mut response).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
    }
}

/// What comes before the fault is kept.
#[test]
fn a_broken_document_is_read_as_far_as_it_goes() {
    let deep = format!(r#"{{"RequestId":"r","Future":{}"#, "[".repeat(100));
    for body in [
        br#"{"RequestId":"r","Data":{"TaskDe"#.as_slice(),
        b"<R><RequestId>r</RequestId><Data><Task",
        deep.as_bytes(),
        b"<R><RequestId>r</RequestId><Future>\x01</Future></R>",
    ] {
        let mut response = TaskListResponse::default();
        assert!(decode_lenient(body, &mut response).is_err());
        assert_eq!(
            response.request_id.as_deref(),
            Some("r"),
            "{}",
            String::from_utf8_lossy(body)
        );
    }
}

#[test]
fn one_value_that_no_parser_takes_does_not_lose_the_others() {
    let report = |body: &[u8]| {
        let mut response = TaskListResponse::default();
        let unread = decode_lenient(body, &mut response).unwrap();
        assert_eq!(response.request_id.as_deref(), Some("r"));
        unread.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let number = br#"{"TotalItemNum":1e400,"Other":-1E999,"RequestId":"r"}"#;
    let expected = "TotalItemNum: expected an integer of 64 bits, found the text \"1e400\"";
    assert_eq!(report(number), [expected]);
    let latin = [br#"{"Future":""#.as_slice(), b"\xe9\",\"RequestId\":\"r\"}"].concat();
    assert_eq!(
        report(&latin),
        ["expected UTF-8, found an invalid byte at offset 11"]
    );
    // A strict reader takes none of them.
    for body in [number.as_slice(), &latin] {
        assert!(decode(body, &mut TaskListResponse::default()).is_err());
    }
}

#[test]
fn every_document_that_is_as_documented_is_read_alike() {
    for document in [JSON, XML] {
        let mut response = TaskListResponse::default();
        let unread = decode_lenient(document.as_bytes(), &mut response).unwrap();
        assert_eq!((response, unread), (expected(), Vec::new()));
    }
    for document in [JSON, XML] {
        for end in 0..document.len() {
            let mut response = TaskListResponse::default();
            let result = decode_lenient(&document.as_bytes()[..end], &mut response);
            assert!(result.is_err(), "cut at {end}");
        }
    }
}
