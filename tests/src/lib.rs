//! What the tests have in common.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

pub mod commands;
pub mod conformance;
pub mod flatten;
pub mod picture;
pub mod server;
