//! Third stage: names and types resolved. Emission, the emulator and other
//! readers of a spec see only the model; it has no YAML and no unresolved
//! references.
//!
//! Entry function: `resolve`; users get a model from [`read`](crate::read).

mod numeric;
mod resolve;
mod shared;

pub use crate::location::{Encoding, Location, Method};
pub use crate::template::{Part, Template};
pub(crate) use resolve::{NO_CONTENT_TYPE, resolve};

/// A checked spec folder: one product at one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The facts of the product file.
    pub product: Product,
    /// Enums that several actions share.
    pub enums: Vec<Enum>,
    /// Objects that several actions share; indexes in their types lead to this list.
    pub objects: Vec<Object>,
    /// Every documented error code of the product and its actions, by code.
    pub errors: Vec<ErrorCode>,
    /// The actions, by name.
    pub actions: Vec<Action>,
}

impl Model {
    /// The area of an action; `None` if the product has no areas, or the
    /// action is in none of them.
    #[must_use]
    pub fn area(&self, action: &Action) -> Option<&Area> {
        let name = action.area.as_ref()?;
        self.product.areas.iter().find(|area| area.name == *name)
    }
}

/// Product, version and endpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Product code, such as `Domain`.
    pub name: String,
    /// API version, `YYYY-MM-DD`.
    pub version: String,
    /// What the product is.
    pub doc: String,
    /// Host of regions that are not in `regions`.
    pub endpoint: String,
    /// Hosts by region id.
    pub regions: Vec<(String, String)>,
    /// Functional areas, in the order of the spec; empty if the client is not
    /// divided.
    pub areas: Vec<Area>,
    /// Parameters of every call, set by the runtime.
    pub common_parameters: Vec<CommonParameter>,
}

/// A functional area: a module of the client, and a cargo feature if the
/// client has features.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Name of the module and the feature, such as `tasks`.
    pub name: String,
    /// What its actions have in common.
    pub doc: String,
}

/// A parameter of every call (`Action`, `Timestamp`, …).
#[derive(Debug, Clone, PartialEq)]
pub struct CommonParameter {
    /// Wire name.
    pub name: String,
    /// Whether every call must have it.
    pub required: bool,
    /// What it is.
    pub doc: String,
}

/// One action with everything its client code needs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Action {
    /// Name of the action for the gateway.
    pub name: String,
    /// Name of the spec file, without its folder.
    pub file: String,
    /// What the action does.
    pub doc: String,
    /// Title of the reference page with the facts.
    pub page: Option<String>,
    /// Why there is no reference page, if there is none.
    pub no_page: Option<String>,
    /// Functional area, such as `tasks`; one of [`Product::areas`] if the
    /// product has areas.
    pub area: Option<String>,
    /// HTTP method.
    pub http_method: Method,
    /// Path template of a REST (ROA) action; RPC actions have none.
    pub path: Option<Template>,
    /// Calls are sent without a signature.
    pub anonymous: bool,
    /// Whether repeating the call cannot change anything a second time.
    pub idempotent: bool,
    /// Wire name of the parameter by which the gateway recognizes a repeated call.
    pub idempotency_token: Option<String>,
    /// The documentation's name of the JSON body whose members are parameters here.
    pub body: Option<String>,
    /// Why the action is deprecated, if it is.
    pub deprecated: Option<String>,
    /// Rust module name.
    pub module: String,
    /// Rust client method name.
    pub method: String,
    /// The request struct.
    pub request: Object,
    /// The response struct.
    pub response: Object,
    /// Nested objects, indexed by [`Type::Object`].
    pub objects: Vec<Object>,
    /// Enums of this action alone, indexed by [`EnumRef::Action`].
    pub enums: Vec<Enum>,
    /// Error codes documented for this action.
    pub errors: Vec<ErrorCode>,
    /// How its answer is divided into pages, if it is.
    pub pagination: Option<Pagination>,
    /// How to wait for the end of a task with it, if that is possible.
    pub waiter: Option<Waiter>,
    /// Which task it submits, if it does.
    pub submits: Option<Submits>,
    /// Documented examples, verbatim.
    pub examples: Vec<Example>,
    /// Contradictions of the documentation, and the side that the spec follows.
    pub errata: Vec<Erratum>,
}

impl Action {
    /// The fields on the way to a field of the answer, which is the last of
    /// them. A name with dots may also be a path through nested objects.
    #[must_use]
    pub fn response_path(&self, path: &str) -> Option<Vec<&Field>> {
        self.path(&self.response.fields, path)
    }

    fn path<'m>(&'m self, fields: &'m [Field], path: &str) -> Option<Vec<&'m Field>> {
        let find = |name: &str| fields.iter().find(|field| field.name == name);
        if let Some(field) = find(path) {
            return Some(vec![field]);
        }
        path.match_indices('.').find_map(|(dot, _)| {
            let field = find(&path[..dot])?;
            let Type::Object(at) = field.ty else {
                return None;
            };
            let mut way = vec![field];
            way.extend(self.path(&self.objects[at].fields, &path[dot + 1..])?);
            Some(way)
        })
    }
}

/// How the answer of an action is divided into pages. All names are wire names.
#[derive(Debug, Clone, PartialEq)]
pub struct Pagination {
    /// Response field with the items. Like the other response fields here, it
    /// may be a path through nested objects.
    pub items: String,
    /// Parameter that chooses the page.
    pub position: String,
    /// Parameter with the number of items on a page.
    pub size: Option<String>,
    /// Page size to send if the request has none.
    pub default_size: Option<u64>,
    /// Response field that says whether there are more pages.
    pub more: Option<String>,
    /// Response field with the number of pages.
    pub total: Option<String>,
    /// Response field with the number of items on all pages.
    pub total_items: Option<String>,
    /// Response field with the cursor of the next page; if there is none,
    /// `position` is a number.
    pub cursor: Option<String>,
    /// Whether `position` is the number of items before the page, not the
    /// number of the page.
    pub offset: bool,
    /// Number of the first page.
    pub first_page: u64,
}

/// How the items of a paginated action show the state of a task. All names are
/// wire names.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiter {
    /// Rust client method name, such as `wait_for_task`.
    pub method: String,
    /// The thing to wait for.
    pub doc: String,
    /// Parameter with the number of the task.
    pub key: String,
    /// Item field that identifies an item of a task.
    pub id: Option<String>,
    /// Item field with the subject of the item.
    pub subject: Option<String>,
    /// Item field with the status.
    pub status: String,
    /// Statuses of items that succeeded.
    pub success: Vec<String>,
    /// Statuses of items that failed.
    pub failure: Vec<String>,
    /// Fields that may hold a message; the first one present is used.
    pub messages: Vec<String>,
}

/// The task that an action submits.
#[derive(Debug, Clone, PartialEq)]
pub struct Submits {
    /// Response field with the number of the task.
    pub task: String,
    /// Name of the action whose waiter watches the task.
    pub watched_by: String,
    /// List parameter whose members each become an item of the task.
    pub items: Option<String>,
}

/// Where an object is used; this decides which code it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Sent: setters.
    #[default]
    Request,
    /// Received: slots.
    Response,
    /// Sent in one call and received in another: both.
    Both,
}

impl Role {
    /// Whether it is sent.
    #[must_use]
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    /// Whether it is received.
    #[must_use]
    pub const fn is_received(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

/// A request, a response or a nested object.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    /// Rust struct name.
    pub rust_name: String,
    /// What it contains.
    pub doc: String,
    /// Sent or received.
    pub role: Role,
    /// The object is a copy of one of [`Model::objects`]; its indexes point to
    /// objects of the action.
    pub shared: bool,
    /// Its fields, in documented order.
    pub fields: Vec<Field>,
}

/// A parameter or a response field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Wire name, without list suffix.
    pub name: String,
    /// Rust field and setter name (raw if it is a keyword: `r#type`).
    pub ident: String,
    /// What it is.
    pub doc: String,
    /// Its type.
    pub ty: Type,
    /// Where it travels; only for the top level of a request or an answer.
    pub location: Location,
    /// How a list, map or object becomes text in a query or a form.
    pub encoding: Encoding,
    /// Media type of a payload, instead of the one of its type; empty sends none.
    pub content_type: Option<String>,
    /// Whether every call must have it.
    pub required: bool,
    /// Only the documentation requires it; the gateway does not check.
    pub documented_only: bool,
    /// It contains its own object, directly or indirectly, so it is stored in a box.
    pub boxed: bool,
    /// An enum of whole numbers inside JSON, where it is sent as a number.
    pub numeric: bool,
    /// When it is required, if that depends on other parameters.
    pub required_when: Option<String>,
    /// The value that the gateway uses if it is absent (wire text).
    pub default: Option<String>,
    /// Documented limits.
    pub rules: Vec<Rule>,
    /// Personal or secret: never printed.
    pub sensitive: bool,
    /// Why it is deprecated, if it is.
    pub deprecated: Option<String>,
    /// Wire name of the wrapper around list members in a response.
    pub item: Option<String>,
    /// A made-up value (wire text) for examples and tests.
    pub sample: Option<String>,
}

/// A resolved type.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Text.
    String,
    /// Whole number of 32 bits on the gateway's side.
    Integer,
    /// Whole number of 64 bits.
    Long,
    /// Floating point number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A JSON document, sent as compact text.
    Json,
    /// Any JSON value.
    Any,
    /// Bytes, as a payload.
    Bytes,
    /// An image, sent as base64.
    Image,
    /// An enum.
    Enum(EnumRef),
    /// Index into [`Action::objects`], or into [`Model::objects`] in an object there.
    Object(usize),
    /// List of members.
    List(Box<Type>),
    /// Map with text keys.
    Map(Box<Type>),
}

impl Type {
    /// Calls `visit` with the index of the object inside, if one is.
    fn each_object(&mut self, visit: &mut dyn FnMut(&mut usize)) {
        match self {
            Self::Object(index) => visit(index),
            Self::List(member) | Self::Map(member) => member.each_object(visit),
            _ => {}
        }
    }

    /// The type inside all lists and maps.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(member) | Self::Map(member) => member.innermost(),
            other => other,
        }
    }
}

/// The list of enums that an index points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumRef {
    /// Index into [`Model::enums`].
    Shared(usize),
    /// Index into [`Action::enums`].
    Action(usize),
}

/// An enum with its wire values.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// Rust enum name.
    pub rust_name: String,
    /// What its values distinguish.
    pub doc: String,
    /// Whether values that are not listed are accepted and kept.
    pub open: bool,
    /// Wire values are whole numbers.
    pub integer: bool,
    /// The documented values, in documented order.
    pub values: Vec<EnumValue>,
}

/// One documented value.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// Wire text.
    pub value: String,
    /// Rust variant name.
    pub ident: String,
    /// What it means.
    pub doc: String,
    /// Why it is deprecated, if it is.
    pub deprecated: Option<String>,
}

/// One documented limit, as in `aliyun_runtime::generated::Rule`.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Length of a text in Unicode characters.
    Length(u64, u64),
    /// Bounds of a whole number.
    Range(i64, i64),
    /// Bounds of a floating point number.
    FloatRange(f64, f64),
    /// Number of members or entries.
    Items(u64, u64),
    /// Regular expression for the whole text.
    Pattern(String),
    /// Accepted image formats (`jpeg`, `bmp`, `png`, `gif`) and raw size in bytes.
    Image(Vec<String>, u64, u64),
}

/// A documented error code.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorCode {
    /// Code on the wire, such as `ParameterIllegal`.
    pub code: String,
    /// Rust variant name.
    pub ident: String,
    /// Documented HTTP status.
    pub http_status: Option<u16>,
    /// Documented message, verbatim.
    pub message: Option<String>,
    /// What the code means for the requested change, if the spec says so; otherwise
    /// the words of the code decide.
    pub outcome: Option<Outcome>,
    /// What it means.
    pub doc: String,
}

/// What an error code means for the requested change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It may have been made.
    Unknown,
    /// It was not made.
    Refused,
}

impl Outcome {
    /// The word for it in spec files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Refused => "refused",
        }
    }

    /// The outcome with this word in spec files.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Unknown, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }
}

/// One documented example: a call and its answer in both formats.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// Short name, unique in the action.
    pub name: String,
    /// The request, verbatim.
    pub request: Option<String>,
    /// The XML answer, verbatim.
    pub xml: Option<String>,
    /// The JSON answer, verbatim.
    pub json: Option<String>,
    /// The placeholders in the request.
    pub placeholders: Vec<Placeholder>,
}

/// A placeholder in a documented request.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeholder {
    /// Its text without the leading `&`.
    pub text: String,
    /// The parameters that it replaces; empty for the common parameters.
    pub parameters: Vec<String>,
}

/// A contradiction of the documentation, and the side that the spec follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Erratum {
    /// Name of the lint that reports it, such as `example-unknown-parameter`.
    pub lint: String,
    /// Subject of the lint (a parameter, a field, `xml`); the whole action if absent.
    pub subject: Option<String>,
    /// The correct text, if there is one.
    pub replacement: Option<String>,
    /// Why.
    pub reason: String,
}
