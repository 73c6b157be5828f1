//! A source that is found once and then stays.

use std::sync::{Arc, Mutex};

use super::flight::lock;
use super::look::Look;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};

/// What looking for a source gives.
pub(super) type Found = Result<Arc<dyn Credentials>, CredentialsError>;

/// The source that was found. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Settled {
    found: Arc<Mutex<Option<Arc<dyn Credentials>>>>,
    look: Look<Found>,
}

impl Settled {
    /// The source that was found before.
    pub(super) fn found(&self) -> Option<Arc<dyn Credentials>> {
        lock(&self.found).clone()
    }

    /// Looks for the source on another thread. A failure is not kept.
    pub(super) async fn settle(&self, look: impl FnOnce() -> Found + Send + 'static) -> Found {
        let source = self.look.run(look).await??;
        let mut found = lock(&self.found);
        Ok(Arc::clone(found.get_or_insert(source)))
    }
}

/// A source whose errors name its origin.
pub(super) struct Labelled {
    pub(super) source: Arc<dyn Credentials>,
    pub(super) place: String,
}

impl Credentials for Labelled {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            let key = self.source.credentials().await;
            key.map_err(|error| error.within(&self.place))
        })
    }
}
