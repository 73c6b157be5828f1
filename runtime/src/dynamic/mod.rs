//! Calls without generated types: whole actions described by tables, requests
//! whose fields are found by their names. It is what command lines are made of.
//!
//! A [`Document`] is validated, encoded, signed, retried and reported as a
//! generated request is, by the same code.

mod call;
mod conform;
mod document;
mod table;

pub use call::{Call, Pages, wait};
pub use document::{Cell, Document};
pub use table::{Catalog, Documented, Entry, Enum, Fact, Object, Submission, Type, Watch};
