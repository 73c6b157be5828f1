//! `aliyun-codegen client`, against a mirror in the same process.
#![cfg(test)]

mod compiles;
mod manifest;
#[allow(dead_code, reason = "the tests of fetch use the rest")]
#[path = "../fetch/mirror.rs"]
mod mirror;
mod refused;
mod support;
mod written;
