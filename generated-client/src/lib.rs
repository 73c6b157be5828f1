//! Typed client of Alibaba Cloud Domain, API version 2018-01-29.
//!
//! ```no_run
//! # #[cfg(feature = "tasks")]
//! # async fn example() -> Result<(), aliyun_domain::Error> {
//! use aliyun_domain::prelude::*;
//!
//! let client = Client::from_env()?;
//! let request = QueryTaskDetailListRequest::new()
//!     .set_task_no("75addb07-28a3-450e-b5ec-test")
//!     .set_page_num(1)
//!     .set_page_size(20);
//! for detail in client.query_task_detail_list(&request).await?.data {
//!     println!("{:?}: {:?}", detail.domain_name, detail.task_status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every request is checked against the documented limits before it is sent;
//! all violations come back in one error.
//!
//! # How to
//!
//! | | |
//! |---|---|
//! | call an action | its method of [`Client`], in snake case, with a request; each has an example |
//! | get the items of all pages | `…_items`, if the answer comes in pages |
//! | wait for a task | `…_and_wait` of the method that submits it, or [`Client::wait_for_task`] with the task number |
//! | look at an error | [`ErrorKind`], `ErrorCode::of`, [`Error::request_id`], [`Error::validation`] |
//! | know whether to send it again | [`Error::is_retryable`]; [`ErrorKind::OutcomeUnknown`] says: look first |
//! | set region, endpoint, time limits, proxy, retries | [`Config`], and `with_…` of a single call |
//! | take keys from elsewhere | [`CredentialsChain`], or [`Credentials`] for a source of your own |
//! | see what would be sent | `.sign().await` instead of `.await` |
//! | get request id and headers of a success | `.send_with_meta().await` |
//! | call without async | the feature `blocking`: `.send_blocking()`, [`runtime`]`::blocking::wait` |
//! | trace calls | the feature `tracing`, or an observer ([`Config::with_observer`]) |
//! | call an action that has no method | [`Client::call`] with the action's name |
//! | test without an account | the crate `aliyun-mock`; give its address to [`Config::with_endpoint`] |
//!
//! ```no_run
//! # #[cfg(all(feature = "tasks", feature = "domains"))]
//! # async fn example() -> Result<(), aliyun_domain::Error> {
//! use std::time::Duration;
//!
//! use aliyun_domain::{ErrorKind, prelude::*};
//!
//! let config = Config::from_default_chain()?
//!     .with_region("ap-southeast-1")
//!     .with_timeout(Duration::from_secs(20));
//! let client = Client::new(config)?;
//!
//! // The client fetches a page when its items are needed.
//! let request = QueryDomainListRequest::new().set_page_num(1).set_page_size(100);
//! let mut domains = client.query_domain_list_items(request);
//! while let Some(domain) = domains.next().await {
//!     println!("{:?}", domain?.domain_name);
//! }
//!
//! let request = QueryTaskDetailListRequest::new().set_task_no("75addb07-28a3-450e-b5ec-test");
//! match client.wait_for_task(&request).with_timeout(Duration::from_secs(600)).await {
//!     Ok(outcome) => println!("{:?}: {} items", outcome.verdict(), outcome.items().len()),
//!     Err(error) if error.kind() == ErrorKind::Service => {
//!         println!("{:?} {:?}: {error}", ErrorCode::of(&error), error.request_id());
//!     }
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Areas
//!
//! Actions are grouped into areas, with one module per area. Requests and answers
//! are in the area's module. Types that only one action uses are in a module of
//! that action. [`prelude`] has them all.
//!
//! Every area is a cargo feature. To compile only what you call, name the areas
//! you need:
//!
//! ```toml
//! aliyun-domain = { version = "…", default-features = false, features = ["rustls", "tasks"] }
//! ```
//!
//! A method that submits a task in one area and waits for it in another needs
//! both features. You can still call an action of an area that is left out by its
//! name, with [`Client::call`].
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use aliyun_runtime as runtime;
pub use aliyun_runtime::{
    AccessKey, Config, Credentials, CredentialsChain, CredentialsError, Error, ErrorKind, Format,
    Image, RetryPolicy, SignatureVersion, SignedRequest, ValidationError,
};
pub use aliyun_runtime::{ItemOutcome, ItemState, Outcome, Progress, Task, Verdict};

aliyun_runtime::include_client!("domain");

/// The examples of the README are compiled.
#[cfg(all(doctest, feature = "tasks"))]
#[doc = include_str!("../README.md")]
struct Readme;
