//! Why a request is not executed.

use std::borrow::Cow;
use std::fmt;

use aliyun_codegen::model::{Action, ErrorCode, Model};

/// The product's code for a parameter that breaks no more specific rule.
pub(crate) const INVALID_PARAMETER: &str = "InvalidParameter";

/// A refusal in the gateway's terms. The message never holds a value that the
/// model calls sensitive.
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

/// The documentation's entry for a code: the action's own wins.
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

/// The HTTP status of a code: the documented one, else what the platform uses.
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
