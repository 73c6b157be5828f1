//! A role assumed with another key.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::answer::Temporary;
use super::cache::{Cached, Source};
use super::http::{AGENT, send};
use super::sts::{Role, VERSION, line, read};
use super::surroundings::Surroundings;
use super::{AccessKey, BoxFuture, Credentials, CredentialsError};
use crate::decode::Format;
use crate::encode::{Pair, Parts};
use crate::nonce;
use crate::request::Request;
use crate::scrub::Scrubber;
use crate::sign::{Envelope, SignatureVersion};
use crate::time::timestamp;

/// A temporary key of a RAM role, assumed with the key of another source
/// (`AssumeRole` of STS 2015-04-01). Clones share the key.
///
/// The key is kept until shortly before it expires. Asking needs a Tokio
/// runtime with time and I/O enabled.
#[derive(Clone)]
pub struct AssumeRoleCredentials {
    cached: Cached<AssumeRole>,
}

#[derive(Clone)]
struct AssumeRole {
    source: Arc<dyn Credentials>,
    role: Role,
    external_id: Option<String>,
}

impl AssumeRoleCredentials {
    /// The role with this ARN, `acs:ram::ACCOUNT:role/NAME`, assumed with the key of
    /// `source`. Invalid settings are reported with the first key.
    #[must_use]
    pub fn new(source: impl Credentials + 'static, role_arn: impl Into<String>) -> Self {
        Self::of(
            Arc::new(source),
            Role::new(role_arn),
            None,
            Surroundings::default(),
        )
    }

    pub(super) fn of(
        source: Arc<dyn Credentials>,
        role: Role,
        external_id: Option<String>,
        surroundings: Surroundings,
    ) -> Self {
        let assume = AssumeRole {
            source,
            role,
            external_id,
        };
        Self {
            cached: Cached::new(assume, surroundings),
        }
    }

    /// The name under which the session appears in audit logs: 2 to 64
    /// letters, digits and `.`, `@`, `-`, `_`. Default: `aliyun-runtime`.
    #[must_use]
    pub fn with_session_name(self, name: impl Into<String>) -> Self {
        self.with(|assume| assume.role.session_name = Some(name.into()))
    }

    /// The external id that the role's trust policy requires. Default: none.
    #[must_use]
    pub fn with_external_id(self, id: impl Into<String>) -> Self {
        self.with(|assume| assume.external_id = Some(id.into()))
    }

    /// How long each key lasts, in whole seconds: from 15 minutes to 12 hours, within
    /// the limit of the role. Default: 1 hour, set by the service.
    #[must_use]
    pub fn with_duration(self, duration: Duration) -> Self {
        self.with(|assume| assume.role.duration = Some(duration.as_secs()))
    }

    /// A policy, as JSON text, that restricts the key. Default: none.
    #[must_use]
    pub fn with_policy(self, policy: impl Into<String>) -> Self {
        self.with(|assume| assume.role.policy = Some(policy.into()))
    }

    /// The region whose STS is asked. Default: `sts.aliyuncs.com`.
    #[must_use]
    pub fn with_region(self, region: impl Into<String>) -> Self {
        self.with(|assume| assume.role.region = Some(region.into()))
    }

    /// Whether STS is reached inside a VPC, which needs a region. Default: no.
    #[must_use]
    pub fn with_vpc(self, vpc: bool) -> Self {
        self.with(|assume| assume.role.vpc = vpc)
    }

    /// The endpoint of STS: `host`, `host:port` or `https://host[:port]`. It
    /// wins over the region. `http://` is accepted for this machine only.
    #[must_use]
    pub fn with_endpoint(self, endpoint: impl Into<String>) -> Self {
        self.with(|assume| assume.role.endpoint = Some(endpoint.into()))
    }

    /// Other surroundings, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_surroundings(self, surroundings: Surroundings) -> Self {
        Self {
            cached: self.cached.within(surroundings),
        }
    }

    fn with(self, change: impl FnOnce(&mut AssumeRole)) -> Self {
        Self {
            cached: self.cached.with(change),
        }
    }
}

impl Source for AssumeRole {
    const NAME: &'static str = "assuming the role";

    fn fetch(
        self: Arc<Self>,
        surroundings: Surroundings,
    ) -> BoxFuture<'static, Result<Temporary, CredentialsError>> {
        Box::pin(async move {
            let endpoint = self
                .role
                .endpoint(&surroundings)
                .map_err(CredentialsError::new)?;
            let parameters = self.parameters().map_err(CredentialsError::new)?;
            let key = self.source.credentials().await?;
            key.check()?;
            let timestamp = timestamp(surroundings.now()).map_err(CredentialsError::new)?;
            let nonce = nonce::random().map_err(|error| CredentialsError::new(error.message()))?;
            let envelope = Envelope {
                action: "AssumeRole".into(),
                version: VERSION.into(),
                endpoint: &endpoint,
                key: Some(&key),
                timestamp: &timestamp,
                nonce: &nonce,
                format: Format::Json,
                agent: AGENT,
            };
            let request = Request::rpc(Parts::form(parameters), SignatureVersion::V3);
            let signed = envelope
                .sign(SignatureVersion::V3, &request)
                .map_err(CredentialsError::new)?;
            let mut request = line(&endpoint, &surroundings).client()?.post(signed.url());
            for (name, value) in signed.headers() {
                request = request.header(name, value);
            }
            let answer = send(request.body(signed.into_parts().2)).await?;
            let mut scrubber = Scrubber::default();
            scrubber.add(key.secret());
            for hidden in [key.security_token(), self.external_id.as_deref()] {
                scrubber.add(hidden.unwrap_or_default());
            }
            read(&answer, &scrubber)
        })
    }
}

impl AssumeRole {
    fn parameters(&self) -> Result<Vec<Pair>, String> {
        let mut parameters = self.role.parameters()?;
        if let Some(id) = &self.external_id {
            parameters.push(Pair::new("ExternalId", id));
        }
        Ok(parameters)
    }
}

impl Credentials for AssumeRoleCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.cached.get())
    }
}

impl fmt::Debug for AssumeRoleCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleCredentials")
            .finish_non_exhaustive()
    }
}
