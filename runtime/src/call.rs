//! One call of an action.

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::client::{Core, Options};
use crate::error::Error;
use crate::identity::BoxFuture;
use crate::meta::Answer;
use crate::shape::Action;
use crate::sign::SignedRequest;
use crate::slot::Decode;
use crate::validate::Validation;
use crate::value::Record;

/// A call that is ready. Nothing happens until it is awaited, or signed with
/// [`Call::sign`].
///
/// Awaiting it needs a Tokio runtime with time and I/O enabled. If the request breaks
/// documented limits, the call fails with an [`Error`] before anything is sent.
/// Dropping the future stops waiting, but a request that was sent may still be carried
/// out.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'a, R> {
    core: &'a Core,
    action: &'static Action,
    request: &'a dyn Record,
    options: Options,
    answer: PhantomData<fn() -> R>,
}

impl<'a, R> Call<'a, R> {
    /// A call of `action`; generated clients use it.
    pub fn new(core: &'a Core, action: &'static Action, request: &'a dyn Record) -> Self {
        Self {
            core,
            action,
            request,
            options: Options::default(),
            answer: PhantomData,
        }
    }

    /// How long this call may take, in place of the client's
    /// [timeout](crate::Config::with_timeout).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How often this call is tried at most, in place of what the client's
    /// [policy](crate::RetryPolicy::with_max_attempts) says; zero counts as
    /// one.
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.options.max_attempts = NonZeroU32::new(attempts.max(1));
        self
    }

    /// Sends the request even if it breaks documented limits: documents are sometimes
    /// stricter than the gateway.
    pub fn unchecked(mut self) -> Self {
        self.options.validation = Some(Validation::Off);
        self
    }

    /// Validates and signs the request but sends nothing: a dry run. No
    /// time limit applies to the source of credentials.
    ///
    /// # Errors
    ///
    /// As the call itself before it connects.
    pub async fn sign(self) -> Result<SignedRequest, Error> {
        self.core
            .sign(self.action, self.request, self.options)
            .await
    }
}

impl<R: Decode + Default> Call<'_, R> {
    /// Makes the call and returns the answer with its request id, status and attempts,
    /// its undocumented members, and the fields that [could not be
    /// read](Answer::unread).
    ///
    /// # Errors
    ///
    /// As the call itself.
    pub async fn send_with_meta(self) -> Result<Answer<R>, Error> {
        let mut value = R::default();
        let (action, request) = (self.action, self.request);
        let done = self
            .core
            .exchange(action, request, &mut value, self.options);
        let done = done.await?;
        Ok(Answer::new(value, done, self.core.inner.config.reading()))
    }

    /// Makes the call without async and waits for it; see
    /// [`blocking::wait`](crate::blocking::wait).
    ///
    /// # Errors
    ///
    /// As the call itself; [`ErrorKind::Config`](crate::ErrorKind::Config)
    /// inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<R, Error> {
        crate::blocking::wait(self)
    }
}

impl<'a, R: Decode + Default + 'a> IntoFuture for Call<'a, R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut answer = R::default();
            let sent = self
                .core
                .send(self.action, self.request, &mut answer, self.options);
            sent.await.map(|()| answer)
        })
    }
}

impl<R> fmt::Debug for Call<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("action", &self.action.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
