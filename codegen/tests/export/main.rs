//! `export openapi`, as a shell sees it.
#![cfg(test)]

mod files;
mod golden;
mod public;
mod shape;
mod support;
