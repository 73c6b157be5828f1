//! The role of the ECS instance that this program runs on.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::header::HeaderValue;

use super::answer::{Temporary, is_word, success, temporary, unusable};
use super::cache::{Cached, Source};
use super::http::{Answer, Broken, BrokenKind, Line, send};
use super::json::Document;
use super::names::{ECS_OFF, ECS_ROLE, IMDS_V1_OFF};
use super::surroundings::Surroundings;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};
use crate::endpoint::Endpoint;

/// The address of the metadata service on every instance.
const METADATA: &str = "http://100.100.100.200";

const ROLES: &str = "/latest/meta-data/ram/security-credentials/";
const TOKEN: &str = "/latest/api/token";
const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";
const LIFETIME_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";

/// The requested lifetime of a token in seconds; the maximum.
const LIFETIME: &str = "21600";

/// Connecting may take this long, and a request as long again. The service is
/// next door, or is not there at all.
const TIMEOUT: Duration = Duration::from_secs(1);

/// A temporary key of the RAM role of the ECS instance that the program runs
/// on, from its metadata service. Clones share the key.
///
/// The key is kept until shortly before it expires. Each fetch first gets a
/// token for the service (IMDSv2). Proxies are never used. Asking needs a
/// Tokio runtime with time and I/O enabled.
#[derive(Clone)]
pub struct EcsCredentials {
    cached: Cached<Ecs>,
}

#[derive(Clone)]
struct Ecs {
    role: Option<String>,
    v1: bool,
    endpoint: Option<String>,
}

impl EcsCredentials {
    /// The role of the instance, with any name.
    #[must_use]
    pub fn new() -> Self {
        Self::of(None, true, Surroundings::default())
    }

    /// The role named by `ALIBABA_CLOUD_ECS_METADATA`, if it is set, without
    /// falling back to IMDSv1 if `ALIBABA_CLOUD_IMDSV1_DISABLED` is `true`.
    ///
    /// # Errors
    ///
    /// If `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is `true`, or a variable is not usable.
    pub fn from_env() -> Result<Self, CredentialsError> {
        Self::in_env(None, &Surroundings::default())
    }

    /// The role with this name, or the one in the environment. An
    /// [absent](CredentialsError::absent) error if it is switched off.
    pub(super) fn in_env(
        role: Option<String>,
        surroundings: &Surroundings,
    ) -> Result<Self, CredentialsError> {
        if surroundings.switch(ECS_OFF)? {
            return Err(CredentialsError::absent(format!(
                "switched off by {ECS_OFF}"
            )));
        }
        let role = match role {
            Some(role) => Some(role),
            None => surroundings
                .variable(ECS_ROLE)?
                .map(|role| role.to_string()),
        };
        let v1 = !surroundings.switch(IMDS_V1_OFF)?;
        Ok(Self::of(role, v1, surroundings.clone()))
    }

    fn of(role: Option<String>, v1: bool, surroundings: Surroundings) -> Self {
        let ecs = Ecs {
            role,
            v1,
            endpoint: None,
        };
        Self {
            cached: Cached::new(ecs, surroundings),
        }
    }

    /// The name of the role. Default: whichever the instance has.
    #[must_use]
    pub fn with_role(self, name: impl Into<String>) -> Self {
        self.with(|ecs| ecs.role = Some(name.into()))
    }

    /// Whether to continue without a token (IMDSv1) if the service gives none. Default:
    /// yes.
    #[must_use]
    pub fn with_v1(self, allowed: bool) -> Self {
        self.with(|ecs| ecs.v1 = allowed)
    }

    /// The metadata service: `http://host[:port]`. Default:
    /// `http://100.100.100.200`.
    #[must_use]
    pub fn with_endpoint(self, endpoint: impl Into<String>) -> Self {
        self.with(|ecs| ecs.endpoint = Some(endpoint.into()))
    }

    /// Other surroundings, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self {
            cached: self.cached.within(surroundings),
        }
    }

    fn with(self, change: impl FnOnce(&mut Ecs)) -> Self {
        Self {
            cached: self.cached.with(change),
        }
    }
}

impl Default for EcsCredentials {
    fn default() -> Self {
        Self::new()
    }
}

impl Source for Ecs {
    const NAME: &'static str = "the ECS metadata service";

    fn fetch(
        self: Arc<Self>,
        surroundings: Surroundings,
    ) -> BoxFuture<'static, Result<Temporary, CredentialsError>> {
        Box::pin(async move {
            let endpoint = self.endpoint.as_deref().or(surroundings.metadata());
            let endpoint =
                Endpoint::parse(endpoint.unwrap_or(METADATA), true).map_err(|reason| {
                    CredentialsError::new(format!("its endpoint is not usable: {reason}"))
                })?;
            let line = Line {
                secure: endpoint.secure,
                proxy: None,
                connect_timeout: TIMEOUT,
                timeout: surroundings.patience(2 * TIMEOUT),
            };
            let mut service = Service {
                client: line.client()?,
                origin: endpoint.origin().to_owned(),
                token: None,
            };
            service.token = self.token(&service).await?;
            let role = match &self.role {
                Some(role) if is_word(role) => role.clone(),
                Some(_) => return Err(CredentialsError::new("the name of the role is none")),
                None => service.role().await?,
            };
            service.key(&role).await
        })
    }
}

impl Ecs {
    /// The token, or `None` if the service must be used without one.
    async fn token(&self, service: &Service) -> Result<Option<HeaderValue>, CredentialsError> {
        let failure = match service.ask_token().await {
            Ok(Answer { status: 200, body }) => return token(&body).map(Some),
            // What a service says that knows no tokens.
            Ok(Answer { status, .. }) if matches!(status, 403..=405) => {
                CredentialsError::new(format!("it gives no token (HTTP {status})"))
            }
            Ok(Answer { status, .. }) => {
                return Err(CredentialsError::new(format!(
                    "it answered HTTP {status} when asked for a token"
                )));
            }
            // There is no service. That is an error only if a role is named.
            Err(broken) if broken.kind == BrokenKind::Unreachable && self.role.is_none() => {
                return Err(CredentialsError::absent(
                    CredentialsError::from(broken).to_string(),
                ));
            }
            Err(broken) if broken.kind == BrokenKind::Slow => {
                CredentialsError::from(broken).within("asked for a token")
            }
            Err(broken) => return Err(broken.into()),
        };
        if self.v1 {
            Ok(None)
        } else {
            Err(CredentialsError::new(format!(
                "{failure}; going on without a token (IMDSv1) is switched off"
            )))
        }
    }
}

fn token(body: &[u8]) -> Result<HeaderValue, CredentialsError> {
    let text = body.trim_ascii();
    let plain = !text.is_empty() && text.iter().all(u8::is_ascii_graphic);
    let value = HeaderValue::from_bytes(text).ok().filter(|_| plain);
    let mut value = value.ok_or_else(|| CredentialsError::new("its token is not usable"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The metadata service and how to talk to it.
struct Service {
    client: Client,
    origin: String,
    token: Option<HeaderValue>,
}

impl Service {
    async fn ask_token(&self) -> Result<Answer, Broken> {
        let request = self.client.put(format!("{}{TOKEN}", self.origin));
        send(request.header(LIFETIME_HEADER, LIFETIME)).await
    }

    async fn get(&self, path: &str) -> Result<Answer, Broken> {
        let mut request = self.client.get(format!("{}{ROLES}{path}", self.origin));
        if let Some(token) = &self.token {
            request = request.header(TOKEN_HEADER, token);
        }
        send(request).await
    }

    /// Name of the role that the instance has.
    async fn role(&self) -> Result<String, CredentialsError> {
        let answer = self.get("").await?;
        match answer.status {
            200 => {}
            404 => return Err(CredentialsError::absent("the instance has no role")),
            status => {
                return Err(CredentialsError::new(format!(
                    "it answered HTTP {status} when asked for the role"
                )));
            }
        }
        let name = std::str::from_utf8(&answer.body).unwrap_or_default().trim();
        if is_word(name) {
            Ok(name.to_owned())
        } else {
            Err(CredentialsError::new(
                "what it gives for the name of the role is none",
            ))
        }
    }

    async fn key(&self, role: &str) -> Result<Temporary, CredentialsError> {
        let answer = self.get(role).await?;
        match answer.status {
            200 => {}
            404 => {
                return Err(CredentialsError::new(format!(
                    "the instance does not have the role `{role}`"
                )));
            }
            status => {
                return Err(CredentialsError::new(format!(
                    "it answered HTTP {status} when asked for a key"
                )));
            }
        }
        let document = Document::parse(&answer.body).map_err(unusable)?;
        success(document.root())
            .and_then(|()| temporary(document.root()))
            .map_err(unusable)
    }
}

impl Credentials for EcsCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.cached.get())
    }
}

impl fmt::Debug for EcsCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcsCredentials").finish_non_exhaustive()
    }
}
