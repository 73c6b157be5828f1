//! Fetching one page.

use super::{Pagination, Position};
use crate::attempt::Done;
use crate::client::{Core, Options};
use crate::error::{Error, ErrorKind};
use crate::shape::Action;
use crate::slot::Decode;
use crate::value::Record;

impl Pagination {
    /// Whether the field at this path says something about the pages, or is an
    /// item as a whole. The paths are those of fields that could not be read.
    fn needs(&self, path: &str) -> bool {
        let cursor = match self.by {
            Position::Cursor(cursor) => cursor,
            _ => "",
        };
        let below = |outer: &str, inner: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let is = |known: &str| !known.is_empty() && (below(known, path) || below(path, known));
        is(self.more)
            || is(self.total)
            || is(self.total_items)
            || is(cursor)
            || (is(self.items) && !path.contains("]."))
    }
}

impl Core {
    /// As [`Core::exchange`], for one page of a list. A page whose items cannot
    /// be counted on is an error, or the list would end early.
    pub(crate) async fn page(
        &self,
        action: &'static Action,
        pagination: &Pagination,
        request: &dyn Record,
        into: &mut dyn Decode,
    ) -> Result<Done, Error> {
        let done = self.exchange(action, request, into, Options::default());
        let done = done.await?;
        let mut unread = done.unread.iter();
        let Some(unread) = unread.find(|unread| pagination.needs(unread.path())) else {
            return Ok(done);
        };
        let message = format!("the list cannot be read from this page: {unread}");
        let error = Error::new(ErrorKind::Decode, message).of(action.name);
        Err(error.with(|inner| {
            inner.status = Some(done.answer.status);
            inner.request_id.clone_from(&done.answer.request_id);
            inner.field = Some(unread.path().to_owned());
            inner.attempts = done.attempts;
        }))
    }
}
