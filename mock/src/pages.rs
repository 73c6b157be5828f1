//! Lists whose pages do not agree with each other, on demand.

use aliyun_codegen::model::{Field, Type};
use serde_json::{Map, Value};

use crate::listing::{Listing, field};
use crate::page::{Page, cursor};
use crate::request::Pair;

/// The cursor that stays the same.
const SAME: &str = "cursor-same";

/// Pages of a list that do not agree with each other; see
/// [`Fault::Pages`](crate::Fault::Pages).
///
/// Without settings, the pages are right: those of the ordinary answer's list, cut
/// as the action's `pagination` says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "it is for `Fault::Pages`"]
pub struct Pages {
    pub(crate) items: Option<usize>,
    pub(crate) size: Option<usize>,
    pub(crate) lead: usize,
    pub(crate) from: usize,
    pub(crate) show: Show,
    pub(crate) shift: isize,
    pub(crate) total: Option<usize>,
    pub(crate) more: Option<bool>,
    pub(crate) task: Option<String>,
    pub(crate) cursor: Cursors,
}

/// What a page shows in place of its own items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Show {
    /// Its own items.
    #[default]
    Own,
    /// The pages before the first wrong one, over and over. If that is page 2, every
    /// page is page 1; if it is page 3, they are A, B, A, B.
    Again,
    /// The same in reverse order.
    Reversed,
    /// No items.
    Empty,
    /// Not even an empty list.
    Absent,
}

/// The cursors of a list that has cursors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Cursors {
    /// Each page has its own. A page that comes again has the same one again.
    #[default]
    Own,
    /// Every page has the same one, the last page too. The gateway counts the
    /// requests that send it.
    Same,
    /// Every answer has a new one, even if its page came before.
    Fresh,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            items: None,
            size: None,
            lead: 0,
            from: 2,
            show: Show::default(),
            shift: 0,
            total: None,
            more: None,
            task: None,
            cursor: Cursors::default(),
        }
    }
}

impl Pages {
    /// Pages that are right.
    pub fn new() -> Self {
        Self::default()
    }

    /// The list has so many items: the first of the ordinary answer, or made-up ones
    /// after them.
    pub fn with_items(mut self, items: usize) -> Self {
        self.items = Some(items);
        self
    }

    /// A page has at most so many items, at least 1, whatever a call asks for.
    pub fn with_size(mut self, size: usize) -> Self {
        self.size = Some(size.max(1));
        self
    }

    /// So many pages without items come before the list.
    pub fn with_lead(mut self, pages: usize) -> Self {
        self.lead = pages;
        self
    }

    /// The first page that is wrong; 1 is the first page of the list, and 2 the
    /// default. The settings below apply to this page and those after it.
    pub fn from_page(mut self, page: usize) -> Self {
        self.from = page.max(1);
        self
    }

    /// What they show.
    pub fn showing(mut self, show: Show) -> Self {
        self.show = show;
        self
    }

    /// They begin so many items later: items went away after the first request. A
    /// negative number says that there are new items in front.
    pub fn shifted(mut self, items: isize) -> Self {
        self.shift = items;
        self
    }

    /// They say that the list has so many items.
    pub fn with_total(mut self, items: usize) -> Self {
        self.total = Some(items);
        self
    }

    /// They say that more follows, or that nothing does: by the flag, and by a cursor
    /// or its absence.
    pub fn with_more(mut self, more: bool) -> Self {
        self.more = Some(more);
        self
    }

    /// Their items are of this task: they have it in the field that the action's
    /// waiter names.
    pub fn of_task(mut self, number: impl Into<String>) -> Self {
        self.task = Some(number.into());
        self
    }

    /// Which cursors all pages have.
    pub fn with_cursors(mut self, cursor: Cursors) -> Self {
        self.cursor = cursor;
        self
    }

    /// Whether a request continues a list with a cursor that does not tell which page
    /// is wanted.
    pub(crate) fn is_continued(&self, position: Option<&str>) -> bool {
        self.cursor == Cursors::Same && position == Some(SAME)
    }

    /// Puts a page in place of the whole list of an answer. `turn` is the number of
    /// pages before it, if the request does not tell.
    pub(crate) fn apply(
        &self,
        listing: &Listing<'_>,
        pairs: &[&Pair],
        turn: usize,
        answer: &mut Map<String, Value>,
    ) {
        let mut members = listing.take(answer);
        self.make_up(listing, &mut members);
        let limit = self.size.unwrap_or(usize::MAX);
        let mut page = Page::cut(listing.action, pairs, members.len(), limit);
        if self.cursor == Cursors::Same {
            page.start = turn.saturating_mul(page.size);
        }
        let index = page.index();
        let lead = self.lead.saturating_mul(page.size);
        let is_wrong = index >= self.lead && index - self.lead + 1 >= self.from;
        let mut shown = page;
        if is_wrong && matches!(self.show, Show::Again | Show::Reversed) {
            let cycle = (self.from - 1).max(1);
            let again = (index - self.lead) % cycle;
            shown.start = again.saturating_mul(page.size).saturating_add(lead);
        }
        let total = self.total.filter(|_| is_wrong).unwrap_or(members.len());
        let mut says = page.says(total.saturating_add(lead));
        says.total = total;
        says.more = self.more.filter(|_| is_wrong).unwrap_or(says.more);
        says.cursor = match self.cursor {
            Cursors::Own => says.more.then(|| cursor(shown.end())),
            Cursors::Fresh => says.more.then(|| cursor(page.end())),
            // Only a setting ends it.
            Cursors::Same => {
                let ends = is_wrong && self.more == Some(false);
                (!ends).then(|| SAME.to_owned())
            }
        };
        if index < self.lead {
            members.clear();
        } else {
            let start = shown.start.saturating_sub(lead);
            let shift = if is_wrong { self.shift } else { 0 };
            let start = start.saturating_add_signed(shift).min(members.len());
            members.drain(..start);
            members.truncate(page.size);
        }
        if is_wrong {
            self.spoil(listing, &mut members);
        }
        if !(is_wrong && self.show == Show::Absent) {
            listing.show(answer, members);
        }
        says.tell(listing.action, answer);
    }

    /// Brings the list to its length.
    fn make_up(&self, listing: &Listing<'_>, members: &mut Vec<Map<String, Value>>) {
        let Some(items) = self.items else { return };
        let pattern = members.first().cloned().unwrap_or_default();
        members.truncate(items);
        for number in members.len() + 1..=items {
            let mut member = pattern.clone();
            for field in identity(listing) {
                let value = match field.ty {
                    Type::Integer | Type::Long => Value::from(number),
                    _ => format!("item-{number}").into(),
                };
                listing.put(&mut member, &field.name, value);
            }
            members.push(member);
        }
    }

    /// Changes the items of a wrong page.
    fn spoil(&self, listing: &Listing<'_>, members: &mut Vec<Map<String, Value>>) {
        match self.show {
            Show::Reversed => members.reverse(),
            Show::Empty | Show::Absent => members.clear(),
            Show::Own | Show::Again => {}
        }
        let waiter = listing.action.waiter.as_ref();
        if let (Some(task), Some(waiter)) = (&self.task, waiter) {
            for member in members {
                listing.put(member, &waiter.key, task.as_str().into());
            }
        }
    }
}

/// The fields that tell items apart: those that the waiter names, or else the first
/// text.
fn identity<'m>(listing: &Listing<'m>) -> Vec<&'m Field> {
    let waiter = listing.action.waiter.as_ref();
    let named = waiter.map(|waiter| [&waiter.id, &waiter.subject]);
    let named = named.into_iter().flatten().flatten();
    let mut found: Vec<_> = named
        .filter_map(|name| field(listing.fields, name))
        .collect();
    if found.is_empty() {
        let mut texts = listing.fields.iter();
        found.extend(texts.find(|field| matches!(field.ty, Type::String)));
    }
    found
}
