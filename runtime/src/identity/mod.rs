//! Access keys, and the trait of their sources. The sources are in `credentials`.

mod error;
mod key;

use std::pin::Pin;
use std::sync::Arc;

pub use error::CredentialsError;
pub use key::AccessKey;
pub(crate) use key::{abbreviated, fault};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access keys. It is asked once for every request that is signed.
///
/// A source that is configured but fails must return the error. If it fell back to
/// another identity, a call would run as somebody else.
pub trait Credentials: Send + Sync {
    /// The key to sign the next request with. A source that fetches keys should keep
    /// them until shortly before they expire.
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>>;
}

impl<T: Credentials + ?Sized> Credentials for Arc<T> {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        (**self).credentials()
    }
}
