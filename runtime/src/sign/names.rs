//! Names of headers, parsed once and not for every request.

use reqwest::header::{self, HeaderName};

pub(super) static HOST: HeaderName = header::HOST;
pub(super) static USER_AGENT: HeaderName = header::USER_AGENT;
pub(super) static CONTENT_TYPE: HeaderName = header::CONTENT_TYPE;
pub(super) static ACCEPT: HeaderName = header::ACCEPT;
pub(super) static AUTHORIZATION: HeaderName = header::AUTHORIZATION;
pub(super) static ACTION: HeaderName = HeaderName::from_static("x-acs-action");
pub(super) static VERSION: HeaderName = HeaderName::from_static("x-acs-version");
pub(super) static DATE: HeaderName = HeaderName::from_static("x-acs-date");
pub(super) static NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
pub(super) static DIGEST: HeaderName = HeaderName::from_static("x-acs-content-sha256");
pub(super) static KEY_ID: HeaderName = HeaderName::from_static("x-acs-accesskey-id");
pub(super) static TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");
