//! Assuming a role: what both ways of doing so have in common.

use std::time::Duration;

use super::CredentialsError;
use super::answer::{Temporary, temporary, unusable};
use super::http::{Answer, Line};
use super::json::Document;
use super::names::{SESSION_NAME, STS_REGION, VPC_ENDPOINT};
use super::surroundings::Surroundings;
use crate::decode::decode_error;
use crate::encode::Pair;
use crate::endpoint::Endpoint;
use crate::scrub::Scrubber;
use crate::text::{clip, one_line};

pub(super) const VERSION: &str = "2015-04-01";

/// The host without a region; each region has its own host.
const HOST: &str = "sts.aliyuncs.com";

/// The session name if the settings have none.
const SESSION: &str = "aliyun-runtime";

/// Shortest and longest duration of a session, in seconds.
const DURATION: (u64, u64) = (900, 43_200);

/// How much of a message of the service is shown, in characters.
const LONGEST_TEXT: usize = 500;

/// A role and how to assume it.
#[derive(Clone, Default)]
pub(super) struct Role {
    pub(super) arn: String,
    pub(super) session_name: Option<String>,
    /// In seconds.
    pub(super) duration: Option<u64>,
    pub(super) policy: Option<String>,
    pub(super) region: Option<String>,
    pub(super) vpc: bool,
    pub(super) endpoint: Option<String>,
}

impl Role {
    pub(super) fn new(arn: impl Into<String>) -> Self {
        Self {
            arn: arn.into(),
            ..Self::default()
        }
    }

    /// Takes session name, region and kind of endpoint from the environment if the
    /// settings have none.
    pub(super) fn complete(&mut self, surroundings: &Surroundings) -> Result<(), CredentialsError> {
        let variable = |name| {
            surroundings
                .variable(name)
                .map(|value| value.map(|v| v.to_string()))
        };
        if self.session_name.is_none() {
            self.session_name = variable(SESSION_NAME)?;
        }
        if self.region.is_none() {
            self.region = variable(STS_REGION)?;
        }
        self.vpc |= surroundings.switch(VPC_ENDPOINT)?;
        Ok(())
    }

    /// The parameters that both actions have, once they are found to be right.
    pub(super) fn parameters(&self) -> Result<Vec<Pair>, String> {
        let session = self.session_name.as_deref().unwrap_or(SESSION);
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_');
        if !(2..=64).contains(&session.len()) || !session.chars().all(allowed) {
            return Err(
                "the session name is not 2 to 64 letters, digits and `.`, `@`, `-`, `_`".to_owned(),
            );
        }
        if !self.arn.starts_with("acs:ram::") || !self.arn.contains(":role/") {
            return Err(
                "the ARN of the role is not of the form acs:ram::ACCOUNT:role/NAME".to_owned(),
            );
        }
        let mut parameters = vec![
            Pair::new("RoleArn", &self.arn),
            Pair::new("RoleSessionName", session),
        ];
        if let Some(duration) = self.duration {
            let (least, most) = DURATION;
            if !(least..=most).contains(&duration) {
                return Err(format!(
                    "the duration is {duration} seconds; expected {least} to {most}"
                ));
            }
            parameters.push(Pair::new("DurationSeconds", &duration.to_string()));
        }
        if let Some(policy) = &self.policy {
            parameters.push(Pair::new("Policy", policy));
        }
        Ok(parameters)
    }

    /// The endpoint of the service.
    pub(super) fn endpoint(&self, surroundings: &Surroundings) -> Result<Endpoint, String> {
        let host = match (&self.endpoint, surroundings.sts(), &self.region) {
            (Some(endpoint), _, _) => endpoint.clone(),
            (None, Some(endpoint), _) => endpoint.to_owned(),
            (None, None, Some(region)) => {
                let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
                if region.is_empty() || !region.chars().all(allowed) {
                    return Err("the STS region is no region id such as cn-hangzhou".to_owned());
                }
                let prefix = if self.vpc { "sts-vpc" } else { "sts" };
                format!("{prefix}.{region}.aliyuncs.com")
            }
            (None, None, None) if self.vpc => {
                return Err("the VPC endpoint of STS needs a region".to_owned());
            }
            (None, None, None) => HOST.to_owned(),
        };
        Endpoint::parse(&host, false)
            .map_err(|reason| format!("the STS endpoint is not usable: {reason}"))
    }
}

/// How to connect to the service.
pub(super) fn line(endpoint: &Endpoint, surroundings: &Surroundings) -> Line {
    Line {
        secure: endpoint.secure,
        proxy: (!endpoint.is_loopback()).then(|| {
            let to = endpoint.destination();
            (to.host.to_owned(), to.port)
        }),
        connect_timeout: Duration::from_secs(5),
        timeout: surroundings.patience(Duration::from_secs(10)),
    }
}

/// The key in an answer. `scrubber` knows what was sent.
pub(super) fn read(answer: &Answer, scrubber: &Scrubber) -> Result<Temporary, CredentialsError> {
    if answer.status != 200 {
        return Err(refused(answer, scrubber));
    }
    let document = Document::parse(&answer.body).map_err(unusable)?;
    let key = document.root().object("Credentials").and_then(temporary);
    key.map_err(unusable)
}

/// The error that the service sent, or a description of the answer.
fn refused(answer: &Answer, scrubber: &Scrubber) -> CredentialsError {
    let status = answer.status;
    let Some(body) = decode_error(&answer.body) else {
        return CredentialsError::new(format!(
            "STS answered HTTP {status} without an error that could be read"
        ));
    };
    let clean = |text: &str| one_line(&clip(scrubber.scrub(text), LONGEST_TEXT));
    let mut message = format!("STS answered {} (HTTP {status})", clean(&body.code));
    if !body.message.is_empty() {
        message = format!("{message}: {}", clean(&body.message));
    }
    if let Some(id) = &body.request_id {
        message = format!("{message} [request id {}]", clean(id));
    }
    CredentialsError::new(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_follows_region_and_network() {
        let origin = |region: Option<&str>, vpc| {
            let mut role = Role::new("acs:ram::1:role/r");
            (role.region, role.vpc) = (region.map(str::to_owned), vpc);
            role.endpoint(&Surroundings::default())
                .map(|endpoint| endpoint.origin().to_owned())
        };
        let https = |host: &str| Ok(format!("https://{host}.aliyuncs.com"));
        assert_eq!(origin(None, false), https("sts"));
        assert_eq!(origin(Some("cn-beijing"), false), https("sts.cn-beijing"));
        assert_eq!(
            origin(Some("cn-beijing"), true),
            https("sts-vpc.cn-beijing")
        );
        assert!(origin(None, true).is_err());
    }
}
