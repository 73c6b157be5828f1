//! The whole Domain product behind the gateway: every documented answer, and
//! a state that fits together.

#![cfg(test)]

#[path = "../gateway/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the gateway")]
mod client;
mod documented;
mod fill;
mod model;
mod state;
