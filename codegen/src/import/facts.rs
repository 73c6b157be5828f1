//! What a page says, as the importer keeps it.

use super::errors::ErrorFact;
use super::identity::Identity;
use super::rows::{Fact, Note};

/// What a page says.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) identity: Identity,
    /// First paragraph.
    pub(super) doc: String,
    pub(super) request: Group,
    pub(super) response: Group,
    pub(super) errors: Vec<ErrorFact>,
    /// The page has a link in the place of errors.
    pub(super) error_link: bool,
    pub(super) examples: Examples,
    pub(super) notes: Vec<Note>,
    /// Written by the newer tool: Explorer link, example column.
    pub(super) newer: bool,
    /// Rows that are forgotten: there were some.
    had_rows: bool,
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
    /// What stands above it.
    pub(super) caption: String,
    pub(super) facts: Vec<Fact>,
}

/// Examples to the letter.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Examples {
    pub(super) request: Option<String>,
    pub(super) xml: Option<String>,
    pub(super) json: Option<String>,
}

impl Page {
    /// Whether a section has a table with rows.
    pub(super) fn has_rows(&self) -> bool {
        self.had_rows || !self.request.main.is_empty() || !self.response.main.is_empty()
    }

    /// Lets the tables go, once they have been put together.
    pub(super) fn forget_rows(&mut self) {
        self.had_rows = self.has_rows();
        for group in [&mut self.request, &mut self.response] {
            group.main = Vec::new();
            group.subs = Vec::new();
        }
    }

    /// Why the page describes no action, if it does not.
    pub(super) fn refused(&self) -> Option<&'static str> {
        if self.identity.action.is_none() {
            return Some("it names no action");
        }
        let shown = self.examples.request.is_some()
            || self.examples.json.is_some()
            || self.examples.xml.is_some();
        let sections = self.request.present || self.response.present;
        let named_by_page = self.identity.action.is_some();
        if !(self.has_rows() || (sections && shown) || (sections && named_by_page)) {
            return Some("it has neither parameters nor a response");
        }
        None
    }
}
