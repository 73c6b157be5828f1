//! Nonces: texts that make each signed request unique.

use std::sync::Arc;

use crate::digest::hex;
use crate::error::Error;

/// A source of nonces, for tests. Each call must return another one.
pub type Nonce = Arc<dyn Fn() -> String + Send + Sync>;

/// 128 random bits in hexadecimal.
pub(crate) fn random() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::config(format!("the system gives no random numbers: {error}")))?;
    Ok(hex(&bytes))
}
