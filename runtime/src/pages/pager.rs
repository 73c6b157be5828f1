//! Which page comes next, and whether the pages so far are all of them.
//!
//! Answers say in several ways whether more follows: a flag, a number of pages, a
//! number of items, a cursor. If one of them says so, the next page is requested. The
//! list ends when none of them does, and only if the number of items agrees with the
//! answers.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::find::{boolean, find, integer, set, text, value};
use super::{PageRequest, Pagination, Position};
use crate::error::{Error, ErrorKind};
use crate::slot::Scalar;
use crate::value::{Record, ValueRef, each_field};

/// How many pages without items may follow each other. A gateway that filters
/// may send some before it finds anything; one that sends no end of them is
/// left.
const MOST_EMPTY: u32 = 100;

/// The position in the pages.
pub(crate) struct Pager {
    /// Number of the current page, or of the items before it.
    position: i64,
    /// Items before the first requested page, if that is known.
    skipped: Option<i64>,
    /// Items that have come, repeated ones included.
    rows: i64,
    /// Items that were also on an earlier page.
    repeated: i64,
    /// Fingerprints of the items that have come.
    seen: HashSet<u64>,
    /// Items on the page that was looked at last.
    count: i64,
    /// Pages without items in a row.
    empty: u32,
    /// The numbers of all items that the answers gave.
    totals: Option<Totals>,
}

/// The numbers of all items that the answers of a walk gave.
#[derive(Clone, Copy)]
struct Totals {
    first: i64,
    last: i64,
    most: i64,
    /// The first number that was smaller than the one before, after that one.
    shrank: Option<(i64, i64)>,
}

impl Pager {
    /// Prepares the request for its first page.
    pub(crate) fn start(pagination: &Pagination, request: &mut dyn PageRequest) -> Self {
        let size = value(request, pagination.size, integer).or_else(|| {
            let size = pagination.default_size?;
            set(request, pagination.size, Scalar::Int(size)).then_some(size)
        });
        let first = match pagination.by {
            Position::Page => pagination.first_page,
            Position::Offset | Position::Cursor(_) => 0,
        };
        let (position, skipped) = if let Position::Cursor(_) = pagination.by {
            let fresh = value(request, pagination.position, text).is_none();
            (0, fresh.then_some(0))
        } else {
            let position = value(request, pagination.position, integer).unwrap_or_else(|| {
                set(request, pagination.position, Scalar::Int(first));
                first
            });
            let skipped = position.saturating_sub(first).max(0);
            let skipped = match pagination.by {
                Position::Page if skipped > 0 => size.map(|size| skipped.saturating_mul(size)),
                _ => Some(skipped),
            };
            (position, skipped)
        };
        Self {
            position,
            skipped,
            rows: 0,
            repeated: 0,
            seen: HashSet::new(),
            count: 0,
            empty: 0,
            totals: None,
        }
    }

    /// The largest number of all items that an answer gave, if the walk began at
    /// the first page.
    pub(crate) fn most(&self) -> Option<i64> {
        let totals = self.totals?;
        (self.skipped == Some(0)).then_some(totals.most)
    }

    /// Counts the items of a page.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Incomplete`] if the page brings only items that came before:
    /// pages that repeat would never end, and others are missing for them.
    pub(crate) fn look(
        &mut self,
        pagination: &Pagination,
        answer: &dyn Record,
    ) -> Result<(), Error> {
        let prints: Vec<u64> = match find(answer, pagination.items) {
            Some(ValueRef::List(list)) => (0..list.len())
                .map(|index| fingerprint(list.at(index)))
                .collect(),
            _ => Vec::new(),
        };
        let known = prints.iter().filter(|print| self.seen.contains(print));
        let known = count(known.count());
        self.count = count(prints.len());
        if self.count > 0 && known == self.count {
            return Err(incomplete(format!(
                "the gateway sends the same page again: all {known} items of it came before"
            )));
        }
        self.rows += self.count;
        self.repeated += known;
        self.seen.extend(prints);
        Ok(())
    }

    /// Prepares the request for the page after the one that was looked at;
    /// `false` if that was the last.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Incomplete`] if what came contradicts what the answers say.
    pub(crate) fn turn(
        &mut self,
        pagination: &Pagination,
        request: &mut dyn PageRequest,
        answer: &dyn Record,
    ) -> Result<bool, Error> {
        self.read_total(pagination, answer);
        let next = match pagination.by {
            Position::Cursor(cursor) => self.next_cursor(pagination, cursor, request, answer)?,
            _ => self.next_page(pagination, request, answer)?,
        };
        if !next {
            self.whole()?;
        }
        Ok(next)
    }

    fn read_total(&mut self, pagination: &Pagination, answer: &dyn Record) {
        let total = value(answer, pagination.total_items, integer);
        // Some services say -1 if they have not counted.
        let Some(total) = total.filter(|total| *total >= 0) else {
            return;
        };
        let before = self.totals.unwrap_or(Totals {
            first: total,
            last: total,
            most: total,
            shrank: None,
        });
        let shrank = (total < before.last).then_some((before.last, total));
        self.totals = Some(Totals {
            last: total,
            most: before.most.max(total),
            shrank: before.shrank.or(shrank),
            ..before
        });
    }

    fn next_page(
        &mut self,
        pagination: &Pagination,
        request: &mut dyn PageRequest,
        answer: &dyn Record,
    ) -> Result<bool, Error> {
        let more = value(answer, pagination.more, boolean);
        let pages = value(answer, pagination.total, integer)
            .filter(|pages| *pages >= 0 && pagination.by == Position::Page)
            .map(|pages| self.position < pagination.first_page.saturating_add(pages - 1));
        let says = [more, pages, self.more_items()];
        if self.count == 0 {
            let expected = says.contains(&Some(true))
                // Not the only page, and one of those that the answer counts.
                || (pages == Some(false) && self.rows > 0 && self.is_counted(pagination, answer));
            if expected && !self.is_complete() {
                return Err(incomplete(format!(
                    "the page at {} `{}` is empty, but its answer says that there are items on \
                     it or after it; {}",
                    pagination.position,
                    self.position,
                    self.came()
                )));
            }
            return Ok(false);
        }
        // If the answer says nothing at all, an empty page is the end.
        if !says.contains(&Some(true)) && says != [None; 3] {
            return Ok(false);
        }
        self.position = match pagination.by {
            Position::Offset => self.position.saturating_add(self.count),
            _ => self.position.saturating_add(1),
        };
        self.ask(pagination, request, Scalar::Int(self.position))
    }

    /// Whether the number of pages includes the one now looked at.
    fn is_counted(&self, pagination: &Pagination, answer: &dyn Record) -> bool {
        let pages = value(answer, pagination.total, integer).unwrap_or_default();
        self.position < pagination.first_page.saturating_add(pages)
    }

    /// Whether there are items after those that came, by their number.
    fn more_items(&self) -> Option<bool> {
        let total = self.totals?.last;
        let reached = self.skipped?.saturating_add(self.rows);
        if self.skipped == Some(0) {
            return Some(reached < total);
        }
        // The gateway may have cut the page size, so that fewer were skipped.
        (reached == total).then_some(false)
    }

    /// Whether exactly the items that the answers count have come.
    fn is_complete(&self) -> bool {
        self.skipped == Some(0)
            && self.totals.is_some_and(|totals| {
                self.rows == totals.last || (totals.shrank.is_some() && self.has_all(totals))
            })
    }

    /// Whether as many different items came as any answer counted.
    fn has_all(&self, totals: Totals) -> bool {
        self.skipped == Some(0) && self.rows - self.repeated >= totals.most
    }

    fn next_cursor(
        &mut self,
        pagination: &Pagination,
        cursor: &'static str,
        request: &mut dyn PageRequest,
        answer: &dyn Record,
    ) -> Result<bool, Error> {
        let more = value(answer, pagination.more, boolean);
        let next = value(answer, cursor, text).filter(|_| more != Some(false));
        let Some(next) = next else {
            if more == Some(true) && !self.is_complete() {
                return Err(incomplete(format!(
                    "the answer says that more follows, but `{cursor}` is empty; {}",
                    self.came()
                )));
            }
            return Ok(false);
        };
        if self.count > 0 {
            self.empty = 0;
        } else {
            // The same question again would have the same answer. And a cursor
            // may stay when all is read, as the id of a scroll does.
            let same = value(request, pagination.position, text).as_ref() == Some(&next);
            if same || (self.rows > 0 && self.is_complete()) {
                return Ok(false);
            }
            self.empty += 1;
            if self.empty > MOST_EMPTY {
                return Err(incomplete(format!(
                    "{MOST_EMPTY} pages without items followed each other, each with the cursor \
                     of another one; {}",
                    self.came()
                )));
            }
        }
        self.ask(pagination, request, Scalar::Text(&next))
    }

    fn ask(
        &self,
        pagination: &Pagination,
        request: &mut dyn PageRequest,
        position: Scalar<'_>,
    ) -> Result<bool, Error> {
        if set(request, pagination.position, position) {
            return Ok(true);
        }
        Err(incomplete(format!(
            "the parameter `{}` does not take the position of the next page; {}",
            pagination.position,
            self.came()
        )))
    }

    /// Refuses an end that disagrees with the number of items that the answers
    /// give.
    fn whole(&self) -> Result<(), Error> {
        let Some(totals) = self.totals else {
            return Ok(());
        };
        if let Some((before, after)) = totals.shrank {
            // Whoever deletes what is listed shrinks the list and misses nothing.
            if self.has_all(totals) {
                return Ok(());
            }
            return Err(incomplete(format!(
                "the list shrank from {before} to {after} items while it was read, so items may \
                 have moved to pages that were read before; {}; ask for it again",
                self.came()
            )));
        }
        if self.skipped != Some(0) {
            return Ok(());
        }
        if self.rows != totals.last {
            return Err(incomplete(self.came()));
        }
        let different = self.rows - self.repeated;
        if different < totals.first {
            let total = totals.last;
            return Err(incomplete(format!(
                "only {different} of {total} items differ: some came twice, so others may be \
                 missing; the list may have changed while it was read"
            )));
        }
        Ok(())
    }

    /// How many items came, and how many should have.
    fn came(&self) -> String {
        match self.most() {
            Some(total) => format!("{} items came of {total} that there are", self.rows),
            None => format!("{} items came", self.rows),
        }
    }
}

fn incomplete(message: String) -> Error {
    Error::new(ErrorKind::Incomplete, message)
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// A hash of a value.
fn fingerprint(value: ValueRef<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(value, &mut hasher);
    hasher.finish()
}

fn hash(value: ValueRef<'_>, hasher: &mut DefaultHasher) {
    // The type of each value separates neighbours: "a", "b" from "ab".
    match value {
        ValueRef::Absent => 0_u8.hash(hasher),
        ValueRef::Text(text) => (1_u8, text).hash(hasher),
        ValueRef::Int(number) => (2_u8, number).hash(hasher),
        ValueRef::Float(number) => (3_u8, number.to_bits()).hash(hasher),
        ValueRef::Bool(value) => (4_u8, value).hash(hasher),
        ValueRef::Image(image) => (5_u8, image.bytes()).hash(hasher),
        ValueRef::Bytes(bytes) => bytes.hash(hasher),
        ValueRef::Json(json) => (6_u8, json.to_string()).hash(hasher),
        ValueRef::List(list) => {
            (7_u8, list.len()).hash(hasher);
            (0..list.len()).for_each(|index| hash(list.at(index), hasher));
        }
        ValueRef::Map(map) => {
            (8_u8, map.len()).hash(hasher);
            map.each(&mut |key, value| {
                key.hash(hasher);
                hash(value, hasher);
            });
        }
        ValueRef::Record(record) => {
            (9_u8, record.shape().len()).hash(hasher);
            each_field(record, &mut |field, value| {
                field.name.hash(hasher);
                hash(value, hasher);
            });
        }
    }
}
