//! Profiles of the command line tool, in `~/.aliyun/config.json`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::assume::AssumeRoleCredentials;
use super::ecs::EcsCredentials;
use super::files::{self, shown};
use super::json::{Document, Object};
use super::names::{PROFILE, PROFILES_OFF};
use super::oidc::OidcCredentials;
use super::settled::{Labelled, Settled};
use super::sts::Role;
use super::surroundings::Surroundings;
use super::uri::UriCredentials;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError, listed};

/// How many profiles may refer to each other in a row.
const DEEPEST: usize = 8;

const MODES: &str = "AK, StsToken, RamRoleArn, EcsRamRole, OIDC, ChainableRamRoleArn and \
                     CredentialsURI";

/// The credentials in a profile of the `aliyun` command line tool, in
/// `~/.aliyun/config.json`. Clones share the key.
///
/// Profiles of the modes AK, StsToken, RamRoleArn, EcsRamRole, OIDC,
/// ChainableRamRoleArn and CredentialsURI are supported. The file is read once, for the
/// first key. Temporary keys are kept until shortly before they expire; fetching them
/// needs a Tokio runtime with time and I/O enabled.
#[derive(Clone, Default)]
pub struct ProfileCredentials {
    profile: Option<String>,
    file: Option<PathBuf>,
    surroundings: Surroundings,
    settled: Settled,
}

impl ProfileCredentials {
    /// The profile that `ALIBABA_CLOUD_PROFILE` names, else the current one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the profile.
    #[must_use]
    pub fn with_profile(self, name: impl Into<String>) -> Self {
        Self {
            profile: Some(name.into()),
            settled: Settled::default(),
            ..self
        }
    }

    /// The file. Default: `.aliyun/config.json` in the home folder.
    #[must_use]
    pub fn with_file(self, file: impl Into<PathBuf>) -> Self {
        Self {
            file: Some(file.into()),
            settled: Settled::default(),
            ..self
        }
    }

    /// Other surroundings, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self {
            surroundings,
            settled: Settled::default(),
            ..self
        }
    }

    /// The source that the profile describes. An [absent](CredentialsError::absent)
    /// error if there is no file, it is switched off, or it does not have the profile.
    pub(super) fn find(&self) -> Result<Arc<dyn Credentials>, CredentialsError> {
        self.look(|profiles, name| profiles.source(name, &mut Vec::new()))
    }

    /// The `region_id` of the profile, and a text about its place; `None` if there is
    /// no profile, or it has no region.
    pub(crate) fn region(&self) -> Result<Option<(String, String)>, CredentialsError> {
        let found = self.look(|profiles, name| {
            let place = format!("profile {} of {}", listed([name]), shown(profiles.path));
            let Some(profile) = profiles.named(name) else {
                return Ok(None);
            };
            let region = profile
                .text("region_id")
                .map_err(|reason| CredentialsError::new(reason).within(&place))?;
            Ok(region.map(|region| (region.to_owned(), place)))
        });
        match found {
            Err(error) if error.is_absent() => Ok(None),
            found => found,
        }
    }

    /// Opens the file, and uses its profiles and the name of the one that is
    /// meant.
    fn look<T>(
        &self,
        with: impl FnOnce(&Profiles<'_>, &str) -> Result<T, CredentialsError>,
    ) -> Result<T, CredentialsError> {
        if self.file.is_none() && self.surroundings.switch(PROFILES_OFF)? {
            return Err(CredentialsError::absent(format!(
                "switched off by {PROFILES_OFF}"
            )));
        }
        let asked = match &self.profile {
            Some(name) => Some(name.clone()),
            None => self
                .surroundings
                .variable(PROFILE)?
                .map(|name| name.to_string()),
        };
        let path = match &self.file {
            Some(path) => path.clone(),
            None => self
                .surroundings
                .home()?
                .join(".aliyun")
                .join("config.json"),
        };
        let text = files::read(&path)?;
        let place = shown(&path);
        let document = Document::parse(text.as_bytes())
            .map_err(|reason| CredentialsError::new(reason).within(&place))?;
        let profiles = Profiles::of(&path, &document, &self.surroundings)
            .map_err(|reason| CredentialsError::new(reason).within(&place))?;
        let name = match (&asked, document.root().text("current")) {
            (Some(name), _) => name.as_str(),
            (None, Ok(Some(name))) => name,
            (None, Ok(None)) => {
                return Err(CredentialsError::new(format!(
                    "{place}: `current` is missing or empty; it names the profile, or \
                     {PROFILE} does"
                )));
            }
            (None, Err(reason)) => return Err(CredentialsError::new(reason).within(&place)),
        };
        if asked.is_some() && profiles.named(name).is_none() {
            return Err(CredentialsError::absent(profiles.unknown(name)));
        }
        with(&profiles, name)
    }
}

/// The profiles of one file.
struct Profiles<'a> {
    path: &'a Path,
    profiles: Vec<(&'a str, Object<'a>)>,
    surroundings: &'a Surroundings,
}

impl<'a> Profiles<'a> {
    fn of(
        path: &'a Path,
        document: &'a Document,
        surroundings: &'a Surroundings,
    ) -> Result<Self, String> {
        let mut profiles: Vec<(&str, Object<'_>)> = Vec::new();
        for (index, profile) in document.root().objects("profiles")?.into_iter().enumerate() {
            let name = profile
                .required("name")
                .map_err(|reason| format!("profiles[{index}]: {reason}"))?;
            if profiles.iter().any(|(known, _)| *known == name) {
                return Err(format!("two profiles have the name {}", listed([name])));
            }
            profiles.push((name, profile));
        }
        Ok(Self {
            path,
            profiles,
            surroundings,
        })
    }

    fn named(&self, name: &str) -> Option<Object<'a>> {
        let found = self.profiles.iter().find(|(known, _)| *known == name);
        found.map(|(_, profile)| *profile)
    }

    fn unknown(&self, name: &str) -> String {
        let place = shown(self.path);
        let known = listed(self.profiles.iter().map(|(name, _)| *name));
        format!("{place} has no profile {}; it has {known}", listed([name]))
    }

    /// The source that a profile describes. `path` has the profiles that lead
    /// to it.
    fn source(
        &self,
        name: &str,
        path: &mut Vec<String>,
    ) -> Result<Arc<dyn Credentials>, CredentialsError> {
        let looped = path.iter().any(|passed| passed == name);
        path.push(name.to_owned());
        if looped || path.len() > DEEPEST {
            let what = if looped {
                "profiles refer to each other in a circle"
            } else {
                "more than 8 profiles refer to each other in a row"
            };
            let place = shown(self.path);
            return Err(CredentialsError::new(format!(
                "{place}: {what}: {}",
                path.iter()
                    .map(|name| listed([name.as_str()]))
                    .collect::<Vec<_>>()
                    .join(" → ")
            )));
        }
        let profile = self
            .named(name)
            .ok_or_else(|| CredentialsError::new(self.unknown(name)))?;
        let place = format!("profile {} of {}", listed([name]), shown(self.path));
        let source = self.described(profile, path).map_err(|fault| match fault {
            // The error of the profile that this one refers to names its place.
            Fault::Elsewhere(error) => error,
            Fault::Here(reason) => CredentialsError::new(reason).within(&place),
        })?;
        Ok(Arc::new(Labelled { source, place }))
    }

    fn described(
        &self,
        profile: Object<'_>,
        path: &mut Vec<String>,
    ) -> Result<Arc<dyn Credentials>, Fault> {
        let mode = profile.required("mode")?;
        let is = |known: &str| mode.eq_ignore_ascii_case(known);
        let surroundings = self.surroundings.clone();
        let source: Arc<dyn Credentials> = if is("AK") {
            Arc::new(key(profile)?)
        } else if is("StsToken") {
            Arc::new(checked(
                key(profile)?.with_security_token(profile.required("sts_token")?),
            )?)
        } else if is("RamRoleArn") {
            let mut key = key(profile)?;
            if let Some(token) = profile.text("sts_token")? {
                key = checked(key.with_security_token(token))?;
            }
            self.assume(profile, Arc::new(key))?
        } else if is("ChainableRamRoleArn") {
            let source = profile.required("source_profile")?;
            let source = self.source(source, path).map_err(Fault::Elsewhere)?;
            self.assume(profile, source)?
        } else if is("EcsRamRole") {
            let role = profile.text("ram_role_name")?.map(str::to_owned);
            Arc::new(EcsCredentials::in_env(role, &surroundings).map_err(here)?)
        } else if is("OIDC") {
            let role = self.role(profile)?;
            let provider = profile.required("oidc_provider_arn")?.to_owned();
            let file = profile.required("oidc_token_file")?.into();
            Arc::new(OidcCredentials::of(role, provider, file, surroundings))
        } else if is("CredentialsURI") {
            let uri = profile.required("credentials_uri")?;
            Arc::new(UriCredentials::of(uri, surroundings))
        } else {
            return Err(Fault::Here(format!(
                "the mode {} is not supported; supported are {MODES}. Choose another profile \
                 with {PROFILE}, or set {PROFILES_OFF}=true",
                listed([mode])
            )));
        };
        Ok(source)
    }

    fn assume(
        &self,
        profile: Object<'_>,
        source: Arc<dyn Credentials>,
    ) -> Result<Arc<dyn Credentials>, Fault> {
        let role = self.role(profile)?;
        let external_id = profile.text("external_id")?.map(str::to_owned);
        let surroundings = self.surroundings.clone();
        Ok(Arc::new(AssumeRoleCredentials::of(
            source,
            role,
            external_id,
            surroundings,
        )))
    }

    fn role(&self, profile: Object<'_>) -> Result<Role, Fault> {
        let text = |key| profile.text(key).map(|value| value.map(str::to_owned));
        let mut role = Role::new(profile.required("ram_role_arn")?);
        role.session_name = text("ram_session_name")?;
        // The tool writes 0 if nothing was chosen.
        role.duration = profile
            .whole_number("expired_seconds")?
            .filter(|seconds| *seconds > 0);
        role.policy = text("policy")?;
        role.region = text("sts_region")?;
        role.vpc = profile.boolean("enable_vpc")?.unwrap_or_default();
        role.complete(self.surroundings).map_err(here)?;
        role.parameters()?;
        role.endpoint(self.surroundings)?;
        Ok(role)
    }
}

/// What is wrong with a profile, and whether the text says with which.
enum Fault {
    Here(String),
    Elsewhere(CredentialsError),
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self::Here(reason)
    }
}

fn here(error: CredentialsError) -> Fault {
    Fault::Here(error.to_string())
}

fn key(profile: Object<'_>) -> Result<AccessKey, String> {
    checked(AccessKey::new(
        profile.required("access_key_id")?,
        profile.required("access_key_secret")?,
    ))
}

fn checked(key: AccessKey) -> Result<AccessKey, String> {
    key.check().map_err(|error| error.to_string())?;
    Ok(key)
}

impl Credentials for ProfileCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(async {
            let source = match self.settled.found() {
                Some(source) => source,
                None => {
                    let this = self.clone();
                    self.settled.settle(move || this.find()).await?
                }
            };
            source.credentials().await
        })
    }
}

impl fmt::Debug for ProfileCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileCredentials")
            .field("profile", &self.profile)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
