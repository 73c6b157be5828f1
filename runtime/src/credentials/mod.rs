//! Sources of access keys.
//!
//! [`CredentialsChain`] looks in all the usual places. Each place is also a source that
//! can be used alone. For other places, implement [`Credentials`].

mod answer;
mod assume;
mod cache;
mod chain;
mod ecs;
mod env;
mod files;
mod flight;
mod http;
mod ini;
mod json;
mod look;
mod names;
mod oidc;
mod profile;
mod sections;
mod settled;
mod sts;
mod surroundings;
mod uri;

pub use assume::AssumeRoleCredentials;
pub use chain::CredentialsChain;
pub use ecs::EcsCredentials;
pub use env::EnvCredentials;
pub use ini::IniCredentials;
pub use oidc::OidcCredentials;
pub use profile::ProfileCredentials;
#[doc(hidden)]
pub use surroundings::Surroundings;
pub use uri::UriCredentials;

pub use crate::identity::{AccessKey, BoxFuture, Credentials, CredentialsError};

use crate::text::{clip, one_line};

/// Names for messages: the first ten of them, in backticks, each cut after 64
/// characters.
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
