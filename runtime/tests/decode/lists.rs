//! Lists with and without their wrappers, and objects that are not what is
//! documented: nothing may be filled in half.

use super::*;

#[test]
fn lists_come_with_and_without_their_wrapper() {
    let one = |body: &str| {
        let data = good(body).data;
        assert_eq!(data.len(), 1, "{body}");
        assert_eq!(data[0].task_no.as_deref(), Some("1"), "{body}");
    };
    one(r#"{"Data":{"TaskDetail":[{"TaskNo":"1"}]}}"#);
    one(r#"{"Data":{"TaskDetail":{"TaskNo":"1"}}}"#);
    one(r#"{"Data":{"Future":[{}],"x":1,"TaskNo":"1"}}"#);
    one(r#"{"Data":[{"TaskNo":"1"}]}"#);
    one(r#"{"Data":{"TaskDetail":{"TaskNo":"1"},"Future":0}}"#);
    one("<Data><TaskDetail><TaskNo>1</TaskNo></TaskDetail></Data>");
    one("<Data><TaskNo>1</TaskNo></Data>");

    let repeated = good("<Data><TaskNo>1</TaskNo></Data><Data><TaskNo>2</TaskNo></Data>");
    assert_eq!(repeated.data.len(), 2);
    let steps = good("<Steps><TaskNo>1</TaskNo></Steps><Steps/>");
    assert_eq!(steps.steps.len(), 2);
    assert_eq!(steps.steps[1], TaskDetail::default());
    let steps = good(r#"{"Steps":{"TaskNo":"1"}}"#);
    assert_eq!(steps.steps[0].task_no.as_deref(), Some("1"));
    assert_eq!(good(r#"{"Ids":"a"}"#).ids, ["a"]);
    assert_eq!(good(r#"{"Domains":{"Domain":""}}"#).domains, [""]);
    assert_eq!(good("<Domains><Domain/></Domains>").domains, [""]);
}

#[test]
fn empty_wrappers_are_empty_lists() {
    for body in [
        r#"{"Data":{}}"#,
        r#"{"Data":[]}"#,
        r#"{"Data":""}"#,
        r#"{"Data":null}"#,
        r#"{"Data":{"TaskDetail":[]}}"#,
        r#"{"Data":{"TaskDetail":null}}"#,
        "<Data/>",
        "<Data></Data>",
        "<Data>\n  <!-- none --> </Data>",
        r#"{"Steps":{}}"#,
        r#"{"Ids":""}"#,
        "<Steps/>",
        "<Ids/>",
    ] {
        assert_eq!(good(body), TaskListResponse::default(), "{body}");
    }
}

#[test]
fn an_unknown_wrapper_is_not_taken_for_a_member() {
    let message =
        "expected a list of TaskDetail, found an object with none of the documented fields";
    for body in [
        r#"{"Data":{"Detail":[{"TaskNo":"1"}]}}"#,
        "<Data><Detail><TaskNo>1</TaskNo></Detail></Data>",
    ] {
        assert_eq!(bad(body), format!("Data: {message}"), "{body}");
    }
    assert!(bad(r#"{"Steps":{"Step":[{"TaskNo":"1"}]}}"#).contains("expected a list, found"));
}

#[test]
fn members_beside_the_wrapper_may_come_anywhere() {
    for body in [
        r#"{"Data":{"TotalCount":1,"TaskDetail":[{"TaskNo":"1"}]}}"#,
        r#"{"Data":{"TaskDetail":[{"TaskNo":"1"}],"TotalCount":1}}"#,
        r#"{"Data":{"a":{},"TaskDetail":{"TaskNo":"1"},"b":[]}}"#,
        "<Data><a/><TaskDetail><TaskNo>1</TaskNo></TaskDetail><b>x</b></Data>",
    ] {
        let data = good(body).data;
        assert_eq!(data.len(), 1, "{body}");
        assert_eq!(data[0].task_no.as_deref(), Some("1"), "{body}");
    }
}

#[test]
fn a_wrapper_that_may_be_a_member_too_is_refused_in_either_order() {
    let message =
        "Data: has TaskDetail, as the wrapper of a list, beside TaskNo, as a single member";
    for body in [
        r#"{"Data":{"TaskNo":"z","TaskDetail":[{"TaskNo":"1"},{"TaskNo":"2"}]}}"#,
        r#"{"Data":{"TaskDetail":[{"TaskNo":"1"},{"TaskNo":"2"}],"TaskNo":"z"}}"#,
        r#"{"Data":{"x":1,"taskno":null,"y":2,"taskDetail":[]}}"#,
        "<Data><TaskNo>z</TaskNo><TaskDetail><TaskNo>1</TaskNo></TaskDetail></Data>",
        "<Data><TaskDetail><TaskNo>1</TaskNo></TaskDetail><TaskNo>z</TaskNo></Data>",
    ] {
        assert_eq!(bad(body), message, "{body}");
    }
}

#[test]
fn an_object_without_any_documented_field_is_not_a_blank_one() {
    let detail = "expected an object with TaskNo, TryCount, TaskResult or RegistrantType, \
                  found one with none of them";
    for (path, body) in [
        ("Data[0]", r#"{"Data":[{"Wrapped":{"TaskNo":"1"}}]}"#),
        (
            "Data.TaskDetail[0]",
            r#"{"Data":{"TaskDetail":{"TaskDetail":[{"TaskNo":"1"}]}}}"#,
        ),
        (
            "Data.TaskDetail[1]",
            r#"{"Data":{"TaskDetail":[{},{"Wrapped":{"TaskNo":"1"}}]}}"#,
        ),
        (
            "Data.TaskDetail[0]",
            "<Data><TaskDetail><Wrapped><TaskNo>1</TaskNo></Wrapped></TaskDetail></Data>",
        ),
        ("Steps[0]", r#"{"Steps":[{"Step":{"TaskNo":"1"}}]}"#),
    ] {
        assert_eq!(bad(body), format!("{path}: {detail}"), "{body}");
    }
    let holder =
        "Holder: expected an object with Age, Numbers or Photo, found one with none of them";
    assert_eq!(bad(r#"{"Holder":{"Holder":{"Age":1}}}"#), holder);
    assert_eq!(
        bad("<Holder><Holder><Age>1</Age></Holder></Holder>"),
        holder
    );
}

#[test]
fn objects_may_be_empty_and_have_more_than_is_documented() {
    for body in [
        r#"{"Data":[{},{"New":1,"TaskNo":null},{"TaskNo":"1","New":{}}],"Holder":{}}"#,
        "<Data><TaskDetail/><TaskDetail> </TaskDetail><TaskDetail><New/><TaskNo>1</TaskNo>\
         </TaskDetail></Data><Holder/>",
    ] {
        let response = good(body);
        assert_eq!(response.data.len(), 3, "{body}");
        assert_eq!(response.data[2].task_no.as_deref(), Some("1"), "{body}");
        assert_eq!(response.holder, Some(Holder::default()), "{body}");
    }
}
