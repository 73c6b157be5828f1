//! A source that is found once and then stays.

use std::sync::{Arc, Mutex};

use super::flight::lock;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};

/// The source that was found. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Settled {
    found: Arc<Mutex<Option<Arc<dyn Credentials>>>>,
}

impl Settled {
    /// The source, looked for if there is none yet. Only one caller looks at a
    /// time, and a failure is not kept.
    pub(super) fn get(
        &self,
        look: impl FnOnce() -> Result<Arc<dyn Credentials>, CredentialsError>,
    ) -> Result<Arc<dyn Credentials>, CredentialsError> {
        let mut found = lock(&self.found);
        if let Some(source) = &*found {
            return Ok(Arc::clone(source));
        }
        let source = look()?;
        *found = Some(Arc::clone(&source));
        Ok(source)
    }
}

/// A source whose errors say where it comes from.
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
