//! The runtime of the clients that `aliyun-codegen` generates.
//!
//! Programs use a client, such as `aliyun-domain`, which exports the types of this
//! crate that they need. A crate that generates its own client includes it with
//! [`include_client!`].
//!
//! | to | see |
//! |---|---|
//! | set region, endpoint, time limits, proxy or signature | [`Config`] |
//! | find access keys | [`CredentialsChain`], [`credentials`] |
//! | take access keys from your own source | [`Credentials`] |
//! | make a call, sign it, or read its request id | [`Call`] |
//! | call an action that has no spec | [`UntypedCall`] |
//! | read all pages of a list | [`Items`] |
//! | wait for a task | [`SubmitAndWait`], [`Wait`] |
//! | handle an error | [`Error`], [`ErrorKind`], [`ValidationError`] |
//! | repeat calls, or not | [`RetryPolicy`] |
//! | watch calls | [`Observer`] |
//! | call without async | `blocking::wait` (feature `blocking`) |
#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
mod answer;
mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod call;
mod cause;
mod client;
mod config;
mod copy;
pub mod credentials;
mod debug;
mod decode;
mod digest;
#[cfg(feature = "dynamic")]
pub mod dynamic;
mod encode;
mod endpoint;
mod error;
mod file;
#[doc(hidden)]
pub mod generated;
mod identity;
mod image;
mod location;
mod meta;
mod nonce;
mod observe;
mod outcome;
mod outline;
mod pages;
mod partial;
mod path;
mod percent;
mod pools;
mod proxy;
mod region;
mod request;
mod retry;
mod same;
mod scrub;
mod shape;
mod sign;
mod slot;
mod text;
mod time;
mod tls;
mod token;
mod trace;
mod transport;
mod untyped;
mod urlencoded;
mod validate;
mod value;
mod view;
mod waiter;
mod watch;

pub use bytes::Bytes;
pub use call::Call;
pub use config::Config;
pub use credentials::{
    AccessKey, BoxFuture, Credentials, CredentialsChain, CredentialsError, EnvCredentials,
};
pub use decode::{Format, Unread};
pub use error::{Error, ErrorKind};
pub use image::{Image, InvalidBase64};
pub use meta::Answer;
pub use nonce::Nonce;
pub use observe::{AttemptReport, CallReport, DroppedReport, Observer};
pub use pages::Items;
pub use retry::RetryPolicy;
pub use serde_json::Value as Json;
pub use shape::Media;
pub use sign::{SignatureVersion, SignedRequest};
pub use time::Clock;
pub use untyped::UntypedCall;
pub use validate::{RuleKind, Validation, ValidationError, Violation};
pub use waiter::{ItemOutcome, ItemState, Outcome, Progress, SubmitAndWait, Task, Verdict, Wait};

// `Config::with_http_client` takes a client of this crate.
pub use reqwest;

/// What most programs need: keys, configuration, errors, and the types of values.
pub mod prelude {
    pub use crate::{
        AccessKey, Config, Credentials, CredentialsChain, Error, ErrorKind, Format, Image, Json,
        RetryPolicy, SignatureVersion, ValidationError,
    };
}

/// Includes the client that a build script generated, by the product's name in snake
/// case: `include_client!("zoo_keeper")` for `ZooKeeper`.
///
/// The client's items become items of the module that calls the macro.
#[macro_export]
macro_rules! include_client {
    ($product:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $product, "/mod.rs"));
    };
}
