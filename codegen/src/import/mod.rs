//! Official Markdown reference pages into facts and spec files.
//!
//! One direction: `outline` (blocks with lines) → `table` and `listing` (rows)
//! → `rows` (facts) → `page` (sections put together) → `request` and `nest`
//! (full names, trees).

mod answer;
mod beam;
mod bounds;
mod bullet;
mod changes;
mod choice;
mod code;
mod columns;
mod common;
mod default;
mod draft;
mod errata;
mod errors;
mod facts;
mod heading;
mod identity;
mod inline;
mod kind;
mod limits;
mod listing;
mod loose;
mod merge;
mod name;
mod need;
mod nest;
mod neutral;
mod outline;
mod page;
mod parameters;
mod patch;
mod present;
mod product;
mod reading;
mod report;
mod request;
mod rows;
mod run;
mod sentence;
mod shape;
mod subs;
mod table;
mod tree;
mod values;
mod write;

use std::path::Path;

pub use reading::{find, read, save};
pub use report::{Options, PageReport, SpecFile};
pub use run::Import;

use nest::Node;
use page::Page;
use request::Parameter;
use rows::Note;
use shape::Shape;

/// A page that has been read.
#[derive(Debug)]
pub struct Document {
    /// Path, as it was given.
    source: String,
    page: Page,
    parameters: Vec<Parameter>,
    response: Vec<Node>,
    notes: Vec<Note>,
}

impl Document {
    /// Reads a page. Nothing fails: what cannot be read is among the notes.
    #[must_use]
    pub fn read(source: &Path, text: &str) -> Self {
        let mut page = page::read(source, text);
        let mut notes = std::mem::take(&mut page.notes);
        let parameters =
            request::flatten(&page.request, page.examples.request.as_deref(), &mut notes);
        let shown = shown(&page);
        let mut response = nest::nest(&page.response, shown.as_ref(), &mut notes);
        if page.response.main.is_empty()
            && let Some(shown) = &shown
        {
            nest::add_shown(&mut response, shown);
        }
        let examples = [&page.examples.json, &page.examples.xml];
        let examples = examples.into_iter().flatten();
        if examples.into_iter().any(|text| text.len() > MAX_EXAMPLE) {
            let what = format!("example not looked into: it has more than {MAX_EXAMPLE} bytes");
            notes.push(Note::new(1, what));
        }
        notes.sort_by_key(|note| note.line);
        // The rows are in `parameters` and `response` now; there may be thousands of pages.
        page.forget_rows();
        Self {
            source: source.display().to_string(),
            page,
            parameters,
            response,
            notes,
        }
    }

    /// The page as one line of JSON: action, version, parameters, response
    /// paths, errors, and which examples it has.
    #[must_use]
    pub fn neutral(&self) -> String {
        neutral::object(self).to_string()
    }

    /// Path of the page, as it was given.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Why the page describes no action, if it does not.
    #[must_use]
    pub fn refused(&self) -> Option<&'static str> {
        self.page.refused()
    }
}

/// Bytes of an example that is looked into.
const MAX_EXAMPLE: usize = 256 * 1024;

/// What the documented answers show, both formats together.
fn shown(page: &Page) -> Option<Shape> {
    let action = page.identity.action.as_deref();
    let small = |text: &&str| text.len() <= MAX_EXAMPLE;
    let is_field = |name: &str| {
        page.response
            .main
            .iter()
            .any(|fact| fact.name.eq_ignore_ascii_case(name))
    };
    let json = page
        .examples
        .json
        .as_deref()
        .filter(small)
        .map(|text| loose::json(code::body(text)));
    let xml = page
        .examples
        .xml
        .as_deref()
        .filter(small)
        .map(|text| loose::xml(code::body(text)));
    let rows: Vec<&str> = page
        .response
        .main
        .iter()
        .map(|fact| fact.name.as_str())
        .collect();
    let read = |shape: Option<Shape>| {
        let shape = shape?.unwrapped(action, &is_field);
        // Names in lower case did not come from the gateway.
        Some(if shape.is_camel(&rows) {
            shape.capitalized()
        } else {
            shape
        })
    };
    let shown = match (read(xml), read(json)) {
        // Every list of XML has an element around its members; JSON tells
        // which of them are wrappers.
        (Some(mut xml), Some(mut json)) => {
            xml.unwrapped_as(&json);
            json.merge(xml);
            Some(json)
        }
        (xml, json) => xml.or(json),
    };
    shown.filter(|shown| !shown.children.is_empty())
}

impl Document {
    /// What could not be read, or was guessed: line, from 1, and text.
    pub fn notes(&self) -> impl Iterator<Item = (usize, &str)> {
        self.notes
            .iter()
            .map(|note| (note.line, note.what.as_str()))
    }

    fn note(&mut self, line: usize, what: &str) {
        self.notes.push(Note::new(line, what));
    }
}
