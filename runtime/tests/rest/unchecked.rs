//! Sending requests past the documentation.

use aliyun_runtime::generated::{Core, Location, Rule};
use aliyun_runtime::{Call, Config, ErrorKind, RuleKind, Validation};

use crate::common::TaskListResponse;
use crate::parts::{Request, action, named};
use crate::server::{PRODUCT, key};

/// `Documented` is demanded by the documentation alone, `Required` by the gateway.
fn request(required: Option<&str>, length: &str) -> Request {
    Request::default()
        .with("Documented", Location::Query, None::<String>)
        .rule(Rule::Documented)
        .with("Required", Location::Query, required.map(str::to_owned))
        .flag('1')
        .rule(Rule::Length(1, 3))
        .with("Long", Location::Query, Some(length.to_owned()))
        .rule(Rule::Length(0, 3))
        .done()
}

#[tokio::test]
async fn each_level_checks_what_it_says() {
    for (level, required, long, found) in [
        (
            Validation::Documented,
            Some("x"),
            "x",
            vec![RuleKind::Documented],
        ),
        (
            Validation::Documented,
            None,
            "long",
            vec![RuleKind::Documented, RuleKind::Required, RuleKind::Length],
        ),
        (Validation::Gateway, Some("x"), "x", vec![]),
        (Validation::Gateway, None, "x", vec![RuleKind::Required]),
        (
            Validation::Gateway,
            Some("x"),
            "long",
            vec![RuleKind::Length],
        ),
        (Validation::Off, None, "long", vec![]),
    ] {
        let core = Core::new(&PRODUCT, Config::new(key()).with_validation(level)).unwrap();
        let request = request(required, long);
        let table = action(named("Create"));
        let call: Call<'_, TaskListResponse> = Call::new(&core, table, &request);
        let kinds = match call.sign().await {
            Ok(_) => Vec::new(),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Validation);
                let violations = error.validation().unwrap().violations();
                violations
                    .iter()
                    .map(aliyun_runtime::Violation::rule)
                    .collect()
            }
        };
        assert_eq!(kinds, found, "{level:?}");
        let call: Call<'_, TaskListResponse> = Call::new(&core, table, &request);
        call.unchecked().sign().await.unwrap();
    }
}

#[tokio::test]
async fn a_refusal_names_the_way_out() {
    let core = Core::new(&PRODUCT, Config::new(key())).unwrap();
    let request = request(Some("x"), "x");
    let call: Call<'_, TaskListResponse> = Call::new(&core, action(named("Create")), &request);
    let error = call.sign().await.unwrap_err();
    let violation = &error.validation().unwrap().violations()[0];
    for part in ["gateway does not check it", ".unchecked()"] {
        assert!(
            violation.message().contains(part),
            "{}",
            violation.message()
        );
    }
    assert!(error.to_string().contains("`.unchecked()`"), "{error}");
}
