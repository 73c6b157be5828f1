//! A spec folder as it was read: every value with its span, nothing resolved.

use crate::location::{Encoding, Location, Method};
use crate::source::{Span, Spanned};

pub(crate) type Text = Spanned<String>;

/// A spec folder.
#[derive(Debug, Default)]
pub(crate) struct Spec {
    pub(crate) product: Option<Product>,
    pub(crate) actions: Vec<Action>,
    /// A file could not be read, so it may define what other files refer to.
    pub(crate) incomplete: bool,
}

#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) name: Text,
    pub(crate) version: Text,
    pub(crate) doc: Text,
    pub(crate) endpoint: Text,
    pub(crate) regions: Vec<(Text, Text)>,
    pub(crate) areas: Vec<Area>,
    pub(crate) common: Vec<Common>,
    pub(crate) enums: Vec<Enum>,
    /// Objects that actions share.
    pub(crate) objects: Vec<Object>,
    pub(crate) errors: Vec<ErrorCode>,
}

#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) name: Text,
    pub(crate) doc: Text,
}

#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) name: Text,
    pub(crate) required: bool,
    pub(crate) doc: Text,
}

#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) file: String,
    pub(crate) name: Text,
    pub(crate) doc: Text,
    pub(crate) page: Option<Text>,
    pub(crate) no_page: Option<Text>,
    pub(crate) area: Option<Text>,
    pub(crate) method: Option<Spanned<Method>>,
    pub(crate) path: Option<Text>,
    pub(crate) anonymous: bool,
    pub(crate) idempotent: bool,
    /// The parameter by which the gateway recognizes a repeated call.
    pub(crate) idempotency_token: Option<Text>,
    /// The documentation's name of the JSON body whose members are parameters.
    pub(crate) body: Option<Text>,
    pub(crate) deprecated: Option<Text>,
    pub(crate) parameters: Vec<Field>,
    pub(crate) response: Vec<Field>,
    pub(crate) objects: Vec<Object>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) errors: Vec<ErrorUse>,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) waiter: Option<Waiter>,
    pub(crate) submits: Option<Submits>,
    /// A pagination or a waiter could not be read.
    pub(crate) flow_unread: bool,
    pub(crate) examples: Vec<Example>,
    pub(crate) errata: Vec<Erratum>,
}

/// Names of fields and parameters, as on the wire.
#[derive(Debug)]
pub(crate) struct Pagination {
    pub(crate) items: Text,
    pub(crate) position: Text,
    pub(crate) size: Option<Text>,
    pub(crate) default_size: Option<Spanned<u64>>,
    pub(crate) more: Option<Text>,
    pub(crate) total: Option<Text>,
    pub(crate) total_items: Option<Text>,
    pub(crate) cursor: Option<Text>,
    pub(crate) offset: Option<Spanned<bool>>,
    pub(crate) first_page: Option<Spanned<u64>>,
}

impl Pagination {
    /// The page size to send if the caller gives none: the one written here, or
    /// the default of the parameter. A default of 0 means that the gateway
    /// chooses.
    pub(crate) fn page_size(&self, parameters: &[Field]) -> Option<u64> {
        let size = self.size.as_ref()?;
        if let Some(written) = &self.default_size {
            return Some(written.value);
        }
        let mut parameters = parameters.iter();
        let size = parameters.find(|field| field.name.value == size.value)?;
        let default = size.default.as_ref()?.value.parse().ok();
        default.filter(|size| *size > 0)
    }
}

#[derive(Debug)]
pub(crate) struct Waiter {
    pub(crate) name: Text,
    pub(crate) doc: Text,
    pub(crate) key: Text,
    pub(crate) id: Option<Text>,
    pub(crate) subject: Option<Text>,
    pub(crate) status: Text,
    pub(crate) success: Vec<Text>,
    pub(crate) failure: Vec<Text>,
    pub(crate) messages: Vec<Text>,
}

#[derive(Debug)]
pub(crate) struct Submits {
    pub(crate) task: Text,
    pub(crate) watched_by: Text,
    pub(crate) items: Option<Text>,
}

/// A parameter or a response field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Text,
    pub(crate) ty: Spanned<TypeExpr>,
    pub(crate) doc: Option<Text>,
    pub(crate) rust: Option<Text>,
    /// Rust name of the enum or object defined in place.
    pub(crate) rust_type: Option<Text>,
    /// Where it travels, if `in` says so.
    pub(crate) location: Option<Spanned<Location>>,
    pub(crate) encoding: Option<Spanned<Encoding>>,
    /// Media type of a payload.
    pub(crate) content_type: Option<Text>,
    pub(crate) required: Option<Spanned<Need>>,
    pub(crate) required_when: Option<Text>,
    pub(crate) default: Option<Text>,
    pub(crate) values: Option<Spanned<Vec<Value>>>,
    pub(crate) open: Option<Spanned<bool>>,
    pub(crate) length: Option<Spanned<Bounds<u64>>>,
    pub(crate) range: Option<Spanned<Bounds<String>>>,
    pub(crate) items: Option<Spanned<Bounds<u64>>>,
    pub(crate) pattern: Option<Text>,
    pub(crate) media: Option<Spanned<Vec<Text>>>,
    pub(crate) raw_size: Option<Spanned<Bounds<u64>>>,
    pub(crate) sensitive: Option<Spanned<bool>>,
    pub(crate) deprecated: Option<Text>,
    pub(crate) item: Option<Text>,
    pub(crate) sample: Option<Text>,
    pub(crate) fields: Option<Spanned<Vec<Field>>>,
}

/// Whether every call must have a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Optional,
    /// The documentation demands it; the gateway does not check.
    Documented,
    Required,
}

/// A type as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TypeExpr {
    String,
    Integer,
    Long,
    Float,
    Boolean,
    Json,
    /// Any JSON value.
    Any,
    Bytes,
    Image,
    /// An enum defined in place; `true` if its values are whole numbers.
    Enum(bool),
    /// An object defined in place.
    Object,
    /// An enum or object defined elsewhere.
    Named(String),
    List(Box<TypeExpr>),
    Map(Box<TypeExpr>),
    /// Missing, not a text, or with an unreadable definition: loading has
    /// reported it, so the field is not checked further.
    Invalid,
}

impl TypeExpr {
    /// The type inside all lists and maps.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(member) | Self::Map(member) => member.innermost(),
            other => other,
        }
    }
}

/// Bounds with both ends included.
#[derive(Debug)]
pub(crate) struct Bounds<T> {
    pub(crate) min: Option<Spanned<T>>,
    pub(crate) max: Option<Spanned<T>>,
}

/// Whether an object may be sent, received, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usage {
    Sent,
    Received,
    Shared,
}

#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) name: Text,
    pub(crate) doc: Option<Text>,
    pub(crate) rust: Option<Text>,
    pub(crate) fields: Vec<Field>,
    pub(crate) usage: Usage,
    /// A field could not be read, so fields may be missing.
    pub(crate) unread: bool,
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: Text,
    pub(crate) doc: Option<Text>,
    pub(crate) rust: Option<Text>,
    pub(crate) open: bool,
    pub(crate) integer: bool,
    pub(crate) values: Vec<Value>,
    pub(crate) values_span: Span,
    /// A value could not be read, so values may be missing.
    pub(crate) unread: bool,
}

#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) value: Text,
    pub(crate) name: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) deprecated: Option<Text>,
}

/// An error of an action: described there, or the code of one in the product file.
#[derive(Debug)]
pub(crate) enum ErrorUse {
    Own(ErrorCode),
    Shared(Text),
}

#[derive(Debug)]
pub(crate) struct ErrorCode {
    pub(crate) code: Text,
    pub(crate) http_status: Option<Spanned<u64>>,
    pub(crate) message: Option<Text>,
    pub(crate) outcome: Option<Text>,
    pub(crate) doc: Text,
    pub(crate) name: Option<Text>,
}

#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) name: Text,
    pub(crate) request: Option<Text>,
    pub(crate) xml: Option<Text>,
    pub(crate) json: Option<Text>,
    pub(crate) placeholders: Vec<Placeholder>,
}

#[derive(Debug)]
pub(crate) struct Placeholder {
    pub(crate) text: Text,
    pub(crate) stands_for: Vec<Text>,
}

#[derive(Debug)]
pub(crate) struct Erratum {
    pub(crate) lint: Text,
    pub(crate) subject: Option<Text>,
    pub(crate) replacement: Option<Text>,
    pub(crate) reason: Text,
}
