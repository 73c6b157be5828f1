//! `export openapi`, as run from a shell.
#![cfg(test)]

mod files;
mod golden;
mod public;
mod rest;
mod shape;
mod support;
