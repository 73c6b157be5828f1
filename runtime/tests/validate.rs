//! Validation: every rule, all violations at once, no sensitive values.

mod common;

use aliyun_runtime::generated::{Record, Rule, Shape, Value, validate};
use aliyun_runtime::{Image, RuleKind, Violation};
use common::{Contact, Registrant, SaveTaskRequest, request};

fn violations(record: &dyn Record) -> Vec<Violation> {
    match validate(record) {
        Ok(()) => Vec::new(),
        Err(error) => error.violations().to_vec(),
    }
}

/// The only violation.
#[track_caller]
fn only(record: &dyn Record) -> (String, RuleKind, String) {
    let found = violations(record);
    assert_eq!(found.len(), 1, "{found:?}");
    (
        found[0].parameter().to_owned(),
        found[0].rule(),
        found[0].message().to_owned(),
    )
}

#[track_caller]
fn check(request: &SaveTaskRequest, parameter: &str, rule: RuleKind, message: &str) {
    let expected = (parameter.to_owned(), rule, message.to_owned());
    assert_eq!(only(request), expected);
}

#[test]
fn a_complete_request_passes() {
    assert_eq!(validate(&request()), Ok(()));
}

#[test]
fn everything_missing_is_reported_at_once() {
    let error = validate(&SaveTaskRequest::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "SaveTaskRequest has 3 violations:\n  \
         DomainName: is required and is empty\n  \
         Telephone: is required\n  \
         IdentityCredential: is required"
    );
}

#[test]
fn a_required_value_may_not_be_empty() {
    let message = "is required and is empty";
    let mut sample = request();
    sample.telephone = Some(String::new());
    check(&sample, "Telephone", RuleKind::Required, message);

    let mut sample = request();
    sample.identity_credential = Some(Image::default());
    check(&sample, "IdentityCredential", RuleKind::Required, message);

    let mut sample = request();
    sample.domain_name[1].clear();
    check(&sample, "DomainName.2", RuleKind::Required, message);
}

#[test]
fn rules_of_a_list_apply_to_its_members_and_items_to_the_list() {
    let mut sample = request();
    sample.domain_name = vec!["a.b".to_owned(); 4];
    let found = violations(&sample);
    let parameters: Vec<_> = found.iter().map(Violation::parameter).collect();
    assert_eq!(
        parameters,
        [
            "DomainName",
            "DomainName.1",
            "DomainName.2",
            "DomainName.3",
            "DomainName.4"
        ]
    );
    assert_eq!(found[0].rule(), RuleKind::Items);
    assert_eq!(found[0].message(), "has 4 members; expected 1 to 3");
    assert_eq!(found[1].rule(), RuleKind::Length);
    assert_eq!(
        found[1].message(),
        "is \"a.b\" (3 characters); expected 4 to 63 characters"
    );
}

#[test]
fn length_counts_characters_and_not_bytes() {
    let mut sample = request();
    sample.domain_name = vec!["中文域名".to_owned()];
    assert_eq!(validate(&sample), Ok(()));
    sample.domain_name = vec!["中文域".to_owned()];
    assert_eq!(only(&sample).1, RuleKind::Length);
}

#[test]
fn closed_enums_list_what_they_accept() {
    let mut sample = request();
    sample.registrant_type = Some(Registrant::Organization);
    assert_eq!(validate(&sample), Ok(()));
    sample.registrant_type = Some(Registrant::Other("3".to_owned()));
    check(
        &sample,
        "RegistrantType",
        RuleKind::OneOf,
        "is \"3\"; expected one of 1, 2",
    );
}

#[test]
fn numbers_are_checked_for_bounds_and_32_bits() {
    let mut sample = request();
    sample.page_num = Some(i64::from(i32::MAX));
    assert_eq!(validate(&sample), Ok(()));
    sample.page_num = Some(0);
    check(
        &sample,
        "PageNum",
        RuleKind::Range,
        "is 0; expected at least 1",
    );
    sample.page_num = Some(i64::from(i32::MAX) + 1);
    check(
        &sample,
        "PageNum",
        RuleKind::Integer32,
        "is 2147483648; expected a whole number of 32 bits (-2147483648 to 2147483647)",
    );
}

#[test]
fn floats_must_be_finite_and_within_bounds() {
    let mut sample = request();
    sample.price = Some(99.5);
    assert_eq!(validate(&sample), Ok(()));
    sample.price = Some(99.6);
    check(
        &sample,
        "Price",
        RuleKind::Range,
        "is 99.6; expected 0 to 99.5",
    );
    for price in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        sample.price = Some(price);
        assert_eq!(only(&sample).1, RuleKind::Finite, "{price}");
    }
}

#[test]
fn a_pattern_must_match_the_whole_text() {
    let mut sample = request();
    sample.lang = Some("zh".to_owned());
    assert_eq!(validate(&sample), Ok(()));
    // Alternatives must not escape the anchors; nor may a line end.
    for lang in ["en!", "!zh", "zh\n"] {
        sample.lang = Some(lang.to_owned());
        let rules: Vec<_> = violations(&sample).iter().map(Violation::rule).collect();
        assert_eq!(rules, [RuleKind::Pattern, RuleKind::Length], "{lang:?}");
    }
}

#[test]
fn foreign_text_is_escaped_and_cut() {
    let mut sample = request();
    sample.lang = Some(format!("\u{1b}[31m\"{}", "x".repeat(500)));
    let found = violations(&sample);
    assert_eq!(found.len(), 2);
    for violation in found {
        let message = violation.message();
        assert!(message.contains(r#"is "\u{1b}[31m\"xxx"#), "{message}");
        assert!(message.contains("x…\""), "{message}");
        assert!(message.len() < 150, "{message}");
    }
}

#[test]
fn format_and_size_of_an_image_are_one_violation() {
    let mut sample = request();
    sample.identity_credential = Some(Image::from_bytes(b"GIF89a".repeat(10)));
    let found = violations(&sample);
    let found: Vec<_> = found.iter().map(|v| (v.rule(), v.message())).collect();
    assert_eq!(
        found,
        [(
            RuleKind::ImageFormat,
            "is gif and 60 bytes; expected jpeg or bmp of 56320 to 1048576 bytes (55 KiB to 1 MiB)"
        )]
    );
    for (bytes, rule, message) in [
        (
            &b"BM"[..],
            RuleKind::ImageSize,
            "is 2 bytes; expected 56320 to 1048576 bytes (55 KiB to 1 MiB) of jpeg or bmp",
        ),
        (
            &[0; 60_000],
            RuleKind::ImageFormat,
            "is of an unknown format; expected jpeg or bmp of 56320 to 1048576 bytes \
             (55 KiB to 1 MiB)",
        ),
    ] {
        sample.identity_credential = Some(bytes.into());
        let found = violations(&sample);
        assert_eq!((found[0].rule(), found[0].message()), (rule, message));
        assert_eq!(found.len(), 1);
    }
}

#[test]
fn keys_of_maps_are_escaped_and_cut() {
    let mut sample = request();
    let key = format!("k\nFATAL \u{1b} {}", "x".repeat(100));
    sample.tags = [(key, "too long".to_owned())].into();
    let error = validate(&sample).unwrap_err();
    let path = error.violations()[0].parameter();
    assert!(path.starts_with(r"Tags.k\nFATAL \u{1b} xxx"), "{path}");
    assert!(path.ends_with("x…") && path.len() < 60, "{path}");
    assert_eq!(error.to_string().lines().count(), 2);
}

#[test]
fn image_bounds_are_of_the_raw_size_with_both_ends() {
    for (size, fits) in [
        (56_319, false),
        (56_320, true),
        (1_048_576, true),
        (1_048_577, false),
    ] {
        let mut sample = request();
        let mut bytes = vec![0; size];
        bytes[..2].copy_from_slice(b"BM");
        sample.identity_credential = Some(bytes.into());
        assert_eq!(validate(&sample).is_ok(), fits, "{size}");
    }
}

#[test]
fn nested_objects_and_maps_are_checked_under_their_wire_paths() {
    let mut sample = request();
    sample.contacts = vec![
        Contact {
            name: Some("Li".to_owned()),
            ..Contact::default()
        },
        Contact {
            email: Some("x".to_owned()),
            ..Contact::default()
        },
    ];
    sample.tags.insert("a.b".to_owned(), "too long".to_owned());
    let found = violations(&sample);
    let found: Vec<_> = found.iter().map(|v| (v.parameter(), v.message())).collect();
    assert_eq!(
        found,
        [
            ("Contacts.2.Name", "is required"),
            (
                "Contacts.2.Email",
                "has 1 character; expected 3 to 20 characters"
            ),
            (
                "Tags.a.b",
                "is \"too long\" (8 characters); expected at most 5 characters"
            ),
        ]
    );
}

#[test]
fn sensitive_values_and_map_keys_are_in_no_message() {
    let mut sample = request();
    sample.telephone = Some("call-me-later".to_owned());
    sample
        .secrets
        .insert("id-of-li".to_owned(), "hunter2".to_owned());
    let error = validate(&sample).unwrap_err();
    assert_eq!(error.violations().len(), 2);
    for text in [error.to_string(), format!("{error:?}")] {
        for secret in ["call", "later", "id-of-li", "hunter"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    assert_eq!(error.violations()[1].parameter(), "Secrets.<redacted>");
}

#[test]
fn everything_inside_a_sensitive_field_is_sensitive() {
    static SHAPE: Shape = Shape::new("Outer", &["People"]).flags("2");
    let li = Contact {
        name: Some("Li".to_owned()),
        phones: vec![4711],
        ..Contact::default()
    };
    let (parameter, rule, message) = only(&One(vec![li], &SHAPE));
    assert_eq!(
        (parameter.as_str(), rule),
        ("People.1.Phones.1", RuleKind::Range)
    );
    assert_eq!(message, "is out of range; expected 1 to 9");
}

/// A record of one field, for tables that the sample has not.
struct One<T>(Vec<T>, &'static Shape);

impl<T: Value + Send + Sync> Record for One<T> {
    fn shape(&self) -> &'static Shape {
        self.1
    }

    fn at(&self, _: usize) -> &dyn Value {
        &self.0
    }
}

#[test]
fn an_image_without_documented_formats_may_have_any() {
    static SHAPE: Shape = Shape::new("One", &["X"]).rules(&[(0, Rule::Image(&[], 2, u64::MAX))]);
    let images = |bytes: &[u8]| One(vec![Image::from_bytes(bytes)], &SHAPE);
    assert!(validate(&images(b"GIF89a")).is_ok());
    assert!(validate(&images(b"something else")).is_ok());
    let (parameter, rule, message) = only(&images(b"x"));
    assert_eq!((parameter.as_str(), rule), ("X.1", RuleKind::ImageSize));
    assert_eq!(message, "is 1 byte; expected at least 2 bytes of an image");
}

#[test]
fn an_absent_list_member_would_leave_a_gap() {
    static SHAPE: Shape = Shape::new("One", &["X"]);
    let record = One(vec![Some(String::new()), None], &SHAPE);
    let (parameter, rule, _) = only(&record);
    assert_eq!((parameter.as_str(), rule), ("X.2", RuleKind::Required));
}

#[test]
fn a_pattern_that_does_not_compile_is_a_violation_only_where_it_is_needed() {
    static SHAPE: Shape = Shape::new("One", &["X"]).rules(&[(0, Rule::Pattern("a("))]);
    assert_eq!(validate(&One::<String>(Vec::new(), &SHAPE)), Ok(()));
    let (_, rule, message) = only(&One(vec!["a".to_owned()], &SHAPE));
    assert_eq!(rule, RuleKind::Pattern);
    assert!(message.contains("does not compile"), "{message}");
}

#[test]
fn a_table_gives_each_field_what_is_its_own() {
    static SHAPE: Shape = Shape::new("Many", &["A", "B", "C", "D"])
        .flags("09")
        .items(&[(2, "Item")])
        .rules(&[
            (1, Rule::Length(1, 2)),
            (1, Rule::Pattern("x")),
            (3, Rule::Items(0, 9)),
        ]);
    let read = |field: aliyun_runtime::generated::Field| {
        let limits: Vec<_> = field.limits().copied().collect();
        (field.name, field.item, field.flags, limits)
    };
    let fields: Vec<_> = SHAPE.iter().map(read).collect();
    assert_eq!(
        fields,
        [
            ("A", "", 0, vec![]),
            ("B", "", 9, vec![Rule::Length(1, 2), Rule::Pattern("x")]),
            ("C", "Item", 0, vec![]),
            ("D", "", 0, vec![Rule::Items(0, 9)]),
        ]
    );
}
