//! Commands of a custom product: its tables, calls with them, and the command
//! line made from them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![cfg(test)]

mod calls;
mod flags;
mod mistakes;
mod pages;
#[path = "../../../cli/tests/cli/shell.rs"]
mod shell;
mod support;
mod tables;
mod waits;

/// What is run.
const PROGRAM: &str = env!("CARGO_BIN_EXE_depot");
