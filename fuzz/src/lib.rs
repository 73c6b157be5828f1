//! Shared parts of the decoder targets: an answer with every kind of field, and
//! the rules that every body must satisfy.

use aliyun_runtime::generated::{DecodeError, decode, decode_lenient};

mod depot {
    aliyun_runtime::include_client!("depot");
}

use depot::GetThingResponse;

/// Decodes the body of a success, and of an error. Panics if a rule does not
/// hold.
///
/// # Errors
/// If the body is not an answer of the action.
pub fn read(body: &[u8]) -> Result<GetThingResponse, DecodeError> {
    let result = once(body);
    assert_eq!(shown(&result), shown(&once(body)), "not the same again");
    let mut answer = GetThingResponse::default();
    let lenient = decode_lenient(body, &mut answer).map(|unread| (answer, unread));
    match (&result, &lenient) {
        (Ok(strict), Ok((answer, unread))) => {
            assert_eq!(format!("{strict:?}"), format!("{answer:?}"), "read otherwise");
            assert!(unread.is_empty(), "read and reported: {unread:?}");
        }
        (Ok(_), Err(error)) => panic!("only the strict reader reads it: {error}"),
        (Err(_), _) => {}
    }
    if let Err(error) = &result {
        let text = error.to_string();
        assert!(text.len() < 2_000, "an error without end: {text}");
        assert!(!text.contains(['\r', '\n', '\u{7}', '\u{1b}']), "{text:?}");
    }
    if let Some(error) = aliyun_runtime::generated::decode_error(body) {
        assert!(!error.code.is_empty(), "an error without a code");
    }
    assert!(aliyun_runtime::generated::excerpt(body).len() < 10_000);
    result
}

fn once(body: &[u8]) -> Result<GetThingResponse, DecodeError> {
    let mut answer = GetThingResponse::default();
    decode(body, &mut answer).map(|()| answer)
}

/// `NaN` does not equal itself, but has the same `Debug` text.
fn shown(result: &Result<GetThingResponse, DecodeError>) -> String {
    match result {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => error.to_string(),
    }
}
