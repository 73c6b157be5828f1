use std::fmt;

use serde_json::Value as Json;

use crate::debug::escape;
use crate::decode::decode_lenient;
use crate::outline::COMMON;
use crate::shape::Shape;
use crate::slot::{Decode, Slot, SlotMut};
use crate::value::{Record, Value, ValueRef};

/// What the gateway says when it refuses a call. The texts come from the
/// server and may repeat what was sent: `Debug` shows code and request id only.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// Error code, such as `ParameterIllegal`; never empty.
    pub code: String,
    /// A message for people; empty if the server gives none.
    pub message: String,
    /// Id to give to support. This and the fields below are `None` if the server sends
    /// an empty text.
    pub request_id: Option<String>,
    /// The host that answered.
    pub host_id: Option<String>,
    /// Address of a page on the error.
    pub recommend: Option<String>,
    /// Which policy denied access, as JSON text.
    pub access_denied_detail: Option<String>,
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorBody")
            .field("code", &self.code)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// Reads the body of an error in either format, with any name of the root. A value that
/// is not a text stays empty. `None` if the body is cut short, has no code, or is
/// something else.
#[must_use]
pub fn decode_error(body: &[u8]) -> Option<ErrorBody> {
    let mut fault = Fault::default();
    decode_lenient(body, &mut fault).ok()?;
    fault.whole()
}

/// The start of a body for messages: at most 200 characters, with escapes for
/// characters that do not print. If it is cut, `…` and the size of the body follow.
#[must_use]
pub fn excerpt(body: &[u8]) -> String {
    // More than 200 characters can ever take.
    let start = &body[..body.len().min(1024)];
    let (mut out, cut) = escape(&String::from_utf8_lossy(start), 200, false);
    if cut {
        out.push_str(&format!("… ({} bytes)", body.len()));
    }
    out
}

#[derive(Default)]
struct Fault {
    body: ErrorBody,
    detail: Option<Json>,
    /// Code, message and request id under other names.
    others: [Option<String>; 3],
}

impl Fault {
    /// The error, if it has a code. Texts that are empty count as absent.
    fn whole(self) -> Option<ErrorBody> {
        let Self {
            mut body,
            detail,
            others: [code, message, request_id],
        } = self;
        // A status may come as the code, with the code itself beside it.
        let is_status = body.code.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(code) = code.filter(|code| is_status && !code.is_empty()) {
            body.code = code;
        }
        if body.message.is_empty() {
            body.message = message.unwrap_or_default();
        }
        body.request_id = body.request_id.filter(|id| !id.is_empty()).or(request_id);
        body.access_denied_detail = detail.map(|detail| match detail {
            Json::String(text) => text,
            other => other.to_string(),
        });
        for text in [
            &mut body.request_id,
            &mut body.host_id,
            &mut body.recommend,
            &mut body.access_denied_detail,
        ] {
            text.take_if(|text| text.is_empty());
        }
        (!body.code.is_empty()).then_some(body)
    }
}

/// All of them sensitive.
static FAULT: Shape = Shape::new("ErrorBody", &FAULT_NAMES).flags("222222222");

/// [`COMMON`], and then other spellings of code, message and request id. Case does not
/// matter.
const FAULT_NAMES: [&str; 9] = [
    COMMON[0],
    COMMON[1],
    COMMON[2],
    COMMON[3],
    COMMON[4],
    COMMON[5],
    "ErrorCode",
    "ErrorMsg",
    "request_id",
];

impl Record for Fault {
    fn shape(&self) -> &'static Shape {
        &FAULT
    }

    fn at(&self, index: usize) -> &dyn Value {
        let body = &self.body;
        match index {
            0 => &body.code,
            1 => &body.message,
            2 => &body.request_id,
            3 => &body.host_id,
            4 => &body.recommend,
            5 => &self.detail,
            other => &self.others[other - COMMON.len()],
        }
    }
}

impl Decode for Fault {
    fn at_mut(&mut self, index: usize) -> &mut dyn Slot {
        let body = &mut self.body;
        match index {
            0 => &mut body.code,
            1 => &mut body.message,
            2 => &mut body.request_id,
            3 => &mut body.host_id,
            4 => &mut body.recommend,
            5 => &mut self.detail,
            other => &mut self.others[other - COMMON.len()],
        }
    }
}

impl Value for Fault {
    fn get(&self) -> ValueRef<'_> {
        ValueRef::Record(self)
    }
}

impl Slot for Fault {
    fn open(&mut self) -> SlotMut<'_> {
        SlotMut::Record(self)
    }

    fn empty() -> Self {
        Self::default()
    }
}
