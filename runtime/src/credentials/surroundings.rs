//! What sources read besides their settings: environment, home folder, clocks, and the
//! addresses of services.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use zeroize::{Zeroize, Zeroizing};

use super::CredentialsError;
use crate::time::Clock;

pub(super) type Lookup = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// A value of the environment as text.
pub(super) fn text(
    lookup: &Lookup,
    name: &str,
) -> Result<Option<Zeroizing<String>>, CredentialsError> {
    let Some(value) = lookup(name) else {
        return Ok(None);
    };
    match value.into_string() {
        Ok(value) => Ok(Some(Zeroizing::new(value))),
        Err(value) => {
            value.into_encoded_bytes().zeroize();
            Err(CredentialsError::new(format!("{name} is not UTF-8")))
        }
    }
}

/// What sources of credentials read outside this program: environment variables (and
/// through them the home folder), the time, and the addresses of STS and the metadata
/// service. The default is the real system. Tests replace parts of it.
#[derive(Clone)]
pub struct Surroundings {
    lookup: Arc<Lookup>,
    clock: Clock,
    steady: Arc<dyn Fn() -> Instant + Send + Sync>,
    sts: Option<String>,
    metadata: Option<String>,
    patience: Option<Duration>,
}

impl Surroundings {
    /// Reads environment variables through `lookup`.
    #[must_use]
    pub fn with_variables(
        mut self,
        lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
    ) -> Self {
        self.lookup = Arc::new(lookup);
        self
    }

    /// Takes the time from `clock`, and time that never jumps from `steady`.
    #[must_use]
    pub fn with_clocks(
        mut self,
        clock: impl Fn() -> SystemTime + Send + Sync + 'static,
        steady: impl Fn() -> Instant + Send + Sync + 'static,
    ) -> Self {
        self.clock = Arc::new(clock);
        self.steady = Arc::new(steady);
        self
    }

    /// Calls STS at this endpoint, for any region. `http://` is accepted only for this
    /// machine.
    #[must_use]
    pub fn with_sts(mut self, endpoint: impl Into<String>) -> Self {
        self.sts = Some(endpoint.into());
        self
    }

    /// Reaches the metadata service at this endpoint, in place of
    /// `http://100.100.100.200`.
    #[must_use]
    pub fn with_metadata(mut self, endpoint: impl Into<String>) -> Self {
        self.metadata = Some(endpoint.into());
        self
    }

    /// The time limit of every request, instead of that of each service.
    #[must_use]
    pub fn with_patience(mut self, timeout: Duration) -> Self {
        self.patience = Some(timeout);
        self
    }

    pub(super) fn patience(&self, usual: Duration) -> Duration {
        self.patience.unwrap_or(usual)
    }

    pub(super) fn lookup(&self) -> Arc<Lookup> {
        Arc::clone(&self.lookup)
    }

    pub(super) fn sts(&self) -> Option<&str> {
        self.sts.as_deref()
    }

    pub(super) fn metadata(&self) -> Option<&str> {
        self.metadata.as_deref()
    }

    pub(super) fn now(&self) -> SystemTime {
        (self.clock)()
    }

    pub(super) fn steady(&self) -> Instant {
        (self.steady)()
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        (self.lookup)(name).is_some()
    }

    /// A variable that must not be empty if it is set.
    pub(super) fn variable(
        &self,
        name: &str,
    ) -> Result<Option<Zeroizing<String>>, CredentialsError> {
        match text(&*self.lookup, name)? {
            Some(value) if value.trim().is_empty() => Err(empty(name)),
            value => Ok(value),
        }
    }

    /// A variable that names a file. It may be other than UTF-8.
    pub(super) fn path(&self, name: &str) -> Result<Option<PathBuf>, CredentialsError> {
        match (self.lookup)(name) {
            Some(value) if value.is_empty() => Err(empty(name)),
            value => Ok(value.map(PathBuf::from)),
        }
    }

    /// A variable that is `true` or `false`, in any case; `false` if it is not set. Any
    /// other value is an error, because otherwise the thing that it should switch off
    /// would be used.
    pub(super) fn switch(&self, name: &str) -> Result<bool, CredentialsError> {
        let Some(value) = self.variable(name)? else {
            return Ok(false);
        };
        if value.eq_ignore_ascii_case("true") {
            Ok(true)
        } else if value.eq_ignore_ascii_case("false") {
            Ok(false)
        } else {
            Err(CredentialsError::new(format!(
                "{name} is neither `true` nor `false`"
            )))
        }
    }

    /// The home folder.
    ///
    /// # Errors
    ///
    /// If the variables for it are not set. The error names them.
    pub(super) fn home(&self) -> Result<PathBuf, CredentialsError> {
        const NAMES: [&str; 2] = if cfg!(windows) {
            ["USERPROFILE", "HOME"]
        } else {
            ["HOME", "USERPROFILE"]
        };
        NAMES
            .into_iter()
            .find_map(|name| (self.lookup)(name).filter(|value| !value.is_empty()))
            .map(PathBuf::from)
            .ok_or_else(|| {
                let [first, second] = NAMES;
                CredentialsError::absent(format!(
                    "the home folder is not known, as neither {first} nor {second} is set"
                ))
            })
    }
}

fn empty(name: &str) -> CredentialsError {
    CredentialsError::new(format!(
        "{name} is set but empty; expected a value, or no such variable"
    ))
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            lookup: Arc::new(|name| env::var_os(name)),
            clock: Arc::new(SystemTime::now),
            steady: Arc::new(Instant::now),
            sts: None,
            metadata: None,
            patience: None,
        }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}
