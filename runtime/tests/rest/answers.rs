//! Answers that are no object, have fields in headers, or are empty.

use std::fmt;

use aliyun_runtime::generated::debug;
use aliyun_runtime::generated::{
    Decode, Location, Method, Record, Shape, Slot, SlotMut, Value, ValueRef,
};
use aliyun_runtime::{Bytes, Call, Config, Error, ErrorKind, Json, RetryPolicy};
use serde_json::json;

use crate::common::{TaskDetail, TaskListResponse};
use crate::parts::{Request, action, named};
use crate::server::{Server, answer, key};

macro_rules! payload {
    ($name:ident, $type:ty) => {
        #[derive(Default)]
        struct $name {
            limit: Option<i64>,
            body: $type,
        }

        record! { $name { limit, body } = ["X-Limit", "body"]
            .locations(&[(0, Location::Header), (1, Location::Payload)])
        }
        decode! { $name { limit, body } }
    };
}

payload!(ListAnswer, Vec<TaskDetail>);
payload!(TextsAnswer, Vec<Vec<String>>);
payload!(BytesAnswer, Option<Bytes>);
payload!(TextAnswer, Option<String>);
payload!(AnyAnswer, Option<Json>);
payload!(ObjectAnswer, Option<TaskDetail>);

async fn get<R: Decode + Default>(reply: Vec<u8>) -> Result<R, Error> {
    let server = Server::fixed(reply);
    let core = server.client(Config::new(key()).with_retry(RetryPolicy::none()));
    let request = Request::default().done();
    let table = action(named("Get").method(Method::Get).path("/x").idempotent());
    Call::new(&core, table, &request).await
}

fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "x-limit: 7\r\n", body)
}

#[tokio::test]
async fn a_payload_takes_the_whole_content_and_headers_are_fields() {
    let list: ListAnswer = get(ok(r#"[{"TaskNo":"1","Unknown":[]},{"TaskNo":"2"}]"#))
        .await
        .unwrap();
    assert_eq!(list.limit, Some(7));
    let numbers: Vec<_> = list
        .body
        .iter()
        .map(|task| task.task_no.as_deref())
        .collect();
    assert_eq!(numbers, [Some("1"), Some("2")]);
    let texts: TextsAnswer = get(ok(r#"[["a"],[],["b","c"]]"#)).await.unwrap();
    assert_eq!(texts.body, [vec!["a"], vec![], vec!["b", "c"]]);
    let bytes: BytesAnswer = get(ok(r#"{"Code":"Own","Message":"of a function"}"#))
        .await
        .unwrap();
    assert_eq!(
        bytes.body.unwrap(),
        r#"{"Code":"Own","Message":"of a function"}"#
    );
    let text: TextAnswer = get(ok("apiVersion: v1\n")).await.unwrap();
    assert_eq!(text.body.as_deref(), Some("apiVersion: v1\n"));
    for body in [
        "[1,{\"a\":null}]",
        "{\"Code\":\"x\"}",
        "7",
        "\"text\"",
        "false",
    ] {
        let any: AnyAnswer = get(ok(body)).await.unwrap();
        assert_eq!(any.body.unwrap().to_string(), body);
    }
    let object: ObjectAnswer = get(ok(r#"{"TaskNo":"1","TryCount":3}"#)).await.unwrap();
    assert_eq!(object.body.unwrap().try_count, Some(3));
}

#[tokio::test]
async fn an_empty_answer_is_fine_for_every_type() {
    async fn check<R: Decode + Default>() {
        for status in ["204 No Content", "200 OK", "202 Accepted"] {
            get::<R>(answer(status, "x-limit: 7\r\n", ""))
                .await
                .unwrap();
        }
    }
    check::<ListAnswer>().await;
    check::<TextsAnswer>().await;
    check::<BytesAnswer>().await;
    check::<TextAnswer>().await;
    check::<AnyAnswer>().await;
    check::<ObjectAnswer>().await;
    check::<TaskListResponse>().await;
    let text: TextAnswer = get(answer("204 No Content", "x-limit: 7\r\n", ""))
        .await
        .unwrap();
    assert_eq!(text.limit, Some(7));
}

#[tokio::test]
async fn a_payload_of_another_kind_is_an_error() {
    for body in ["no JSON", "{\"a\":", "[1"] {
        let error = get::<ListAnswer>(ok(body)).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
    let error = get::<ObjectAnswer>(ok(r#"{"Code":"Illegal","Message":"no"}"#)).await;
    assert_eq!(error.err().unwrap().code(), Some("Illegal"));
}

#[tokio::test]
async fn errors_in_every_spelling() {
    for body in [
        json!({"Code": "Bad", "Message": "no", "RequestId": "r-1"}),
        json!({"code": "Bad", "message": "no", "requestId": "r-1"}),
        json!({"errorCode": "Bad", "errorMsg": "no", "requestid": "r-1"}),
        json!({"code": "Bad", "message": "no", "request_id": "r-1"}),
        json!({"code": 400, "errorCode": "Bad", "errorMsg": "no", "request_id": "r-1"}),
        json!({"ErrorCode": "Bad", "message": "no"}),
    ] {
        let reply = answer(
            "400 Bad Request",
            "x-acs-request-id: r-1\r\n",
            &body.to_string(),
        );
        let error = get::<TaskListResponse>(reply).await.unwrap_err();
        let found = (
            error.kind(),
            error.code(),
            error.message(),
            error.request_id(),
        );
        assert_eq!(
            found,
            (ErrorKind::Service, Some("Bad"), "no", Some("r-1")),
            "{body}"
        );
        assert_eq!(error.http_status(), Some(400));
    }
}
