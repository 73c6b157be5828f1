//! Tables of whole actions, with more facts than those of generated clients.

use std::fmt;
use std::sync::OnceLock;

use crate::location::Location;
use crate::pages::Pagination;
use crate::shape::{Action, Field, Product, Shape};
use crate::waiter::Waiter;

/// Every action of a product.
#[derive(Debug)]
pub struct Catalog {
    /// The product.
    pub product: &'static Product,
    /// What the product is.
    pub doc: &'static str,
    /// Its actions, by name.
    pub actions: &'static [&'static Entry],
}

impl Catalog {
    /// The action of this name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&'static Entry> {
        let mut actions = self.actions.iter().copied();
        actions.find(|entry| entry.action.name == name)
    }
}

/// One action. Texts that do not apply are empty.
#[derive(Debug)]
pub struct Entry {
    /// What calls need.
    pub action: Action,
    /// The name in kebab case, such as `query-task-detail-list`.
    pub command: &'static str,
    /// Functional area, such as `tasks`.
    pub area: &'static str,
    /// What the action does.
    pub doc: &'static str,
    /// Why it is deprecated.
    pub deprecated: &'static str,
    /// The documentation's name of the JSON body whose members are parameters here.
    pub body: &'static str,
    /// Its parameters.
    pub request: &'static Object,
    /// The fields of its answer.
    pub response: &'static Object,
    /// How its answers come in pages.
    pub pagination: Option<&'static Pagination>,
    /// How to wait for the end of a task with it.
    pub waiter: Option<&'static Watch>,
    /// Which task it submits.
    pub submits: Option<&'static Submission>,
    /// Its documented error codes.
    pub errors: &'static [Documented],
}

/// A documented error code.
#[derive(Debug)]
pub struct Documented {
    /// The code on the wire.
    pub code: &'static str,
    /// HTTP status, or 0 if none is documented.
    pub http_status: u16,
    /// What it means.
    pub doc: &'static str,
}

/// How to wait with an action.
#[derive(Debug)]
pub struct Watch {
    /// What is waited for.
    pub doc: &'static str,
    /// How to read the answers.
    pub waiter: Waiter,
}

/// Which task an action submits.
#[derive(Debug)]
pub struct Submission {
    /// Field of the answer with the number of the task.
    pub task: &'static str,
    /// Name of the action whose waiter watches the task.
    pub watched_by: &'static str,
    /// List parameter whose members each become an item, or empty.
    pub items: &'static str,
}

/// A request, an answer or an object nested in one. Objects may contain themselves.
#[derive(Debug)]
pub struct Object {
    /// Names and limits.
    pub shape: Shape,
    facts: Facts,
}

#[derive(Debug)]
enum Facts {
    Known(&'static [Fact]),
    Late(OnceLock<&'static [Fact]>),
}

impl Object {
    /// An object with what is known of its fields besides the shape, one entry per field,
    /// in the same order.
    #[must_use]
    pub const fn new(shape: Shape, facts: &'static [Fact]) -> Self {
        let facts = Facts::Known(facts);
        Self { shape, facts }
    }

    /// An object whose facts follow by [`complete`](Self::complete), so that a table that
    /// is made at run time can refer to itself. Until then it has no fields.
    #[must_use]
    pub const fn late(shape: Shape) -> Self {
        let facts = Facts::Late(OnceLock::new());
        Self { shape, facts }
    }

    /// Gives a [`late`](Self::late) object its facts. Facts that it already has stay.
    pub fn complete(&self, facts: &'static [Fact]) {
        if let Facts::Late(late) = &self.facts {
            late.get_or_init(|| facts);
        }
    }

    /// What is known of the fields besides the shape, one entry per field, in its order.
    #[must_use]
    pub fn facts(&self) -> &'static [Fact] {
        match &self.facts {
            Facts::Known(facts) => facts,
            Facts::Late(facts) => facts.get().copied().unwrap_or_default(),
        }
    }

    /// The fields with their facts.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &'static Fact)> + use<> {
        self.shape.iter().zip(self.facts())
    }

    /// Where the field of this name on the wire is. If a member of the JSON body has the
    /// name of another parameter, it is that other one.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        let mut named = self.named(name);
        let first = named.next()?;
        let other = |(_, field): &(usize, Field)| field.location != Location::Body;
        let plain = Some(first).filter(other).or_else(|| named.find(other));
        Some(plain.unwrap_or(first).0)
    }

    /// Where the member of the JSON body with this name is.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<usize> {
        let mut named = self.named(name);
        let member = named.find(|(_, field)| field.location == Location::Body);
        member.map(|(index, _)| index)
    }

    fn named(&self, name: &str) -> impl Iterator<Item = (usize, Field)> {
        let fields = self.fields().enumerate();
        let fields = fields.map(|(index, (field, _))| (index, field));
        fields.filter(move |(_, field)| field.name == name)
    }

    /// The names on the way to a field, then the wrapper of its members if there
    /// is one. A name with dots may also be a path through nested objects.
    #[must_use]
    pub fn steps(&self, path: &str) -> Vec<&'static str> {
        let find = |name: &str| self.fields().find(|(field, _)| field.name == name);
        if let Some((field, _)) = find(path) {
            let wrapper = Some(field.item).filter(|item| !item.is_empty());
            return [field.name].into_iter().chain(wrapper).collect();
        }
        let nested = path.match_indices('.').find_map(|(dot, _)| {
            let (field, fact) = find(&path[..dot])?;
            let Type::Object(object) = fact.ty else {
                return None;
            };
            let rest = object.steps(&path[dot + 1..]);
            (!rest.is_empty()).then(|| [field.name].into_iter().chain(rest).collect())
        });
        nested.unwrap_or_default()
    }
}

/// What is known about a field besides its name and limits. Texts that do not
/// apply are empty.
#[derive(Debug)]
pub struct Fact {
    /// The name in kebab case, such as `domain-name`; empty if another field of the
    /// object has the same one.
    pub flag: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its type.
    pub ty: Type,
    /// The value that the gateway assumes if it is absent.
    pub default: &'static str,
    /// A made-up value.
    pub sample: &'static str,
    /// When it is required, if that depends on other parameters.
    pub required_when: &'static str,
    /// Why it is deprecated.
    pub deprecated: &'static str,
}

/// The type of a field. `Debug` names objects, which may contain themselves.
pub enum Type {
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// Floating point number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A JSON document, sent as a text.
    Json,
    /// Any JSON value, sent as it is.
    Any,
    /// An image.
    Image,
    /// Bytes as they are.
    Bytes,
    /// An enum.
    Enum(&'static Enum),
    /// A nested object.
    Object(&'static Object),
    /// List of members.
    List(&'static Type),
    /// Map with text keys.
    Map(&'static Type),
}

impl Type {
    /// The type inside all lists and maps.
    #[must_use]
    pub fn innermost(&'static self) -> &'static Self {
        match self {
            Self::List(member) | Self::Map(member) => member.innermost(),
            other => other,
        }
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("Text"),
            Self::Integer => f.write_str("Integer"),
            Self::Float => f.write_str("Float"),
            Self::Boolean => f.write_str("Boolean"),
            Self::Json => f.write_str("Json"),
            Self::Any => f.write_str("Any"),
            Self::Bytes => f.write_str("Bytes"),
            Self::Image => f.write_str("Image"),
            Self::Enum(values) => f.debug_tuple("Enum").field(values).finish(),
            Self::Object(object) => f.debug_tuple("Object").field(&object.shape.name).finish(),
            Self::List(member) => f.debug_tuple("List").field(member).finish(),
            Self::Map(value) => f.debug_tuple("Map").field(value).finish(),
        }
    }
}

/// An enum with its values on the wire and what they mean.
#[derive(Debug)]
pub struct Enum {
    /// Whether other values are accepted too.
    pub open: bool,
    /// The documented values.
    pub values: &'static [(&'static str, &'static str)],
}
