//! Changes between specs, their verdicts, and the commands that report them.
#![cfg(test)]
#![cfg(feature = "cli")]

mod command;
mod common;
mod history;
mod keys;
mod mutations;
mod pages;
mod regenerate;
mod revisions;
mod rules;
