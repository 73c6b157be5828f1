//! The environment variables that are read.

pub(super) const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
pub(super) const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
pub(super) const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

pub(super) const ROLE_ARN: &str = "ALIBABA_CLOUD_ROLE_ARN";
pub(super) const OIDC_PROVIDER_ARN: &str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
pub(super) const OIDC_TOKEN_FILE: &str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
pub(super) const SESSION_NAME: &str = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
pub(super) const STS_REGION: &str = "ALIBABA_CLOUD_STS_REGION";
pub(super) const VPC_ENDPOINT: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";

pub(super) const PROFILE: &str = "ALIBABA_CLOUD_PROFILE";
pub(super) const PROFILES_OFF: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
pub(super) const CREDENTIALS_FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";

pub(super) const ECS_ROLE: &str = "ALIBABA_CLOUD_ECS_METADATA";
pub(super) const ECS_OFF: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
pub(super) const IMDS_V1_OFF: &str = "ALIBABA_CLOUD_IMDSV1_DISABLED";

pub(super) const URI: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
