//! The items of all pages as one stream.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{Pager, Paginate, Pagination};
use crate::client::Core;
use crate::error::Error;
use crate::identity::BoxFuture;
use crate::shape::Action;

/// The items of all pages, fetched on demand.
///
/// It is a [`Stream`]; [`next`](Self::next) reads items without that trait. It ends after
/// the last page, or with the first error.
///
/// The list only counts as complete if its end agrees with the answers. A list that
/// contradicts its own totals, repeats a page, or loses items while it is read ends
/// in [`ErrorKind::Incomplete`](crate::ErrorKind::Incomplete), after the items
/// that came. To notice repeated items, it remembers a few bytes for each item.
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
    Failed(Error),
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
    /// The errors of a call of the action, and
    /// [`ErrorKind::Incomplete`](crate::ErrorKind::Incomplete). No item follows an
    /// error.
    pub async fn next(&mut self) -> Option<Result<Q::Item, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first error. The items before it are lost; [`next`](Self::next)
    /// gives them.
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
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Idle(request) => self.state = State::Fetching(self.fetch(request)),
                State::Fetching(mut future) => match future.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Fetching(future);
                        return Poll::Pending;
                    }
                    Poll::Ready((request, answer)) => self.state = self.take(request, answer),
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

    fn take(&mut self, mut request: Q, answer: Result<Q::Answer, Error>) -> State<'a, Q> {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return State::Failed(error),
        };
        if let Err(error) = self.pager.look(self.pagination, &answer) {
            return State::Failed(error.of(self.action.name));
        }
        let turned = self.pager.turn(self.pagination, &mut request, &answer);
        self.ready.extend(Q::items(answer));
        match turned {
            Ok(true) => State::Idle(request),
            Ok(false) => State::Done,
            // The items of this page come before it.
            Err(error) => State::Failed(error.of(self.action.name)),
        }
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
