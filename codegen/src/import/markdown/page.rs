//! A page as facts: parameters, fields, errors, examples, each with its line.

use std::path::Path;

use super::code::{Answer, answer, is_request, trimmed};
use super::columns::{Column, Columns};
use super::common;
use super::errors;
pub(super) use super::facts::{Group, Page, Sub};
use super::heading::{self, Section};
use super::identity::{self, Clues};
use super::inline;
use super::listing;
use super::outline::{Block, Kind, outline};
use super::rows::{self, Fact};
use super::subs;
use super::table::Table;
use crate::import::description::Note;

/// Reads a page.
pub(super) fn read(path: &Path, text: &str) -> Page {
    let blocks = outline(text);
    let mut reader = Reader {
        page: Page::default(),
        clues: Clues::default(),
        section: None,
        label: None,
        caption: String::new(),
        titled: false,
        loose: Vec::new(),
    };
    reader.clues.explorer = identity::explorer(text);
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    reader.clues.file = identity::in_title(stem);
    for block in &blocks {
        reader.block(block);
    }
    reader.end_section();
    reader.finish()
}

/// Tables of types that a section may have.
const MAX_TABLES: usize = 200;

struct Reader<'a> {
    page: Page,
    clues: Clues,
    section: Option<Section>,
    /// A label such as `**请求示例**` inside the section.
    label: Option<Section>,
    /// The last line of text, which may name the next table.
    caption: String,
    titled: bool,
    /// Blocks of a parameter section other than tables.
    loose: Vec<&'a Block>,
}

impl<'a> Reader<'a> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            Kind::Heading(level, text) => self.heading(*level, text, block),
            Kind::Text(text) => self.text(text, block),
            Kind::Item(_, text) => {
                if let Some(section) = label(text) {
                    self.label = Some(section);
                }
                self.caption = inline::line(text);
                self.loose.push(block);
                self.links(text);
            }
            Kind::Code(code) => self.code(code),
            Kind::Table(table) => self.table(table, block.line),
            Kind::Broken(what) => self.page.notes.push(Note::new(block.line, what.clone())),
        }
    }

    fn heading(&mut self, level: usize, text: &str, block: &'a Block) {
        if !self.titled {
            self.titled = true;
            self.page.title = inline::line(text);
            self.clues.title = identity::in_title(text);
            return;
        }
        let section = heading::section(text);
        self.caption = inline::line(text);
        // A caption inside the section, or the name of a parameter.
        let inside = level >= 3 || self.refers_to(&self.caption);
        if inside && matches!(section, None | Some(Section::Other)) {
            self.loose.push(block);
            return;
        }
        self.begin(section);
    }

    /// Whether a row of the section has a type that this heading names.
    fn refers_to(&self, heading: &str) -> bool {
        let group = match self.section {
            Some(Section::Request) => &self.page.request,
            Some(Section::Response) => &self.page.response,
            _ => return false,
        };
        group.main.iter().any(|fact| subs::captioned(heading, fact))
    }

    fn begin(&mut self, section: Option<Section>) {
        self.end_section();
        self.section = section;
        self.label = None;
        match section {
            Some(Section::Request) => self.page.request.present = true,
            Some(Section::Response) => self.page.response.present = true,
            _ => {}
        }
    }

    /// A section without a table may list its parameters.
    fn end_section(&mut self) {
        let loose = std::mem::take(&mut self.loose);
        let group = match self.section {
            Some(Section::Request) => &mut self.page.request,
            Some(Section::Response) => &mut self.page.response,
            Some(Section::Errors) if self.page.errors.is_empty() => {
                self.page.errors = errors::listed(&loose);
                return;
            }
            _ => return,
        };
        if group.main.is_empty() {
            group.main = listing::read(&loose, &mut self.page.notes);
            if !group.main.is_empty() && self.section == Some(Section::Request) {
                let facts = std::mem::take(&mut self.page.request.main);
                self.page.request.main = self.without_common(facts);
            }
        }
    }

    fn text(&mut self, text: &'a str, block: &'a Block) {
        if !self.titled {
            self.titled = true;
            self.page.title = inline::line(text.lines().next().unwrap_or_default());
            self.clues.title = identity::in_title(&self.page.title);
            return;
        }
        let bold =
            text.trim().starts_with("**") && text.trim().ends_with("**") && !text.contains('\n');
        let section = if bold || text.chars().count() <= 24 {
            heading::section(text)
        } else {
            None
        };
        match section {
            Some(section @ (Section::Request | Section::Response | Section::Errors)) if bold => {
                self.begin(Some(section));
                return;
            }
            Some(
                section @ (Section::RequestExample
                | Section::ResponseExample
                | Section::ErrorExample
                | Section::Examples),
            ) => {
                self.label = Some(section);
            }
            _ => {
                if let Some(section) = label(text) {
                    self.label = Some(section);
                }
            }
        }
        if self.section.is_none() && self.page.doc.is_empty() && !self.page.request.present {
            self.page.doc = inline::line(text);
            self.clues.intro = identity::in_intro(text);
        }
        if self.page.examples.request.is_none() && is_request(text) && self.in_examples() {
            self.request_example(text);
        }
        self.caption = inline::line(text.lines().last().unwrap_or_default());
        self.loose.push(block);
        self.links(text);
    }

    fn links(&mut self, text: &str) {
        if self.section == Some(Section::Errors) && text.contains("](") {
            self.page.error_link = true;
        }
    }

    fn in_examples(&self) -> bool {
        self.label.is_some()
            || matches!(
                self.section,
                Some(Section::Examples | Section::RequestExample | Section::ResponseExample)
            )
    }

    fn code(&mut self, code: &str) {
        let place = self.label.or(self.section);
        if code.trim().is_empty() || place == Some(Section::ErrorExample) {
            return;
        }
        let after_request = self.page.request.present && self.section != Some(Section::Request);
        if is_request(code) {
            if self.page.examples.request.is_none() {
                self.request_example(code);
            }
            return;
        }
        // Some pages have one label for both examples.
        let labelled =
            place == Some(Section::RequestExample) && self.page.examples.request.is_some();
        let example = labelled
            || matches!(place, Some(Section::Examples | Section::ResponseExample))
            || (self.section.is_none() && after_request);
        if !example {
            return;
        }
        let examples = &mut self.page.examples;
        let slot = match answer(code) {
            Some(Answer::Json) => &mut examples.json,
            Some(Answer::Xml) => &mut examples.xml,
            None => return,
        };
        if slot.is_none() {
            *slot = Some(trimmed(code));
        }
    }

    fn request_example(&mut self, text: &str) {
        self.clues.example =
            identity::parameter(text, "Action").filter(|action| identity::is_action(action));
        if self.clues.version.is_none() {
            self.clues.version = identity::parameter(text, "Version")
                .filter(|version| identity::is_version(version));
        }
        self.page.examples.request = Some(trimmed(text));
    }

    fn table(&mut self, table: &Table, line: usize) {
        let columns = Columns::of(table);
        let caption = std::mem::take(&mut self.caption);
        if columns.errors()
            && (self.section == Some(Section::Errors)
                || columns.has(Column::Message)
                || columns.has(Column::Status))
        {
            self.errors(table, &columns);
            return;
        }
        if !columns.fields() {
            // Tables of prose sections are not about the call.
            if matches!(
                self.section,
                Some(Section::Request | Section::Response | Section::Errors)
            ) {
                let header = table.header.join(" | ");
                let what = format!(
                    "table not read: the columns `{header}` are not known ({} rows)",
                    table.rows.len()
                );
                self.page.notes.push(Note::new(line, what));
            }
            return;
        }
        let needs = columns.has(Column::Required) || columns.has(Column::Optional);
        let section = match self.section {
            Some(section @ (Section::Request | Section::Response)) => section,
            Some(Section::Errors) => return self.unplaced(table, line),
            _ if needs && columns.has(Column::Type) => Section::Request,
            None if columns.has(Column::Type) && self.page.request.present => Section::Response,
            _ => return self.unplaced(table, line),
        };
        if columns.has(Column::Example) {
            self.page.newer = true;
        }
        let mut facts = rows::read(table, &mut self.page.notes);
        if section == Section::Request {
            facts = self.without_common(facts);
        }
        self.place(section, facts, caption, line);
    }

    fn unplaced(&mut self, table: &Table, line: usize) {
        if table.rows.len() > 1 && Columns::of(table).has(Column::Type) {
            let what = format!(
                "table not read: it is outside the sections of parameters ({} rows)",
                table.rows.len()
            );
            self.page.notes.push(Note::new(line, what));
        }
    }

    /// Adds a table as the main one of its section, or as that of a type.
    fn place(&mut self, section: Section, facts: Vec<Fact>, caption: String, line: usize) {
        let group = match section {
            Section::Request => &mut self.page.request,
            _ => &mut self.page.response,
        };
        group.present = true;
        let sub_rows = group.subs.iter().map(|sub| sub.facts.len()).sum::<usize>();
        if group.main.len() + sub_rows + facts.len() > 2 * rows::MAX_ROWS
            || group.subs.len() >= MAX_TABLES
        {
            let what = format!(
                "table not read: the section has too many ({} rows)",
                facts.len()
            );
            self.page.notes.push(Note::new(line, what));
            return;
        }
        let refers = || {
            group
                .main
                .iter()
                .chain(group.subs.iter().flat_map(|sub| &sub.facts))
                .any(|fact| {
                    fact.kind.may_contain()
                        && (!fact.links.is_empty()
                            || fact.kind.named().is_some()
                            || caption.contains(&fact.name))
                })
        };
        if group.main.is_empty() {
            group.main = facts;
        } else if refers() {
            group.subs.push(Sub {
                line,
                caption,
                facts,
            });
        } else {
            group.main.extend(facts);
        }
    }

    /// Removes the parameters of every call, and takes the action's name from them.
    fn without_common(&mut self, facts: Vec<Fact>) -> Vec<Fact> {
        common::without(facts, &mut self.clues)
    }

    fn errors(&mut self, table: &Table, columns: &Columns) {
        let Page { errors, notes, .. } = &mut self.page;
        errors::read(table, columns, errors, notes);
    }

    fn finish(self) -> Page {
        let mut page = self.page;
        page.identity = identity::decide(&self.clues);
        page.newer |= self.clues.explorer.is_some();
        for (place, other) in &page.identity.others {
            let what = format!("the {place} names another action, `{other}`");
            page.notes.push(Note::new(1, what));
        }
        page
    }
}

/// The section that the label of a code block announces, if it is one.
fn label(text: &str) -> Option<Section> {
    let key = heading::key(text);
    if key.chars().count() > 16 {
        return None;
    }
    heading::section(text).filter(|section| {
        matches!(
            section,
            Section::RequestExample | Section::ResponseExample | Section::ErrorExample
        )
    })
}
