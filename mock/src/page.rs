//! Which page of a list a call asks for, and what answers say about pages.

use aliyun_codegen::model::{Action, Field, Pagination, Type};
use serde_json::{Map, Value};

use crate::document::{key, set};
use crate::listing::{field, parameter};
use crate::request::Pair;

/// The usual names of the parameters for a page.
const PAGE_NUM: &str = "PageNum";
const PAGE_SIZE: &str = "PageSize";

/// How cursors begin; the number of items before the page follows.
const CURSOR: &str = "cursor-";

/// The cursor of the page after so many items.
pub(crate) fn cursor(items: usize) -> String {
    format!("{CURSOR}{items}")
}

/// Number of the first page.
fn first_page(pagination: Option<&Pagination>) -> usize {
    pagination.map_or(1, |it| usize::try_from(it.first_page).unwrap_or(1))
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// The number of items before it.
    pub(crate) start: usize,
    /// The most items on it; at least 1.
    pub(crate) size: usize,
}

impl Page {
    /// The page by the parameters that the action's `pagination` names. `most` is
    /// the size if the call gives none.
    pub(crate) fn of(action: &Action, pairs: &[&Pair], most: usize) -> Self {
        Self::cut(action, pairs, most, usize::MAX)
    }

    /// The same, with pages of at most `limit` items, whatever a call asks for.
    pub(crate) fn cut(action: &Action, pairs: &[&Pair], most: usize, limit: usize) -> Self {
        let pagination = action.pagination.as_ref();
        let size = pagination.and_then(|pagination| pagination.size.as_deref());
        let size = parameter(pairs, size.unwrap_or(PAGE_SIZE))
            .and_then(|text| text.parse().ok())
            .filter(|size| *size > 0)
            .unwrap_or(most.max(1))
            .min(limit);
        let position = pagination.map_or(PAGE_NUM, |pagination| &pagination.position);
        let asked = parameter(pairs, position);
        let number = asked.and_then(|text| text.parse::<usize>().ok());
        let start = match pagination {
            Some(Pagination {
                cursor: Some(_), ..
            }) => asked.and_then(|text| text.strip_prefix(CURSOR)?.parse().ok()),
            Some(Pagination { offset: true, .. }) => number,
            _ => number.map(|number| {
                let before = number.saturating_sub(first_page(pagination));
                before.saturating_mul(size)
            }),
        };
        Self {
            start: start.unwrap_or(0),
            size,
        }
    }

    /// Whether a call asks for the first page.
    pub(crate) fn is_first(action: &Action, pairs: &[&Pair]) -> bool {
        match &action.pagination {
            Some(Pagination {
                cursor: Some(_),
                position,
                ..
            }) => parameter(pairs, position).is_none(),
            _ => Self::of(action, pairs, 1).start == 0,
        }
    }

    /// The number of items up to its end, if it is full.
    pub(crate) fn end(self) -> usize {
        self.start.saturating_add(self.size)
    }

    /// How many pages of this size come before it.
    pub(crate) fn index(self) -> usize {
        self.start / self.size
    }

    /// What an answer with this page of a list says.
    pub(crate) fn says(self, total: usize) -> Says {
        let more = self.end() < total;
        Says {
            page: self,
            total,
            more,
            cursor: more.then(|| cursor(self.end())),
        }
    }
}

/// What an answer says about pages.
pub(crate) struct Says {
    pub(crate) page: Page,
    /// The number of all items.
    pub(crate) total: usize,
    /// Whether there are more pages.
    pub(crate) more: bool,
    /// The cursor of the next page.
    pub(crate) cursor: Option<String>,
}

impl Says {
    /// Sets the fields about pages. The spec names some of them; the others have
    /// their usual names, so that no reader of all pages goes on because an example
    /// says that there is a next one.
    pub(crate) fn tell(&self, action: &Action, answer: &mut Map<String, Value>) {
        let pagination = action.pagination.as_ref();
        let Page { size, .. } = self.page;
        let index = self.page.index();
        let number = index.saturating_add(first_page(pagination));
        let pages = self.total.div_ceil(size);
        let mut put = |name: &str, value: Value| {
            put(action, &action.response.fields, answer, name, value);
        };
        for (name, value) in [
            ("CurrentPageNum", Value::from(number)),
            ("PageNumber", number.into()),
            (PAGE_SIZE, size.into()),
            ("TotalItemNum", self.total.into()),
            ("TotalCount", self.total.into()),
            ("TotalPageNum", pages.into()),
            ("NextPage", self.more.into()),
            ("PrePage", (index > 0).into()),
        ] {
            put(name, value);
        }
        let Some(pagination) = pagination else { return };
        let cursor = self.cursor.as_deref().unwrap_or_default();
        for (name, value) in [
            (&pagination.total, Value::from(pages)),
            (&pagination.total_items, self.total.into()),
            (&pagination.more, self.more.into()),
            (&pagination.cursor, cursor.into()),
        ] {
            if let Some(name) = name {
                put(name, value);
            }
        }
    }
}

/// The object that holds a field, and the field, by the path to it. A name may
/// itself have dots.
pub(crate) fn resolve<'m>(
    action: &'m Action,
    fields: &'m [Field],
    path: &str,
) -> Option<(Vec<&'m Field>, &'m Field)> {
    if let Some(found) = field(fields, path) {
        return Some((Vec::new(), found));
    }
    path.match_indices('.').find_map(|(dot, _)| {
        let outer = field(fields, &path[..dot])?;
        let Type::Object(at) = outer.ty else {
            return None;
        };
        let (mut around, found) = resolve(action, &action.objects[at].fields, &path[dot + 1..])?;
        around.insert(0, outer);
        Some((around, found))
    })
}

/// The object inside these fields; makes those that an answer lacks.
pub(crate) fn within<'a>(
    answer: &'a mut Map<String, Value>,
    around: &[&Field],
) -> &'a mut Map<String, Value> {
    let Some((outer, inner)) = around.split_first() else {
        return answer;
    };
    let name = key(answer, &outer.name).unwrap_or_else(|| outer.name.clone());
    let slot = answer.entry(name).or_insert(Value::Null);
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    match slot {
        Value::Object(members) => within(members, inner),
        _ => unreachable!("it was made an object"),
    }
}

/// Sets the field at a path. Does nothing if there is no such field.
fn put(
    action: &Action,
    fields: &[Field],
    answer: &mut Map<String, Value>,
    path: &str,
    value: Value,
) {
    if let Some((around, field)) = resolve(action, fields, path) {
        set(within(answer, &around), &field.name, value);
    }
}
