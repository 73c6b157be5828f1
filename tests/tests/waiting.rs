//! Pages, waiters and submissions of the generated Domain client.
#![cfg(test)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aliyun_domain::contacts::SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest as SubmitRequest;
use aliyun_domain::tasks::QueryTaskDetailListRequest;
use aliyun_domain::{AccessKey, Client, Config, ErrorKind};
use aliyun_runtime::{ItemState, Verdict};
use aliyun_tests::picture::picture;
use aliyun_tests::server::scripted;

const SHORT: Duration = Duration::from_millis(1);

fn page(number: usize, pages: usize, details: &[(&str, &str)]) -> String {
    let details: Vec<String> = details
        .iter()
        .map(|(domain, status)| {
            format!(
                r#"{{"DomainName":"{domain}","TaskStatus":"{status}","ErrorMsg":"about {domain}"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"RequestId":"R","CurrentPageNum":{number},"TotalPageNum":{pages},"NextPage":{},"Data":{{"TaskDetail":[{}]}}}}"#,
        number < pages,
        details.join(",")
    )
}

/// A client of a server that gives these answers one after another.
async fn client(answers: Vec<(u16, String)>) -> Client {
    let address = scripted(answers).await;
    let config = Config::new(AccessKey::new("testid", "testsecret"));
    Client::new(config.with_endpoint(format!("http://{address}"))).unwrap()
}

fn query() -> QueryTaskDetailListRequest {
    QueryTaskDetailListRequest::new().set_task_no("T-1")
}

fn submission() -> SubmitRequest {
    SubmitRequest::new()
        .set_domain_name(["a.com", "b.com"])
        .set_registrant_organization("Example Ltd.")
        .set_registrant_name("Zhang San")
        .set_province("Zhe Jiang")
        .set_city("Hang Zhou")
        .set_address("1 Sample Road")
        .set_country("CN")
        .set_email("a@example.com")
        .set_postal_code("310024")
        .set_tel_area("86")
        .set_telephone("13800000000")
        .set_tel_ext("0001")
        .set_zh_registrant_name("张三")
        .set_zh_registrant_organization("示例")
        .set_zh_province("浙江省")
        .set_zh_city("杭州市")
        .set_zh_address("示例路")
        .set_registrant_type("1")
        .set_identity_credential_no("330106199001011234")
        .set_identity_credential_type("SFZ")
        .set_identity_credential(picture("bmp", 56320))
}

#[tokio::test]
async fn items_of_all_pages_come_in_order() {
    let client = client(vec![
        (
            200,
            page(1, 3, &[("a.com", "EXECUTING"), ("b.com", "EXECUTING")]),
        ),
        (200, page(2, 3, &[("c.com", "EXECUTING")])),
        (200, page(3, 3, &[("d.com", "EXECUTING")])),
    ])
    .await;
    let items = client.query_task_detail_list_items(query()).collect().await;
    let domains: Vec<String> = items
        .unwrap()
        .into_iter()
        .filter_map(|d| d.domain_name)
        .collect();
    assert_eq!(domains, ["a.com", "b.com", "c.com", "d.com"]);
}

#[tokio::test]
async fn a_gateway_that_repeats_itself_is_an_error_and_not_endless() {
    let same = page(1, 9, &[("a.com", "EXECUTING")]);
    let client = client(vec![(200, same.clone()), (200, same)]).await;
    let mut items = client.query_task_detail_list_items(query());
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("same page"), "{error}");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn success_partial_failure_and_failure_are_told_apart() {
    for (first, second, verdict, failed) in [
        (
            "EXECUTE_SUCCESS",
            "EXECUTE_SUCCESS",
            Verdict::Success,
            vec![],
        ),
        (
            "EXECUTE_SUCCESS",
            "EXECUTE_FAILURE",
            Verdict::PartialFailure,
            vec!["b.com"],
        ),
        (
            "EXECUTE_FAILURE",
            "EXECUTE_FAILURE",
            Verdict::Failure,
            vec!["a.com", "b.com"],
        ),
    ] {
        let client = client(vec![
            (200, page(1, 1, &[])),
            (
                200,
                page(
                    1,
                    1,
                    &[("a.com", "WAITING_EXECUTE"), ("b.com", "SOMETHING_NEW")],
                ),
            ),
            // Two pages: a task has ended when all of its items have.
            (200, page(1, 2, &[("a.com", first)])),
            (200, page(2, 2, &[("b.com", "EXECUTING")])),
            (200, page(1, 2, &[("a.com", first)])),
            (200, page(2, 2, &[("b.com", second)])),
        ])
        .await;
        let polls = AtomicUsize::new(0);
        let outcome = client
            .wait_for_task(&query())
            .with_interval(SHORT, SHORT)
            .with_progress(|progress| {
                assert_eq!(progress.task, Some("T-1"));
                polls.fetch_add(1, Ordering::Relaxed);
            })
            .await
            .unwrap();
        assert_eq!(outcome.verdict(), verdict);
        assert_eq!(polls.into_inner(), 4);
        let subjects: Vec<&str> = outcome
            .failed()
            .filter_map(|i| i.subject.as_deref())
            .collect();
        assert_eq!(subjects, failed);
        let last = outcome.items().last().unwrap();
        assert_eq!(last.message.as_deref(), Some("about b.com"));
        assert_ne!(last.state, ItemState::Pending);
    }
}

#[tokio::test]
async fn a_wait_ends_with_its_time() {
    let pending = page(1, 1, &[("a.com", "EXECUTING")]);
    let client = client(vec![(200, pending); 50]).await;
    let wait = client.wait_for_task(&query());
    let error = wait
        .with_interval(Duration::from_millis(5), Duration::from_millis(5))
        .with_timeout(Duration::from_millis(30))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().contains("1 of 1 have not ended"),
        "{error}"
    );
}

#[tokio::test]
async fn polls_that_may_pass_are_tolerated_and_others_are_not() {
    let unavailable = (
        503,
        r#"{"Code":"ServiceUnavailable","Message":"later"}"#.to_owned(),
    );
    let forbidden = (403, r#"{"Code":"Forbidden","Message":"no"}"#.to_owned());
    let done = (200, page(1, 1, &[("a.com", "EXECUTE_SUCCESS")]));
    let wait = async |answers| {
        let client = client(answers).await;
        client
            .wait_for_task(&query())
            .with_interval(SHORT, SHORT)
            .await
    };
    let answers = vec![unavailable.clone(), unavailable.clone(), done.clone()];
    assert!(wait(answers).await.unwrap().is_success());
    let error = wait(vec![forbidden, done]).await.unwrap_err();
    assert_eq!(error.code(), Some("Forbidden"));
}

#[tokio::test]
async fn a_task_is_submitted_and_watched() {
    let client = client(vec![
        (200, r#"{"requestId":"R","taskNo":"T-77"}"#.to_owned()),
        (
            200,
            page(
                1,
                1,
                &[("a.com", "EXECUTE_SUCCESS"), ("b.com", "EXECUTE_SUCCESS")],
            ),
        ),
    ])
    .await;
    let mut seen = Vec::new();
    let task = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&submission())
        .with_interval(SHORT, SHORT)
        .with_progress(|progress| {
            seen.push((progress.task.map(str::to_owned), progress.items.len()))
        })
        .await
        .unwrap();
    assert_eq!(task.number, "T-77");
    assert!(task.outcome.is_success());
    assert_eq!(
        seen,
        [(Some("T-77".to_owned()), 0), (Some("T-77".to_owned()), 2)]
    );
}

#[tokio::test]
async fn an_error_after_the_submission_names_the_task() {
    let client = client(vec![
        (200, r#"{"requestId":"R","taskNo":"T-77"}"#.to_owned()),
        (403, r#"{"Code":"Forbidden","Message":"no"}"#.to_owned()),
    ])
    .await;
    let error = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&submission())
        .with_interval(SHORT, SHORT)
        .await
        .unwrap_err();
    assert_eq!(error.task(), Some("T-77"));
    assert!(error.to_string().contains("T-77"), "{error}");
}

#[tokio::test]
async fn a_task_has_not_ended_before_every_domain_is_listed() {
    let client = client(vec![
        (200, r#"{"requestId":"R","taskNo":"T-77"}"#.to_owned()),
        (200, page(1, 1, &[("a.com", "EXECUTE_SUCCESS")])),
        (
            200,
            page(
                1,
                1,
                &[("a.com", "EXECUTE_SUCCESS"), ("b.com", "EXECUTE_FAILURE")],
            ),
        ),
    ])
    .await;
    let task = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&submission())
        .with_interval(SHORT, SHORT)
        .await
        .unwrap();
    assert_eq!(task.outcome.verdict(), Verdict::PartialFailure);
}

#[tokio::test]
async fn a_submission_without_a_number_is_of_unknown_outcome() {
    let client = client(vec![(200, r#"{"requestId":"R"}"#.to_owned())]).await;
    let error = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&submission())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(error.may_have_been_sent());
}

/// The first page of `total` items: domain, status, and more members.
fn listed(total: usize, details: &[(&str, &str)], more: &str) -> String {
    let details: Vec<String> = details
        .iter()
        .map(|(domain, status)| {
            format!(r#"{{"DomainName":"{domain}","TaskStatus":"{status}"{more}}}"#)
        })
        .collect();
    format!(
        r#"{{"TotalItemNum":{total},"NextPage":false,"Data":{{"TaskDetail":[{}]}}}}"#,
        details.join(",")
    )
}

const OK: &str = "EXECUTE_SUCCESS";

/// Submits a change of `a.com` and `b.com`, and waits with these answers; the
/// last one is repeated.
async fn submitted(pages: &[String]) -> Result<Verdict, aliyun_domain::Error> {
    let mut answers = vec![r#"{"TaskNo":"T-77"}"#.to_owned()];
    answers.extend_from_slice(pages);
    answers.extend(vec![pages.last().unwrap().clone(); 400]);
    let answers = answers.into_iter().map(|answer| (200, answer)).collect();
    let client = client(answers).await;
    let task = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&submission())
        .with_interval(SHORT, SHORT)
        .with_timeout(Duration::from_millis(100))
        .await?;
    Ok(task.outcome.verdict())
}

#[tokio::test]
async fn success_means_that_every_submitted_item_was_seen_in_a_final_state() {
    let whole = listed(2, &[("a.com", OK), ("b.com", OK)], "");
    for (page, why) in [
        // One domain twice is not two domains.
        (
            listed(2, &[("a.com", OK), ("a.com", OK)], ""),
            "1 of 2 submitted",
        ),
        // Not even under numbers of their own.
        (
            format!(
                r#"{{"TotalItemNum":2,"Data":{{"TaskDetail":[{},{}]}}}}"#,
                r#"{"TaskDetailNo":"1","DomainName":"a.com","TaskStatus":"EXECUTE_SUCCESS"}"#,
                r#"{"TaskDetailNo":"2","DomainName":"a.com","TaskStatus":"EXECUTE_SUCCESS"}"#
            ),
            "1 of 2 submitted",
        ),
        // Not the submitted domains.
        (
            listed(2, &[("a.com", OK), ("x.com", OK)], ""),
            "1 of 2 submitted",
        ),
        // More items than submitted, one of them not shown.
        (
            listed(3, &[("a.com", OK), ("b.com", OK)], ""),
            "same page again",
        ),
        (
            listed(2, &[("a.com", OK), ("b.com", OK)], r#","TaskNo":"T-78""#),
            "items of another task",
        ),
        (
            listed(
                3,
                &[("a.com", OK), ("b.com", OK), ("a.com", "EXECUTE_FAILURE")],
                "",
            ),
            "twice with different statuses",
        ),
        (listed(2, &[], ""), "is empty"),
    ] {
        let error = submitted(std::slice::from_ref(&page)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Incomplete, "{page}: {error}");
        assert_eq!(error.task(), Some("T-77"));
        assert!(error.to_string().contains(why), "{page}: {error}");
        // The next round may be complete.
        let verdict = submitted(&[page, whole.clone()]).await.unwrap();
        assert_eq!(verdict, Verdict::Success);
    }
    let own = listed(2, &[("a.com", OK), ("b.com", OK)], r#","TaskNo":"T-77""#);
    assert_eq!(submitted(&[own]).await.unwrap(), Verdict::Success);
    // Domains are equal in upper and lower case, and with a final dot.
    let other = listed(2, &[("A.COM", OK), ("b.com.", OK)], "");
    assert_eq!(submitted(&[other]).await.unwrap(), Verdict::Success);
}

#[tokio::test]
async fn a_domain_is_the_same_in_unicode_and_in_ascii() {
    let client = client(vec![
        (200, r#"{"TaskNo":"T-77"}"#.to_owned()),
        (
            200,
            listed(2, &[("xn--fsqu00a.com", OK), ("b.com", OK)], ""),
        ),
    ])
    .await;
    let mut request = submission();
    request.domain_name = vec!["例子.com".to_owned(), "b.com".to_owned()];
    let task = client
        .save_task_for_updating_registrant_info_by_identity_credential_and_wait(&request)
        .with_interval(SHORT, SHORT)
        .await
        .unwrap();
    assert!(task.outcome.is_success());
}

#[tokio::test]
async fn a_second_page_that_repeats_the_first_one_is_no_success() {
    let domains = |order: &[usize]| {
        let details = order
            .iter()
            .map(|n| format!(r#"{{"DomainName":"d{n}.com","TaskStatus":"EXECUTE_SUCCESS"}}"#));
        let details: Vec<String> = details.collect();
        format!(
            r#"{{"TotalItemNum":6,"TotalPageNum":2,"Data":{{"TaskDetail":[{}]}}}}"#,
            details.join(",")
        )
    };
    let (first, again) = (domains(&[1, 2, 3]), domains(&[3, 1, 2]));
    let second = domains(&[4, 5, 6]);
    let wait = async |pages: &[&String]| {
        let pages = pages.iter().map(|page| (200, (*page).clone())).collect();
        let client = client(pages).await;
        let wait = client.wait_for_task(&query()).with_interval(SHORT, SHORT);
        wait.with_timeout(Duration::from_millis(100)).await
    };
    let pages = [&first, &again].repeat(400);
    let error = wait(&pages).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incomplete, "{error}");
    let outcome = wait(&[&first, &again, &first, &second]).await.unwrap();
    assert_eq!(outcome.items().len(), 6);
}
