//! All sources, one after the other, until one is set up.

use std::fmt;
use std::sync::{Arc, Mutex};

use super::ecs::EcsCredentials;
use super::env::EnvCredentials;
use super::flight::lock;
use super::ini::IniCredentials;
use super::look::Look;
use super::names::PROFILE;
use super::oidc::OidcCredentials;
use super::profile::ProfileCredentials;
use super::settled::Labelled;
use super::surroundings::Surroundings;
use super::uri::UriCredentials;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError, listed};

/// The sources of credentials of Alibaba Cloud's own tools, in their order. Clones
/// share the chosen source.
///
/// 1. environment variables ([`EnvCredentials`])
/// 2. a role for an OIDC token, by environment variables
///    ([`OidcCredentials`])
/// 3. the command line tool's `~/.aliyun/config.json`
///    ([`ProfileCredentials`])
/// 4. the INI file `~/.alibabacloud/credentials` ([`IniCredentials`])
/// 5. the role of the ECS instance ([`EcsCredentials`])
/// 6. the server at `ALIBABA_CLOUD_CREDENTIALS_URI` ([`UriCredentials`])
///
/// The first source that is set up is used, and no other one, even if it fails: for
/// example if a variable is missing, its file has a mistake, or a service refuses. The
/// error says which source failed and why. Sources that are not set up are skipped, and
/// so is the ECS role if there is no metadata service or the instance has no role.
///
/// Asking for a key needs a Tokio runtime with time and I/O enabled.
#[derive(Clone, Default)]
pub struct CredentialsChain {
    surroundings: Surroundings,
    state: Arc<Mutex<State>>,
    look: Look<Result<Local, CredentialsError>>,
}

#[derive(Default)]
struct State {
    chosen: Option<Chosen>,
    /// A source that must be asked for a key to find out whether it exists.
    ecs: Option<EcsCredentials>,
}

#[derive(Clone)]
struct Chosen {
    name: &'static str,
    source: Arc<dyn Credentials>,
}

impl Chosen {
    fn new(name: &'static str, source: Arc<dyn Credentials>) -> Self {
        let place = name.to_owned();
        Self {
            name,
            source: Arc::new(Labelled { source, place }),
        }
    }
}

const ENV: &str = "environment variables";
const OIDC: &str = "OIDC role";
const PROFILES: &str = "command line profile";
const INI: &str = "credentials file";
const ECS: &str = "ECS role";
const URI: &str = "credentials URI";

/// What a look at environment and files gives.
#[derive(Clone)]
enum Local {
    Chosen(Chosen),
    /// Nothing is set up there. The instance may have a role, unless that is
    /// switched off.
    Open(Option<EcsCredentials>, Passed),
}

/// The sources that are not set up, and why they are thought not to be.
#[derive(Clone, Default)]
struct Passed(Vec<String>);

impl Passed {
    /// Notes a source that is not set up. What fails for another reason stays
    /// an error.
    fn over<T>(
        &mut self,
        name: &str,
        found: Result<T, CredentialsError>,
    ) -> Result<Option<T>, CredentialsError> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_absent() => {
                self.0.push(format!("{name}: {error}"));
                Ok(None)
            }
            Err(error) => Err(error.within(name)),
        }
    }
}

impl CredentialsChain {
    /// A chain that has not looked anywhere yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Other surroundings, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self {
            surroundings,
            state: Arc::default(),
            look: Look::default(),
        }
    }

    /// Looks at environment and files, so that a mistake there shows at once.
    /// Nothing is sent, so that success does not mean that there is a key. The
    /// files are read on this thread.
    ///
    /// # Errors
    ///
    /// Names the source that is set up but not usable, and why.
    pub fn check(&self) -> Result<(), CredentialsError> {
        let mut passed = Passed::default();
        if self.by_environment(&mut passed)?.is_some() {
            return Ok(());
        }
        match self.by_files(passed)? {
            Local::Chosen(_) => Ok(()),
            Local::Open(_, mut passed) => self.uri(&mut passed).map(|_| ()),
        }
    }

    /// The profile of the command line tool, if the keys come from it. It is known
    /// after [`CredentialsChain::check`] or the first key.
    #[must_use]
    pub fn profile(&self) -> Option<ProfileCredentials> {
        let chosen = lock(&self.state).chosen.as_ref()?.name == PROFILES;
        chosen.then(|| ProfileCredentials::new().with_surroundings(self.surroundings.clone()))
    }

    async fn key(&self) -> Result<AccessKey, CredentialsError> {
        let (ecs, mut passed) = match self.local().await? {
            Local::Chosen(chosen) => return chosen.source.credentials().await,
            Local::Open(ecs, passed) => (ecs, passed),
        };
        if let Some(ecs) = ecs
            && let Some(key) = passed.over(ECS, ecs.credentials().await)?
        {
            self.choose(ECS, Arc::new(ecs));
            return Ok(key);
        }
        match self.uri(&mut passed)? {
            Some(uri) => self.choose(URI, Arc::new(uri)).source.credentials().await,
            None => Err(CredentialsError::new(format!(
                "no source of credentials is set up; looked for: {}",
                passed.0.join("; ")
            ))),
        }
    }

    fn uri(&self, passed: &mut Passed) -> Result<Option<UriCredentials>, CredentialsError> {
        passed.over(URI, UriCredentials::in_env(&self.surroundings))
    }

    /// Keeps a source, unless another caller has just chosen one.
    fn choose(&self, name: &'static str, source: Arc<dyn Credentials>) -> Chosen {
        let mut state = lock(&self.state);
        let chosen = state
            .chosen
            .get_or_insert_with(|| Chosen::new(name, source));
        chosen.clone()
    }

    /// Looks at environment and files, unless a source is chosen already.
    async fn local(&self) -> Result<Local, CredentialsError> {
        if let Some(chosen) = &lock(&self.state).chosen {
            return Ok(Local::Chosen(chosen.clone()));
        }
        let mut passed = Passed::default();
        if let Some(chosen) = self.by_environment(&mut passed)? {
            return Ok(Local::Chosen(chosen));
        }
        let this = self.clone();
        self.look.run(move || this.by_files(passed)).await?
    }

    fn by_environment(&self, passed: &mut Passed) -> Result<Option<Chosen>, CredentialsError> {
        let env = EnvCredentials::shared(self.surroundings.lookup());
        if passed.over(ENV, env.read())?.is_some() {
            return Ok(Some(self.choose(ENV, Arc::new(env))));
        }
        let oidc = passed.over(OIDC, OidcCredentials::in_env(&self.surroundings))?;
        Ok(oidc.map(|oidc| self.choose(OIDC, Arc::new(oidc))))
    }

    /// Reads files, which may block.
    fn by_files(&self, mut passed: Passed) -> Result<Local, CredentialsError> {
        let first = passed.0.len();
        let profiles = ProfileCredentials::new().with_surroundings(self.surroundings.clone());
        if let Some(source) = passed.over(PROFILES, profiles.find())? {
            return Ok(Local::Chosen(self.choose(PROFILES, source)));
        }
        let ini = IniCredentials::new().with_surroundings(self.surroundings.clone());
        if let Some(source) = passed.over(INI, ini.find())? {
            return Ok(Local::Chosen(self.choose(INI, source)));
        }
        // A profile that is named must exist.
        if let Some(name) = self.surroundings.variable(PROFILE)? {
            return Err(CredentialsError::new(format!(
                "{PROFILE} names {}, which was not found: {}",
                listed([name.as_str()]),
                passed.0[first..].join("; ")
            )));
        }
        let ecs = passed.over(ECS, EcsCredentials::in_env(None, &self.surroundings))?;
        let mut state = lock(&self.state);
        if state.ecs.is_none() {
            state.ecs = ecs;
        }
        Ok(Local::Open(state.ecs.clone(), passed))
    }
}

impl Credentials for CredentialsChain {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.key())
    }
}

impl fmt::Debug for CredentialsChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.state);
        f.debug_struct("CredentialsChain")
            .field("chosen", &state.chosen.as_ref().map(|chosen| chosen.name))
            .finish_non_exhaustive()
    }
}
