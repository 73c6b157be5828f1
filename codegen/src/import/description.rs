//! What documentation of any kind says about one action. A reader fills a
//! [`Description`]; drafting, merging and writing know nothing else about it.

use std::fmt;
use std::sync::Arc;

use crate::location::{Encoding, Location, Method};

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A line of a text file, from 1.
    Line(usize),
    /// A JSON pointer.
    Pointer(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Pointer(pointer) => f.write_str(pointer),
        }
    }
}

impl From<usize> for Origin {
    fn from(line: usize) -> Self {
        Self::Line(line)
    }
}

/// Something that could not be read, was guessed, or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// Where it was read.
    pub origin: Origin,
    /// One sentence.
    pub what: String,
}

impl Note {
    pub(super) fn new(origin: impl Into<Origin>, what: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            what: what.into(),
        }
    }
}

/// What one source says about one action.
#[derive(Debug)]
pub struct Description {
    /// Path of the source, as it was given.
    pub(super) source: String,
    /// Where the source begins to describe the action.
    pub(super) origin: Origin,
    pub(super) identity: Identity,
    /// Why it describes no action, if it does not.
    pub(super) refused: Option<String>,
    /// Of several descriptions of one action, the one with the lowest rank wins.
    pub(super) rank: u8,
    pub(super) title: String,
    /// What the action does, in one paragraph that does not begin with its name.
    pub(super) summary: String,
    /// The sentence that says that the action should no longer be used.
    pub(super) deprecated: Option<String>,
    pub(super) parameters: Vec<Entry>,
    pub(super) response: Vec<Entry>,
    pub(super) errors: Vec<ErrorCode>,
    /// The source refers to another page for error codes.
    pub(super) errors_elsewhere: bool,
    pub(super) examples: Examples,
    pub(super) index: Index,
    pub(super) call: Call,
    /// What a document of a whole product says beside its actions; none for a page.
    pub(super) product: Option<Arc<Product>>,
    pub(super) notes: Vec<Note>,
}

/// How an action is called, as far as a document states it.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Call {
    pub(super) method: Option<Method>,
    /// The path template of a REST action.
    pub(super) path: Option<String>,
    pub(super) anonymous: bool,
    /// The parameter by which the gateway recognizes a repeated call.
    pub(super) token: Option<String>,
    /// Name of the JSON body whose members are parameters.
    pub(super) body: Option<String>,
    /// Whether the document says that the action only reads; `None` if it cannot say so.
    pub(super) reads: Option<bool>,
    pub(super) pages: Option<Pages>,
    /// Name of the area that the action belongs to.
    pub(super) area: Option<String>,
    /// The source says nothing about answers, so what is known of them stays.
    pub(super) answers_unstated: bool,
}

/// How answers come in pages: names of parameters and paths of fields.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pages {
    pub(super) items: String,
    pub(super) position: String,
    pub(super) size: Option<String>,
    pub(super) total_items: Option<String>,
    pub(super) cursor: Option<String>,
}

/// What a document says about the product as a whole.
#[derive(Debug, Default)]
pub(super) struct Product {
    /// Hosts by region, if regions differ.
    pub(super) regions: Vec<(String, String)>,
    /// Areas by name, with their titles.
    pub(super) areas: Vec<(String, String)>,
    pub(super) objects: Vec<Shared>,
}

/// An object that actions share.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shared {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) fields: Vec<Entry>,
}

impl Description {
    /// A description that says nothing.
    pub(super) fn blank(source: &str, origin: Origin, identity: Identity) -> Self {
        Self {
            source: source.to_owned(),
            origin,
            identity,
            refused: None,
            rank: 0,
            title: String::new(),
            summary: String::new(),
            deprecated: None,
            parameters: Vec::new(),
            response: Vec::new(),
            errors: Vec::new(),
            errors_elsewhere: false,
            examples: Examples::default(),
            index: Index::default(),
            call: Call::default(),
            product: None,
            notes: Vec::new(),
        }
    }

    /// Whether it comes from a JSON document.
    pub(super) fn of_document(&self) -> bool {
        matches!(self.origin, Origin::Pointer(_))
    }

    /// Path of the source, as it was given.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The action that it describes, if it names one.
    pub(crate) fn action(&self) -> Option<&str> {
        self.identity.action.as_deref()
    }

    /// Why it describes no action, if it does not.
    #[must_use]
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// What could not be read, or was guessed.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter()
    }

    /// One line of JSON: action, version, parameters, response paths, errors,
    /// and which kinds of examples it has.
    #[must_use]
    pub fn neutral(&self) -> String {
        super::neutral::object(self).to_string()
    }
}

/// Which action of which product this is about.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Identity {
    pub(super) action: Option<String>,
    pub(super) product: Option<String>,
    pub(super) version: Option<String>,
    /// The host that documented requests go to.
    pub(super) host: Option<String>,
}

/// A parameter, a response field, or a field inside one of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) evidence: Evidence,
    pub(super) ty: Type,
    /// Where a parameter travels, or a field of an answer is found, if the
    /// documentation says so.
    pub(super) location: Option<Location>,
    pub(super) encoding: Option<Encoding>,
    /// Media type of a payload.
    pub(super) content_type: Option<String>,
    /// Rust name in place of the one made from `name`.
    pub(super) rust: Option<String>,
    /// What the type is called if it is defined in place; after the entry if absent.
    pub(super) type_name: Option<String>,
    pub(super) need: Need,
    pub(super) values: Option<Values>,
    pub(super) default: Option<String>,
    pub(super) range: Option<Bounds>,
    pub(super) length: Option<Bounds>,
    /// How many members a list or map has.
    pub(super) items: Option<Bounds>,
    /// Regular expression that the whole text matches.
    pub(super) pattern: Option<String>,
    /// Limits that only sentences state.
    pub(super) told: Told,
    /// The sentence that says that it should no longer be used.
    pub(super) deprecated: Option<String>,
    /// A value that the documentation shows; empty if there is none.
    pub(super) sample: String,
    /// Paragraphs and bullets, without the values that `values` has.
    pub(super) doc: String,
}

impl Entry {
    /// An entry of which only the name and the type are known.
    pub(super) fn new(name: impl Into<String>, origin: impl Into<Origin>, ty: Type) -> Self {
        Self {
            name: name.into(),
            origin: origin.into(),
            evidence: Evidence::Stated,
            ty,
            location: None,
            encoding: None,
            content_type: None,
            rust: None,
            type_name: None,
            need: Need::Unknown,
            values: None,
            default: None,
            range: None,
            length: None,
            items: None,
            pattern: None,
            told: Told::default(),
            deprecated: None,
            sample: String::new(),
            doc: String::new(),
        }
    }
}

/// What the documentation has about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It describes the entry.
    Stated,
    /// Only an example shows the entry.
    Example,
}

/// The type of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Type {
    String,
    Integer,
    Long,
    Float,
    Boolean,
    /// JSON inside a text.
    Json,
    /// Any JSON value.
    Any,
    Bytes,
    Object(Vec<Entry>),
    List {
        of: Box<Type>,
        /// Name of the element around each member.
        item: Option<String>,
    },
    /// Text keys.
    Map(Box<Type>),
    /// An object that actions share, by name.
    Reference(String),
}

impl Type {
    /// A list of this type.
    pub(super) fn list(self, item: Option<String>) -> Self {
        Self::List {
            of: Box::new(self),
            item,
        }
    }

    /// The type of the members of a list or map; any other type itself.
    pub(super) fn member(&self) -> &Self {
        match self {
            Self::List { of, .. } | Self::Map(of) => of.member(),
            other => other,
        }
    }

    /// Whether it is a list or a map.
    pub(super) fn has_members(&self) -> bool {
        matches!(self, Self::List { .. } | Self::Map(_))
    }
}

/// Whether a call needs a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Need {
    Required,
    /// The documentation demands it; the gateway does not check.
    Documented,
    /// It depends on other parameters: the sentence that says how.
    Conditional(String),
    Optional,
    Unknown,
}

/// The values of an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    pub(super) values: Vec<Value>,
    /// There are other values.
    pub(super) open: bool,
}

/// One value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) value: String,
    /// What it means; may be empty.
    pub(super) meaning: String,
}

/// Both ends, if they are known; digits as written, without separators.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bounds {
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
}

/// Limits as sentences state them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Told {
    pub(super) range: Option<Bounds>,
    pub(super) length: Option<Bounds>,
    pub(super) items: Option<Bounds>,
}

/// An error code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ErrorCode {
    pub(super) origin: Origin,
    pub(super) code: String,
    /// As documented; not always an HTTP status.
    pub(super) status: Option<u64>,
    pub(super) message: String,
    pub(super) doc: String,
}

/// Documented requests and answers, to the letter.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Examples {
    pub(super) request: Option<String>,
    pub(super) xml: Option<String>,
    pub(super) json: Option<String>,
    /// Texts in the request that are placeholders for the parameters of every call.
    pub(super) placeholders: Vec<String>,
}

/// What was read, under the names of the documentation: for the neutral form
/// and for counting.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Index {
    pub(super) parameters: Vec<IndexEntry>,
    /// Paths of response fields: `Data.TaskDetail.TaskNo`.
    pub(super) fields: Vec<String>,
}

/// A parameter in the index.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct IndexEntry {
    /// `Tag.N.Key`
    pub(super) name: String,
    /// As documented, with known misspellings corrected.
    pub(super) ty: String,
    pub(super) required: bool,
}
