//! Commands of a product of one's own: its tables, calls by them, and the
//! command line that is made of them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![cfg(test)]

mod calls;
mod flags;
mod mistakes;
#[path = "../../../cli/tests/cli/shell.rs"]
mod shell;
mod support;
mod tables;
mod waits;

/// What is run.
const PROGRAM: &str = env!("CARGO_BIN_EXE_depot");
