//! The facts of one page.

use super::identity::Identity;
use super::rows::Fact;
use crate::import::description::{ErrorCode, Examples, Note};

/// The facts of one page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) identity: Identity,
    /// First paragraph.
    pub(super) doc: String,
    pub(super) request: Group,
    pub(super) response: Group,
    pub(super) errors: Vec<ErrorCode>,
    /// The page only links to its errors.
    pub(super) error_link: bool,
    pub(super) examples: Examples,
    pub(super) notes: Vec<Note>,
    /// Written by the newer tool: Explorer link, example column.
    pub(super) newer: bool,
}

/// The tables of one section.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Whether the page has the section.
    pub(super) present: bool,
    pub(super) main: Vec<Fact>,
    pub(super) subs: Vec<Sub>,
}

/// A table that describes a type.
#[derive(Debug)]
pub(super) struct Sub {
    pub(super) line: usize,
    /// The text above it.
    pub(super) caption: String,
    pub(super) facts: Vec<Fact>,
}

impl Page {
    /// Whether a section has a table with rows.
    pub(super) fn has_rows(&self) -> bool {
        !self.request.main.is_empty() || !self.response.main.is_empty()
    }

    /// Why the page describes no action, if it does not.
    pub(super) fn refused(&self) -> Option<&'static str> {
        if self.identity.action.is_none() {
            return Some("it names no action");
        }
        let sections = self.request.present || self.response.present;
        if !(self.has_rows() || sections) {
            return Some("it has neither parameters nor a response");
        }
        None
    }
}
