//! A gateway emulator for examples, tests and demonstrations. With the feature
//! `cli` it is the tool `aliyun-mock`, too.
//!
//! [`MockGateway`] listens on a loopback port and behaves as the documentation
//! says an RPC-style product does. It knows nothing about single actions: the
//! actions, their parameters, their errors and their answers come from a
//! [`Model`](aliyun_codegen::model::Model).
//!
//! A call is answered only after its signature (V1, HMAC-SHA1, or V3,
//! ACS3-HMAC-SHA256), its timestamp, its nonce and every parameter have been
//! checked. The checks share no code with the client they are meant to test.
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

mod auth;
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
mod percent;
mod play;
mod refusal;
mod render;
mod request;
mod rules;
mod server;
mod service;
mod stream;
mod tasks;
mod time;
#[cfg(feature = "tls")]
mod tls;
mod trail;
mod values;
mod xml;

#[cfg(feature = "cli")]
pub use control::FaultFile;
pub use fault::{Break, Fault, Script, Step};
pub use gateway::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Builder, MockGateway};
pub use mask::{RecordedRequest, SignatureVersion};
pub use rules::FaultRule;
pub use trail::{Check, Outcome};

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
