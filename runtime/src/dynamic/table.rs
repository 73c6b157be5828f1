//! Tables of whole actions, with more facts than those of generated clients.

use crate::pages::Pagination;
use crate::shape::{Action, Field, Product, Shape};
use crate::slot::Decode;
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
    /// An empty answer.
    pub blank: fn() -> Box<dyn Decode>,
}

/// Which task an action submits.
#[derive(Debug)]
pub struct Submission {
    /// Field of the answer with the number of the task.
    pub task: &'static str,
    /// The action whose waiter watches the task.
    pub watched_by: &'static Entry,
    /// List parameter whose members each become an item, or empty.
    pub items: &'static str,
}

/// A request, an answer or an object nested in one.
#[derive(Debug)]
pub struct Object {
    /// Names and limits.
    pub shape: Shape,
    /// What else is known, one entry a field, in the order of the shape.
    pub facts: &'static [Fact],
}

impl Object {
    /// The fields with their facts.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &'static Fact)> {
        self.shape.iter().zip(self.facts)
    }

    /// The index of the field with this name on the wire.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        let names = self.shape.names().iter().take(self.facts.len());
        names.into_iter().position(|known| *known == name)
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

/// The type of a field.
#[derive(Debug)]
pub enum Type {
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// Floating point number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A JSON document.
    Json,
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

/// An enum with its values on the wire and what they mean.
#[derive(Debug)]
pub struct Enum {
    /// Whether other values are accepted too.
    pub open: bool,
    /// The documented values.
    pub values: &'static [(&'static str, &'static str)],
}
