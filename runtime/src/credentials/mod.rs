//! Where access keys come from.
//!
//! [`CredentialsChain`] looks in all the usual places; each of them is a type
//! of its own as well. Whatever implements [`Credentials`] will do.

mod answer;
mod assume;
mod cache;
mod chain;
mod ecs;
mod env;
mod error;
mod files;
mod flight;
mod http;
mod ini;
mod json;
mod key;
mod look;
mod names;
mod oidc;
mod profile;
mod sections;
mod settled;
mod sts;
mod surroundings;
mod uri;

use std::pin::Pin;
use std::sync::Arc;

pub use assume::AssumeRoleCredentials;
pub use chain::CredentialsChain;
pub use ecs::EcsCredentials;
pub use env::EnvCredentials;
pub use error::CredentialsError;
pub use ini::IniCredentials;
pub use key::AccessKey;
pub(crate) use key::abbreviated;
pub use oidc::OidcCredentials;
pub use profile::ProfileCredentials;
#[doc(hidden)]
pub use surroundings::Surroundings;
pub use uri::UriCredentials;

use crate::text::{clip, one_line};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access keys, asked once for every request that is signed.
///
/// A source that is configured but fails has to return the error. Falling
/// back to another identity would run a call as somebody else.
pub trait Credentials: Send + Sync {
    /// The key to sign the next request with. A source that fetches keys
    /// should keep them until shortly before they expire.
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>>;
}

impl<T: Credentials + ?Sized> Credentials for Arc<T> {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        (**self).credentials()
    }
}

/// Names as messages show them: in backticks, the first ten of them, each cut
/// after 64 characters.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let shown = |name: &str| format!("`{}`", one_line(&clip(name.to_owned(), 64)));
    let mut list: Vec<String> = names.by_ref().take(10).map(shown).collect();
    match names.count() {
        0 if list.is_empty() => "none".to_owned(),
        0 => list.join(", "),
        more => {
            list.push(format!("and {more} more"));
            list.join(", ")
        }
    }
}
