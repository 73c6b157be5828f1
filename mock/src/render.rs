//! Answers in both formats.

use aliyun_codegen::model::{Action, Model};
use serde_json::{Value, json};

use crate::refusal::{Refusal, documented};
use crate::xml;

/// The format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    Json,
    #[default]
    Xml,
}

impl Format {
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json;charset=utf-8",
            Self::Xml => "text/xml;charset=utf-8",
        }
    }
}

/// An answer to be sent.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Empty for an answer without a body.
    pub(crate) content_type: &'static str,
    /// Fields of the answer that come in headers.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The reason of a refusal and the request id, for the recording.
    pub(crate) refusal: Option<Refusal>,
    pub(crate) request_id: Option<String>,
}

impl Reply {
    /// The answer of a proxy in front of the product: HTML, as from real proxies.
    pub(crate) fn proxy(status: u16, reason: &str) -> Self {
        let body = format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n\
             <body>\r\n<center><h1>{status} {reason}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
        Self {
            status,
            content_type: "text/html",
            headers: Vec::new(),
            body: body.into_bytes(),
            refusal: None,
            request_id: None,
        }
    }
}

/// The text of an answer whose root element, in XML, is `root`.
pub(crate) fn text(format: Format, root: &str, answer: &Value) -> Result<String, Refusal> {
    match format {
        Format::Json => Ok(answer.to_string()),
        Format::Xml => xml::write(root, answer).map_err(Refusal::internal),
    }
}

/// The body of a refusal.
pub(crate) fn error(
    format: Format,
    model: &Model,
    action: Option<&Action>,
    refusal: &Refusal,
    request_id: &str,
    host: &str,
) -> String {
    let meaning = documented(model, action, &refusal.code).map_or("", |entry| entry.doc.as_str());
    let body = json!({
        "Code": refusal.code,
        "Message": refusal.message,
        "RequestId": request_id,
        "HostId": host,
        "Recommend": meaning,
    });
    // This fails only for characters that XML cannot hold; then JSON is sent.
    text(format, "Error", &body).unwrap_or_else(|_| body.to_string())
}
