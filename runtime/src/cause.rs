//! The causes of an error of the HTTP library.

use std::error::Error as _;
use std::io;

/// The error and its causes in one line, without any URL.
pub(crate) fn chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    for cause in causes(&error) {
        let shows_url = cause
            .downcast_ref::<reqwest::Error>()
            .is_some_and(|cause| cause.url().is_some());
        let cause = cause.to_string();
        if !shows_url && !text.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// What an error came from, the nearest cause first.
pub(crate) fn causes(
    error: &reqwest::Error,
) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

/// The error of the operating system, without what wraps it and might show a
/// URL.
pub(crate) fn cause(error: &reqwest::Error) -> Option<io::Error> {
    let error = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>())?;
    Some(match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(error.kind()),
    })
}
