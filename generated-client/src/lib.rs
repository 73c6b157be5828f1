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
//! # Areas
//!
//! Actions are grouped into areas, a module each: requests and answers are in
//! the area's module, the types that belong to one action alone in a module of
//! that action. [`prelude`] has them all.
//!
//! Every area is a cargo feature. To compile only what is called, take the
//! areas one by one:
//!
//! ```toml
//! aliyun-domain = { version = "…", default-features = false, features = ["rustls", "tasks"] }
//! ```
//!
//! A method that submits a task in one area and waits for it in another is
//! there where both are. An action of an area that is left out can still be
//! called by its name, with [`Client::call`].
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use aliyun_runtime as runtime;
pub use aliyun_runtime::waiter::{ItemOutcome, ItemState, Outcome, Progress, Task, Verdict};
pub use aliyun_runtime::{
    AccessKey, Config, Credentials, CredentialsChain, CredentialsError, Error, ErrorKind, Format,
    Image, RetryPolicy, SignatureVersion, SignedRequest, ValidationError,
};

aliyun_runtime::include_client!("domain");

/// The examples of the README are compiled.
#[cfg(all(doctest, feature = "tasks"))]
#[doc = include_str!("../README.md")]
struct Readme;
