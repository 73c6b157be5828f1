//! Refusals: the reasons why a request is not executed.

use std::borrow::Cow;
use std::fmt;

use aliyun_codegen::model::{Action, ErrorCode, Model};

/// The product's code for an invalid parameter, if no other code fits.
pub(crate) const INVALID_PARAMETER: &str = "InvalidParameter";

/// A refusal with the product's code. The message never holds a sensitive value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(
            "MissingParameter",
            format!("The required parameter \"{parameter}\" is missing."),
        )
    }

    /// `what` completes a sentence that starts with the parameter's name.
    pub(crate) fn invalid(parameter: &str, what: impl fmt::Display) -> Self {
        Self::new(
            INVALID_PARAMETER,
            format!("The parameter \"{parameter}\" {what}."),
        )
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new("InternalError", message)
    }
}

/// The documented entry for a code; that of the action wins.
pub(crate) fn documented<'m>(
    model: &'m Model,
    action: Option<&'m Action>,
    code: &str,
) -> Option<&'m ErrorCode> {
    let own = action.map_or(&[][..], |action| &action.errors);
    own.iter()
        .chain(&model.errors)
        .find(|entry| entry.code == code)
}

/// The HTTP status of a code: the documented one, or the usual one.
pub(crate) fn status(model: &Model, action: Option<&Action>, code: &str) -> u16 {
    let listed = documented(model, action, code).and_then(|entry| entry.http_status);
    listed
        .filter(|status| (200..=999).contains(status))
        .unwrap_or(match code {
            "SignatureDoesNotMatch" => 403,
            "InvalidAction.NotFound" | "InvalidPath" => 404,
            "UnsupportedHTTPMethod" => 405,
            "InvalidContentType" => 415,
            "InternalError" => 500,
            "ServiceUnavailable" => 503,
            _ => 400,
        })
}
