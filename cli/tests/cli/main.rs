//! The built command line against the embedded gateway, over real sockets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod calls;
mod codes;
mod every_action;
mod exits;
mod filled;
mod hostile;
mod input;
mod places;
mod printed;
mod shell;
mod shells;
mod support;

/// The path of the program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_aliyun-domain");
