//! The documented answer of an action as a JSON object.
//!
//! Pages contradict themselves: names differ between JSON and XML, one of the two may
//! not parse, and lists may lack their wrapper. A JSON answer is the page's
//! JSON, unchanged. An XML answer is the page's XML or else its JSON, with the
//! names and wrappers of the model.

use aliyun_codegen::model::{Action, Example, Field, Model, Type};
use serde_json::{Map, Value};

use crate::render::Format;
use crate::values::enumeration;
use crate::xml;

/// The deepest nesting of a made-up answer.
const DEPTH: usize = 8;

/// Where the names of a JSON answer come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// The documented example, unchanged.
    Example,
    /// The model, with its wrappers and types.
    Model,
}

/// The answer of an action, before fresh identifiers are set.
pub(crate) fn document(
    model: &Model,
    action: &Action,
    format: Format,
    names: Names,
) -> Map<String, Value> {
    let shape = Shape { model, action };
    let first = |read: fn(&Action, &Example) -> Option<Map<String, Value>>| {
        action
            .examples
            .iter()
            .find_map(|example| read(action, example))
    };
    let found = match format {
        Format::Json if names == Names::Model => first(json)
            .or_else(|| first(xml))
            .map(|tree| shape.fit(tree)),
        Format::Json => first(json).or_else(|| first(xml).map(|tree| shape.fit(tree))),
        Format::Xml => first(xml)
            .or_else(|| first(json))
            .map(|tree| shape.fit(tree)),
    };
    found.unwrap_or_else(|| shape.fit(shape.sample(&action.response.fields, 0)))
}

fn json(_: &Action, example: &Example) -> Option<Map<String, Value>> {
    serde_json::from_str(example.json.as_deref()?).ok()
}

/// Reads the XML example without its root, if it has one.
fn xml(action: &Action, example: &Example) -> Option<Map<String, Value>> {
    let mut tree = xml::read(example.xml.as_deref()?)?;
    let only = tree
        .iter()
        .next()
        .filter(|_| tree.len() == 1)
        .map(|(name, _)| name.clone());
    match only {
        Some(root) if find(&action.response.fields, &root).is_none() => match tree.remove(&root) {
            Some(Value::Object(children)) => Some(children),
            _ => None,
        },
        _ => Some(tree),
    }
}

fn find<'m>(fields: &'m [Field], name: &str) -> Option<&'m Field> {
    let exact = fields.iter().find(|field| field.name == name);
    exact.or_else(|| {
        fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    })
}

/// The key of an entry, in whatever case an example spells it.
pub(crate) fn key(tree: &Map<String, Value>, name: &str) -> Option<String> {
    let found = tree.keys().find(|key| key.eq_ignore_ascii_case(name));
    if tree.contains_key(name) {
        Some(name.to_owned())
    } else {
        found.cloned()
    }
}

/// Sets an entry under the key it already has, or under `name`.
pub(crate) fn set(tree: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    let key = key(tree, name).unwrap_or_else(|| name.to_owned());
    tree.insert(key, value.into());
}

/// The names, wrappers and types of an action's answer.
pub(crate) struct Shape<'m> {
    pub(crate) model: &'m Model,
    pub(crate) action: &'m Action,
}

impl Shape<'_> {
    /// Gives an answer the names, wrappers and types of the response.
    fn fit(&self, tree: Map<String, Value>) -> Map<String, Value> {
        self.object(&self.action.response.fields, tree)
    }

    fn object(&self, fields: &[Field], tree: Map<String, Value>) -> Map<String, Value> {
        let fitted = tree
            .into_iter()
            .map(|(name, value)| match find(fields, &name) {
                Some(field) => (field.name.clone(), self.field(field, value)),
                None => (name, value),
            });
        fitted.collect()
    }

    /// Gives a value the type and the wrapper of a field.
    pub(crate) fn field(&self, field: &Field, value: Value) -> Value {
        let (Type::List(_), Some(item)) = (&field.ty, &field.item) else {
            return self.value(&field.ty, value);
        };
        let members = match value {
            Value::Object(mut wrapper) => {
                match key(&wrapper, item).and_then(|key| wrapper.remove(&key)) {
                    Some(members) => members,
                    None if wrapper.is_empty() => Value::Array(Vec::new()),
                    None => Value::Object(wrapper),
                }
            }
            other => other,
        };
        Value::Object(Map::from_iter([(
            item.clone(),
            self.value(&field.ty, members),
        )]))
    }

    fn value(&self, ty: &Type, value: Value) -> Value {
        match (ty, value) {
            (_, Value::Null) => Value::Null,
            (Type::List(member), Value::Array(members)) => members
                .into_iter()
                .map(|value| self.value(member, value))
                .collect(),
            (Type::List(_), Value::String(text)) if text.trim().is_empty() => {
                Value::Array(Vec::new())
            }
            (Type::List(member), only) => Value::Array(vec![self.value(member, only)]),
            (Type::Object(at), Value::Object(tree)) => {
                Value::Object(self.object(&self.action.objects[*at].fields, tree))
            }
            (Type::Object(_) | Type::Map(_), Value::String(text)) if text.trim().is_empty() => {
                Value::Object(Map::new())
            }
            (Type::Map(member), Value::Object(tree)) => tree
                .into_iter()
                .map(|(key, value)| (key, self.value(member, value)))
                .collect(),
            (ty, Value::String(text)) => self.scalar(ty, text),
            (_, other) => other,
        }
    }

    /// XML has only text; JSON distinguishes numbers and booleans.
    fn scalar(&self, ty: &Type, text: String) -> Value {
        let typed = match ty {
            Type::Integer | Type::Long => text.trim().parse::<i64>().ok().map(Value::from),
            Type::Float => text.trim().parse::<f64>().ok().map(Value::from),
            Type::Boolean => text
                .trim()
                .to_ascii_lowercase()
                .parse::<bool>()
                .ok()
                .map(Value::from),
            Type::Json => serde_json::from_str(&text).ok(),
            Type::Enum(which) if enumeration(self.model, self.action, *which).integer => {
                text.trim().parse::<i64>().ok().map(Value::from)
            }
            _ => None,
        };
        typed.unwrap_or(Value::String(text))
    }

    /// A value for one field, made up from the model.
    pub(crate) fn made_up(&self, field: &Field) -> Value {
        let value = match &field.sample {
            Some(sample) => Value::String(sample.clone()),
            None => self.blank(&field.ty, 0),
        };
        self.field(field, value)
    }

    /// An answer made up from the model, for pages without a readable example.
    fn sample(&self, fields: &[Field], depth: usize) -> Map<String, Value> {
        let shown = fields.iter().filter(|_| depth < DEPTH);
        shown
            .map(|field| {
                let text = field.sample.clone();
                (
                    field.name.clone(),
                    text.map_or_else(|| self.blank(&field.ty, depth), Value::String),
                )
            })
            .collect()
    }

    fn blank(&self, ty: &Type, depth: usize) -> Value {
        match ty {
            Type::String | Type::Bytes | Type::Image => Value::from(""),
            Type::Integer | Type::Long | Type::Float => Value::from("0"),
            Type::Boolean => Value::from("false"),
            Type::Json | Type::Any => Value::from("{}"),
            Type::Enum(which) => {
                let values = &enumeration(self.model, self.action, *which).values;
                Value::from(values.first().map_or("", |value| value.value.as_str()))
            }
            Type::Object(at) => {
                Value::Object(self.sample(&self.action.objects[*at].fields, depth + 1))
            }
            Type::List(member) => Value::Array(vec![self.blank(member, depth)]),
            Type::Map(_) => Value::Object(Map::new()),
        }
    }
}
