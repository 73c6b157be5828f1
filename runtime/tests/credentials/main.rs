//! Where keys come from, and what is said when they do not.
#![cfg(any(feature = "rustls", feature = "native-tls"))] // for https endpoints
#![allow(clippy::unwrap_used)] // helpers of tests fail tests

mod assume;
mod cache;
mod chain;
#[path = "../common/mod.rs"]
mod common;
mod ecs;
mod env;
mod faults;
mod files;
mod fixtures;
mod parts;
#[path = "../common/server.rs"]
mod server;
