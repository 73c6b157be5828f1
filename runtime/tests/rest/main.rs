//! Requests beyond RPC: paths, headers, JSON bodies and payloads, and their answers.
#![cfg(any(feature = "rustls", feature = "native-tls"))] // for https endpoints
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests fail tests

#[macro_use]
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/server.rs"]
mod server;

mod answers;
mod parts;
mod places;
mod signatures;
mod tokens;
mod unchecked;
