//! Sections of the INI file `~/.alibabacloud/credentials`.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::assume::AssumeRoleCredentials;
use super::ecs::EcsCredentials;
use super::files::{self, shown};
use super::names::{CREDENTIALS_FILE, PROFILE};
use super::oidc::OidcCredentials;
use super::sections::{Section, Sections};
use super::settled::{Labelled, Settled};
use super::sts::Role;
use super::surroundings::Surroundings;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError, listed};

const TYPES: &str = "access_key, sts, ram_role_arn, oidc_role_arn and ecs_ram_role";

/// The credentials in a section of the INI file `~/.alibabacloud/credentials`. Clones
/// share the key.
///
/// The types `access_key`, `sts`, `ram_role_arn`, `oidc_role_arn` and `ecs_ram_role`
/// are supported. The file is read once, for the first key. Temporary keys are kept
/// until shortly before they expire; fetching them needs a Tokio runtime with time and
/// I/O enabled.
#[derive(Clone, Default)]
pub struct IniCredentials {
    section: Option<String>,
    file: Option<PathBuf>,
    surroundings: Surroundings,
    settled: Settled,
}

impl IniCredentials {
    /// The section that `ALIBABA_CLOUD_PROFILE` names, else `default`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the section.
    #[must_use]
    pub fn with_section(self, name: impl Into<String>) -> Self {
        Self {
            section: Some(name.into()),
            settled: Settled::default(),
            ..self
        }
    }

    /// The file. Default: the one in `ALIBABA_CLOUD_CREDENTIALS_FILE`, otherwise
    /// `.alibabacloud/credentials` or `.alibabacloud/credentials.ini` in the home
    /// folder. Only one of the two may exist.
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

    /// The source that the section describes. An [absent](CredentialsError::absent)
    /// error if there is no file, or it does not have the section, or the section is
    /// switched off.
    pub(super) fn find(&self) -> Result<Arc<dyn Credentials>, CredentialsError> {
        let asked = match &self.section {
            Some(name) => Some(name.clone()),
            None => self
                .surroundings
                .variable(PROFILE)?
                .map(|name| name.to_string()),
        };
        let path = self.path()?;
        let text = files::read(&path).map_err(|error| {
            // A file that is named must exist.
            if self.file.is_none() && self.surroundings.is_set(CREDENTIALS_FILE) {
                error.present().within(CREDENTIALS_FILE)
            } else {
                error
            }
        })?;
        let file = shown(&path);
        let sections =
            Sections::parse(&text).map_err(|reason| CredentialsError::new(reason).within(&file))?;
        let name = asked.as_deref().unwrap_or("default");
        let Some(section) = sections.named(name) else {
            let known = listed(sections.names());
            let reason = format!("{file} has no section {}; it has {known}", listed([name]));
            return Err(if asked.is_some() {
                CredentialsError::absent(reason)
            } else {
                CredentialsError::new(format!("{reason}; {PROFILE} chooses one"))
            });
        };
        let place = format!("section {} of {file}", listed([name]));
        let fault = |reason: String| CredentialsError::new(reason).within(&place);
        if !enabled(section).map_err(fault)? {
            return Err(CredentialsError::absent("switched off by `enable`").within(&place));
        }
        let source = self.described(section).map_err(fault)?;
        Ok(Arc::new(Labelled { source, place }))
    }

    fn path(&self) -> Result<PathBuf, CredentialsError> {
        if let Some(path) = &self.file {
            return Ok(path.clone());
        }
        if let Some(path) = self.surroundings.path(CREDENTIALS_FILE)? {
            return Ok(path);
        }
        let folder = self.surroundings.home()?.join(".alibabacloud");
        let (path, other) = (folder.join("credentials"), folder.join("credentials.ini"));
        match (files::exists(&path), files::exists(&other)) {
            (true, true) => Err(CredentialsError::new(format!(
                "there are both {} and {}; expected one, or {CREDENTIALS_FILE} to choose",
                shown(&path),
                shown(&other)
            ))),
            (false, true) => Ok(other),
            (_, false) => Ok(path),
        }
    }

    fn described(&self, section: &Section<'_>) -> Result<Arc<dyn Credentials>, String> {
        let surroundings = self.surroundings.clone();
        Ok(match section.required("type")? {
            "access_key" => Arc::new(key(section, None)?),
            "sts" => Arc::new(key(section, Some(section.required("security_token")?))?),
            "ram_role_arn" => Arc::new(AssumeRoleCredentials::of(
                Arc::new(key(section, section.text("security_token")?)?),
                self.role(section)?,
                section.text("external_id")?.map(str::to_owned),
                surroundings,
            )),
            "oidc_role_arn" => Arc::new(OidcCredentials::of(
                self.role(section)?,
                section.required("oidc_provider_arn")?.to_owned(),
                section.required("oidc_token_file_path")?.into(),
                surroundings,
            )),
            "ecs_ram_role" => {
                let role = section.text("role_name")?.map(str::to_owned);
                let ecs = EcsCredentials::in_env(role, &surroundings);
                Arc::new(ecs.map_err(|error| error.to_string())?)
            }
            other => {
                return Err(format!(
                    "line {}: the type {} is not supported; supported are {TYPES}",
                    section.line_of("type"),
                    listed([other])
                ));
            }
        })
    }

    fn role(&self, section: &Section<'_>) -> Result<Role, String> {
        let text = |key| section.text(key).map(|value| value.map(str::to_owned));
        let mut role = Role::new(section.required("role_arn")?);
        role.session_name = text("role_session_name")?;
        role.policy = text("policy")?;
        let completed = role.complete(&self.surroundings);
        completed.map_err(|error| error.to_string())?;
        role.parameters()?;
        role.endpoint(&self.surroundings)?;
        Ok(role)
    }
}

/// Whether the section is enabled; older files have this key.
fn enabled(section: &Section<'_>) -> Result<bool, String> {
    match section.text("enable")? {
        None => Ok(true),
        Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
        Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(format!(
            "line {}: `enable` is neither `true` nor `false`",
            section.line_of("enable")
        )),
    }
}

fn key(section: &Section<'_>, token: Option<&str>) -> Result<AccessKey, String> {
    let id = section.required("access_key_id")?;
    let mut key = AccessKey::new(id, section.required("access_key_secret")?);
    if let Some(token) = token {
        key = key.with_security_token(token);
    }
    let line = section.line;
    key.check()
        .map_err(|error| format!("line {line}: {error}"))?;
    Ok(key)
}

impl Credentials for IniCredentials {
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

impl fmt::Debug for IniCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IniCredentials")
            .field("section", &self.section)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
