//! Typed client of Alibaba Cloud Sts, API version 2015-04-01.
//!
//! ```no_run
//! # #[cfg(feature = "caller_identity")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use aliyun_sts::prelude::*;
//!
//! let client = Client::from_env()?;
//! let request = GetCallerIdentityRequest::new();
//! let answer = client.get_caller_identity(&request).await?;
//! println!("{answer:?}");
//! # Ok(())
//! # }
//! ```
//!
//! Every request is checked against the documented limits before it is sent; all
//! violations come back in one error.
//!
//! # How to
//!
//! | | |
//! |---|---|
//! | call an action | its method of [`Client`], in snake case, with a request; each has an example |
//! | look at an error | [`runtime::ErrorKind`], `ErrorCode::of`, [`runtime::Error::request_id`] |
//! | know whether to send it again | [`runtime::Error::is_retryable`] |
//! | set region, endpoint, time limits, proxy, retries | [`runtime::Config`], and `with_…` of a single call |
//! | find keys as the official tools do | [`Client::from_default_chain`] |
//! | see what would be sent | `.sign().await` instead of `.await` |
//! | get request id and headers of a success | `.send_with_meta().await` |
//! | call without async | the feature `blocking`: `.send_blocking()` |
//! | trace calls | the feature `tracing`, or [`runtime::Config::with_observer`] |
//! | call an action that has no method | [`Client::call`] with the action's name |
//!
//! # Areas
//!
//! Actions are grouped into areas. Each area is a module and a cargo feature, and
//! all are on by default. To compile only what you call, name the areas you need:
//!
//! ```toml
//! aliyun-sts = { version = "…", default-features = false, features = ["rustls", "caller_identity"] }
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use aliyun_runtime as runtime;
#[rustfmt::skip]
pub use aliyun_runtime::{
    AccessKey,
    Config,
    Credentials,
    CredentialsChain,
    CredentialsError,
    Error,
    ErrorKind,
    Format,
    Image,
    ItemOutcome,
    ItemState,
    Json,
    Outcome,
    Progress,
    RetryPolicy,
    SignatureVersion,
    SignedRequest,
    Task,
    ValidationError,
    Verdict,
};

aliyun_runtime::include_client!("sts");

/// The examples of the README are compiled.
#[cfg(all(doctest, feature = "caller_identity"))]
#[doc = include_str!("../README.md")]
struct Readme;
