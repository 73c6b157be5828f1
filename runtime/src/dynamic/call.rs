//! Calls whose answers are JSON documents.

use std::fmt;

use serde_json::Value;

use super::conform::conform;
use super::document::Document;
use super::table::{Entry, Object, Watch};
use crate::answer::Target;
use crate::attempt::Plan;
use crate::client::{Core, Options};
use crate::decode::{Unread, tree};
use crate::encode::{Pair, Parts};
use crate::error::{Error, ErrorKind};
use crate::identity::BoxFuture;
use crate::location::Location;
use crate::meta::Answer;
use crate::pages::{Pager, Pagination};
use crate::percent;
use crate::sign::SignedRequest;
use crate::slot::Decode;
use crate::token::Token;
use crate::validate::Validation;
use crate::waiter::Wait;

/// A call of an action that a table describes, ready to be made. It gives the
/// answer as JSON, documented or not, with the types that are documented.
///
/// It is validated, retried and reported as a typed call is.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'a> {
    core: &'a Core,
    entry: &'static Entry,
    request: &'a Document,
    /// Parameters of the query beside the request, which is not validated then.
    extra: Option<Vec<Pair>>,
    options: Options,
}

impl<'a> Call<'a> {
    /// A call with the parameters of `request`.
    pub fn new(core: &'a Core, entry: &'static Entry, request: &'a Document) -> Self {
        Self {
            core,
            entry,
            request,
            extra: None,
            options: Options::default(),
        }
    }

    /// Sends the request even if it breaks documented limits.
    pub fn unchecked(mut self) -> Self {
        self.options.validation = Some(Validation::Off);
        self
    }

    /// Sends the request without checks, together with these parameters, by their names
    /// on the wire. A parameter below one of the table (`Row.1.Part`) travels with
    /// that; others go into the query. A name that the request already has is refused.
    /// All values count as personal.
    pub fn without_validation<K: Into<String>, V: AsRef<str>>(
        mut self,
        extra: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let pair = |(key, value): (K, V)| Pair::new(key, value.as_ref());
        self.extra = Some(extra.into_iter().map(pair).collect());
        self
    }

    /// Signs the request but sends nothing: a dry run.
    ///
    /// # Errors
    ///
    /// As the call itself before it connects.
    pub async fn sign(self) -> Result<SignedRequest, Error> {
        let core = self.core;
        core.inner.sign(&self.plan()?).await
    }

    /// Makes the call and returns the answer with its request id, status and attempts.
    /// [`Answer::unread`] lists fields that are not as documented; the value has them
    /// unchanged.
    ///
    /// # Errors
    ///
    /// As the call itself.
    pub async fn send_with_meta(self) -> Result<Answer<Value>, Error> {
        let (core, response) = (self.core, self.entry.response);
        let plan = self.plan()?;
        let (mut answer, mut fields) = (Value::Null, Document::new(response));
        let mut target = Target::Described(&mut answer, &mut fields);
        let done = core.inner.run(&plan, &mut target).await?;
        conform(&mut answer, response);
        Ok(Answer::whole(answer, done))
    }

    fn plan(self) -> Result<Plan<'a>, Error> {
        let (core, action) = (self.core, &self.entry.action);
        let Some(extra) = self.extra else {
            return core.plan(action, self.request, self.options);
        };
        let given = extra
            .iter()
            .find(|pair| pair.key == action.idempotency_token);
        let token = match given {
            Some(pair) if !pair.key.is_empty() => Token::Given(percent::decode(&pair.value)),
            _ => Token::of(action, self.request, core.inner.config.idempotency_tokens)?,
        };
        let mut parts = token.with(self.request, Parts::of);
        add(&mut parts, extra, self.request.object());
        let checked = parts.check_names();
        checked.map_err(|error| error.of(action.name))?;
        core.plan_of(action, parts, token, None, self.options)
    }
}

/// Adds parameters that the table does not have.
fn add(parts: &mut Parts, extra: Vec<Pair>, object: &'static Object) {
    for pair in extra {
        let root = pair.key.split('.').next().unwrap_or_default();
        let field = object.shape.iter().find(|field| field.name == root);
        match field.map_or(Location::Query, |field| field.location) {
            Location::Form => parts.add_form(pair),
            _ => parts.query.add_pair(pair),
        }
    }
}

impl<'a> IntoFuture for Call<'a> {
    type Output = Result<Value, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.send_with_meta().await?.value) })
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("action", &self.entry.action.name)
            .field(
                "validated",
                &(self.extra.is_none() && self.options.validation.is_none()),
            )
            .finish_non_exhaustive()
    }
}

/// The pages of an action, one answer each, fetched on demand.
///
/// A list that contradicts its own totals, repeats a page or loses items while it is
/// read ends in [`ErrorKind::Incomplete`], as [`Items`](crate::Items) does.
pub struct Pages<'a> {
    core: &'a Core,
    entry: &'static Entry,
    pagination: &'static Pagination,
    request: Document,
    pager: Pager,
    unread: Vec<Unread>,
    done: bool,
    /// The error of the list, returned after the page that shows it.
    failed: Option<Error>,
}

impl<'a> Pages<'a> {
    /// The pages from the one that `request` names; `None` if the action has no pages.
    #[must_use]
    pub fn new(core: &'a Core, entry: &'static Entry, mut request: Document) -> Option<Self> {
        let pagination = entry.pagination?;
        let pager = Pager::start(pagination, &mut request);
        Some(Self {
            core,
            entry,
            pagination,
            request,
            pager,
            unread: Vec::new(),
            done: false,
            failed: None,
        })
    }

    /// The answer with the next page; `None` after the last one.
    ///
    /// # Errors
    ///
    /// As for a call of the action, and [`ErrorKind::Incomplete`]; the pages end
    /// with it.
    pub async fn next(&mut self) -> Result<Option<Value>, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if self.done {
            return Ok(None);
        }
        // Whatever comes in between, it ends here.
        self.done = true;
        let action = &self.entry.action;
        let mut read = Document::new(self.entry.response);
        let done = self
            .core
            .page(action, self.pagination, &self.request, &mut read)
            .await?;
        let mut answer = Value::Null;
        let reading = self.core.inner.config.reading();
        tree(&done.answer.body, &mut answer, &[], reading)
            .map_err(|error| Error::new(ErrorKind::Decode, error.to_string()).of(action.name))?;
        self.unread = done.unread;
        conform(&mut answer, self.entry.response);
        self.pager
            .look(self.pagination, &read)
            .map_err(|error| error.of(action.name))?;
        match self.pager.turn(self.pagination, &mut self.request, &read) {
            Ok(turned) => self.done = !turned,
            Err(error) => self.failed = Some(error.of(action.name)),
        }
        Ok(Some(answer))
    }

    /// The fields of the last page that are not as documented. They are in the
    /// page as they came.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }
}

impl fmt::Debug for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("action", &self.entry.action.name)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

/// Waits with an action for the end of the task that `request` asks about.
pub fn wait<'a>(
    core: &'a Core,
    entry: &'static Entry,
    watch: &'static Watch,
    request: Document,
) -> Wait<'a> {
    let response = entry.response;
    let blank = move || Box::new(Document::new(response)) as Box<dyn Decode>;
    let (action, waiter) = (&entry.action, &watch.waiter);
    Wait::with_blank(core, action, waiter, Box::new(request), Box::new(blank))
}
