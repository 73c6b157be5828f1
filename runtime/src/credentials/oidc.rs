//! A role assumed with a token of an OIDC identity provider.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use zeroize::Zeroizing;

use super::answer::Temporary;
use super::cache::{Cached, Source};
use super::files;
use super::http::send;
use super::look::Look;
use super::names::{OIDC_PROVIDER_ARN, OIDC_TOKEN_FILE, ROLE_ARN};
use super::sts::{Role, VERSION, line, read};
use super::surroundings::Surroundings;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};
use crate::encode::{Pair, join};
use crate::identity::fault;
use crate::scrub::Scrubber;
use crate::time::timestamp;

/// A temporary key of a RAM role, assumed with the token of an OIDC identity
/// provider, as in a Kubernetes pod (`AssumeRoleWithOIDC` of STS 2015-04-01).
/// Clones share the key.
///
/// The key is kept until shortly before it expires. The token file is read again for
/// each key. Fetching needs a Tokio runtime with time and I/O enabled.
#[derive(Clone)]
pub struct OidcCredentials {
    cached: Cached<Oidc>,
}

#[derive(Clone)]
struct Oidc {
    role: Role,
    provider_arn: String,
    token_file: PathBuf,
    look: Look<Result<Zeroizing<String>, CredentialsError>>,
}

impl OidcCredentials {
    /// The role with this ARN, `acs:ram::ACCOUNT:role/NAME`, the ARN of the identity
    /// provider, `acs:ram::ACCOUNT:oidc-provider/NAME`, and the file that holds its
    /// token. Invalid settings are reported with the first key.
    #[must_use]
    pub fn new(
        role_arn: impl Into<String>,
        provider_arn: impl Into<String>,
        token_file: impl Into<PathBuf>,
    ) -> Self {
        let (role, file) = (Role::new(role_arn), token_file.into());
        Self::of(role, provider_arn.into(), file, Surroundings::default())
    }

    /// The role that the environment names: `ALIBABA_CLOUD_ROLE_ARN`,
    /// `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and `ALIBABA_CLOUD_OIDC_TOKEN_FILE`,
    /// optionally `ALIBABA_CLOUD_ROLE_SESSION_NAME`,
    /// `ALIBABA_CLOUD_STS_REGION` and `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED`.
    ///
    /// # Errors
    ///
    /// Names a variable that is missing or not usable.
    pub fn from_env() -> Result<Self, CredentialsError> {
        Self::in_env(&Surroundings::default())
    }

    /// An [absent](CredentialsError::absent) error if no variable is set.
    pub(super) fn in_env(surroundings: &Surroundings) -> Result<Self, CredentialsError> {
        const NAMES: [&str; 3] = [ROLE_ARN, OIDC_PROVIDER_ARN, OIDC_TOKEN_FILE];
        let [role, provider, file] = NAMES.map(|name| surroundings.is_set(name));
        if !role && !provider && !file {
            return Err(CredentialsError::absent(format!(
                "none of {} is set",
                NAMES.join(", ")
            )));
        }
        let missing = |name: &str| {
            CredentialsError::new(format!(
                "{name} is not set; the OIDC role needs all of {}",
                NAMES.join(", ")
            ))
        };
        let variable = |name| surroundings.variable(name)?.ok_or_else(|| missing(name));
        let mut role = Role::new(variable(ROLE_ARN)?.as_str());
        role.complete(surroundings)?;
        let provider = variable(OIDC_PROVIDER_ARN)?.to_string();
        let file = surroundings.path(OIDC_TOKEN_FILE)?;
        let file = file.ok_or_else(|| missing(OIDC_TOKEN_FILE))?;
        Ok(Self::of(role, provider, file, surroundings.clone()))
    }

    pub(super) fn of(
        role: Role,
        provider_arn: String,
        token_file: PathBuf,
        surroundings: Surroundings,
    ) -> Self {
        let oidc = Oidc {
            role,
            provider_arn,
            token_file,
            look: Look::default(),
        };
        Self {
            cached: Cached::new(oidc, surroundings),
        }
    }

    /// The name under which the session appears in audit logs: 2 to 64
    /// letters, digits and `.`, `@`, `-`, `_`. Default: `aliyun-runtime`.
    #[must_use]
    pub fn with_session_name(self, name: impl Into<String>) -> Self {
        self.with(|oidc| oidc.role.session_name = Some(name.into()))
    }

    /// How long each key lasts, in whole seconds: from 15 minutes to 12 hours, within
    /// the limit of the role. Default: 1 hour, set by the service.
    #[must_use]
    pub fn with_duration(self, duration: Duration) -> Self {
        self.with(|oidc| oidc.role.duration = Some(duration.as_secs()))
    }

    /// A policy, as JSON text, that restricts the key. Default: none.
    #[must_use]
    pub fn with_policy(self, policy: impl Into<String>) -> Self {
        self.with(|oidc| oidc.role.policy = Some(policy.into()))
    }

    /// The region whose STS is asked. Default: `sts.aliyuncs.com`.
    #[must_use]
    pub fn with_region(self, region: impl Into<String>) -> Self {
        self.with(|oidc| oidc.role.region = Some(region.into()))
    }

    /// Whether STS is reached inside a VPC, which needs a region. Default: no.
    #[must_use]
    pub fn with_vpc(self, vpc: bool) -> Self {
        self.with(|oidc| oidc.role.vpc = vpc)
    }

    /// The endpoint of STS: `host`, `host:port` or `https://host[:port]`. It
    /// wins over the region. `http://` is accepted for this machine only.
    #[must_use]
    pub fn with_endpoint(self, endpoint: impl Into<String>) -> Self {
        self.with(|oidc| oidc.role.endpoint = Some(endpoint.into()))
    }

    /// Other surroundings, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self {
            cached: self.cached.within(surroundings),
        }
    }

    fn with(self, change: impl FnOnce(&mut Oidc)) -> Self {
        Self {
            cached: self.cached.with(change),
        }
    }
}

impl Source for Oidc {
    const NAME: &'static str = "assuming the OIDC role";

    fn fetch(
        self: Arc<Self>,
        surroundings: Surroundings,
    ) -> BoxFuture<'static, Result<Temporary, CredentialsError>> {
        Box::pin(async move {
            let endpoint = self
                .role
                .endpoint(&surroundings)
                .map_err(CredentialsError::new)?;
            let mut body = self.role.parameters().map_err(CredentialsError::new)?;
            let path = self.token_file.clone();
            let file = self.look.run(move || files::required(&path)).await??;
            let token = token(&self.token_file, &file)?;
            body.push(Pair::new("OIDCProviderArn", &self.provider_arn));
            body.push(Pair::new("OIDCToken", token));
            let timestamp = timestamp(surroundings.now()).map_err(CredentialsError::new)?;
            // The call is not signed: the token is what proves the identity.
            let query = [
                Pair::new("Action", "AssumeRoleWithOIDC"),
                Pair::new("Format", "JSON"),
                Pair::new("Timestamp", &timestamp),
                Pair::new("Version", VERSION),
            ];
            let url = format!("{}/?{}", endpoint.origin(), join(&query));
            let request = line(&endpoint, &surroundings)
                .client()?
                .post(url)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(join(&body));
            let answer = send(request).await?;
            let mut scrubber = Scrubber::default();
            scrubber.add(token);
            read(&answer, &scrubber)
        })
    }
}

/// The token in the text of its file, which may end with a line break.
fn token<'a>(path: &Path, text: &'a str) -> Result<&'a str, CredentialsError> {
    let token = text.trim_ascii();
    match fault(token) {
        Some(fault) => Err(CredentialsError::new(format!(
            "the token in {} {fault}",
            files::shown(path)
        ))),
        None => Ok(token),
    }
}

impl Credentials for OidcCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.cached.get())
    }
}

impl fmt::Debug for OidcCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcCredentials").finish_non_exhaustive()
    }
}
