//! Answers that come in pages: asking for all of them, and knowing when the
//! list is complete.

mod fetch;
mod find;
mod items;
mod pager;

pub use items::Items;

pub(crate) use find::{find, set, text, value};
pub(crate) use pager::Pager;

use crate::slot::{Decode, Slot};
use crate::value::Record;

/// How an action splits its answer into pages. Names are those on the wire. An
/// empty name says that the action has no such field. A response field inside
/// other objects is named by its path, such as `Data.Items`.
///
/// Generated code makes it with [`numbered`](Self::numbered),
/// [`offset`](Self::offset) or [`cursor`](Self::cursor), and adds the rest with
/// the methods below.
#[derive(Debug)]
#[non_exhaustive]
pub struct Pagination {
    /// Response field that holds the items of a page.
    pub items: &'static str,
    /// Parameter that says which page is wanted.
    pub position: &'static str,
    /// What the value of `position` means.
    pub by: Position,
    /// Number of the first page.
    pub first_page: i64,
    /// Parameter with the number of items on a page.
    pub size: &'static str,
    /// Page size to send if the request does not say one. Without it, the
    /// gateway decides.
    pub default_size: Option<i64>,
    /// Response field that says whether there is a page after this one.
    pub more: &'static str,
    /// Response field with the number of pages.
    pub total: &'static str,
    /// Response field with the number of items on all pages.
    pub total_items: &'static str,
}

/// What the parameter that chooses a page means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// The number of the page.
    Page,
    /// The number of items before the page.
    Offset,
    /// The cursor that this field of the answer before gave.
    Cursor(&'static str),
}

impl Pagination {
    /// Pages that are requested by their number.
    #[must_use]
    pub const fn numbered(items: &'static str, position: &'static str) -> Self {
        Self {
            items,
            position,
            by: Position::Page,
            first_page: 1,
            size: "",
            default_size: None,
            more: "",
            total: "",
            total_items: "",
        }
    }

    /// Pages that are requested by the number of items before them.
    #[must_use]
    pub const fn offset(items: &'static str, position: &'static str) -> Self {
        Self {
            by: Position::Offset,
            ..Self::numbered(items, position)
        }
    }

    /// Pages that are requested by a cursor. The response field `cursor` holds the
    /// cursor of the next page.
    #[must_use]
    pub const fn cursor(items: &'static str, position: &'static str, cursor: &'static str) -> Self {
        Self {
            by: Position::Cursor(cursor),
            ..Self::numbered(items, position)
        }
    }

    /// The same table with the number of the first page; it is 1 otherwise.
    #[must_use]
    pub const fn first_page(self, first_page: i64) -> Self {
        Self { first_page, ..self }
    }

    /// The same table with the parameter for the page size.
    #[must_use]
    pub const fn size(self, size: &'static str) -> Self {
        Self { size, ..self }
    }

    /// The same table with a page size to send if the request has none.
    #[must_use]
    pub const fn default_size(self, items: i64) -> Self {
        Self {
            default_size: Some(items),
            ..self
        }
    }

    /// The same table with the response field that says whether more follows.
    #[must_use]
    pub const fn more(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    /// The same table with the response field that holds the number of pages.
    #[must_use]
    pub const fn total(self, total: &'static str) -> Self {
        Self { total, ..self }
    }

    /// The same table with the response field that counts the items of all
    /// pages.
    #[must_use]
    pub const fn total_items(self, total_items: &'static str) -> Self {
        Self {
            total_items,
            ..self
        }
    }
}

/// A request whose page can be chosen, and the task that it asks about.
pub trait PageRequest: Record {
    /// The slot of a parameter that the runtime sets; `None` for any other.
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot>;
}

/// A request whose answers come in pages.
pub trait Paginate: PageRequest + Sized + 'static {
    /// One page.
    type Answer: Decode + Default + 'static;
    /// One item of a page.
    type Item: Send + 'static;
    /// Takes the items out of a page.
    fn items(answer: Self::Answer) -> Vec<Self::Item>;
}
