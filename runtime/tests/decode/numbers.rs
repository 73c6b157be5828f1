//! Numbers keep the digits that they came with. Passes too where another crate
//! has switched on serde_json's feature `arbitrary_precision`.

use super::*;

#[test]
fn texts_take_numbers_digit_by_digit() {
    for number in [
        "0",
        "-0",
        "1.10",
        "1e3",
        "1E+400",
        "1e-400",
        "0.12345678901234567890123",
        "123456789.123456789123",
        "18446744073709551615",
        "123456789012345678901234567890",
    ] {
        let body = format!(r#"{{"RequestId": {number} ,"Ids":[{number}]}}"#);
        let response = good(&body);
        assert_eq!(response.request_id.as_deref(), Some(number));
        assert_eq!(response.ids, [number]);
    }
    assert_eq!(
        good(r#"{"RequestId":true}"#).request_id.as_deref(),
        Some("true")
    );
    let response = good(r#"{"Data":[{"RegistrantType":2}]}"#);
    assert_eq!(
        response.data[0].registrant_type,
        Some(Registrant::Organization)
    );
}

#[test]
fn minus_zero_is_an_integer() {
    let response = good(r#"{"TotalItemNum":-0,"Labels":{"a":-0},"Rate":-0}"#);
    assert_eq!(response.total_item_num, Some(0));
    assert_eq!(response.labels["a"], 0);
    assert!(response.rate.is_some_and(f64::is_sign_negative));
}

#[test]
fn texts_are_unescaped_and_checked() {
    let response = good(r#"{"RequestId":"a\"\u00e9\n\/\ud83d\ude00"}"#);
    assert_eq!(response.request_id.as_deref(), Some("a\"é\n/😀"));
    for (text, message) in [
        (
            r#""\ud83d""#,
            "malformed JSON: unexpected end of hex escape",
        ),
        (r#""\x""#, "malformed JSON: invalid escape"),
        (
            "\"\n\"",
            "malformed JSON: control character (\\u0000-\\u001F) found while parsing a string",
        ),
        ("01", "malformed JSON: invalid number"),
        ("1.", "malformed JSON: invalid number"),
        ("nul", "malformed JSON: expected ident"),
    ] {
        let error = bad(&format!(r#"{{"RequestId":{text}}}"#));
        assert_eq!(error, format!("RequestId: {message}"), "{text}");
    }
}

#[test]
fn a_number_in_place_of_a_list_of_texts() {
    assert_eq!(good(r#"{"Ids":12}"#).ids, ["12"]);
    // Its digits are lost by then.
    assert_eq!(
        bad(r#"{"Ids":1.50}"#),
        "Ids[0]: expected a string, found the number 1.5"
    );
}

#[test]
fn numbers_go_where_numbers_are_documented() {
    let response = good(
        r#"{"TotalItemNum":5,"Rate":0.5,"Labels":{"a":-7},
            "Policy":{"price":0.5,"n":18446744073709551615,"l":[1,-2,1e2]}}"#,
    );
    assert_eq!(response.total_item_num, Some(5));
    assert_eq!(response.rate, Some(0.5));
    assert_eq!(response.labels["a"], -7);
    let policy = response.policy.unwrap();
    assert_eq!(policy["price"].as_f64(), Some(0.5));
    assert_eq!(policy["n"].as_u64(), Some(u64::MAX));
    assert_eq!(policy["l"][1].as_i64(), Some(-2));
    assert_eq!(policy["l"][2].as_f64(), Some(100.0));
    assert_eq!(good(r#"{"Rate":7}"#).rate, Some(7.0));
    assert!(bad(r#"{"NextPage":1}"#).contains("expected a boolean"));
    assert!(bad(r#"{"Holder":1}"#).contains("expected an object"));
}

#[test]
fn an_error_has_numbers_in_its_details() {
    let body = r#"{"Code":404,"Message":1.50,"AccessDeniedDetail":{"n":1}}"#;
    let error = decode_error(body.as_bytes()).unwrap();
    assert_eq!(
        (error.code.as_str(), error.message.as_str()),
        ("404", "1.50")
    );
    assert_eq!(error.access_denied_detail.as_deref(), Some(r#"{"n":1}"#));
}

/// Text in XML that JSON would read as a number, with fewer digits.
#[test]
fn a_text_that_would_lose_digits_stays_a_text() {
    for text in [
        "1.10",
        "123456789012345678901234567890",
        "1e-400",
        "0.12345678901234567890123",
    ] {
        let policy = good(&format!("<Policy>{text}</Policy>")).policy.unwrap();
        assert_eq!(
            policy
                .as_str()
                .map_or_else(|| policy.to_string(), str::to_owned),
            text
        );
    }
    assert_eq!(good("<Policy>15</Policy>").policy, Some(json!(15)));
}

#[cfg(not(feature = "arbitrary-precision-test"))]
#[test]
fn documents_never_round_a_number() {
    let policy = good(
        r#"{"Policy":{"same":[1.10,1e2,-0.0,0.1,18446744073709551615,1.5e-7,100000000000000000000],
            "long":[0.12345678901234567890123,-123456789012345678901234567890,1e400,
                9007199254740993.0,1e99999999999999999999]}}"#,
    );
    let policy = policy.policy.unwrap();
    let same = [
        1.1,
        100.0,
        -0.0,
        0.1,
        18_446_744_073_709_551_615.0,
        1.5e-7,
        1e20,
    ];
    for (index, number) in same.into_iter().enumerate() {
        assert_eq!(policy["same"][index].as_f64(), Some(number), "{policy}");
    }
    assert_eq!(
        policy["long"],
        json!([
            "0.12345678901234567890123",
            "-123456789012345678901234567890",
            "1e400",
            "9007199254740993.0",
            "1e99999999999999999999",
        ])
    );
    let policy = good(r#"{"Policy":0.12345678901234567890123}"#).policy;
    assert_eq!(policy, Some(json!("0.12345678901234567890123")));
    assert_eq!(good(r#"{"Policy":null,"RequestId":"a"}"#).policy, None);
    assert!(bad(r#"{"Policy":{"a":[{"b":1,"b":2}]}}"#).contains("Policy: a member is given twice"));
    assert!(bad(r#"{"Policy":{"a":[1.]}}"#).contains("malformed JSON"));
}

#[cfg(feature = "arbitrary-precision-test")]
#[test]
fn documents_keep_every_digit_where_serde_json_does() {
    let text = r#"{"a":1.10,"b":123456789012345678901234567890}"#;
    let policy = good(&format!(r#"{{"Policy":{text}}}"#)).policy.unwrap();
    assert_eq!(policy.to_string(), text);
}
