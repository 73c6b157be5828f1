//! Lists of objects in answers.

use aliyun_codegen::model::{Action, Enum, Field, Model, Type};
use serde_json::{Map, Value};

use crate::document::{Shape, key, set};
use crate::page::{Page, resolve, within};
use crate::request::Pair;
use crate::values::enumeration;

/// The field of this name.
pub(crate) fn field<'m>(fields: &'m [Field], name: &str) -> Option<&'m Field> {
    fields.iter().find(|field| field.name == name)
}

/// The enum that is the type of a field; `None` for other types.
pub(crate) fn enum_of<'m>(
    model: &'m Model,
    action: &'m Action,
    fields: &'m [Field],
    name: &str,
) -> Option<&'m Enum> {
    match field(fields, name)?.ty {
        Type::Enum(which) => Some(enumeration(model, action, which)),
        _ => None,
    }
}

/// The value of a parameter, unless it is empty.
pub(crate) fn parameter<'p>(pairs: &[&'p Pair], name: &str) -> Option<&'p str> {
    let found = pairs.iter().find(|pair| pair.name == name);
    found
        .map(|pair| pair.value.as_str())
        .filter(|value| !value.is_empty())
}

/// A list of objects in an answer.
#[derive(Clone)]
pub(crate) struct Listing<'m> {
    pub(crate) model: &'m Model,
    pub(crate) action: &'m Action,
    /// The objects that the list is in, from the outermost.
    around: Vec<&'m Field>,
    list: &'m Field,
    pub(crate) fields: &'m [Field],
}

impl<'m> Listing<'m> {
    /// The first list of an action's answer whose objects are wanted. Lists inside
    /// objects do not count.
    pub(crate) fn find(
        model: &'m Model,
        action: &'m Action,
        wanted: impl Fn(&'m [Field]) -> bool,
    ) -> Option<Self> {
        let mut lists = action.response.fields.iter();
        lists.find_map(|list| {
            Self::new(model, action, Vec::new(), list).filter(|found| wanted(found.fields))
        })
    }

    /// The list that the action's `pagination` names.
    pub(crate) fn paged(model: &'m Model, action: &'m Action) -> Option<Self> {
        let items = &action.pagination.as_ref()?.items;
        let (around, list) = resolve(action, &action.response.fields, items)?;
        Self::new(model, action, around, list)
    }

    fn new(
        model: &'m Model,
        action: &'m Action,
        around: Vec<&'m Field>,
        list: &'m Field,
    ) -> Option<Self> {
        let Type::List(member) = &list.ty else {
            return None;
        };
        let Type::Object(at) = **member else {
            return None;
        };
        Some(Self {
            model,
            action,
            around,
            list,
            fields: &action.objects[at].fields,
        })
    }

    /// The documented answer's first member, as a pattern for others.
    pub(crate) fn pattern(&self, answer: &mut Map<String, Value>) -> Map<String, Value> {
        let slot = self.slot(answer);
        let first = slot
            .as_array()
            .map_or(Some(&*slot), |members| members.first());
        first
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    }

    /// Puts the members of one page in place of the documented ones.
    pub(crate) fn fill(
        &self,
        answer: &mut Map<String, Value>,
        page: Page,
        members: Vec<Map<String, Value>>,
    ) {
        let total = members.len();
        let shown = members.into_iter().skip(page.start).take(page.size);
        self.show(answer, shown.collect());
        page.says(total).tell(self.action, answer);
    }

    /// Puts these members in place of the documented ones.
    pub(crate) fn show(&self, answer: &mut Map<String, Value>, members: Vec<Map<String, Value>>) {
        *self.slot(answer) = members.into_iter().map(Value::Object).collect();
    }

    /// Takes the list with its members out of an answer.
    pub(crate) fn take(&self, answer: &mut Map<String, Value>) -> Vec<Map<String, Value>> {
        let members = self.slot(answer).take();
        let holder = within(answer, &self.around);
        if let Some(name) = key(holder, &self.list.name) {
            holder.remove(&name);
        }
        let members = match members {
            Value::Array(members) => members,
            Value::Null => Vec::new(),
            only => vec![only],
        };
        let objects = members.into_iter().map(|member| match member {
            Value::Object(member) => member,
            _ => Map::new(),
        });
        objects.collect()
    }

    /// Sets a field of a member if members have it; `null` removes it.
    pub(crate) fn put(&self, member: &mut Map<String, Value>, name: &str, value: Value) {
        put(self.model, self.action, self.fields, member, name, value);
    }

    /// The value that holds the members: inside the wrapper, unless the example
    /// leaves the wrapper out.
    fn slot<'a>(&self, answer: &'a mut Map<String, Value>) -> &'a mut Value {
        let answer = within(answer, &self.around);
        let name = key(answer, &self.list.name).unwrap_or_else(|| self.list.name.clone());
        let outer = answer.entry(name).or_insert(Value::Null);
        let Some(item) = &self.list.item else {
            return outer;
        };
        if !outer.is_array() && !outer.is_object() {
            *outer = Value::Object(Map::new());
        }
        let inner = match outer.as_object() {
            Some(wrapper) if wrapper.is_empty() => Some(item.clone()),
            Some(wrapper) => key(wrapper, item),
            None => None,
        };
        match inner {
            Some(inner) => &mut outer[inner],
            None => outer,
        }
    }
}

/// Sets an entry that is one of the fields, in its type and wrapper; `null`
/// removes it. Does nothing if there is no such field.
pub(crate) fn put(
    model: &Model,
    action: &Action,
    fields: &[Field],
    tree: &mut Map<String, Value>,
    name: &str,
    value: Value,
) {
    let Some(field) = field(fields, name) else {
        return;
    };
    if value.is_null() {
        if let Some(key) = key(tree, name) {
            tree.remove(&key);
        }
        return;
    }
    set(tree, name, Shape { model, action }.field(field, value));
}
