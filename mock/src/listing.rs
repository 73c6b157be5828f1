//! Lists of objects in answers, and the pages they come in.

use aliyun_codegen::model::{Action, Enum, Field, Model, Type};
use serde_json::{Map, Value};

use crate::document::{Shape, key, set};
use crate::request::Pair;
use crate::values::enumeration;

/// The usual names of the parameters for a page.
const PAGE_NUM: &str = "PageNum";
pub(crate) const PAGE_SIZE: &str = "PageSize";

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
#[derive(Clone, Copy)]
pub(crate) struct Listing<'m> {
    pub(crate) model: &'m Model,
    pub(crate) action: &'m Action,
    list: &'m Field,
    pub(crate) fields: &'m [Field],
}

impl<'m> Listing<'m> {
    /// The first list of an action's answer whose objects are wanted.
    pub(crate) fn find(
        model: &'m Model,
        action: &'m Action,
        wanted: impl Fn(&'m [Field]) -> bool,
    ) -> Option<Self> {
        Self::find_named(model, action, |_, fields| wanted(fields))
    }

    /// The first list of an action's answer whose name and objects are wanted.
    pub(crate) fn find_named(
        model: &'m Model,
        action: &'m Action,
        wanted: impl Fn(&'m str, &'m [Field]) -> bool,
    ) -> Option<Self> {
        action.response.fields.iter().find_map(|list| {
            let Type::List(member) = &list.ty else {
                return None;
            };
            let Type::Object(at) = **member else {
                return None;
            };
            let fields = action.objects[at].fields.as_slice();
            wanted(&list.name, fields).then_some(Self {
                model,
                action,
                list,
                fields,
            })
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
        page: &Page,
        members: Vec<Map<String, Value>>,
    ) {
        let total = members.len();
        let shown = members.into_iter().skip(page.skipped()).take(page.size);
        *self.slot(answer) = shown.map(Value::Object).collect();
        page.tell(self.action, answer, total);
    }

    /// Sets a field of a member if members have it; `null` removes it.
    pub(crate) fn put(&self, member: &mut Map<String, Value>, name: &str, value: Value) {
        put(self.model, self.action, self.fields, member, name, value);
    }

    /// The value that holds the members: inside the wrapper, unless the example
    /// leaves the wrapper out.
    fn slot<'a>(&self, answer: &'a mut Map<String, Value>) -> &'a mut Value {
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

/// The page that a call asks for.
pub(crate) struct Page {
    pub(crate) number: usize,
    pub(crate) size: usize,
}

impl Page {
    /// The page by the parameters that the action's `pagination` names. `most` is
    /// the size if the call gives none.
    pub(crate) fn of(action: &Action, pairs: &[&Pair], most: usize) -> Self {
        let pagination = action.pagination.as_ref();
        let position = pagination.map_or(PAGE_NUM, |pagination| &pagination.position);
        let size = pagination.and_then(|pagination| pagination.size.as_deref());
        let count = |name| parameter(pairs, name).and_then(|text| text.parse::<usize>().ok());
        Self {
            number: count(position).unwrap_or(1).max(1),
            size: count(size.unwrap_or(PAGE_SIZE))
                .filter(|size| *size > 0)
                .unwrap_or(most.max(1)),
        }
    }

    fn skipped(&self) -> usize {
        (self.number - 1).saturating_mul(self.size)
    }

    /// Keeps the fields about pages true to the members, so that no reader of all
    /// pages goes on because an example says there is a next one. The spec names
    /// some of them; the others have their usual names.
    fn tell(&self, action: &Action, answer: &mut Map<String, Value>, total: usize) {
        let pages = total.div_ceil(self.size);
        let more = self.number < pages;
        let pagination = action.pagination.as_ref();
        let named = pagination.and_then(|pagination| pagination.total.as_deref());
        let usual = [
            ("CurrentPageNum", Value::from(self.number)),
            ("PageNumber", self.number.into()),
            (PAGE_SIZE, self.size.into()),
            ("TotalItemNum", total.into()),
            ("TotalCount", total.into()),
            ("TotalPageNum", pages.into()),
            ("NextPage", more.into()),
            ("PrePage", (self.number > 1).into()),
        ];
        let named = named.map(|name| (name, Value::from(pages)));
        let goes_on = pagination.and_then(|pagination| pagination.more.as_deref());
        let goes_on = goes_on.map(|name| (name, Value::from(more)));
        let items = pagination.and_then(|pagination| pagination.total_items.as_deref());
        let items = items.map(|name| (name, Value::from(total)));
        for (name, value) in usual.into_iter().chain(named).chain(items).chain(goes_on) {
            if field(&action.response.fields, name).is_some() {
                set(answer, name, value);
            }
        }
    }
}
