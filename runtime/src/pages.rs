//! Answers that come in pages: turning them, and knowing when to stop.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::attempt::Done;
use crate::client::{Core, Options};
use crate::credentials::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::shape::Action;
use crate::slot::{Decode, Scalar, Slot, SlotMut};
use crate::value::{Record, ValueRef, each_field};

/// How an action splits its answer into pages. Names are those on the wire;
/// an empty one says that the action has no such field.
#[derive(Debug)]
pub struct Pagination {
    /// Response field that holds the items of a page.
    pub items: &'static str,
    /// Parameter with the page number, or with the cursor of the page.
    pub position: &'static str,
    /// Parameter with the number of items a page.
    pub size: &'static str,
    /// Items a page where the request does not say.
    pub default_size: i64,
    /// Response field that tells whether there is a page after this one.
    pub more: &'static str,
    /// Response field with the number of pages.
    pub total: &'static str,
    /// Response field with the cursor of the next page; pages have numbers
    /// where it is empty.
    pub cursor: &'static str,
}

impl Pagination {
    /// Whether a field of this path tells the pages, or is an item as a whole.
    /// The paths are those of fields that could not be read.
    pub(crate) fn needs(&self, path: &str) -> bool {
        let name = path.split(['.', '[']).next().unwrap_or_default();
        let is = |known: &str| !known.is_empty() && known == name;
        is(self.more)
            || is(self.total)
            || is(self.cursor)
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
        let message = format!("the list cannot be told from this page: {unread}");
        let error = Error::new(ErrorKind::Decode, message).of(action.name);
        Err(error.with(|inner| {
            inner.status = Some(done.answer.status);
            inner.request_id.clone_from(&done.answer.request_id);
            inner.field = Some(unread.path().to_owned());
            inner.attempts = done.attempts;
        }))
    }
}

/// A request whose page can be chosen, and the task that it asks about.
pub trait Steer: Record {
    /// The slot of one of the parameters that steer; `None` for any other.
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot>;
}

/// A request whose answers come in pages.
pub trait Paginate: Steer + Sized + 'static {
    /// One page.
    type Answer: Decode + Default + 'static;
    /// One item of a page.
    type Item: Send + 'static;
    /// Takes the items out of a page.
    fn items(answer: Self::Answer) -> Vec<Self::Item>;
}

/// The items of all pages, fetched as they are asked for.
///
/// A [`Stream`]; [`next`](Self::next) does without one. It ends after the last
/// page, or with the first error. A gateway that sends the same page again is
/// an error, not an endless stream.
#[must_use = "nothing is fetched until items are asked for"]
pub struct Items<'a, Q: Paginate> {
    core: &'a Core,
    action: &'static Action,
    pagination: &'static Pagination,
    pager: Pager,
    state: State<'a, Q>,
    ready: VecDeque<Q::Item>,
}

type Fetched<Q> = (Q, Result<<Q as Paginate>::Answer, Error>);

enum State<'a, Q: Paginate> {
    Idle(Q),
    Fetching(BoxFuture<'a, Fetched<Q>>),
    Done,
}

// Nothing in it is pinned in place.
impl<Q: Paginate> Unpin for Items<'_, Q> {}

impl<'a, Q: Paginate> Items<'a, Q> {
    /// The items that `request` lists; generated clients use it.
    pub fn new(
        core: &'a Core,
        action: &'static Action,
        pagination: &'static Pagination,
        mut request: Q,
    ) -> Self {
        let pager = Pager::start(pagination, &mut request);
        Self {
            core,
            action,
            pagination,
            pager,
            state: State::Idle(request),
            ready: VecDeque::new(),
        }
    }

    /// The next item; `None` after the last one.
    ///
    /// # Errors
    ///
    /// As for a call of the action; the items end with it.
    pub async fn next(&mut self) -> Option<Result<Q::Item, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first error; items before it are lost.
    pub async fn collect(mut self) -> Result<Vec<Q::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Q::Item, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(request) => self.state = State::Fetching(self.fetch(request)),
                State::Fetching(mut future) => match future.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Fetching(future);
                        return Poll::Pending;
                    }
                    Poll::Ready((request, answer)) => {
                        if let Err(error) = self.take(request, answer) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
            }
        }
    }

    fn fetch(&self, request: Q) -> BoxFuture<'a, Fetched<Q>> {
        let (core, action, pagination) = (self.core, self.action, self.pagination);
        Box::pin(async move {
            let mut answer = Q::Answer::default();
            let sent = core.page(action, pagination, &request, &mut answer).await;
            (request, sent.map(|_| answer))
        })
    }

    fn take(&mut self, mut request: Q, answer: Result<Q::Answer, Error>) -> Result<(), Error> {
        let answer = answer?;
        let turn = self
            .pager
            .turn(self.pagination, &mut request, &answer)
            .map_err(|error| error.of(self.action.name))?;
        if turn {
            self.state = State::Idle(request);
        }
        self.ready.extend(Q::items(answer));
        Ok(())
    }
}

impl<Q: Paginate> Stream for Items<'_, Q> {
    type Item = Result<Q::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<Q: Paginate> fmt::Debug for Items<'_, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("action", &self.action.name)
            .field("ready", &self.ready.len())
            .finish_non_exhaustive()
    }
}

/// Where in the pages a walk is.
pub(crate) struct Pager {
    number: i64,
    /// Of the items of the last page: a page that repeats would never end.
    last: Option<u64>,
}

impl Pager {
    /// Prepares the request for its first page.
    pub(crate) fn start(pagination: &Pagination, request: &mut dyn Steer) -> Self {
        let number = match value(request, pagination.position, integer) {
            Some(number) => number,
            None if pagination.cursor.is_empty() => {
                set(request, pagination.position, Scalar::Int(1));
                1
            }
            None => 1,
        };
        if value(request, pagination.size, integer).is_none() {
            set(
                request,
                pagination.size,
                Scalar::Int(pagination.default_size),
            );
        }
        Self { number, last: None }
    }

    /// Prepares the request for the page after this one; `false` where this
    /// was the last.
    pub(crate) fn turn(
        &mut self,
        pagination: &Pagination,
        request: &mut dyn Steer,
        answer: &dyn Record,
    ) -> Result<bool, Error> {
        let (count, digest) = digest(answer, pagination.items);
        let repeats = || {
            let message = format!(
                "the gateway sends the same page again (page {})",
                self.number
            );
            Error::new(ErrorKind::Decode, message)
        };
        if count > 0 && self.last == Some(digest) {
            return Err(repeats());
        }
        self.last = Some(digest);
        if pagination.cursor.is_empty() {
            let more = value(answer, pagination.more, boolean);
            let total = value(answer, pagination.total, integer);
            let more = more.unwrap_or(true) && total.is_none_or(|total| self.number < total);
            // Without items there is nothing to come, whatever the flag says.
            if !more || count == 0 {
                return Ok(false);
            }
            self.number += 1;
            set(request, pagination.position, Scalar::Int(self.number));
            return Ok(true);
        }
        let cursor = value(answer, pagination.cursor, text).filter(|cursor| !cursor.is_empty());
        let more = value(answer, pagination.more, boolean).unwrap_or(true);
        let Some(cursor) = cursor.filter(|_| more) else {
            return Ok(false);
        };
        if value(request, pagination.position, text).as_ref() == Some(&cursor) {
            return Err(repeats());
        }
        self.number += 1;
        set(request, pagination.position, Scalar::Text(&cursor));
        Ok(true)
    }
}

fn integer(value: ValueRef<'_>) -> Option<i64> {
    match value {
        ValueRef::Int(number) => Some(number),
        _ => None,
    }
}

fn boolean(value: ValueRef<'_>) -> Option<bool> {
    match value {
        ValueRef::Bool(value) => Some(value),
        _ => None,
    }
}

/// The text of a scalar.
pub(crate) fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Text(text) => Some(text.to_owned()),
        ValueRef::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The value of a field, where there is one of this name and type.
pub(crate) fn value<T>(
    record: &(impl Record + ?Sized),
    name: &str,
    read: fn(ValueRef<'_>) -> Option<T>,
) -> Option<T> {
    let names = record.shape().names();
    let index = names.iter().position(|known| *known == name)?;
    read(record.at(index).get())
}

/// Sets a parameter; `false` where there is none that takes the value.
pub(crate) fn set(request: &mut dyn Steer, name: &str, scalar: Scalar<'_>) -> bool {
    match request.slot(name).map(Slot::open) {
        Some(SlotMut::Scalar(slot)) => slot.set(scalar),
        _ => false,
    }
}

/// Number and hash of the items of a page.
fn digest(answer: &dyn Record, items: &str) -> (usize, u64) {
    let mut hasher = DefaultHasher::new();
    let mut count = 0;
    each_field(answer, &mut |field, value| {
        if field.name == items {
            if let ValueRef::List(list) = value {
                count = list.len();
            }
            hash(value, &mut hasher);
        }
    });
    (count, hasher.finish())
}

fn hash(value: ValueRef<'_>, hasher: &mut DefaultHasher) {
    match value {
        ValueRef::Absent => 0_u8.hash(hasher),
        ValueRef::Text(text) => text.hash(hasher),
        ValueRef::Int(number) => number.hash(hasher),
        ValueRef::Float(number) => number.to_bits().hash(hasher),
        ValueRef::Bool(value) => value.hash(hasher),
        ValueRef::Image(image) => image.bytes().hash(hasher),
        ValueRef::Json(json) => json.to_string().hash(hasher),
        ValueRef::List(list) => (0..list.len()).for_each(|index| hash(list.at(index), hasher)),
        ValueRef::Map(map) => map.each(&mut |key, value| {
            key.hash(hasher);
            hash(value, hasher);
        }),
        ValueRef::Record(record) => each_field(record, &mut |field, value| {
            field.name.hash(hasher);
            hash(value, hasher);
        }),
    }
}
