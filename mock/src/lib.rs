//! A gateway emulator for examples, tests and demonstrations. The feature `cli`
//! adds the tool `aliyun-mock`.
//!
//! [`MockGateway`] listens on a loopback port and behaves as a product
//! is documented to behave, with RPC and REST (ROA) actions. Its actions, their parameters, errors, tasks and
//! answers come from a [`Model`](aliyun_codegen::model::Model). Only the state of
//! domains and contacts is code for one product, Domain.
//!
//! Before it answers a call it checks the signature (V1, HMAC-SHA1, or V3,
//! ACS3-HMAC-SHA256), the timestamp, the nonce and every parameter. The checks
//! share no code with the clients that they test.
//!
//! ```no_run
//! # async fn run(model: aliyun_codegen::model::Model) -> std::io::Result<()> {
//! let gateway = aliyun_mock::MockGateway::start(model).await?;
//! let endpoint = gateway.endpoint();
//! // ... call the endpoint ...
//! assert_eq!(gateway.executions("QueryTaskDetailList"), 0);
//! # drop(endpoint);
//! # Ok(())
//! # }
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod auth;
mod body;
mod builder;
mod check;
#[cfg(feature = "cli")]
mod control;
mod document;
mod domain;
mod fault;
mod gateway;
mod ids;
mod image;
mod io;
mod listing;
mod log;
mod mask;
mod page;
mod pages;
mod percent;
mod play;
mod refusal;
mod render;
mod request;
mod route;
mod rules;
mod server;
mod service;
mod state;
mod stream;
mod tasks;
mod time;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod trail;
mod values;
mod xml;

pub use builder::Builder;
#[cfg(feature = "cli")]
pub use control::FaultFile;
pub use fault::{Break, Fault, Script, Step};
pub use gateway::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, MockGateway};
pub use mask::{RecordedRequest, SignatureVersion};
pub use pages::{Cursors, Pages, Show};
pub use rules::FaultRule;
pub use trail::{Check, Outcome};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
