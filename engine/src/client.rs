//! The client, built from the options.

use aliyun_runtime::credentials::ProfileCredentials;
use aliyun_runtime::generated::Core;
use aliyun_runtime::{Config, CredentialsChain, RetryPolicy};

use crate::failure::Failure;
use crate::files::{Files, label};
use crate::options::{self, Options};
use crate::program::Program;
use crate::progress::Attempts;

/// Makes a client for the product of the program. It sends nothing and reads no
/// credentials yet.
pub(crate) fn client(program: Program, options: &Options, files: &Files) -> Result<Core, Failure> {
    let mut config = credentials(options)?;
    // The name may have a subcommand behind it.
    let tool = program.name.split(' ').next().unwrap_or_default();
    config = config
        .with_signature(options.signature)
        .with_format(options.format)
        .with_insecure_http(options.insecure_http)
        .with_user_agent(format!("{tool}-cli/{}", program.version))
        .with_observer(Attempts::new());
    if let Some(endpoint) = &options.endpoint {
        config = config.with_endpoint(endpoint);
    }
    if let Some(timeout) = options.timeout {
        config = config.with_timeout(timeout);
    }
    if let Some(attempts) = options.max_attempts {
        config = config.with_retry(RetryPolicy::new().with_max_attempts(attempts));
    }
    if let Some(path) = &options.ca_certificate {
        config = config.with_root_certificate(files.read(path).map_err(Failure::usage)?);
    }
    Core::new(program.catalog.product, config).map_err(|error| {
        let text = options::named(&error.to_string());
        Failure::usage(match &options.ca_certificate {
            // The runtime knows no name of it.
            Some(path) => text.replace("root certificate 1", &label(path)),
            None => text,
        })
    })
}

/// Where keys come from, and the region that goes with them.
///
/// A region that cannot be read is an error: without it, the request would go to
/// another site.
fn credentials(options: &Options) -> Result<Config, Failure> {
    let profile = options
        .profile
        .as_ref()
        .map(|name| ProfileCredentials::new().with_profile(name));
    let (config, profile) = match profile {
        Some(profile) => (Config::new(profile.clone()), Some(profile)),
        None => {
            let chain = CredentialsChain::new();
            // A mistake there is reported when a key is needed.
            let profile = chain.check().ok().and_then(|()| chain.profile());
            (Config::new(chain), profile)
        }
    };
    Ok(match (&options.region, &options.endpoint) {
        (Some(region), _) => config.with_region(region),
        // The endpoint wins over every region.
        (None, Some(_)) => config,
        (None, None) => config
            .with_region_of_environment(profile.as_ref())
            .map_err(|error| Failure::usage(error.to_string()))?,
    })
}
